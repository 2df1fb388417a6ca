"""Where runs settle: at a fixed point, on a short cycle, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.networks import activations
from rnnviz.trace import EXPLODED

Array = npt.NDArray[np.float64]
Fate = Literal["settled", "neutral", "balanced", "unsettled", "exploded"]

FATES: Final[tuple[Fate, ...]] = get_args(Fate)
LONGEST: Final = 8  # the longest cycle that is looked for
CLOSE: Final = 1e-12  # of the size of a state: a run that comes back so near has settled
SAME: Final = 1e-6  # of the size of a state: runs that end so near end at the same place
MOST: Final = 64  # attractors that are told apart
_CHUNK: Final = 32  # steps between two looks
_LOOK: Final = 2 * LONGEST  # states that a look needs
_BLOCK: Final = 512  # runs that go on together
_AT_ONE: Final = 1e-7
_NUDGE: Final = 1e-5  # where there is no derivative, a small nudge is followed
_NUDGED_STEPS: Final = 64


@dataclass(frozen=True, eq=False)
class Settled:
    """Where each of B runs ends.

    Attributes:
        ends: (B,), an index into `attractors`, or −1.
        attractors: (p, H) each: the p states of a cycle as they are visited, p = 1 a fixed
            point. A cycle begins with its largest state, the first units deciding; shorter
            ones stand first, and of the same length the smaller.
        fates: (B,), one of
            "settled"     ends at an attractor
            "neutral"     ends where what is near comes no nearer: one of a continuum of
                          fixed points or cycles, or a marginal one
            "balanced"    ends on a saddle or an unstable point, from just the right start
            "unsettled"   did not end within the steps: chaotic, quasi-periodic, or slow
            "exploded"    passed 1e12
    """

    ends: npt.NDArray[np.intp]
    attractors: tuple[Array, ...]
    fates: npt.NDArray[np.str_]


def fits(states: Array) -> npt.NDArray[np.bool_]:
    """Return which of the states (…, H) are finite and have not exploded."""
    with np.errstate(invalid="ignore"):
        sizes = np.abs(states).max(axis=-1)  # nan where any is
        within: npt.NDArray[np.bool_] = sizes <= EXPLODED
    return within


def settle(map_: Autonomous, starts: Array, most_steps: int) -> Settled:
    """Return where runs end, at fixed points or cycles of up to 8 states.

    A run has settled when it comes back to within 1e−12 of its size; runs that end within
    1e−6 of each other end at the same place. Where more than 64 attractors are found, the 64
    that most runs end at are kept; the other runs are called neutral.

    Args:
        map_: the network under its input.
        starts: (B, H); those that have exploded are said to.
        most_steps: how long each runs.
    """
    states, periods, fates = _run_on(map_, starts, most_steps)
    ends = np.full(len(starts), -1, dtype=np.intp)
    cycles: list[Array] = []
    runs: list[npt.NDArray[np.intp]] = []
    for period in range(1, LONGEST + 1):
        rows = np.flatnonzero(periods == period)
        if not len(rows):
            continue
        found, which = _distinct(states[rows])
        visited = map_.run(found, period)[:period].swapaxes(0, 1)
        found_fates = _fates_of(map_, visited)
        fates[rows] = found_fates[which]
        is_left = found_fates == "settled"
        while is_left.any():
            cycle = visited[int(np.argmax(is_left))]
            near = is_left & _is_near(found, cycle).any(axis=1)
            cycles.append(_from_its_largest(cycle))
            runs.append(rows[near[which]])
            is_left &= ~near
    by_runs = sorted(range(len(cycles)), key=lambda i: -len(runs[i]))
    for i in by_runs[MOST:]:
        fates[runs[i]] = "neutral"
    kept = sorted(by_runs[:MOST], key=lambda i: (len(cycles[i]), _rounded(cycles[i]).tolist()))
    for label, i in enumerate(kept):
        ends[runs[i]] = label
    attractors = tuple(cycles[i] for i in kept)
    for array in (ends, fates, *attractors):
        array.setflags(write=False)
    return Settled(ends, attractors, fates)


def _run_on(
    map_: Autonomous, starts: Array, most_steps: int
) -> tuple[Array, npt.NDArray[np.intp], npt.NDArray[np.str_]]:
    """Return where runs have come to, (B, H), with what period each (0: none), and fates."""
    states = starts.copy()
    periods = np.zeros(len(starts), dtype=np.intp)
    fates = np.full(len(starts), "unsettled", dtype="<U9")
    going = np.flatnonzero(fits(states))
    fates[~fits(states)] = "exploded"
    # Few runs at a time stay in the processor's memory from step to step.
    for block in np.array_split(going, len(going) // _BLOCK + 1):
        rows = block
        done = 0
        while done < most_steps and len(rows):
            num = min(_CHUNK, most_steps - done)
            done += num
            # Whatever is left of the steps: a look needs the last 16 states.
            recent, has_exploded = _last_states(map_, states[rows], max(num, _LOOK))
            period = np.where(has_exploded, 0, _periods(recent))
            states[rows] = recent[-1]
            periods[rows] = period
            fates[rows[has_exploded]] = "exploded"
            rows = rows[(period == 0) & ~has_exploded]
    return states, periods, fates


def _last_states(
    map_: Autonomous, states: Array, num_steps: int
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return the last 16 states of runs, (16, B, H), and which have exploded on the way."""
    is_bounded = map_.net.activation == "tanh"
    has_exploded = np.zeros(len(states), dtype=np.bool_)
    recent = np.empty((_LOOK, *states.shape))
    W, drive = np.ascontiguousarray(map_.net.W_hh.T), map_.drive
    activate = activations.HIDDEN[map_.net.activation]
    before = states
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(num_steps):
            after = recent[(step - num_steps) % _LOOK]
            before.dot(W, after)
            after += drive
            activate(after, after)
            if not is_bounded:
                has_exploded |= ~fits(after)
                after[has_exploded] = 0.0
            before = after
    return recent, has_exploded


