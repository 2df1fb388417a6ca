"""The list of all lessons, and which of them are done."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from rnnviz import lessons
from rnnviz.app import cards, chrome, routes, state, tabs
from rnnviz.document import LessonView
from rnnviz.drawings import Drawing, draw
from rnnviz.lessons import lesson, progress


def show() -> None:
    """Show the lessons in the order of the course; a broken file says what is wrong with it."""
    session = state.current()
    before = session.experiment.view.lesson
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        chrome.brand()
        tabs.alone("lessons")
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
            shown.append(_card(number, name, before))
        except ValueError as error:
            st.text(f"Lesson {number}: {error}.")
    cards.show(shown)
    chrome.lead()


def _card(number: int, name: str, before: LessonView) -> cards.Card:
    one = lessons.load(name)
    return cards.Card(
        name,
        f"{number}. {one.title}",
        one.idea,
        _picture_of(one, cards.is_dark()),
        "lessons",
        state.address_of_lesson(progress.begun(name, 0, before)),
        is_done=name in before.done,
    )


@lru_cache(maxsize=64)  # a file that was edited makes another lesson
def _picture_of(one: lessons.Lesson, dark: bool) -> Drawing:
    return draw(one.pictured, one.thumbnail, dark=dark)
