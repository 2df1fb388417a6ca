"""Request: what the reader asked for in the panel, applied to an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from rnnviz.alteration import altered_at
from rnnviz.document import MAX_PINNED, Count, KnobData, check
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.pasted.grid import MAX_PASTE
from rnnviz.pasted.matrix import parse_matrix
from rnnviz.pasted.refusal import Refusal

MAX_TURNS: Final = 256  # unanswered: a hand makes a few a second


CachedId = Annotated[str, Field(max_length=80)]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class RequestedView(_Record):
    """The cursor's step, the selected unit and output, and the drawing."""

    step: Count
    unit: Count
    output: Count
    folded: bool
    opened: bool


class Turn(_Record):
    """A knob turned to a value; `seq` counts turns and requests together."""

    seq: Count
    knob: KnobData
    value: FiniteFloat


class Paste(_Record):
    """A whole array, pasted as text; `offer` is the way to read it that the reader agreed to."""

    seq: Count
    parameter: Literal["W_xh", "W_hh", "W_hy", "b_h", "b_y"]
    text: Annotated[str, Field(max_length=MAX_PASTE)]
    offer: Count | None


class Place(_Record):
    """Where the run is changed: at a step, a copy of a number, an input, or a unit's state."""

    step: Count
    knob: KnobData | None = None
    input: Count | None = None
    unit: Count | None = None


class Request(_Record):
    """What was turned and not answered yet, and all else as it should become.

    `Request` in requests.js says the same of the sender's side.
    """

    seq: Count
    generation: Count
    turns: Annotated[list[Turn], Field(fail_fast=True)]
    pastes: Annotated[list[Paste], Field(max_length=16)] = []
    knob: KnobData | None
    pinned: Annotated[list[KnobData], Field(fail_fast=True)]
    view: RequestedView
    cached: Annotated[list[CachedId], Field(max_length=2)] = []
    intervention: Place | None = None


def read(data: Mapping[str, Any]) -> Request:
    """Return the request that came from a browser.

    Raises:
        ValueError: it is not one.
    """
    request: Request = check(Request, data)
    return request


def apply(experiment: Experiment, request: Request, *, answered: int = 0) -> Experiment:
    """Return the experiment as requested.

    Args:
        experiment: what is shown.
        request: what the reader asked for.
        answered: the number of the last request that was answered. A turn up to it is
            done already: its answer was lost, or is still on its way.

    Raises:
        Refusal: a text that was pasted is not read; it may offer ways to read it.
        ValueError: the request does not fit.
    """
    if len(request.pinned) > MAX_PINNED:
        raise ValueError(
            f"{len(request.pinned)} numbers are in the list of numbers: "
            f"expected at most {MAX_PINNED}"
        )
    if len(request.turns) > MAX_TURNS:
        raise ValueError(f"{len(request.turns)} turns came at once: expected at most {MAX_TURNS}")
    done: list[Turn | Paste] = [*request.turns, *request.pastes]
    for one in sorted(done, key=lambda one: one.seq):
        if one.seq <= answered:
            continue
        if isinstance(one, Paste):
            experiment = _with_pasted(experiment, one)
        else:
            experiment = experiment.select(_knob(one.knob)).turn(one.value)
    experiment = experiment.select(None if request.knob is None else _knob(request.knob))
    experiment = _looked(experiment, request)
    place = request.intervention
    if place is None:
        return experiment
    knob = None if place.knob is None else _knob(place.knob)
    return altered_at(experiment, place.step, knob=knob, input=place.input, unit=place.unit)


def _with_pasted(experiment: Experiment, paste: Paste) -> Experiment:
    """Return the experiment with a whole array as it was pasted."""
    experiment = experiment.select(None)  # a number in hand would keep its own value
    array = experiment.base.parameters[paste.parameter]
    try:
        pasted = parse_matrix(paste.text, array.shape)
    except Refusal as refusal:
        if paste.offer is None or paste.offer >= len(refusal.offers):
            raise
        pasted = refusal.offers[paste.offer].reading.values
    return experiment.replace(net=experiment.base.replace(**{paste.parameter: pasted}))


def _looked(experiment: Experiment, request: Request) -> Experiment:
    view, wanted = experiment.view, request.view
    explore = view.explore.model_copy(
        update={"pinned": request.pinned, "folded": wanted.folded, "opened": wanted.opened}
    )
    changes = {
        "step": wanted.step, "unit": wanted.unit, "output": wanted.output, "explore": explore,
    }  # fmt: skip
    # Most requests turn a number and leave the view as it is, which needs no second check.
    is_same = all(getattr(view, name) == change for name, change in changes.items())
    return experiment if is_same else experiment.look(**changes)


def _knob(data: KnobData) -> Knob:
    return Knob.from_dict(dict(data))
