"""Memory: what is left of the past, and what the gradient sums over the copies."""

import streamlit as st

from rnnviz.app import chrome, controls, panel, state
from rnnviz.app.memory import jumps, section, showing

session = state.arrive()
if state.is_projected():
    chrome.project()
    panel.section(showing.following, with_memory=True)
    with st.container(key="memory"):
        section.section()
    st.button("Leave projector view", on_click=state.leave_projector, type="tertiary")
else:
    controls.bar(session, "memory")
    jumps.bar()
    left, right = st.columns([3, 2], gap="large")
    with left:
        jumps.here(jumps.GRAPH)
        panel.section(showing.following, with_memory=True)
    with right:
        jumps.here(jumps.QUESTION)
        section.section()
    chrome.lead_into_popovers()
