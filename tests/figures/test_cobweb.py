"""The cobweb of one unit: its map, its steps, and what is said where the input varies."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.palette import LIGHT
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

REST = 0.957504


def parts(figure):
    """The figure's traces by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in reversed(figure.data)}


def latch_from(h, num_steps=7):
    """The latch left alone, from a state."""
    net = rv.presets.load("latch").net
    return net.rollout(np.zeros((num_steps, 1)), [h])


def test_the_latch_climbs_to_its_rest():
    """Each step goes up to tanh(2 h), by hand, and level to the diagonal."""
    trace = latch_from(0.1)
    figure = rv.figures.cobweb(
        trace, points=[[-REST], [0], [REST]], kinds=("stable", "unstable", "stable"), step=4
    )
    of = parts(figure)
    expected = [0.1]
    for _ in range(5):
        expected.append(np.tanh(2 * expected[-1]))
    web = of["steps"]
    np.testing.assert_allclose(web.x[1::2], expected[:5])
    np.testing.assert_allclose(web.y[1::2], expected[1:])
    np.testing.assert_allclose(web.x[::2], web.y[::2])
    np.testing.assert_allclose(of["map"].y, np.tanh(2 * of["map"].x), atol=1e-12)
    np.testing.assert_array_equal(of["diagonal"].x, of["diagonal"].y)
    np.testing.assert_allclose(of["stable"].x, [-REST, REST])
    np.testing.assert_allclose(of["stable"].x, of["stable"].y)
    assert of["unstable"].marker.color == LIGHT.ground
    np.testing.assert_allclose([of["cursor"].x[0], of["cursor"].y[0]], expected[4:])
    assert "another map" not in of
    assert not any("faint" in text for text in words(figure))
    assert web.hovertext[1] == web.hovertext[2] == "step 0<br>h: +0.197"
    np.testing.assert_array_equal(web.customdata[:, 0], [-1, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4])


def test_only_steps_up_to_the_cursor_are_drawn():
    """Without a cursor it is all of them."""
    trace = latch_from(0.1)
    assert len(parts(rv.figures.cobweb(trace, step=0))["steps"].x) == 3
    of = parts(rv.figures.cobweb(trace))
    assert len(of["steps"].x) == 15
    np.testing.assert_allclose(of["cursor"].y, trace.h[-1])


def test_a_cycle_of_two_is_a_box():
    """W = −2 goes to and fro between ±.957504, and coinciding steps have one number."""
    net = rv.RNN(W_xh=[[1, 1]], W_hh=[[-2]], W_hy=[[1]])
    trace = net.rollout(np.zeros((9, 2)), [REST])
    web = parts(rv.figures.cobweb(trace, step=8))["steps"]
    np.testing.assert_allclose(np.abs(web.x), REST, atol=1e-6)
    np.testing.assert_allclose(web.y[1::2], -web.x[1::2], atol=1e-6)
    assert [text for text in web.text if text] == ["start", "1", "8"]


