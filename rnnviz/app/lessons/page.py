"""The page of the lessons: the one that the address names, or the list of all."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import chrome, flags, questions, routes, share, state, ways
from rnnviz.app.lessons import ask, card, index
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
        # A link to the page that is open already leaves the browser's address as it was.
        st.query_params.from_dict(st.query_params.to_dict())
        questions.page(
            _bar, card.section, ask.following, shows_memory=card.shows_memory, leads=True
        )
    else:
        index.show()


def _bar(session: state.Session) -> None:
    ways.renew()
    if ways.is_embedded():
        chrome.embed()
        ways.out_of_frame()
        return
    shows = flags.current().shows
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="bar"):
        chrome.brand()
        if shows("share"):
            share.button(in_lesson=True)
        st.button(
            "Projector view",
            on_click=state.project,
            help="Larger, black on white, with the keys PageDown, PageUp, E and 0.",
        )
        if shows("pages"):
            _links()


@st.fragment(key=ways.FRAGMENT)
def _links() -> None:
    """Lead to all lessons, with what is done, and to the other pages on the same network."""
    ways.begin()
    listed = {"s": progress.closed(state.current().experiment).to_link()}
    kept, told = state.address_of_view(), flags.current().parameters()
    with st.container(horizontal=True, gap="xsmall", width="content"):
        st.page_link(routes.lessons(), label="← All lessons", query_params={**listed, **told})
        st.page_link(routes.explore(), label="Explore →", query_params=kept)
        st.page_link(routes.glossary(), label="Glossary", query_params=kept)
