"""The page of the lessons: the one that the address names, or the list of all."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import chrome, flags, projector, questions, routes, share, state, tabs, ways
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
            _bar,
            card.section,
            ask.following,
            shows_memory=card.shows_memory,
            covers=card.covers,
            leads=True,
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
        if shows("pages"):
            tabs.in_bar("lessons", _to_all)
            st.page_link(routes.glossary(), label="Glossary", query_params=state.address_of_view())
        if shows("share"):
            share.button(in_lesson=True)
        projector.enter("Larger, black on white, with the keys PageDown, PageUp, E and 0.")
        if shows("pages"):
            with st.popover("Pages", icon=":material/menu:", key="pages_menu"):
                tabs.in_menu("lessons", _to_all)


def _to_all() -> dict[str, str]:
    """Return what leads to all lessons, with what is done."""
    listed = {"s": progress.closed(state.current().experiment).to_link()}
    return {**listed, **flags.current().parameters()}
