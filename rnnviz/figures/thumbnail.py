"""A small picture of a trace: the hidden states over time, as pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.figures.scale import colour_limit
from rnnviz.look.palette import theme
from rnnviz.trace import Trace


def thumbnail(
    trace: Trace,
    *,
    width: int = 420,
    height: int = 96,
    limit: float | None = None,
    dark: bool = False,
) -> npt.NDArray[np.uint8]:
    """Return the hidden states over time as an image: a row for each unit, a column for each step.

    Args:
        trace: of one sequence; steps from the one where it exploded are left out.
        width: pixels.
        height: pixels.
        limit: where the scale of colours ends, as in `hidden_heatmap`.
        dark: for a dark ground.

    Returns:
        (height, width, 3), red, green and blue from 0 to 255.
    """
    h = trace.h[: trace.exploded_at]
    limit = colour_limit(limit, trace.net.activation, h)
    if len(h) == 0:
        return theme(dark).pixels(np.zeros((height, width)), limit)
    steps = np.arange(width) * len(h) // width
    units = np.arange(height) * h.shape[1] // height
    return theme(dark).pixels(h[np.ix_(steps, units)].T, limit)
