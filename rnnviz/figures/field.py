"""A vector field: an arrow for each move, and of two units the lines on which each stays."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from rnnviz.dynamics.flow import VectorField
from rnnviz.look.palette import Theme

ARROW: Final = 0.9  # of a field's cell: the longest arrow
HEAD: Final = 0.26  # of a cell: the longest barb


def arrows(field: VectorField, look: Theme) -> dict[str, Any]:
    """Return all arrows as one line with gaps: shafts, and two barbs each."""
    places, moves = field.places.reshape(-1, 2), field.moves.reshape(-1, 2)
    cell = np.array([field.places[0, 1, 0] - field.places[0, 0, 0],
                     field.places[1, 0, 1] - field.places[0, 0, 1]])  # fmt: skip
    inside = moves / cell
    lengths = np.linalg.norm(inside, axis=1)
    longest = lengths.max()
    share = np.sqrt(lengths / longest) if longest > 0 else lengths
    drawn = share > 0.02
    size = ARROW * share[drawn, None]
    along = inside[drawn] / lengths[drawn, None]
    start = places[drawn] / cell - along * size / 2  # its middle stands at its place
    tip = start + along * size
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    barb = np.minimum(HEAD, 0.45 * size)
    sides = [tip - barb * (0.85 * along + sign * 0.5 * across) for sign in (1, -1)]
    gap = np.full_like(tip, np.nan)
    line = np.stack([start, tip, gap, sides[0], tip, sides[1], gap], axis=1).reshape(-1, 2) * cell
    return {
        "type": "scatter",
        "x": line[:, 0],
        "y": line[:, 1],
        "name": "one step",
        "mode": "lines",
        "line": {"color": look.edge, "width": 1.2, "simplify": False},
        "hoverinfo": "skip",
    }


def nullclines(field: VectorField, called: list[str], look: Theme) -> list[dict[str, Any]]:
    """Return, of two units, the lines on which each stays as it is."""
    if not field.change.size:
        return []
    axes = np.argmax(field.projection.axes, axis=1)  # which unit each axis is
    return [
        {
            "type": "contour",
            "x": field.fine[0],
            "y": field.fine[1],
            "z": np.ascontiguousarray(field.change[..., unit], dtype=np.float32),
            "name": f"{name} stays",
            "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
            "line": {"color": look.soft, "width": 1.8, "dash": dash},
            "showscale": False,
            "hoverinfo": "skip",
        }
        for unit, name, dash in zip(axes, called, ("solid", "dot"), strict=True)
    ]
