"""Cycles: orbits that return to where they began after a number of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import ROUNDING, Array, Autonomous
from rnnviz.dynamics.newton import (
    Bools,
    Ints,
    in_order,
    is_same,
    newton,
    residuals_of,
    returned,
    share_unseen,
    tell_apart,
    with_mirrored,
)
from rnnviz.dynamics.seeds import is_odd, likely, spread
from rnnviz.dynamics.stability import Kind, falling, kinds_of
from rnnviz.networks import RNN
from rnnviz.validation import as_count

MOST_STEPS: Final = 64  # of a period
SINGULAR: Final = 1e-9  # of the largest singular value of I − J: counts as 0
ASIDE: Final = 1e-6  # of the size of a state: where a continuum of cycles would go on


@dataclass(frozen=True, eq=False)
class Cycles:
    """The cycles of one period of a network under a constant input. Arrays are read-only.

        F^p(h) = h, and F^d(h) ≠ h for d < p

    Attributes:
        net: the network.
        x: (I,), the input.
        period: p.
        points: (N, p, H), each cycle once, in the order in which it is visited, from the point
            whose first entry is the smallest (of equal ones, the next entry decides).
        multipliers: (N, H) complex, eigenvalues of ∂F^p/∂h, by falling modulus.
        residuals: (N,), max |F^p(h) − h|: at most 1e−10, or 1e−10 of the size of a state beyond 1.
        kinds: (N,), "stable", "saddle", "unstable", "marginal" or "undefined" (where a point is
            at a ReLU kink).
        num_hits: (N,), how many seeds ended at each.
        num_singular: how many seeds ended at a cycle of a ReLU or linear network that has others
            right beside it, a continuum of them: these are not among `points`.
        num_seeds: how many random states the search began from.
        num_lost: how many of them ended nowhere. Others may have ended at a fixed point or a
            cycle of a period that divides p.
        unseen: an estimate of the share of the seeds ending anywhere that would end at cycles
            not found yet: the number of cycles hit once, of the number of seeds that ended;
            1 where none ended. Where F is odd, a cycle and its mirror image count as one.
    """

    net: RNN
    x: Array
    period: int
    points: Array
    multipliers: npt.NDArray[np.complex128]
    residuals: Array
    kinds: tuple[Kind, ...]
    num_hits: Ints
    num_singular: int
    num_seeds: int
    num_lost: int
    unseen: float

    def __post_init__(self) -> None:
        for array in (self.points, self.multipliers, self.residuals, self.num_hits):
            array.setflags(write=False)

    @property
    def is_stable(self) -> npt.NDArray[np.bool_]:
        """(N,), whether whatever is near comes nearer; False where that is undefined."""
        return np.array([kind == "stable" for kind in self.kinds], dtype=np.bool_)


def cycles(
    net: RNN,
    period: int,
    x: npt.ArrayLike | None = None,
    *,
    num_seeds: int = 256,
    seed: int = 0,
) -> Cycles:
    """Return the cycles of exactly one period of a network under a constant input.

    Newton's method on F^p(h) − h from many random states at once. Of a ReLU or linear network,
    only cycles that stand alone are given; see `Cycles.num_singular`.

    Args:
        net: the network.
        period: p, 2 … 64; `fixed_points` is for what returns after one step.
        x: (I,), the input at every step; None means zeros.
        num_seeds: how many random states the search begins from, at least 1.
        seed: of these random states, at least 0.

    Raises:
        ValueError: an argument does not fit.
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it makes an array of it
    if period == 1:
        raise ValueError("period is 1: expected at least 2, for fixed_points finds those of 1")
    period = as_count("period", period, least=2, most=MOST_STEPS)
    num_seeds = as_count("num_seeds", num_seeds)
    random = np.random.default_rng(as_count("seed", seed, least=0))
    states = spread(map_, num_seeds, random)
    ends, ended = newton(map_, np.concatenate([states, likely(map_, states)]), period)
    num_ended = int(ended[:num_seeds].sum())
    is_seed = np.arange(len(ends)) < num_seeds
    ends, is_seed = ends[ended], is_seed[ended]
    whole = _has_period(map_, ends, period)
    ends, is_seed = ends[whole], is_seed[whole]
    singular = _has_neighbours(map_, ends, period)
    num_singular = int((singular & is_seed).sum())
    ends, is_seed = ends[~singular], is_seed[~singular]
    leaders, labels = tell_apart(map_, ends, period)
    firsts, hits = ends[leaders], np.bincount(labels[is_seed], minlength=len(leaders))
    twins = np.arange(len(firsts))
    if is_odd(map_):
        firsts, hits, twins = with_mirrored(map_, firsts, hits, period)
    return _record(
        map_,
        period,
        firsts,
        hits,
        num_singular=num_singular,
        num_seeds=num_seeds,
        num_lost=num_seeds - num_ended,
        unseen=share_unseen(hits, twins, num_ended),
    )


