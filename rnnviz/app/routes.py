"""The pages, as Streamlit knows them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_PAGES: Final = Path(__file__).parent / "pages"


def explore() -> st.Page:
    """Return the first page: one network, unrolled."""
    return st.Page(_PAGES / "explore.py", title="Explore", default=True)


def memory() -> st.Page:
    """Return the page on what is left of the past."""
    return st.Page(_PAGES / "memory.py", title="Memory", url_path="memory")


def dynamics() -> st.Page:
    """Return the page on where the hidden state goes and rests."""
    return st.Page(_PAGES / "dynamics.py", title="Dynamics", url_path="dynamics")


def lessons() -> st.Page:
    """Return the page of the lessons."""
    return st.Page(_PAGES / "lessons.py", title="Lessons", url_path="lessons")


def glossary() -> st.Page:
    """Return the page that says what each word and symbol means."""
    return st.Page(_PAGES / "glossary.py", title="Glossary", url_path="glossary")


def networks() -> st.Page:
    """Return the page that lists every preset."""
    return st.Page(_PAGES / "networks.py", title="Networks", url_path="networks")


def page(name: str) -> st.Page:
    """Return the page of a name, as links in lessons write it."""
    pages = {
        "explore": explore, "memory": memory, "dynamics": dynamics, "networks": networks,
        "glossary": glossary,
    }  # fmt: skip
    return pages[name]()
