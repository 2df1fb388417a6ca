"""The phase portrait: its path, arrows, nullclines, points and shades, and what it says of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.view import view
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.reading import HOSTILE, expect_inert, words

H, T = 4, 9
SQUARE = ((-1.2, 1.2), (-1.5, 1.5))


def parts(figure):
    """The figure's traces by name; where two have one name, the first."""
    json.loads(figure.to_json(), parse_constant=pytest.fail)
    return {part.name: part for part in reversed(figure.data)}


def said(figure):
    """All words above the data, in one line."""
    return " ".join(words(figure))


def plane_of(trace, units=(0, 1), step=0):
    """The view on two units through the state at a step."""
    return rv.Projection.of_units(units, trace.h[step])


def test_the_path_is_the_trace(rollout):
    """Up to the cursor in ink, then faint, from the state before step 0 on; the cursor ringed."""
    trace = rollout(H=H, T=T)
    figure = rv.figures.phase_portrait(trace, plane_of(trace, (3, 1)), step=5)
    of = parts(figure)
    path, coming, cursor = of["path"], of["still to come"], of["cursor"]
    expected = np.concatenate([trace.initial_state[None], trace.h])[:, [3, 1]]
    np.testing.assert_allclose(np.stack([path.x, path.y], axis=1), expected[:7])
    np.testing.assert_allclose(np.stack([coming.x, coming.y], axis=1), expected[6:])
    np.testing.assert_allclose([cursor.x[0], cursor.y[0]], trace.h[5, [3, 1]])
    assert path.line.color == LIGHT.ink
    assert coming.line.color == LIGHT.edge
    assert path.text[0] == "start"
    assert path.text[6] == "5"
    assert path.hovertext[0] == "before step 0<br>unit 3: 0, unit 1: 0"
    np.testing.assert_array_equal(path.customdata[:, 0], np.arange(-1, 6))
    assert "◎ step 5" in words(figure)
    assert figure.layout.xaxis.title.text == "hidden unit 3"


def test_steps_that_coincide_are_numbered_once():
    """The oscillator comes back every fourth step: the cursor's number wins its place."""
    trace = rv.presets.load("oscillator").trace
    of = parts(rv.figures.phase_portrait(trace, plane_of(trace), step=9))
    numbers = [text for text in of["path"].text if text not in ("", "start")]
    assert sorted(numbers) == ["0", "2", "3", "9"]


def test_arrows_point_where_a_step_goes():
    """Each shaft runs along its move, around its place; longer moves have longer arrows."""
    net = rv.presets.load("oscillator").net
    trace = rv.presets.load("oscillator").trace
    field = rv.vector_field(net, plane_of(trace), SQUARE, num=6)
    arrows = parts(rv.figures.phase_portrait(trace, field.projection, field=field))["one step"]
    line = np.stack([arrows.x, arrows.y], axis=1).reshape(-1, 7, 2)
    shafts = line[:, 1] - line[:, 0]
    moves, places = field.moves.reshape(-1, 2), field.places.reshape(-1, 2)
    assert len(shafts) == 36
    np.testing.assert_allclose((line[:, 0] + line[:, 1]) / 2, places, atol=1e-9)
    cross = shafts[:, 0] * moves[:, 1] - shafts[:, 1] * moves[:, 0]
    np.testing.assert_allclose(cross, 0, atol=1e-9)
    assert (np.vecdot(shafts, moves) > 0).all()
    cell = places[7] - places[0]
    lengths, sizes = np.linalg.norm(shafts / cell, axis=1), np.linalg.norm(moves / cell, axis=1)
    np.testing.assert_allclose(lengths, 0.9 * np.sqrt(sizes / sizes.max()))
    assert np.isnan(line[:, [2, 6]]).all()


