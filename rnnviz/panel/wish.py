"""Wish: what the reader asked for in the panel, applied to an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from rnnviz.alteration import altered_at
from rnnviz.document import MAX_PINNED, Count, ExploreView, KnobData, check
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob

MAX_TURNS: Final = 256  # unanswered: a hand makes a few a second


HeldId = Annotated[str, Field(max_length=80)]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class WishedView(_Record):
    """The cursor's step, the selected unit and output, and the drawing."""

    step: Count
    unit: Count
    output: Count
    folded: bool
    opened: bool


class Turn(_Record):
    """A knob turned to a value; `seq` counts turns and wishes together."""

    seq: Count
    knob: KnobData
    value: FiniteFloat


class Place(_Record):
    """Where the run is changed: at a step, a copy of a number, an input, or a unit's state."""

    step: Count
    knob: KnobData | None = None
    input: Count | None = None
    unit: Count | None = None


class Wish(_Record):
    """What was turned and not answered yet, and all else as it should become.

    `Wish` in wishes.js says the same of the sender's side.
    """

    seq: Count
    epoch: Count
    turns: Annotated[list[Turn], Field(fail_fast=True)]
    knob: KnobData | None
    pinned: Annotated[list[KnobData], Field(fail_fast=True)]
    view: WishedView
    held: Annotated[list[HeldId], Field(max_length=2)] = []
    altered: Place | None = None


def read(data: Mapping[str, Any]) -> Wish:
    """Return the wish that came from a browser.

    Raises:
        ValueError: it is not one.
    """
    wish: Wish = check(Wish, data)
    return wish


def granted(experiment: Experiment, wish: Wish, *, answered: int = 0) -> Experiment:
    """Return the experiment as wished.

    Args:
        experiment: what is shown.
        wish: what the reader asked for.
        answered: the number of the last wish that was answered. A turn up to it is
            done already: its answer was lost, or is still on its way.

    Raises:
        ValueError: the wish does not fit.
    """
    if len(wish.pinned) > MAX_PINNED:
        raise ValueError(
            f"{len(wish.pinned)} numbers are in the list of sliders: expected at most {MAX_PINNED}"
        )
    if len(wish.turns) > MAX_TURNS:
        raise ValueError(f"{len(wish.turns)} turns came at once: expected at most {MAX_TURNS}")
    for turn in wish.turns:
        if turn.seq > answered:
            experiment = experiment.select(_knob(turn.knob)).turn(turn.value)
    experiment = experiment.select(None if wish.knob is None else _knob(wish.knob))
    kept = experiment.view.explore.model_dump()
    asked = {
        "pinned": [data.model_dump() for data in wish.pinned],
        "folded": wish.view.folded,
        "opened": wish.view.opened,
    }
    explore = check(ExploreView, kept | asked)
    at = wish.view.model_dump(include={"step", "unit", "output"})
    experiment = experiment.look(**at, explore=explore.model_dump())
    place = wish.altered
    if place is None:
        return experiment
    knob = None if place.knob is None else _knob(place.knob)
    return altered_at(experiment, place.step, knob=knob, input=place.input, unit=place.unit)


def _knob(data: KnobData) -> Knob:
    return Knob.from_dict(data.model_dump())
