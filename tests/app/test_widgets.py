"""What is written to widgets, and what is left as the reader has it."""

from types import SimpleNamespace
from typing import Any

import pytest

from rnnviz.app import widgets


class State(dict[str, Any]):
    """A session's state that remembers what was written for a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[tuple[str, Any]] = []

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if not key.startswith("widgets_"):
            self.written.append((key, value))


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> State:
    """The session's state, without Streamlit's."""
    state = State()
    monkeypatch.setattr(widgets, "st", SimpleNamespace(session_state=state))
    return state


def test_what_a_widget_has_said_is_not_written_over(state: State) -> None:
    """The reader may be further already; another value is written."""
    widgets.arrive("copies")
    widgets.put("window", 6)
    assert state.written == [("window", 6)]
    dict.__setitem__(state, "window", 5)  # as the browser says it
    widgets.put("window", 5)
    assert state.written == [("window", 6)]
    widgets.put("window", 4)
    assert state.written == [("window", 6), ("window", 4)]


def test_a_widget_that_is_shown_again_is_given_its_value(state: State) -> None:
    """Even where the session has it: the browser, which left the part, may have forgotten it."""
    for part in ("copies", "cut", "copies"):
        widgets.arrive(part)
        if part == "copies":
            widgets.put("window", 6)
            widgets.put("window", 6)
    assert state.written == [("window", 6), ("window", 6)]