def test_nullclines_are_where_each_unit_stays():
    """Each is the zero line of its own unit's change, also where the axes are swapped."""
    trace = rv.presets.load("oscillator").trace
    for units in ((0, 1), (1, 0)):
        field = rv.vector_field(trace.net, plane_of(trace, units), SQUARE)
        figure = rv.figures.phase_portrait(trace, field.projection, field=field)
        of = parts(figure)
        for unit, dash in zip(units, ("solid", "dot"), strict=True):
            line = of[f"unit {unit} stays"]
            assert (line.contours.start, line.contours.end) == (0, 0)
            assert line.line.dash == dash
            np.testing.assert_allclose(line.z, field.change[..., unit], atol=1e-6)
        assert f"— unit {units[0]} stays" in said(figure)
        assert "Arrows: one step, exact." in said(figure)


def test_a_slice_and_a_projection_say_what_they_leave_out(rollout):
    """Of more than two units no arrow is the whole truth."""
    trace = rollout(H=H, T=T)
    for step, where in ((3, "the slice at ◎"), (2, "a slice through one state")):
        plane = plane_of(trace, step=3)
        field = rv.vector_field(trace.net, plane, SQUARE, num=5)
        figure = rv.figures.phase_portrait(trace, plane, field=field, step=step)
        assert f"Arrows: only moves in {where}." in said(figure)
        assert not any("stays" in name for name in parts(figure))
    components = rv.principal_components(trace.h)
    field = rv.vector_field(trace.net, components, SQUARE, num=5)
    figure = rv.figures.phase_portrait(trace, components, field=field)
    assert "moves out of it are not shown" in said(figure)
    share = round(100 * components.shares[0])
    assert figure.layout.xaxis.title.text == f"principal component 1 ({share} % of variance)"
    assert "more directions than two" in said(rv.figures.phase_portrait(trace, components))


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_kinds_are_told_apart_by_shape(rollout, dark, look):
    """Stable ones are filled, the others are not, each kind has its symbol, and the key says so."""
    trace = rollout(H=H, T=T)
    kinds = ("saddle", "stable", "unstable", "undefined", "marginal", "stable")
    points = np.zeros((6, H))
    points[:, 0] = np.linspace(-1, 1, 6)
    plane = rv.Projection.of_units((0, 1), np.zeros(H))
    figure = rv.figures.phase_portrait(
        trace, plane, points=points, kinds=kinds, slow_points=points[:2] + 0.1, dark=dark
    )
    of = parts(figure)
    np.testing.assert_allclose(of["stable"].x, [-0.6, 1])
    assert of["stable"].marker.color == look.ink
    assert {of[kind].marker.color for kind in set(kinds) - {"stable"}} == {look.ground}
    assert (
        len({of[kind].marker.symbol for kind in kinds}) == 4
    )  # stable and unstable: filled or not
    for words_of in ("● stable", "◇ saddle", "○ unstable", "△ marginal", "□ at a kink", "• slow"):
        assert words_of in said(figure)
    assert len(of["slow"].x) == 2
    assert "off this plane" in of["slow"].hovertext[0]
    assert "off this plane" not in said(figure)


def test_points_off_the_plane_are_small(rollout):
    """Two corners that fall on one place: the one in the slice is large, the other small."""
    trace = rv.presets.load("flip_flop").trace
    plane = rv.Projection.of_units((0, 1), [0, 0, 0.957504])
    corners = 0.957504 * np.array([[1, 1, 1], [1, 1, -1.0]])
    figure = rv.figures.phase_portrait(trace, plane, points=corners, kinds=("stable", "stable"))
    large, small = (part for part in figure.data if part.name == "stable")
    assert large.marker.size > small.marker.size
    assert small.hovertext[0].endswith("1.92 off this plane")
    assert "small: off plane" in said(figure)


