"""Oracles: computations on an experiment by which lessons check answers, right and wrong ones.

Each takes the experiment first and then what the lesson's file gives it, by name. A wrong idea
has an oracle, too: what one would find who held it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import Gradients, backprop
from rnnviz.dynamics.fixed_points import fixed_points
from rnnviz.experiment import Experiment
from rnnviz.lessons import string_oracles
from rnnviz.lessons.action import knob_named
from rnnviz.networks import RNN
from rnnviz.objective import descended, gradients_of
from rnnviz.trace import Trace
from rnnviz.validation import as_count

Array = npt.NDArray[np.float64]

_REST: Final = 1e-9


def constant(experiment: Experiment, number: float) -> float:
    """Return a number as it stands in the file."""
    return number


# States and outputs.


def state(experiment: Experiment, step: int, unit: int = 0) -> float:
    """Return h_t of one unit."""
    return _entry(experiment.trace.h, experiment, step, unit)


def output(experiment: Experiment, step: int, output: int = 0) -> float:
    """Return y_t of one output."""
    return _entry(experiment.trace.y, experiment, step, output)


def state_without_past(experiment: Experiment, step: int, unit: int = 0) -> float:
    """Return what h_t would be if nothing came from the state before: the state forgotten."""
    return _one_step(experiment, experiment.net, np.zeros(experiment.net.hidden_size), step, unit)


def state_with_whole_past(experiment: Experiment, step: int, unit: int = 0) -> float:
    """Return what h_t would be if all of the state before came in: its weight forgotten."""
    whole = experiment.net.replace(W_hh=np.eye(experiment.net.hidden_size))
    before = _states(experiment)[_step(experiment, step)]
    return _one_step(experiment, whole, before, step, unit)


def from_state_before(experiment: Experiment, step: int, unit: int = 0) -> float:
    """Return what the state before brings into a unit, of W_hh h_{t−1}."""
    before = _states(experiment)[_step(experiment, step)]
    return float((experiment.net.W_hh @ before)[_unit(experiment, unit)])


def from_same_state(experiment: Experiment, step: int, unit: int = 0) -> float:
    """Return what W_hh h_t would bring into a unit: the loop taken to end where it begins."""
    same = experiment.trace.h[_step(experiment, step)]
    return float((experiment.net.W_hh @ same)[_unit(experiment, unit)])


def output_without_bias(experiment: Experiment, step: int, output: int = 0) -> float:
    """Return what y_t would be without b_y: the output's bias forgotten."""
    bare = experiment.replace(
        net=experiment.net.replace(b_y=np.zeros(experiment.net.output_size)), knob=None, value=None
    )
    return _entry(bare.trace.y, bare, step, output)


def sum_of_inputs(experiment: Experiment, input: int = 0) -> float:  # noqa: A002  # as in Knob.input
    """Return the sum of an input over all steps: a state that neither fades nor selects."""
    columns = experiment.x.sum(axis=0)
    return float(columns[as_count("input", input, least=0, most=len(columns) - 1)])


def state_after(experiment: Experiment, steps: int, unit: int = 0) -> float:
    """Return the state of a unit so many silent steps after the end of the sequence."""
    return float(_silence(experiment, steps).h[-1, _unit(experiment, unit)])


def size_after(experiment: Experiment, steps: int, unit: int = 0) -> float:
    """Return the size of `state_after`."""
    return abs(state_after(experiment, steps, unit))


def growth_in_silence(experiment: Experiment, unit: int = 0) -> float:
    """Return by how much a unit's size grows at most in one step without input."""
    sizes = np.abs(_states(experiment)[:, _unit(experiment, unit)])
    silent = ~experiment.x.any(axis=1)
    with np.errstate(invalid="ignore"):  # where it explodes
        return float(np.diff(sizes)[silent].max(initial=-np.inf))


def is_flipped(experiment: Experiment, step: int, steps: int = 200, unit: int = 0) -> bool:
    """Return whether a unit has the other sign than before a step, long after the sequence."""
    before = _states(experiment)[_step(experiment, step), _unit(experiment, unit)]
    return bool(before * state_after(experiment, steps, unit) < 0)


def resting_states(experiment: Experiment) -> float:
    """Return in how many states the network can rest for good while nothing comes in."""
    found = fixed_points(experiment.net, np.zeros(experiment.net.input_size))
    return float(found.is_stable.sum())