def _has_period(map_: Autonomous, firsts: Array, period: int) -> Bools:
    """Return whether states (N, H), which return after a period, return no sooner."""
    whole: Bools = np.ones(len(firsts), dtype=np.bool_)
    orbits = map_.run(firsts, period)
    residuals = residuals_of(map_, firsts, period)
    for divisor in range(1, period):
        if period % divisor == 0:
            whole &= ~is_same(map_, firsts, orbits[divisor], residuals, period)
    return whole


def _has_neighbours(map_: Autonomous, firsts: Array, period: int) -> Bools:
    """Return whether states (N, H) of a piecewise linear network are in a continuum of cycles."""
    found = np.zeros(len(firsts), dtype=np.bool_)
    if map_.net.activation == "tanh":  # whose map has no flat pieces
        return found
    reach = np.maximum(1.0, np.abs(firsts).max(axis=1))
    for J in _one_sided(map_, firsts, period):
        fits = np.asarray(np.isfinite(J).all(axis=(1, 2)))
        J[~fits] = 0.0
        _, sizes, Vt = np.linalg.svd(np.eye(firsts.shape[1]) - J)
        flat = fits[:, None] & (sizes <= SINGULAR * np.maximum(1.0, sizes[:, :1]))
        for side in (ASIDE, -ASIDE):
            for n in np.flatnonzero(flat.any(axis=0)):
                beside = firsts + side * reach[:, None] * Vt[:, n]
                limits = ASIDE * SINGULAR * reach + returned(map_, beside, period)[2]
                found |= flat[:, n] & (residuals_of(map_, beside, period) <= limits)
    return found


def _one_sided(map_: Autonomous, firsts: Array, period: int) -> tuple[Array, Array]:
    """Return ∂F^p/∂h at states (N, H), with units at a kink taken as off, and as on."""
    W = map_.net.W_hh
    always = map_.net.activation == "linear"
    below = above = np.broadcast_to(np.eye(len(W)), (len(firsts), *W.shape))
    for states in map_.run(firsts, period - 1):
        a = map_.pre_activations(states)
        with np.errstate(over="ignore", invalid="ignore"):
            edges = ROUNDING * (np.abs(states).dot(np.abs(W.T)) + np.abs(map_.drive))
            below = ((a > edges) | always)[:, :, None] * (W @ below)
            above = ((a >= -edges) | always)[:, :, None] * (W @ above)
    return below, above


def _record(
    map_: Autonomous,
    period: int,
    firsts: Array,
    hits: Ints,
    *,
    num_singular: int,
    num_seeds: int,
    num_lost: int,
    unseen: float,
) -> Cycles:
    orbits = map_.run(firsts, period - 1).swapaxes(0, 1)
    starts = [in_order(orbit)[0] for orbit in orbits]
    orbits = np.array(
        [np.roll(orbit, -start, axis=0) for orbit, start in zip(orbits, starts, strict=True)]
    ).reshape(orbits.shape)
    order = in_order(orbits[:, 0])
    orbits = orbits[order] + 0.0  # no −0
    _, J, _ = returned(map_, orbits[:, 0], period)
    multipliers = falling(np.linalg.eigvals(J).astype(np.complex128))
    is_at_kink = np.asarray(map_.is_at_kink(orbits).any(axis=1))
    return Cycles(
        net=map_.net,
        x=map_.x,
        period=period,
        points=orbits,
        multipliers=multipliers,
        residuals=residuals_of(map_, orbits[:, 0], period),
        kinds=kinds_of(multipliers, is_at_kink),
        num_hits=hits[order],
        num_singular=num_singular,
        num_seeds=num_seeds,
        num_lost=num_lost,
        unseen=unseen,
    )
