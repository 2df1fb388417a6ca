"""The panel as a Streamlit component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from rnnviz.panel.linker import linked
from rnnviz.panel.style import panel_style

_PANEL: Final = st.components.v2.component(
    "rnnviz_live",
    html='<div class="rnnviz"></div>\n',
    css=panel_style(),
    js=linked("streamlit"),
)


def live_panel(payload: bytes, *, key: str, on_request: Callable[[], None]) -> None:
    """Show a payload; `on_request` runs when the reader asks for a change.

    The request is then at `st.session_state[key]["request"]` (see `Request` in requests.js).
    """
    _PANEL(key=key, data=payload, on_request_change=on_request)
