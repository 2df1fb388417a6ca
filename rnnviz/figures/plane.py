"""What figures of the plane of states share: kinds of points, a key in words, a layer to click."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.stability import KINDS
from rnnviz.figures.marks import written_above
from rnnviz.figures.text import rounded, shown_width
from rnnviz.figures.theme import LINE
from rnnviz.look.palette import Theme
from rnnviz.number_words import percent
from rnnviz.validation import as_array, as_choice

Array = npt.NDArray[np.float64]
Ends = tuple[float, float]

HEIGHT: Final = 340  # pixels
NARROW: Final = 250  # pixels, what a phone leaves of the width for the data
ROW: Final = 38  # characters that fit that width
CLICKS: Final = 24  # places along an axis that can be clicked
BELOW: Final = 52  # pixels for the horizontal axis
UNFADED: Final = {"marker": {"opacity": 1.0}}  # when a place is clicked


@dataclass(frozen=True, slots=True)
class Mark:
    """How one kind of point is drawn.

    Attributes:
        symbol: Plotly's.
        sign: the same as a character.
        is_filled: with ink, or else with the ground.
        words: what it means.
    """

    symbol: str
    sign: str
    is_filled: bool
    words: str


MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "stable": Mark("circle", "●", True, "stable"),
        "saddle": Mark("diamond", "◇", False, "saddle"),
        "unstable": Mark("circle", "○", False, "unstable"),
        "marginal": Mark("triangle-up", "△", False, "marginal"),
        "undefined": Mark("square", "□", False, "at a kink: undefined"),
    }
)


def as_points(
    points: npt.ArrayLike | None, kinds: Sequence[str], size: int
) -> tuple[Array, list[str]]:
    """Return fixed points as (N, H), and their kinds.

    Raises:
        ValueError: there is not one kind for each point, or it is unknown.
    """
    if points is None or not np.size(points):
        found = np.empty((0, size))
    else:
        found = as_array("points", points, (None, size), why="a state a row")
    given = list(kinds)
    if len(given) != len(found):
        raise ValueError(f"kinds has {len(given)} entries: expected {len(found)}, one a point")
    for i, kind in enumerate(given):
        as_choice(f"kinds[{i}]", kind, KINDS)
    return found, given


def cursor_ring(x: Array, y: Array, look: Theme) -> dict[str, Any]:
    """Return a ring around the marked step's place, (1,) each."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "name": "cursor",
        "mode": "markers",
        "marker": {
            "symbol": "circle-open",
            "size": 19,
            "opacity": 1.0,
            "color": look.ink,
            "line": {"color": look.ink, "width": 2.5},
        },
        "unselected": UNFADED,
        "hoverinfo": "skip",
    }


def marked_points(
    places: Array,
    kinds: Sequence[str],
    said: Sequence[str],
    look: Theme,
    *,
    is_off: npt.NDArray[np.bool_] | None = None,
) -> list[dict[str, Any]]:
    """Return points as traces, one for each kind that there is.

    Args:
        places: (N, 2).
        kinds: N of them.
        said: N inert texts, for the hover.
        look: the theme.
        is_off: (N,), those that are not in the plane: they are small, and drawn over the others.
    """
    off = np.zeros(len(places), dtype=np.bool_) if is_off is None else is_off
    traces = []
    for small, (kind, mark) in product((False, True), MARKS.items()):
        rows = [i for i, each in enumerate(kinds) if each == kind and off[i] == small]
        if rows:
            traces.append(
                {
                    "type": "scatter",
                    "x": places[rows, 0],
                    "y": places[rows, 1],
                    "name": kind,
                    "mode": "markers",
                    "marker": {
                        "symbol": mark.symbol,
                        "size": 8 if small else 12,
                        "color": look.ink if mark.is_filled else look.ground,
                        "opacity": 1.0,
                        "line": {"color": look.ink, "width": 1.5 if small else 2},
                    },
                    "unselected": UNFADED,
                    "hovertext": np.array([said[i] for i in rows]),
                    "hovertemplate": "%{fullData.name} fixed point<br>%{hovertext}<extra></extra>",
                }
            )
    return traces


def key_of(kinds: Sequence[str]) -> list[str]:
    """Return a key to the kinds that there are: "● stable"."""
    return [f"{mark.sign} {mark.words}" for kind, mark in MARKS.items() if kind in kinds]


def rows_of(entries: Sequence[str], most: int = ROW) -> list[str]:
    """Return entries as rows of at most so many characters, where an entry is not longer."""
    rows: list[str] = []
    for entry in entries:
        if rows and shown_width(rows[-1]) + 3 + shown_width(entry) <= most:
            rows[-1] += f"   {entry}"
        else:
            rows.append(entry)
    return rows


