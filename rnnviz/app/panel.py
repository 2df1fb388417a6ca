"""The live panel on a page, following the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from rnnviz.app import state
from rnnviz.panel.component import live_panel
from rnnviz.panel.payload import to_payload

FRAGMENT: Final = "panel"


@st.fragment(key=FRAGMENT)
def section(following: Callable[[], list[str]], *, with_memory: bool = False) -> None:
    """Show the panel; a wish reruns this part of the page, and those that follow it.

    Args:
        following: returns the keys of the fragments that show the same experiment.
        with_memory: whether it also shows what the Memory page asks for.
    """
    session = state.arrive()
    payload = to_payload(
        session.experiment,
        epoch=session.epoch,
        ack=session.ack,
        notice=session.notice,
        held=session.held,
        projector=state.is_projected(),
        with_memory=with_memory,
    )
    session.held = []  # only the panel that spoke is known to have it
    live_panel(payload, key=state.PANEL, on_wish=partial(_on_wish, following))
    state.write_address(session)


def _on_wish(following: Callable[[], list[str]]) -> None:
    state.take_wish()
    if others := following():
        st.rerun([FRAGMENT, *others])
