"""The Sequence popover: numbers and text that a reader pastes, as the sequence."""

from __future__ import annotations

import streamlit as st

from rnnviz import presets, sequences
from rnnviz.app import refusals, state
from rnnviz.app.markdown import escaped
from rnnviz.document import MAX_STEPS
from rnnviz.experiment import Experiment
from rnnviz.pasted.refusal import Reading
from rnnviz.pasted.text import alphabet_of, symbols_of

_REFUSED = "sequence"


def show(experiment: Experiment) -> None:
    """Show the fields, and why what was last in them was not read."""
    inputs = experiment.net.input_size
    columns = "one number per step" if inputs == 1 else f"one row per step, {inputs} columns"
    st.text_area(
        f"Numbers: {columns}", key="numbers", height=160,
        placeholder="1 0 0 -1 0" if inputs == 1 else "\n".join([" ".join(["1"] * inputs)] * 3),
        help="Spaces, tabs or commas between numbers, and a point as the decimal sign; at most "
        f"{MAX_STEPS} steps. Cells copied from a spreadsheet work, and so do MATLAB, Python and "
        "JSON.",
    )  # fmt: skip
    st.button("Use these numbers", on_click=_use_numbers)
    try:
        unit = alphabet_of(experiment.input_names).unit
    except ValueError as error:
        st.caption(escaped(f"Text cannot be read here: {error}."))
    else:
        with st.form("text_form", border=False):  # so that Enter reads it, too
            how = "character by character" if unit == "character" else "word by word"
            st.text_input(f"Text, read {how}", key="text")
            st.form_submit_button("Read this text", on_click=_use_text)
    refusals.show(_REFUSED)


def _use_numbers() -> None:
    experiment, text = state.current().experiment, st.session_state["numbers"]
    try:
        x = sequences.parse_numbers(text, experiment.net.input_size)
        _take(Reading(x))
    except ValueError as error:
        ways = refusals.ways_of(error, _take)
        refusals.keep(_REFUSED, state.sentence(error), *(ways or _as_text(experiment, text)))


def _use_text() -> None:
    symbols = symbols_of(state.current().experiment.input_names)
    try:
        x, labels = sequences.parse_text(st.session_state["text"], symbols)
        _take(Reading(x, labels=labels))
    except ValueError as error:
        refusals.keep(_REFUSED, state.sentence(error), *refusals.ways_of(error, _take))


def _as_text(experiment: Experiment, text: str) -> list[refusals.Way]:
    """Return the way to read what is among the numbers as text, where it is one."""
    try:
        x, labels = sequences.parse_text(text, symbols_of(experiment.input_names))
    except ValueError:
        return []
    return [("Read as text", lambda: _take(Reading(x, labels=labels)))]


def _take(reading: Reading) -> None:
    """Show the network on what was read."""
    try:
        own = presets.with_own_sequence(
            state.current().experiment, reading.values, reading.labels, input_names=reading.names
        )
    except ValueError as error:  # a name too long, for example
        refusals.keep(_REFUSED, state.sentence(error))
    else:
        state.show(own)
