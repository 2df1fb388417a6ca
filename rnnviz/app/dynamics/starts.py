"""Many starts: a cloud of states, let go at once."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import pictures, widgets
from rnnviz.app.dynamics import planes, showing
from rnnviz.document import MAX_GONE
from rnnviz.dynamics.flow import flow
from rnnviz.dynamics.portrait_readings import read_flow
from rnnviz.dynamics_view import cloud_of, plane_of, present_input
from rnnviz.experiment import Experiment


def show(experiment: Experiment) -> None:
    """Show where many starts are after some steps, and where they end."""
    from rnnviz import figures  # late: Plotly is large to load

    net, x = experiment.net, present_input(experiment)
    cloud = cloud_of(experiment)
    with st.spinner("Following them to their ends"):
        runs = showing.once("flow", (net, x, cloud), lambda: flow(net, cloud, MAX_GONE, x))
    if net.hidden_size > 1:
        planes.choose(experiment)
    gone = experiment.view.dynamics.gone
    widgets.put("dynamics_gone", gone)
    st.slider(
        "Steps gone", 0, MAX_GONE, key="dynamics_gone",
        on_change=lambda: showing.choose(gone=st.session_state["dynamics_gone"]),
    )  # fmt: skip
    st.text(read_flow(runs))
    pictures.chart(
        "dynamics_starts",
        figures.many_starts(
            runs,
            plane_of(experiment),
            step=gone,
            play=True,
            dark=pictures.is_dark(),
        ),
        "A cloud of hidden states, coloured by where each of them ends.",
    )
    ends = [(k, len(one), int((runs.ends == k).sum())) for k, one in enumerate(runs.attractors)]
    columns = ("attractor", "its states", "starts that end there")
    rows = [*ends, ("none of them", "", int((runs.ends < 0).sum()))]
    pictures.table(columns, rows)
    pictures.download(
        "states of many starts",
        ("start", "ends at", *(f"unit {j}" for j in range(net.hidden_size))),
        pictures.Rows(
            lambda: (
                (i, int(end), *row)
                for i, (end, row) in enumerate(
                    zip(runs.ends.tolist(), runs.states[gone].tolist(), strict=True)
                )
            )
        ),
    )
