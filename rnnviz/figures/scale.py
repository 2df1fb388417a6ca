"""The ends of axes and of scales of colours, and the bar that prints a scale's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.figures.text import signed
from rnnviz.figures.theme import colorscale
from rnnviz.look.limits import BOUNDED, limit_of
from rnnviz.look.palette import Theme
from rnnviz.validation import as_number, shown

Array = npt.NDArray[np.float64]

LARGEST: Final = 1e300  # beyond it an axis has no room to compute in
LEAST: Final = 1e-300  # below it all numbers are drawn as 0
TOO_LARGE: Final = "too large to draw"


def nice(value: float, digits: Sequence[int] = (1, 2, 3, 4, 5, 6, 8)) -> float:
    """Return the least number digit × 10ᵏ that is not below `value`; 1 for 0."""
    if value == 0:
        return 1.0
    power = math.floor(math.log10(value))
    candidates = (float(f"{digit}e{k}") for k in (power, power + 1) for digit in digits)
    return next(number for number in candidates if number >= value)


def range_of(function: str, values: Array) -> tuple[float, float]:
    """Return the ends of an axis: ±1 for tanh, else ± the next round number above all sizes.

    It begins at 0 where nothing is negative. A scale of colours ends at fewer numbers, so that
    it seldom changes; an axis shows more of its lines where it ends nearer to them.
    """
    end = 1.0 if function in BOUNDED else nice(float(np.abs(values).max(initial=0.0)))
    from_zero = function != "tanh" and not (values < 0).any()
    return (0.0 if from_zero else -end), end


def colour_limit(limit: float | None, function: str, *arrays: Array) -> float:
    """Return where a figure's scale of colours ends: where its user says, or as in the graph.

    Raises:
        ValueError: the user's limit is not a number above 0.
    """
    if limit is None:
        return limit_of(function, *arrays)
    number = as_number("limit", limit)
    if number <= 0:
        raise ValueError(f"limit is {shown(limit)}: expected a number above 0")
    return number


def can_draw(*arrays: Array) -> bool:
    """Return whether all numbers are finite and small enough for an axis."""
    with np.errstate(invalid="ignore"):
        return all(bool((np.abs(array) <= LARGEST).all()) for array in arrays)


def limit_over(*arrays: Array) -> float:
    """Return the next round number above all sizes; 1 where all are 0."""
    largest = max(float(np.abs(array).max(initial=0.0)) for array in arrays)
    return nice(largest if largest >= LEAST else 0.0)


def ends_over(*arrays: Array) -> tuple[float, float]:
    """Return the ends of an axis that holds 0 and all numbers; ±1 where all are 0."""
    low = min(float(array.min(initial=0.0)) for array in arrays)
    high = max(float(array.max(initial=0.0)) for array in arrays)
    return (low, high) if max(-low, high) >= LEAST else (-1.0, 1.0)


def signed_scale(limit: float, look: Theme, *, down: int = 12) -> dict[str, Any]:
    """Return the colour axis of ±limit, its bar at the right, `down` pixels below the top."""
    overhang = 4 * len(signed(limit))  # of the number under the bar's end, in pixels
    return {
        "cmin": -limit,
        "cmax": limit,
        "colorscale": colorscale(look.value),
        "colorbar": {
            "orientation": "h",
            "thickness": 9,
            "lenmode": "pixels",
            "len": 130 + 2 * overhang,
            "x": 1,
            "xanchor": "right",
            "xpad": overhang,
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "ypad": down,
            "outlinewidth": 1,
            "outlinecolor": look.edge,
            "tickvals": np.array([-limit, 0.0, limit]),
            "ticktext": np.array([signed(-limit), "0", signed(limit)]),
            "tickfont": {"color": look.soft},
            "ticks": "",
        },
    }
