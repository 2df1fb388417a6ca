"""On a narrow screen, where one stands below the other: the way from graph to part and back."""

from __future__ import annotations

from typing import Final

import streamlit as st

# Streamlit keeps no id that a browser has another use for, such as "part".
GRAPH: Final = "the-graph"
QUESTION: Final = "the-question"

_STYLE: Final = """
<style>
.stElementContainer:has(> .stHtml > .jumps) { display: none; }
/* Streamlit's columns stand below one another from here on. */
@media (max-width: 640px) {
  .stElementContainer:has(> .stHtml > .jumps) {
    display: block; position: sticky; top: 0; z-index: 5;
    border-bottom: 1px solid rgba(128, 128, 128, 0.35);
  }
}
/* All that holds the bar, up to what has the theme's ground, and so the bar itself. */
.stApp :has(.jumps) { background: inherit; }
.jumps { display: flex; gap: 24px; }
.jumps a { color: inherit; padding: 8px 0; }
/* The places themselves take no room, and the bar does not hide what is there. */
.stElementContainer:has(> .stHtml > .place) { position: absolute; }
.place { scroll-margin-top: 52px; }
</style>
"""


def bar(leads: bool) -> None:
    """Offer both ways, in a bar that stays in view; `leads`: the question stands first."""
    ways = [f'<a href="#{GRAPH}">Graph</a>', f'<a href="#{QUESTION}">Question</a>']
    order = "".join(reversed(ways) if leads else ways)
    st.html(f'{_STYLE}<nav class="jumps" aria-label="On this page">{order}</nav>')


def here(place: str) -> None:
    """Mark a place that a way leads to."""
    st.html(f'<span class="place" id="{place}"></span>')
