"""Thumbnails: which small picture shows the idea of an experiment, as plain data.

A preset's stands in assets/presets/thumbnails.json, a lesson's in the lesson's own file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from rnnviz.document import Count
from rnnviz.resources import ASSETS
from rnnviz.trace import Trace

MOST_COLUMNS: Final = 6  # steps of a graph whose numbers can be read
MOST_ROWS: Final = 7
MOST_LANES: Final = 5

Series = Annotated[str, Field(pattern=r"^[xhy]\d{1,3}$")]  # "h0": hidden unit 0
Told = Annotated[str, Field(pattern=r"^[xhy]\d{1,3}:\d{1,4}$")]  # "h0:3": its number at step 3


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    event: Count | None = None

    def check(self, num_steps: int, sizes: Mapping[str, int]) -> None:
        """Raise ValueError unless the picture fits an experiment.

        Args:
            num_steps: how many steps it has.
            sizes: how many inputs ("x"), hidden units ("h") and outputs ("y").
        """
        if self.event is not None:
            _check_below("event", self.event, num_steps)


class Graph(_Record):
    """A few steps of the network, unrolled, with their numbers.

    Attributes:
        event: the step that is marked.
        rows: what is drawn: inputs, hidden units, outputs.
        first, last: steps.
        weight: an entry of W_hh, row and column, whose copies are lit and carry its value.
        folded: whether the one cell with its loop stands before the steps.
    """

    kind: Literal["graph"]
    rows: Literal["h", "xh", "hy", "xhy"] = "xh"
    first: Count = 0
    last: Count
    weight: Annotated[list[Count], Field(min_length=2, max_length=2)] | None = None
    folded: bool = False

    def check(self, num_steps: int, sizes: Mapping[str, int]) -> None:
        """Raise ValueError unless the picture fits an experiment."""
        super().check(num_steps, sizes)
        _check_below("last", self.last, num_steps)
        if not 0 <= self.last - self.first < MOST_COLUMNS:
            raise ValueError(
                f"steps {self.first} to {self.last}: expected one to {MOST_COLUMNS}, in order"
            )
        num_rows = sum(sizes[row] for row in self.rows)
        if num_rows > MOST_ROWS:
            raise ValueError(f"rows {self.rows!r} are {num_rows}: expected at most {MOST_ROWS}")
        for unit in self.weight or ():
            _check_below("weight", unit, sizes["h"])


class Curve(_Record):
    """Numbers over time: lines for states and outputs, stems for inputs.

    Attributes:
        event: the step that is marked.
        lanes: one above the other, each with what is drawn in it: "h0", "y1", "x0".
        first, last: steps; all of them where `last` is None.
        told: the numbers that are written out, as "h0:3" for hidden unit 0 at step 3.
    """

    kind: Literal["curve"]
    lanes: Annotated[
        list[Annotated[list[Series], Field(min_length=1, max_length=4)]],
        Field(min_length=1, max_length=MOST_LANES),
    ]
    first: Count = 0
    last: Count | None = None
    told: list[Told] = []

    def check(self, num_steps: int, sizes: Mapping[str, int]) -> None:
        """Raise ValueError unless the picture fits an experiment."""
        super().check(num_steps, sizes)
        if self.last is not None:
            _check_below("last", self.last, num_steps)
        _check_below("first", self.first, num_steps if self.last is None else self.last)
        for series in (one for lane in self.lanes for one in lane):
            _check_below(f"{series}: its index", int(series[1:]), sizes[series[0]])
        for told in self.told:
            series, step = told.split(":")
            _check_below(f"{told}: its index", int(series[1:]), sizes[series[0]])
            _check_below(f"{told}: its step", int(step), num_steps)


class Portrait(_Record):
    """Where the state goes and rests: of two units a plane with arrows, of one unit its cobweb.

    Attributes:
        event: the step at whose input the map is drawn; else that of the experiment's view.
    """

    kind: Literal["portrait"]

    def check(self, num_steps: int, sizes: Mapping[str, int]) -> None:
        """Raise ValueError unless the picture fits an experiment."""
        super().check(num_steps, sizes)
        if sizes["h"] > 2:
            raise ValueError(f"a portrait of {sizes['h']} hidden units: expected 1 or 2")


Thumbnail: TypeAlias = Annotated[Graph | Curve | Portrait, Field(discriminator="kind")]


@lru_cache(maxsize=1)
def of_presets() -> dict[str, Thumbnail]:
    """Return the thumbnails of the presets, by name."""
    text = (ASSETS / "presets" / "thumbnails.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Thumbnail]).validate_json(text)


def sizes_of(trace: Trace) -> dict[str, int]:
    """Return how many inputs ("x"), hidden units ("h") and outputs ("y") there are."""
    return {"x": trace.x.shape[-1], "h": trace.h.shape[-1], "y": trace.y.shape[-1]}


def usual(num_steps: int, sizes: Mapping[str, int]) -> Graph | Curve:
    """Return the picture of an experiment that names none: a graph where it is small."""
    for rows in ("xhy", "xh", "h"):
        if sum(sizes[row] for row in rows) <= MOST_ROWS - 2:
            return Graph(kind="graph", rows=rows, last=min(num_steps, 4) - 1)
    return Curve(kind="curve", lanes=[[f"h{i}"] for i in range(min(sizes["h"], 4))])


def _check_below(name: str, number: int, end: int) -> None:
    if number >= end:
        raise ValueError(f"{name} is {number}: expected 0 to {end - 1}")
