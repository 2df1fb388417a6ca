"""What the pictures of memory show in the present case, as short sentences."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from rnnviz.memory import Decay, Influence, Memory
from rnnviz.number_words import in_print, with_power
from rnnviz.validation import as_choice, as_count, as_instance

Array = npt.NDArray[np.float64]

LITTLE: Final = 0.05  # a nudge that changes by less than this share keeps its size
CONSIDERABLE: Final = 0.25  # of all that is lost; a cause of more than this share is named
OUTSTANDING: Final = 1.5  # times the average loss of a step; such a step is named
TINY: Final = 1e-12


def read_decay(memory: Memory, decay: Decay) -> str:
    """Return how much of a nudge arrives at a step, and where the rest of it was lost.

    The nudge is to the oldest state, the one before step 0. Losses and gains are compared as
    factors, so that all of them together multiply to what is left.

    Args:
        memory: of the rollout.
        decay: of one of its steps.

    Raises:
        ValueError: they are of other kinds.
    """
    as_instance("memory", memory, Memory, "a Memory")
    as_instance("decay", decay, Decay, "a Decay")
    norms, d = decay.norms, len(decay.norms) - 1
    off = "saturation" if memory.net.activation == "tanh" else "units that are off"
    is_end = (decay.slope_factors == 0) | (decay.weight_factors == 0)
    if is_end.any():
        return _read_end(decay, int(np.argmax(is_end)), off)
    if math.isinf(norms[d]):
        return f"After {_steps(d)} a nudge has grown beyond 10³⁰⁸: it explodes."
    slopes, weights = np.log(decay.slope_factors), np.log(decay.weight_factors)
    # A norm is the most of all directions; of a single unit there is only one.
    is_bound = memory.net.hidden_size > 1
    most = "at most " if is_bound and norms[d] >= TINY else ""
    up_to = "up to " if is_bound else ""
    peak = int(np.argmax(norms))
    if (np.abs(norms - 1) < LITTLE).all():
        if is_bound:
            whole = "can still have its size, in the direction that keeps it"
            return f"After {_steps(d)} a nudge {whole}."
        why = "nothing is lost, nothing grows"
        if slopes.sum() < -2 * LITTLE:
            why = f"the weights give back what {off} take{'s' * (off == 'saturation')}"
        return f"After {_steps(d)} a nudge still has its size: {why}."
    first = ""
    if norms[peak] > max(1.0, norms[d]) * (1 + LITTLE):
        radius = decay.spectral_radius
        although = f", although the spectral radius is {in_print(radius)}" if radius < 1 else ""
        grown = _fold(norms[peak]) if math.isinf(norms[peak]) else up_to + _fold(norms[peak])
        first = f"A nudge from {_steps(peak)} back has grown {grown}{although}. "
    if norms[d] > 1 + LITTLE or (norms[d] > 1 and not first):
        held = "" if slopes.sum() > -LITTLE else f", though it loses some to {off}"
        whose = f"One from {_steps(d)} back" if first else f"After {_steps(d)} a nudge"
        return f"{first}{whose} has grown {up_to}{_fold(norms[d])}: the weights stretch it{held}."
    if first and norms[d] > 1 - LITTLE:
        return f"{first}One from {_steps(d)} back is {most}as large as it was."
    cause = _cause(decay, slopes, weights, off)
    if first:
        left = f"{most}{_share(norms[d])}"
        return f"{first}{left[0].upper()}{left[1:]} of one from {_steps(d)} back is left; {cause}."
    return f"After {_steps(d)} {most}{_share(norms[d])} of a nudge is left; {cause}."


def _read_end(decay: Decay, last: int, off: str) -> str:
    """Return at which step the rest of a nudge is lost: `last` steps back, to the last bit."""
    cause = "no weight leads to a unit that passes it on"
    if decay.slope_factors[last] == 0:
        cause = f"all that was left of it met {off}"
    return (
        f"Nothing is left of a nudge from {_steps(last + 1)} back or earlier: "
        f"at step {decay.step - last} {cause}."
    )


def _cause(decay: Decay, slopes: Array, weights: Array, off: str) -> str:
    """Return what took the rest of a nudge, by the logarithms of the factors of each step."""
    by_slopes, by_weights = -slopes.sum(), -weights.sum()
    if min(by_slopes, by_weights) > CONSIDERABLE * (by_slopes + by_weights):
        return f"the weights and {off} took the rest"
    if by_slopes > by_weights:
        stands_out = -slopes.min() > OUTSTANDING * by_slopes / len(slopes)
        at = f", most of it at step {decay.step - int(np.argmin(slopes))}"
        return f"{off} took the rest{at if stands_out else ''}"
    if weights.max() > -TINY:
        return "the weights took the rest"
    return f"the weights took the rest{', a part at each step' if len(weights) > 1 else ''}"


def read_influence(
    influence: Influence, step: int, name: str, of: Literal["inputs", "states"]
) -> str:
    """Return which earlier step matters most to a quantity, and what is left of the first.

    Steps that matter alike, but for rounding, are named together.

    Args:
        influence: on the quantity.
        step: from which it looks back.
        name: what people call it.
        of: what is nudged, "inputs" or "states".

    Raises:
        ValueError: the step is out of its range, or `of` is unknown.
    """
    as_instance("influence", influence, Influence, "an Influence")
    as_choice("of", of, ("inputs", "states"))
    T = influence.memory.trace.num_steps
    step = as_count("step", step, least=0, most=T - 1)
    row = (influence.of_inputs if of == "inputs" else influence.of_states)[step, : step + 1]
    what = "an input" if of == "inputs" else "a state"
    if not row.any():
        return (
            f"At step {step}, {name} depends on nothing: no small change of {what} so far moves it."
        )
    if np.isinf(row).any():
        return (
            f"At step {step}, {name} depends on some step more than a number can say: it explodes."
        )
    kind = "input" if of == "inputs" else "state"
    times = f"up to {_number(row.max())} times as far".replace("up to 1 times", "just")
    most = np.flatnonzero(row > row.max() * (1 - TINY))  # rounding decides nothing
    if len(most) == len(row) > 1:
        return (
            f"At step {step}, {name} depends on the {kind}s of all {len(row)} steps alike: a small "
            f"nudge to any of them moves it {times}."
        )
    if len(most) == 1:
        said = f"most on the {kind} of step {most[0]}: a small nudge there moves it {times}."
    else:
        said = (
            f"most on the {kind}s of {len(most)} steps, the last of them step {most[-1]}: a small "
            f"nudge to any of them moves it {times}."
        )
    said = f"At step {step}, {name} depends {said}"
    if most[0] == 0:
        return said
    if row[0] == 0:
        return f"{said} Nothing is left of step 0."
    return f"{said} Step 0 matters {_share(row[0] / row.max())} as much."


def _steps(count: int) -> str:
    return f"{count} step{'s' * (count != 1)}"


def _share(value: float) -> str:
    """Return a share below 1 in percent: "40 %", "0.4 %", "1.6×10⁻⁸", "less than 10⁻¹²"."""
    if value < TINY:
        return "less than 10⁻¹²"
    return f"{_number(100 * value)} %" if value >= 1e-4 else with_power(value, 2)


def _fold(value: float) -> str:
    return "beyond 10³⁰⁸-fold" if math.isinf(value) else f"{_number(value)}-fold"


def _number(value: float) -> str:
    """Return a positive number in three digits or more: "0.0587", "2.24", "1024", "1.3×10⁷"."""
    return in_print(value, power_digits=2)
