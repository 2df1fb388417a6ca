"""Explore: one network unrolled through time, its shared numbers at hand."""

import streamlit as st

from rnnviz.app import charts, chrome, controls, flags, panel, state

session = state.arrive()
if state.is_projected():
    chrome.project()
    panel.section(charts.following)
    st.button("Leave projector view", on_click=state.leave_projector, type="tertiary")
else:
    controls.bar(session, "explore")
    panel.section(charts.following, has_charts=True)
    if flags.current().shows("charts"):
        charts.section()
    chrome.lead()
