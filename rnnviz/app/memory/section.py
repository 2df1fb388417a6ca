"""The part of the Memory page that the reader has chosen, following the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import streamlit as st

from rnnviz.app import state, widgets
from rnnviz.app.memory import copies, cut, decay, influence, nudge, untie
from rnnviz.app.memory.showing import FRAGMENT, choose
from rnnviz.experiment import Experiment


class Part(NamedTuple):
    """One question of the page."""

    title: str
    look_for: str
    show: Callable[[Experiment], None]


PARTS: Final[Mapping[str, Part]] = {
    "influence": Part(
        "Who mattered?",
        "How much would a small change at an earlier step still change this one? "
        "Ink is influence: where it fades, the past is forgotten.",
        influence.show,
    ),
    "decay": Part(
        "Vanish or explode",
        "A nudge to the state goes through one step after another. Each step's slopes and "
        "weights make it smaller or larger. Where is it lost?",
        decay.show,
    ),
    "copies": Part(
        "A sum over copies",
        "A shared number is used at every step, so its gradient is a sum: one share for each "
        "copy. Which steps ask for a change, and do they agree?",
        copies.show,
    ),
    "nudge": Part(
        "Nudge",
        "Change one number at one step and see how far all later steps move, beside what the "
        "gradient predicts.",
        nudge.show,
    ),
    "untie": Part(
        "Untie",
        "Here each step has its own copy of a number, as in a network that shares nothing. "
        "Change one copy only: what would that network do?",
        untie.show,
    ),
    "cut": Part(
        "Cut",
        "Cut the dashed arrow into a step: it no longer hears of the past. What would a "
        "feedforward network know?",
        cut.show,
    ),
}


@st.fragment(key=FRAGMENT)
def section() -> None:
    """Show the chosen part."""
    session = state.arrive()
    experiment = session.experiment
    chosen = experiment.view.memory.part
    widgets.put("memory_part", chosen)
    st.segmented_control(
        "What to look at",
        list(PARTS),
        key="memory_part",
        format_func=lambda name: PARTS[name].title,
        on_change=_choose_part,
        label_visibility="collapsed",
        required=True,
    )
    st.caption(PARTS[chosen].look_for)
    if experiment.num_shown == 0:
        st.text(
            "The network explodes at step 0, so there is no past to look at: turn a weight down."
        )
        copies.way_back()
    else:
        PARTS[chosen].show(experiment)
    state.write_address(session)


def _choose_part() -> None:
    choose(part=st.session_state["memory_part"])
