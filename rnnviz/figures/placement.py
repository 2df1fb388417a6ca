"""At what heights the labels of lines stand, so that no two of them touch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def spread(wanted: Array, gap: float, low: float, high: float) -> Array:
    """Return the heights nearest to `wanted` that lie `gap` apart and within low … high.

        minimise Σ (p_i − wanted_i)²   with   p_(i+1) − p_(i) ≥ gap

    In order of height, p_i − i·gap only has to increase: that is isotonic regression,
    solved by pooling neighbours that violate it.

    Args:
        wanted: (N,) heights.
        gap: the least distance, in the same unit; low + (N − 1)·gap ≤ high.
        low, high: the range.

    Source:
        Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order
        Restrictions (1972), section 1.2 (the pool-adjacent-violators algorithm).
    """
    order = np.argsort(wanted, kind="stable")
    offsets = gap * np.arange(len(wanted))
    pools: list[tuple[float, int]] = []  # (mean, how many)
    for target in wanted[order] - offsets:
        mean, count = float(target), 1
        while pools and pools[-1][0] > mean:
            before, size = pools.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        pools.append((mean, count))
    eased = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    placed = np.empty(len(wanted))
    placed[order] = np.clip(eased, low, high - gap * (len(wanted) - 1)) + offsets
    return placed
