"""Untie: one copy of a shared number with a value of its own."""

from __future__ import annotations

import streamlit as st

from rnnviz.alteration import untied_of
from rnnviz.app.memory import changed, showing
from rnnviz.app.number_field import number_field
from rnnviz.change_readings import read_untied
from rnnviz.document import MAX_CHANGE, Untied
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.number_words import in_print, signed


def show(experiment: Experiment) -> None:
    """Show what the network would do if one copy had a value of its own."""
    now = untied_of(experiment)
    knob = Knob.from_dict(dict(now.knob))
    _controls(experiment, now, knob)
    intervention = changed.intervention(experiment)
    st.text(read_untied(intervention, experiment.net, experiment.trace.num_steps))
    changed.picture(experiment, intervention, f"{knob.name} = {in_print(now.value, 6)} here only")


def _controls(experiment: Experiment, now: Untied, knob: Knob) -> None:
    shared = float(experiment.net.parameters[knob.target][knob.index])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        number_field(
            f"{knob.name}, {signed(shared, 4)} at all steps, is here", now.value,
            key="memory_untied_value", least=-MAX_CHANGE, most=MAX_CHANGE,
            take=lambda value: _choose(now, value), width=280,
            help="Take another number in hand, and tie again, to untie that one.",
        )  # fmt: skip
        changed.step_slider(experiment, now.step, "memory_untied_step", lambda: _choose(now))
        st.button("Tie again", on_click=_tie, disabled=experiment.view.memory.untied is None)


def _choose(now: Untied, value: float | None = None) -> None:
    chosen = st.session_state
    showing.choose(
        untied={
            "knob": now.knob.model_dump(),
            "step": chosen.get("memory_untied_step", now.step),
            "value": now.value if value is None else value,
        }
    )


def _tie() -> None:
    showing.choose(untied=None)
