"""A cloud of starts: where each is, where it ends, and how that is told apart."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

N = 6  # steps
REST = 0.957504


def parts(figure):
    """The figure's traces by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data}


def flow_of(preset, num, seed=0):
    """Runs of a preset from starts within ±1."""
    net = rv.presets.load(preset).net
    starts = np.random.default_rng(seed).uniform(-1, 1, (num, net.hidden_size))
    return rv.flow(net, starts, N)


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
@pytest.mark.parametrize("step", [0, 2, N])
def test_each_start_has_the_mark_of_its_end(step, dark, look):
    """Its place is its state after the step; marks differ in shape and in shade, not in value."""
    flow = flow_of("flip_flop", 50)
    plane = rv.Projection.of_units((2, 0), np.zeros(3))
    figure = rv.figures.many_starts(flow, plane, step=step, dark=dark)
    of = parts(figure)
    clouds = [of[f"ends at {i + 1}"] for i in range(8)]
    for i, cloud in enumerate(clouds):
        expected = flow.states[step, flow.ends == i][:, [2, 0]]
        np.testing.assert_allclose(np.stack([cloud.x, cloud.y], axis=1), expected)
        assert of[f"attractor {i + 1}"].marker.symbol == cloud.marker.symbol
        assert cloud.marker.color not in look.value
    assert len({cloud.marker.symbol for cloud in clouds}) == 8
    assert len({cloud.marker.color for cloud in clouds}) == 8
    count = int((flow.ends == 0).sum())
    assert any(text.startswith(f"Ends at ● 1: {count}") for text in words(figure))
    assert f"step {step} of {N}" in words(figure)
    assert "at none" not in of


def test_nothing_rescales_from_step_to_step():
    """The ends of the axes are those of the whole flow."""
    flow = flow_of("large", 30)
    plane = rv.principal_components(flow.states)
    ranges = {
        figure.layout.xaxis.range + figure.layout.yaxis.range
        for figure in (rv.figures.many_starts(flow, plane, step=step) for step in range(N + 1))
    }
    assert len(ranges) == 1


def test_attractors_on_one_place_share_their_label():
    """Corners of the cube that differ in the third unit alone: "1, 2", the second smaller."""
    flow = flow_of("flip_flop", 80)
    plane = rv.Projection.of_units((0, 1), np.zeros(3))
    of = parts(rv.figures.many_starts(flow, plane, step=0))
    first, second = of["attractor 1"], of["attractor 2"]
    assert (first.text[0], second.text[0]) == ("1, 2", "")
    assert first.marker.size > second.marker.size


def test_a_cycle_is_marked_at_each_of_its_states():
    """With one number, and its length in the key."""
    flow = flow_of("oscillator", 20)
    plane = rv.Projection.of_units((0, 1), np.zeros(2))
    figure = rv.figures.many_starts(flow, plane, step=1)
    rest = parts(figure)["attractor 1"]
    np.testing.assert_allclose(np.abs(rest.x), REST, atol=1e-6)
    assert list(rest.text) == ["1", "", "", ""]
    assert "Ends at ● 1, a cycle of 4: 20" in words(figure)


def test_one_unit_is_drawn_over_its_start():
    """Each start keeps its height while its state moves."""
    flow = flow_of("latch", 40)
    figure = rv.figures.many_starts(flow, rv.Projection.of_units((0,), [0.0]), step=3)
    cloud = parts(figure)["ends at 2"]
    runs = flow.ends == 1
    np.testing.assert_allclose(cloud.x, flow.states[3, runs, 0])
    np.testing.assert_allclose(cloud.y, flow.states[0, runs, 0])
    assert figure.layout.yaxis.title.text == "unit 0 at the start"
    np.testing.assert_allclose(parts(figure)["attractor 2"].y, [REST], atol=1e-6)


