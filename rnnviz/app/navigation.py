"""The frame around every page."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import chrome, routes
from rnnviz.resources import ASSETS


def main() -> None:
    """Run the page that the address names."""
    st.set_page_config(
        page_title="rnnviz", page_icon=str(ASSETS / "images" / "icon.png"), layout="wide"
    )
    # Streamlit's own menu would drop the address's parameters; the pages link each other.
    pages = [
        routes.explore(), routes.memory(), routes.dynamics(), routes.networks(),
        routes.lessons(), routes.glossary(),
    ]  # fmt: skip
    page = st.navigation(pages, position="hidden")
    chrome.style()
    page.run()
