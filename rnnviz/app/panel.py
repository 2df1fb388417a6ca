"""The live panel on a page, following the session."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import charts, state
from rnnviz.live.component import live_panel
from rnnviz.live.payload import to_payload


@st.fragment
def section() -> None:
    """Show the panel; a wish reruns this part of the page alone."""
    session = state.arrive()
    payload = to_payload(
        session.experiment, epoch=session.epoch, ack=session.ack, notice=session.notice
    )
    live_panel(payload, key=state.PANEL, on_wish=state.take_wish)
    charts.follow(session.experiment)
