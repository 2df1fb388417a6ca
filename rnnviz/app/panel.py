"""The live panel on a page, following the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

import streamlit as st

from rnnviz.app import state, ways
from rnnviz.experiment import Experiment
from rnnviz.panel.component import live_panel
from rnnviz.panel.payload import to_payload

FRAGMENT: Final = "panel"

# Whether an experiment is shown with what its view of the Memory page asks for.
ShowsMemory = Callable[[Experiment], bool]


def alone(experiment: Experiment) -> bool:
    """Show the network alone."""
    return False


def with_memory(experiment: Experiment) -> bool:
    """Show what the Memory page asks for, too."""
    return True


# A server soon drops the session of a browser that is offline. Back online, a browser runs the
# page for a new session only if a part of the page is run again at times; without that run the
# new session would know no panel, and would hear none of its requests.
@st.fragment(key=FRAGMENT, run_every=timedelta(days=1))
def section(
    following: Callable[[], list[str]],
    shows_memory: ShowsMemory = alone,
    covers: Callable[[], list[str]] = list,
    *,
    has_charts: bool = False,
) -> None:
    """Show the panel; a request reruns this part of the page, and those that follow it.

    Args:
        following: returns the keys of the fragments that show the same experiment.
        shows_memory: whether it also shows what the Memory page asks for.
        covers: returns the names of what a lesson covers for now.
        has_charts: whether the page has the charts that the panel leads to.
    """
    session = state.arrive()
    payload = to_payload(
        session.experiment,
        generation=session.generation,
        ack=session.ack,
        notice=session.notice,
        ways=session.ways,
        flash=session.flash,
        cached=session.cached,
        projector=state.is_projected(),
        with_memory=shows_memory(session.experiment),
        hide=[*session.flags.hide, *covers(), *([] if has_charts else ["charts"])],
        lock=session.flags.lock,
    )
    session.flash = ""
    session.cached = []  # only the panel that spoke is known to have it
    live_panel(payload, key=state.PANEL, on_request=partial(_on_request, following))
    state.write_address(session)


def _on_request(following: Callable[[], list[str]]) -> None:
    state.take_request()
    others = following()
    if others or ways.following():  # alone, the panel's fragment is about to run in any case
        rerun(others)


def rerun(following: Sequence[str]) -> None:
    """Run the panel again, what leads away from it, and the fragments that follow it."""
    st.rerun(list(dict.fromkeys([FRAGMENT, *ways.following(), *following])))
