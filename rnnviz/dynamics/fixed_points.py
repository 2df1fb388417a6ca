"""Fixed points: states at which the network rests under a constant input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics import continua as exact
from rnnviz.dynamics.autonomous import Array, Autonomous
from rnnviz.dynamics.continua import Continuum
from rnnviz.dynamics.newton import (
    Ints,
    in_order,
    newton,
    residuals_of,
    share_unseen,
    tell_apart,
    with_mirrored,
)
from rnnviz.dynamics.seeds import between, is_odd, likely, patterns, spread
from rnnviz.dynamics.slow_points import slow_points
from rnnviz.dynamics.stability import Kind, falling, kinds_of
from rnnviz.networks import RNN
from rnnviz.validation import as_count

MOST_REGIONS: Final = 12  # units, up to which all regions of a ReLU network are looked at
NEAR_ENOUGH: Final = 1e-8  # an end of a seed as close as that to a point has hit it


@dataclass(frozen=True, eq=False)
class FixedPoints:
    """The fixed points of a network under a constant input. Arrays are read-only.

        F(h) = h,   F(h) = activation(W_hh h + W_xh x + b_h)

    Attributes:
        net: the network.
        x: (I,), the input.
        points: (N, H), by their first entry, then by the next ones.
        eigenvalues: (N, H) complex, of ∂F/∂h at each, by falling modulus.
        residuals: (N,), max |F(h) − h|: at most 1e−10, or 1e−10 of the size of a state beyond 1.
        kinds: (N,), "stable", "saddle", "unstable", "marginal" or "undefined" (at a ReLU kink).
        num_hits: (N,), how many seeds ended at each. A point may have none: besides the seeds,
            Newton starts at a few likely places and between points found, and −h is one too where
            F is odd.
        continua: the lines of fixed points, or more; none of `points` lies on one.
        slow_points: (K, H), states of least speed that are no fixed points, slowest first (tanh
            only), where the speed is at most a tenth of a typical one.
        slow_speeds: (K,), |F(h) − h|₂ there.
        num_seeds: how many random states the search began from; 0 where none was needed.
        num_lost: how many of them ended at no fixed point.
        is_complete: whether these are proved to be all: the network is linear, or a ReLU network
            of at most 12 units, whose 2^H regions were all looked at.
        unseen: an estimate of the share of seeds that would end at points not found yet: the
            number of points that were hit once, of the number of seeds that ended; 0 where
            complete, 1 where none ended. Where F is odd, ±h count as one.

    Source:
        Good, "The population frequencies of species and the estimation of population
        parameters" (1953), for `unseen`.
    """

    net: RNN
    x: Array
    points: Array
    eigenvalues: npt.NDArray[np.complex128]
    residuals: Array
    kinds: tuple[Kind, ...]
    num_hits: Ints
    continua: tuple[Continuum, ...]
    slow_points: Array
    slow_speeds: Array
    num_seeds: int
    num_lost: int
    is_complete: bool
    unseen: float

    def __post_init__(self) -> None:
        for array in (
            self.points,
            self.eigenvalues,
            self.residuals,
            self.num_hits,
            self.slow_points,
            self.slow_speeds,
        ):
            array.setflags(write=False)

    @property
    def is_stable(self) -> npt.NDArray[np.bool_]:
        """(N,), whether whatever is near comes nearer; False where that is undefined."""
        return np.array([kind == "stable" for kind in self.kinds], dtype=np.bool_)


def fixed_points(
    net: RNN, x: npt.ArrayLike | None = None, *, num_seeds: int = 256, seed: int = 0
) -> FixedPoints:
    """Return the fixed points of a network under a constant input.

    A linear network's are solved for, and a ReLU network's region by region: all regions of up
    to 12 units, else those that Newton's method leads to. A tanh network's are searched with
    Newton's method from many random states at once; see `FixedPoints.unseen` for how much such
    a search may have missed.

    Args:
        net: the network.
        x: (I,), the input at every step; None means zeros.
        num_seeds: how many random states a search begins from, at least 1.
        seed: of these random states, at least 0.

    Raises:
        ValueError: an argument does not fit.

    Source:
        Sussillo and Barak, "Opening the black box: low-dimensional dynamics in high-dimensional
        recurrent neural networks" (2013); Golub and Sussillo, "FixedPointFinder" (2018).
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it makes an array of it
    num_seeds = as_count("num_seeds", num_seeds)
    random = np.random.default_rng(as_count("seed", seed, least=0))
    if net.activation == "linear":
        points, lines, is_all = exact.of_linear(map_)
        return _record(map_, points, lines, is_complete=is_all)
    if net.activation == "relu" and net.hidden_size <= MOST_REGIONS:
        regions = patterns(net.hidden_size)[::-1] > 0
        points, lines, is_all = exact.of_regions(map_, regions)
        points = points[tell_apart(map_, points)[0]]
        return _record(map_, points, lines, is_complete=is_all)
    states = spread(map_, num_seeds, random)
    if net.activation == "relu":
        return _of_relu(map_, states)
    return _of_tanh(map_, states, random)


