"""Experiments of random numbers, and whether two of them are the same."""

from __future__ import annotations

import numpy as np

import rnnviz as rv

I, H, O, T = 2, 4, 3, 6


def make_net(hidden_size=H, *, seed=0, scale=1.0, **others):
    """Return a network of random float64 numbers, biases included."""
    random = np.random.default_rng(seed)
    return rv.RNN(
        W_xh=random.normal(size=(hidden_size, I)),
        W_hh=random.normal(size=(hidden_size, hidden_size)) * scale / np.sqrt(hidden_size),
        W_hy=random.normal(size=(O, hidden_size)),
        b_h=random.normal(size=hidden_size),
        b_y=random.normal(size=O),
        **others,
    )


def make_experiment(**changes):
    """Return an experiment whose parts are all random and whose sizes all differ."""
    random = np.random.default_rng(7)
    arguments = {
        "net": make_net(),
        "x": random.normal(size=(T, I)),
        "initial_state": random.normal(size=H),
    }
    return rv.Experiment(**{**arguments, **changes})


def assert_same(one, other):
    """Fail unless two experiments are equal, bit by bit, what they show included."""
    for left, right in zip(one.setup[1:], other.setup[1:], strict=True):
        np.testing.assert_array_equal(left, right)
    for name, array in one.base.parameters.items():
        np.testing.assert_array_equal(array, other.base.parameters[name])
        np.testing.assert_array_equal(one.net.parameters[name], other.net.parameters[name])
    for name in ("a", "h", "z", "y"):
        assert getattr(one.trace, name).tobytes() == getattr(other.trace, name).tobytes()
    assert (one.net.activation, one.net.output) == (other.net.activation, other.net.output)
    names = ("knob", "value", "labels", "input_names", "output_names", "title", "description")
    for name in (*names, "source", "view", "pinned"):
        assert getattr(one, name) == getattr(other, name), name


def assert_survives_texts(experiment):
    """Fail unless JSON and a link give the same experiment back."""
    assert_same(experiment, rv.Experiment.from_json(experiment.to_json()))
    assert_same(experiment, rv.Experiment.from_link(experiment.to_link()))
