"""The part of the Memory page that the reader has chosen, following the session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from rnnviz.app import questions, state
from rnnviz.app.memory import copies, cut, decay, influence, nudge, untie
from rnnviz.app.memory.showing import FRAGMENT, choose
from rnnviz.app.questions import Question

PARTS: Final[Mapping[str, Question]] = {
    "influence": Question(
        "Who mattered?",
        "How much would a small change at an earlier step still change this one? "
        "Darker means more: where the row fades, the past is forgotten.",
        influence.show,
    ),
    "decay": Question(
        "Vanish or explode",
        "A nudge to the state goes through one step after another. Each step's slopes and "
        "weights make it smaller or larger. Where is it lost?",
        decay.show,
    ),
    "copies": Question(
        "A sum over copies",
        "A shared number is used at every step, so its gradient is a sum: one share for each "
        "copy. Which steps ask for a change, and do they agree?",
        copies.show,
    ),
    "nudge": Question(
        "Nudge",
        "Change one number at one step and see how far all later steps move, beside what the "
        "gradient predicts.",
        nudge.show,
    ),
    "untie": Question(
        "Untie",
        "Here each step has its own copy of a number, as in a network that shares nothing. "
        "Change one copy only: what would that network do?",
        untie.show,
    ),
    "cut": Question(
        "Cut",
        "Cut the dashed arrow into a step: the past no longer reaches it. What would a "
        "feedforward network know?",
        cut.show,
    ),
}


@st.fragment(key=FRAGMENT)
def section() -> None:
    """Show the chosen part."""
    session = state.arrive()
    experiment = session.experiment
    part = questions.choose("memory_part", PARTS, experiment.view.memory.part, _choose_part)
    if experiment.num_shown == 0:
        st.text(
            "The network explodes at step 0, so there is no past to look at: turn a weight down."
        )
        copies.way_back()
    else:
        part.show(experiment)
    st.caption(part.look_for)
    state.write_address(session)


def _choose_part() -> None:
    choose(part=st.session_state["memory_part"])
