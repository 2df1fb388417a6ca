"""Sentences on dynamics: each says what was worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.readings import read_lyapunov


def measured(
    largest: float,
    error: float = 1e-12,
    *,
    diverged: bool = False,
    recurs: bool = False,
    is_at_kink: bool = False,
) -> rv.Lyapunov:
    """A record of two units with this largest exponent."""
    return rv.Lyapunov(
        net=rv.RNN.random(input_size=1, hidden_size=2, output_size=3),
        x=np.zeros(1),
        exponents=np.array([largest, -math.inf]),
        errors=np.array([error, 0.0]),
        num_steps=400,
        diverged=diverged,
        recurs=recurs,
        is_at_kink=is_at_kink,
    )


@pytest.mark.parametrize(
    ("lyapunov", "sentence"),
    [
        # ln 2 / .128 = 5.415 and 1 − e^−.128 = .1201
        (
            measured(-0.128),
            "Nearby states come together by 12 % per step: half of a difference is gone after 5.4 "
            "steps. The network forgets.",
        ),
        # ln 2 / .0015 = 462.1
        (
            measured(-0.0015),
            "Nearby states come together: half of a difference is gone after 462 steps. "
            "The network forgets.",
        ),
        (
            measured(math.log(0.5)),
            "Nearby states come together by 50 % per step: half of a difference is gone after 1 "
            "step. The network forgets.",
        ),
        # The latch: 1 − .166372
        (
            measured(math.log(0.166372)),
            "Nearby states come together by 83 % per step. The network forgets.",
        ),
        (
            measured(math.log(1.5e-4)),
            "One step later 0.015 % of a small difference of states is left. The network forgets.",
        ),
        (
            measured(-math.inf, 0.0),
            "In the long run nothing at all is left of a small difference of states. The network "
            "forgets.",
        ),
        # ln 2 / .2236 = 3.1
        (
            measured(0.2236, 0.01),
            "Nearby states separate, doubling their distance every 3.1 steps: the network is "
            "chaotic.",
        ),
        (
            measured(math.log(2), recurs=True),
            "Nearby states separate, to 2 times their distance per step: the run is on an "
            "unstable point or cycle, and nearly every start beside it leads away.",
        ),
        (
            measured(-0.00031, 0.00074),
            "In the long run some small difference of states neither fades nor grows: the largest "
            "Lyapunov exponent is −0.00031 ± 0.0007. The network is on the edge.",
        ),
        (
            measured(2e-16),
            "In the long run some small difference of states neither fades nor grows: the largest "
            "Lyapunov exponent is 0. The network is on the edge.",
        ),
        (
            measured(0.1, diverged=True),
            "The state grows beyond all bounds: the network explodes.",
        ),
        (
            measured(-math.inf, 0.0, is_at_kink=True),
            "In the long run nothing at all is left of a small difference of states. The network "
            "forgets. Some unit is exactly where its ReLU turns on: a nudge the other way may "
            "have another effect.",
        ),
    ],
)
def test_the_exponents_in_words(lyapunov: rv.Lyapunov, sentence: str) -> None:
    """How fast, and what it is called."""
    assert read_lyapunov(lyapunov) == sentence


@pytest.mark.parametrize(
    ("preset", "words"),
    [("latch", "83 % per step. The network forgets"), ("leaky_integrator", "6.6 steps")],
)
def test_presets_are_read_as_they_are_known(preset: str, words: str) -> None:
    """The latch at rest, and the half-life of .9."""
    assert words in read_lyapunov(rv.lyapunov(rv.presets.load(preset).net))


def test_something_else_is_refused() -> None:
    """In a sentence."""
    anything: Any = 3
    with pytest.raises(ValueError, match="lyapunov is 3: expected a Lyapunov"):
        read_lyapunov(anything)
