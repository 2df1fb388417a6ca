"""Networks: every preset, with what to look for."""

import streamlit as st

from rnnviz import presets
from rnnviz.app import cards, chrome, state, tabs

state.leave()
with st.container(horizontal=True, vertical_alignment="center", key="bar"):
    chrome.brand()
    tabs.alone("networks")
st.caption(
    "Each picture shows what its network does, with its own numbers: blue is negative, orange "
    "positive, and the step to look at is marked. Open one and turn its numbers."
)
for heading, names in presets.groups():
    cards.show(list(cards.presets_of(names)), heading)
chrome.lead()
