"""Traces that the tests of figures draw."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv


@pytest.fixture
def rollout():
    """A function that runs a random network of given sizes over random inputs."""

    def run(H=5, T=7, O=3, seed=0, **options):
        net = rv.RNN.random(input_size=2, hidden_size=H, output_size=O, seed=seed, **options)
        return net.rollout(np.random.RandomState(seed).standard_normal((T, 2)))

    return run


@pytest.fixture
def exploding(rollout):
    """A trace of a linear network whose state passes the limit within its 16 steps."""
    trace = rollout(H=4, T=16, O=2, activation="linear", spectral_radius=30.0)
    assert trace.exploded_at is not None
    assert 1 < trace.exploded_at < 15
    return trace
