"""The page around the content."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Final

import streamlit as st

from rnnviz.look.palette import DARK, LIGHT

_SCRIPTS: Final = [
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("popovers.js", "onward.js", "undoing.js", "number_keys.js")
]

# Buttons and notes look alike on both grounds.
_STYLE: Final = Template("""
<style>
.stMainBlockContainer { padding: 0 clamp(0.9rem, 2vw, 2rem) 0; max-width: 1920px; }
.stMainBlockContainer > .stVerticalBlock { gap: 0.5rem; }
.stAppHeader { display: none; }
.stPageLink a { padding-left: 0; }
/* The bar: one line, as wide as the window. */
.st-key-bar { min-height: 46px; flex-wrap: nowrap; gap: 0.5rem;
  border-image: linear-gradient(rgba(128, 128, 128, 0.35) 0 0) 0 0 1 / 0 0 1px / 0 100vw; }
.st-key-brand, .st-key-brand * { margin: 0; }
.st-key-brand strong { display: block; padding-right: 0.6rem; font-size: 1.5rem; line-height: 1;
  white-space: nowrap; }
.st-key-bar button { min-height: 36px; white-space: nowrap; }
.st-key-bar [data-testid="stPopoverButton"] { border-color: transparent; }
.st-key-onward { flex-wrap: nowrap; margin-right: auto; }
:is(.st-key-onward, .st-key-onward_alone) a { min-height: 46px; padding: 0 4px;
  border-radius: 0; white-space: nowrap; }
[class*="st-key-onward"] a { background: transparent; }
:is(.st-key-onward, .st-key-onward_alone) a:has(strong) { box-shadow: inset 0 -3px $accent; }
:is(.st-key-projector, .st-key-leave_projector, .st-key-undo, .st-key-redo) button p {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.st-key-onward_alone { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
.st-key-onward_menu a { min-height: 36px; }
@media (min-width: 961px) {
  .st-key-pages_menu { display: none; }
  [data-testid="stPopoverBody"] [data-testid="stLayoutWrapper"]:has(.st-key-onward_menu) {
    display: none; }
  :is(.st-key-network_menu, .st-key-sequence_menu, .st-key-share)
    span:has(> [data-testid="stIconMaterial"]):has(+ span, + div) { display: none; }
}
@media (max-width: 960px) {
  .st-key-bar > :has(.st-key-onward) { display: none; }
  .st-key-bar .st-key-preset { margin-left: auto; }
}
@media (max-width: 600px) {
  .st-key-bar > :is(:has(.st-key-brand), .st-key-projector, .st-key-redo) { display: none; }
  .st-key-bar .st-key-preset { flex: 1 1 0; width: auto; min-width: 0; }
  .st-key-bar button p { position: absolute; overflow: hidden; width: 1px; height: 1px;
    clip-path: inset(50%); }
  .st-key-bar button { padding: 0 0.6rem; }
}
/* Beside the panel: as high as the window leaves under the bar, and scrolled by itself. */
@media (min-width: 961px) {
  [data-testid="stLayoutWrapper"]:has(> .st-key-questions) { position: sticky; top: 0; }
  .st-key-questions { max-height: calc(100vh - 56px); overflow-y: auto; flex-wrap: nowrap;
    gap: 0.6rem; padding-top: 0.4rem; }
}
.st-key-questions [data-testid="stButtonGroup"] button { min-height: 34px; padding: 2px 9px; }
.st-key-questions [data-testid="stButtonGroup"] button p { font-size: 0.85rem; }
/* Streamlit's own captions are 4.4:1 on white; text needs 4.5:1. */
.stMarkdown [data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
/* Streamlit's own ring is half transparent, under 3:1; some of its stops have none. */
:is(a, button, summary, main):focus-visible { outline: 2px solid currentcolor !important; }
:is(a, button, summary):focus-visible { outline-offset: 2px !important; }
main:focus-visible { outline-offset: -2px !important; }
/* Streamlit's own is white on the dark theme's light purple, 2.3:1. */
.stApp button[kind^="primary"] { background: $accent; border-color: $accent; color: #ffffff; }
.modebar-btn { color: inherit; }
/* Plotly's notes, as of a saved picture, are white on a pale blue that shows what is behind. */
.plotly-notifier .notifier-note { opacity: 1 !important; background: $ink !important;
  border-color: $edge !important; color: #ffffff !important; font: inherit !important; }
</style>
""").substitute(accent=LIGHT.accent, ink=LIGHT.ink, edge=DARK.edge)


def style() -> None:
    """Give the content the room that Streamlit's empty header takes."""
    st.html(_STYLE)


_EMBED = """
<style>
.stMainBlockContainer { padding: 0.3rem 0.7rem 0.7rem !important; max-width: none; }
.stMainBlockContainer .stVerticalBlock { gap: 0.5rem; }
.st-key-onward_out a { min-height: 0; padding: 0; opacity: 0.8; font-size: 0.85rem; }
</style>
"""


def embed() -> None:
    """Make the page fit for a frame in another page."""
    st.html(_EMBED)


def lead() -> None:
    """Lead the keyboard through popovers, and links on with what is shown now."""
    scripts = "".join(f"(() => {{{script}}})();" for script in _SCRIPTS)
    st.html(f"<script>{scripts}</script>", unsafe_allow_javascript=True)


def brand() -> None:
    """Show the name, where there is room for it."""
    with st.container(key="brand", width="content"):
        # No heading: Streamlit gives each a link to itself, which a keyboard would stop at.
        st.markdown("**rnnviz**", width="content")
