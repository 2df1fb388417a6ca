"""The list of all lessons, and which of them are done."""

from __future__ import annotations

import streamlit as st

from rnnviz import lessons
from rnnviz.app import cards, chrome, routes, state
from rnnviz.app.markdown import escaped
from rnnviz.lessons import lesson, progress


def show() -> None:
    """Show the lessons in the order of the course; a broken file says what is wrong with it."""
    session = state.current()
    before = session.experiment.view.lesson
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        chrome.brand()
        st.page_link(routes.explore(), label="← Back to Explore",
                     query_params=state.address_of_view())  # fmt: skip
        st.page_link(routes.glossary(), label="Glossary",
                     query_params=state.address_of_view())  # fmt: skip
    if session.notice:
        st.text(session.notice)
    st.caption(
        "Each lesson asks first: predict, commit, then look. Take them in any order. Your progress "
        "is kept in the page's address, and nowhere else."
    )
    for sentence in lesson.misnamed(lesson.FOLDER):
        st.text(f"{sentence}.")
    shown = []
    for number, name in enumerate(lessons.names(), 1):
        try:
            one, experiment = lessons.load(name), progress.begun(name, 0, before)
            address = {"s": experiment.to_link()}
        except ValueError as error:
            st.text(f"Lesson {number}: {error}.")
            continue
        done = " :material/check_circle: done" if name in before.done else ""
        title = f"**{number}. {escaped(one.title)}**{done}"
        shown.append(cards.Card(experiment, title, escaped(one.idea), routes.lessons(), address))
    cards.row(shown)
