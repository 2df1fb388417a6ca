"""Wish: what the reader asked for in the panel, applied to an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from rnnviz.document import Count, ExploreView, KnobData, check
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class WishedView(_Record):
    """The cursor's step, the selected unit and output, and the drawing."""

    step: Count
    unit: Count
    output: Count
    folded: bool


class Wish(_Record):
    """Everything the panel can change, as it should become (`Wish` in panel.js)."""

    seq: Count
    epoch: Count
    knob: KnobData | None
    value: FiniteFloat | None
    pinned: Annotated[list[KnobData], Field(fail_fast=True)]
    view: WishedView


def read(data: Mapping[str, Any]) -> Wish:
    """Return the wish that came from a browser.

    Raises:
        ValueError: it is not one.
    """
    wish: Wish = check(Wish, data)
    return wish


def granted(experiment: Experiment, wish: Wish) -> Experiment:
    """Return the experiment as wished.

    Raises:
        ValueError: the wish does not fit it.
    """
    knob = None if wish.knob is None else Knob.from_dict(wish.knob.model_dump())
    experiment = experiment.select(knob)
    if knob is not None and wish.value is not None and wish.value != experiment.value:
        experiment = experiment.turn(wish.value)
    kept = experiment.view.explore.model_dump()
    asked = {"pinned": [data.model_dump() for data in wish.pinned], "folded": wish.view.folded}
    explore = check(ExploreView, kept | asked)
    return experiment.look(**wish.view.model_dump(exclude={"folded"}), explore=explore.model_dump())
