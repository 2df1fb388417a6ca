"""One step at every value of a knob: what is drawn is what separate rollouts say."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from tests.figures.reading import HOSTILE, as_json, expect_inert, words


def experiment(H, O=3, T=7, knob=None, **options):
    """A random network over random inputs, with a knob in hand."""
    net = rv.RNN.random(input_size=2, hidden_size=H, output_size=O, seed=H, **options)
    x = np.random.RandomState(H).standard_normal((T, 2))
    return rv.Experiment(net=net, x=x).select(knob or rv.Knob.gain("W_hh"))


def draw(e, step, **options):
    """The figure of an experiment's sweep, and what as_json has checked of it."""
    figure = rv.figures.knob_sweep(e.sweep(), step=step, **options)
    as_json(figure)
    return figure


@pytest.mark.parametrize(
    "knob",
    [rv.Knob.gain("W_hh"), rv.Knob.entry("W_xh", 1, 0), rv.Knob.shift("b_h"), rv.Knob.input(2, 1)],
    ids=str,
)
def test_a_line_is_a_unit_at_every_value(knob):
    """Each point is the unit, or the output, of a rollout with the knob turned there."""
    e = experiment(H=4, knob=knob)
    figure = draw(e, step=4, output=2)
    lines = {part.name: part for part in figure.data}
    assert list(lines) == [f"unit {j}" for j in range(4)] + ["output 2"]
    values = e.knob_values()
    for v in (0, 17, 60, len(values) - 1):
        trace = e.turn(values[v]).trace
        for j in range(4):
            assert lines[f"unit {j}"].x[v] == values[v]
            assert lines[f"unit {j}"].y[v] == pytest.approx(trace.h[4, j], abs=1e-12)
        assert lines["output 2"].y[v] == pytest.approx(trace.y[4, 2], abs=1e-12)
    assert figure.layout.xaxis.title.text == knob.name


@pytest.mark.parametrize("H", [1, 4, 5, 8, 32])
def test_many_units_are_rows_of_colour(H):
    """Up to 4 units are lines; more are rows, whose numbers are the same."""
    e = experiment(H=H)
    figure = draw(e, step=3)
    values = e.knob_values()
    trace = e.turn(values[40]).trace
    maps = [part for part in figure.data if part.type == "heatmap"]
    assert len(maps) == (H > 4)
    assert len(figure.data) == (2 if H > 4 else H + 1)
    if maps:
        np.testing.assert_allclose(maps[0].z[:, 40], trace.h[3], atol=1e-12)
        assert maps[0].x[40] < values[40] < maps[0].x[41]


def test_the_order_of_the_values_does_not_matter():
    """A sweep of values in any order, or of a single one, is drawn in rising order."""
    e = experiment(H=3)
    for values in ([0.5, 2.0, 1.25], [0.5]):
        figure = rv.figures.knob_sweep(
            rv.sweep(e.net, rv.Knob.gain("W_hh"), values, e.x), step=6, value=0.5
        )
        line = figure.data[1]
        np.testing.assert_array_equal(line.x, sorted(values))
        for value, y in zip(line.x, line.y, strict=True):
            net = e.net.replace(W_hh=value * e.net.W_hh)
            assert y == pytest.approx(net.rollout(e.x).h[6, 1], abs=1e-12)


def test_what_exploded_is_left_out_and_shaded():
    """Values at which the state has passed the limit by the step are not drawn, and named."""
    # h_t = (2 g)^t: at step 45 it passes 1e12 from g = 0.92 on.
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[2.0]], W_hy=[[1.0]], activation="linear")
    x = np.eye(1, 50).T
    e = rv.Experiment(net=net, x=x).select(rv.Knob.gain("W_hh"))
    for step, some in ((45, True), (30, True), (1, False)):
        figure = draw(e, step=step, value=1.0)
        fits = (2.0 * e.knob_values()) ** step <= 1e12
        drawn = np.concatenate([part.x for part in figure.data if part.name == "unit 0"])
        np.testing.assert_array_equal(drawn, e.knob_values()[fits])
        assert (f"exploded by step {step}" in words(figure)) == some
        shaded = [shape for shape in figure.layout.shapes if shape.type == "rect"]
        assert len(shaded) == some
        if some:
            edge = e.knob_values()[~fits][0]
            assert drawn[-1] < shaded[0].x0 < edge <= shaded[0].x1
    assert max(np.abs(part.y).max() for part in figure.data) < 1e12


