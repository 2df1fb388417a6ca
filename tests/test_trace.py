"""Trace: what a rollout logged, and where it exploded."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv


def run(W_hh, num_steps, *, activation="relu", **others):
    """Run one unit over a single 1 followed by zeros."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[W_hh]], W_hy=[[1]], activation=activation, **others)
    x = np.zeros((num_steps, 1))
    x[0] = 1.0
    return net.rollout(x)


def test_a_doubling_relu_explodes_at_the_step_where_it_passes_the_limit():
    """With h_t = 2^t, 2^39 = 5.5e11 is within 1e12 and 2^40 beyond it: it explodes at step 40."""
    assert run(2.0, 60).exploded_at == 40
    assert run(2.0, 40).exploded_at is None


def test_a_state_at_the_limit_has_not_exploded():
    """A state of exactly 1e12 is still shown."""
    assert run(1e12, 2).exploded_at is None
    assert run(1.0000001e12, 2).exploded_at == 1


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_a_run_past_the_largest_float_says_where_and_warns_nothing(activation):
    """A run that overflows to infinity explodes at its first step beyond the limit."""
    trace = run(1e100, 9, activation=activation)

    assert trace.exploded_at == 1
    assert not np.isfinite(trace.h[-1]).all()
    assert trace.num_steps == 9


def test_an_infinity_that_becomes_nan_still_counts_as_exploded():
    """Infinity minus infinity is NaN in the state, and is reported like any explosion."""
    net = rv.RNN(
        W_xh=[[1], [1]], W_hh=[[1e200, -1e200], [1e200, -1.5e200]], W_hy=np.ones((3, 2)),
        activation="linear", output="softmax",
    )  # fmt: skip
    trace = net.rollout(np.ones((8, 1)))

    assert np.isnan(trace.h[-1]).any()
    assert trace.exploded_at == 1


def test_an_output_can_explode_while_the_state_is_tame():
    """A huge readout of a tanh state counts as exploded too: it could not be drawn."""
    assert run(0.5, 3, activation="tanh", b_y=[1e13]).exploded_at == 0


def test_the_explosion_of_one_sequence_of_a_batch_is_found():
    """In a batch, the first step at which any sequence explodes is reported."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[10]], W_hy=[[1]], activation="relu")
    x = np.zeros((20, 3, 1))
    x[4, 2] = 1.0

    assert net.rollout(x).exploded_at == 4 + 13


def test_the_state_of_a_simple_rnn_is_h_and_it_has_no_gates():
    """For a simple RNN the state is h itself, and the mapping of gates is empty."""
    trace = run(0.5, 3)

    np.testing.assert_array_equal(trace.state, trace.h)
    assert dict(trace.gates) == {}
    assert trace.net.W_hh[0, 0] == 0.5


def test_fields_cannot_be_assigned():
    """A trace is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        run(0.5, 3).h = None
