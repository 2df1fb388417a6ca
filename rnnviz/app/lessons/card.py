"""The card of a lesson: read, predict, commit, and only then see the explanation."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from rnnviz import lessons
from rnnviz.alteration import changes_a_step
from rnnviz.app import panel, routes, state
from rnnviz.app.lessons import ask, prose
from rnnviz.app.lessons.ask import FRAGMENT, following
from rnnviz.app.markdown import escaped
from rnnviz.experiment import Experiment
from rnnviz.lessons import action, progress
from rnnviz.panel.payload import Flash

_UNLOCKED: Final = "lesson_unlocked"
_ARRIVES: Final = "lesson_arrives"  # another part is shown for the first time
_ARRIVAL: Final = (Path(__file__).parent / "arrival.js").read_text(encoding="utf-8")
# What of the panel flashes when a link has set it.
_FLASHES: Final[dict[str, Flash]] = {
    "step": "node", "unit": "node", "output": "node", "knob": "knob", "value": "knob",
    "input": "graph", "fold": "graph", "unfold": "graph", "preset": "graph",
}  # fmt: skip


_STYLE: Final = """
<style>
:is(.st-key-verdict_right, .st-key-verdict_wrong) { padding: 0.7rem 1rem; border-radius: 6px;
  background: rgba(128, 128, 128, 0.12); border-left: 5px solid currentcolor; }
.st-key-verdict_wrong { border-left-style: dashed; }
</style>
"""


@st.fragment(key=FRAGMENT)
def section() -> None:
    """Show the part of the lesson that the reader is at."""
    session = state.arrive()
    experiment = session.experiment
    lesson, part = progress.lesson_of(experiment)
    at = experiment.view.lesson.part
    st.html(_STYLE)
    with st.container(key="lesson_head"):
        _head(lesson, at)
    prose.show("lesson_text", part.text, _go)
    prose.show("lesson_prompt", part.prompt, _go, leading=True)
    ask.form(experiment, part.answer)
    if progress.is_covered(experiment):
        first, last = len(part.setup.x), len(part.revealed.x) - 1
        what = f"Step {first} is" if first == last else f"Steps {first} to {last} are"
        st.caption(f"{what} covered until you have the answer.")
    # What was committed before is no answer to what was refused just now.
    verdict = None if ask.is_refused() else progress.verdict_of(experiment)
    if verdict is not None:
        kind, sign = ("right", "check") if verdict.is_right else ("wrong", "close")
        with st.container(key=f"verdict_{kind}", horizontal=True, wrap=False):
            st.markdown(f":material/{sign}:", width="content")
            prose.show("lesson_verdict", verdict.message, _go)
    is_open = _is_open(experiment)
    if is_open:
        prose.show("lesson_reveal", part.reveal, _go)
        if part.more:
            prose.show("lesson_more", part.more, _go)
    elif verdict is not None or state.is_projected():
        st.button(
            "Show the explanation", key="lesson_unlock", on_click=_unlock, type="tertiary",
            shortcut=_key("E"),
        )  # fmt: skip
    _ways(experiment, is_open)
    if st.session_state.pop(_ARRIVES, False):
        # A script that is the same as before would not run again.
        script = f"(() => {{{_ARRIVAL}}})(); // {session.generation}"
        st.html(f"<script>{script}\n</script>", unsafe_allow_javascript=True)
    state.write_address(session)


def covers() -> list[str]:
    """Return what the panel covers until the explanation is open: counts that may be asked for."""
    return [] if _is_open(state.current().experiment) else ["counts"]


def shows_memory(experiment: Experiment) -> bool:
    """Show what the Memory page asks for where the part does.

    A second graph is part of a question; the row of ink would be the answer to many.
    """
    is_fit = changes_a_step(experiment.view.memory) or _is_open(experiment)
    return is_fit and progress.lesson_of(experiment)[1].shows_memory


def _head(lesson: lessons.Lesson, at: int) -> None:
    number, num = lessons.names().index(lesson.name) + 1, len(lessons.names())
    parts = len(lesson.parts)
    where = f"Lesson {number} of {num}" + (f", part {at + 1} of {parts}" if parts > 1 else "")
    st.caption(where)
    st.subheader(escaped(lesson.title), anchor=False)
    if at == 0 and not state.is_projected():
        st.caption(escaped(lesson.idea))


def _ways(experiment: Experiment, is_open: bool) -> None:
    """Lead on, and back: on at any time, but called for once the explanation is open."""
    next_part, before = progress.after(experiment), progress.before(experiment)
    with st.container(horizontal=True, gap="small", key="lesson_ways"):
        if before is not None:
            st.button("← Back", key="lesson_previous", on_click=_open, args=before,
                      shortcut=_key("PageUp"))  # fmt: skip
        if next_part is not None:
            is_another = next_part[0] != experiment.view.lesson.name
            st.button(
                _next_title(next_part[0]) if is_another else "Go on →",
                key="lesson_next", on_click=_open, args=next_part,
                type="primary" if is_open else "secondary", shortcut=_key("PageDown"),
            )  # fmt: skip
        st.button(
            "Start over", key="lesson_reset", on_click=_reset, type="tertiary", shortcut=_key("0"),
            help="The network as it was when this part began, and no answer.",
        )  # fmt: skip


def _next_title(name: str) -> str:
    try:
        return f"Next lesson: {escaped(lessons.load(name).title)} →"
    except ValueError:  # its file is broken, as the page will say
        return "Next lesson →"


def _key(name: str) -> str | None:
    """Return a key that presses a button from where the class can see it; pointers send these."""
    return name if state.is_projected() else None


def _go(text: str) -> None:
    """Do what a link in the prose says."""
    session = state.current()
    try:
        wanted = action.parse(text)
        experiment = action.apply(wanted, session.experiment)
    except ValueError as error:  # the reader has another network than the lesson's by now
        session.notice = state.sentence(error)
        st.rerun(panel.FRAGMENT)
    if wanted.page is not None:
        state.lead_to(experiment)
        st.switch_page(routes.page(wanted.page), query_params=state.address_of_view())
    if wanted.kind == "preset":
        session.begin()
    session.flash = _FLASHES[wanted.kind]
    state.lead_to(experiment)
    panel.rerun(following())


def _open(name: str, part: int) -> None:
    before = state.current().experiment.view.lesson
    st.session_state[_ARRIVES] = True
    _begin(progress.begun(name, part, before))


def _reset() -> None:
    _begin(progress.begun_anew(state.current().experiment))


def _begin(experiment: Experiment) -> None:
    st.session_state.pop(_UNLOCKED, None)
    state.show(experiment, loaded=True)
    panel.rerun(following())


def _unlock() -> None:
    session = state.current()
    st.session_state[_UNLOCKED] = _here()
    state.lead_to(progress.revealed(session.experiment))
    panel.rerun(following())


def _here() -> tuple[int, str, int]:
    """Return the part that is shown, this time."""
    session = state.current()
    view = session.experiment.view.lesson
    return session.generation, view.name, view.part


def _is_open(experiment: Experiment) -> bool:
    """Return whether the explanation is: the answer is right, or it was asked for all the same."""
    if st.session_state.get(_UNLOCKED) == _here():
        return True
    verdict = progress.verdict_of(experiment)
    return verdict is not None and verdict.is_right
