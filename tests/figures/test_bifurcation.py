"""The bifurcation diagram: its dots, its fixed points, and what it says it leaves out."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.palette import LIGHT
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

V, S, K, H = 5, 3, 4, 2
VALUES = [1.5, 0.5, 1.0, 2.0, 2.5]  # in no order


def parts(figure):
    """The figure's traces by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data}


def said(figure):
    """All words above the data, in one line."""
    return " ".join(words(figure))


def states(seed=0):
    """States of runs that have not settled: all different."""
    return np.random.default_rng(seed).uniform(-0.9, 0.9, (V, S, K, H))


def test_dots_are_the_states_of_one_unit():
    """Each at its own value, whatever order the values come in."""
    h = states()
    figure = rv.figures.bifurcation(VALUES, h, unit=1)
    dots = parts(figure)["in the long run"]
    assert len(dots.x) == V * S * K
    for v, value in enumerate(VALUES):
        drawn = np.sort(dots.y[dots.x == value])
        np.testing.assert_allclose(drawn, np.sort(h[v, :, :, 1].ravel()))
    assert figure.layout.yaxis.title.text == "hidden unit 1"
    np.testing.assert_allclose(figure.layout.xaxis.range, [0.25, 2.75])
    low, high = figure.layout.yaxis.range
    assert low < dots.y.min() < dots.y.max() < high


def test_dots_on_one_another_are_one():
    """A cycle of two that all runs share is two dots at each value."""
    h = np.broadcast_to(np.array([0.5, -0.5, 0.5, -0.5])[None, None, :, None], (V, S, K, H))
    dots = parts(rv.figures.bifurcation(VALUES, h))["in the long run"]
    assert len(dots.x) == 2 * V
    np.testing.assert_allclose(np.unique(dots.y), [-0.5, 0.5])


def test_too_many_dots_are_thinned_evenly():
    """50 000 are drawn, at all values, and the words give both numbers."""
    h = np.random.default_rng(0).uniform(-1, 1, (60, 50, 40, 1))
    figure = rv.figures.bifurcation(np.arange(60.0), h)
    dots = parts(figure)["in the long run"]
    assert len(dots.x) == 50_000
    _, counts = np.unique(dots.x, return_counts=True)
    assert len(counts) == 60
    assert counts.max() - counts.min() < 0.2 * counts.mean()
    assert "50 000 of " in said(figure)


def test_runs_that_explode_are_not_drawn():
    """Where all do the ground is shaded, from half way to the neighbours; else words say so."""
    exploded = np.zeros((V, S), dtype=bool)
    exploded[0] = True  # value 1.5
    h = states()
    h[0] = 0.0
    figure = rv.figures.bifurcation(VALUES, h, exploded=exploded)
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1) == (1.25, 1.75)
    assert "Shaded: all runs explode." in said(figure)
    assert 1.5 not in parts(figure)["in the long run"].x
    exploded[0, 1] = False
    figure = rv.figures.bifurcation(VALUES, h, exploded=exploded)
    assert not figure.layout.shapes
    assert "Some runs explode" in said(figure)
    assert len(parts(rv.figures.bifurcation(VALUES, h, exploded=np.ones((V, S))))) == 2


def test_fixed_points_are_filled_where_stable():
    """Stable ones are a band, the others open, each kind with its symbol and its key."""
    fixed = [
        (2.0, [[0.9, 0.1], [0.0, 0.2]], ("stable", "unstable")),
        (1.0, [[0.3, 0.4]], ("stable",)),
        (0.5, np.empty((0, H)), ()),
        (2.5, [[-0.5, 0]], ("saddle",)),
    ]
    figure = rv.figures.bifurcation(VALUES, states(), fixed=fixed, unit=1)
    of = parts(figure)
    np.testing.assert_array_equal(of["stable"].x, [2, 1])
    np.testing.assert_array_equal(of["stable"].y, [0.1, 0.4])
    np.testing.assert_array_equal(of["unstable"].y, [0.2])
    assert of["stable"].marker.color != LIGHT.ground
    assert of["unstable"].marker.color == of["saddle"].marker.color == LIGHT.ground
    assert of["saddle"].marker.symbol != of["unstable"].marker.symbol
    for words_of in ("● stable", "○ unstable", "◇ saddle"):
        assert words_of in said(figure)
    assert "marginal" not in said(figure)


