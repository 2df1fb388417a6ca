"""The session: the experiment shown, and how it follows and writes the page's address.

The address is the truth: `?s=<link>`, `?preset=<name>` or `?lesson=<name>`, and the
start preset without any. A session only keeps what the address stood for when it was last
read or written, so a reload, Back, or a copied link shows the same view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rnnviz import presets
from rnnviz.app import flags
from rnnviz.app.flags import Flags
from rnnviz.app.history import History
from rnnviz.document import parse
from rnnviz.experiment import Experiment
from rnnviz.lessons import progress
from rnnviz.panel import request as requests
from rnnviz.panel.locks import check_locked
from rnnviz.panel.payload import Flash
from rnnviz.pasted.refusal import Refusal

PANEL: Final = "live"  # the panel's key
_KEY: Final = "rnnviz"
_MOST_VISITED: Final = 50

# ("s", link), ("preset", name), ("lesson", name), _KEPT or ("", "")
Address = tuple[str, str]

# The way back from another page to what fits no link; in a new session it opens the start.
_KEPT: Final = ("kept", "1")
_PARAMETERS: Final = ("s", "preset", "lesson", _KEPT[0])
_VIEW: Final = "view"


@dataclass
class Session:
    """What one browser tab shows.

    Attributes:
        experiment: what is shown.
        loaded: what was opened; reset returns to it.
        address: what the page's address stood for when last read or written.
        generation: grows when another set-up is opened, so that the panel starts anew.
        ack: the number of the last request that was answered.
        cached: the ids of what the panel has, as its request said; none once that is answered.
        notice: a sentence about the last thing that could not be done, or "".
        ways: ways on from that, as they stand on buttons.
        flash: what a word beside the panel has just changed, until the panel has shown it.
        flags: what the address hid and locked when it was last read.
        unwritten: the page's next query parameters, not yet in the address.
        is_unlinked: what is shown fits no link, so the address stands for something else.
        unlinked: the last that was shown and fits no link, so that Back finds it.
        before_steps: what was shown before each step down a gradient, the latest last.
        history: the changes that can be undone and redone.
        visited: what was loaded at the latest addresses, so that Back finds it again.
    """

    experiment: Experiment
    loaded: Experiment
    address: Address = ("", "")
    generation: int = 1
    ack: int = 0
    cached: list[str] = field(default_factory=list)
    notice: str = ""
    ways: tuple[str, ...] = ()
    flash: Flash = ""
    flags: Flags = field(default_factory=Flags)
    unwritten: dict[str, str] | None = None
    is_unlinked: bool = False
    unlinked: Experiment | None = None
    before_steps: list[Experiment] = field(default_factory=list)
    history: History = field(default_factory=History)
    visited: dict[Address, Experiment] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin with another set-up: the panel starts anew, and no step can be undone."""
        self.generation += 1
        self.before_steps = []

    def stand_at(self, address: Address) -> None:
        """Remember the address, and what was loaded there."""
        self.address = address
        self.visited.pop(address, None)
        self.visited[address] = self.loaded
        while len(self.visited) > _MOST_VISITED:
            self.visited.pop(next(iter(self.visited)))


def arrive() -> Session:
    """Return the session, first opening what the address asks for if it has changed."""
    session = _arrive()
    told = flags.current()
    if told != session.flags:
        session.flags = told
        session.notice = " ".join(filter(None, [session.notice, told.notice]))
    return session


def _arrive() -> Session:
    address = _address()
    session: Session | None = st.session_state.get(_KEY)
    is_known = session is not None and (session.unwritten or session.address == address)
    if session is not None and (is_known or _is_part_of_a_run()):
        return session
    notice = ""
    try:
        experiment = _open(address, session)
    except ValueError as error:
        experiment = session.experiment if session else presets.load(presets.START)
        notice = f"This address could not be opened: {error}."
    if session is None:
        session = Session(experiment, experiment)
        st.session_state[_KEY] = session
    elif not notice:
        session.begin()
        session.experiment = experiment
        session.is_unlinked = address == _KEPT
    if not notice:
        session.loaded = session.visited.get(address) or _original(experiment)
    session.stand_at(address)
    session.notice = notice
    return session


