"""Locks: which numbers a reader may turn."""

from __future__ import annotations

from typing import Literal

import numpy as np

from rnnviz.experiment import Experiment
from rnnviz.knobs import Setup

Lock = Literal["", "numbers", "knob"]
"""Nothing is locked, or every number is, or every number but the one in hand."""


def lock_on(experiment: Experiment, lock: Lock) -> Lock:
    """Return what a lock comes to here: with no number in hand, all of them are locked."""
    return "numbers" if lock == "knob" and experiment.knob is None else lock


def check_locked(before: Experiment, after: Experiment, lock: Lock) -> None:
    """Check that a change leaves the locked numbers as they are.

    Raises:
        ValueError: it turns one, or takes another in hand.
    """
    lock = lock_on(before, lock)
    if lock == "":
        return
    in_hand = "none" if before.knob is None else before.knob.name
    if after.knob != before.knob:
        other = "no number" if after.knob is None else after.knob.name
        raise ValueError(
            f"{other} cannot be taken in hand: the numbers are locked, "
            f"and the one in hand stays {in_hand}"
        )
    if lock == "numbers" and not _is_same(before.setup, after.setup):
        raise ValueError("no number can be turned: they are locked, and stay as they were set")
    if lock == "knob" and not _is_same(before.base_setup, after.base_setup):
        raise ValueError(f"only {in_hand} can be turned: the other numbers are locked")


def _is_same(before: Setup, after: Setup) -> bool:
    a = {**before.net.parameters, "x": before.x, "initial_state": before.initial_state}
    b = {**after.net.parameters, "x": after.x, "initial_state": after.initial_state}
    return all(np.array_equal(a[name], b[name]) for name in a)
