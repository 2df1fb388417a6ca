"""Locks: the requests that Python refuses, whatever the panel sends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.panel import locks
from rnnviz.panel import payload as panel
from tests.packed import unpacked

GAIN = rv.Knob.gain("W_hh")
ENTRY = rv.Knob.entry("W_hy", 3, 2)


def small() -> rv.Experiment:
    """A network of I=2, H=3, O=4 over T=5 steps, with the gain of W_hh at 0.5 in hand."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=4, seed=7)
    x = np.random.default_rng(7).normal(size=(5, 2))
    e = rv.Experiment(net=net, x=x, initial_state=[0.5, -0.25, 0.125])
    return e.select(GAIN).turn(0.5)


def moved(**arrays: Any) -> rv.Experiment:
    """The same with other arrays underneath, as a step down a gradient makes it."""
    e = small()
    parts = {name: arrays.pop(name) for name in ("x", "initial_state") if name in arrays}
    net = e.base.replace(**arrays) if arrays else e.base
    return e.replace(net=net, **parts)


LOOK = small().look(step=3, unit=2, explore={"folded": True})
TURNED = {
    "the number in hand": small().turn(0.75),
    "another number": small().select(ENTRY).turn(0.25),
    "another number, then back": small().select(ENTRY).turn(0.25).select(GAIN),
    "a weight underneath": moved(b_y=[0.0, 0.0, 0.0, 0.5]),
    "an input": moved(x=np.zeros((5, 2))),
    "the first state": moved(initial_state=[0.5, -0.25, 0.25]),
    "another in hand": small().select(ENTRY),
    "none in hand": small().select(None),
}


@pytest.mark.parametrize("lock", ["", "knob", "numbers"])
def test_looking_elsewhere_is_never_locked(lock: locks.Lock) -> None:
    """The cursor, the unit and the fold are no numbers of the network."""
    locks.check_locked(small(), LOOK, lock)


@pytest.mark.parametrize("change", TURNED)
def test_no_number_turns_while_all_are_locked(change: str) -> None:
    """Neither the number in hand nor another, by whatever way; without a lock each does."""
    locks.check_locked(small(), TURNED[change], "")
    with pytest.raises(ValueError, match="locked"):
        locks.check_locked(small(), TURNED[change], "numbers")


@pytest.mark.parametrize("change", TURNED)
def test_only_the_number_in_hand_turns_while_the_others_are_locked(change: str) -> None:
    """The number in hand turns; everything else is refused."""
    if change == "the number in hand":
        locks.check_locked(small(), TURNED[change], "knob")
        return
    with pytest.raises(ValueError, match="gain of W_hh"):
        locks.check_locked(small(), TURNED[change], "knob")


def test_with_no_number_in_hand_a_locked_hand_stays_empty() -> None:
    """Where only the number in hand can be turned and there is none, none can."""
    e = small().select(None)
    assert locks.lock_on(e, "knob") == "numbers"
    with pytest.raises(ValueError, match="stays none"):
        locks.check_locked(e, e.select(ENTRY), "knob")
    with pytest.raises(ValueError, match="locked"):
        locks.check_locked(e, e.replace(x=np.ones((5, 2))), "knob")


def test_the_panel_is_told_what_is_hidden_and_locked() -> None:
    """The payload names the parts, and what the lock comes to."""
    told = unpacked(panel.to_payload(small(), hide=("matrices", "charts"), lock="knob"))
    assert (told["hide"], told["lock"]) == (["matrices", "charts"], "knob")
    told = unpacked(panel.to_payload(small().select(None), lock="knob"))
    assert (told["hide"], told["lock"]) == ([], "numbers")