def outputs_agree(experiment: Experiment, step: int, sequence: list[float]) -> bool:
    """Return whether the outputs of a step are the same if another sequence came in."""
    other = _with_inputs(experiment, sequence)
    at = _step(experiment, step)
    return bool(np.allclose(experiment.trace.y[at], other.trace.y[at], rtol=0, atol=_REST))


def differing_states(experiment: Experiment, step: int, sequence: list[float]) -> float:
    """Return how many units differ at a step if another sequence came in."""
    other = _with_inputs(experiment, sequence)
    at = _step(experiment, step)
    return float((np.abs(experiment.trace.h[at] - other.trace.h[at]) > _REST).sum())


# How many.


def steps(experiment: Experiment) -> float:
    """Return how many steps there are, T."""
    return experiment.trace.num_steps


def hidden_units(experiment: Experiment) -> float:
    """Return how many hidden units the network has, H."""
    return experiment.net.hidden_size


def unit_copies(experiment: Experiment) -> float:
    """Return how many circles the unrolled drawing has for hidden units, H × T."""
    return experiment.net.hidden_size * experiment.trace.num_steps


def parameters(experiment: Experiment) -> float:
    """Return how many numbers the network has, however long the sequence is."""
    return experiment.net.num_parameters


def parameters_untied(experiment: Experiment, steps: int) -> float:
    """Return how many numbers there would be if each step had its own."""
    return experiment.net.num_parameters * as_count("steps", steps)


def parameters_with_unit_per_step(experiment: Experiment, steps: int) -> float:
    """Return how many numbers there would be if each step were a hidden unit."""
    net, H = experiment.net, as_count("steps", steps)
    return H * (net.input_size + H + net.output_size + 1) + net.output_size


def parameters_without_biases(experiment: Experiment) -> float:
    """Return how many weights there are: the biases forgotten."""
    return experiment.net.num_parameters - experiment.net.hidden_size - experiment.net.output_size


# Knobs and inputs.


def knob_value(experiment: Experiment) -> float:
    """Return the value of the knob in hand."""
    if experiment.value is None:
        raise ValueError("no knob is in hand: expected one")
    return experiment.value


def input_size_at(experiment: Experiment, step: int, input: int = 0) -> float:  # noqa: A002  # as in Knob.input
    """Return the size of an input, |x_t|."""
    return abs(_entry(experiment.trace.x, experiment, step, input))


# Gradients.


def copy_of_output(experiment: Experiment, knob: str, step: int, at: int, output: int = 0) -> float:
    """Return the share that the copy of a number at one step has in ∂y_at/∂number."""
    return float(_copies(_output_gradients(experiment, at, output), knob)[_step(experiment, step)])


def copy_of_loss(experiment: Experiment, knob: str, step: int) -> float:
    """Return the share that the copy of a number at one step has in dL/dnumber."""
    return float(_copies(gradients_of(experiment), knob)[_step(experiment, step)])


def gradient(experiment: Experiment, knob: str) -> float:
    """Return dL/dnumber, the sum over all copies."""
    return float(_copies(gradients_of(experiment), knob).sum())


def after_descent(experiment: Experiment, knob: str) -> float:
    """Return what a number becomes by one step down the gradient, at the view's rate."""
    rate, number = experiment.view.memory.rate, knob_named(knob)
    below = descended(experiment, gradients_of(experiment), rate, number)
    return number.neutral(below.setup)


def after_descent_of_one_copy(experiment: Experiment, knob: str, step: int) -> float:
    """Return what a number would become if only the copy at one step counted."""
    number = knob_named(knob).neutral(experiment.setup)
    return number - experiment.view.memory.rate * copy_of_loss(experiment, knob, step)


def after_ascent(experiment: Experiment, knob: str) -> float:
    """Return what a number would become by a step up the gradient: the minus forgotten."""
    return 2 * knob_named(knob).neutral(experiment.setup) - after_descent(experiment, knob)


def loss_after_descent(experiment: Experiment, knob: str) -> float:
    """Return the loss after one step down the gradient of one number."""
    rate = experiment.view.memory.rate
    below = descended(experiment, gradients_of(experiment), rate, knob_named(knob))
    return gradients_of(below).loss


def state_sensitivity(experiment: Experiment, step: int, since: int = -1) -> float:
    """Return the size of ∂h_t/∂h_k: the most that a nudge at k can grow until t.

    k = −1 is the state before step 0.
    """
    return float(np.linalg.norm(experiment.memory.jacobian(step, since), ord=2))


