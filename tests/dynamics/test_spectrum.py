"""The spectra along a rollout, against products by hand and the memory's Jacobians."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv


def random_network(**options: Any) -> rv.RNN:
    """A network of I=2, H=5, O=3."""
    return rv.RNN.random(input_size=2, hidden_size=5, output_size=3, seed=4, **options)


def test_the_latch_has_one_eigenvalue_a_step() -> None:
    """W_hh (1 − h²) with W_hh = 2: 2 at the unstable 0, .166372 at rest."""
    net = rv.RNN(W_xh=[[4]], W_hh=[[2]], W_hy=[[1]])
    at_zero = rv.spectra(net, net.rollout(np.zeros((3, 1))))
    at_rest = rv.spectra(net, net.rollout(np.zeros((60, 1)), [0.9]))
    assert at_zero.dtype == np.complex128
    np.testing.assert_array_equal(at_zero, [[2], [2], [2]])
    np.testing.assert_allclose(at_rest[-1], [0.166372], atol=1e-6)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_each_is_an_eigenvalue_of_its_steps_jacobian(activation: Any) -> None:
    """det(J − λ) = 0; their product is the determinant and their sum the trace of J."""
    net = random_network(activation=activation)
    trace = net.rollout(np.random.default_rng(0).normal(size=(7, 2)))
    spectra, memory = rv.spectra(net, trace), rv.memory(net, trace)
    assert spectra.shape == (7, 5)
    for t, row in enumerate(spectra):
        J = memory.jacobian(t, t - 1)
        for eigenvalue in row:
            assert abs(np.linalg.det(J - eigenvalue * np.eye(5))) < 1e-12
        np.testing.assert_allclose(row.prod(), np.linalg.det(J), atol=1e-12)
        np.testing.assert_allclose(row.sum(), np.trace(J), atol=1e-12)


def test_they_stand_by_falling_modulus_and_are_read_only() -> None:
    """At every step, and of a pair the one above the axis first."""
    net = random_network()
    spectra = rv.spectra(net, net.rollout(np.random.default_rng(0).normal(size=(6, 2))))
    assert (np.diff(np.abs(spectra), axis=1) <= 1e-12).all()
    pairs = spectra.imag != 0
    assert pairs.any()
    assert (spectra.imag[pairs][::2] > 0).all()
    with pytest.raises(ValueError, match="read-only"):
        spectra[0, 0] = 1


def test_what_does_not_fit_is_refused() -> None:
    """Another network's trace, a batch, no trace, and one that is not finite."""
    net = random_network()
    trace = net.rollout(np.zeros((4, 2)))
    with pytest.raises(ValueError, match="of another network"):
        rv.spectra(net.replace(activation="relu"), trace)
    with pytest.raises(ValueError, match="expected one sequence"):
        rv.spectra(net, net.rollout(np.zeros((4, 3, 2))))
    with pytest.raises(ValueError, match="expected a Trace"):
        rv.spectra(net, "trace")
    linear = rv.RNN(W_xh=[[1]], W_hh=[[1e200]], W_hy=[[1]], activation="linear")
    with pytest.raises(ValueError, match="not finite at step 2"):
        rv.spectra(linear, linear.rollout([[1], [1], [1]]))
