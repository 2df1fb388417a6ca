"""Charts: the Plotly figures of the trace and the sweep, drawn only where they are open."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz.app import flags, pictures, state
from rnnviz.experiment import Experiment

FRAGMENT: Final = "charts"
_OPEN: Final = "charts_open"


def following() -> list[str]:
    """Return the fragments that run again after a request: the charts, if they are open."""
    is_open = st.session_state.get(_OPEN) and flags.current().shows("charts")
    return [FRAGMENT] if is_open else []


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
        _show_sweep(experiment, dark=dark)
        for chart in charts:
            _show(*chart)


def _show_sweep(experiment: Experiment, *, dark: bool) -> None:
    """Show the step at every value of the knob in hand, or say why that cannot be shown."""
    from rnnviz import figures

    if experiment.knob is None:
        st.caption("Take a number in hand, above: its whole range is then drawn here.")
        return
    try:
        sweep = experiment.sweep()
    except ValueError as error:  # at one of the values a weight would pass float32's range
        st.text(f"{experiment.knob.name} cannot be shown at every value: {error}.")
        return
    figure = figures.knob_sweep(
        sweep,
        step=experiment.view.step,
        value=experiment.value,
        output=experiment.view.output,
        output_names=experiment.output_names,
        dark=dark,
    )
    _show(
        "sweep",
        figure,
        f"Every value of {experiment.knob.name} at once, for this step. Where a line or a colour "
        "stays as it is, it does not matter; where it turns, the network changes its mind.",
    )


def _show(key: str, figure: object, look_for: str) -> None:
    pictures.chart(f"chart_{key}", figure, look_for)
    st.caption(look_for)
