"""Networks: every preset, with what to look for."""

import streamlit as st

from rnnviz import presets
from rnnviz.app import cards, chrome, routes, state

state.leave()
with st.container(horizontal=True, vertical_alignment="center", key="bar"):
    chrome.brand()
    st.page_link(routes.explore(), label="← Back to Explore", query_params=state.address_of_view())
st.caption(
    "Each picture shows hidden states: a row for each unit, a column for each step, blue for "
    "negative, orange positive. Open one and turn its numbers."
)
for heading, names in presets.groups():
    st.markdown(f"##### {heading}")
    cards.row(cards.presets_of(names))
