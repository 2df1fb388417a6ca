"""Objective: the loss that a view of memory asks for, its gradients, and a step down them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import Gradients, Loss, backprop
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.memory_view import scored_steps
from rnnviz.networks import PARAMETERS, RNN
from rnnviz.validation import as_number

Array = npt.NDArray[np.float64]
Rows = list[list[float]]


class Objective(NamedTuple):
    """What the outputs should be, and at which steps: the arguments of `backprop`.

    Attributes:
        target: (T, O); what is wanted at steps without a loss does not count.
        loss: "squared_error" or "cross_entropy".
        weights: (T,), 1 where a step has a loss and 0 elsewhere.
    """

    target: Array
    loss: Loss
    weights: Array

    @property
    def steps(self) -> list[int]:
        """The steps that have a loss."""
        return [int(t) for t in np.flatnonzero(self.weights)]


def default_target(net: RNN) -> list[float]:
    """Return what is wanted of a network until the reader says otherwise: the first class, or 1."""
    O = net.output_size
    return [1.0] + [0.0] * (O - 1) if net.output == "softmax" else [1.0] * O


def objective_of(experiment: Experiment) -> Objective:
    """Return the objective of an experiment's view, on the steps before it explodes.

    Cross entropy is for softmax: of other outputs, the view's loss is the squared error.
    """
    net, view = experiment.net, experiment.view.memory
    T = experiment.num_shown
    steps = scored_steps(view, T)
    rows = _all_wanted(experiment)
    target, weights = np.zeros((T, net.output_size)), np.zeros(T)
    if net.output == "softmax":
        target[:, 0] = 1.0  # a distribution everywhere, where it counts or not
    for i, t in enumerate(steps):
        target[t] = rows[i if len(rows) > 1 else 0]
        weights[t] = 1.0
    is_cross_entropy = view.loss == "cross_entropy" and net.output == "softmax"
    return Objective(target, "cross_entropy" if is_cross_entropy else "squared_error", weights)


def uncounted_steps(experiment: Experiment) -> list[int]:
    """Return the chosen steps whose losses do not count: the network explodes before them."""
    view = experiment.view.memory
    if isinstance(view.scored, str):
        return []
    return [t for t in scored_steps(view, experiment.trace.num_steps) if t >= experiment.num_shown]


def losses_at(experiment: Experiment, steps: list[int]) -> dict[str, Any]:
    """Return how the view changes where, of the steps before an explosion, these have a loss.

    What was chosen after it stays chosen, and the others stay in the order in which they were
    chosen. Each step keeps what is wanted there; at a new one the same is wanted as at the
    first of before.
    """
    view = experiment.view.memory
    scored, rows = [*steps, *uncounted_steps(experiment)], view.target
    if len(rows) > 1:
        before = scored_steps(view, experiment.trace.num_steps)
        wanted = dict(zip(before, rows, strict=True))
        rows = [wanted.get(t, rows[0]) for t in sorted(scored)]
    return {"scored": scored, "target": rows}


def wanted_of(experiment: Experiment) -> Rows:
    """Return what is wanted: one row for all steps, or one for each whose loss counts."""
    rows = _all_wanted(experiment)
    counted = scored_steps(experiment.view.memory, experiment.num_shown)
    return rows if len(rows) == 1 else rows[: len(counted)]


def target_of(experiment: Experiment, rows: Rows) -> Rows:
    """Return the view's target where other rows are wanted.

    Steps after an explosion, whose losses do not count, keep what is wanted there.

    Args:
        experiment: what is shown.
        rows: as of `wanted_of`.

    Raises:
        ValueError: they are neither one, nor one for each step whose loss counts.
    """
    view, before = experiment.view.memory, _all_wanted(experiment)
    counted = len(scored_steps(view, experiment.num_shown))
    uncounted = len(scored_steps(view, experiment.trace.num_steps)) - counted
    if len(rows) not in (1, counted):
        what = "number" if experiment.net.output_size == 1 else "row"
        raise ValueError(
            f"there are {len(rows)} {what}s: expected 1"
            + (f", or {counted}, one for each step that has a loss" if counted > 1 else "")
        )
    is_one_for_each = len(before) > 1
    if len(rows) == 1 and not (counted == 1 and is_one_for_each):
        return rows
    return [*rows, *(before[counted:] if is_one_for_each else before * uncounted)]


def _all_wanted(experiment: Experiment) -> Rows:
    return experiment.view.memory.target or [default_target(experiment.net)]


def gradients_of(experiment: Experiment, *, window: int | None = None) -> Gradients:
    """Return the gradients of an experiment's objective.

    Args:
        experiment: what is shown.
        window: as for `backprop`; None means all copies.

    Raises:
        ValueError: the network explodes at the first step, or the target does not fit the loss.
    """
    trace = experiment.memory.trace
    target, loss, weights = objective_of(experiment)
    return backprop(experiment.net, trace, target, loss, weights, window=window)


def descended(
    experiment: Experiment, gradients: Gradients, rate: float, knob: Knob | None = None
) -> Experiment:
    """Return the experiment after one step down a gradient, all copies at once.

        w ← w − rate dL/dw

    Args:
        experiment: what is shown.
        gradients: of its objective.
        rate: at least 0.
        knob: the one number that changes, an entry of a parameter; None means all numbers.

    Raises:
        ValueError: the rate is negative or not finite, the knob is no entry of the network,
            or a number would pass float32's range.
    """
    rate = as_number("rate", rate)
    if rate < 0:
        raise ValueError(f"rate is {rate}: expected at least 0")
    if knob is not None:
        if knob.kind != "entry":
            raise ValueError(f"the knob is {knob.name}: expected an entry of a parameter")
        number = knob.neutral(experiment.setup)
        with np.errstate(over="ignore", invalid="ignore"):
            value = number - rate * gradients[knob.target][knob.index]
        return experiment.select(knob).turn(value)
    net, x, initial_state = experiment.setup
    with np.errstate(over="ignore", invalid="ignore"):
        arrays = {name: net.parameters[name] - rate * gradients[name] for name in PARAMETERS}
    return experiment.replace(
        net=net.replace(**arrays), x=x, initial_state=initial_state, value=None
    )
