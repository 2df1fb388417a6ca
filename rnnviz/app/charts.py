"""Charts: the Plotly figures of the trace and the sweep, drawn only where they are open."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from rnnviz.app import flags, pictures, state
from rnnviz.experiment import Experiment
from rnnviz.look.limits import limits_of

FRAGMENT: Final = "charts"
_OPEN: Final = "charts_open"

_LOOK_FOR: Final = {
    "lines": "Each line is one hidden unit over time. Which ones hold on to what they saw?",
    "heatmap": "The same numbers as colours. A stripe that stays one colour is a memory.",
    "outputs": "The output after each step. It is computed from that step's state and is not kept.",
}


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
    experiment = state.arrive().experiment
    dark = st.context.theme.type == "dark"
    with opened:
        _show_sweep(experiment, dark=dark)
        for key, figure in figures_of(experiment, dark=dark).items():
            _show(key, figure, _LOOK_FOR[key])


def figures_of(experiment: Experiment, *, dark: bool) -> dict[str, Any]:
    """Return the figures of the trace by name, their colours as in the experiment's graph."""
    from rnnviz import figures  # late: a page that stays closed needs no Plotly

    trace, limits = experiment.trace, limits_of(experiment)
    options: dict[str, Any] = {
        "step": experiment.view.step, "labels": experiment.labels, "dark": dark,
    }  # fmt: skip
    return {
        "lines": figures.hidden_lines(trace, limit=limits.h, **options),
        "heatmap": figures.hidden_heatmap(trace, limit=limits.h, **options),
        "outputs": figures.outputs(trace, limit=limits.y, names=experiment.output_names, **options),
    }


def _show_sweep(experiment: Experiment, *, dark: bool) -> None:
    """Show the step at every value of the knob in hand, or say why that cannot be shown."""
    from rnnviz import figures

    if experiment.knob is None:
        st.caption("Select a number above: this chart then shows this step at each of its values.")
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
        f"This step at every value of {experiment.knob.name}. Where a line or a colour stays the "
        "same, the value does not matter; where it turns, the result flips.",
    )


def _show(key: str, figure: object, look_for: str) -> None:
    pictures.chart(f"chart_{key}", figure, look_for)
    st.caption(look_for)
