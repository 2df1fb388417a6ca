"""Links that lead on with what is shown now.

The address is the truth, so the browser writes these links from it (`onward.js`), and a turned
number runs nothing for them. Only Python knows of a view that fits no address.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from rnnviz.app import flags, state

FRAGMENT: Final = "ways"
MENU: Final = "ways_menu"
_WRITTEN: Final = "ways_written"


def is_embedded() -> bool:
    """Return whether the app stands in a frame of another page (`?embed=true`)."""
    return bool(st.context.is_embedded)


def present() -> list[str]:
    """Return the fragments that hold the links, if the page has any."""
    if state.is_projected():
        return []
    if is_embedded():
        return [FRAGMENT]
    return [FRAGMENT, MENU] if flags.current().shows("pages") else []


def following() -> list[str]:
    """Return the same, if Python has to write the links anew."""
    is_written = st.session_state.get(_WRITTEN) == state.current().is_unlinked
    return [] if is_written else present()


def begin() -> None:
    """Begin the fragment: its links are written for what the address can say now."""
    st.session_state[_WRITTEN] = state.current().is_unlinked


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
