"""What the questions of the Dynamics page share: choices, and results that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

import numpy as np
import streamlit as st

from rnnviz.app import panel, state, work
from rnnviz.dynamics.cycles import Cycles, cycles
from rnnviz.dynamics.fixed_points import FixedPoints, fixed_points
from rnnviz.dynamics_view import present_input
from rnnviz.experiment import Experiment
from rnnviz.networks import RNN

FRAGMENT: Final = "dynamics"
PERIODS: Final = (2, 3, 4)  # of the cycles that are looked for

Result = TypeVar("Result")


def choose(**changes: Any) -> None:
    """Change what the page shows, and write its address; for callbacks."""
    experiment = state.current().experiment
    dynamics = experiment.view.dynamics.model_dump() | changes
    show(experiment.look(dynamics=dynamics))


def show(experiment: Experiment) -> None:
    """Show the same network with something changed, in the panel and beside it; for callbacks."""
    state.change(experiment)
    panel.rerun(following())


def refuse(error: ValueError) -> None:
    """Say in the panel why something cannot be done; for callbacks."""
    state.current().notice = state.sentence(error)
    panel.rerun([FRAGMENT])


def following() -> list[str]:
    """Return the part of the page that is run again after a request."""
    return [FRAGMENT]


def once(name: str, about: tuple[object, ...], make: Callable[[], Result]) -> Result:
    """Return what `make` returns, which is kept until it is about something else.

    Args:
        name: under which it is kept.
        about: networks, arrays and whatever can be written: all that the result depends on.
        make: makes it.
    """
    key = key_of(about)
    kept = st.session_state.get(f"dynamics_kept_{name}")
    if kept is None or kept[0] != key:
        kept = key, make()
        st.session_state[f"dynamics_kept_{name}"] = kept
    result: Result = kept[1]
    return result


def once_in_pieces(
    name: str,
    about: tuple[object, ...],
    begin: Callable[[], work.Pieces[Result]],
    *,
    text: str,
    begin_text: str,
) -> Result | None:
    """Return what a computation of seconds returns, kept as by `once`; None while it is not there.

    Args:
        name: under which it is kept.
        about: as for `once`.
        begin: begins it.
        text: what is being done.
        begin_text: on the button that begins again what was cancelled.
    """
    key = key_of(about)
    kept = st.session_state.get(f"dynamics_kept_{name}")
    if kept is None or kept[0] != key:
        made = work.result(key, begin, fragment=FRAGMENT, text=text, begin_text=begin_text)
        if made is None:
            return None
        return once(name, about, lambda: made)
    result: Result = kept[1]
    return result


def fixed_points_of(experiment: Experiment) -> FixedPoints:
    """Return the fixed points under the present input."""
    net, x = experiment.net, present_input(experiment)
    return once("fixed_points", (net, x), lambda: fixed_points(net, x))


def cycles_of(experiment: Experiment) -> tuple[Cycles, ...]:
    """Return the cycles of each short period under the present input."""
    net, x = experiment.net, present_input(experiment)
    return once("cycles", (net, x), lambda: tuple(cycles(net, p, x, num_seeds=64) for p in PERIODS))


def key_of(about: tuple[object, ...]) -> str:
    """Return a text that is the same for the same networks, arrays, and whatever can be written."""
    digest = hashlib.blake2b(digest_size=16)
    for one in about:
        if isinstance(one, RNN):
            digest.update(f"{one.activation}".encode())
            arrays = list(one.parameters.values())
        elif isinstance(one, np.ndarray):
            arrays = [one]
        else:
            arrays = []
            digest.update(f"{one!r};".encode())
        for array in arrays:
            digest.update(f"{array.shape}".encode())
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
