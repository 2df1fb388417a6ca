"""`RNN.rollout` beside `torch.nn.RNN` with a linear readout: one sequence, doubles, one thread."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

import rnnviz as rv
from benchmarks.peer import pytorch
from benchmarks.rounds import interleaved, seconds_of

SIZES = ((10, 8), (50, 16), (200, 64))  # num_steps, hidden_size
INPUT_SIZE, OUTPUT_SIZE = 3, 2
NUM_ROUNDS = 101
BUDGET = 4.0


def report() -> None:
    """Print a line a size: microseconds a rollout, and how many times as fast as PyTorch."""
    torch = pytorch(
        f"rollout: one sequence of {INPUT_SIZE} inputs, {OUTPUT_SIZE} outputs, doubles, one thread"
    )
    for num_steps, hidden_size in SIZES:
        net = rv.RNN.random(
            input_size=INPUT_SIZE, hidden_size=hidden_size, output_size=OUTPUT_SIZE, seed=1
        )
        x = np.random.default_rng(2).standard_normal((num_steps, INPUT_SIZE))
        contestants: dict[str, Callable[[], object]] = {"rnnviz": functools.partial(net.rollout, x)}
        if torch is not None:
            contestants["PyTorch"] = _torch_rollout(torch, net, x)
        num_calls = max(1, 1000 // num_steps)
        seconds = interleaved(
            {name: seconds_of(call, num_calls) for name, call in contestants.items()}, NUM_ROUNDS
        )
        median = {name: float(np.median(results)) for name, results in seconds.items()}
        line = f"{num_steps:>8} {hidden_size:>7} {median['rnnviz'] * 1e6:>7.0f} µs"
        if "PyTorch" in median:
            ratio = median["PyTorch"] / median["rnnviz"]
            line += f" {median['PyTorch'] * 1e6:>7.0f} µs {ratio:>6.1f}×   at least {BUDGET:.0f}×"
        print(line)


def _torch_rollout(torch: Any, net: rv.RNN, x: np.ndarray) -> Callable[[], object]:
    """Return the same rollout in PyTorch, once it has given the same answer."""
    cell = torch.nn.RNN(net.input_size, net.hidden_size, dtype=torch.float64)
    readout = torch.nn.Linear(net.hidden_size, net.output_size, dtype=torch.float64)
    with torch.no_grad():
        for parameter, numbers in (
            (cell.weight_ih_l0, net.W_xh),
            (cell.weight_hh_l0, net.W_hh),
            (cell.bias_ih_l0, net.b_h),
            (cell.bias_hh_l0, np.zeros_like(net.b_h)),
            (readout.weight, net.W_hy),
            (readout.bias, net.b_y),
        ):
            parameter.copy_(torch.tensor(numbers))
    sequence = torch.tensor(x)

    def rollout() -> Any:
        with torch.no_grad():
            h, _ = cell(sequence)
            return h, readout(h)

    h, y = rollout()
    trace = net.rollout(x)
    np.testing.assert_allclose(trace.h, h.numpy(), atol=1e-12)
    np.testing.assert_allclose(trace.y, y.numpy(), atol=1e-12)
    return rollout
