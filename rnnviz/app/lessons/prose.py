"""Prose beside the panel, in which links set what the panel shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import streamlit as st

from rnnviz.lessons.prose import Prose, to_data

_HERE: Final = Path(__file__).parent

_PROSE: Final = st.components.v2.component(
    "rnnviz_prose",
    html='<div class="prose"></div>\n',
    css=(_HERE / "prose.css").read_text(encoding="utf-8"),
    js=(_HERE / "prose.js").read_text(encoding="utf-8"),
)


def show(key: str, prose: Prose, on_go: Callable[[str], None], *, leading: bool = False) -> None:
    """Show prose; `on_go` is given the text of a link's action when it is pressed.

    Args:
        key: of the widget.
        prose: to show.
        on_go: does what the link says; for callbacks.
        leading: whether it is what the reader is asked, and stands out.
    """
    _PROSE(
        key=key,
        data={"blocks": to_data(prose), "leading": leading},
        on_go_change=lambda: on_go(st.session_state[key]["go"]),
    )
