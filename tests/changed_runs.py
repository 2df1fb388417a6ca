"""A view that asks for the run with one thing changed at one step."""

from __future__ import annotations

from typing import Any

import numpy as np

import rnnviz as rv

W_HH_12 = rv.Knob.entry("W_hh", 1, 2)


def experiment(part: str = "cut", **memory: Any) -> rv.Experiment:
    """A network of I=2, H=4, O=3 over T=6 steps, the cursor at step 3."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, seed=3)
    x = np.random.default_rng(3).normal(size=(6, 2))
    return rv.Experiment(net=net, x=x).look(step=3, unit=2, memory={"part": part, **memory})


def untied(step: int, value: float) -> dict[str, Any]:
    """A copy of W_hh[1, 2] with a value of its own, as a view says it."""
    return {"knob": W_HH_12.to_dict(), "step": step, "value": value}
