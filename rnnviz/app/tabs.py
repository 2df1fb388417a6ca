"""Tabs: the pages in a fixed order, the present one marked, each leading on with what is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

import streamlit as st

from rnnviz.app import routes, state, ways

Page = Literal["explore", "memory", "dynamics", "lessons", "networks"]
Query = Mapping[str, str]

_PAGES: Final[Mapping[Page, tuple[Callable[[], st.Page], str, str]]] = {
    "explore": (routes.explore, "Explore", "The network unrolled, and its shared numbers."),
    "memory": (
        routes.memory,
        "Memory",
        "How much of the past this network keeps, and how its gradient adds up.",
    ),
    "dynamics": (
        routes.dynamics,
        "Dynamics",
        "Where this network's hidden state goes, and where it rests.",
    ),
    "lessons": (routes.lessons, "Lessons", "One idea each, predicted first."),
    "networks": (routes.networks, "Networks", "All networks, as pictures."),
}


@st.fragment(key=ways.FRAGMENT)
def in_bar(page: Page, to_lessons: Callable[[], Query] | None = None) -> None:
    """Lead to the pages from the bar; a narrow page has no room for it.

    Args:
        page: the present one.
        to_lessons: what else than what is shown leads to the list of lessons.
    """
    ways.begin()
    with st.container(horizontal=True, gap="small", width="content", key="onward"):
        _links(page, to_lessons)


@st.fragment(key=ways.MENU)
def in_menu(page: Page, to_lessons: Callable[[], Query] | None = None) -> None:
    """Lead to the pages from a menu, which a narrow page shows instead; see `in_bar`."""
    ways.begin(ways.MENU)
    with st.container(horizontal=True, gap="small", key="onward_menu"):
        _links(page, to_lessons)


def alone(page: Page | None) -> None:
    """Lead to the pages where nothing else stands in the bar, however narrow it is."""
    with st.container(horizontal=True, gap="small", key="onward_alone"):
        _links(page)


def _links(page: Page | None, to_lessons: Callable[[], Query] | None = None) -> None:
    shown = state.address_of_view()
    for name, (route, title, what) in _PAGES.items():
        query = to_lessons() if to_lessons is not None and name == "lessons" else shown
        label = f"**{title}**" if name == page else title
        st.page_link(route(), label=label, query_params=dict(query), help=what)
