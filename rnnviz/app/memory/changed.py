"""What nudge, untie and cut have in common: a step, a picture of what follows, its numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from rnnviz.alteration import intervention_of
from rnnviz.app import pictures, widgets
from rnnviz.experiment import Experiment
from rnnviz.interventions import Intervention


def intervention(experiment: Experiment) -> Intervention:
    """Return the run as the part changes it, the same that the second graph shows."""
    found = intervention_of(experiment)
    assert found is not None  # only parts that change a step ask
    return found


def step_slider(experiment: Experiment, step: int, key: str, on_change: Callable[[], None]) -> None:
    """Offer a slider for the step at which something is changed."""
    T = experiment.num_shown
    if T > 1:
        widgets.put(key, step)
        st.slider("at step", 0, T - 1, key=key, on_change=on_change, width=260)


def picture(
    experiment: Experiment,
    intervention: Intervention,
    what: str,
    *,
    prediction: bool = False,
) -> None:
    """Show what an intervention changes, with its numbers as a table."""
    from rnnviz import figures  # late: Plotly is large to load

    pictures.chart(
        "memory_changed",
        figures.intervention(
            intervention,
            changed=what,
            prediction=prediction,
            step=experiment.shown_step,
            output=experiment.view.output,
            output_names=experiment.output_names,
            labels=pictures.labels_of(experiment),
            dark=pictures.is_dark(),
        ),
        "Hidden units as rows, steps as columns: what the change at one step does to all later "
        "ones.",
    )
    moved = np.linalg.norm(intervention.dh, axis=1)
    predicted = np.linalg.norm(intervention.predicted, axis=1)
    outputs = np.linalg.norm(intervention.dy, axis=1)
    pictures.table(
        ("step", "the state moves by", "as gradients predict", "the output moves by"),
        zip(range(len(moved)), moved.tolist(), predicted.tolist(), outputs.tolist(), strict=True),
    )
