"""A computation of seconds on a page: done in pieces, with a bar that grows and a way to stop it.

Streamlit interrupts no run of a fragment for a click in it. So each run works for a moment and
asks for the next one: clicks, and requests in the panel, are answered between two of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

Result = TypeVar("Result")
Pieces = Generator[float, None, Result]  # yields the share done after each piece, 0 … 1

_KEY: Final = "work"
_MOMENT: Final = 0.3  # seconds
_SWEPT: Final = 12  # elements, more than a question shows

# Only a fragment's own run may ask for the next one. After a run of the whole page the browser
# does, as soon as it shows what it was sent.
_BROWSER: Final = st.components.v2.component(
    "rnnviz_next",
    js="export default ({ setTriggerValue }) => {\n  setTriggerValue('next', true);\n};\n",
)


@dataclass
class _Work:
    about: str
    pieces: Pieces[Any] | None  # None once it is cancelled
    share: float = 0.0
    is_done: bool = False
    found: Any = None

    def go_on(self) -> None:
        """Work for a moment, at least one piece."""
        assert self.pieces is not None
        until = time.monotonic() + _MOMENT
        try:
            self.share = next(self.pieces)
            while time.monotonic() < until:
                self.share = next(self.pieces)
        except StopIteration as end:
            self.is_done, self.found = True, end.value


def result(
    about: str, begin: Callable[[], Pieces[Result]], *, fragment: str, text: str, begin_text: str
) -> Result | None:
    """Return what a computation returns; while it goes on or is cancelled, show that, and None.

    To be called in a fragment, which should show nothing else that takes long: while the
    computation goes on, the fragment's run ends here and is followed by the next one.

    Args:
        about: the same for the same computation; another one takes its place.
        begin: begins it.
        fragment: the key of the fragment.
        text: what is being done.
        begin_text: on the button that begins again what was cancelled.
    """
    work: _Work | None = st.session_state.get(_KEY)
    is_new = work is None or work.about != about
    if work is None or is_new:
        work = st.session_state[_KEY] = _Work(about, begin())
        work.go_on()  # so that what takes less than a moment shows no bar
    if work.is_done:
        drop()
        found: Result = work.found
        return found
    if work.pieces is None:
        st.button(begin_text, on_click=_forget, args=(fragment,))
        return None
    bar = st.progress(work.share, text)
    st.button("Cancel", on_click=_cancel, args=(fragment,))
    # This run ends before Streamlit clears what the one before it showed.
    for _ in range(_SWEPT):
        st.empty()
    if not is_new:
        work.go_on()
    # This also lets go a visit to another page that waits: asked for at once with the next run,
    # Streamlit would forget which page.
    bar.progress(work.share, text)
    _ask_for_the_next_run(fragment)
    return None


def drop() -> None:
    """Forget what is half done, if anything is."""
    st.session_state.pop(_KEY, None)


def _cancel(fragment: str) -> None:
    work: _Work | None = st.session_state.get(_KEY)
    if work is not None:  # or it came to its end before the click did
        work.pieces = None
    st.rerun(fragment)


def _forget(fragment: str) -> None:
    drop()
    st.rerun(fragment)


def _ask_for_the_next_run(fragment: str) -> None:
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        _BROWSER(
            key="work_next", data=[time.monotonic()], on_next_change=lambda: st.rerun(fragment)
        )