def _is_part_of_a_run() -> bool:
    """Return whether only fragments are run, as after a click in one.

    Navigation reruns the whole page. A click that comes before the browser has the address
    that is written carries an older one.
    """
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def write_address(session: Session) -> None:
    """Write the address of what is shown; after it is shown, for that is what is waited for."""
    if session.unwritten:
        # One write, so that Back takes one step a change.
        st.query_params.from_dict(session.unwritten)
        session.unwritten = None


def current() -> Session:
    """Return the session in a callback, where the address may be older than it."""
    session: Session | None = st.session_state.get(_KEY)
    return arrive() if session is None else session


def show(experiment: Experiment, *, loaded: bool = False) -> None:
    """Show another set-up and write its address; for callbacks.

    Args:
        experiment: the set-up.
        loaded: whether reset shall return to it from now on.
    """
    session = current()
    experiment = progress.with_done(experiment, session.experiment)
    session.begin()
    if loaded:
        session.loaded = experiment
    _write(session, experiment)


def step_to(experiment: Experiment) -> None:
    """Show what a step down a gradient made of the same set-up; for callbacks."""
    session = current()
    before = session.experiment
    if _change(session, experiment):
        session.before_steps = [*session.before_steps, before][-_MOST_VISITED:]


def undo_step() -> None:
    """Return to the numbers before the latest step down a gradient; for callbacks."""
    session = current()
    if session.before_steps:
        *earlier, before = session.before_steps
        if _change(session, before.replace(view=session.experiment.view)):
            session.before_steps = earlier


def undo() -> None:
    """Return to what was shown before the last change; for callbacks."""
    session = current()
    history, now = session.history, session.experiment
    _travel(session, history.before(now), history.go_back, "There is nothing to undo.")


def redo() -> None:
    """Do again what was undone last; for callbacks."""
    session = current()
    history, now = session.history, session.experiment
    _travel(session, history.after(now), history.go_forward, "There is nothing to do again.")


def _travel(
    session: Session,
    there: Experiment | None,
    go: Callable[[Experiment], None],
    nothing: str,
) -> None:
    now = session.experiment
    if there is None:
        session.notice = nothing
        return
    is_as_large = there.setup.sizes == now.setup.sizes
    if is_as_large:
        there = there.replace(view=now.view)  # the cursor stays
    try:
        check_locked(now, there, flags.current().lock)
    except ValueError as error:
        session.notice = sentence(error)
        return
    if not is_as_large:
        session.begin()
    go(now)
    _put(session, there)


def change(experiment: Experiment) -> None:
    """Show the same set-up with something changed, and write its address; for callbacks."""
    _change(current(), experiment)


def lead_to(experiment: Experiment) -> None:
    """Show what a lesson leads to, whatever is locked; for callbacks."""
    _write(current(), experiment)


def open_preset(name: str) -> None:
    """Open a preset; for callbacks."""
    session = current()
    preset = progress.with_done(presets.load(name), session.experiment)
    if preset.view.lesson.done:  # which no preset's own address holds
        show(preset, loaded=True)
        return
    session.history.remember(session.experiment, preset)
    session.begin()
    session.experiment = session.loaded = preset
    session.notice = ""
    session.is_unlinked = False
    _set_address(session, ("preset", name))


def reset() -> None:
    """Return to what was loaded; for callbacks."""
    session = current()
    name = session.loaded.source.preset
    # A file or a link may have begun as a preset, and be another set-up since.
    if name is not None and session.loaded.to_json() == presets.load(name).to_json():
        open_preset(name)
    else:
        show(session.loaded)


