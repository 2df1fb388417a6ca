"""A small picture of a trace: the hidden states over time, as pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.figures.scale import limit_of
from rnnviz.figures.theme import theme
from rnnviz.trace import Trace


def thumbnail(
    trace: Trace, *, width: int = 420, height: int = 96, dark: bool = False
) -> npt.NDArray[np.uint8]:
    """Return the hidden states over time as an image: a row a unit, a column a step.

    Args:
        trace: of one sequence; steps from the one where it exploded are left out.
        width: pixels.
        height: pixels.
        dark: for a dark ground.

    Returns:
        (height, width, 3), red, green and blue from 0 to 255.
    """
    look = theme(dark)
    h = trace.h[: trace.exploded_at]
    image = np.empty((height, width, 3), dtype=np.uint8)
    if len(h) == 0:
        image[:] = _channels(look.value[len(look.value) // 2])
        return image
    limit = limit_of(trace.net.activation, h)
    steps = np.arange(width) * len(h) // width
    units = np.arange(height) * h.shape[1] // height
    shares = h[np.ix_(steps, units)].T / limit
    places = np.linspace(-1, 1, len(look.value))
    stops = np.array([_channels(color) for color in look.value])
    for channel in range(3):
        image[..., channel] = np.interp(shares, places, stops[:, channel]).round()
    return image


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color[1:]))
