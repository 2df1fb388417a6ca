"""A few directions in which to look at hidden states: two units, or principal components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.validation import as_array, as_count, shown

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Projection:
    """Directions in the space of states, and a state that they go through.

        project(h) = axes (h − center)        lift(p) = center + axesᵀ p

    Attributes:
        center: (H,), the state that is drawn at 0.
        axes: (K, H), orthonormal.
        shares: (K,), of the variance of the states it was made of; nan where it was made of units.
        units: K hidden units, or None where the axes are no units.
    """

    center: Array
    axes: Array
    shares: Array
    units: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        for array in (self.center, self.axes, self.shares):
            array.setflags(write=False)

    @classmethod
    def of_units(cls, units: Sequence[int], center: npt.ArrayLike) -> Projection:
        """Return the view on some units: its coordinates are their values.

        Args:
            units: K different hidden units.
            center: (H,), where the other units stand in `lift`; its values of the units
                themselves do not matter, and are 0 in the record.

        Raises:
            ValueError: an argument does not fit.
        """
        middle = as_array("center", center, (None,), why="a state").copy()
        H = len(middle)
        chosen = tuple(as_count("unit", unit, least=0, most=H - 1) for unit in units)
        if not chosen or len(set(chosen)) < len(chosen):
            raise ValueError(f"units is {shown(units)}: expected different hidden units")
        middle[list(chosen)] = 0.0
        return cls(middle, np.eye(H)[list(chosen)], np.full(len(chosen), np.nan), chosen)

    @property
    def num_axes(self) -> int:
        """K."""
        return len(self.axes)

    @property
    def is_whole(self) -> bool:
        """Whether the axes span all states, so that nothing is left out."""
        return len(self.axes) == len(self.center)

    def project(self, h: npt.ArrayLike) -> Array:
        """Return the coordinates (…, K) of states (…, H)."""
        coordinates: Array = (np.asarray(h, dtype=np.float64) - self.center).dot(self.axes.T)
        return coordinates

    def lift(self, p: npt.ArrayLike) -> Array:
        """Return the states (…, H) in the plane of the axes, of coordinates (…, K)."""
        states: Array = self.center + np.asarray(p, dtype=np.float64).dot(self.axes)
        return states


def principal_components(states: npt.ArrayLike, num_components: int = 2) -> Projection:
    """Return the directions in which states vary most, and how much of the variance each has.

        axes: the first right singular vectors of states − mean, the share of each its
        singular value squared over the sum of all

    The largest entry of an axis is positive (of equal ones the first), so that no picture
    flips between two runs. Directions in which nothing varies are orthonormal to the others
    and have share 0; where all states are the same, all shares are 0.

    Args:
        states: (…, H), at least one.
        num_components: 1 … H.

    Raises:
        ValueError: an argument does not fit.

    Source:
        Jolliffe, Principal Component Analysis (2nd edition, 2002), section 3.5.
    """
    shape = np.shape(states)
    if len(shape) < 2 or 0 in shape:
        raise ValueError(f"states has shape {shape}: expected (any, H), at least one state")
    rows = as_array("states", states, (None,) * len(shape)).reshape(-1, shape[-1])
    K = as_count("num_components", num_components, most=shape[-1])
    # Divided by a power of two, which is exact, no square overflows.
    exponent = int(np.frexp(np.abs(rows).max())[1])
    rows = np.ldexp(rows, -exponent)
    mean = rows.mean(axis=0)
    away = rows - mean
    away[:, np.ptp(rows, axis=0) == 0] = 0.0  # the mean of equal numbers is rounded
    if len(away) < K:  # rows of 0 change no direction, and let all of them be found
        away = np.concatenate([away, np.zeros((K - len(away), shape[-1]))])
    _, sizes, axes = np.linalg.svd(away, full_matrices=False)
    squares = sizes**2
    total = squares.sum()
    shares = squares[:K] / total if total > 0 else np.zeros(K)
    axes = axes[:K]
    largest = np.argmax(np.round(np.abs(axes), 9), axis=1)
    axes = axes * np.where(axes[np.arange(K), largest] < 0, -1.0, 1.0)[:, None]
    return Projection(np.ldexp(mean, exponent), axes, shares)
