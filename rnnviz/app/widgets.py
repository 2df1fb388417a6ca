"""Streamlit's widgets, which show what the session says."""

from __future__ import annotations

from typing import Final

import streamlit as st

_PLACE: Final = "widgets_place"
_ARRIVALS: Final = "widgets_arrivals"
_PUT_AT: Final = "widgets_put_at"


def arrive(place: str) -> None:
    """Say which part of the app is shown: widgets that it shows anew are given their values.

    A browser that has left a part forgets what its widgets said, while an answer that was
    under way may still have brought it to the session: there it would pass for known.
    """
    if st.session_state.get(_PLACE) != place:
        st.session_state[_PLACE] = place
        st.session_state[_ARRIVALS] = st.session_state.get(_ARRIVALS, 0) + 1


def put(key: str, value: object) -> None:
    """Give a widget its value, before it is shown.

    What is written goes to the browser, and over what the reader has done there since. So it
    is not written where the widget has just said the same: the reader may be further already.
    """
    arrivals = st.session_state.get(_ARRIVALS, 0)
    put_at = st.session_state.setdefault(_PUT_AT, {})
    is_new = put_at.get(key) != arrivals
    put_at[key] = arrivals
    if is_new or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
