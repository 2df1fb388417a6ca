"""The page of the lessons: the one that the address names, or the list of all."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import chrome, questions, routes, state
from rnnviz.app.lessons import card, index
from rnnviz.lessons import progress


def show() -> None:
    """Show the lesson, or the list where there is none."""
    experiment = state.arrive().experiment
    name = experiment.view.lesson.name
    if name:
        try:
            progress.lesson_of(experiment)
        except ValueError as error:  # a link of another version, or a broken file
            st.text(state.sentence(error))
            name = ""
    if name:
        questions.page(_bar, card.section, card.following, shown=card.shown, leads=True)
    else:
        index.show()


def _bar(session: state.Session) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        chrome.brand()
        kept = state.address_of_view()
        done = {"s": progress.closed(session.experiment).to_link()}
        st.page_link(routes.lessons(), label="← All lessons", query_params=done)
        st.button(
            "Projector view",
            on_click=state.project,
            help="Larger, black on white, with the keys PageDown, PageUp, E and 0.",
        )
        st.page_link(routes.explore(), label="Explore →", query_params=kept)
        st.page_link(routes.glossary(), label="Glossary")
