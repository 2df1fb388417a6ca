"""Links that lead on with what is shown now.

The address is the truth, so the browser writes these links from it (`onward.js`), and a turned
number runs nothing for them. Only Python knows of a view that fits no address.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from rnnviz.app import state

FRAGMENT: Final = "ways"
MENU: Final = "ways_menu"
_WRITTEN: Final = "ways_written"


def is_embedded() -> bool:
    """Return whether the app stands in a frame of another page (`?embed=true`)."""
    return bool(st.context.is_embedded)


def renew() -> None:
    """Begin a page's bar: the links of the page before are gone."""
    st.session_state[_WRITTEN] = {}


def begin(fragment: str = FRAGMENT) -> None:
    """Begin a fragment of the bar: its links are written for what the address can say now."""
    st.session_state[_WRITTEN][fragment] = state.current().is_unlinked


def present() -> list[str]:
    """Return the fragments that hold the links, if the page has any."""
    return [] if state.is_projected() else list(st.session_state[_WRITTEN])


def following() -> list[str]:
    """Return the same, if Python has to write the links anew."""
    now = state.current().is_unlinked
    return [name for name in present() if st.session_state[_WRITTEN][name] != now]


@st.fragment(key=FRAGMENT)
def out_of_frame() -> None:
    """Lead out of the frame: to the same view in a window of its own."""
    begin()
    if state.current().is_unlinked:
        return  # no address leads there
    # Relative, so that it leads to where the frame's page came from; without `embed`.
    query = urlencode(state.address_of_view(), safe=",")
    with st.container(horizontal_alignment="right", key="onward_out"):
        st.link_button("Open in rnnviz ↗", f"?{query}", type="tertiary")
