"""Make torch_rollouts.npz: random networks, and what PyTorch answers in double precision.

Run it from anywhere as `python tests/references/make_torch_rollouts.py`; it needs torch.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("torch_rollouts.npz")
ACTIVATIONS = ("tanh", "relu", "linear")
OUTPUTS = ("identity", "sigmoid", "softmax")
BATCHES = ((), (4,))
GIVEN = ("W_xh", "W_hh", "W_hy", "b_h", "b_y", "x", "initial_state")
ANSWERS = ("h", "z", "y")


def names() -> list[str]:
    """Return a name for each case: its activation, output and kind of input."""
    kinds = itertools.product(ACTIVATIONS, OUTPUTS, ("single", "batched"))
    return ["-".join(kind) for kind in kinds]


def make_inputs() -> Iterator[dict[str, Any]]:
    """Yield a network, a sequence and an initial state for each name; all sizes differ."""
    random = np.random.default_rng(20)
    for case, (_, _, batch) in enumerate(itertools.product(ACTIVATIONS, OUTPUTS, BATCHES)):
        T, I, H, O = 8 + case % 5, 2, 5 + case % 3, 3
        yield {
            "W_xh": random.normal(size=(H, I)),
            "W_hh": random.normal(size=(H, H)) / np.sqrt(H),
            "W_hy": random.normal(size=(O, H)),
            "b_h": random.normal(size=H),
            "b_y": random.normal(size=O),
            "x": random.normal(size=(T, *batch, I)),
            "initial_state": random.normal(size=(*batch, H)),
        }


def run_torch(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return h, z and y as PyTorch computes them."""
    import torch

    activation, output, _ = name.split("-")
    t = {key: torch.from_numpy(np.array(given[key])) for key in GIVEN}
    with torch.no_grad():
        if activation == "linear":  # torch.nn.RNN has none
            state, states = t["initial_state"], []
            for x_t in t["x"]:
                state = x_t @ t["W_xh"].T + state @ t["W_hh"].T + t["b_h"]
                states.append(state)
            h = torch.stack(states)
        else:
            H, I = t["W_xh"].shape
            rnn = torch.nn.RNN(I, H, nonlinearity=activation, dtype=torch.float64)
            rnn.weight_ih_l0.copy_(t["W_xh"])
            rnn.weight_hh_l0.copy_(t["W_hh"])
            rnn.bias_ih_l0.copy_(t["b_h"])
            rnn.bias_hh_l0.zero_()
            h, _ = rnn(t["x"], t["initial_state"][None])
        z = torch.nn.functional.linear(h, t["W_hy"], t["b_y"])
        y = {"identity": z, "sigmoid": torch.sigmoid(z), "softmax": torch.softmax(z, dim=-1)}
    return {"h": h.numpy(), "z": z.numpy(), "y": y[output].numpy()}


def main() -> None:
    """Write the file."""
    arrays = {}
    for name, given in zip(names(), make_inputs(), strict=True):
        for key, array in {**given, **run_torch(name, given)}.items():
            arrays[f"{name}/{key}"] = array
    np.savez_compressed(FILE, **arrays)


if __name__ == "__main__":
    main()
