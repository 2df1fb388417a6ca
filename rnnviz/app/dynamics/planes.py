"""Choosing the plane in which states are drawn."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz.app import widgets
from rnnviz.app.dynamics import showing
from rnnviz.experiment import Experiment

_PLANES: Final = {"units": "two units", "components": "principal components"}


def choose(experiment: Experiment) -> None:
    """Offer the planes: of two units, and of the first two principal components."""
    view, H = experiment.view.dynamics, experiment.net.hidden_size
    chosen = st.session_state
    widgets.put("dynamics_plane", view.plane)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", width="content"):
        st.segmented_control(
            "Plane of", list(_PLANES), key="dynamics_plane", format_func=_PLANES.__getitem__,
            on_change=lambda: showing.choose(plane=chosen["dynamics_plane"]), required=True,
            help="Principal components are the directions in which this run's states vary most.",
        )  # fmt: skip
        if view.plane == "components" or H == 2:
            return
        for axis, name in enumerate(("across", "upwards")):
            key = f"dynamics_{name}"
            widgets.put(key, view.units[axis])
            others = [j for j in range(H) if j != view.units[1 - axis]]
            st.selectbox(
                name.capitalize(), others, key=key, format_func=lambda j: f"unit {j}",
                on_change=_choose_units, width=105,
            )  # fmt: skip


def _choose_units() -> None:
    chosen = st.session_state
    showing.choose(units=[chosen["dynamics_across"], chosen["dynamics_upwards"]])
