"""Fixed points of linear pieces, exactly: points, lines of them, and more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

import numpy as np

from rnnviz.dynamics.autonomous import Array, Autonomous
from rnnviz.dynamics.newton import Bools, Ints, returned

SUSPECT: Final = 1e-10  # of the largest determinant that the rows allow: to be looked at
SINGULAR: Final = 1e-12  # of the largest singular value: counts as 0
ZERO: Final = 1e-10  # of a unit vector: counts as 0
EDGE: Final = 1e-12  # of the size of its terms: a pre-activation as small as that is at an edge
MOST_CORNERS: Final = 5000  # where a piece could have more, it is left out


@dataclass(frozen=True, eq=False)
class Continuum:
    """A line of fixed points, or a plane of them or more: all of them, never N of them.

        h = point + Σ_d s_d directions[d]

    Attributes:
        point: (H,), one of them.
        directions: (D, H), orthonormal.
        low, high: where D = 1, s from low to high gives all, ±inf where there is no end;
            nan where D > 1.
    """

    point: Array
    directions: Array
    low: float
    high: float

    def __post_init__(self) -> None:
        for name in ("point", "directions"):
            array = getattr(self, name) + 0.0
            array.setflags(write=False)
            object.__setattr__(self, name, array)


def of_linear(map_: Autonomous) -> tuple[Array, tuple[Continuum, ...], bool]:
    """Return the fixed points (N, H) of a linear network, N 0 or 1, or their continuum.

    (I − W_hh) h = W_xh x + b_h

    Returns:
        Points, the continua, and whether that is all: float64 may be too coarse for the point.
    """
    H = map_.net.hidden_size
    none = np.empty((0, H))
    A, c = np.eye(H) - map_.net.W_hh, map_.drive
    if not np.isfinite(c).all():
        return none, (), False
    solved = _solution_set(A, c)
    if solved is None:
        return none, (), True
    point, directions = solved
    if not _is_fixed(map_, point[None])[0]:
        return none, (), False
    if len(directions) == 0:
        return point[None], (), True
    ends = (-np.inf, np.inf) if len(directions) == 1 else (np.nan, np.nan)
    return none, (Continuum(point, directions, *ends),), True


def of_regions(map_: Autonomous, active: Bools) -> tuple[Array, tuple[Continuum, ...], bool]:
    """Return the fixed points of a ReLU network within regions, and their continua.

        (I − D W_hh) h = D (W_xh x + b_h),   D = diag(active)

    A solution is a fixed point where it lies in its own region. A continuum that bends where it
    enters another region is given in straight pieces.

    Args:
        map_: a ReLU network under a constant input.
        active: (P, H), for each region which units are above 0.

    Returns:
        Points (N, H), the continua, and whether all regions could be looked at.
    """
    W, c = map_.net.W_hh, map_.drive
    H = len(c)
    if not np.isfinite(c).all():
        return np.empty((0, H)), (), False
    # Rows of length 1: whatever the sizes of the weights, determinants can then be compared.
    A = np.eye(H) - active[:, :, None] * W
    right = active * c
    largest = np.abs(A).max(axis=2)
    A /= _or_one(largest)[:, :, None]
    lengths = _or_one(np.sqrt(np.vecdot(A, A)))
    A /= lengths[:, :, None]
    with np.errstate(over="ignore"):
        right = right / _or_one(largest) / lengths
    suspect = ~(np.abs(np.linalg.det(A)) > SUSPECT)
    solutions = np.linalg.solve(A[~suspect], right[~suspect][..., None])[..., 0]
    found_points, regions = [solutions], [active[~suspect]]
    pieces: list[tuple[Continuum, Bools]] = []
    is_all = True
    # Where a unit that is on keeps what it has and is driven, h = h + c, nothing rests.
    left = active[suspect & ~((largest == 0) & (right != 0)).any(axis=1)]
    while len(left):
        region, left = left[0], left[1:]
        found = _piece(map_, region)
        if found is None:
            is_all = False
        elif isinstance(found, Continuum):
            pieces.append((found, region))
            left = left[~_at_its_edge(map_, left, region)]
        else:
            found_points.append(found)
            regions.append(np.broadcast_to(region, found.shape))
    solutions, own = np.concatenate(found_points), np.concatenate(regions)
    points = np.maximum(solutions, 0.0)
    fixed = _is_fixed(map_, points)
    # In its region, and yet no fixed point: float64 is too coarse for it.
    is_all &= not (_strictly_in(map_, solutions, own) & ~fixed).any()
    points = points[fixed]
    pieces = _largest(map_, pieces)
    for _, region in pieces:
        points = points[~_lies_in(map_, points, region)]
    return points, tuple(piece for piece, _ in pieces), is_all


def _lies_in(map_: Autonomous, h: Array, region: Bools) -> Bools:
    """Return whether states (N, H) lie each in its region of a ReLU network, or at its edge."""
    a = map_.pre_activations(h)
    with np.errstate(over="ignore", invalid="ignore"):
        terms = np.abs(h).dot(np.abs(map_.net.W_hh.T)) + np.abs(map_.drive)
        inside: Bools = (np.where(region, a, -a) >= -EDGE * terms).all(axis=1)
    return inside


def _at_its_edge(map_: Autonomous, regions: Bools, region: Bools) -> Bools:
    """Return whether all fixed points of regions (P, H) must be at the edge of one (H,)."""
    # Units on only in the one: nothing that is on drives them, so that they are just at 0.
    more = region & ~regions
    driven = (more.astype(np.float64).dot(map_.net.W_hh != 0) > 0) & regions
    pushed = more & (map_.drive != 0)
    at_edge: Bools = ~np.any((regions & ~region) | driven | pushed, axis=1)
    return at_edge


def _strictly_in(map_: Autonomous, h: Array, regions: Bools) -> Bools:
    """Return whether states (N, H) lie in regions (N, H), and not just at an edge of them."""
    a = map_.pre_activations(h)
    with np.errstate(over="ignore", invalid="ignore"):
        terms = np.abs(h).dot(np.abs(map_.net.W_hh.T)) + np.abs(map_.drive)
        reach = np.maximum(1.0, np.abs(h).max(axis=1, initial=0.0))[:, None]
        # Of an active unit a is h itself, in exact numbers.
        inside: Bools = np.where(regions, h > EDGE * reach, a < -EDGE * terms).all(axis=1)
    return inside


def _is_fixed(map_: Autonomous, points: Array) -> Bools:
    """Return whether states (N, H) are fixed points, but for rounding."""
    after, _, roundings = returned(map_, points, 1)
    with np.errstate(invalid="ignore"):
        fixed: Bools = np.abs(after - points).max(axis=1) <= roundings
    return fixed


def _solution_set(A: Array, right: Array) -> tuple[Array, Array] | None:
    """Return a solution (H,) of A h = right and the directions (k, H) that all others lie in.

    None where there is none. Rows and columns are scaled by powers of two first, so that only
    what is singular for its structure, and not for its units, is taken to be.
    """
    H = len(right)
    rows, columns, B = np.ones(H), np.ones(H), A
    for _ in range(4):
        by = np.ldexp(1.0, -_halved(np.abs(B).max(axis=1)))
        rows, B = rows * by, B * by[:, None]
        by = np.ldexp(1.0, -_halved(np.abs(B).max(axis=0)))
        columns, B = columns * by, B * by
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = rows * right
        U, sizes, Vt = np.linalg.svd(B)
        rank = int((sizes > SINGULAR * sizes[0]).sum())
        y = Vt[:rank].T.dot(U[:, :rank].T.dot(scaled) / sizes[:rank])
        misfit = np.abs(B.dot(y) - scaled).max()
        point = columns * y
    reach = max(np.abs(y).max(), np.abs(scaled).max())
    if not misfit <= ZERO * reach or not np.isfinite(point).all():
        return None
    directions = (columns * Vt[rank:]).T
    if rank < H:
        directions = np.linalg.qr(directions / np.abs(directions).max(axis=0))[0]
    return point, directions.T


def _halved(sizes: Array) -> Array:
    """Return half of the powers of two of sizes, as integers; 0 for 0."""
    powers: Array = np.where(sizes > 0, np.frexp(sizes)[1], 0) // 2
    return powers


def _piece(map_: Autonomous, region: Bools) -> Continuum | Array | None:
    """Return the fixed points within a region whose equations are singular.

    A Continuum, or points (N, H), N 0 or 1; None where there are too many corners to look at.
    """
    H = len(region)
    W, c = map_.net.W_hh, map_.drive
    solved = _solution_set(np.eye(H) - region[:, None] * W, region * c)
    if solved is None:
        return np.empty((0, H))
    base, directions = solved
    if len(directions) == 0:
        return base[None]
    # In the region, with h = base + z directions: sides · z + offsets ≥ 0.
    signs = np.where(region, 1.0, -1.0)
    with np.errstate(over="ignore", invalid="ignore"):
        sides = signs[:, None] * W.dot(directions.T)
        offsets = signs * (W.dot(base) + c)
        terms = np.abs(W).dot(np.abs(base)) + np.abs(c)
        slants = np.sqrt(np.vecdot(sides, sides))
        is_level = slants <= ZERO * np.abs(W).sum(axis=1)
    if not np.isfinite(slants).all() or (offsets[is_level] < -ZERO * terms[is_level]).any():
        return np.empty((0, H))
    sides = sides[~is_level] / slants[~is_level, None]
    offsets = offsets[~is_level] / slants[~is_level]
    shape = _shape(sides, offsets)
    if shape is None:
        return None
    corners, rays = shape
    if len(corners) == 0:
        return np.empty((0, H))
    reach = max(1.0, float(np.abs(corners).max()))
    spans = np.concatenate([corners - corners[0], reach * rays])
    _, sizes, Vt = np.linalg.svd(spans)
    across = Vt[: int((sizes > ZERO * reach).sum())]
    if len(across) == 0:
        only: Array = base + corners[0].dot(directions)
        return only[None]
    if len(across) > 1:
        middle = corners.mean(axis=0) + reach * rays.sum(axis=0)
        point = base + middle.dot(directions)
        return Continuum(np.maximum(point, 0.0), across.dot(directions), np.nan, np.nan)
    start, along = corners[0], spans[np.abs(spans).max(axis=1).argmax()]
    along = along / np.sqrt(along.dot(along))
    places = (corners - start).dot(along)
    start = start + places.min() * along
    high = np.inf if len(rays) else float(places.max() - places.min())
    point = np.maximum(base + start.dot(directions), 0.0)
    return Continuum(point, along.dot(directions)[None], 0.0, high)


def _shape(sides: Array, offsets: Array) -> tuple[Array, Array] | None:
    """Return the corners and the rays of what fits sides · z + offsets ≥ 0, in k dimensions.

    States of a ReLU are at least 0, so that it holds no whole line: corners and rays tell all.
    None where they would be too many to try.
    """
    m, k = sides.shape
    if comb(m, k) + comb(m, k - 1) > MOST_CORNERS:
        return None
    tight = _choices(m, k)
    A, b = sides[tight], -offsets[tight]
    regular = np.abs(np.linalg.det(A)) > ZERO
    corners = np.linalg.solve(A[regular], b[regular][..., None])[..., 0]
    reach = np.maximum(1.0, np.abs(corners).max(axis=1, initial=0.0))
    fits = (corners.dot(sides.T) + offsets >= -ZERO * reach[:, None]).all(axis=1)
    if k == 1:
        rays = np.ones((1, 1))
    else:
        A = sides[_choices(m, k - 1)]
        _, sizes, Vt = np.linalg.svd(A)
        rays = Vt[sizes.min(axis=1, initial=1.0) > ZERO, -1]
    rays = np.concatenate([rays, -rays])
    return corners[fits], rays[(rays.dot(sides.T) >= -ZERO).all(axis=1)]


def _or_one(sizes: Array) -> Array:
    return np.where(sizes > 0, sizes, 1.0)


def _choices(m: int, k: int) -> Ints:
    return np.array(list(combinations(range(m), k)), dtype=np.intp).reshape(-1, k)


def _largest(
    map_: Autonomous, pieces: Sequence[tuple[Continuum, Bools]]
) -> list[tuple[Continuum, Bools]]:
    """Return the pieces of fixed points that are not a part of another one's edge, each once."""
    kept: list[tuple[Continuum, Bools]] = []
    # One of fewer dimensions is never what holds one of more.
    for piece, region in sorted(pieces, key=lambda pair: -len(pair[0].directions)):
        middle = _middle(piece)[None]
        # A whole piece lies at the edge of a region where a point within it does.
        if not any(_lies_in(map_, middle, other)[0] for _, other in kept):
            kept.append((piece, region))
    return kept


def _middle(piece: Continuum) -> Array:
    """Return a point of a piece that is none of its ends."""
    if len(piece.directions) > 1:
        return piece.point
    middle = max(1.0, float(np.abs(piece.point).max())) if np.isinf(piece.high) else piece.high / 2
    inner: Array = piece.point + middle * piece.directions[0]
    return inner