def input_sensitivity(
    experiment: Experiment,
    step: int,
    since: int,
    input: int = 0,  # noqa: A002  # as in Knob.input
    output: int = 0,
) -> float:
    """Return ∂y_t/∂x_k, of one output by one input."""
    by_inputs = _output_gradients(experiment, step, output).dL_da @ experiment.net.W_xh
    return _entry(by_inputs, experiment, since, input)


def weight_power(experiment: Experiment, steps: int) -> float:
    """Return the size of W_hh multiplied by itself so often: the states' slopes forgotten."""
    power = np.linalg.matrix_power(experiment.net.W_hh, as_count("steps", steps))
    return float(np.linalg.norm(power, ord=2))


def weight_times_steps(experiment: Experiment, steps: int) -> float:
    """Return the size of W_hh times the number of steps: added where one multiplies."""
    return as_count("steps", steps) * weight_power(experiment, 1)


def _output_gradients(experiment: Experiment, at: int, output: int) -> Gradients:
    """Return gradients of the loss ½|y_at − target|², the target one below: dL/dy is 1."""
    trace = experiment.trace
    weights = np.zeros(trace.num_steps)
    weights[_step(experiment, at)] = 1.0
    target = trace.y.copy()
    target[at, as_count("output", output, least=0, most=target.shape[1] - 1)] -= 1.0
    return backprop(experiment.net, trace, target, "squared_error", weights)


def _copies(gradients: Gradients, knob: str) -> Array:
    number = knob_named(knob)
    if number.kind != "entry":
        raise ValueError(f"the number is {number.name}: expected an entry of a parameter")
    return gradients.copies(number.target, number.index)


def _silence(experiment: Experiment, steps: int) -> Trace:
    rows = np.zeros((as_count("steps", steps), experiment.net.input_size))
    return experiment.net.rollout(rows, experiment.trace.h[-1])


def _with_inputs(experiment: Experiment, sequence: list[float]) -> Experiment:
    if len(sequence) != experiment.trace.num_steps:
        raise ValueError(
            f"the sequence has {len(sequence)} numbers: expected {experiment.trace.num_steps}, "
            "one for each step"
        )
    return experiment.with_sequence([[value] for value in sequence])


def _states(experiment: Experiment) -> Array:
    """Return (T + 1, H): the state before step 0, and those of all steps."""
    states: Array = np.vstack([experiment.initial_state, experiment.trace.h])
    return states


def _one_step(experiment: Experiment, net: RNN, before: Array, step: int, unit: int) -> float:
    """Return a unit's state after one step from another state before it."""
    at = _step(experiment, step)
    return float(net.rollout(experiment.x[at : at + 1], before).h[0, _unit(experiment, unit)])


def _step(experiment: Experiment, step: int) -> int:
    return as_count("step", step, least=0, most=experiment.trace.num_steps - 1)


def _unit(experiment: Experiment, unit: int) -> int:
    return as_count("unit", unit, least=0, most=experiment.net.hidden_size - 1)


def _entry(rows: Array, experiment: Experiment, step: int, column: int) -> float:
    column = as_count("the position", column, least=0, most=rows.shape[1] - 1)
    return float(rows[_step(experiment, step), column])


ORACLES: Final[Mapping[str, Callable[..., float]]] = {
    function.__name__: function
    for function in (
        constant,
        state,
        output,
        state_without_past,
        state_with_whole_past,
        from_state_before,
        from_same_state,
        output_without_bias,
        sum_of_inputs,
        state_after,
        size_after,
        growth_in_silence,
        is_flipped,
        resting_states,
        outputs_agree,
        differing_states,
        steps,
        hidden_units,
        unit_copies,
        parameters,
        parameters_untied,
        parameters_with_unit_per_step,
        parameters_without_biases,
        knob_value,
        input_size_at,
        copy_of_output,
        copy_of_loss,
        gradient,
        after_descent,
        after_descent_of_one_copy,
        after_ascent,
        loss_after_descent,
        state_sensitivity,
        input_sensitivity,
        weight_power,
        weight_times_steps,
        string_oracles.is_balanced,
        string_oracles.depth,
        string_oracles.is_odd,
        string_oracles.length,
        string_oracles.goes_below,
        string_oracles.is_fooled,
    )
}
