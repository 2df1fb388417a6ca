"""A page that asks of the network in the panel: one question at a time, beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import streamlit as st

from rnnviz.app import chrome, jumps, panel, projector, state, widgets
from rnnviz.experiment import Experiment


class Question(NamedTuple):
    """What is asked, what to look for, and what shows the answer."""

    title: str
    look_for: str
    show: Callable[[Experiment], None]


def page(
    bar: Callable[[state.Session], None],
    section: Callable[[], None],
    following: Callable[[], list[str]],
    *,
    shows_memory: panel.ShowsMemory = panel.alone,
    covers: Callable[[], list[str]] = list,
    leads: bool = False,
) -> None:
    """Show the panel with a section beside it.

    Args:
        bar: shows what stands above both.
        section: shows the question that is chosen.
        following: returns the key of the section's fragment.
        shows_memory: whether the panel shows what the Memory page asks for, too.
        covers: returns the names of what the panel covers for now.
        leads: whether the section is read first, as a text is.
    """
    session = state.arrive()
    projected = state.is_projected()
    if projected:
        projector.show()
    else:
        bar(session)
        jumps.bar(leads)
    if leads:
        section_at, panel_at = st.columns([2, 3], gap="large")
    else:
        panel_at, section_at = st.columns([11, 9], gap="medium")

    def show_panel() -> None:
        with panel_at:
            jumps.here(jumps.GRAPH)
            panel.section(following, shows_memory, covers)

    def show_section() -> None:
        with section_at:
            jumps.here(jumps.QUESTION)
            with st.container(key="questions"):
                section()

    for show in (show_section, show_panel) if leads else (show_panel, show_section):
        show()
    if not projected:
        chrome.lead()


def choose(
    key: str, questions: Mapping[str, Question], chosen: str, on_change: Callable[[], None]
) -> Question:
    """Offer the questions of a page, and return the one that is chosen."""
    widgets.arrive(f"{key} {chosen}")
    widgets.put(key, chosen)
    st.segmented_control(
        "What to look at",
        list(questions),
        key=key,
        format_func=lambda name: questions[name].title,
        on_change=on_change,
        label_visibility="collapsed",
        required=True,
    )
    return questions[chosen]
