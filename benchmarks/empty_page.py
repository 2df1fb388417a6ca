"""The least that a Streamlit page with a slider can be, to measure the app beside."""

import streamlit as st

value = st.slider("slider", 0.0, 1.0, 0.5)
st.write(f"value {value}")
