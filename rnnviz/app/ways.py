"""Ways out of a page: they lead on with what is shown now, so they are shown again after it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from rnnviz.app import flags, state

FRAGMENT: Final = "ways"


def is_embedded() -> bool:
    """Return whether the app stands in a frame of another page (`?embed=true`)."""
    return bool(st.context.is_embedded)


def following() -> list[str]:
    """Return the part of the page that holds the ways out, if there is one."""
    if state.is_projected() or not (is_embedded() or flags.current().shows("pages")):
        return []
    return [FRAGMENT]


@st.fragment(key=FRAGMENT)
def out_of_frame() -> None:
    """Lead out of the frame: to the same view in a window of its own."""
    if state.current().is_unlinked:
        return  # no address leads there
    # Relative, so that it leads to where the frame's page came from; without `embed`.
    query = urlencode(state.address_of_view(), safe=",")
    with st.container(horizontal_alignment="right", key="way_out"):
        st.link_button("Open in rnnviz ↗", f"?{query}", type="tertiary")