def sentence_rows(sentence: str, most: int = ROW) -> list[str]:
    """Return a sentence as rows of whole words, of at most so many characters."""
    rows = [""]
    for word in sentence.split(" "):
        if rows[-1] and shown_width(rows[-1]) + 1 + shown_width(word) > most:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".lstrip()
    return rows


def above(rows: Sequence[str], left: float, look: Theme) -> list[dict[str, Any]]:
    """Return rows of words above the data, the first on top.

    Args:
        rows: inert texts.
        left: where the horizontal axis begins.
        look: the theme.
    """
    return [
        written_above(left, 0, len(rows) - 1 - i, words, look.ink) for i, words in enumerate(rows)
    ]


def room_above(rows: Sequence[str]) -> int:
    """Return the pixels that a title and rows of words need above the data."""
    return 46 + LINE * len(rows)


def click_layer(places: Array, customdata: Array, hovers: Sequence[str]) -> dict[str, Any]:
    """Return places that cannot be seen, but clicked: each carries its customdata.

    In every figure it is the first trace, which tells a click on it from one on other marks.

    Args:
        places: (N, 2).
        customdata: (N, K), what a click hands on.
        hovers: N inert texts, or one for all.
    """
    return {
        "type": "scatter",
        "x": places[:, 0],
        "y": places[:, 1],
        "name": "places to click",
        "mode": "markers",
        "marker": {"size": 14, "opacity": 0.0},
        "selected": {"marker": {"opacity": 0.0}},
        "unselected": {"marker": {"opacity": 0.0}},
        "customdata": customdata,
        "hovertext": np.array(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def click_places(bounds: tuple[Ends, Ends], num: int = CLICKS) -> Array:
    """Return the middles of num × num fields of the picture, (num², 2)."""
    shares = (np.arange(num) + 0.5) / num
    axes = [low + (high - low) * shares for low, high in bounds]
    return np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)


def axis_names(projection: Projection, names: list[str] | None) -> list[str]:
    """Return what each axis of a projection is called.

    Args:
        projection: on units or on principal components.
        names: H inert texts, or None.
    """
    if projection.units is not None:
        return [names[i] if names else f"hidden unit {i}" for i in projection.units]
    return [
        f"principal component {k + 1} ({percent(share)} of variance)"
        for k, share in enumerate(projection.shares.tolist())
    ]


def short_axis_names(projection: Projection, names: list[str] | None) -> list[str]:
    """Return the same for hover texts and keys."""
    if projection.units is not None:
        return [names[i] if names else f"unit {i}" for i in projection.units]
    return [f"component {k + 1}" for k in range(projection.num_axes)]


def plain_axis(ends: Ends, name: str, look: Theme) -> dict[str, Any]:
    """Return an axis of states: its ends, its name, a line at 0."""
    return {
        "title": {"text": name},
        "range": list(ends),
        "zeroline": True,
        "zerolinecolor": look.grid,
        "zerolinewidth": 1,
        "nticks": 6,
        "exponentformat": "power",
        "fixedrange": True,
    }


def with_room(
    pixels: Array, order: Sequence[int], apart: float, taken: Sequence[Array] = ()
) -> set[int]:
    """Return which of (N, 2) places have room for a number, the first in an order first.

    Args:
        pixels: where they are.
        order: indices.
        apart: pixels from one to the next.
        taken: places that have one already.
    """
    used, chosen = list(taken), set()
    for i in order:
        if all(math.dist(pixels[i], other) >= apart for other in used):
            chosen.add(i)
            used.append(pixels[i])
    return chosen


def off_plane(projection: Projection, states: Array) -> Array:
    """Return how far states (N, H) are from the plane, (N,)."""
    lifted = projection.lift(projection.project(states))
    distances: Array = np.linalg.norm(states - lifted, axis=-1)
    return distances


def placed(places: Array, names: Sequence[str]) -> list[str]:
    """Return where each of (N, K) places is, as a text: "unit 0: +0.5, unit 1: −0.25"."""
    return [
        ", ".join(f"{name}: {rounded(value)}" for name, value in zip(names, place, strict=True))
        for place in places.tolist()
    ]


def said_of(states: Array, projection: Projection, names: Sequence[str]) -> list[str]:
    """Return, of each of (N, H) states, where it is in the plane and how far from it."""
    away = off_plane(projection, states).tolist()
    return [
        where + (f", {rounded(far).removeprefix('+')} off this plane" if far > 1e-6 else "")
        for where, far in zip(placed(projection.project(states), names), away, strict=True)
    ]
