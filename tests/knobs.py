"""A knob of each kind, the set-up that they turn, and values for them."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.knobs import Setup

I, H, O, T = 3, 4, 2, 7

KNOBS = [
    *(rv.Knob.gain(name) for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")),
    *(rv.Knob.shift(name) for name in ("b_h", "b_y")),
    rv.Knob.entry("W_xh", 1, 2), rv.Knob.entry("W_hh", 3, 1), rv.Knob.entry("W_hh", 2, 2),
    rv.Knob.entry("W_hy", 1, 3), rv.Knob.entry("b_h", 2), rv.Knob.entry("b_y", 1),
    rv.Knob.spectral_radius(), rv.Knob.input(0, 1), rv.Knob.input(5, 2), rv.Knob.initial_state(3),
]  # fmt: skip
every_knob = pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
VALUES = np.array([-1.5, -0.25, 0.0, 0.4, 1.0, 1.9])


def setup(activation: str = "tanh", output: str = "identity", seed: int = 5) -> Setup:
    """A random network with biases, a sequence and a state before it."""
    draw = np.random.default_rng(seed)
    net = rv.RNN(
        W_xh=draw.normal(size=(H, I)), W_hh=0.5 * draw.normal(size=(H, H)),
        W_hy=draw.normal(size=(O, H)), b_h=draw.normal(size=H), b_y=draw.normal(size=O),
        activation=activation, output=output,
    )  # fmt: skip
    return Setup(net, draw.normal(size=(T, I)), draw.normal(size=H))


def values_of(knob: rv.Knob) -> np.ndarray:
    """Values that the knob can have."""
    return VALUES[VALUES >= 0] if knob.kind == "spectral_radius" else VALUES