def test_cycles_are_dashed_lines_through_their_points():
    """The oscillator's stable cycle goes round the corners of a square, its saddle between."""
    trace = rv.presets.load("oscillator").trace
    found = [rv.cycles(trace.net, period) for period in (2, 3, 4)]
    plane = plane_of(trace, (1, 0))
    figure = rv.figures.phase_portrait(trace, plane, cycles=found, step=4)
    of = parts(figure)
    # A step turns (h0, h1) by a quarter, to tanh of (−2 h1, 2 h0).
    corners = 0.957504 * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    stable, saddle = (part for part in figure.data if part.name == "cycle of 4")
    sides = 0.957504 * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
    for line, turn in ((stable, corners), (saddle, sides)):
        first = np.argmin(np.linalg.norm(turn - [line.y[0], line.x[0]], axis=1))
        closed = np.roll(turn, -first, axis=0)[[0, 1, 2, 3, 0]]
        np.testing.assert_allclose(np.stack([line.y, line.x], axis=1), closed, atol=1e-6)
        assert line.line.dash
    marks = of["stable cycle"]
    np.testing.assert_allclose(np.abs([marks.x, marks.y]), 0.957504, atol=1e-6)
    assert len(marks.x) == len(of["saddle cycle"].x) == 4
    np.testing.assert_array_equal(marks.customdata, np.stack([marks.x, marks.y], axis=1))
    assert marks.hovertext[0] == "cycle of 4, stable<br>unit 1: −0.958, unit 0: −0.958"
    assert "╌ Cycles of 4: ◉ stable   ◈ saddle" in words(figure)
    arrows = of["the way of a cycle"]
    along = np.stack([arrows.y, arrows.x], axis=1).reshape(8, 2, 2)
    turned = np.stack([-along[:, 0, 1], along[:, 0, 0]], axis=1)  # where each place goes
    np.testing.assert_allclose(along[:, 1], 0.4 * along[:, 0] + 0.6 * turned, atol=1e-6)
    np.testing.assert_array_equal(arrows.marker.size, [0, 15] * 8)


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_points_of_cycles_are_no_fixed_points(dark, look):
    """They have a dot in the mark of a fixed point of their kind, which is seen on it."""
    trace = rv.presets.load("oscillator").trace
    found = rv.fixed_points(trace.net)
    figure = rv.figures.phase_portrait(
        trace, plane_of(trace), points=found.points, kinds=found.kinds,
        cycles=[rv.cycles(trace.net, 4)], dark=dark,
    )  # fmt: skip
    of = parts(figure)
    assert of["unstable"].marker.symbol == "circle"
    stable, saddle = of["stable cycle"].marker, of["saddle cycle"].marker
    assert (stable.symbol, saddle.symbol) == ("circle-dot", "diamond-dot")
    assert (stable.color, stable.line.color) == (look.ink, look.ground)
    assert (saddle.color, saddle.line.color) == (look.ground, look.ink)


def test_of_many_cycles_the_stable_ones_are_drawn():
    """Three units that each go to and fro have 13 cycles of 2: six are drawn, those off small."""
    net = rv.RNN(W_xh=np.ones((3, 1)), W_hh=-2 * np.eye(3), W_hy=np.ones((1, 3)))
    trace = net.rollout(np.zeros((4, 1)), [0.957504] * 3)
    found = rv.cycles(net, 2)
    assert len(found.kinds) == 13
    assert found.kinds.count("stable") == 4
    figure = rv.figures.phase_portrait(trace, plane_of(trace), cycles=[found])
    of = parts(figure)
    assert sum(part.name == "cycle of 2" for part in figure.data) == 6
    assert len(of["stable cycle"].x) == 8
    assert len(of["saddle cycle"].x) == 4
    assert "╌ Cycles of 2: ◉ stable   ◈ saddle" in words(figure)
    assert "7 more not drawn" in said(figure)
    assert "small: off plane" in said(figure)
    is_off = np.array(["off this plane" in text for text in of["stable cycle"].hovertext])
    np.testing.assert_array_equal(of["stable cycle"].marker.size, np.where(is_off, 9, 13))
    # There and back are one line, or the dashes of one would fill the gaps of the other.
    assert len(of["cycle of 2"].x) == 2


def test_the_picture_holds_its_cycles():
    """Also where they go farther out than the run: h ↦ ReLU(3 − 2 h) goes to and fro, 0 and 3."""
    weights = {"W_xh": [[0], [0]], "W_hh": [[-2, 0], [0, 0]], "W_hy": [[1, 1]]}
    net = rv.RNN(**weights, b_h=[3, 0], activation="relu")
    found = rv.cycles(net, 2)
    trace = net.rollout(np.zeros((3, 1)), [1.0, 0.0])
    figure = rv.figures.phase_portrait(trace, plane_of(trace), cycles=[found])
    assert found.points.max() == 3
    assert figure.layout.xaxis.range[1] > 3


