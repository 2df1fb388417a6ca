"""Where the state goes: the vector field on a plane, and runs from many starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.settling import fits, settle
from rnnviz.networks import RNN
from rnnviz.validation import as_array, as_count, as_instance

Array = npt.NDArray[np.float64]
Bounds = Sequence[Sequence[float]]

FINE: Final = 101  # places along an axis at which the change is known for nullclines
LARGEST: Final = 1e150  # moves beyond are held there: their squares are still numbers
MOST_STEPS: Final = 4000  # after those of a flow, in which its runs may settle


@dataclass(frozen=True, eq=False)
class VectorField:
    """How far one step moves the state, from places on a plane. Arrays are read-only.

    Attributes:
        net: the network.
        x: (I,), its input.
        projection: the plane.
        places: (num, num, 2), coordinates; [j, i] is the i-th along the first axis.
        moves: (num, num, 2), F(h) − h in the plane.
        speeds: (num, num), the length of F(h) − h with all units.
        is_exact: whether the plane holds all states, as with two units. Otherwise each place
            stands for one state of the many that are drawn there, and a move may leave the plane.
        fine: (2, M), finer places along both axes; of two units, else (2, 0).
        change: (M, M, 2), F(h) − h of each unit there; its nullclines are where that is 0.
    """

    net: RNN
    x: Array
    projection: Projection
    places: Array
    moves: Array
    speeds: Array
    is_exact: bool
    fine: Array
    change: Array


@dataclass(frozen=True, eq=False)
class Flow:
    """Runs from many starts under one input, and where each ends. Arrays are read-only.

    Attributes:
        net: the network.
        x: (I,), its input.
        states: (n + 1, B, H), the starts first. An exploded run stays where it was last.
        exploded_at: (B,), the first step whose state passed 1e12, or −1 if none of these n.
        ends: (B,), which attractor each run ends at, or −1.
        attractors: (p, H) each, p = 1 a fixed point, else a cycle; shorter ones first, of the
            same length by the values of their first states, which are their largest.
        fates: (B,), "settled", "neutral" (at one of a continuum of points or cycles, as in a
            counter or a ring), "balanced" (on a saddle or an unstable point), "unsettled"
            (within the steps: chaotic, quasi-periodic, or slow) or "exploded".
    """

    net: RNN
    x: Array
    states: Array
    exploded_at: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]
    attractors: tuple[Array, ...]
    fates: npt.NDArray[np.str_]

    @property
    def num_settled(self) -> int:
        """How many runs end at one of the attractors."""
        return int((self.ends >= 0).sum())


def grid(bounds: Bounds, num: int) -> Array:
    """Return num numbers from low to high for each of two axes, (2, num).

    Raises:
        ValueError: the bounds are not two rising pairs, or there are fewer than two numbers.
    """
    ends = as_array("bounds", bounds, (2, 2), why="(low, high) of both axes")
    as_count("num", num, least=2)
    low, high = ends[:, :1], ends[:, 1:]
    if not (low < high).all():
        raise ValueError(f"bounds is {ends.tolist()}: expected low < high")
    # Symmetric to the last bit: a place on a line of symmetry stays on it.
    shares = np.arange(1 - num, num, 2) / (2 * (num - 1))
    axes: Array = (low / 2 + high / 2) + (high - low) * shares
    return axes


def places_on(axes: Array) -> Array:
    """Return the places (num, num, 2) of a grid (2, num); [j, i] is the i-th of the first axis."""
    return np.stack(np.meshgrid(axes[0], axes[1]), axis=-1)


def vector_field(
    net: RNN,
    projection: Projection,
    bounds: Bounds,
    x: npt.ArrayLike | None = None,
    num: int = 21,
) -> VectorField:
    """Return how far a step moves the state, on a plane: F(h) − h at num × num places.

        places p, states h = lift(p), moves = axes (F(h) − h), speeds = |F(h) − h|₂

    Args:
        net: the network.
        projection: of two axes.
        bounds: (low, high) of each.
        x: (I,), the input; None means zeros.
        num: at least 2, places along each axis.

    Raises:
        ValueError: an argument does not fit.
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it reads what is like an array
    as_instance("projection", projection, Projection, "a Projection")
    if projection.axes.shape != (2, net.hidden_size):
        raise ValueError(
            f"projection has axes of shape {projection.axes.shape}: expected "
            f"(2, {net.hidden_size}), two directions of the network's states"
        )
    places = places_on(grid(bounds, num))
    change = _change(map_, projection.lift(places))
    moves = change.dot(projection.axes.T)
    speeds = np.sqrt(np.vecdot(change, change))
    fine, fine_change = np.empty((2, 0)), np.empty((0, 0, 2))
    if projection.is_whole:
        fine = grid(bounds, FINE)
        fine_change = _change(map_, projection.lift(places_on(fine)))
    for array in (places, moves, speeds, fine, fine_change):
        array.setflags(write=False)
    return VectorField(
        net, map_.x, projection, places, moves, speeds, projection.is_whole, fine, fine_change
    )


def flow(net: RNN, starts: npt.ArrayLike, num_steps: int, x: npt.ArrayLike | None = None) -> Flow:
    """Return the runs from many starts, and where each ends when it runs on.

    Attractors are found from the runs themselves, which go on for up to 4000 steps: what no
    run ends at is not found. Fixed points and cycles of up to 8 states are told apart, up to
    64 of them.

    Args:
        net: the network.
        starts: (B, H), a state a row.
        num_steps: n, at least 1.
        x: (I,), the input at every step; None means zeros.

    Raises:
        ValueError: an argument does not fit.
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]
    states = map_.run(starts, num_steps)
    out = ~fits(states)
    exploded = out.any(axis=0)
    exploded_at = np.where(exploded, out.argmax(axis=0), -1)
    for run in np.flatnonzero(exploded):
        first = exploded_at[run]
        states[first:, run] = states[max(first - 1, 0), run]
    last = states[-1].copy()
    last[exploded] = np.inf
    settled = settle(map_, last, MOST_STEPS)
    for array in (states, exploded_at):
        array.setflags(write=False)
    return Flow(net, map_.x, states, exploded_at, settled.ends, settled.attractors, settled.fates)


def _change(map_: Autonomous, h: Array) -> Array:
    """Return F(h) − h, held within what can be squared."""
    with np.errstate(invalid="ignore", over="ignore"):
        change = map_.step(h) - h
    change = np.nan_to_num(change, nan=0.0, posinf=LARGEST, neginf=-LARGEST)
    return np.clip(change, -LARGEST, LARGEST)