def test_far_states_do_not_flatten_the_others():
    """They leave the picture, and the words say so."""
    h = states()
    h[3] *= 1e9
    figure = rv.figures.bifurcation(VALUES, h, fixed=[(1.0, [[1e5, 0]], ("unstable",))])
    assert figure.layout.yaxis.range[1] < 12
    assert "Some states are outside of the picture." in said(figure)
    assert "outside" not in said(rv.figures.bifurcation(VALUES, states()))


def test_the_present_value_is_marked():
    """By an upright line, with its number; not where it is outside of the values."""
    figure = rv.figures.bifurcation(VALUES, states(), value=1.25, name="gain")
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 1.25
    assert "now 1.25" in words(figure)
    assert figure.layout.xaxis.title.text == "gain"
    assert not rv.figures.bifurcation(VALUES, states(), value=9).layout.shapes


def test_a_value_can_be_clicked():
    """A layer that is not seen hands on the value, over the whole height."""
    figure = rv.figures.bifurcation(VALUES, states(), name="gain")
    layer = figure.data[0]
    assert layer.name == "places to click"
    np.testing.assert_array_equal(layer.customdata[:, 0], layer.x)
    assert set(layer.x) == set(VALUES)
    low, high = figure.layout.yaxis.range
    assert low < layer.y.min() < low + 0.1 * (high - low)
    assert layer.hovertext[0] == "set gain to 0.5"
    assert all(part.unselected.marker.opacity == 1 for part in figure.data[1:])


def test_the_pitchfork_of_the_latch():
    """Below w = 1 one rest at 0, above two: .502941 at 1.1, .858560 at 1.5, .957504 at 2."""
    base = rv.presets.load("latch").net
    values = [0.9, 1.1, 1.5, 2.0]
    nets = [base.replace(W_hh=[[w]]) for w in values]
    h = np.array(
        [rv.flow(net, [[-0.5], [0.5]], 900).states[-4:].swapaxes(0, 1) for net in nets]
    )  # fmt: skip
    dots = parts(rv.figures.bifurcation(values, h))["in the long run"]
    for w, rest in zip(values, [0, 0.502941, 0.858560, 0.957504], strict=True):
        np.testing.assert_allclose(np.abs(dots.y[dots.x == w]), rest, atol=1e-6)


@pytest.mark.parametrize("number", [0.0, 1e-200, 1e11])
def test_states_of_any_size_are_drawn(number):
    """All the same, tiny, or huge: the axis has two ends in order."""
    figure = rv.figures.bifurcation([0.5], np.full((1, S, K, H), number))
    low, high = figure.layout.yaxis.range
    assert low < number < high or low < 0 < high
    parts(figure)


def test_hostile_texts_are_inert():
    """Names of the knob and of units."""
    for text in HOSTILE:
        expect_inert(
            rv.figures.bifurcation(VALUES, states(), name=text, names=[text, "b"], value=1)
        )


def test_what_does_not_fit_is_refused():
    """The sentence says what was wrong."""
    draw = rv.figures.bifurcation
    with pytest.raises(ValueError, match=r"states has shape \(5, 3, 4, 2\)"):
        draw([1, 2], states())
    with pytest.raises(ValueError, match="not different"):
        draw([1, 1, 2, 3, 4], states())
    with pytest.raises(ValueError, match="unit is 2"):
        draw(VALUES, states(), unit=2)
    with pytest.raises(ValueError, match=r"exploded has shape \(5,\)"):
        draw(VALUES, states(), exploded=[False] * 5)
    with pytest.raises(ValueError, match="kinds has 0 entries: expected 1"):
        draw(VALUES, states(), fixed=[(1.0, [[0, 0]], ())])
    with pytest.raises(ValueError, match="value is 'a'"):
        draw(VALUES, states(), value="a")
