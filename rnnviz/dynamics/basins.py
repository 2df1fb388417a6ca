"""Basins: from which states the network ends where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.flow import Bounds, grid, places_on
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.settling import settle
from rnnviz.networks import RNN
from rnnviz.validation import as_array, as_count, shown

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Basins:
    """Where runs end that start on a grid in the plane of two units. Arrays are read-only.

    Attributes:
        net: the network.
        x: (I,), its input.
        projection: the plane of two units.
        axes: (2, num), the values of the first and of the second unit.
        labels: (num, num), which attractor the start ends at, or −1; [j, i] is the start
            with the j-th value of the second unit and the i-th of the first.
        attractors: (p, H) each, as in a Flow.
        fates: (num, num), as in a Flow: it says what −1 is.
        is_exact: whether the plane holds all states: with two units.
    """

    net: RNN
    x: Array
    projection: Projection
    axes: Array
    labels: npt.NDArray[np.intp]
    attractors: tuple[Array, ...]
    fates: npt.NDArray[np.str_]
    is_exact: bool


def basins(
    net: RNN,
    bounds: Bounds,
    x: npt.ArrayLike | None = None,
    *,
    units: tuple[int, int] = (0, 1),
    center: npt.ArrayLike | None = None,
    num: int = 60,
    num_steps: int = 2000,
) -> Basins:
    """Return which attractor each start on a grid ends at.

    With two units that is the whole plane; with more it is a slice of the basins, in which
    the other units start as in `center`. Runs on the border between two basins may rest on a
    saddle: they have −1, and "balanced" in `fates`.

    Args:
        net: the network, with at least two units.
        bounds: (low, high) of both units.
        x: (I,), the input at every step; None means zeros.
        units: two different hidden units.
        center: (H,), where the other units start; None means 0.
        num: at least 2, starts along each axis. An even number keeps them off the lines of
            symmetry, which are often borders.
        num_steps: at least 1, in which a run has to settle; those that do are not run on.

    Raises:
        ValueError: an argument does not fit.
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it reads what is like an array
    H = net.hidden_size
    if H < 2:
        raise ValueError("the network has one hidden unit: expected at least two")
    if not (isinstance(units, Sequence) and len(units) == 2):
        raise ValueError(f"units is {shown(units)}: expected two hidden units")
    center = as_array("center", np.zeros(H) if center is None else center, (H,), why="a state")
    projection = Projection.of_units(units, center)
    axes = grid(bounds, num)
    num_steps = as_count("num_steps", num_steps)
    starts = projection.lift(places_on(axes)).reshape(-1, H)
    settled = settle(map_, starts, num_steps)
    axes.setflags(write=False)
    return Basins(
        net,
        map_.x,
        projection,
        axes,
        settled.ends.reshape(num, num),
        settled.attractors,
        settled.fates.reshape(num, num),
        projection.is_whole,
    )
