"""A field for a number, of the same kind on every page.

A browser's own number field drops the signs that it does not know: 0,5 becomes 5. So this is a
field for text, which the reader of all that is pasted reads: what is no number, or could be two,
stays in the field with a sentence, and the number that was there stays, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from rnnviz.app import state, widgets
from rnnviz.pasted.number import parse_number


class _Kept(NamedTuple):
    """What a field was about when something was refused: with another number, that is over."""

    generation: int
    label: str
    value: float


def number_field(
    label: str,
    value: float,
    *,
    key: str,
    take: Callable[[float], None],
    least: float,
    most: float,
    **options: Any,
) -> None:
    """Show a field for a number, and beside it why what is in it was refused.

    Args:
        label: its name.
        value: the number that it shows.
        key: its widget's key.
        take: does what is to be done with another number; a callback.
        least, most: the range.
        **options: of `st.text_input`.
    """
    kept = _Kept(state.current().generation, label, value)
    refused, text, sentence = st.session_state.get(_refused(key), (None, "", ""))
    is_refused = refused == kept
    widgets.put(key, text if is_refused else _text(key, value, least, most))
    st.text_input(label, key=key, on_change=_take, args=(key, kept, take, least, most), **options)
    if is_refused:
        st.text(sentence)


def text_of(value: float) -> str:
    """Return a number as a field shows it: nine digits tell any two float32s apart."""
    return f"{value:.9g}"


def _text(key: str, value: float, least: float, most: float) -> str:
    """Return what the field shows: what was typed, where that is the number, else the number."""
    typed = str(st.session_state.get(key, ""))
    try:
        return typed if parse_number(typed, least=least, most=most) == value else text_of(value)
    except ValueError:
        return text_of(value)


def _take(
    key: str,
    kept: _Kept,
    take: Callable[[float], None],
    least: float,
    most: float,
) -> None:
    text = st.session_state[key]
    try:
        number = parse_number(text, least=least, most=most)
    except ValueError as error:
        sentence = f"{state.sentence(error)} It stays {text_of(kept.value)}."
        st.session_state[_refused(key)] = (kept, text, sentence)
        return
    st.session_state.pop(_refused(key), None)
    take(number)


def _refused(key: str) -> str:
    return f"{key}_refused"
