"""Batched Newton for states that the network returns to, and telling the found ones apart."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Array, Autonomous
from rnnviz.networks import activations

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

NUM_STEPS: Final = 40
PATIENCE: Final = 24  # steps, after which a seed must have come close
HALF_FROM: Final = 8  # steps, after which every second one of a ReLU's is half as long
FAR: Final = 1e-2  # of a residual: that is not close
LONGEST: Final = 1.0  # step of a unit of tanh, half of its range: longer ones find fewer points
SETTLED: Final = 1e-7  # after a step as short as that, the next one is below rounding
RESIDUAL: Final = 1e-10  # never more, relative to a state beyond 1
ROUNDINGS: Final = 16 * np.finfo(np.float64).eps
SAME: Final = 1e-9  # closer than that, two points are one
NEAR: Final = 1e-2  # closer than that, what lies between two points tells whether they are one
BETWEEN: Final = 0.382
SMALLEST: Final = 1e-20  # residual that matters, however close to 0 the state is
HUGE: Final = 1e8  # a step of that many sizes of the state comes from a matrix without inverse
CHUNK: Final = 2**21  # numbers in a batch of Jacobians


def newton(map_: Autonomous, seeds: Array, period: int = 1) -> tuple[Array, Bools]:
    """Return where Newton's iteration on F^p(h) − h leads each seed, and whether it ended.

        (I − J) δ = F^p(h) − h,   J = ∂F^p/∂h

    A seed has ended where the residual is below its own rounding. For tanh a step moves no
    unit by more than 1, nor out of the cube, where all states are.

    Args:
        map_: the network under a constant input.
        seeds: (N, H).
        period: p.

    Returns:
        Ends (N, H), and (N,) bool.
    """
    size = max(64, CHUNK // seeds.shape[1] ** 2)
    ends, ended = seeds + 0.0, np.zeros(len(seeds), dtype=np.bool_)
    for start in range(0, len(seeds), size):
        chunk = slice(start, start + size)
        _newton(map_, ends[chunk], ended[chunk], period)
    return ends, ended


def _newton(map_: Autonomous, h: Array, ended: Bools, period: int) -> None:
    """Move states (N, H) in place, and mark in place which have ended."""
    is_tanh = map_.net.activation == "tanh"
    active = np.arange(len(h))
    last_steps = np.full(len(h), np.inf)
    eye = np.eye(h.shape[1])
    for step_number in range(NUM_STEPS + 1):
        before = h[active]
        after, J, roundings = returned(map_, before, period)
        with np.errstate(over="ignore", invalid="ignore"):
            residuals = after - before
            sizes = np.abs(residuals).max(axis=1)
            reach = np.maximum(1.0, np.abs(before).max(axis=1))
        fits = sizes <= roundings  # never where something is NaN
        ended[active] = fits
        goes_on = np.isfinite(sizes) & ~(fits & (last_steps[active] <= SETTLED * reach))
        if step_number > PATIENCE:
            goes_on &= (sizes <= FAR * reach) | (not is_tanh)
        active = active[goes_on]
        if len(active) == 0 or step_number == NUM_STEPS:
            break
        with np.errstate(over="ignore", invalid="ignore"):
            matrices = J if goes_on.all() else J[goes_on]
            np.subtract(eye, matrices, out=matrices)
            steps = _solved(matrices, residuals[goes_on], reach[goes_on])
            lengths = np.abs(steps).max(axis=1)
            if is_tanh:
                steps *= np.minimum(1.0, LONGEST / np.maximum(lengths, LONGEST))[:, None]
                h[active] = np.clip(before[goes_on] + steps, -1.0, 1.0)
            else:
                if step_number >= HALF_FROM and step_number % 2:
                    steps *= 0.5
                h[active] = before[goes_on] + steps
        last_steps[active] = lengths


def returned(map_: Autonomous, h: Array, period: int) -> tuple[Array, Array, Array]:
    """Return F^p(h) of states (N, H), its Jacobians (N, H, H), and the rounding in F^p(h) − h.

    The rounding is a bound for each state, (N,), and at most 1e−10 of its size.
    """
    W, drive = map_.net.W_hh, np.abs(map_.drive)
    sizes, sums = np.abs(W.T), np.abs(W).sum(axis=1)
    slope_of = activations.SLOPE[map_.net.activation]
    state, J = h, np.empty(0)
    rounding = np.zeros(len(h))
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for step in range(period):
            terms = np.abs(state).dot(sizes) + drive
            state = map_.step(state)
            slopes = slope_of(state)
            own = ROUNDINGS * (np.where(slopes > 0, slopes * terms, 0.0) + np.abs(state))
            rounding = (own + slopes * sums * rounding[:, None]).max(axis=1)
            J = slopes[:, :, None] * (W if step == 0 else W @ J)
        rounding = np.minimum(rounding, RESIDUAL * np.maximum(1.0, np.abs(h).max(axis=1)))
    return state, J, np.maximum(rounding, SMALLEST)


def _solved(matrices: Array, right: Array, reach: Array) -> Array:
    """Return the solutions (N, H) of N systems; the shortest of best fit where there is none."""
    found = np.full(right.shape, np.nan)
    try:
        found = np.linalg.solve(matrices, right[..., None])[..., 0]
    except np.linalg.LinAlgError:  # one without an inverse fails them all
        regular = np.linalg.slogdet(matrices)[0] != 0
        with suppress(np.linalg.LinAlgError):  # numbers beyond float64 on the way
            found[regular] = np.linalg.solve(matrices[regular], right[regular][..., None])[..., 0]
    odd = ~(np.abs(found).max(axis=1) <= HUGE * reach)
    odd &= np.isfinite(matrices).all(axis=(1, 2))
    if odd.any():
        with suppress(np.linalg.LinAlgError):
            inverses = np.linalg.pinv(matrices[odd], rcond=1e-12)
            found[odd] = (inverses @ right[odd][..., None])[..., 0]
    return found


def residuals_of(map_: Autonomous, h: Array, period: int = 1) -> Array:
    """Return max |F^p(h) − h| of states (N, H)."""
    after = map_.run(h, period)[-1]
    with np.errstate(invalid="ignore"):
        residuals: Array = np.abs(after - h).max(axis=1)
    return residuals


def tell_apart(map_: Autonomous, ends: Array, period: int = 1) -> tuple[Ints, Ints]:
    """Return which of M ends, (K,), stand for all, and (M,) which of those each end is.

    Two ends are one point where they are closer than 1e−9, or where they are close and what
    lies between them returns to itself too, but for rounding: Newton stops short of a point
    whose eigenvalue is 1. For a period p, two of one orbit are one.
    """
    residuals = residuals_of(map_, ends, period)
    labels = np.full(len(ends), -1, dtype=np.intp)
    leaders: list[int] = []
    left = np.argsort(residuals, kind="stable")
    while len(left):
        leader = left[0]
        same = np.zeros(len(left), dtype=np.bool_)
        same[0] = True
        orbit = ends[[leader]]
        if period > 1:
            orbit = map_.run(orbit, period - 1)[:, 0]
        for point in orbit:
            same |= is_same(map_, point, ends[left], residuals[left], period)
        labels[left[same]] = len(leaders)
        leaders.append(int(leader))
        left = left[~same]
    return np.array(leaders, dtype=np.intp), labels


def is_same(map_: Autonomous, point: Array, ends: Array, residuals: Array, period: int) -> Bools:
    """Return whether each of M ends (M, H), with their residuals (M,), is the point.

    Args:
        map_: the network under a constant input.
        point: (H,), or (M, H), one for each end.
        ends, residuals: what is to be told apart from it.
        period: p.
    """
    gaps = np.abs(ends - point).max(axis=1) / np.maximum(1.0, np.abs(point).max(axis=-1))
    same: Bools = gaps <= SAME
    unsure = np.flatnonzero((gaps <= NEAR) & ~same)
    if len(unsure):
        near = np.broadcast_to(point, ends.shape)[unsure]
        # Not half-way, where between h and −h there is 0.
        between = near + BETWEEN * (ends[unsure] - near)
        after, _, roundings = returned(map_, between, period)
        limits = 4 * np.maximum(residuals[unsure], roundings)
        same[unsure] = np.abs(after - between).max(axis=1) <= limits
    return same


def in_order(points: Array) -> Ints:
    """Return the order of points (N, H) by their first entry, then by the next ones."""
    order: Ints = np.lexsort(np.round(points, 9).T[::-1])
    return order


def with_mirrored(
    map_: Autonomous, points: Array, hits: Ints, period: int = 1
) -> tuple[Array, Ints, Ints]:
    """Return points h and −h, each once, their hits, and for each which is its mirror image."""
    N = len(points)
    both = np.concatenate([points, 0.0 - points])
    leaders, labels = tell_apart(map_, both, period)
    twins = np.arange(len(leaders))
    twins[labels[:N]] = labels[N:]
    twins[labels[N:]] = labels[:N]
    together = np.zeros(len(leaders), dtype=np.intp)
    np.add.at(together, labels[:N], hits)
    return both[leaders], together, twins


def share_unseen(hits: Ints, twins: Ints, num_ended: int) -> float:
    """Return how many of N points were hit once, of the number of seeds that ended.

    Args:
        hits: (N,).
        twins: (N,), for each which is its mirror image, or itself: the two are hit as one.
        num_ended: 0 gives 1.
    """
    if num_ended == 0:
        return 1.0
    alone = twins == np.arange(len(hits))
    together = hits + np.where(alone, 0, hits[twins])
    return float(np.where(alone, 1.0, 0.5)[together == 1].sum()) / num_ended