def test_what_ends_nowhere_is_a_cross():
    """Grey, and the key says why: a place of its own, a saddle, chaos, an explosion."""
    ring = flow_of("counter", 9)
    figure = rv.figures.many_starts(ring, rv.Projection.of_units((0,), [0.0]), step=2)
    cross = parts(figure)["at none"]
    assert cross.marker.symbol == "x"
    assert cross.marker.color == LIGHT.edge
    assert "× at a place of its own: 9" in words(figure)

    W = np.array([[1e5, 0], [0, 0.5]])
    net = rv.RNN(W_xh=np.ones((2, 1)), W_hh=W, W_hy=np.ones((1, 2)), activation="linear")
    flow = rv.flow(net, [[0.0, 1.0], [1.0, 1.0], [1e300, 1.0]], N)
    figure = rv.figures.many_starts(flow, rv.Projection.of_units((0, 1), [0, 0]), step=N)
    assert "× on a saddle or unstable point: 1" in words(figure)
    assert "× exploded: 2" in words(figure)
    assert figure.layout.xaxis.range[1] < 2  # an explosion does not flatten the rest
    assert "start 0, on a saddle" in parts(figure)["at none"].hovertext[0]


def test_more_attractors_than_marks_are_counted():
    """Eight have a line in the key, the others one together."""
    net = rv.RNN(W_xh=np.ones((4, 1)), W_hh=2 * np.eye(4), W_hy=np.ones((1, 4)))
    flow = rv.flow(net, np.random.default_rng(0).uniform(-1, 1, (200, 4)), N)
    figure = rv.figures.many_starts(flow, rv.principal_components(flow.states), step=1)
    rest = int((flow.ends >= 8).sum())
    assert any(f"8 more: {rest}" in text for text in words(figure))


def test_hostile_texts_are_inert():
    """Names of units."""
    flow = flow_of("latch", 5)
    for text in HOSTILE:
        figure = rv.figures.many_starts(
            flow, rv.Projection.of_units((0,), [0.0]), step=1, names=[text]
        )
        expect_inert(figure)


def test_what_does_not_fit_is_refused():
    """The sentence says what was wrong."""
    flow = flow_of("flip_flop", 5)
    plane = rv.Projection.of_units((0, 1), np.zeros(3))
    with pytest.raises(ValueError, match="step is 7"):
        rv.figures.many_starts(flow, plane, step=7)
    with pytest.raises(ValueError, match="expected a Flow"):
        rv.figures.many_starts("flow", plane, step=1)
    with pytest.raises(ValueError, match=r"axes of shape \(2, 2\): expected \(1, 3\) or \(2, 3\)"):
        rv.figures.many_starts(flow, rv.Projection.of_units((0, 1), [0, 0]), step=1)
    with pytest.raises(ValueError, match="names has 1 texts"):
        rv.figures.many_starts(flow, plane, step=1, names=["a"])


def test_played_each_frame_is_the_picture_of_its_step() -> None:
    """From the step that is shown to the last; text and places are those drawn without playing."""
    net = rv.RNN(W_xh=[[1.0], [0.0]], W_hh=[[2.0, 0], [0, -0.5]], W_hy=[[1.0, 1.0]])
    starts = np.random.default_rng(5).uniform(-1, 1, (9, 2))
    runs = rv.flow(net, starts, 4)
    plane = rv.Projection.of_units([0, 1], np.zeros(2))
    figure = rv.figures.many_starts(runs, plane, step=1, play=True)
    assert [frame.name for frame in figure.frames] == ["1", "2", "3", "4"]
    for frame in figure.frames:
        still = rv.figures.many_starts(runs, plane, step=int(frame.name))
        for one, other in zip(frame.layout.annotations, still.layout.annotations, strict=True):
            assert one.text == other.text
        for i, cloud in zip(frame.traces, frame.data, strict=True):
            np.testing.assert_array_equal(cloud.x, still.data[i].x)
            np.testing.assert_array_equal(cloud.y, still.data[i].y)
    assert [button.label for button in figure.layout.updatemenus[0].buttons] == ["Play", "Stop"]
    assert not rv.figures.many_starts(runs, plane, step=4, play=True).frames
    assert len(rv.figures.enlarged(figure).frames) == 4
