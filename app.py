"""The entry point: `streamlit run app.py`, `make run`, or `rnnviz` on the command line."""

import streamlit as st

from rnnviz.app import server

app = st.App(server.SCRIPT, middleware=server.middleware(), lifespan=server.lifespan)
