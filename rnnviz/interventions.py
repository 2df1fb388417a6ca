"""Interventions: the same run with one thing changed at one step, and all that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import check_trace
from rnnviz.knobs import Knob, Setup
from rnnviz.networks import RNN
from rnnviz.trace import EXPLODED, Trace
from rnnviz.validation import as_count, as_instance, as_number, make_read_only, shown

Array = npt.NDArray[np.float64]

# Of a number's size: what moves by less moves by its last digits, and not by two that are right.
ROUNDING: Final = 1e-13


@dataclass(frozen=True, eq=False)
class Intervention:
    """A run with one thing changed at one step. Arrays are read-only.

    Attributes:
        trace: the run as it was.
        step: where it was changed.
        x: (T, I), inputs as they become.
        h: (T, H), hidden states as they become; the same before the step.
        y: (T, O), outputs as they become.
        predicted: (T, H), how far the states move to first order: what gradients say.
    """

    trace: Trace
    step: int
    x: Array
    h: Array
    y: Array
    predicted: Array

    @property
    def dh(self) -> Array:
        """(T, H), how far the states have moved."""
        return _difference(self.h, self.trace.h)

    @property
    def dy(self) -> Array:
        """(T, O), how far the outputs have moved."""
        return _difference(self.y, self.trace.y)

    @property
    def changes_nothing(self) -> bool:
        """Whether no state and no output moves by more than its own rounding."""
        pairs = ((self.h, self.trace.h), (self.y, self.trace.y))
        return all(np.allclose(now, was, rtol=ROUNDING, atol=0) for now, was in pairs)

    @property
    def exploded_at(self) -> int | None:
        """The first step at which the run, as it was or becomes, has exploded, or None.

        That is: a state or an output is not finite, or beyond 1e12.
        """
        with np.errstate(invalid="ignore"):
            fits = (np.abs(self.h) <= EXPLODED).all(axis=1) & (np.abs(self.y) <= EXPLODED).all(
                axis=1
            )
        becomes = None if fits.all() else int(np.argmin(fits))
        return min((t for t in (self.trace.exploded_at, becomes) if t is not None), default=None)


def nudge(
    net: RNN,
    trace: Trace,
    step: int,
    amount: float,
    *,
    input: int | None = None,  # noqa: A002  # as in Knob.input
    unit: int | None = None,
) -> Intervention:
    """Return the run in which one input, or one unit's state, is moved by an amount.

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.
        step: 0 … T − 1.
        amount: what is added to x_step[input], or to h_step[unit] after its step.
        input: which input, or None.
        unit: which hidden unit, or None; one of the two is given.

    Raises:
        ValueError: none or both are given, something is out of its range, or the trace is of
            another network, of a batch, or not finite.
    """
    step = _check(net, trace, step)
    amount = as_number("amount", amount)
    if (input is None) == (unit is None):
        raise ValueError(f"input is {input} and unit {unit}: expected one of the two")
    if input is not None:
        i = as_count("input", input, least=0, most=net.input_size - 1)
        x = trace.x[step].copy()
        with np.errstate(over="ignore"):
            x[i] += amount
            moved_a = net.W_xh[:, i] * amount
        return _with_step(trace, step, net, x, _before(trace, step), moved_a)
    i = as_count("unit", unit, least=0, most=net.hidden_size - 1)
    moved = np.zeros(net.hidden_size)
    moved[i] = amount
    with np.errstate(over="ignore"):
        state = trace.h[step] + moved
    return _from_state(trace, step, trace.x[step], state, moved, net)


def untie(net: RNN, trace: Trace, knob: Knob, step: int, value: float) -> Intervention:
    """Return the run in which the copy of one number at one step has a value of its own.

    So does a network that shares nothing: it has T times as many numbers.

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.
        knob: which number: an entry of a parameter (`Knob.entry`).
        step: whose copy, 0 … T − 1.
        value: of that copy.

    Raises:
        ValueError: the knob is no entry or does not fit, something is out of its range, or
            the trace is of another network, of a batch, or not finite.
    """
    step = _check(net, trace, step)
    as_instance("knob", knob, Knob, "a Knob")
    if knob.kind != "entry":
        raise ValueError(f"the knob is {knob.name}: expected an entry of a parameter")
    other = knob.turn(Setup(net, trace.x, trace.initial_state), value).net
    before = _before(trace, step)
    with np.errstate(over="ignore", invalid="ignore"):
        moved_a = (
            (other.W_xh - net.W_xh).dot(trace.x[step])
            + (other.W_hh - net.W_hh).dot(before)
            + (other.b_h - net.b_h)
        )
    return _with_step(trace, step, other, trace.x[step], before, moved_a)


def cut(net: RNN, trace: Trace, step: int) -> Intervention:
    """Return the run in which step `step` knows nothing of the past: h_{step−1} is 0 to it.

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.
        step: 0 … T − 1.

    Raises:
        ValueError: the step is out of its range, or the trace is of another network, of a
            batch, or not finite.
    """
    step = _check(net, trace, step)
    before = _before(trace, step)
    nothing = np.zeros(before.shape)
    return _with_step(trace, step, net, trace.x[step], nothing, -net.W_hh.dot(before))


def _check(net: RNN, trace: Trace, step: int) -> int:
    check_trace(net, trace)
    return as_count("step", step, least=0, most=trace.num_steps - 1)


def _before(trace: Trace, step: int) -> Array:
    return trace.h[step - 1] if step else trace.initial_state


def _with_step(
    trace: Trace, step: int, net: RNN, x: Array, before: Array, moved_a: Array
) -> Intervention:
    """Return what follows from one step of another network, input, or state before.

    Args:
        trace: the run as it was.
        step: which.
        net: the network of that step alone.
        x: (I,), the input of that step.
        before: (H,), the state that enters it.
        moved_a: (H,), how far its pre-activations move.
    """
    alone = net.rollout(x[None], before).h[0]
    was = trace.net.rollout(trace.x[step][None], _before(trace, step)).h[0]
    with np.errstate(invalid="ignore"):
        moved = trace.net.slopes(trace)[step] * moved_a
    return _from_state(trace, step, x, _where_it_moves(alone, was, trace.h[step]), moved, net)


def _from_state(
    trace: Trace, step: int, x_of_step: Array, state: Array, moved: Array, net_of_step: RNN
) -> Intervention:
    """Return what follows from another state after a step.

    Args:
        trace: the run as it was.
        step: which.
        x_of_step: (I,), the input of that step.
        state: (H,), the state after it.
        moved: (H,), how far the state moves to first order.
        net_of_step: the network whose readout that step has.
    """
    x, h, y = trace.x.copy(), trace.h.copy(), trace.y.copy()
    x[step], h[step] = x_of_step, state
    read = net_of_step.read_out(state), trace.net.read_out(trace.h[step])
    y[step] = _where_it_moves(*read, trace.y[step])
    if step + 1 < trace.num_steps and (state != trace.h[step]).any():
        if not np.isfinite(state).all():
            raise ValueError(f"step {step} gives {shown(state.tolist())}: expected finite states")
        rest = trace.net.rollout(trace.x[step + 1 :], state)
        h[step + 1 :], y[step + 1 :] = rest.h, rest.y
    predicted = trace.net.push_forward(trace, moved, step)
    make_read_only(x, h, y, predicted)
    return Intervention(trace, step, x, h, y, predicted)


def _where_it_moves(now: Array, was: Array, logged: Array) -> Array:
    """Return `now` where it differs from what was, computed alike; else what was logged.

    A rollout sums in another order than one step alone: it may differ in the last digits of
    the terms, which can be all of a small sum.
    """
    return np.where(now == was, logged, now)


def _difference(now: Array, before: Array) -> Array:
    with np.errstate(invalid="ignore", over="ignore"):
        difference: Array = now - before
    make_read_only(difference)
    return difference
