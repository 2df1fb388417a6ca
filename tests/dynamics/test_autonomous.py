"""The network under a constant input, against its own rollout, differences, and by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.stability import falling, kinds_of


def network(activation: str) -> rv.RNN:
    """A network of I=2, H=4, O=3 with biases."""
    net = rv.RNN.random(
        input_size=2,
        hidden_size=4,
        output_size=3,
        activation=activation,
        spectral_radius=1.2,
        seed=5,
    )
    return net.replace(b_h=[0.25, -0.5, 0.125, 0.75])


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_runs_are_rollouts_under_a_constant_input(activation: str) -> None:
    """From five starts over seven steps, every state is that of `rollout`."""
    net, x = network(activation), np.array([0.5, -1.5])
    starts = np.random.default_rng(1).normal(size=(5, 4))
    states = Autonomous(net, x).run(starts, 7)
    expected = net.rollout(np.broadcast_to(x, (7, 5, 2)), starts)
    np.testing.assert_array_equal(states[0], starts)
    np.testing.assert_allclose(states[1:], expected.h, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(Autonomous(net, x).step(starts), states[1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_the_jacobian_is_the_derivative_of_a_step(activation: str) -> None:
    """It equals central differences at several states at once."""
    map_ = Autonomous(network(activation), [0.5, -1.5])
    h = np.random.default_rng(2).normal(size=(3, 4))
    found = map_.jacobian(h)
    assert found.shape == (3, 4, 4)
    for j, nudge in enumerate(1e-6 * np.eye(4)):
        expected = (map_.step(h + nudge) - map_.step(h - nudge)) / 2e-6
        np.testing.assert_allclose(found[..., j], expected, atol=1e-8)


def test_without_an_input_it_is_zero() -> None:
    """The drive is the bias alone; by hand with an input."""
    net = network("tanh")
    np.testing.assert_array_equal(Autonomous(net).drive, net.b_h)
    drive = Autonomous(net, [2.0, 0.0]).drive
    np.testing.assert_allclose(drive, 2 * net.W_xh[:, 0] + net.b_h)


def test_a_kink_is_where_a_driven_unit_is_just_at_zero() -> None:
    """W_hh h of (1, 1) cancels in unit 0; a unit without weights has no kink to cross."""
    net = rv.RNN(
        W_xh=np.zeros((3, 1)),
        W_hh=[[0.1, -0.1, 0], [1, 0, 0], [0, 0, 0]],
        W_hy=np.ones((1, 3)),
        activation="relu",
    )
    h = np.array([[1, 1, 0], [1, 1 - 1e-14, 0], [1, 0.5, 0], [0, 0, 0]])
    np.testing.assert_array_equal(Autonomous(net).is_at_kink(h), [True, True, False, True])
    as_tanh = net.replace(activation="tanh")
    assert not Autonomous(as_tanh).is_at_kink(h).any()


def test_overflow_is_infinite_and_silent() -> None:
    """A linear network that explodes gives infinities, and no warning."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e200]], W_hy=[[1.0]], activation="linear")
    states = Autonomous(net).run([[1.0]], 3)
    np.testing.assert_array_equal(states.ravel(), [1, 1e200, np.inf, np.inf])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda net: Autonomous(net, [1.0]), r"x has shape \(1,\)"),
        (lambda net: Autonomous(net, [1.0, np.nan]), "x"),
        (lambda net: Autonomous("net"), "net is 'net': expected an RNN"),
        (lambda net: Autonomous(net).run(np.zeros((2, 3)), 1), r"starts has shape \(2, 3\)"),
        (lambda net: Autonomous(net).run(np.zeros((2, 4)), 0), "num_steps is 0"),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        call(network("tanh"))


def test_kinds_follow_the_eigenvalues() -> None:
    """All inside, all outside, both, on the circle, and at a kink."""
    eigenvalues = np.array(
        [[0.5, -0.9], [1.5, -2], [2, 0.1], [1j, 0.5], [1.2, 1], [0.5, 0.5]], dtype=complex
    )
    at_kink = np.array([False, False, False, False, False, True])
    assert kinds_of(eigenvalues, at_kink) == (
        "stable",
        "unstable",
        "saddle",
        "marginal",
        "saddle",
        "undefined",
    )


def test_eigenvalues_stand_by_falling_modulus() -> None:
    """Of a conjugate pair the one above the real axis stands first, whatever rounding did."""
    given = np.array([[0.1, -2, 0.6 - 0.8j, 0.6 + 0.8j]])
    np.testing.assert_array_equal(falling(given), [[-2, 0.6 + 0.8j, 0.6 - 0.8j, 0.1]])