def test_basins_are_shades():
    """Each attractor has a shade of its own, none of them a value's colour; −1 has the ground's."""
    net = rv.RNN(W_xh=np.eye(2), W_hh=2 * np.eye(2), W_hy=np.ones((1, 2)))
    trace = net.rollout(np.eye(5, 2))
    basins = rv.basins(net, SQUARE, num=7)
    figure = rv.figures.phase_portrait(trace, basins.projection, basins=basins)
    assert figure.data[0].name == "places to click"  # first also here
    shades = parts(figure)["basins"]
    np.testing.assert_array_equal(shades.z, basins.labels)
    colours = [colour for _, colour in shades.colorscale][::2]
    assert colours[0] == LIGHT.ground
    assert len(set(colours)) == 5
    assert "same shade: same end" in said(figure)
    assert figure.layout.xaxis.range == (-1.2, 1.2)


def test_other_starts_are_thin_paths(rollout):
    """Each run of a flow, projected, with gaps between them and a mark at each start."""
    trace = rollout(H=H, T=T)
    flow = rv.flow(trace.net, np.random.default_rng(0).uniform(-1, 1, (3, H)), 6)
    figure = rv.figures.phase_portrait(trace, plane_of(trace, (2, 0)), flow=flow)
    runs = parts(figure)["other starts"]
    line = np.stack([runs.x, runs.y], axis=1).reshape(3, 8, 2)
    np.testing.assert_allclose(line[:, :7].swapaxes(0, 1), flow.states[..., [2, 0]])
    assert np.isnan(line[:, 7]).all()
    np.testing.assert_array_equal(runs.marker.size.reshape(3, 8)[:, 0], 6)
    many = rv.flow(trace.net, np.zeros((120, H)), 2)
    figure = rv.figures.phase_portrait(trace, plane_of(trace), flow=many)
    assert "100 of the other starts" in said(figure)


def test_every_place_can_be_clicked(rollout):
    """A layer that is not seen hands on coordinates, and no click fades the rest."""
    trace = rollout(H=H, T=T)
    plane = plane_of(trace)
    figure = rv.figures.phase_portrait(
        trace, plane, step=2, points=np.zeros((1, H)), kinds=["stable"]
    )
    layer = parts(figure)["places to click"]
    np.testing.assert_array_equal(layer.customdata, np.stack([layer.x, layer.y], axis=1))
    assert layer.marker.opacity == layer.unselected.marker.opacity == 0
    low, high = figure.layout.xaxis.range
    assert low < layer.x.min() < layer.x.max() < high
    assert figure.data[0].name == "places to click"  # beneath all others
    assert all(
        part.unselected.marker.opacity == 1 for part in figure.data[1:] if part.mode == "markers"
    )


def test_an_exploding_run_is_drawn_as_far_as_it_goes(exploding):
    """Only steps before it, and the words say from where on nothing is drawn."""
    figure = rv.figures.phase_portrait(exploding, plane_of(exploding), step=15)
    of = parts(figure)
    assert len(of["path"].x) == exploding.exploded_at + 1
    assert f"Exploded at step {exploding.exploded_at}." in said(figure)
    assert "cursor" not in of


def test_a_path_that_leaves_the_picture_is_said_to(rollout):
    """The field's bounds are the picture's."""
    trace = rollout(H=H, T=T)
    plane = plane_of(trace)
    field = rv.vector_field(trace.net, plane, ((-0.01, 0.01), (-0.01, 0.01)), num=3)
    figure = rv.figures.phase_portrait(trace, plane, field=field)
    assert "The path leaves the picture." in said(figure)
    assert "leaves" not in said(rv.figures.phase_portrait(trace, plane))


