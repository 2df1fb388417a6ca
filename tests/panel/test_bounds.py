"""How much one answer can cost: the largest set-up that a link or a file may hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.document import MAX_HIDDEN, MAX_INPUTS, MAX_OUTPUTS, MAX_PINNED, MAX_STEPS
from rnnviz.panel.payload import to_payload

I, H, O, T = MAX_INPUTS, MAX_HIDDEN, MAX_OUTPUTS, MAX_STEPS
PINS = [rv.Knob.entry("W_hh", i, i // 2).to_dict() for i in range(H)]
PINS += [rv.Knob.entry("W_xh", i, i // 2).to_dict() for i in range(MAX_PINNED - H)]
CHANGES = {
    "influence": {},
    "nudge": {"nudge": {"of": "input", "index": I - 1, "step": 0, "amount": 0.5}},
    "cut": {"cut": 1},
}


def largest(part: str) -> rv.Experiment:
    """As much of everything as there may be, of numbers that no compression makes small."""
    net = rv.RNN.random(input_size=I, hidden_size=H, output_size=O, seed=3)
    x = np.random.default_rng(3).normal(size=(T, I))
    e = rv.Experiment(net=net, x=x, labels=["é" * 100] * T, description="é" * 2000)
    e = e.select(rv.Knob.entry("W_hh", 0, 0)).turn(0.5)
    memory = {"part": part, "scored": "all", "target": x.tolist(), **CHANGES[part]}
    return e.look(step=T - 1, explore={"pinned": PINS}, memory=memory)


@pytest.mark.parametrize("part", CHANGES)
def test_an_answer_of_the_largest_set_up_is_bounded(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has at most 2 MB, and takes at most the steps of four rollouts and one sweep."""
    experiment = largest(part)
    steps: list[int] = []
    rollout = rv.RNN.rollout

    def counting(net: rv.RNN, x: Any, *rest: Any) -> rv.Trace:
        steps.append(len(x))
        return rollout(net, x, *rest)

    monkeypatch.setattr(rv.RNN, "rollout", counting)
    values = []
    sweep = rv.Experiment.sweep

    def counting_values(of: rv.Experiment, at: Any) -> rv.Sweep:
        values.append(len(at))
        return sweep(of, at)

    monkeypatch.setattr(rv.Experiment, "sweep", counting_values)

    assert len(to_payload(experiment, with_memory=True)) < 2_000_000
    assert T <= sum(steps) <= 4 * T
    assert len(values) == 1
    assert values[0] <= 28  # the base's own value and the present one come on top
