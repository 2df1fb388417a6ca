"""Where searches begin: states all over the place, and a few where something is likely."""

from __future__ import annotations

from typing import Final

import numpy as np

from rnnviz.dynamics.autonomous import Array, Autonomous

MOST_CORNERS: Final = 6  # units, beyond which there are too many corners of the cube
MOST_BETWEEN: Final = 128
NUM_RUNS, NUM_RUN_STEPS = 32, 60


def spread(map_: Autonomous, num_seeds: int, random: np.random.Generator) -> Array:
    """Return (num_seeds, H) random states.

    For tanh they fill the cube, and half of them are drawn towards 0, by 10^U(−2, 0), where
    points are close together. For ReLU and linear they reach ten times as
    far as the drive; of a ReLU's, half have some units at 0, and half have none.
    """
    net = map_.net
    states: Array = random.uniform(-1.0, 1.0, (num_seeds, net.hidden_size))
    half = num_seeds // 2
    states[half:] *= 10 ** random.uniform(-2.0, 0.0, (num_seeds - half, 1))
    if net.activation == "tanh":
        return states
    drive = float(np.abs(map_.drive).max())
    far: Array = states * (10 * max(1.0, drive if np.isfinite(drive) else 1.0))
    if net.activation == "relu":
        far[:half] = np.maximum(far[:half], 0.0)
        far[half:] = np.abs(far[half:])
    return far


def likely(map_: Autonomous, states: Array) -> Array:
    """Return 0, where a few runs lead, and for few units of tanh the corners of the cube.

    Args:
        map_: the network under a constant input.
        states: (N, H), of which the first begin the runs.
    """
    H = map_.net.hidden_size
    found = [np.zeros((1, H)), map_.run(states[:NUM_RUNS], NUM_RUN_STEPS)[-1]]
    if H <= MOST_CORNERS and map_.net.activation == "tanh":
        found.append(2.0 * patterns(H) - 1.0)
    together: Array = np.concatenate(found)
    return together[np.isfinite(together).all(axis=1)]


def between(points: Array, random: np.random.Generator) -> Array:
    """Return states (M, H) somewhere between two of N points each, M at most 128."""
    one, other = np.triu_indices(len(points), 1)
    chosen = random.permutation(len(one))[:MOST_BETWEEN]
    one, other = one[chosen], other[chosen]
    places = random.uniform(0.2, 0.8, (len(one), 1))
    states: Array = places * points[one] + (1.0 - places) * points[other]
    return states


def patterns(H: int) -> Array:
    """Return all (2^H, H) rows of zeros and ones."""
    return (np.arange(2**H)[:, None] >> np.arange(H) & 1).astype(np.float64)


def is_odd(map_: Autonomous) -> bool:
    """Return whether F(−h) = −F(h) exactly, so that points come in pairs ±h."""
    return map_.net.activation == "tanh" and not map_.drive.any()
