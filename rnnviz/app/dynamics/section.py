"""The question of the Dynamics page that the reader has chosen, following the session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from rnnviz.app import questions, state, work
from rnnviz.app.dynamics import bifurcation, eigenvalues, portrait, starts, summary
from rnnviz.app.dynamics.showing import FRAGMENT, choose
from rnnviz.app.questions import Question

QUESTIONS: Final[Mapping[str, Question]] = {
    "portrait": Question(
        "Where does it go?",
        "Each place is a hidden state; the dark line joins the states of this run. What attracts "
        "it, and what turns it away? Click a place to begin there, or a step to go to it.",
        portrait.show,
    ),
    "starts": Question(
        "Many starts",
        "A hundred and sixty states, let go at once under the same input. Do they end in one "
        "place, in a few, or nowhere?",
        starts.show,
    ),
    "eigenvalues": Question(
        "Eigenvalues",
        "What one step does to a small difference of states: inside the circle it shrinks, "
        "outside it grows, and away from the line it turns.",
        eigenvalues.show,
    ),
    "bifurcation": Question(
        "Bifurcation",
        "Where does the state end, at every value of the number in hand? Look for values at "
        "which the picture changes its kind, and click one to go there.",
        bifurcation.show,
    ),
    "summary": Question(
        "Forget or chaos?",
        "Four numbers on how this network treats a small difference. They need not agree: each "
        "answers another question.",
        summary.show,
    ),
}


@st.fragment(key=FRAGMENT)
def section() -> None:
    """Show the chosen question."""
    session = state.arrive()
    experiment = session.experiment
    chosen = experiment.view.dynamics.part
    question = questions.choose("dynamics_part", QUESTIONS, chosen, _choose_part)
    if chosen != "bifurcation":
        work.drop()
    if experiment.num_shown == 0:
        st.text(
            "The network explodes at step 0, so there is no state to follow: turn a weight down."
        )
    else:
        question.show(experiment)
    st.caption(question.look_for)
    state.write_address(session)


def _choose_part() -> None:
    choose(part=st.session_state["dynamics_part"])
