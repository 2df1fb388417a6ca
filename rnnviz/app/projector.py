"""The projector view: entering it, how the page then looks, and the ways out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from rnnviz.app import state

_ESCAPE: Final = (Path(__file__).parent / "projector.js").read_text(encoding="utf-8")

_STYLE: Final = """
<style>
/* Dark grounds wash out on a projector, whatever the reader's own theme is. */
.stApp, .stMain { background: #ffffff; }
.stMainBlockContainer { padding: 0.4rem 1.2rem 0; max-width: none; }
.stApp :is(.stButton, .stFormSubmitButton) button:not([kind^="primary"]) {
  background: #ffffff; color: #000000; }
.stApp :is(.stButton, .stFormSubmitButton) button:not([kind^="primary"]) *,
.st-key-questions :is([data-testid="stWidgetLabel"], .stRadio label) * { color: #000000; }
.stApp [data-testid="stForm"] :is(input, [data-baseweb]) {
  background-color: #ffffff; color: #000000; }
.st-key-questions { zoom: 1.5; color: #000000; }
/* Plotly measures its own place wrongly in a zoomed part: its figures are made larger. */
.st-key-questions .stPlotlyChart { zoom: calc(1 / 1.5); }
.st-key-questions [data-testid="stCaptionContainer"] { opacity: 1 !important; }
/* A room looks at the picture; what chooses it stands under it. */
.st-key-questions [data-testid="stElementContainer"]:has(.stPlotlyChart) { order: -1; }
.st-key-leave_projector { position: fixed; top: 6px; right: 8px; z-index: 6; width: auto; }
</style>
"""


def enter(what: str) -> None:
    """Offer the view; `what` says more of it."""
    st.button(
        "Projector view", icon=":material/present_to_all:", key="projector",
        on_click=state.project, help=what,
    )  # fmt: skip


def show() -> None:
    """Make the page fit for a projector; a × in its corner, and Escape, leave the view."""
    st.html(_STYLE)
    st.button(
        "Leave projector view", icon=":material/close:", key="leave_projector",
        on_click=state.leave_projector, type="tertiary",
    )  # fmt: skip
    st.html(f"<script>(() => {{{_ESCAPE}}})();</script>", unsafe_allow_javascript=True)
