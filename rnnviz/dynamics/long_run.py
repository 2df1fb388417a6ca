"""Where the state is in the long run, at every value of a knob: the bifurcation diagram."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.knobs import Knob, Setup
from rnnviz.networks import RNN, activations
from rnnviz.trace import EXPLODED
from rnnviz.validation import as_array, as_count, as_instance

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Progress = Callable[[float], object]

MOST_NUMBERS: Final = 2**27  # in a record, a gibibyte
_IN_STEP: Final = 2**15  # numbers that a step reads or writes at once: they stay in the cache


@dataclass(frozen=True, eq=False)
class LongRun:
    """The states that runs visit after their transients, by the value of a knob.

    Arrays are read-only.

    Attributes:
        net: the network, as it is.
        knob: what was turned.
        x: (I,), the input at every step.
        values: (V,), the knob's values.
        starts: (S, H), where the runs of each value start.
        states: (V, S, K, H), the last K states of each run; zeros where it exploded.
        exploded: (V, S), whether a run had a number that is not finite or beyond 1e12.
        num_transient: how many steps were left out before.
    """

    net: RNN
    knob: Knob
    x: Array
    values: Array
    starts: Array
    states: Array
    exploded: Flags
    num_transient: int


def long_run(
    net: RNN,
    knob: Knob,
    values: npt.ArrayLike,
    x: npt.ArrayLike | None = None,
    *,
    num_starts: int = 8,
    num_transient: int = 400,
    num_kept: int = 64,
    seed: int = 0,
    progress: Progress | None = None,
) -> LongRun:
    """Return where a network's state is in the long run, for each value of a knob.

        states[v, s, k] = F_v applied num_transient + k + 1 times to starts[s]

    The starts are the same for every value, drawn by the seed from the cube −1 … 1 and, one
    after the other, turned to their negatives: where there are two branches, both show. For a
    ReLU network they are drawn from 0 … 1 instead; without a tanh, the cube is as large as the
    largest of W_xh x + b_h, and at least 1.

    Args:
        net: the network, as it is.
        knob: what to turn. A knob of the readout changes no state.
        values: (V,), at least one; absolute, or relative for a gain or a shift.
        x: (I,), the input at every step; None means zeros.
        num_starts: S, how many runs for each value, at least 1.
        num_transient: how many steps are left out, at least 0.
        num_kept: K, how many steps after those are kept, at least 1.
        seed: of the starts, 0 … 2³²−1.
        progress: called with the share that is done, 0 … 1.

    Raises:
        ValueError: an argument does not fit, the knob turns one step's input or the initial
            state, which no long run depends on, or it is undefined here; or there would be too
            many numbers to keep.
    """
    as_instance("knob", knob, Knob, "a Knob")
    map_ = Autonomous(net, x)  # type: ignore[arg-type]  # it takes what is like an array
    if knob.kind == "input":
        raise ValueError(
            f"the knob {knob.name} turns one step of a sequence: a long run has one constant "
            "input, expected a knob of the weights or biases"
        )
    if knob.kind == "initial_state":
        raise ValueError(
            f"the knob {knob.name} turns where a run starts: a long run has starts of its own, "
            "expected a knob of the weights or biases"
        )
    values = as_array("values", values, (None,), why="a number for each turn")
    V, H = len(values), net.hidden_size
    if V == 0:
        raise ValueError(f"values has shape {values.shape}: expected at least one")
    S = as_count("num_starts", num_starts)
    num_transient = as_count("num_transient", num_transient, least=0)
    K = as_count("num_kept", num_kept)
    seed = as_count("seed", seed, least=0, most=2**32 - 1)
    if V * S * K * H > MOST_NUMBERS:
        raise ValueError(
            f"{V} values × {S} starts × {K} steps × {H} units are {V * S * K * H} numbers: "
            f"expected at most {MOST_NUMBERS}"
        )
    base = Setup(net, map_.x[None], np.zeros(H))
    knob.neutral(base)  # refuses what does not fit
    starts = _starts(map_, S, seed)
    # No state depends on the readout: one value's runs serve all.
    turned = values if knob.target in ("W_xh", "W_hh", "b_h") else values[:1]
    states, exploded = np.empty((len(turned), S, K, H)), np.empty((len(turned), S), dtype=np.bool_)
    at_once = max(1, _IN_STEP // (S * H + (H * H if knob.target == "W_hh" else 0)))
    done = 0  # values

    def told(share: float) -> None:
        if progress is not None:
            progress((done + share * len(versions)) / len(turned))

    for first in range(0, len(turned), at_once):
        part = slice(first, first + at_once)
        versions = knob.versions(base, turned[part])
        as_array(knob.target, versions, versions.shape)  # refuses what overflowed
        exploded[part] = _run(
            map_, knob.target, versions, starts, states[part], num_transient, told
        )
        done += len(versions)
    if len(turned) < V:
        states, exploded = np.broadcast_to(states, (V, S, K, H)), np.broadcast_to(exploded, (V, S))
    for array in (starts, states, exploded):
        array.setflags(write=False)
    return LongRun(net, knob, map_.x, values, starts, states, exploded, num_transient)


def _starts(map_: Autonomous, num_starts: int, seed: int) -> Array:
    """Return states (S, H) that are spread over where the network's states can be."""
    # RandomState's stream is frozen for good: a seed means the same runs in every version.
    draw = np.random.RandomState(seed)
    H, activation = map_.net.hidden_size, map_.net.activation
    size = 1.0 if activation == "tanh" else min(max(1.0, np.abs(map_.drive).max()), EXPLODED)
    if activation == "relu":
        return size * draw.uniform(0.0, 1.0, (num_starts, H))
    half = draw.uniform(-1.0, 1.0, ((num_starts + 1) // 2, H))
    return size * np.stack([half, -half], axis=1).reshape(-1, H)[:num_starts]


def _run(
    map_: Autonomous,
    target: str,
    versions: Array,
    starts: Array,
    kept: Array,
    num_transient: int,
    progress: Progress,
) -> Flags:
    """Run every version of the network from every start, all at the same time.

    Args:
        map_: the network as it is, under its input.
        target: the name of the parameter that differs.
        versions: (V, …), that parameter.
        starts: (S, H).
        kept: (V, S, K, H), where the last K states are written; zeros for runs that explode.
        num_transient: how many steps come before.
        progress: called with the share that is done.

    Returns:
        (V, S), which runs explode.
    """
    net, V, (S, H) = map_.net, len(versions), starts.shape
    arrays = {**net.parameters, target: versions}
    num_steps = num_transient + kept.shape[2]
    activate = activations.HIDDEN[net.activation]
    h, a = np.repeat(starts[None], V, axis=0), np.empty((V, S, H))
    exploded = np.zeros((V, S), dtype=np.bool_)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        drive = (arrays["W_xh"].dot(map_.x) + arrays["b_h"])[..., None, :]  # (1, H) or (V, 1, H)
        W = np.ascontiguousarray(arrays["W_hh"].swapaxes(-1, -2))
        # Of one W_hh, a product of two matrices; of many, as many products.
        rows, product = ((V * S, H), np.dot) if W.ndim == 2 else ((V, S, H), np.matmul)
        for step in range(num_steps):
            product(h.reshape(rows), W, out=a.reshape(rows))
            a += drive
            activate(a, h)
            if net.activation != "tanh":
                exploded |= ~(np.abs(h).max(axis=2) <= EXPLODED)  # so that NaN counts
            if step >= num_transient:
                kept[:, :, step - num_transient] = h
            if step % 64 == 63:
                progress((step + 1) / num_steps)
    exploded |= ~np.isfinite(h).all(axis=2)
    kept[exploded] = 0.0
    progress(1.0)
    return exploded
