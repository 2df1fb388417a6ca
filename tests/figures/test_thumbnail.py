import numpy as np

from rnnviz import RNN
from rnnviz.figures.thumbnail import thumbnail


def _rollout(weight: float, x: list[float]) -> object:
    net = RNN(W_xh=[[1.0], [-1.0]], W_hh=weight * np.eye(2), W_hy=[[1, 1]], activation="linear")
    return net.rollout(np.array(x)[:, None])


def test_a_cell_has_the_colour_of_its_state() -> None:
    """Rows are units, columns are steps; the ends and the middle of the scale are LOOK's stops."""
    image = thumbnail(_rollout(0.0, [1, 0, -1]), width=30, height=8)
    blue, white, orange = ([33, 102, 172], [247, 247, 247], [179, 88, 6])
    assert image.shape == (8, 30, 3)
    assert [image[0, x].tolist() for x in (0, 15, 29)] == [orange, white, blue]
    assert [image[7, x].tolist() for x in (0, 15, 29)] == [blue, white, orange]


def test_exploded_steps_are_left_out() -> None:
    """What exploded is not drawn, and a picture of nothing is the colour of zero."""
    assert thumbnail(_rollout(1e13, [1, 0, 0]), width=9, height=4).shape == (4, 9, 3)
    nothing = thumbnail(_rollout(1.0, [1e13]), width=9, height=4, dark=True)
    assert (nothing == [38, 43, 54]).all()
