"""Cycles in a plane of states: their points, and dashed lines in the order of the visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.cycles import Cycles
from rnnviz.dynamics.stability import KINDS, Kind
from rnnviz.figures.plane import MARKS, UNFADED
from rnnviz.look.palette import Theme
from rnnviz.validation import as_instance

Array = npt.NDArray[np.float64]

MOST_CYCLES: Final = 6  # drawn; chaotic networks have many unstable ones
AHEAD: Final = 0.6  # of a line: where its arrow is; to and fro, two arrows do not coincide
SIGNS: Final = {"stable": "◉", "saddle": "◈", "unstable": "⊙", "marginal": "◬", "undefined": "⊡"}


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """One cycle.

    Attributes:
        states: (p, H), in the order in which they are visited.
        kind: of the cycle.
    """

    states: Array
    kind: Kind


def as_closed(cycles: Sequence[Cycles], size: int) -> list[Closed]:
    """Return each cycle of some periods, the stable ones first.

    Raises:
        ValueError: they are no cycles, or of a network of another size.
    """
    as_instance("cycles", cycles, Sequence, "a list of Cycles, one a period")
    found = []
    for i, of_period in enumerate(cycles):
        as_instance(f"cycles[{i}]", of_period, Cycles, "Cycles")
        if of_period.points.shape[2] != size:
            raise ValueError(
                f"cycles[{i}] has {of_period.points.shape[2]} hidden units: expected {size}"
            )
        found += [Closed(*one) for one in zip(of_period.points, of_period.kinds, strict=True)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


def visited_by(closed: Sequence[Closed], size: int) -> Array:
    """Return the states of all cycles, one cycle after the other, (N, H)."""
    return np.concatenate([np.empty((0, size)), *(one.states for one in closed)])


def key_of_cycles(closed: Sequence[Closed], num_more: int) -> list[str]:
    """Return a key to the cycles that are drawn: "╌ Cycle of 4: ◉ stable".

    Args:
        closed: they.
        num_more: how many are not drawn.
    """
    if not closed:
        return []
    periods, kinds = {len(one.states) for one in closed}, {one.kind for one in closed}
    of = f" of {periods.pop()}" if len(periods) == 1 else ""
    entries = [f"{sign} {MARKS[kind].words}" for kind, sign in SIGNS.items() if kind in kinds]
    entries[0] = f"╌ Cycle{'s' * (len(closed) > 1)}{of}: {entries[0]}"
    return entries + ([f"{num_more} more not drawn"] if num_more else [])


def closed_lines(
    closed: Sequence[Closed], corners: Sequence[Array], look: Theme
) -> list[dict[str, Any]]:
    """Return a dashed line a cycle, and on all of them arrows the way it goes.

    Args:
        closed: the cycles.
        corners: (n, 2) of each, where its line turns, without the return to the first.
        look: the theme.
    """
    if not closed:
        return []
    # To and fro, the dashes of one way would fill the gaps of the other.
    lines = [each if len(each) == 2 else np.concatenate([each, each[:1]]) for each in corners]
    starts = np.concatenate(corners)
    ends = np.concatenate([np.roll(each, -1, axis=0) for each in corners])
    # An arrow points away from the place before it, which has no mark itself.
    arrows = np.stack([starts, starts + AHEAD * (ends - starts)], axis=1).reshape(-1, 2)
    return [
        *(
            {
                "type": "scatter",
                "x": line[:, 0],
                "y": line[:, 1],
                "name": f"cycle of {len(one.states)}",
                "mode": "lines",
                "line": {"color": look.edge, "width": 4, "dash": "6px,4px", "simplify": False},
                "hoverinfo": "skip",
            }
            for one, line in zip(closed, lines, strict=True)
        ),
        {
            "type": "scatter",
            "x": arrows[:, 0],
            "y": arrows[:, 1],
            "name": "the way of a cycle",
            "mode": "markers",
            "marker": {
                "symbol": "arrow",
                "angleref": "previous",
                "size": np.tile([0, 15], len(starts)),
                "color": look.soft,
                "opacity": 1.0,
            },
            "unselected": UNFADED,
            "hoverinfo": "skip",
        },
    ]


def closed_points(
    closed: Sequence[Closed],
    places: Array,
    said: Sequence[str],
    look: Theme,
    *,
    is_off: npt.NDArray[np.bool_] | None = None,
) -> list[dict[str, Any]]:
    """Return the points of cycles: the marks of fixed points of their kinds, with a dot in them.

    Their customdata are their coordinates, as in the layer to click: a click begins there.

    Args:
        closed: the cycles.
        places: (N, 2), of the states of all cycles.
        said: N inert texts, for the hover.
        look: the theme.
        is_off: (N,), those that are not in the plane: they are small.
    """
    off = np.zeros(len(places), dtype=np.bool_) if is_off is None else is_off
    periods = np.array([len(one.states) for one in closed for _ in one.states], dtype=int)
    kinds = np.array([one.kind for one in closed for _ in one.states], dtype=str)
    traces = []
    for kind, mark in MARKS.items():
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            traces.append(
                {
                    "type": "scatter",
                    "x": places[rows, 0],
                    "y": places[rows, 1],
                    "name": f"{kind} cycle",
                    "mode": "markers",
                    "marker": {
                        "symbol": f"{mark.symbol}-dot",
                        "size": np.where(off[rows], 9, 13),
                        "color": look.ink if mark.is_filled else look.ground,
                        "opacity": 1.0,
                        # The dot has the colour of the edge, and must be seen on the mark.
                        "line": {"color": look.ground if mark.is_filled else look.ink, "width": 2},
                    },
                    "unselected": UNFADED,
                    "customdata": places[rows],
                    "hovertext": np.array(
                        [f"cycle of {periods[row]}, {kind}<br>{said[row]}" for row in rows.tolist()]
                    ),
                    "hovertemplate": "%{hovertext}<extra></extra>",
                }
            )
    return traces