def test_a_cycle_that_the_run_is_not_on_is_marked():
    """Its dashed square, its two points on the map, and the way it goes."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[-2]], W_hy=[[1]])
    trace = net.rollout(np.zeros((9, 1)), [0.0])
    found = [rv.cycles(net, period) for period in (2, 3, 4)]
    figure = rv.figures.cobweb(trace, points=[[0.0]], kinds=["unstable"], cycles=found, step=8)
    of = parts(figure)
    square, marks, arrows = of["cycle of 2"], of["stable cycle"], of["the way of a cycle"]
    low, high = -REST, REST
    np.testing.assert_allclose(square.x, [low, high, high, low, low], atol=1e-6)
    np.testing.assert_allclose(square.y, [high, high, low, low, high], atol=1e-6)
    np.testing.assert_allclose(marks.x, [low, high], atol=1e-6)
    np.testing.assert_allclose(marks.y, np.tanh(-2 * marks.x), atol=1e-9)
    assert marks.hovertext[1] == "cycle of 2, stable<br>h: +0.958"
    assert np.all(np.diff(arrows.x)[::2] * [1, 0, -1, 0] >= 0)
    assert "╌ Cycle of 2: ◉ stable" in " ".join(words(figure))


def test_the_picture_holds_its_cycles():
    """Also where they go farther out than the run: h ↦ ReLU(3 − 2 h) goes to and fro, 0 and 3."""
    net = rv.RNN(W_xh=[[0]], W_hh=[[-2]], W_hy=[[1]], b_h=[3], activation="relu")
    figure = rv.figures.cobweb(net.rollout(np.zeros((3, 1)), [1.0]), cycles=[rv.cycles(net, 2)])
    low, high = figure.layout.xaxis.range
    assert low < 0
    assert high > 3


def test_an_input_that_varies_has_a_map_for_each_value():
    """The cursor's is the line, the others are faint, and the words say so; each step fits one."""
    experiment = rv.presets.load("latch")
    trace, step = experiment.trace, 6
    figure = rv.figures.cobweb(trace, step=step)
    of = parts(figure)
    w, u = trace.net.W_hh[0, 0], trace.net.W_xh[0, 0]
    now = trace.x[step, 0]
    np.testing.assert_allclose(of["map"].y, np.tanh(w * of["map"].x + u * now), atol=1e-12)
    others = [part for part in figure.data if part.name == "another map"]
    values = sorted(set(trace.x[: step + 1, 0]) - {now})
    assert len(others) == len(values) > 0
    for part, value in zip(others, values, strict=True):
        np.testing.assert_allclose(part.y, np.tanh(w * part.x + u * value), atol=1e-12)
        assert part.line.color == LIGHT.edge
    text = " ".join(words(figure))
    assert f"The line: the map of step {step}; faint: those of other steps' inputs." in text
    other = rv.figures.cobweb(trace, x=[0.25], step=step)
    np.testing.assert_allclose(parts(other)["map"].y[200], np.tanh(u * 0.25), atol=1e-9)
    assert "The line: the map of one input" in " ".join(words(other))


def test_many_inputs_are_cut(rollout):
    """Six faint maps at most, and the words give both numbers."""
    trace = rollout(H=1, T=11)
    figure = rv.figures.cobweb(trace)
    assert sum(part.name == "another map" for part in figure.data) == 6
    assert "6 of the 10 other maps are drawn." in " ".join(words(figure))


def test_every_place_can_be_clicked():
    """A layer that is not seen hands on the state below it, and says where that goes."""
    figure = rv.figures.cobweb(latch_from(0.1))
    layer = figure.data[0]
    np.testing.assert_array_equal(layer.customdata, np.stack([layer.x, layer.y], axis=1))
    assert len(set(layer.y)) == len(set(layer.x)) > 20
    assert parts(figure)["steps"].customdata.shape[1] == 1
    assert layer.marker.opacity == 0
    first = layer.x[0]
    assert layer.hovertext[0] == f"start here: {first:.3g}, then {np.tanh(2 * first):.3g}".replace(
        "-", "−"
    )


def test_an_exploding_run_is_drawn_as_far_as_it_goes():
    """And the axis still has room to compute in."""
    net = rv.RNN(W_xh=[[1, 1]], W_hh=[[1e5]], W_hy=[[1]], activation="linear")
    trace = net.rollout(np.zeros((9, 2)), [1.0])
    assert trace.exploded_at is not None
    figure = rv.figures.cobweb(trace, step=8)
    assert len(parts(figure)["steps"].x) == 2 * trace.exploded_at + 1
    assert f"Exploded at step {trace.exploded_at}." in " ".join(words(figure))
    assert "cursor" not in parts(figure)


def test_hostile_texts_are_inert(rollout):
    """Names and labels from users."""
    trace = rollout(H=1, T=len(HOSTILE))
    for i, name in enumerate(HOSTILE):
        expect_inert(rv.figures.cobweb(trace, step=i, labels=HOSTILE, names=[name]))


def test_what_does_not_fit_is_refused(rollout):
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match="the network has 4 hidden units: expected one"):
        rv.figures.cobweb(rollout(H=4))
    with pytest.raises(ValueError, match=r"x has shape \(3,\)"):
        rv.figures.cobweb(rollout(H=1), x=[1, 2, 3])
    with pytest.raises(ValueError, match=r"cycles\[0\] has 4 hidden units: expected 1"):
        rv.figures.cobweb(rollout(H=1), cycles=[rv.cycles(rollout(H=4).net, 2)])
    with pytest.raises(ValueError, match="kinds has 0 entries: expected 1"):
        rv.figures.cobweb(rollout(H=1), points=[[0.0]])
