"""Cycles, against what is known by hand, long runs, and plain loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.autonomous import Autonomous


def one_unit(w: float, b: float = 0.0, activation: Any = "tanh") -> rv.RNN:
    """Return the network h ← activation(w h + b)."""
    return rv.RNN(W_xh=[[1.0]], W_hh=[[w]], W_hy=[[1.0]], b_h=[b], activation=activation)


def random_network(H: int, gain: float, seed: int, bias: float = 0.0) -> rv.RNN:
    """Return a tanh network of two inputs and three outputs."""
    random = np.random.RandomState(seed)
    W = gain * random.standard_normal((H, H)) / np.sqrt(H)
    b = bias * random.standard_normal(H)
    return rv.RNN(W_xh=np.ones((H, 2)), W_hh=W, W_hy=np.ones((3, H)), b_h=b)


def test_a_negative_weight_flips_between_two_states() -> None:
    """At w = −2 the 2-cycle is ±.957504, and (w tanh′)² its multiplier."""
    found = rv.cycles(one_unit(-2.0), 2)
    np.testing.assert_allclose(found.points, [[[-0.957504], [0.957504]]], atol=1e-6)
    np.testing.assert_allclose(found.multipliers, [[(2 * (1 - 0.957504**2)) ** 2]], rtol=1e-4)
    assert found.kinds == ("stable",)
    assert found.is_stable.tolist() == [True]
    assert (found.residuals <= 1e-15).all()
    assert found.period == 2
    assert found.num_hits.sum() > 100
    assert found.unseen == found.num_lost == found.num_singular == 0


@pytest.mark.parametrize(("w", "number"), [(-0.9, 0), (-1.0, 0), (-1 - 1e-6, 1), (-1.1, 1), (2, 0)])
def test_it_appears_where_the_fixed_point_loses_its_stability(w: float, number: int) -> None:
    """Below w = −1 and not above; just below, its two states are 3.5e−3 apart."""
    found = rv.cycles(one_unit(w), 2)
    assert len(found.points) == number
    if w == -1 - 1e-6:
        h = np.sqrt(3e-6)
        np.testing.assert_allclose(found.points, [[[-h], [h]]], rtol=1e-4)


@pytest.mark.parametrize("period", [3, 4, 6])
def test_only_cycles_of_exactly_that_period_count(period: int) -> None:
    """What returns after 2 steps returns after 4 and 6 too, and is no cycle of 4 or 6."""
    assert rv.cycles(one_unit(-2.0), period).points.shape == (0, period, 1)
    for divisor in (2, 3):
        if period % divisor == 0:
            assert len(rv.cycles(rv.presets.load("oscillator").net, divisor).points) == 0


def test_the_oscillator_goes_round_in_four_steps() -> None:
    """One cycle through the corners, stable, and one through the middles of the sides."""
    h = 0.957504
    found = rv.cycles(rv.presets.load("oscillator").net, 4)
    corners = [[-h, -h], [h, -h], [h, h], [-h, h]]
    np.testing.assert_allclose(found.points[0], corners, atol=1e-6)
    np.testing.assert_allclose(found.points[1], [[-h, 0], [0, -h], [h, 0], [0, h]], atol=1e-6)
    assert found.kinds == ("stable", "saddle")
    np.testing.assert_allclose(found.multipliers[1], [16, (2 * (1 - h * h)) ** 4], rtol=1e-4)


def test_a_rotation_by_45_degrees_has_period_eight() -> None:
    """At gain 1.5: one stable cycle through the axes, and one saddle between."""
    turn = np.sqrt(0.5) * np.array([[1, -1], [1, 1]])
    net = rv.RNN(W_xh=np.ones((2, 3)), W_hh=1.5 * turn, W_hy=np.ones((1, 2)))
    found = rv.cycles(net, 8)
    assert found.points.shape == (2, 8, 2)
    assert found.kinds == ("stable", "saddle")
    rest = Autonomous(net).run([[0.3, 0.1]], 3000)[-1, 0]
    assert np.abs(found.points[0] - rest).max(axis=1).min() < 1e-9
    # F is odd: half-way round, each is at its own mirror image.
    np.testing.assert_allclose(found.points[:, 4:], -found.points[:, :4], atol=1e-9)


@pytest.mark.parametrize(("period", "seed"), [(2, 1), (3, 4), (5, 2)])
def test_points_follow_one_another_and_begin_at_the_smallest(period: int, seed: int) -> None:
    """Under a constant input: F leads from each to the next; multipliers by differences."""
    net, x = random_network(4, 3.0, seed, bias=0.3), np.array([0.2, -0.1])
    found = rv.cycles(net, period, x, num_seeds=1000)
    np.testing.assert_array_equal(found.x, x)
    for n, orbit in enumerate(found.points):
        after = net.rollout(np.tile(x, (period, 1)), orbit[0]).h
        np.testing.assert_allclose(after, np.roll(orbit, -1, axis=0), atol=1e-9)
        assert orbit[0, 0] <= orbit[:, 0].min() + 1e-9
        J = (
            np.array(
                [
                    net.rollout(np.tile(x, (period, 1)), orbit[0] + nudge).h[-1]
                    - net.rollout(np.tile(x, (period, 1)), orbit[0] - nudge).h[-1]
                    for nudge in 1e-6 * np.eye(4)
                ]
            ).T
            / 2e-6
        )
        expected = np.sort(np.abs(np.linalg.eigvals(J)))[::-1]
        np.testing.assert_allclose(np.abs(found.multipliers[n]), expected, atol=1e-5, rtol=1e-5)
    firsts = found.points[:, :, None].reshape(-1, 4)
    gaps = np.abs(firsts[:, None] - firsts).max(axis=2) + np.eye(len(firsts))
    assert gaps.min(initial=1.0) > 1e-6


def test_all_cycles_of_one_unit_with_a_bias_are_found() -> None:
    """Sign changes of F²(h) − h on a dense grid, without the fixed point, come in pairs."""
    for w, b in [(-3.0, 0.5), (-1.2, 0.05), (-1.2, 0.9)]:
        edges = np.linspace(-1, 1, 400_001)
        change = np.tanh(w * np.tanh(w * edges + b) + b) - edges
        crossings = edges[:-1][np.sign(change[:-1]) * np.sign(change[1:]) < 0]
        found = rv.cycles(one_unit(w, b), 2)
        assert len(crossings) == 1 + found.points.size
        for h in found.points.ravel():
            assert np.abs(crossings - h).min() < 1e-5


def test_a_continuum_of_cycles_is_told_and_not_listed() -> None:
    """Whatever goes round in the ring comes back after four steps: no cycle stands alone."""
    ring = rv.presets.load("ring").net
    for period in (2, 4):
        found = rv.cycles(ring, period)
        assert len(found.points) == 0
        assert found.num_singular > 50
    assert rv.cycles(ring, 3).num_singular == 0
    # The counter keeps what it has: these are fixed points.
    assert rv.cycles(rv.presets.load("counter").net, 2).num_singular == 0
    # 1 − h flips for ever, for each h from 0 to 1; both ends are at the kink.
    found = rv.cycles(one_unit(-1.0, 1.0, "relu"), 2)
    assert len(found.points) == 0
    assert found.num_singular > 240  # the fixed point is ½, and what is close to it not told apart


def test_a_relu_cycle_that_stands_alone_is_found() -> None:
    """relu(1 − 2h): 0 → 1 → 0, and the fixed point 1/3 in between."""
    found = rv.cycles(one_unit(-2.0, 1.0, "relu"), 2)
    np.testing.assert_allclose(found.points, [[[0], [1]]], atol=1e-12)
    assert found.multipliers.tolist() == [[0]]
    assert found.kinds == ("stable",)


def test_a_cycle_through_a_kink_has_no_stability() -> None:
    """One unit goes 0, 1, 0; the other is relu(h₁ + h₂/2 − 1), which is just at 0 after the 1."""
    net = rv.RNN(
        W_xh=np.ones((2, 3)),
        W_hh=[[-2, 0], [1, 0.5]],
        W_hy=np.ones((1, 2)),
        b_h=[1.0, -1.0],
        activation="relu",
    )
    found = rv.cycles(net, 2)
    np.testing.assert_allclose(found.points, [[[0, 0], [1, 0]]], atol=1e-12)
    assert found.kinds == ("undefined",)
    assert not found.is_stable.any()


def test_a_linear_network_has_no_cycle_that_stands_alone() -> None:
    """−h + 1 flips for ever whatever h is; −h/2 + 1 settles."""
    found = rv.cycles(one_unit(-1.0, 1.0, "linear"), 2)
    assert len(found.points) == 0
    assert found.num_singular == 256
    found = rv.cycles(one_unit(-0.5, 1.0, "linear"), 2)
    assert len(found.points) == found.num_singular == found.num_lost == 0


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("size", [1e8, 1e150, 1e300])
@pytest.mark.parametrize("period", [2, 7])
def test_no_weight_is_too_large(activation: Any, size: float, period: int) -> None:
    """No warning, and no NaN in the record."""
    random = np.random.RandomState(3)
    for H in (1, 5):
        W = size * random.standard_normal((H, H))
        net = rv.RNN(
            W_xh=np.ones((H, 1)),
            W_hh=W,
            W_hy=np.ones((1, H)),
            b_h=random.standard_normal(H),
            activation=activation,
        )
        found = rv.cycles(net, period, [1.0], num_seeds=40)
        for array in (found.points, found.multipliers, found.residuals):
            assert not np.isnan(array).any()


def test_the_record_is_read_only_and_the_search_repeatable() -> None:
    """The same seed gives the same numbers; nothing in the record can be changed."""
    net = random_network(6, 2.5, 1)
    found, again = rv.cycles(net, 2, seed=5), rv.cycles(net, 2, seed=5)
    np.testing.assert_array_equal(found.points, again.points)
    for name in ("points", "multipliers", "residuals", "num_hits"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[...] = 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"period": 1}, "period is 1: expected at least 2, for fixed_points finds those of 1"),
        ({"period": 0}, "period is 0: expected a whole number from 2 to 64"),
        ({"period": 65}, "period is 65"),
        ({"x": [1.0]}, r"x has shape \(1,\)"),
        ({"num_seeds": 0}, "num_seeds is 0"),
        ({"seed": 0.5}, r"seed is 0\.5"),
        ({"net": "net"}, "net is 'net': expected an RNN"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        rv.cycles(**{"net": random_network(3, 1.0, 0), "period": 2, **arguments})
