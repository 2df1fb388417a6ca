"""Charts: the Plotly figures of the trace, drawn only where they are open."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz.app import state

FRAGMENT: Final = "charts"
_OPEN: Final = "charts_open"


def are_open() -> bool:
    """Return whether the reader has opened the charts."""
    return bool(st.session_state.get(_OPEN))


@st.fragment(key=FRAGMENT)
def section() -> None:
    """Show the charts, closed until the reader opens them: Plotly is large to load."""
    opened = st.expander("Charts of the same numbers", on_change="rerun", key=_OPEN)
    if not opened.open:
        return
    from rnnviz import figures  # late: a page that stays closed needs no Plotly

    experiment = state.arrive().experiment
    trace = experiment.trace
    step, labels = experiment.view.step, experiment.labels
    dark = st.context.theme.type == "dark"
    charts = (
        (
            "lines",
            figures.hidden_lines(trace, step=step, labels=labels, dark=dark),
            "Each line is one hidden unit over time. Which ones hold on to what they saw?",
        ),
        (
            "heatmap",
            figures.hidden_heatmap(trace, step=step, labels=labels, dark=dark),
            "The same numbers as colours. A stripe that stays one colour is a memory.",
        ),
        (
            "outputs",
            figures.outputs(
                trace, step=step, labels=labels, names=experiment.output_names, dark=dark
            ),
            "What the network says after each step. It is read off the state, not kept.",
        ),
    )
    with opened:
        for key, figure, look_for in charts:
            st.plotly_chart(figure, key=f"chart_{key}", theme=None, alt=look_for)
            st.caption(look_for)
