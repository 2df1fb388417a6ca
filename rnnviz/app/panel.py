"""The live panel on a page, following the session."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz.app import charts, state
from rnnviz.live.component import live_panel
from rnnviz.live.payload import to_payload

_FRAGMENT: Final = "panel"


@st.fragment(key=_FRAGMENT)
def section() -> None:
    """Show the panel; a wish reruns this part of the page, and the charts if they are open."""
    session = state.arrive()
    payload = to_payload(
        session.experiment,
        epoch=session.epoch,
        ack=session.ack,
        notice=session.notice,
        held=session.held,
        projector=state.is_projected(),
    )
    session.held = ""  # only the panel that spoke is known to have it
    live_panel(payload, key=state.PANEL, on_wish=_on_wish)
    state.write_address(session)


def _on_wish() -> None:
    state.take_wish()
    if charts.are_open():
        st.rerun([_FRAGMENT, charts.FRAGMENT])