def test_the_view_holds_all_states(rollout):
    """With room around them; of tanh units at least the square that they never leave."""
    trace = rollout(H=H, T=T)
    plane = plane_of(trace)
    assert view(trace.net, plane, 0.1 * trace.h) == ((-1.15, 1.15), (-1.15, 1.15))
    assert view(trace.net, plane, trace.h) == ((-1.15, 1.15), (-1.15, 1.15))
    (low, high), _ = view(trace.net, plane, 5 * trace.h)
    assert low <= 5 * trace.h[:, 0].min()
    assert high >= 5 * trace.h[:, 0].max()
    linear = trace.net.replace(activation="linear")
    np.testing.assert_allclose(view(linear, plane, np.eye(2, H)), [(-0.12, 1.12)] * 2)
    np.testing.assert_allclose(view(linear, plane, np.zeros((1, H))), [(-1.24, 1.24)] * 2)
    np.testing.assert_allclose(view(linear, plane, [[1, 2, 0, 0], [3, 2, 0, 0]])[1], (0.76, 3.24))


def test_hostile_texts_are_inert(rollout):
    """Names and labels from users, in axes, keys, hovers."""
    trace = rollout(H=len(HOSTILE), T=len(HOSTILE))
    for i in range(0, len(HOSTILE), 2):
        figure = rv.figures.phase_portrait(
            trace, plane_of(trace, (i, i + 1)), labels=HOSTILE, names=HOSTILE, step=i,
            points=trace.h[:1], kinds=["stable"],
        )  # fmt: skip
        expect_inert(figure)


@pytest.mark.parametrize("preset", ["sharing", "flip_flop", "parity", "ring", "large"])
def test_presets_build(preset):
    """Every kind of network, in its components and in units."""
    experiment = rv.presets.load(preset)
    trace = experiment.trace
    for plane in (rv.principal_components(trace.h), plane_of(trace)):
        field = rv.vector_field(trace.net, plane, view(trace.net, plane, trace.h), num=11)
        parts(rv.figures.phase_portrait(trace, plane, field=field, step=3))


def test_what_does_not_fit_is_refused(rollout):
    """The sentence says what was wrong."""
    trace, plane = rollout(H=H, T=T), rv.Projection.of_units((0, 1), np.zeros(H))
    draw = rv.figures.phase_portrait
    with pytest.raises(ValueError, match="expected a Projection"):
        draw(trace, "plane")
    with pytest.raises(ValueError, match=r"axes of shape \(1, 4\): expected \(2, 4\)"):
        draw(trace, rv.Projection.of_units((0,), np.zeros(H)))
    with pytest.raises(ValueError, match="kinds has 0 entries: expected 2"):
        draw(trace, plane, points=np.zeros((2, H)))
    with pytest.raises(ValueError, match=r"kinds\[0\] is 'nice': expected one of"):
        draw(trace, plane, points=np.zeros((1, H)), kinds=["nice"])
    with pytest.raises(ValueError, match=r"points has shape \(1, 3\)"):
        draw(trace, plane, points=np.zeros((1, 3)), kinds=["stable"])
    other = rv.Projection.of_units((0, 2), np.zeros(H))
    with pytest.raises(ValueError, match="field is of another plane"):
        draw(trace, plane, field=rv.vector_field(trace.net, other, SQUARE))
    with pytest.raises(ValueError, match=r"basins are of units \(0, 2\): expected \(0, 1\)"):
        draw(trace, plane, basins=rv.basins(trace.net, SQUARE, units=(0, 2), num=3))
    with pytest.raises(ValueError, match="expected a list of Cycles, one a period"):
        draw(trace, plane, cycles=rv.cycles(trace.net, 2))
    with pytest.raises(ValueError, match=r"cycles\[0\] is 2: expected Cycles"):
        draw(trace, plane, cycles=[2])
    of_other = [rv.cycles(trace.net, 2), rv.cycles(rv.presets.load("latch").net, 2)]
    with pytest.raises(ValueError, match=r"cycles\[1\] has 1 hidden units: expected 4"):
        draw(trace, plane, cycles=of_other)
    with pytest.raises(ValueError, match="flow has 1 hidden units"):
        draw(trace, plane, flow=rv.flow(rv.presets.load("latch").net, [[0.1]], 2))
