"""Refusals: why something was not done, and what can be done instead, until it is answered."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rnnviz.app import state
from rnnviz.app.markdown import escaped
from rnnviz.pasted.refusal import Reading, Refusal

Way = tuple[str, Callable[[], None]]  # what stands on a button, and what it does


def keep(of: str, sentence: str, *ways: Way) -> None:
    """Keep a sentence until it is answered: another set-up is shown, or another sentence."""
    st.session_state[f"{of}_error"] = (state.current().generation, sentence, ways)


def drop(of: str) -> None:
    """Forget what was refused."""
    st.session_state.pop(f"{of}_error", None)


def is_kept(of: str) -> bool:
    """Return whether something was refused, and is not answered yet."""
    generation, _, _ = st.session_state.get(f"{of}_error", (None, "", ()))
    return bool(generation == state.current().generation)


def show(of: str) -> None:
    """Show what was refused, and a button for each way on."""
    if not is_kept(of):
        return
    _, sentence, ways = st.session_state[f"{of}_error"]
    st.text(sentence)  # as text: it quotes what was given
    if ways:
        with st.container(horizontal=True, gap="small"):
            for action, do in ways:
                st.button(escaped(action), key=f"{of}_way_{action}", on_click=do)


def ways_of(error: ValueError, take: Callable[[Reading], None]) -> list[Way]:
    """Return a way for each reading that a refusal of a text offers.

    Args:
        error: why the text was not read.
        take: does what is to be done with a reading.
    """
    offers = error.offers if isinstance(error, Refusal) else ()
    return [(offer.action, _taking(take, offer.reading)) for offer in offers]


def _taking(take: Callable[[Reading], None], reading: Reading) -> Callable[[], None]:
    return lambda: take(reading)
