"""Vanish or explode: what is left of a nudge after one step, two steps, and so on."""

from __future__ import annotations

import numpy as np
import streamlit as st

from rnnviz.app import pictures
from rnnviz.experiment import Experiment
from rnnviz.knobs import Setup
from rnnviz.memory import Memory
from rnnviz.readings import read_decay


def show(experiment: Experiment) -> None:
    """Show what is left in the cursor's step, and where the rest was lost."""
    from rnnviz import figures  # late: Plotly is large to load

    step = experiment.shown_step
    found = experiment.memory
    decay = found.decay(step)
    st.text(read_decay(found, decay))
    pictures.chart(
        "memory_decay",
        figures.decay(decay, labels=pictures.labels_of(experiment), dark=pictures.is_dark()),
        "Above, how much of a nudge is left after each distance; below, what each step's slopes "
        "and weights did to it.",
    )
    st.caption(
        "Move the cursor to look back from another step. The thin solid line, (σ·slope)ᵈ of the "
        "largest singular value of W_hh and the largest slope on the way, is a guarantee: no nudge "
        "is ever above it. The dotted one, ρᵈ of the spectral radius, is none: it only says how a "
        "linear network behaves in the long run."
    )
    _all_pairs(experiment, found)
    pictures.table(
        ("distance", "from step", "left of a nudge", "by slopes", "by weights"),
        (
            (
                d,
                "before 0" if d > step else step - d,
                float(decay.norms[d]),
                float(decay.slope_factors[d - 1]) if d else "",
                float(decay.weight_factors[d - 1]) if d else "",
            )
            for d in range(step + 2)
        ),
    )


def _all_pairs(experiment: Experiment, found: Memory) -> None:
    from rnnviz import figures

    kept = st.session_state.get("memory_norms")
    # The readout decides, too, how many steps come before an explosion.
    if (
        kept is None
        or len(kept[1]) != experiment.num_shown
        or not _is_same(kept[0], experiment.setup)
    ):
        if not st.button("All pairs of steps", help="Takes seconds for large networks."):
            return
        bar = st.progress(0.0, "The norms of all pairs of steps")
        kept = experiment.setup, found.all_norms(progress=bar.progress)
        st.session_state["memory_norms"] = kept
        bar.empty()
    pictures.chart(
        "memory_norms",
        figures.norms(
            found,
            kept[1],
            step=experiment.shown_step,
            labels=pictures.labels_of(experiment),
            dark=pictures.is_dark(),
        ),
        "A triangle of cells: how much of a nudge at each step is left in each step after it.",
    )


def _is_same(one: Setup, other: Setup) -> bool:
    """Return whether two setups have the same states, and so the same norms."""
    return one.net.activation == other.net.activation and all(
        np.array_equal(a, b)
        for a, b in (
            (one.x, other.x),
            (one.initial_state, other.initial_state),
            (one.net.W_xh, other.net.W_xh),
            (one.net.W_hh, other.net.W_hh),
            (one.net.b_h, other.net.b_h),
        )
    )
