import numpy as np
import pytest

import rnnviz as rv
from rnnviz.drawings import draw
from rnnviz.drawings.curve import with_crossings
from rnnviz.look.palette import DARK, LIGHT
from rnnviz.thumbnail import Curve
from tests.drawings.reading import boxes, circles, colours, paths, texts
from tests.hostile import HOSTILE

NET = rv.RNN(W_xh=[[1.0, -0.5], [0.5, 2.0], [0.0, 1.0]], W_hh=0.5 * np.eye(3), W_hy=[[1, 0, 0]])
X = np.random.RandomState(4).uniform(-1, 1, (7, 2))
EXPERIMENT = rv.Experiment(net=NET, x=X)
CURVE = Curve(kind="curve", lanes=[["h1"], ["x0"]], told=["h1:2", "x0:5"], event=4)


def test_the_dots_stand_at_the_states():
    """Their heights rise with the states alone, step by step at equal distances."""
    dots = circles(draw(EXPERIMENT, CURVE))
    h = EXPERIMENT.trace.h[:, 1]
    assert len(dots) == 7
    slope, start = np.polyfit(h, [dot.y for dot in dots], 1)
    assert slope < 0
    np.testing.assert_allclose([dot.y for dot in dots], slope * h + start, atol=0.11)
    np.testing.assert_allclose(np.diff([dot.x for dot in dots]), dots[1].x - dots[0].x, atol=0.11)


def test_the_numbers_that_are_told_are_the_runs():
    """They stand over or under their own steps, and in the words, too."""
    drawing = draw(EXPERIMENT, CURVE)
    dots = circles(drawing)
    for value, step in ((EXPERIMENT.trace.h[2, 1], 2), (EXPERIMENT.x[5, 0], 5)):
        said = f"{value:+.3g}".replace("-", "−")
        (mark,) = [one for one in texts(drawing) if one.text == said]
        assert mark.x == pytest.approx(dots[step].x, abs=0.2)
        assert f"is {said} at step {step}" in drawing.words


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_event_is_marked_at_its_step(look):
    """A band goes through all lanes at the step."""
    drawing = draw(EXPERIMENT, CURVE, dark=look is DARK)
    ((band, height),) = [box for box in boxes(drawing) if box[0].fill == look.band]
    (label,) = [mark for mark in texts(drawing) if mark.fill == look.accent]
    assert band.x == pytest.approx(circles(drawing)[4].x, abs=0.2)
    assert label.text == "step 4"
    assert height == 150
    assert "step 4 is marked" in drawing.words


def test_areas_are_coloured_by_sign():
    """What is above zero is orange, below blue; where nothing is below, nothing is blue."""
    negative, positive = LIGHT.value[1], LIGHT.value[3]
    fills = {path["fill"] for path in paths(draw(EXPERIMENT, CURVE))}
    assert {negative, positive} <= fills
    above = EXPERIMENT.with_sequence(np.abs(X) * [1, 0])
    fills = {path["fill"] for path in paths(draw(above, CURVE))}
    assert positive in fills
    assert negative not in fills


def test_an_area_ends_where_its_line_crosses_zero():
    """Between +1 and −3 that is a quarter of the way; a zero itself is no crossing."""
    steps, values = with_crossings(np.arange(4.0), np.array([1.0, -3.0, 0.0, 2.0]))
    assert steps.tolist() == [0, 0.25, 1, 2, 3]
    assert values.tolist() == [1, 0, -3, 0, 2]


def test_the_last_steps_are_left_out_where_the_run_explodes():
    """The picture ends before the step whose state is beyond all scales."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e4]], W_hy=[[1.0]], activation="relu")
    e = rv.Experiment(net=net, x=[[1.0], [0], [0], [0], [0], [0]])
    drawing = draw(e, Curve(kind="curve", lanes=[["h0"]]))
    assert len(circles(drawing)) == e.num_shown == e.trace.exploded_at


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_labels_stay_texts(text):
    """Whatever a label or a name holds, it is a text of the picture, and no element of it."""
    short = text[:13]
    e = EXPERIMENT.replace(labels=[text[:100]] * 7, input_names=[short, text[:100]])
    drawing = draw(e, CURVE)
    printable = "".join(one for one in text[:100] if one.isprintable())
    assert [mark.text for mark in texts(drawing)].count(printable) >= 7
    assert len(circles(drawing)) == 7


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lanes": [["h3"]]}, "h3: its index is 3: expected 0 to 2"),
        ({"told": ["y0:7"]}, "y0:7: its step is 7: expected 0 to 6"),
        ({"last": 7}, "last is 7"),
        ({"first": 6, "last": 6}, "first is 6"),
    ],
)
def test_a_picture_that_does_not_fit_says_why(changes, says):
    """A unit or a step that is not there is named."""
    with pytest.raises(ValueError, match=says):
        draw(EXPERIMENT, Curve(kind="curve", **{"lanes": [["h0"]], **changes}))


def test_a_curve_of_zeros_is_no_blank():
    """Its line, its dots and its scale are there."""
    drawing = draw(EXPERIMENT.with_sequence(0 * X), Curve(kind="curve", lanes=[["h0"]]))
    assert len(circles(drawing)) == 7
    assert len(colours(drawing)) >= 3