def test_a_gap_in_the_range_parts_a_line():
    """Values on both sides of those that exploded are not joined by a line."""
    # Units 0 and 1 hold |x_0|, and keep unit 2 from growing tenfold a step where that is large.
    net = rv.RNN(
        W_xh=[[1], [-1], [0]], W_hh=[[1, 0, 0], [0, 1, 0], [-1, -1, 10]], W_hy=[[1, 1, 0]],
        b_h=[0, 0, 1], activation="relu",
    )  # fmt: skip
    x = np.zeros((30, 1))
    sweep = rv.sweep(net, rv.Knob.input(0, 0), [-20, -15, 0, 5, 15, 20], x)
    figure = rv.figures.knob_sweep(sweep, step=29)
    for name in ("unit 0", "unit 2", "output 0"):
        parts = [list(part.x) for part in figure.data if part.name == name]
        assert parts == [[-20, -15], [15, 20]]
    (ground,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (ground.x0, ground.x1) == (-7.5, 10)
    as_json(figure)


@pytest.mark.parametrize("H", [1, 12])
def test_where_all_explode_the_empty_figure_says_so(H):
    """Where no value is left to draw, the ground is shaded from end to end, with its words."""
    e = experiment(H=H, activation="linear")
    e = e.replace(net=e.net.replace(W_xh=1e14 * e.net.W_xh))
    figure = draw(e, step=3, value=1.0)
    assert all(len(part.x) == 0 for part in figure.data)
    assert {part.yaxis or "y" for part in figure.data} >= ({"y", "y2"} if H == 1 else {"y"})
    (ground,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (ground.x0, ground.x1) == (0, 2)
    assert "exploded by step 3" in words(figure)


def test_a_line_that_outgrows_the_base_leaves_the_picture_which_says_so():
    """One value's huge number does not flatten what happens about the base and the present one."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.5]], W_hy=[[1.0]], activation="relu")
    x = np.eye(1, 20).T
    e = rv.Experiment(net=net, x=x).select(rv.Knob.entry("W_hh", 0, 0))
    figure = draw(e, step=19, value=e.value)  # 3¹⁹ at the end of the range
    low, high = figure.layout.yaxis2.range
    assert low < 0 < 1 < high < 11
    assert {"unit 0 ↑", "larger numbers pass the scale"} <= set(words(figure))
    assert "larger numbers pass the scale" not in words(draw(e, step=0))


def test_colours_tell_the_hidden_states_alone():
    """The scale of colours is that of h: the output, of another size, has none of them."""
    e = experiment(H=3)
    *units, output = draw(e.replace(net=e.net.replace(W_hy=50 * e.net.W_hy)), step=4).data
    assert {unit.marker.coloraxis for unit in units} == {"coloraxis"}
    assert output.marker.coloraxis is None


def test_the_present_value_and_the_base_s_are_marked():
    """A solid line at the present value, a dotted one at the base's; one where they agree."""
    e = experiment(H=3)
    marks = {shape.line.dash: shape.x0 for shape in draw(e.turn(0.25), 2, value=0.25).layout.shapes}
    assert marks == {"solid": 0.25, "dot": 1.0}
    assert {"now 0.25", "before 1"} <= set(words(draw(e, 2, value=0.25)))
    same = draw(e, 2, value=1.0)
    assert [shape.line.dash for shape in same.layout.shapes] == ["solid"]
    assert "now 1" in words(same)
    assert not any(text.startswith("before") for text in words(same))


def test_a_base_s_value_that_float32_rounds_past_the_end_is_marked_there():
    """A spectral radius a hair below 2 is 2 in float32: that is the sweep's end, not beyond."""
    below_one = np.nextafter(np.float32(1), np.float32(0))
    W_hh = [[0, 0, 8], [1, 0, 0], [0, below_one, 0]]  # a ring: the radius is its cube root
    net = rv.RNN(W_xh=np.ones((3, 1)), W_hh=W_hh, W_hy=np.ones((2, 3)))
    e = rv.Experiment(net=net, x=np.ones((4, 1))).select(rv.Knob.spectral_radius())
    end = e.sweep().values[-1]
    assert end < e.value == 2
    (mark,) = draw(e, 2, value=e.value).layout.shapes
    assert mark.x0 == end


@pytest.mark.parametrize("H", [3, 12])
def test_hostile_names_are_inert(H):
    """No markup of a name reaches the figure, in both kinds of picture."""
    e = experiment(H=H)
    names = (HOSTILE * 2)[:H]
    expect_inert(draw(e, step=0, names=names, output_names=HOSTILE[:3], output=1))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"step": 7}, "step"),
        ({"step": -1}, "step"),
        ({"step": 0, "value": 2.5}, r"value is 2.5: expected a number from 0.0 to 2.0"),
        ({"step": 0, "value": float("nan")}, "value"),
        ({"step": 0, "output": 3}, "output"),
        ({"step": 0, "names": ["a"]}, "names"),
    ],
)
def test_options_that_do_not_fit_are_refused(options, sentence):
    """Each argument that does not fit the sweep is named."""
    with pytest.raises(ValueError, match=sentence):
        rv.figures.knob_sweep(experiment(H=4).sweep(), **options)


def test_something_else_is_refused():
    """A trace is no sweep."""
    with pytest.raises(ValueError, match="sweep is"):
        rv.figures.knob_sweep(experiment(H=4).trace, step=0)