def _periods(recent: Array) -> npt.NDArray[np.intp]:
    """Return the shortest period of each run in its last 16 states, (16, B, H), or 0."""
    scale = 1.0 + np.abs(recent).max(axis=(0, 2))
    periods = np.zeros(recent.shape[1], dtype=np.intp)
    has_settled = np.zeros(len(periods), dtype=np.bool_)
    for period in range(LONGEST, 0, -1):
        apart = np.abs(recent[-period:] - recent[-2 * period : -period]).max(axis=(0, 2))
        has_settled |= apart <= CLOSE * scale
        # A run that alternates around a fixed point is within tolerance after two steps before
        # it is after one.
        periods[apart <= SAME * scale] = period
    return np.where(has_settled, periods, 0)


def _distinct(states: Array) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return few states that stand for all, and for each state which of them."""
    scale = SAME * (1.0 + np.abs(states).max(axis=1, keepdims=True))
    keys = np.rint(states / np.exp2(np.rint(np.log2(scale))))
    _, first, which = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return states[first], which.reshape(-1).astype(np.intp)


def _is_near(states: Array, cycle: Array) -> npt.NDArray[np.bool_]:
    """Return which of (N, H) states are which of a cycle's (p, H), as (N, p)."""
    apart = np.abs(states[:, None] - cycle).max(axis=2)
    near: npt.NDArray[np.bool_] = apart <= SAME * (1.0 + np.abs(cycle).max())
    return near


def _fates_of(map_: Autonomous, cycles: Array) -> npt.NDArray[np.str_]:
    """Return what happens near cycles (N, p, H): drawn in, left where it is, or sent off.

    By the eigenvalues of the derivative along the cycle; where a ReLU has none, by small nudges.
    """
    num, period, H = cycles.shape
    product = np.broadcast_to(np.eye(H), (num, H, H))
    for step in range(period):
        product = map_.jacobian(cycles[:, step]) @ product
    sizes = np.abs(np.linalg.eigvals(product)).max(axis=1)
    fates = np.where(
        sizes > 1 + _AT_ONE, "balanced", np.where(sizes < 1 - _AT_ONE, "settled", "neutral")
    )
    kinked = np.flatnonzero(map_.is_at_kink(cycles).any(axis=1))
    if len(kinked):
        firsts = cycles[kinked, 0]
        directions = np.random.default_rng(0).standard_normal((2 * H + 2, H))
        directions /= np.abs(directions).max(axis=1, keepdims=True)
        nudge = _NUDGE * (1.0 + np.abs(firsts).max(axis=1))
        nudged = firsts[:, None] + nudge[:, None, None] * directions
        for _ in range(_NUDGED_STEPS * period):
            nudged = map_.step(nudged)
        with np.errstate(invalid="ignore"):
            apart = np.abs(nudged - firsts[:, None]).max(axis=(1, 2))
        # Not below: what is no number has gone away, too.
        near = np.where(apart < 0.1 * nudge, "settled", "neutral")
        fates[kinked] = np.where(apart < 4 * H * nudge, near, "balanced")
    return fates.astype("<U9")


def _rounded(cycle: Array) -> Array:
    rounded: Array = np.round(cycle, 6) + 0.0
    return rounded


def _from_its_largest(cycle: Array) -> Array:
    largest = max(range(len(cycle)), key=lambda k: _rounded(cycle)[k].tolist())
    return np.ascontiguousarray(np.roll(cycle, -largest, axis=0))
