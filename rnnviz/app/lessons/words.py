"""The glossary: every symbol and term, one sentence each."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz.app import chrome, state, tabs
from rnnviz.lessons.glossary import Term, glossary
from rnnviz.lessons.symbols import to_html

_STYLE: Final = """
<style>
.glossary { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr;
  gap: 0.5rem 1.5rem; max-width: 60rem; margin: 0 0 1rem; line-height: 1.5; }
.glossary dt { font-weight: 600; }
.glossary i { font-family: "STIX Two Text", "Cambria Math", Georgia, serif; }
.glossary dd { margin: 0; }
.glossary sub { font-size: 0.72em; line-height: 0; }
@media (max-width: 600px) { .glossary { grid-template-columns: 1fr; gap: 0.1rem; }
  .glossary dd { margin-bottom: 0.7rem; } }
</style>
"""


def show() -> None:
    """Show all groups of words."""
    state.leave()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        chrome.brand()
        tabs.alone(None)
    st.header("What the words and symbols mean", anchor=False)
    st.html(_STYLE)
    for group in glossary():
        st.subheader(group.heading, anchor=False)
        st.html(f'<dl class="glossary">{"".join(map(_entry, group.terms))}</dl>')


def _entry(term: Term) -> str:
    name, symbol, sentence = map(to_html, (term.name, term.symbol, term.sentence))
    return f"<dt>{name} <i>{symbol}</i></dt><dd>{sentence}</dd>"
