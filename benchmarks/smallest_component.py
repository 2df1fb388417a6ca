"""The least that a Streamlit page with a component can be, to measure the panel's page beside.

A component in a fragment, which answers a turned number and writes the address. What the app costs
beyond this page is its own.
"""

import json

import streamlit as st

_NUMBERS = bytes(3_000)  # about what the panel is sent where it has the sweep already

_component = st.components.v2.component(
    "smallest", html="<div></div>\n", js="export default function () {}\n// no more\n"
)


def _take() -> None:
    request = json.loads(st.session_state["live"]["request"])
    st.session_state["ack"] = request["seq"]
    st.session_state["value"] = request["turns"][0]["value"]


@st.fragment(key="panel")
def _panel() -> None:
    data = {
        "ack": st.session_state.get("ack", 0),
        "value": st.session_state.get("value", 0),
        "notice": "",
        "generation": 1,
        "sliders": [],
        "view": {},
        "arrays": {},
    }
    text = json.dumps(data).encode()
    text += b" " * (-len(text) % 4)
    payload = len(text).to_bytes(4, "little") + text + _NUMBERS
    _component(key="live", data=payload, on_request_change=_take)
    st.query_params["value"] = str(data["value"])


_panel()
