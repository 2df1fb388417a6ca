"""The pages, as Streamlit knows them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

PAGES: Final = Path(__file__).parent / "pages"

# All but the first: each ends its address with its name.
_NAMED: Final = frozenset(path.stem for path in PAGES.glob("[!_]*.py")) - {"explore"}


def explore() -> st.Page:
    """Return the first page: one network, unrolled."""
    return st.Page(PAGES / "explore.py", title="Explore", default=True)


def memory() -> st.Page:
    """Return the page on what is left of the past."""
    return _named("memory")


def dynamics() -> st.Page:
    """Return the page on where the hidden state goes and rests."""
    return _named("dynamics")


def lessons() -> st.Page:
    """Return the page of the lessons."""
    return _named("lessons")


def glossary() -> st.Page:
    """Return the page that says what each word and symbol means."""
    return _named("glossary")


def networks() -> st.Page:
    """Return the page that lists every preset."""
    return _named("networks")


def is_named(address: str) -> bool:
    """Return whether an address ends with the name of a page, as all do but the first's."""
    return address.rpartition("/")[2] in _NAMED


def page(name: str) -> st.Page:
    """Return the page of a name, as links in lessons write it."""
    pages = {
        "explore": explore, "memory": memory, "dynamics": dynamics, "networks": networks,
        "glossary": glossary,
    }  # fmt: skip
    return pages[name]()


def _named(name: str) -> st.Page:
    return st.Page(PAGES / f"{name}.py", title=name.capitalize(), url_path=name)
