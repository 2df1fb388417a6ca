"""Backpropagation through time, the contribution of each copy of a weight kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from rnnviz.knobs import Knob, Setup
from rnnviz.networks import PARAMETERS, RNN, activations
from rnnviz.trace import Trace
from rnnviz.validation import (
    as_array,
    as_choice,
    as_count,
    as_instance,
    is_finite,
    make_read_only,
    shown,
)

Array = npt.NDArray[np.float64]
Loss = Literal["squared_error", "cross_entropy"]

LOSSES: Final = ("squared_error", "cross_entropy")


@dataclass(frozen=True, eq=False)
class Gradients:
    """The derivatives of a loss by all that a rollout depends on. Arrays are read-only.

    `gradients["W_hh"]` is dL/dW_hh, the sum over all copies: `per_step["W_hh"].sum(axis=0)`.

    Attributes:
        trace: of the rollout.
        loss: L = Σ_t weights[t] l_t.
        losses: (T,), l_t, before they are weighted.
        dL_dz: (T, O), by the logits.
        dL_da: (T, H), by the pre-activations.
        dL_dh: (T, H), by the states: of all the loss that a state reaches.
        initial_state: (S,), by the state before step 0.
        totals: by each parameter, by its name.
    """

    trace: Trace
    loss: float
    losses: Array
    dL_dz: Array
    dL_da: Array
    dL_dh: Array
    initial_state: Array
    totals: Mapping[str, Array]

    def __getitem__(self, parameter: str) -> Array:
        """Return the derivative by a parameter, in the parameter's shape.

        Raises:
            ValueError: there is no such parameter.
        """
        as_choice("the parameter", parameter, PARAMETERS)
        return self.totals[parameter]

    @property
    def per_step(self) -> PerStep:
        """What the copy at each step contributes: `per_step["W_hh"]` is (T, H, H)."""
        return PerStep(self)

    def copies(self, parameter: str, index: tuple[int, ...]) -> Array:
        """Return (T,), what the copy of one number contributes at each step.

        Args:
            parameter: its name.
            index: of the number in the parameter.

        Raises:
            ValueError: there is no such number.
        """
        knob, trace = Knob("entry", parameter, index), self.trace
        knob.neutral(Setup(trace.net, trace.x, trace.initial_state))  # raises where it does not fit
        return self._contribution(parameter, knob.index)

    def _contribution(self, parameter: str, index: tuple[int, ...] | None = None) -> Array:
        net, trace = self.trace.net, self.trace
        with np.errstate(over="ignore", invalid="ignore"):
            each = net.contribution(parameter, trace, self.dL_da, self.dL_dz, index)
        make_read_only(each)
        return each


@dataclass(frozen=True, eq=False)
class PerStep:
    """The contribution of each copy of a parameter, computed when it is asked for."""

    gradients: Gradients

    def __getitem__(self, parameter: str) -> Array:
        """Return (T, …), dL/dparameter of the copy at each step.

        Raises:
            ValueError: there is no such parameter.
        """
        as_choice("the parameter", parameter, PARAMETERS)
        return self.gradients._contribution(parameter)


def backprop(
    net: RNN,
    trace: Trace,
    target: npt.ArrayLike,
    loss: Loss = "squared_error",
    weights: npt.ArrayLike | None = None,
    *,
    window: int | None = None,
) -> Gradients:
    """Return the gradients of a loss over a rollout.

        L = Σ_t weights[t] l_t
        squared_error: l_t = ½ |y_t − target_t|²
        cross_entropy: l_t = −Σ_k target_t[k] log y_t[k]

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.
        target: (T, O), what the outputs should be. For cross_entropy, distributions (T, O)
            or class numbers (T,).
        loss: "squared_error", or "cross_entropy" where the output is softmax.
        weights: (T,), how much each step's loss counts; None means 1 each.
        window: how many copies each step's loss reaches back to, itself included
            (truncated backpropagation, BPTT(h)); None means all.

    Returns:
        The Gradients. Where they pass the range of float64 they are infinite or NaN.

    Raises:
        ValueError: a shape does not fit, a number is not finite, or the trace is of
            another network, of a batch, or exploded beyond float64.

    Source:
        Goodfellow, Bengio and Courville, Deep Learning (2016), section 10.2.2.
    """
    check_trace(net, trace)
    T, O = trace.y.shape
    as_choice("loss", loss, LOSSES)
    if loss == "cross_entropy" and net.output != "softmax":
        raise ValueError(f"loss is 'cross_entropy' and output {net.output!r}: expected 'softmax'")
    if weights is not None:
        weights = as_array("weights", weights, (T,), why="one for each step")
    if loss == "cross_entropy":
        target = _as_distributions(target, T, O)
    target = as_array("target", target, (T, O), why="a row for each step")
    window = None if window is None else as_count("window", window)
    with np.errstate(over="ignore", invalid="ignore"):
        if loss == "cross_entropy":
            losses, dL_dz = _cross_entropy(trace.z, trace.y, target)
        else:
            error = trace.y - target
            losses = 0.5 * np.vecdot(error, error)
            dL_dz = activations.OUTPUT_PULL[net.output](trace.y, error)
        if weights is None:
            total = float(losses.sum())
        else:
            dL_dz = weights[:, None] * dL_dz
            total = float(weights.dot(losses))
        if window is None:
            dL_da, dL_dh, initial = net.pull_back(trace, dL_dz)
        else:
            dL_da, dL_dh, initial = net.pull_back_truncated(trace, dL_dz, window)
        totals = net.parameter_gradients(trace, dL_da, dL_dz)
    make_read_only(losses, dL_dz, dL_da, dL_dh, initial)
    return Gradients(trace, total, losses, dL_dz, dL_da, dL_dh, initial, totals)


def check_trace(net: RNN, trace: Trace) -> None:
    """Raise ValueError unless a trace is a finite rollout of this network over one sequence."""
    as_instance("net", net, RNN, "an RNN")
    as_instance("trace", trace, Trace, "a Trace")
    if trace.net is not net and not _is_same(trace.net, net):
        raise ValueError("the trace is of another network: expected a rollout of this one")
    if trace.h.ndim > 2:
        raise ValueError(f"the trace has h of shape {trace.h.shape}: expected one sequence")
    if not (is_finite(trace.starts) and is_finite(trace.z)):
        rows = np.isfinite(trace.h).all(axis=1) & np.isfinite(trace.z).all(axis=1)
        if not rows.all():
            raise ValueError(
                f"the trace is not finite at step {int(np.argmin(rows))}: "
                "expected only steps before that (trace.first)"
            )


def _is_same(one: RNN, other: RNN) -> bool:
    return (one.activation, one.output) == (other.activation, other.output) and all(
        np.array_equal(array, other.parameters[name]) for name, array in one.parameters.items()
    )


def _as_distributions(target: npt.ArrayLike, T: int, O: int) -> npt.ArrayLike:
    """Return class numbers as distributions, and distributions as they are.

    Raises:
        ValueError: a class number is out of range, or a row is no distribution.
    """
    given = as_array("target", target, (T,), (T, O), why="a class or a distribution for each step")
    if given.ndim == 1:
        wrong = (given != np.round(given)) | (given < 0) | (given >= O)
        if wrong.any():
            t = int(np.argmax(wrong))
            raise ValueError(f"target[{t}] is {given[t]:g}: expected a class from 0 to {O - 1}")
        classes: Array = np.eye(O)[given.astype(int)]
        return classes
    wrong = (given < 0).any(axis=1) | (np.abs(given.sum(axis=1) - 1) > 1e-6)
    if wrong.any():
        t = int(np.argmax(wrong))
        raise ValueError(
            f"target[{t}] is {shown(given[t].tolist())}: expected probabilities whose sum is 1"
        )
    return given


def _cross_entropy(z: Array, y: Array, target: Array) -> tuple[Array, Array]:
    """Return l_t (T,) and dl_t/dz_t (T, O); from the logits, or a small y would lose digits."""
    above = z - z.max(axis=1, keepdims=True)
    log_y = above - np.log(np.exp(above).sum(axis=1, keepdims=True))
    # Where nothing is expected, a log that is beyond float64 counts as nothing, too.
    losses: Array = np.where(target > 0, -target * log_y, 0.0).sum(axis=1)
    return losses, y * target.sum(axis=1, keepdims=True) - target
