"""An RNN agrees with PyTorch in double precision, committed arrays and live."""

from __future__ import annotations

import importlib.util
import runpy
from pathlib import Path

import numpy as np
import pytest

import rnnviz as rv

REFERENCE = runpy.run_path(str(Path(__file__).parents[1] / "references" / "make_torch_rollouts.py"))
# PyTorch's answers are committed; where it is installed, it is asked again.
ORIGINS = ["committed", *(["live"] if importlib.util.find_spec("torch") else [])]


def case(name):
    """Return the committed arrays of a case by their names."""
    with np.load(REFERENCE["FILE"], allow_pickle=False) as arrays:
        keys = (*REFERENCE["GIVEN"], *REFERENCE["ANSWERS"])
        return {key: arrays[f"{name}/{key}"] for key in keys}


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("name", REFERENCE["names"]())
def test_states_and_outputs_agree_with_torch(name, origin):
    """States, logits and outputs agree with PyTorch's to 1e−12, single and batched."""
    arrays = case(name)
    activation, output, kind = name.split("-")
    parameters = {key: arrays[key] for key in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")}
    net = rv.RNN(**parameters, activation=activation, output=output)

    trace = net.rollout(arrays["x"], initial_state=arrays["initial_state"])

    expected = REFERENCE["run_torch"](name, arrays) if origin == "live" else arrays
    assert trace.h.ndim == (2 if kind == "single" else 3)
    for key in REFERENCE["ANSWERS"]:
        got = getattr(trace, key)
        assert got.shape == expected[key].shape
        np.testing.assert_allclose(got, expected[key], rtol=1e-12, atol=1e-12, err_msg=key)
    if activation == "tanh":
        np.testing.assert_allclose(np.tanh(trace.a), expected["h"], rtol=0, atol=1e-12)
    elif activation == "relu":
        np.testing.assert_allclose(np.maximum(trace.a, 0), expected["h"], rtol=0, atol=1e-12)
    else:
        np.testing.assert_allclose(trace.a, expected["h"], rtol=1e-12, atol=1e-12)


def test_the_committed_networks_are_not_trivial():
    """In the committed networks some ReLU units are off, and linear states stay finite."""
    h = case("relu-identity-single")["h"]
    assert (h == 0).any()
    assert (h > 0).any()
    for name in REFERENCE["names"]():
        assert np.isfinite(case(name)["y"]).all()
