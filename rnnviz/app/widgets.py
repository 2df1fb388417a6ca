"""Streamlit's widgets, which show what the session says."""

from __future__ import annotations

import streamlit as st


def put(key: str, value: object) -> None:
    """Give a widget its value, before it is shown.

    What is written goes to the browser, and over what the reader has done there since. So it
    is not written where the widget has just said the same: the reader may be further already.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
