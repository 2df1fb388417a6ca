"""The panel as a Streamlit component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from rnnviz.panel.linker import linked

_HERE: Final = Path(__file__).parent

_PANEL: Final = st.components.v2.component(
    "rnnviz_live",
    html='<div class="rnnviz"></div>\n',
    css=(_HERE / "panel.css").read_text(encoding="utf-8"),
    js=linked("streamlit"),
)


def live_panel(payload: bytes, *, key: str, on_wish: Callable[[], None]) -> None:
    """Show a payload; `on_wish` runs when the reader asks for a change.

    The wish is then at `st.session_state[key]["wish"]` (see `Wish` in wishes.js).
    """
    _PANEL(key=key, data=payload, on_wish_change=on_wish)
