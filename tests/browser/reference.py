"""The recurrence in plain NumPy, written apart from rnnviz, for its pages to be compared with."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import rnnviz as rv

Array = npt.NDArray[np.float64]

PRESETS = Path(__file__).parents[2] / "assets" / "presets"

_ACTIVATIONS = {"tanh": np.tanh, "relu": lambda a: np.where(a > 0, a, 0), "linear": lambda a: a}


@dataclass(frozen=True)
class Reference:
    """A network and its sequence as plain arrays, all of them exact in float32."""

    W_xh: Array
    W_hh: Array
    W_hy: Array
    b_h: Array
    b_y: Array
    x: Array
    initial_state: Array
    activation: str = "tanh"
    output: str = "identity"

    @classmethod
    def random(cls, *, I: int, H: int, O: int, T: int, seed: int, **functions: str) -> Reference:
        """Return random weights of moderate size, a random sequence and a random initial state."""
        draw = np.random.default_rng(seed)

        def normal(*shape: int) -> Array:
            return draw.normal(0, 0.7, shape).astype(np.float32).astype(np.float64)

        shapes = {"W_xh": (H, I), "W_hh": (H, H), "W_hy": (O, H), "b_h": (H,), "b_y": (O,)}
        weights = {name: normal(*shape) for name, shape in shapes.items()}
        return cls(**weights, x=normal(T, I), initial_state=normal(H), **functions)

    @classmethod
    def preset(cls, name: str) -> Reference:
        """Return what a preset's file says."""
        data = json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8"))
        network: dict[str, Any] = data["network"]
        functions = {key: network.pop(key) for key in ("activation", "output") if key in network}
        arrays = {key: np.array(value, dtype=np.float64) for key, value in network.items()}
        state = data.get("initial_state", [0.0] * len(arrays["W_hh"]))
        return cls(**arrays, x=np.array(data["x"]), initial_state=np.array(state), **functions)

    def entry(self, name: str, index: tuple[int, ...], value: float) -> Reference:
        """Return the same with one number of an array changed."""
        array = getattr(self, name).copy()
        array[index] = value
        return replace(self, **{name: array})

    def changed(self, **arrays: Any) -> Reference:
        """Return the same with other arrays."""
        return replace(self, **arrays)

    def run(self) -> tuple[Array, Array]:
        """Return the hidden states (T, H) and the outputs (T, O)."""
        h, y, state = [], [], self.initial_state
        for x_t in self.x:
            a = self.W_xh @ x_t + self.W_hh @ state + self.b_h
            state = _ACTIVATIONS[self.activation](a)
            z = self.W_hy @ state + self.b_y
            if self.output == "softmax":
                z = np.exp(z - z.max())
                z = z / z.sum()
            elif self.output == "sigmoid":
                z = 1 / (1 + np.exp(-z))
            h.append(state)
            y.append(z)
        return np.array(h), np.array(y)

    def experiment(self, **fields: Any) -> rv.Experiment:
        """Return the same in rnnviz's own terms, with other fields such as a knob or a view."""
        net = rv.RNN(
            W_xh=self.W_xh, W_hh=self.W_hh, W_hy=self.W_hy, b_h=self.b_h, b_y=self.b_y,
            activation=self.activation, output=self.output,
        )  # fmt: skip
        return rv.Experiment(net=net, x=self.x, initial_state=self.initial_state, **fields)

    def link(self, **fields: Any) -> str:
        """Return the address of the page that shows it, made by the Python API."""
        return f"/?s={self.experiment(**fields).to_link()}"
