"""Sweep: a knob turned through its range, every trace kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnviz.knobs import Knob, Setup
from rnnviz.networks.rnn import RNN, check_sequence
from rnnviz.networks.rnn_versions import rollouts, rollouts_by_entry
from rnnviz.trace import EXPLODED
from rnnviz.validation import as_array, as_instance, make_read_only

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sweep:
    """Everything a network did at each value of a knob. Arrays are read-only.

    Attributes:
        knob: what was turned.
        base: what it was turned from: a network, its sequence and its initial state.
        values: (V,), the knob's values.
        a: (V, T, H), pre-activations; a[v] belongs to values[v], and so on below.
        h: (V, T, H), hidden states.
        z: (V, T, O), logits.
        y: (V, T, O), outputs.
    """

    knob: Knob
    base: Setup
    values: Array
    a: Array
    h: Array
    z: Array
    y: Array

    @cached_property
    def num_shown(self) -> npt.NDArray[np.int64]:
        """(V,), the steps before the first number that is not finite or beyond 1e12."""
        fits = np.ones(self.h.shape[:2], dtype=bool)
        for array in (self.a, self.h, self.z, self.y):
            with np.errstate(invalid="ignore"):
                fits &= (np.abs(array) <= EXPLODED).all(axis=2)
        shown: npt.NDArray[np.int64] = np.logical_and.accumulate(fits, axis=1).sum(axis=1)
        make_read_only(shown)
        return shown


def sweep(
    net: RNN,
    knob: Knob,
    values: npt.ArrayLike,
    x: npt.ArrayLike,
    initial_state: npt.ArrayLike | None = None,
) -> Sweep:
    """Run a network once for each value of a knob, all at the same time.

    The same numbers as one rollout after another: sweep.h[v] is the h of the network
    with the knob at values[v].

    Args:
        net: the network, as it is.
        knob: what to turn.
        values: (V,), at least one; absolute, or relative for a gain or a shift.
        x: (T, I), one sequence.
        initial_state: (H,); None means zero.

    Raises:
        ValueError: a shape does not fit, a value is not finite, or the knob does not
            fit the network or is undefined there.
    """
    as_instance("net", net, RNN, "an RNN")
    x, initial_state = check_sequence(net, x, initial_state)
    if x.ndim > 2:
        raise ValueError(f"x has shape {x.shape}: expected one sequence, (steps, inputs)")
    return sweep_setup(Setup(net, x, initial_state), knob, values)


def sweep_setup(
    base: Setup,
    knob: Knob,
    values: npt.ArrayLike,
    rounded: Callable[[str, Array], Array] = lambda name, array: array,
) -> Sweep:
    """Run a setup once for each value of a knob (see `sweep`).

    Args:
        base: the network, its sequence and its initial state.
        knob: what to turn.
        values: (V,), at least one.
        rounded: rounds what the knob has turned; called with its name and (V, …).

    Raises:
        ValueError: as `sweep`.
    """
    as_instance("knob", knob, Knob, "a Knob")
    values = as_array("values", values, (None,), why="a number for each turn")
    if values.size == 0:
        raise ValueError(f"values has shape {values.shape}: expected at least one")
    if knob.kind == "entry" and knob.target == "W_hh":
        knob.neutral(base)  # refuses what does not fit
        logged = rollouts_by_entry(base.net, knob.index, values, base.x, base.initial_state)
    else:
        turned = rounded(knob.target, knob.versions(base, values))
        as_array(knob.target, turned, (None,) * turned.ndim)  # refuses what overflowed
        logged = rollouts(base.net, knob.target, turned, base.x, base.initial_state)
    make_read_only(*logged)
    return Sweep(knob, base, values, *logged)
