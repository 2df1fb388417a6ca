"""Asking: fields for each kind of answer, and the button that commits what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from rnnviz.app import panel, state, ways
from rnnviz.app.markdown import escaped
from rnnviz.experiment import Experiment
from rnnviz.lessons import progress
from rnnviz.lessons.answers import Answer
from rnnviz.lessons.reading import split

FRAGMENT: Final = "lesson"
_ERROR: Final = "lesson_error"  # a sentence on what could not be read, and of which part

Given = Callable[[], str]  # what stands in the fields, as the text that an answer is checked from


def form(experiment: Experiment, answer: Answer) -> None:
    """Ask for an answer; what cannot be read is said, and stays in its fields."""
    committed = progress.answer_of(experiment)
    with st.form("lesson_form", border=False):
        # Number keys of some phones have no minus.
        keys = "number_keys" if answer.is_unsigned else "all_keys"
        with st.container(key=keys):
            given = _FIELDS[answer.kind](_key(), answer, committed)
        if is_refused():
            st.text(st.session_state[_ERROR][1])
        st.form_submit_button(
            "Commit another answer" if committed else "Commit my answer",
            key="lesson_commit",
            type="secondary" if committed else "primary",
            on_click=_commit,
            args=(answer, given),
        )


def following() -> list[str]:
    """Return the parts of the page that are run again after a request.

    The link to all lessons closes this one: only Python can write it.
    """
    return [FRAGMENT, *ways.present()]


def is_refused() -> bool:
    """Return whether the latest answer to this part could not be read."""
    return bool(st.session_state.get(_ERROR, ("", ""))[0] == _key())


def _key() -> str:
    """Return the key of this part's fields: a widget keeps its value, and each part asks anew."""
    session = state.current()
    view = session.experiment.view.lesson
    return f"lesson_answer_{session.generation}_{view.name}_{view.part}"


def _commit(answer: Answer, given: Given) -> None:
    session = state.current()
    st.session_state.pop(_ERROR, None)
    try:
        text = given()
        if not text.strip():
            raise ValueError("nothing was answered: expected your guess, however uncertain")
        committed = progress.committed(session.experiment, text)
    except ValueError as error:
        st.session_state[_ERROR] = _key(), state.sentence(error)
        st.rerun(FRAGMENT)
    state.lead_to(committed)
    panel.rerun(following())


def _number(key: str, answer: Answer, committed: str) -> Given:
    label = f"Your answer, in {escaped(answer.unit)}" if answer.unit else "Your answer"
    return _text(key, label, committed)


def _string(key: str, answer: Answer, committed: str) -> Given:
    return _text(key, f"Your string, of {' and '.join(answer.symbols)}", committed)


def _text(key: str, label: str, committed: str) -> Given:
    st.text_input(label, value=committed, key=key, autocomplete="off")
    return lambda: str(st.session_state[key])


def _numbers(key: str, answer: Answer, committed: str) -> Given:
    keys = [f"{key}_{i}" for i in range(len(answer.labels))]
    before = split(committed)
    if len(before) != len(keys):  # none, or of another version of the lesson
        before = [""] * len(keys)
    with st.container(horizontal=True, gap="small"):
        for one, label, text in zip(keys, answer.labels, before, strict=True):
            st.text_input(escaped(label), value=text, key=one, width=110, autocomplete="off")
    return lambda: answer.joined([st.session_state[one] for one in keys])


def _choice(key: str, answer: Answer, committed: str) -> Given:
    index = answer.options.index(committed) if committed in answer.options else None
    st.radio("Your answer", answer.options, index=index, key=key, format_func=escaped)
    return lambda: st.session_state[key] or ""


def _order(key: str, answer: Answer, committed: str) -> Given:
    keys = [f"{key}_{i}" for i in range(len(answer.options))]
    before = split(committed)
    is_whole = sorted(before) == sorted(answer.options)  # or of another version of the lesson
    ends = ("largest", "smallest") if answer.is_largest_first else ("smallest", "largest")
    for place, one in enumerate(keys):
        name = f"Place {place + 1}"
        if one in (keys[0], keys[-1]):
            name += f", the {ends[one == keys[-1]]}"
        index = answer.options.index(before[place]) if is_whole else None
        st.selectbox(name, answer.options, index=index, key=one, placeholder="Choose")
    return lambda: answer.joined([st.session_state[one] or "" for one in keys])


def _knob(key: str, answer: Answer, committed: str) -> Given:
    name = "" if answer.setup.knob is None else answer.setup.knob.name
    st.caption(f"Your answer is the value of {name} in the panel: turn it, then commit.")
    return lambda: answer.in_hand(state.current().experiment)


_FIELDS: Final[dict[str, Callable[[str, Answer, str], Given]]] = {
    "number": _number,
    "numbers": _numbers,
    "choice": _choice,
    "order": _order,
    "string": _string,
    "knob": _knob,
}
