"""The panel as a Streamlit component."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from rnnviz.panel import served


def live_panel(payload: bytes, *, key: str, on_request: Callable[[], None]) -> None:
    """Show a payload; `on_request` runs when the reader asks for a change.

    The request is then at `st.session_state[key]["request"]`, as JSON text (see `Request` in
    requests.js).
    """
    _panel()(key=key, data=payload, on_request_change=on_request)


@lru_cache
def _panel() -> ComponentRenderer:
    # When it is first shown: only a running Streamlit knows where components are (it reads
    # pyproject.toml for the folder in which entry.js is).
    return st.components.v2.component(
        served.COMPONENT,
        html=f'<div class="rnnviz" data-version="{served.version()}"></div>\n',
        js="entry.js",
    )
