"""The panel as a Streamlit component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from rnnviz.panel import served

# Streamlit finds entry.js by pyproject.toml, which says in which folder it is.
_PANEL: Final = st.components.v2.component(
    served.COMPONENT,
    html=f'<div class="rnnviz" data-version="{served.version()}"></div>\n',
    js="entry.js",
)


def live_panel(payload: bytes, *, key: str, on_request: Callable[[], None]) -> None:
    """Show a payload; `on_request` runs when the reader asks for a change.

    The request is then at `st.session_state[key]["request"]` (see `Request` in requests.js).
    """
    _PANEL(key=key, data=payload, on_request_change=on_request)
