"""Networks: every preset, with what to look for."""

import streamlit as st

from rnnviz import presets
from rnnviz.app import routes, state

st.page_link(routes.explore(), label="← Explore", query_params=state.address_of_explore())
st.title("Networks")
for heading, names in presets.groups():
    st.subheader(heading)
    for name in names:
        experiment = presets.load(name)
        st.page_link(routes.explore(), label=experiment.title, query_params={"preset": name})
        st.caption(experiment.description)
