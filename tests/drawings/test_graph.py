import numpy as np
import pytest

import rnnviz as rv
from rnnviz.drawings import draw
from rnnviz.look.palette import LIGHT
from rnnviz.thumbnail import Graph
from tests.drawings.reading import boxes, paths, texts

W_HH = [[0.5, 0.0, -0.25], [0.0, 0.0, 1.5], [0.0, -2.0, 0.0]]
NET = rv.RNN(
    W_xh=[[1.0, 0.0], [0.0, -0.5], [0.25, 0.0]], W_hh=W_HH, W_hy=[[0.0, 1.0, 0.0]], b_h=[0, 0.1, 0]
)
X = [[0.3, -0.4], [0.0, 0.9], [-1.0, 0.2], [0.6, 0.0], [0.0, -0.7]]
EXPERIMENT = rv.Experiment(net=NET, x=X)
WHOLE = Graph(kind="graph", rows="xhy", first=1, last=3, weight=[1, 2], event=2)


def numbers(drawing, step):
    """Return the numbers of a step's column, from the top."""
    (x,) = (mark.x for mark in texts(drawing) if mark.text == f"step {step}")
    column = [mark for mark in texts(drawing) if abs(mark.x - x) < 1 and mark.text[0] in "+−"]
    return [mark.text for mark in sorted(column, key=lambda mark: mark.y)]


def as_written(values):
    """Return numbers with a sign and two decimals."""
    return [f"{value:+.2f}".replace("-", "−") for value in values]


def test_the_cells_hold_the_numbers_of_the_run():
    """In each step's column: outputs, units, inputs, as the recurrence gives them."""
    drawing = draw(EXPERIMENT, WHOLE)
    h = np.zeros(3)
    for t, x in enumerate(np.float32(X)):
        h = np.tanh(NET.W_xh @ x + NET.W_hh @ h + NET.b_h)
        if 1 <= t <= 3:
            assert numbers(drawing, t) == as_written([h[1], *h, *x])
    assert len([mark for mark in texts(drawing) if mark.text.startswith("step")]) == 3


def test_a_line_stands_for_each_weight_that_is_not_zero():
    """Between steps they are dashed; each copy of the lit one carries its value."""
    drawing = draw(EXPERIMENT, WHOLE)
    dashed = [path for path in paths(drawing) if "stroke-dasharray" in path]
    lit = [path for path in paths(drawing) if path["stroke"] == LIGHT.role["W_hh"]]
    assert len(dashed) == 2 * np.count_nonzero(W_HH)
    assert len(paths(drawing)) - len(dashed) - len(lit) == 3 * (3 + 1)
    assert len(lit) == 2
    assert [mark.text for mark in texts(drawing)].count("1.5") == 2
    assert sum(path["stroke"] == LIGHT.line["negative"] for path in dashed) == 2 * 2


def test_the_event_is_marked_at_its_step():
    """A band stands behind the column of the step, and its number stands out."""
    drawing = draw(EXPERIMENT, WHOLE)
    ((band, _),) = [box for box in boxes(drawing) if box[0].fill == LIGHT.band]
    (label,) = [mark for mark in texts(drawing) if mark.fill == LIGHT.accent and mark.text != "1.5"]
    assert label.text == "step 2"
    assert label.x == pytest.approx(band.x, abs=0.2)


def test_the_words_hold_the_same_numbers():
    """A reader of the screen hears each row, the lit weight and the marked step."""
    words = draw(EXPERIMENT, WHOLE).words
    for name, column in zip(
        ("input 0", "input 1", "hidden unit 0", "hidden unit 1", "hidden unit 2", "output"),
        [*EXPERIMENT.x.T, *EXPERIMENT.trace.h.T, *EXPERIMENT.trace.y.T],
        strict=True,
    ):
        assert f"{name}: {', '.join(as_written(column[1:4]))}" in words
    assert "W_hh[1, 2] is 1.5" in words
    assert "step 2 is marked" in words


def test_folded_the_cell_stands_before_its_steps():
    """A dashed loop more, and the letters of the cell."""
    plain = draw(EXPERIMENT, WHOLE)
    folded = draw(EXPERIMENT, WHOLE.model_copy(update={"folded": True}))
    assert len(boxes(folded)) == len(boxes(plain)) + 3
    assert {"x", "h", "y", "="} <= {mark.text for mark in texts(folded)}
    assert numbers(folded, 2) == numbers(plain, 2)
    dashed = [path for path in paths(folded) if "stroke-dasharray" in path]
    assert len(dashed) == 2 * np.count_nonzero(W_HH) + 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"last": 5}, "last is 5: expected 0 to 4"),
        ({"first": 4, "last": 3}, "steps 4 to 3"),
        ({"event": 9}, "event is 9"),
        ({"weight": [0, 3]}, "weight is 3: expected 0 to 2"),
    ],
)
def test_a_picture_that_does_not_fit_says_why(changes, says):
    """A step, a unit or a range that is not there is named."""
    with pytest.raises(ValueError, match=says):
        draw(EXPERIMENT, Graph(kind="graph", **{"last": 3, **changes}))
