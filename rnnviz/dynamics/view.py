"""How much of a plane of states to look at."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.projection import Projection
from rnnviz.networks import RNN
from rnnviz.validation import as_array

WHOLE: Final = 1.15  # of the square that tanh units never leave
PAD: Final = 0.12  # of what the states take up


def view(
    net: RNN, projection: Projection, states: npt.ArrayLike
) -> tuple[tuple[float, float], ...]:
    """Return (low, high) of each axis of a plane, which hold some states with room around them.

    Of tanh units it is the square that they never leave, unless a start is outside of it:
    nothing rescales while a weight is turned.

    Args:
        net: the network.
        projection: of K axes.
        states: (N, H), at least one.

    Raises:
        ValueError: the states do not fit the network.
    """
    rows = as_array("states", states, (None, net.hidden_size), why="a state a row")
    places = projection.project(rows)
    low, high = places.min(axis=0), places.max(axis=0)
    span = high - low
    # Where nothing moves along an axis, it is as wide as the other one.
    span = np.where(span > 0, span, span.max() or 2.0)
    middle = low / 2 + high / 2
    ends = [middle - span * (0.5 + PAD), middle + span * (0.5 + PAD)]
    if net.activation == "tanh" and projection.units is not None:
        ends[0] = np.where(low >= -1, -WHOLE, ends[0])
        ends[1] = np.where(high <= 1, WHOLE, ends[1])
    return tuple(zip(ends[0].tolist(), ends[1].tolist(), strict=True))
