"""Basins of known networks, and against where each start ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv

SQUARE = ((-1.5, 1.5), (-1.5, 1.5))


def latches(num: int) -> rv.RNN:
    """Independent latches."""
    return rv.RNN(W_xh=np.eye(num), W_hh=2 * np.eye(num), W_hy=np.ones((1, num)))


def test_two_latches_have_a_quadrant_each() -> None:
    """The label's attractor has the signs of the start."""
    found = rv.basins(latches(2), SQUARE, num=8)
    assert found.is_exact
    assert len(found.attractors) == 4
    ends = np.concatenate(found.attractors)[found.labels]
    np.testing.assert_allclose(np.abs(ends), 0.957504, atol=1e-6)
    np.testing.assert_array_equal(
        np.sign(ends[..., 0]), np.sign(found.axes[0])[None] * np.ones((8, 1))
    )
    np.testing.assert_array_equal(
        np.sign(ends[..., 1]), np.sign(found.axes[1])[:, None] * np.ones(8)
    )


def test_the_border_belongs_to_no_basin() -> None:
    """Starts on the axes of two latches rest on a saddle, and the middle one at the origin."""
    found = rv.basins(latches(2), SQUARE, num=7)
    assert len(found.attractors) == 4
    is_border = np.zeros((7, 7), dtype=bool)
    is_border[3] = is_border[:, 3] = True
    np.testing.assert_array_equal(found.labels == -1, is_border)
    assert set(found.fates[is_border]) == {"balanced"}
    np.testing.assert_array_equal(found.axes[:, 3], 0)


def test_rows_are_the_second_unit() -> None:
    """A latch beside a unit that forgets, bounds and numbers all different."""
    net = rv.RNN(W_xh=np.eye(2), W_hh=[[0.5, 0], [0, 2]], W_hy=np.ones((1, 2)))
    found = rv.basins(net, ((-1, 2), (-1, 4)), num=6)
    np.testing.assert_allclose(found.axes[1], [-1, 0, 1, 2, 3, 4])
    np.testing.assert_array_equal(
        found.labels, np.repeat([[0], [-1], [1], [1], [1], [1]], 6, axis=1)
    )


def test_a_slice_of_more_units_goes_through_its_center() -> None:
    """Three latches seen in units 2 and 0: the other keeps the side of its start."""
    found = rv.basins(latches(3), SQUARE, units=(2, 0), center=[9, -0.5, 9], num=4)
    assert not found.is_exact
    assert len(found.attractors) == 4
    ends = np.concatenate(found.attractors)[found.labels]
    assert (ends[..., 1] < 0).all()
    np.testing.assert_array_equal(np.sign(ends[..., 2]), np.sign(found.axes[0]) * np.ones((4, 1)))
    np.testing.assert_array_equal(found.projection.center, [0, -0.5, 0])


def test_all_starts_of_the_oscillator_end_on_one_cycle() -> None:
    """But for those that keep a unit at 0."""
    found = rv.basins(rv.presets.load("oscillator").net, SQUARE, num=9)
    (cycle,) = found.attractors
    assert cycle.shape == (4, 2)
    assert (found.labels == 0).sum() == 64


@pytest.mark.parametrize("seed", range(3))
def test_it_is_where_each_start_ends(seed: int) -> None:
    """A random pair of units under an input: the label is the nearest to its 4,000th step."""
    net = rv.RNN.random(input_size=3, hidden_size=2, output_size=1, spectral_radius=1.5, seed=seed)
    x = np.array([0.1, -0.05, 0.02])
    found = rv.basins(net, ((-1, 1), (-1.2, 1)), x, num=10)
    last = np.stack(np.meshgrid(*found.axes), axis=-1)  # [j, i]: the i-th across, the j-th upwards
    for _ in range(4000):
        last = np.tanh(last @ net.W_hh.T + net.W_xh @ x + net.b_h)
    for j, i in np.ndindex(10, 10):
        if found.labels[j, i] >= 0:
            near = [np.abs(cycle - last[j, i]).max(axis=1).min() for cycle in found.attractors]
            assert int(np.argmin(near)) == found.labels[j, i]
            assert min(near) < 1e-6


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rv.basins(latches(3), SQUARE, units=(0, 1, 2)), "expected two hidden units"),
        (lambda: rv.basins(latches(3), SQUARE, units=0), "units is 0: expected two hidden units"),
        (lambda: rv.basins(latches(1), SQUARE), "one hidden unit: expected at least two"),
        (lambda: rv.basins(latches(3), SQUARE, center=[0, 0]), r"center has shape \(2,\)"),
        (lambda: rv.basins(latches(2), SQUARE, num=1), "num is 1"),
        (lambda: rv.basins(latches(2), SQUARE, num_steps=0), "num_steps is 0"),
        (lambda: rv.basins(latches(2), SQUARE, [1.0]), r"x has shape \(1,\)"),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        call()
