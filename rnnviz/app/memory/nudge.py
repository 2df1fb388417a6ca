"""Nudge: one number changed at one step, and all that follows, beside what the gradient says."""

from __future__ import annotations

import streamlit as st

from rnnviz.alteration import nudge_of
from rnnviz.app import widgets
from rnnviz.app.memory import changed, showing
from rnnviz.app.number_field import number_field
from rnnviz.change_readings import read_nudge
from rnnviz.document import MAX_CHANGE, Nudge
from rnnviz.experiment import Experiment
from rnnviz.number_words import signed


def show(experiment: Experiment) -> None:
    """Show the difference that a nudge makes."""
    now = nudge_of(experiment)
    _controls(experiment, now)
    intervention = changed.intervention(experiment)
    st.text(read_nudge(intervention))
    changed.picture(
        experiment,
        intervention,
        f"{_name(now.of, now.index)} {signed(now.amount, 6)}",
        prediction=True,
    )


def _controls(experiment: Experiment, now: Nudge) -> None:
    net = experiment.net
    inputs = [("input", i) for i in range(net.input_size)]
    units = [("unit", j) for j in range(net.hidden_size)]
    widgets.put("memory_nudged", (now.of, now.index))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            "Nudge", [*inputs, *units], key="memory_nudged",
            format_func=lambda which: _name(*which), on_change=_choose, args=(now,), width=160,
        )  # fmt: skip
        number_field(
            "by", now.amount, key="memory_nudge_amount", least=-MAX_CHANGE, most=MAX_CHANGE,
            take=lambda amount: _choose(now, amount), width=130,
        )  # fmt: skip
        changed.step_slider(experiment, now.step, "memory_nudge_step", lambda: _choose(now))


def _choose(now: Nudge, amount: float | None = None) -> None:
    chosen = st.session_state
    of, index = chosen["memory_nudged"]
    showing.choose(
        nudge={
            "of": of,
            "index": index,
            "step": chosen.get("memory_nudge_step", now.step),
            "amount": now.amount if amount is None else amount,
        }
    )


def _name(of: str, index: int) -> str:
    return f"input {index}" if of == "input" else f"unit {index}"
