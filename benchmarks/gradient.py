"""Forward pass and `rv.backprop` beside PyTorch's autograd: one sequence, doubles, one thread."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

import rnnviz as rv
from benchmarks.peer import pytorch
from benchmarks.rounds import interleaved, seconds_of
from rnnviz.networks import PARAMETERS

SIZES = ((10, 8), (50, 16), (200, 64))  # num_steps, hidden_size
INPUT_SIZE, OUTPUT_SIZE = 3, 2
NUM_ROUNDS = 51
BUDGET = 9.0


def report() -> None:
    """Print a line a size: microseconds for loss and all gradients, beside PyTorch's."""
    torch = pytorch(
        f"gradients: forward and back, {INPUT_SIZE} inputs, {OUTPUT_SIZE} outputs, doubles, "
        "one thread"
    )
    for num_steps, hidden_size in SIZES:
        net = rv.RNN.random(
            input_size=INPUT_SIZE, hidden_size=hidden_size, output_size=OUTPUT_SIZE, seed=1
        )
        random = np.random.default_rng(2)
        x = random.standard_normal((num_steps, INPUT_SIZE))
        target = random.standard_normal((num_steps, OUTPUT_SIZE))
        contestants: dict[str, Callable[[], object]] = {
            "rnnviz": functools.partial(_gradients, net, x, target)
        }
        if torch is not None:
            contestants["PyTorch"] = _torch_gradients(torch, net, x, target)
        num_calls = max(1, 500 // num_steps)
        seconds = interleaved(
            {name: seconds_of(call, num_calls) for name, call in contestants.items()}, NUM_ROUNDS
        )
        median = {name: float(np.median(results)) for name, results in seconds.items()}
        line = f"{num_steps:>8} {hidden_size:>7} {median['rnnviz'] * 1e6:>7.0f} µs"
        if "PyTorch" in median:
            ratio = median["PyTorch"] / median["rnnviz"]
            line += f" {median['PyTorch'] * 1e6:>7.0f} µs {ratio:>6.1f}×   at least {BUDGET:.0f}×"
        print(line, flush=True)


def _gradients(net: rv.RNN, x: np.ndarray, target: np.ndarray) -> dict[str, np.ndarray]:
    gradients = rv.backprop(net, net.rollout(x), target)
    return {name: gradients[name] for name in PARAMETERS}


def _torch_gradients(
    torch: Any, net: rv.RNN, x: np.ndarray, target: np.ndarray
) -> Callable[[], object]:
    """Return the same in PyTorch, once it has given the same answer."""
    cell = torch.nn.RNN(net.input_size, net.hidden_size, dtype=torch.float64)
    readout = torch.nn.Linear(net.hidden_size, net.output_size, dtype=torch.float64)
    parameters = {
        "W_xh": cell.weight_ih_l0,
        "W_hh": cell.weight_hh_l0,
        "b_h": cell.bias_ih_l0,
        "W_hy": readout.weight,
        "b_y": readout.bias,
    }
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(torch.tensor(net.parameters[name]))
        cell.bias_hh_l0.zero_()
    cell.bias_hh_l0.requires_grad_(False)
    sequence, wanted = torch.tensor(x), torch.tensor(target)

    def gradients() -> Any:
        for parameter in parameters.values():
            parameter.grad = None
        h, _ = cell(sequence)
        loss = 0.5 * (readout(h) - wanted).square().sum()
        loss.backward()
        return loss

    gradients()
    for name, array in _gradients(net, x, target).items():
        np.testing.assert_allclose(array, parameters[name].grad.numpy(), rtol=1e-9, atol=1e-9)
    return gradients
