"""What the pictures of shared copies and of a change show in the present case, in sentences."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import Gradients
from rnnviz.interventions import Intervention
from rnnviz.knobs import Knob
from rnnviz.networks import RNN
from rnnviz.number_words import in_print, percent, signed
from rnnviz.validation import as_count, as_instance, as_number

Array = npt.NDArray[np.float64]

FEW_STEPS: Final = 6  # whose contributions are all named
LITTLE: Final = 0.01  # of the largest move, what is called gone, or rightly predicted
MUCH: Final = 0.5  # of the largest move, what is called still there


def read_copies(
    gradients: Gradients, parameter: str, index: tuple[int, ...], *, rate: float = 0.4
) -> str:
    """Return what the copies of one number w contribute to dL/dw, and what a step does to w.

        w ← w − rate dL/dw

    Args:
        gradients: of the rollout.
        parameter: the name of the parameter that holds w.
        index: of w in it.
        rate: the learning rate.

    Raises:
        ValueError: there is no such number, or the rate is not finite.
    """
    as_instance("gradients", gradients, Gradients, "Gradients")
    rate = as_number("rate", rate)
    each, total = _sum(gradients, parameter, index)
    T, name = len(each), Knob("entry", parameter, index).name
    used = f"{name} is used at {T} step{'s' * (T > 1)}"
    if not math.isfinite(total):
        return f"{used}; its gradient is beyond what a number can hold."
    if not each.any():
        return f"{used}; no copy contributes to the gradient, so a step leaves it as it is."
    if T == 1:
        said = f"{used}; its one copy contributes the whole gradient, {in_print(total)}."
    elif T <= FEW_STEPS:
        said = (
            f"{used}; its copies contribute {_listed([in_print(c, 2) for c in each])} "
            f"to the gradient: together {in_print(total)}."
        )
    else:
        top = int(np.abs(each).argmax())
        said = (
            f"{used}; together its copies contribute {in_print(total)} to the gradient. "
            f"The copy at step {top} counts most, with {in_print(each[top])}: "
            f"{percent(each[top] / np.abs(each).sum())} of all their sizes."
        )
    if abs(total) < 0.5 * np.abs(each).sum():
        up, down = each[each > 0].sum(), each[each < 0].sum()
        said += f" They pull both ways, {signed(up)} and {signed(down)}: most of it cancels."
    return (
        f"{said} One step of {in_print(rate)} down the gradient changes the one shared number, "
        f"so all copies, by {signed(-rate * total)}."
    )


def read_truncation(
    gradients: Gradients, full: Gradients, parameter: str, index: tuple[int, ...]
) -> str:
    """Return what truncated backpropagation loses of dL/dw of one number w.

    Args:
        gradients: of the rollout, truncated.
        full: of the same rollout, not truncated.
        parameter: the name of the parameter that holds w.
        index: of w in it.

    Raises:
        ValueError: there is no such number.
    """
    as_instance("gradients", gradients, Gradients, "Gradients")
    as_instance("full", full, Gradients, "Gradients")
    (each, kept), (all_of_it, whole) = (_sum(of, parameter, index) for of in (gradients, full))
    name = f"dL/d{Knob('entry', parameter, index).name}"
    if not (math.isfinite(kept) and math.isfinite(whole)):
        return f"{name} is beyond what a number can hold."
    if np.allclose(each, all_of_it, rtol=1e-9, atol=0):
        return f"Nothing of {name} is lost: it is {in_print(whole)} with and without the window."
    lost, size = whole - kept, float(np.abs(all_of_it).sum())
    if abs(lost) <= 1e-9 * size:
        return (
            f"{name} is {in_print(whole)} with and without the window: "
            "what the copies lose cancels."
        )
    if kept * whole < 0:
        return (
            f"{name} is {in_print(whole)}, but {in_print(kept)} within the window: "
            "truncated, a step goes the wrong way."
        )
    if kept == 0:
        return f"All of {name} is lost: it is {in_print(whole)}, and 0 within the window."
    if abs(kept) > abs(whole):
        return (
            f"{name} is {in_print(whole)}, but {in_print(kept)} within the window: "
            f"the lost part, {signed(lost)}, would have taken some of it back."
        )
    return (
        f"The window keeps {in_print(kept)} of {name} = {in_print(whole)}. "
        f"{in_print(lost)} is lost, {percent(lost / whole)}: "
        "it comes from further back than the window."
    )


def read_nudge(intervention: Intervention) -> str:
    """Return how far a nudge moves the states, how well that was predicted, and what is left.

    Raises:
        ValueError: it is no intervention.
    """
    as_instance("intervention", intervention, Intervention, "an Intervention")
    if intervention.changes_nothing:
        return "Nothing moves: no unit and no output changes."
    moved, exploded = _drawn(intervention)
    if not moved.any():
        return exploded or "No state moves."
    t, i = _largest(moved)
    said = [f"Unit {i} moves most, by {signed(moved[t, i])} at step {t}."]
    said.append(_prediction(intervention, moved))
    return " ".join(filter(None, [*said, exploded or _what_is_left(intervention, moved)]))


def read_untied(intervention: Intervention, net: RNN, num_steps: int) -> str:
    """Return how far an untied copy moves the states, and what it costs to share nothing.

    Args:
        intervention: the run in which one copy has a value of its own.
        net: the network that shares.
        num_steps: T.

    Raises:
        ValueError: an argument is not what it should be.
    """
    as_instance("intervention", intervention, Intervention, "an Intervention")
    as_instance("net", net, RNN, "an RNN")
    as_count("num_steps", num_steps)
    P, step = net.num_parameters, intervention.step
    cost = ""
    if num_steps > 1:
        cost = (
            f"A network that shares nothing needs {P} × {num_steps} = {P * num_steps} numbers "
            f"instead of {P}."
        )
    moved, exploded = _drawn(intervention)
    if intervention.changes_nothing:
        said = f"Nothing moves: at step {step} this number makes no difference."
    elif moved.any():
        t, i = _largest(moved)
        said = (
            f"One copy changed, at step {step}: unit {i} moves most, by {signed(moved[t, i])} "
            f"at step {t}."
        )
    elif exploded:
        said = ""
    else:
        _, k = _largest(intervention.dy)
        said = (
            f"One copy changed, at step {step}: no state moves, and output {k} moves "
            f"by {signed(intervention.dy[step, k])} at that step alone."
        )
    return " ".join(filter(None, [said, exploded, cost]))


def read_cut(intervention: Intervention) -> str:
    """Return how a step would end without its past, and whether the past comes back.

    Raises:
        ValueError: it is no intervention.
    """
    as_instance("intervention", intervention, Intervention, "an Intervention")
    step = intervention.step
    if intervention.changes_nothing:
        if step == 0 and not intervention.trace.initial_state.any():
            return "Nothing changes: before step 0 there is no past."
        return f"Nothing changes: step {step} does not use the past."
    moved, exploded = _drawn(intervention)
    if len(moved) <= step:
        return exploded
    of_h, of_y = (float(np.linalg.norm(d[step])) for d in (moved, intervention.dy))
    said = (
        f"A feedforward network knows x at step {step} and nothing before: its state is "
        f"{in_print(of_h)} away from this one, and its output {in_print(of_y)}."
    )
    return " ".join(filter(None, [said, exploded or _comes_back(intervention, moved)]))


def _sum(gradients: Gradients, parameter: str, index: tuple[int, ...]) -> tuple[Array, float]:
    """Return what each copy contributes, and the sum: not finite where any of it is not."""
    each = gradients.copies(parameter, index)
    with np.errstate(over="ignore", invalid="ignore"):
        total, size = float(each.sum()), float(np.abs(each).sum())
    # What is left of terms that cancel is rounding.
    return each, 0.0 if abs(total) <= 1e-12 * size < math.inf else total


def _drawn(of: Intervention) -> tuple[Array, str]:
    """Return Δh of the steps before it explodes, and the sentence that says so, or ""."""
    exploded = of.exploded_at
    if exploded is None:
        return of.dh, ""
    return of.dh[:exploded], f"The run explodes at step {exploded}."


def _largest(moved: Array) -> tuple[int, int]:
    """Return (step, unit) of the largest move."""
    t, i = np.unravel_index(np.abs(moved).argmax(), moved.shape)
    return int(t), int(i)


def _prediction(of: Intervention, moved: Array) -> str:
    """Return how well the gradient predicts the moves."""
    predicted = of.predicted[: len(moved)]
    if not np.isfinite(predicted).all():
        return "The gradient's prediction explodes."
    t, i = _largest(moved - predicted)
    off = abs(moved[t, i] - predicted[t, i])
    if off <= LITTLE * np.abs(moved).max():
        return "The gradient predicts all of it to within 1 %."
    said = (
        f"The gradient predicts {signed(predicted[t, i])} for unit {i} at step {t}, "
        f"where {signed(moved[t, i])} happens"
    )
    return f"{said}{_why(of, moved)}."


def _why(of: Intervention, moved: Array) -> str:
    """Return why a prediction to first order fails: what happens where it first does."""
    activation = of.trace.net.activation
    if activation == "tanh":
        return ": the tanh bends"
    off = np.abs(moved - of.predicted[: len(moved)])
    t = int(np.argmax(off.max(axis=1) > 1e-9 * np.abs(moved).max()))
    i = int(off[t].argmax())
    is_on, was_on = of.h[t, i] > 0, of.trace.h[t, i] > 0
    if activation == "relu" and is_on != was_on:
        return f": the ReLU of unit {i} switches {'on' if is_on else 'off'} at step {t}"
    return ""


def _what_is_left(of: Intervention, moved: Array) -> str:
    """Return what is left of a move at the last step, if any comes after the change."""
    lengths = np.linalg.norm(moved, axis=1)
    if of.step == len(lengths) - 1:
        return ""
    share = lengths[-1] / lengths.max()
    if share == 1:
        return "At the last step the state is as far away as it has ever been."
    if share < LITTLE:
        return "At the last step less than 1 % of the largest move is left."
    return f"At the last step {percent(share)} of the largest move is left."


def _comes_back(of: Intervention, moved: Array) -> str:
    """Return whether the run finds back to what it was after a cut, if any step follows."""
    lengths = np.linalg.norm(moved, axis=1)
    if of.step == len(lengths) - 1:
        return ""
    differs = np.flatnonzero(lengths >= LITTLE * lengths.max())[-1]
    if differs < len(lengths) - 1:
        return (
            f"From step {differs + 1} on, less than 1 % of the largest difference is left: "
            "the network would have forgotten the part that was cut off."
        )
    share = lengths[-1] / lengths.max()
    said = f"At the last step {percent(share)} of the largest difference is left"
    return said + (
        ": the part that was cut off has not come back by then." if share >= MUCH else "."
    )


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
