"""`rv.fixed_points` beside gradient descent in PyTorch, on random tanh networks of gain 1.5."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

import rnnviz as rv
from benchmarks.peer import pytorch
from benchmarks.rounds import interleaved, seconds_of
from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.seeds import spread

GAIN, NUM_SEEDS = 1.5, 256
NETWORKS = range(8)  # seeds of the weights
NUM_MANY = 20_000  # seeds of the search that tells what there is to find
NUM_ROUNDS = 5
BUDGETS = {16: 0.050, 32: 0.200}  # hidden_size: seconds
# The usual: Adam on ½|F(h) − h|², and what rests to within 1e−6 after that is a point.
NUM_DESCENTS, RATE, TOLERANCE = 2000, 0.1, 1e-6


def report() -> None:
    """Print a line a size: milliseconds and points found, beside gradient descent's."""
    title = f"fixed points: {len(NETWORKS)} random tanh networks of gain {GAIN}, {NUM_SEEDS} seeds"
    torch = pytorch(f"{title}; all: found by {NUM_MANY} seeds")
    for H, budget in BUDGETS.items():
        nets = [network(H, seed) for seed in NETWORKS]
        contestants: dict[str, Callable[[], float]] = {
            str(n): seconds_of(functools.partial(rv.fixed_points, net, num_seeds=NUM_SEEDS), 1)
            for n, net in enumerate(nets)
        }
        if torch is not None:
            contestants["PyTorch"] = seconds_of(_Descent(torch, nets[0]), 1)
        seconds = interleaved(contestants, NUM_ROUNDS)
        ours = 1e3 * np.array([seconds[str(n)] for n in range(len(nets))])
        median, largest = np.median(ours), np.median(ours, axis=1).max()
        found = sum(len(rv.fixed_points(net).points) for net in nets)
        every = sum(len(rv.fixed_points(net, num_seeds=NUM_MANY, seed=1).points) for net in nets)
        line = f"{'':>8} {H:>7} {median:>7.1f} ms"
        peer = ""
        if torch is not None:
            theirs = 1e3 * np.median(seconds["PyTorch"])
            line += f" {theirs:>7.0f} ms {theirs / median:>6.0f}×"
            peer = f"; PyTorch {sum(_Descent(torch, net)() for net in nets)}"
        line += f"   under {budget * 1e3:.0f} ms (slowest network {largest:.1f} ms)"
        print(f"{line}; found {found} of all {every}{peer}", flush=True)


def network(H: int, seed: int) -> rv.RNN:
    """Return a tanh network of H units with W_hh = 1.5 randn / √H."""
    W_hh = GAIN * np.random.RandomState(seed).standard_normal((H, H)) / np.sqrt(H)
    return rv.RNN(W_xh=np.ones((H, 2)), W_hh=W_hh, W_hy=np.ones((3, H)))


class _Descent:
    """Adam on ½|F(h) − h|² of all seeds at once; a call returns how many points it finds."""

    def __init__(self, torch: Any, net: rv.RNN) -> None:
        self.torch, self.map_ = torch, Autonomous(net)
        self.W = torch.tensor(net.W_hh)
        self.starts = spread(self.map_, NUM_SEEDS, np.random.default_rng(0))

    def __call__(self) -> int:
        torch = self.torch
        h = torch.tensor(self.starts, requires_grad=True)
        descent = torch.optim.Adam([h], lr=RATE)
        decay = torch.optim.lr_scheduler.ExponentialLR(descent, 0.01 ** (1 / NUM_DESCENTS))
        for _ in range(NUM_DESCENTS):
            descent.zero_grad()
            (0.5 * (torch.tanh(h @ self.W.T) - h).square().sum()).backward()
            descent.step()
            decay.step()
        ends = h.detach().numpy()
        rests = ends[np.abs(self.map_.step(ends) - ends).max(axis=1) <= TOLERANCE]
        points: list[np.ndarray] = []
        for end in rests:  # not told apart by Newton's rules: its ends are not as exact
            if all(np.abs(end - point).max() > 1e-3 for point in points):
                points.append(end)
        return len(points)
