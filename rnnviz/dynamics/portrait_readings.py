"""What the pictures of the moving state show in the present case, in sentences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.cycles import Cycles
from rnnviz.dynamics.fixed_points import FixedPoints
from rnnviz.dynamics.flow import Flow
from rnnviz.dynamics.long_run import LongRun
from rnnviz.dynamics.stability import KINDS
from rnnviz.number_words import in_print, percent

Array = npt.NDArray[np.float64]

MANY: Final = 16  # values beyond which a long run is said to wander
SAME: Final = 1e-3  # of the range of all: values nearer to each other are one
MOST_SPANS: Final = 5  # of a knob's values, in a sentence
UNSEEN: Final = 0.005  # a share of searches that is worth a sentence
ONE_POINT: Final = {"saddle": "a saddle", "undefined": "at a kink"}
ONE_CYCLE: Final = {
    "stable": "a stable cycle of {} steps",
    "saddle": "a saddle cycle of {} steps",
    "unstable": "an unstable cycle of {} steps",
    "marginal": "a marginal cycle of {} steps",
    "undefined": "a cycle of {} steps at a kink",
}


def read_fixed_points(found: FixedPoints, step: int) -> str:
    """Return where the state rests under the input of a step, and what may be missing."""
    N, under = len(found.points), f"With the input of step {step} held constant"
    said = []
    if N:
        rests = f"there are {N} fixed points: {_counted(found.kinds)}"
        if N == 1:
            kind = found.kinds[0]
            rests = f"there is 1 fixed point, and it is {ONE_POINT.get(kind, kind)}"
        said.append(f"{under} {rests}.")
    elif not found.continua:
        none = "there is no fixed point" if found.is_complete else "no fixed point was found"
        said.append(f"{under} {none}.")
    if found.continua:
        D = max(len(one.directions) for one in found.continua)
        what = "a line" if D == 1 else f"{D} dimensions"
        said.append(
            f"{'Besides, there' if N else under + ' there'} is {what} of fixed points: a state "
            "on it stays where it is, so it can hold any value."
        )
    K = len(found.slow_points)
    if K:
        said.append(f"The state nearly rests at {K} other place{'s' * (K > 1)}.")
    if found.unseen >= UNSEEN:
        said.append(f"About {percent(found.unseen)} of further searches would find another one.")
    return " ".join(said)


def read_cycles(cycles: Sequence[Cycles]) -> str:
    """Return which cycles there are, and what may be missing; "" where there are none.

    Args:
        cycles: under one input, of rising periods.
    """
    said = []
    found = [of_period for of_period in cycles if of_period.kinds]
    kinds = [kind for of_period in found for kind in of_period.kinds]
    periods = [str(of_period.period) for of_period in found]
    if len(kinds) == 1:
        said.append(f"There is {ONE_CYCLE[kinds[0]].format(periods[0])}.")
    elif len(found) == 1:
        said.append(f"There are {len(kinds)} cycles of {periods[0]} steps: {_counted(kinds)}.")
    elif found:
        of = _listed([f"{len(one.kinds)} of {one.period}" for one in found])
        said.append(f"There are {len(kinds)} cycles, {of} steps: {_counted(kinds)}.")
    beside = [str(of_period.period) for of_period in cycles if of_period.num_singular]
    if beside:
        said.append(
            f"Cycles of {_listed(beside)} steps lie side by side without a gap, so none of them is "
            "marked."
        )
    if any(of_period.unseen >= UNSEEN for of_period in found):
        said.append("There may be more.")
    return " ".join(said)


def read_eigenvalues(values: npt.NDArray[np.complex128]) -> str:
    """Return what one step does to a small difference, by its largest eigenvalue.

    Args:
        values: (H,) by falling modulus.
    """
    first = complex(values[0])
    size = abs(first)
    if size == 0:
        return "All eigenvalues are 0: after a few steps nothing is left of a small difference."
    if abs(size - 1) < 1e-6:
        said = (
            "The largest eigenvalue lies on the circle: there a difference stays as long as it is"
        )
    else:
        what = "grows" if size > 1 else "shrinks"
        said = (
            f"The largest eigenvalue has modulus {in_print(size)}: in its direction a small "
            f"difference {what} to {in_print(100 * size)} % per step"
        )
    turn = abs(math.degrees(math.atan2(first.imag, first.real)))
    if first.imag:
        said += (
            f", and turns by {in_print(turn)}°, so that a whole turn takes "
            f"{in_print(360 / turn)} steps"
        )
    elif first.real < 0:
        said += ", and changes its sign each time"
    N, above = len(values), int((np.abs(values) > 1).sum())
    if N == 1:
        return f"{said}."
    return (
        f"{said}. {above} of the {N} eigenvalues lie{'s' * (above == 1)} outside the unit circle."
    )


def read_long_run(runs: LongRun, unit: int) -> str:
    """Return at how many values a unit ends, from each value of the knob on."""
    name, kinds = runs.knob.name, _kinds(runs, unit)
    spans = [list(span) for _, span in groupby(range(len(kinds)), kinds.__getitem__)]
    if len(spans) == 1:
        return f"At all values of {name} shown, unit {unit} {kinds[0]}."
    if len(spans) > MOST_SPANS:
        common = Counter(kinds).most_common(1)[0][0]
        return (
            f"Over the values of {name} the picture changes its kind {len(spans) - 1} times; "
            f"most often unit {unit} {common}."
        )
    parts = [f"Up to {name} = {in_print(runs.values[spans[0][-1]])} unit {unit} {kinds[0]}"]
    for span in spans[1:]:
        parts.append(f"from {in_print(runs.values[span[0]])} on it {kinds[span[0]]}")
    return "; ".join(parts) + "."


def read_flow(runs: Flow) -> str:
    """Return where many starts end."""
    B = len(runs.ends)
    counts = np.bincount(runs.ends[runs.ends >= 0], minlength=len(runs.attractors))
    others = Counter(runs.fates[runs.ends < 0].tolist())
    said = []
    if len(runs.attractors) == 1 and counts[0] == B:
        return f"All {B} starts end at one {_attractor(runs.attractors[0])}."
    if len(runs.attractors) > MOST_SPANS:
        said.append(
            f"{int(counts.sum())} of {B} starts end at {len(runs.attractors)} different places."
        )
    elif len(runs.attractors):
        each: list[str] = []
        seen: set[str] = set()
        for k in np.argsort(-counts, kind="stable"):
            what = _attractor(runs.attractors[k])
            starts = "" if seen else f" of the {B} starts"
            each.append(f"{counts[k]}{starts} end at {'another' if what in seen else 'one'} {what}")
            seen.add(what)
        said.append(f"{_listed(each)}.")
    endings = {
        "neutral": "stay wherever they come to rest, on a line of fixed points",
        "balanced": "are balanced on a point that others leave",
        "unsettled": "never settle",
        "exploded": "explode",
    }
    for fate, what in endings.items():
        n = others.get(fate, 0)
        if n == B:
            return f"All {B} starts {what}."
        if n:
            said.append(f"{n} {what}.")
    return " ".join(said)


def _kinds(runs: LongRun, unit: int) -> list[str]:
    """Return what a unit does in the long run at each value of the knob, in words."""
    states = runs.states[..., unit]
    shown = states[~runs.exploded]
    grain = SAME * max(float(np.ptp(shown)) if shown.size else 0.0, 1e-9)
    kinds = []
    for each, out in zip(states, runs.exploded, strict=True):
        if out.all():
            kinds.append("explodes")
            continue
        ends = np.sort(each[~out].ravel())
        num = 1 + int((np.diff(ends) > grain).sum())
        if num > MANY:
            kinds.append("wanders over many values")
        else:
            kinds.append("ends at one value" if num == 1 else f"ends at {num} values")
    return kinds


def _counted(kinds: Sequence[str]) -> str:
    """Return how many there are of each kind, as in "2 stable and 1 saddle"."""
    counts = Counter(kinds)
    return _listed(
        [
            f"{counts[kind]} {kind}{'s' * (kind == 'saddle' and counts[kind] > 1)}"
            for kind in KINDS
            if counts[kind]
        ]
    )


def _attractor(states: Array) -> str:
    p = len(states)
    return "point" if p == 1 else f"cycle of {p} steps"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
