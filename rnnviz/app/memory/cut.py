"""Cut: a step that the past does not reach."""

from __future__ import annotations

import streamlit as st

from rnnviz.alteration import cut_of
from rnnviz.app.memory import changed, showing
from rnnviz.change_readings import read_cut
from rnnviz.experiment import Experiment


def show(experiment: Experiment) -> None:
    """Show what the network would do if the arrow into one step were cut."""
    step = cut_of(experiment)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        changed.step_slider(
            experiment, step, "memory_cut",
            lambda: showing.choose(cut=st.session_state["memory_cut"]),
        )  # fmt: skip
    intervention = changed.intervention(experiment)
    st.text(read_cut(intervention))
    changed.picture(experiment, intervention, "arrow cut")
