"""Colours between colours, and how light one is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def blend(first: str, last: str, share: float) -> str:
    """Return the colour at a share of the way from one "#rrggbb" to another."""
    pairs = zip(channels(first), channels(last), strict=True)
    # Halves are rounded up, as JavaScript's Math.round does.
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02x}" for a, b in pairs)


def blended(stops: Sequence[str], share: float) -> str:
    """Return the colour at a share, 0 … 1, of stops at equal distances, as Plotly blends it."""
    last = len(stops) - 1
    i = min(int(share * last), last - 1)
    return blend(stops[i], stops[i + 1], share * last - i)


def mixed(stops: Sequence[str], shares: Array) -> npt.NDArray[np.uint8]:
    """Return the colours at shares, 0 … 1, of stops at equal distances, as color.js mixes them.

    Args:
        stops: at least two of "#rrggbb".
        shares: (N,).

    Returns:
        (N, 3), red, green and blue; halves are rounded up, as `Math.round` does.
    """
    places = np.linspace(0, 1, len(stops))
    colours = np.array([channels(stop) for stop in stops], dtype=float)
    levels = [np.interp(shares, places, colours[:, k]) for k in range(3)]
    return np.floor(np.stack(levels, axis=-1) + 0.5).astype(np.uint8)


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 … 1.

    Source:
        W3C, Web Content Accessibility Guidelines 2.2, "relative luminance".
    """
    shares = [channel / 255 for channel in channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(colour: str) -> list[int]:
    """Return red, green and blue of "#rrggbb", from 0 to 255."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
