"""The frame around every page."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

import streamlit as st

from rnnviz.app import chrome, routes
from rnnviz.resources import ASSETS


@lru_cache
def _icon() -> str:
    # In the page itself: a file of its own may be gone when a browser asks for it.
    png = (ASSETS / "images" / "icon.png").read_bytes()
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}"


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(page_title="rnnviz", page_icon=_icon(), layout="wide")
    # Streamlit's own menu would drop the address's parameters; the pages link each other.
    pages = [
        routes.explore(), routes.memory(), routes.dynamics(), routes.networks(),
        routes.lessons(), routes.glossary(),
    ]  # fmt: skip
    page = st.navigation(pages, position="hidden")
    chrome.style()
    page.run()
