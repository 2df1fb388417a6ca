"""Principal components against NumPy's covariance, and the views on units, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv

H = 5


def cloud(num: int = 40) -> np.ndarray:
    """States that vary most along unit 3, then along unit 0."""
    rng = np.random.default_rng(3)
    return rng.standard_normal((num, H)) * [2, 0.5, 0.25, 4, 0.125] + np.arange(H)


def test_components_are_the_eigenvectors_of_the_covariance() -> None:
    """Axes, shares and center agree with np.cov, whatever the shape the states come in."""
    states = cloud()
    found = rv.principal_components(states.reshape(8, 5, H), 3)
    values, vectors = np.linalg.eigh(np.cov(states.T))
    np.testing.assert_allclose(found.center, states.mean(axis=0))
    np.testing.assert_allclose(found.shares, values[::-1][:3] / values.sum())
    np.testing.assert_allclose(np.abs(found.axes), np.abs(vectors.T[::-1][:3]), atol=1e-12)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(3), atol=1e-12)
    assert found.units is None
    assert not found.axes.flags.writeable


def test_the_picture_does_not_flip() -> None:
    """The largest entry of each axis is positive, also when all states change their sign."""
    for sign in (1, -1):
        axes = rv.principal_components(sign * cloud(), H).axes
        assert (axes[np.arange(H), np.abs(axes).argmax(axis=1)] > 0).all()
    # Of two equal entries the first decides, whichever rounding makes larger.
    line = np.outer([-1.0, 0, 2], [-1, 1 + 1e-15, 0])
    np.testing.assert_allclose(rv.principal_components(line, 1).axes, [[0.5**0.5, -(0.5**0.5), 0]])


def test_projecting_and_lifting_back() -> None:
    """With all components it is exact; with two, what is left is orthogonal to both."""
    states = cloud()
    whole = rv.principal_components(states, H)
    assert whole.is_whole
    np.testing.assert_allclose(whole.lift(whole.project(states)), states, atol=1e-12)
    plane = rv.principal_components(states)
    assert not plane.is_whole
    p = plane.project(states.reshape(4, 10, H))
    assert p.shape == (4, 10, 2)
    left = states - plane.lift(p).reshape(-1, H)
    np.testing.assert_allclose(left @ plane.axes.T, 0, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-150, 1, 1e200])
def test_states_of_any_size_have_the_same_components(scale: float) -> None:
    """No square overflows or vanishes."""
    found, plain = rv.principal_components(scale * cloud()), rv.principal_components(cloud())
    np.testing.assert_allclose(found.shares, plain.shares)
    np.testing.assert_allclose(found.axes, plain.axes, atol=1e-9)


def test_fewer_states_than_components_have_axes_all_the_same() -> None:
    """Two states have one direction; the others are orthonormal to it, with share 0."""
    found = rv.principal_components([[1, 0, 0, 1.0, 0], [1, 0, 0, 3, 0]], 3)
    np.testing.assert_allclose(found.axes[0], [0, 0, 0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(found.shares, [1, 0, 0], atol=1e-12)


def test_states_that_are_all_the_same_have_no_shares() -> None:
    """Nothing varies, though the mean of three times .1 is rounded."""
    found = rv.principal_components(np.full((3, 4), 0.1))
    np.testing.assert_array_equal(found.shares, [0, 0])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)


def test_a_view_on_units_has_their_values_as_coordinates() -> None:
    """The others are taken from the center when a place is lifted."""
    found = rv.Projection.of_units((2, 0), [9, 8, 7, 6.0])
    h = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8]])
    np.testing.assert_array_equal(found.project(h), [[3, 1], [7, 5]])
    np.testing.assert_array_equal(found.lift(np.array([0.5, -1])), [-1, 8, 0.5, 6])
    assert found.units == (2, 0)
    assert np.isnan(found.shares).all()
    assert (found.num_axes, found.is_whole) == (2, False)
    assert rv.Projection.of_units((1, 0), [0, 0]).is_whole


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rv.principal_components(np.ones(3)), r"states has shape \(3,\)"),
        (lambda: rv.principal_components(np.ones((0, 3))), r"states has shape \(0, 3\)"),
        (lambda: rv.principal_components([[1, np.nan]]), r"states\[0, 1\] is nan"),
        (lambda: rv.principal_components([[1.0], [2.0]]), "num_components is 2: .* 1 to 1"),
        (lambda: rv.Projection.of_units((1, 1), [0, 0]), "different hidden units"),
        (lambda: rv.Projection.of_units((0, 2), [0, 0]), "unit is 2"),
        (lambda: rv.Projection.of_units((), [0, 0]), "different hidden units"),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        call()