def _of_tanh(map_: Autonomous, states: Array, random: np.random.Generator) -> FixedPoints:
    """Return the fixed points of a tanh network, from (num_seeds, H) states."""
    num_seeds = len(states)
    ends, ended = newton(map_, np.concatenate([states, likely(map_, states)]))
    moves = map_.step(states) - states
    with np.errstate(invalid="ignore"):
        typical = float(np.median(np.sqrt(np.vecdot(moves, moves))))
    lost = ends[:num_seeds][~ended[:num_seeds]]
    slow, speeds, met = slow_points(map_, lost, typical, is_odd(map_))
    candidates = np.concatenate([ends[ended], met])
    points = candidates[tell_apart(map_, candidates)[0]]
    if is_odd(map_):
        points = np.concatenate([points, 0.0 - points])
    # Between two stable points there is a saddle, and so on: that is where the rare ones are.
    more, also = newton(map_, between(points, random))
    candidates = np.concatenate([candidates, more[also]])
    leaders, labels = tell_apart(map_, candidates)
    num_ended = int(ended[:num_seeds].sum())
    points = candidates[leaders]
    hits = np.bincount(labels[:num_ended], minlength=len(points))
    twins = np.arange(len(points))
    if is_odd(map_):
        points, hits, twins = with_mirrored(map_, points, hits)
    return _record(
        map_,
        points,
        hits=hits,
        slow=(slow, speeds),
        num_seeds=num_seeds,
        num_lost=num_seeds - num_ended,
        unseen=share_unseen(hits, twins, num_ended),
    )


def _of_relu(map_: Autonomous, states: Array) -> FixedPoints:
    """Return the fixed points of a ReLU network too large for all regions, from random states."""
    ends, ended = newton(map_, np.concatenate([states, likely(map_, states)]))
    num_seeds, num_ended = len(states), int(ended[: len(states)].sum())
    ends = ends[ended]
    regions = np.unique(map_.pre_activations(ends) > 0, axis=0)
    points, lines, _ = exact.of_regions(map_, regions)
    points = points[tell_apart(map_, points)[0]]
    gaps = np.abs(ends[:num_ended, None] - points).max(axis=2)
    reach = np.maximum(1.0, np.abs(points).max(axis=1))
    hits = (gaps <= NEAR_ENOUGH * reach).sum(axis=0)
    return _record(
        map_,
        points,
        lines,
        hits=hits,
        num_seeds=num_seeds,
        num_lost=num_seeds - num_ended,
        unseen=share_unseen(hits, np.arange(len(hits)), num_ended),
    )


def _record(
    map_: Autonomous,
    points: Array,
    lines: tuple[Continuum, ...] = (),
    *,
    hits: Ints | None = None,
    slow: tuple[Array, Array] | None = None,
    num_seeds: int = 0,
    num_lost: int = 0,
    is_complete: bool = False,
    unseen: float = 0.0,
) -> FixedPoints:
    order = in_order(points)
    points = points[order] + 0.0  # no −0
    N, H = points.shape
    eigenvalues = falling(np.linalg.eigvals(map_.jacobian(points)).astype(np.complex128))
    return FixedPoints(
        net=map_.net,
        x=map_.x,
        points=points,
        eigenvalues=eigenvalues,
        residuals=residuals_of(map_, points),
        kinds=kinds_of(eigenvalues, map_.is_at_kink(points)),
        num_hits=np.zeros(N, dtype=np.intp) if hits is None else hits[order],
        continua=lines,
        slow_points=np.empty((0, H)) if slow is None else slow[0],
        slow_speeds=np.empty(0) if slow is None else slow[1],
        num_seeds=num_seeds,
        num_lost=num_lost,
        is_complete=is_complete,
        unseen=unseen if is_complete is False else 0.0,
    )
