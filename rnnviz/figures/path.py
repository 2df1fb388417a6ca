"""Paths of states in a plane: the run's, with its steps' numbers, and those of other starts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.flow import Flow
from rnnviz.dynamics.projection import Projection
from rnnviz.figures.plane import (
    HEIGHT,
    NARROW,
    UNFADED,
    Ends,
    cursor_ring,
    placed,
    with_room,
)
from rnnviz.figures.steps import Steps
from rnnviz.look.palette import Theme

Array = npt.NDArray[np.float64]
Bounds = tuple[Ends, Ends]

APART: Final = 22  # pixels from one numbered step to the next
MANY_STEPS: Final = 60  # beyond which the marks of the path are small
MOST_RUNS: Final = 100  # of a flow, drawn as paths


def path_of_states(
    path: Array, steps: Steps, bounds: Bounds, called: list[str], look: Theme
) -> list[dict[str, Any]]:
    """Return the path up to the cursor in ink, and what comes after it, faint."""
    numbered = _numbered(path, steps, bounds)
    now = len(path) - 1 if steps.cursor is None else min(steps.cursor + 1, len(path) - 1)
    steps_of = ["before step 0", *map(steps.called, range(steps.drawn))]
    hovers = [f"{t}<br>{at}" for t, at in zip(steps_of, placed(path, called), strict=True)]
    size = 4 if steps.total > MANY_STEPS else 6
    parts = []
    for name, part, colour in (
        ("still to come", slice(now, None), look.edge),
        ("path", slice(0, now + 1), look.ink),
    ):
        places = np.arange(len(path))[part]
        if name == "still to come" and len(places) < 2:
            continue
        shown = places if name == "path" else places[1:]
        of_size = np.where(np.isin(places, shown), float(size), 0.0)
        text = look.ink if name == "path" else look.soft
        symbols = np.where(places == 0, "square", "circle")
        words = ["start" if i == 0 else str(i - 1) if i in numbered else "" for i in places]
        words = [word if place in shown else "" for word, place in zip(words, places, strict=True)]
        parts.append(
            {
                "type": "scatter",
                "x": path[part, 0],
                "y": path[part, 1],
                "name": name,
                "mode": "lines+markers+text",
                "line": {"color": colour, "width": 1.6, "simplify": False},
                "marker": {
                    "color": colour,
                    "opacity": 1.0,
                    "size": np.where(places == 0, 9, of_size),
                    "symbol": symbols,
                },
                "unselected": {**UNFADED, "textfont": {"color": text}},
                "text": np.array(words),
                "textposition": "top right",
                "textfont": {"color": text},
                "customdata": places[:, None] - 1,
                "hovertext": np.array(hovers[part]),
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    return parts


def runs(flow: Flow, projection: Projection, look: Theme) -> dict[str, Any]:
    """Return runs from other starts as one thin line with gaps."""
    paths = projection.project(flow.states[:, :MOST_RUNS]).swapaxes(0, 1)
    gaps = np.full((len(paths), 1, 2), np.nan)
    line = np.concatenate([paths, gaps], axis=1).reshape(-1, 2)
    sizes = np.zeros(paths.shape[:2])
    sizes[:, 0] = 6
    return {
        "type": "scatter",
        "x": line[:, 0],
        "y": line[:, 1],
        "name": "other starts",
        "mode": "lines+markers",
        "line": {"color": look.soft, "width": 1, "simplify": False},
        "marker": {
            "color": look.soft,
            "opacity": 1.0,
            "size": np.concatenate([sizes, np.zeros((len(paths), 1))], axis=1).ravel(),
        },
        "unselected": UNFADED,
        "hoverinfo": "skip",
    }


def _numbered(path: Array, steps: Steps, bounds: Bounds) -> set[int]:
    """Return which places of the path have room for their step's number."""
    spans = np.array([high - low for low, high in bounds])
    pixels = path / spans * [NARROW, HEIGHT]
    order = list(range(1, len(path)))
    if steps.cursor is not None and steps.cursor + 1 < len(path):
        order.insert(0, steps.cursor + 1)
    return with_room(pixels, order, APART, [pixels[0] + [12, 0]])


def cursor_of(path: Array, steps: Steps, look: Theme) -> list[dict[str, Any]]:
    """Return a ring around the state of the marked step."""
    if steps.cursor is None or steps.cursor >= steps.drawn:
        return []
    x, y = path[steps.cursor + 1]
    return [cursor_ring(np.array([x]), np.array([y]), look)]
