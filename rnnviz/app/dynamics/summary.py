"""Forget or chaos: four numbers on what becomes of a small difference."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.app import pictures
from rnnviz.app.dynamics import showing
from rnnviz.dynamics.lyapunov import lyapunov
from rnnviz.dynamics.readings import read_lyapunov
from rnnviz.dynamics_view import present_input
from rnnviz.experiment import Experiment
from rnnviz.number_words import in_print


def show(experiment: Experiment) -> None:
    """Show spectral radius, largest singular value, Lyapunov exponent and half-life."""
    net, x = experiment.net, present_input(experiment)
    start = experiment.trace.h[experiment.shown_step]
    found = showing.once("lyapunov", (net, x, start), lambda: lyapunov(net, x, initial_state=start))
    st.text(read_lyapunov(found))
    radius, largest = net.spectral_radius, float(np.linalg.norm(net.W_hh, 2))
    half_life = found.memory_half_life
    numbers = (
        ("Spectral radius of W_hh", in_print(radius), "the long-run rate of a linear network"),
        ("Largest singular value", in_print(largest), "the most that one step can grow by"),
        (
            "Largest Lyapunov exponent",
            in_print(found.largest) if np.isfinite(found.largest) else "−∞",
            f"{found.verdict}, known to ± {in_print(found.error, 1)}",
        ),
        (
            "Half-life of a difference",
            f"{in_print(half_life)} steps" if np.isfinite(half_life) else "none",
            "on this run, under this input",
        ),
    )
    for row in (numbers[:2], numbers[2:]):
        for column, (name, number, what) in zip(st.columns(2), row, strict=True):
            column.metric(name, number, what, delta_color="off", delta_arrow="off")
    st.caption(
        f"With the input of step {experiment.shown_step} held constant, from its state on, over "
        f"{found.num_steps} steps. Move the cursor to choose another input."
    )
    columns = ("exponent", "standard error")
    rows = list(zip(found.exponents.tolist(), found.errors.tolist(), strict=True))
    pictures.table(columns, rows)
    pictures.download("Lyapunov exponents", columns, rows)
