"""Eigenvalues in the complex plane: where they are, and what is said of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.reading import HOSTILE, expect_inert, words


def parts(figure):
    """The figure's traces by name."""
    json.loads(figure.to_json(), parse_constant=pytest.fail)
    return {part.name: part for part in figure.data}


def drawn(part):
    """A trace's numbers."""
    return np.array(part.x) + 1j * np.array(part.y)


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_inside_on_and_outside_are_told_apart(dark, look):
    """By shape and by colour, with a key and the radius."""
    values = [1.5, 0.6 + 0.8j, 0.6 - 0.8j, -0.25, 0.0]
    figure = rv.figures.eigenvalues(values, dark=dark)
    of = parts(figure)
    np.testing.assert_array_equal(drawn(of["grows"]), [1.5])
    np.testing.assert_array_equal(drawn(of["stays"]), [0.6 + 0.8j, 0.6 - 0.8j])
    np.testing.assert_array_equal(drawn(of["shrinks"]), [-0.25, 0])
    assert of["grows"].marker.color == look.growth
    assert of["shrinks"].marker.color == look.ink
    assert len({of[kind].marker.symbol for kind in ("grows", "stays", "shrinks")}) == 3
    text = " ".join(words(figure))
    for said in ("● inside: shrinks", "◇ on the circle: stays", "▲ outside: grows"):
        assert said in text
    assert "largest |λ|: 1.5" in words(figure)
    np.testing.assert_allclose(np.abs(drawn(of["unit circle"])), 1)


def test_pairs_are_joined():
    """A line from each value above the axis to its conjugate, with gaps."""
    of = parts(rv.figures.eigenvalues([0.5 + 0.25j, 0.5 - 0.25j, 0.1j, -0.1j, 0.3]))
    line = drawn(of["pairs"]).reshape(2, 3)
    np.testing.assert_array_equal(line[:, :2], [[0.5 + 0.25j, 0.5 - 0.25j], [0.1j, -0.1j]])
    assert np.isnan(line[:, 2]).all()
    assert "pairs" not in parts(rv.figures.eigenvalues([0.5, -0.5]))


def test_hovers_say_size_and_turn():
    """A quarter turn of a complex one, half a turn of a negative one."""
    of = parts(rv.figures.eigenvalues([-0.5, 0.25, 2j, -2j]))
    assert list(of["shrinks"].hovertext) == [
        "λ = −0.5<br>×0.5 per step, turns by 180° per step",
        "λ = +0.25<br>×0.25 per step",
    ]
    assert list(of["grows"].hovertext) == [
        "λ = 0 + 2i<br>×2 per step, turns by 90° per step",
        "λ = 0 − 2i<br>×2 per step, turns by 90° per step",
    ]


def test_a_radius_just_off_the_circle_is_not_printed_as_one():
    """What decides between forgetting and keeping is not rounded away."""
    assert "largest |λ|: 1 − 2×10⁻⁶" in words(rv.figures.eigenvalues([1 - 2e-6]))
    assert "largest |λ|: 1 + 2×10⁻⁶" in words(rv.figures.eigenvalues([1 + 2e-6]))
    assert "largest |λ|: 1" in words(rv.figures.eigenvalues([1j, -1j]))
    assert "largest |λ|: 0" in words(rv.figures.eigenvalues(np.zeros(4)))


def test_scales_are_equal_and_hold_the_circle():
    """Small values do not zoom in, large ones zoom out."""
    for radius, limit in ((0.01, 1.25), (10, 11.2)):
        figure = rv.figures.eigenvalues([radius])
        assert figure.layout.xaxis.range == figure.layout.yaxis.range
        np.testing.assert_allclose(figure.layout.xaxis.range, [-limit, limit])
        assert figure.layout.yaxis.scaleanchor == "x"


def test_other_steps_are_faint():
    """All values of a trace's spectra, finite ones, do not zoom out beyond three times."""
    experiment = rv.presets.load("sharing")
    spectra = np.linalg.eigvals(experiment.net.state_jacobians(experiment.trace))
    figure = rv.figures.eigenvalues(spectra[2], others=spectra)
    np.testing.assert_allclose(drawn(parts(figure)["at other steps"]), spectra.ravel())
    assert any("faint: at other steps" in text for text in words(figure))
    figure = rv.figures.eigenvalues([0.5], others=[[1e200, np.inf, np.nan]])
    assert len(parts(figure)["at other steps"].x) == 1
    np.testing.assert_allclose(figure.layout.xaxis.range, [-3.36, 3.36])


@pytest.mark.parametrize("value", [np.inf, np.nan, 1e305])
def test_what_is_too_large_is_said_to_be(value):
    """The circle is drawn all the same."""
    figure = rv.figures.eigenvalues([value, 0.5])
    assert "too large to draw" in words(figure)
    assert "unit circle" in parts(figure)


def test_a_hostile_title_is_inert():
    """The title may hold a user's words."""
    for text in HOSTILE:
        expect_inert(rv.figures.eigenvalues([0.5], title=text))


def test_what_does_not_fit_is_refused():
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=r"values has shape \(2, 2\)"):
        rv.figures.eigenvalues(np.eye(2))
    with pytest.raises(ValueError, match="expected complex numbers"):
        rv.figures.eigenvalues(["a"])
    with pytest.raises(ValueError, match="title is 3: expected a text"):
        rv.figures.eigenvalues([1], title=3)
