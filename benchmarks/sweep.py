"""`rv.sweep` beside the same networks as one stack of matrices in `torch.bmm`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

import rnnviz as rv
from benchmarks.peer import pytorch
from benchmarks.rounds import interleaved, seconds_of
from rnnviz.knobs import Setup

NUM_VALUES = 101
SIZES = ((20, 8, 4.0), (100, 32, 2.5))  # num_steps, hidden_size, budget
INPUT_SIZE, OUTPUT_SIZE = 3, 2
NUM_ROUNDS = 31


def report() -> None:
    """Print a line a size and kind of knob: microseconds a sweep, beside PyTorch's."""
    torch = pytorch(f"sweep: {NUM_VALUES} values of a knob, doubles, one thread")
    for num_steps, hidden_size, budget in SIZES:
        net = rv.RNN.random(
            input_size=INPUT_SIZE, hidden_size=hidden_size, output_size=OUTPUT_SIZE, seed=1
        )
        x = np.random.default_rng(2).standard_normal((num_steps, INPUT_SIZE))
        for knob, values in (
            (rv.Knob.entry("W_hh", 1, 2), np.linspace(-3, 3, NUM_VALUES)),
            (rv.Knob.gain("W_hh"), np.linspace(0, 2, NUM_VALUES)),
        ):
            contestants: dict[str, Callable[[], object]] = {
                "rnnviz": functools.partial(rv.sweep, net, knob, values, x)
            }
            if torch is not None:
                contestants["PyTorch"] = _torch_sweep(torch, net, knob, values, x)
            seconds = interleaved(
                {name: seconds_of(call, 5) for name, call in contestants.items()}, NUM_ROUNDS
            )
            median = {name: float(np.median(results)) for name, results in seconds.items()}
            line = f"{num_steps:>8} {hidden_size:>7} {median['rnnviz'] * 1e6:>7.0f} µs"
            if "PyTorch" in median:
                ratio = median["PyTorch"] / median["rnnviz"]
                line += f" {median['PyTorch'] * 1e6:>7.0f} µs {ratio:>6.1f}×"
                line += f"   {f'at least {budget:g}×' if knob.kind == 'entry' else ''}"
            print(f"{line}   {knob.name}", flush=True)


def _torch_sweep(
    torch: Any, net: rv.RNN, knob: rv.Knob, values: np.ndarray, x: np.ndarray
) -> Callable[[], object]:
    """Return the same sweep in PyTorch, once it has given the same answer."""
    base = Setup(net, x, np.zeros(net.hidden_size))
    turned = [knob.turn(base, value).net for value in values]
    W_hh = torch.tensor(np.stack([one.W_hh for one in turned]))
    W_xh, b_h, W_hy, b_y = map(torch.tensor, (net.W_xh, net.b_h, net.W_hy, net.b_y))
    sequence = torch.tensor(x)

    def sweep() -> Any:
        with torch.no_grad():
            drive = sequence @ W_xh.T + b_h
            h = torch.zeros(len(values), net.hidden_size, 1, dtype=torch.float64)
            states = []
            for drive_t in drive:
                h = torch.tanh(torch.bmm(W_hh, h) + drive_t[:, None])
                states.append(h[..., 0])
            all_states = torch.stack(states, 1)
            return all_states, all_states @ W_hy.T + b_y

    h, y = sweep()
    expected = rv.sweep(net, knob, values, x)
    early = np.s_[:, :20]  # later, a chaotic network magnifies the rounding of either
    np.testing.assert_allclose(expected.h[early], h.numpy()[early], atol=1e-9)
    np.testing.assert_allclose(expected.y[early], y.numpy()[early], atol=1e-9)
    return sweep
