"""Lyapunov exponents: how fast nearby states come together or separate in the long run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.networks import RNN, activations
from rnnviz.trace import EXPLODED
from rnnviz.validation import as_array, as_count

Array = npt.NDArray[np.float64]
Verdict = Literal["forgets", "on the edge", "chaotic", "unstable", "explodes"]

EDGE: Final = 1e-3  # a largest exponent of at most this size is never told from 0
SURE: Final = 2.0  # standard errors
NUM_BLOCKS: Final = 20
ROUNDING: Final = 1e-12  # no exponent is known more closely
DRIFTS: Final = 5.0  # standard errors of its own, from which a drift is taken for real
LONGEST_CYCLE: Final = 64  # steps: the longest that is looked for at a run's end
CLOSE: Final = 1e-9  # of the state's size: so near, it has come back
REPEATS: Final = 1e-13  # the slopes of two steps that differ by less are the same
UNSURE: Final = 1e-6  # of its size: an eigenvalue that rounding can move further is not used
_FAR: Final = math.log2(EXPLODED)


@dataclass(frozen=True, eq=False)
class Lyapunov:
    """The Lyapunov exponents of a run under a constant input. Arrays are read-only.

        a small difference of states grows or shrinks like exp(largest · steps)

    An exponent is −inf where a direction is lost for good within one step, to rounding: W_hh is
    singular, a ReLU is off, or a tanh unit is so saturated that its slope is below rounding.

    Attributes:
        net: the network.
        x: (I,), the input at every step.
        exponents: (H,), falling.
        errors: (H,), the standard error of each; 0 beside −inf.
        num_steps: how many steps were counted.
        diverged: the state grows beyond all bounds, at a rate of over 1e−3 a step. The exponents
            are then those of the way out.
        recurs: the run ended on a point, or on a cycle of up to 64 steps.
        is_at_kink: some counted state stands where a ReLU has no derivative; the exponents are
            then of the one from below.
    """

    net: RNN
    x: Array
    exponents: Array
    errors: Array
    num_steps: int
    diverged: bool
    recurs: bool
    is_at_kink: bool

    @property
    def largest(self) -> float:
        """The largest exponent: what becomes of nearly every small difference."""
        return float(self.exponents[0])

    @property
    def error(self) -> float:
        """The standard error of the largest exponent."""
        return float(self.errors[0])

    @property
    def verdict(self) -> Verdict:
        """What the largest exponent says.

        explodes      the state grows beyond all bounds
        on the edge   within two standard errors of 0, or within 1e−3
        forgets       below: nearby states come together
        chaotic       above, on a run that stays within bounds and never comes back
        unstable      above, on a point or a cycle: nearby states leave it, for where this
                      does not say
        """
        bound = max(SURE * self.error, EDGE)
        if self.diverged:
            return "explodes"
        if abs(self.largest) <= bound:
            return "on the edge"
        if self.largest < 0:
            return "forgets"
        return "unstable" if self.recurs else "chaotic"

    @property
    def memory_half_life(self) -> float:
        """After how many steps half of a small difference is gone: ln 2 / −largest.

        Infinite where the largest exponent is at least 0.
        """
        return math.log(2) / -self.largest if self.largest < 0 else math.inf


def lyapunov(
    net: RNN,
    x: npt.ArrayLike | None = None,
    *,
    initial_state: npt.ArrayLike | None = None,
    num_steps: int = 2000,
    num_transient: int = 500,
    progress: Callable[[float], object] | None = None,
) -> Lyapunov:
    """Return the Lyapunov exponents of a network's long run under a constant input.

    A frame of H orthonormal tangents is carried along by the Jacobians; after every step it is
    made orthonormal again, and how far its vectors had to be shortened is counted:

        J_t Q_{t−1} = Q_t R_t        λ_i = mean over t of log |R_t[i, i]|

    The frame has the transient, too, to turn into place. The errors come from the means of 20
    blocks of steps: their scatter and, where they drift like 1/t, as those of a W_hh without
    a full set of eigenvectors do, what of the drift is still ahead. Where the Jacobians repeat, on
    a fixed point, a cycle or in a linear network, log |λ| of their product takes the mean's place,
    unless rounding could have moved it much.

    A linear or ReLU network is carried in units of its own size once it explodes, or once it
    dies away with nothing that drives it: the exponents are those of growth or decay.

    Args:
        net: the network.
        x: (I,), the input at every step; None means zeros.
        initial_state: (H,), where the run starts; None means some state without symmetry, all of
            its numbers between .1 and 1, for at 0 many a run would stand on an unstable point.
        num_steps: how many steps are counted, at least 40.
        num_transient: how many steps are run before.
        progress: called with the share that is done, 0 … 1.

    Raises:
        ValueError: an argument does not fit, or the weights are so large that a step leads
            beyond what a number can hold.

    Source:
        Benettin, Galgani, Giorgilli and Strelcyn, "Lyapunov characteristic exponents for smooth
        dynamical systems" (1980), part 2; Geist, Parlitz and Lauterborn, "Comparison of
        different methods for computing Lyapunov exponents" (1990), section 3.
    """
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it takes what is like an array
    H = net.hidden_size
    num_steps = as_count("num_steps", num_steps, least=2 * NUM_BLOCKS)
    num_transient = as_count("num_transient", num_transient, least=0)
    if initial_state is None:
        initial_state = np.random.RandomState(0).uniform(0.1, 1.0, H)
    start = as_array("initial_state", initial_state, (H,), why="one for each hidden unit")
    run = _run(map_, start, num_transient + num_steps)
    stretches = _stretches(net.W_hh, run.slopes, progress)[num_transient:]
    exponents, errors = _means(stretches, num_transient)
    _refine(exponents, errors, net.W_hh, run.slopes[num_transient:])
    order = np.argsort(-exponents, kind="stable")
    exponents, errors = exponents[order], errors[order]
    for array in (exponents, errors):
        array.setflags(write=False)
    return Lyapunov(
        net,
        map_.x,
        exponents,
        errors,
        num_steps,
        diverged=net.activation != "tanh" and _diverges(run.sizes[num_transient:], exponents[0]),
        recurs=_recurs(run),
        is_at_kink=_is_at_kink(map_, run, num_transient),
    )


class _Run(NamedTuple):
    """A run of N steps; its states are h · 2^powers.

    states: (N + 1, H); powers: (N + 1,); slopes: (N, H), activation′(a);
    sizes: (N + 1,), log₂ of the largest number of each state.
    """

    states: Array
    powers: npt.NDArray[np.int64]
    slopes: Array
    sizes: Array


def _run(map_: Autonomous, start: Array, num_steps: int) -> _Run:
    """Run from a state, in units of a power of two where that changes nothing but the size."""
    net, drive = map_.net, map_.drive
    with np.errstate(over="ignore"):
        most = net.hidden_size * np.abs(net.W_hh).sum(axis=1).max()
    if not math.isfinite(most):  # no tangent could be carried along
        raise ValueError(f"W_hh is up to {np.abs(net.W_hh).max()}: expected smaller weights")
    can_scale, is_driven = net.activation != "tanh", bool(drive.any())
    states = np.empty((num_steps + 1, net.hidden_size))
    powers = np.zeros(num_steps + 1, dtype=np.int64)
    activate, product = activations.HIDDEN[net.activation], net.W_hh.dot
    h, scaled_drive, power = start.copy(), drive, 0
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for t in range(num_steps + 1):
            if t:
                h = product(h)
                h += scaled_drive
                activate(h, h)
            if can_scale:
                size = np.abs(h).max()
                # relu(c a) = c relu(a): far out, and where nothing drives, the unit is free.
                if EXPLODED < size < math.inf or (not is_driven and 0 < size < 1 / EXPLODED):
                    by = int(np.frexp(size)[1])
                    power += by
                    h, scaled_drive = np.ldexp(h, -by), np.ldexp(drive, -power)
            states[t], powers[t] = h, power
        finite = np.isfinite(states).all(axis=1)
        if not finite.all():
            raise ValueError(
                f"the state is beyond what a number can hold from step {int(np.argmin(finite))} "
                "on: expected smaller weights"
            )
        largest = np.abs(states).max(axis=1)
        sizes = np.log2(largest, out=np.full(len(largest), -math.inf), where=largest > 0)
    slopes = activations.SLOPE[net.activation](states[1:])
    return _Run(states, powers, slopes, sizes + powers)


def _stretches(W: Array, slopes: Array, progress: Callable[[float], object] | None) -> Array:
    """Return |R_t[i, i]|, (N, H); 0 where it is below rounding."""
    N, H = slopes.shape
    # A frame without symmetry: along an axis, a vector may never turn to where most is stretched.
    frame = np.linalg.qr(np.random.RandomState(1).standard_normal((H, H)))[0]
    stretches, largest = np.empty((N, H)), np.empty(N)
    for t, slope in enumerate(slopes):
        frame, R = np.linalg.qr(slope[:, None] * W.dot(frame))
        stretches[t], largest[t] = R.diagonal(), np.abs(R).max()
        if progress is not None and t % 100 == 99:
            progress((t + 1) / N)
    if progress is not None and N % 100:
        progress(1.0)
    stretches = np.abs(stretches)
    stretches[stretches <= H * np.finfo(float).eps * largest[:, None]] = 0.0
    return stretches


def _means(stretches: Array, num_transient: int) -> tuple[Array, Array]:
    """Return the mean logarithm of each column of (T, H), and its standard error.

    Args:
        stretches: at least 0.
        num_transient: how many steps the frame had turned before.
    """
    T, H = stretches.shape
    logs = np.log(stretches, out=np.zeros((T, H)), where=stretches > 0)
    steps = 1 / (num_transient + np.arange(1.0, T + 1))
    means = np.array([block.mean(axis=0) for block in np.array_split(logs, NUM_BLOCKS)])
    inverse = np.array([block.mean() for block in np.array_split(steps, NUM_BLOCKS)])
    errors = means.std(axis=0, ddof=1) / math.sqrt(NUM_BLOCKS)
    # mean = exponent + c / t: the scatter of neighbours, which no drift enlarges, tells how
    # well c is known.
    noise = np.sqrt(np.square(np.diff(means, axis=0)).mean(axis=0) / 2)
    away = inverse - inverse.mean()
    spread = math.sqrt(away.dot(away))
    drift = np.abs(away.dot(means)) / spread**2
    errors += np.where(drift > DRIFTS * noise / spread, drift * inverse.mean(), 0.0) + ROUNDING
    lost = (stretches == 0).any(axis=0)
    exponents = np.where(lost, -math.inf, logs.mean(axis=0))
    errors[lost] = 0.0
    order = np.argsort(-exponents, kind="stable")
    return exponents[order], errors[order]


def _refine(exponents: Array, errors: Array, W: Array, slopes: Array) -> None:
    """Put the eigenvalues of a cycle's Jacobian in the place of means, where they know more.

    A pair of tangents that turns slowly takes far longer than any run to even out.

    Args:
        exponents, errors: (H,), falling; changed.
        W: (H, H).
        slopes: (T, H), of the counted steps.
    """
    period = _period(slopes)
    if period is None:
        return
    product, log_size = np.eye(len(W)), 0.0
    for slope in slopes[-period:]:
        product = slope[:, None] * W.dot(product)
        size = float(np.abs(product).max())
        if size == 0:
            return
        product, log_size = product / size, log_size + math.log(size)
    eigenvalues, vectors = np.linalg.eig(product)
    if np.linalg.cond(vectors) > 1 / np.finfo(float).eps:
        return
    # How far rounding can move each (Bauer and Fike, 1960, for a single eigenvalue).
    moves = np.linalg.norm(np.linalg.inv(vectors), axis=1) * np.linalg.norm(vectors, axis=0)
    moves *= period * len(W) * np.finfo(float).eps
    order = np.argsort(-np.abs(eigenvalues), kind="stable")
    moduli, moves = np.abs(eigenvalues)[order], moves[order]
    known = moves < UNSURE * moduli
    exponents[known] = (np.log(moduli[known]) + log_size) / period
    errors[known] = moves[known] / moduli[known] / period + ROUNDING


def _period(slopes: Array) -> int | None:
    """Return after how many steps the slopes repeat, in all of the later half, or None."""
    half = len(slopes) // 2
    for period in range(1, min(LONGEST_CYCLE, half) + 1):
        is_back = np.abs(slopes[-1] - slopes[-1 - period]).max() <= REPEATS
        if is_back and np.abs(slopes[-half:] - slopes[-half - period : -period]).max() <= REPEATS:
            return period
    return None


def _diverges(sizes: Array, largest: float) -> bool:
    """Return whether a run is on a way out of all bounds.

    It has grown from the earlier half of the counted steps to the later, beyond 1e12 or at a
    rate that accounts for the largest exponent; an integrator, which grows ever more slowly, has
    none above 0.

    Args:
        sizes: log₂ of the state's size at each counted step.
        largest: the largest exponent.
    """
    half = len(sizes) // 2
    before, after = float(sizes[:half].max()), float(sizes[half:].max())
    if largest <= EDGE or not math.isfinite(before + after):
        return False
    growth = math.log(2) * (after - before) / half
    return growth > EDGE and (after > _FAR or growth > largest / 2)


def _recurs(run: _Run) -> bool:
    """Return whether a run ends on a point or a cycle."""
    states = run.states[-1 - LONGEST_CYCLE :]
    if (run.powers != run.powers[-1])[-len(states) :].any():
        return False
    last = states[-1]
    away = np.abs(states[:-1] - last).max(axis=1)
    return bool((away <= CLOSE * np.abs(last).max()).any())


def _is_at_kink(map_: Autonomous, run: _Run, num_transient: int) -> bool:
    """Return whether a counted step starts where a ReLU has no derivative."""
    if map_.net.activation != "relu":
        return False
    states, powers = run.states[num_transient:-1], run.powers[num_transient:-1]
    for power in np.unique(powers):
        with np.errstate(under="ignore"):
            drive = np.ldexp(map_.drive, -power)
        scaled = Autonomous(map_.net.replace(b_h=drive))
        if scaled.is_at_kink(states[powers == power]).any():
            return True
    return False