def take_request() -> None:
    """Do what the reader asked for in the panel; the panel's callback."""
    session = current()
    try:
        request = requests.read(parse(st.session_state[PANEL]["request"]))
    except ValueError as error:
        session.notice = sentence(error)
        return
    answered, session.ack = session.ack, request.seq
    session.ways = ()
    session.cached = request.cached
    if request.generation != session.generation:
        return  # it was meant for a set-up that is no longer shown
    try:
        changed = requests.apply(session.experiment, request, answered=answered)
        check_locked(session.experiment, changed, flags.current().lock)
        _write(session, changed)
        if request.turns:
            session.before_steps = []  # an undo would take these turns back, too
    except ValueError as error:
        session.notice = sentence(error)
        if isinstance(error, Refusal):
            session.ways = tuple(offer.action for offer in error.offers)


def is_projected() -> bool:
    """Return whether the address asks for the projector view."""
    return bool(st.query_params.get(_VIEW) == "projector")


def project() -> None:
    """Enter the projector view; for callbacks."""
    st.query_params[_VIEW] = "projector"


def leave_projector() -> None:
    """Leave the projector view; for callbacks."""
    st.query_params.pop(_VIEW, None)


def address_of_view() -> dict[str, str]:
    """Return the query parameters that lead to what is shown, on whichever page."""
    session: Session | None = st.session_state.get(_KEY)
    told = flags.current().parameters()
    if session is None:
        return told
    name, text = _KEPT if session.is_unlinked else session.address
    return {name: text, **told} if name else told


def address_of_lesson(experiment: Experiment) -> dict[str, str]:
    """Return the query parameters that lead to a lesson: its name, where nothing is changed yet.

    Raises:
        ValueError: what is shown fits no link.
    """
    if progress.is_untouched(experiment):
        return {"lesson": experiment.view.lesson.name}
    return {"s": experiment.to_link()}


def leave() -> None:
    """Leave what is shown for a page that shows something else."""
    session: Session | None = st.session_state.get(_KEY)
    if session is not None and session.is_unlinked:
        # Else a link to the very address that it last stood at would not open anything.
        session.address = _KEPT


def _original(experiment: Experiment) -> Experiment:
    """Return what *Reset* leads back to: where numbers are locked, to what the link set."""
    return experiment if flags.current().lock else presets.original(experiment)


def _address() -> Address:
    for name in _PARAMETERS:
        if name in st.query_params:
            return name, st.query_params[name]
    return "", ""


def _open(address: Address, session: Session | None) -> Experiment:
    name, text = address
    if name == _KEPT[0]:
        if session is None or session.unlinked is None:
            raise ValueError(
                "what it stood for fits no link, and is gone with the session that had it: "
                "expected a saved file"
            )
        return session.unlinked
    if name == "s":
        return Experiment.from_link(text)
    if name == "lesson":
        return progress.begun(text)
    return presets.load(text if name == "preset" else presets.START)


def _change(session: Session, experiment: Experiment) -> bool:
    """Write what the reader changed, unless a lock forbids it; return whether it was written."""
    try:
        check_locked(session.experiment, experiment, flags.current().lock)
    except ValueError as error:
        session.notice = sentence(error)
        return False
    _write(session, experiment)
    return True


def _write(session: Session, experiment: Experiment) -> None:
    session.history.remember(session.experiment, experiment)
    _put(session, experiment)


def _put(session: Session, experiment: Experiment) -> None:
    session.experiment = experiment
    session.notice = ""
    session.is_unlinked = False
    try:
        link = experiment.to_link()
    except ValueError as error:
        session.notice = sentence(error)
        session.is_unlinked = True
        session.unlinked = experiment
        return
    _set_address(session, ("s", link))


def _set_address(session: Session, address: Address) -> None:
    if address == session.address:
        return
    session.stand_at(address)
    name, text = address
    kept = {k: v for k, v in st.query_params.to_dict().items() if k not in _PARAMETERS}
    session.unwritten = {**kept, name: text}


def sentence(error: ValueError) -> str:
    """Return an error's message as a sentence."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
