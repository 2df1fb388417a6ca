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


LOGGED = ("x", "a", "h", "z", "y", "state")


@pytest.mark.parametrize("batch", [(), (5,)])
@pytest.mark.parametrize("num_steps", [1, 4, 7])
def test_the_first_steps_are_those_of_a_shorter_sequence(batch, num_steps):
    """`first(n)` is the rollout over the first n inputs, single and batched, n = 1 and T too."""
    random = np.random.default_rng(6)
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, output="softmax")
    x, state = random.normal(size=(7, *batch, 2)), random.normal(size=(*batch, 4))

    first = net.rollout(x, state).first(num_steps)

    shorter = net.rollout(x[:num_steps], state)
    assert first.num_steps == num_steps
    assert first.net is net
    assert dict(first.gates) == {}
    np.testing.assert_array_equal(first.initial_state, state)
    for name in LOGGED:
        got, want = getattr(first, name), getattr(shorter, name)
        assert got.shape == want.shape
        np.testing.assert_allclose(got, want, rtol=1e-13, atol=1e-14)
        assert not got.flags.writeable


def test_the_first_of_all_steps_is_the_trace_itself():
    """Nothing is copied where nothing is left out, and the longer trace stays as it was."""
    trace = run(0.5, 6)

    assert trace.first(6) is trace
    assert trace.first(2).h.ravel().tolist() == [1, 0.5]
    assert trace.num_steps == len(trace.h) == 6


def test_the_steps_before_an_explosion_have_not_exploded():
    """Up to the step at which it explodes, a trace is finite."""
    trace = run(2.0, 60)

    assert trace.first(trace.exploded_at).exploded_at is None
    assert trace.first(trace.exploded_at + 1).exploded_at == trace.exploded_at


def test_gates_end_with_the_rest():
    """Whatever gates a network logs are shortened, too."""
    whole = run(0.5, 6)
    fields = [getattr(whole, name) for name in ("net", "x", "initial_state", "a", "h", "z", "y")]
    gated = rv.Trace(*fields, state=whole.state, gates={"forget": whole.h})

    np.testing.assert_array_equal(gated.first(2).gates["forget"], whole.h[:2])


@pytest.mark.parametrize("num_steps", [0, -1, 7, 2.0, None, True])
def test_steps_that_are_not_there_are_refused(num_steps):
    """The sentence quotes the number and says which there are."""
    with pytest.raises(ValueError, match=f"num_steps is {num_steps}: expected a whole number from"):
        run(0.5, 6).first(num_steps)


@pytest.mark.parametrize("batch", [(), (4,)])
def test_what_each_step_starts_from_is_laid_out_in_rows(batch):
    """Row t is [h_{t−1}; x_t; 1], whether a rollout or the trace itself lays it out."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=1, seed=3)
    random = np.random.default_rng(4)
    state = random.standard_normal((*batch, 3))
    trace = net.rollout(random.standard_normal((5, *batch, 2)), state)
    before = np.concatenate([state[None], trace.h])
    x = np.concatenate([trace.x, np.ones((1, *batch, 2))])
    rows = np.concatenate([before, x, np.ones((6, *batch, 1))], axis=-1)
    fields = [getattr(trace, name) for name in ("net", "x", "initial_state", "a", "h", "z", "y")]

    for each in (trace, rv.Trace(*fields, state=trace.h)):
        np.testing.assert_array_equal(each.starts, rows)
        assert not each.starts.flags.writeable
    np.testing.assert_array_equal(trace.first(2).starts[:2], rows[:2])
