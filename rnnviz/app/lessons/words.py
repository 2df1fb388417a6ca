"""The glossary: every symbol and term, one sentence each."""

from __future__ import annotations

import html
from typing import Final

import streamlit as st

from rnnviz.app import chrome, routes, state
from rnnviz.lessons.glossary import Term, glossary

_STYLE: Final = """
<style>
.glossary { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr;
  gap: 0.5rem 1.5rem; max-width: 60rem; margin: 0 0 1rem; line-height: 1.5; }
.glossary dt { font-weight: 600; }
.glossary dt i { font-family: "STIX Two Text", "Cambria Math", Georgia, serif; }
.glossary dd { margin: 0; }
@media (max-width: 600px) { .glossary { grid-template-columns: 1fr; gap: 0.1rem; }
  .glossary dd { margin-bottom: 0.7rem; } }
</style>
"""


def show() -> None:
    """Show all groups of words."""
    state.leave()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        chrome.brand()
        kept = state.address_of_view()
        st.page_link(routes.explore(), label="← Back to Explore", query_params=kept)
        st.page_link(routes.lessons(), label="Lessons", query_params=kept)
    st.header("What the words and symbols mean", anchor=False)
    st.html(_STYLE)
    for group in glossary():
        st.subheader(group.heading, anchor=False)
        st.html(f'<dl class="glossary">{"".join(map(_entry, group.terms))}</dl>')


def _entry(term: Term) -> str:
    symbol = f" <i>{html.escape(term.symbol)}</i>" if term.symbol else ""
    return f"<dt>{html.escape(term.name)}{symbol}</dt><dd>{html.escape(term.sentence)}</dd>"
