"""The scale of what is left of a nudge: ink that fades, in fixed decades on both sides of 1."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.figures.theme import colorscale
from rnnviz.look.blending import blended
from rnnviz.look.palette import Theme
from rnnviz.number_words import power_of_ten

Array = npt.NDArray[np.float64]

DECADES: Final = 4  # on each side of 1; a scale that followed the data would hide vanishing
BAR_LENGTH: Final = 200  # pixels
BAR_OVERHANG: Final = 24  # pixels, of the words under the bar's ends


def decades(values: Array) -> Array:
    """Return log10 of lengths, no further from 0 than the scale reaches; 0 is at its end."""
    with np.errstate(divide="ignore"):
        logs: Array = np.log10(values)
    return np.clip(logs, -DECADES, DECADES)


def fading_colour(value: float, look: Theme) -> str:
    """Return the colour of a number of decades, from `decades`."""
    return blended(look.fading, (value + DECADES) / (2 * DECADES))


def fading_scale(look: Theme, *, down: int) -> dict[str, Any]:
    """Return the colour axis, its bar at the right, `down` pixels below the top."""
    half = DECADES // 2
    low, less, more, high = map(power_of_ten, (-DECADES, -half, half, DECADES))
    words = [f"≤ {low}<br>gone", less, "1<br>same size", more, f"≥ {high}<br>grown"]
    return {
        "cmin": -DECADES,
        "cmax": DECADES,
        "colorscale": colorscale(look.fading),
        "colorbar": {
            "orientation": "h",
            "thickness": 9,
            "lenmode": "pixels",
            "len": BAR_LENGTH + 2 * BAR_OVERHANG,
            "x": 1,
            "xanchor": "right",
            "xpad": BAR_OVERHANG,
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "ypad": down,
            "outlinewidth": 1,
            "outlinecolor": look.edge,
            "tickvals": np.array([-DECADES, -half, 0, half, DECADES]),
            "ticktext": np.array(words),
            "tickfont": {"color": look.soft},
            "ticks": "",
        },
    }
