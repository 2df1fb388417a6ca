"""The output activations are stable for any logits."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.networks.activations import HIDDEN, sigmoid, softmax


def test_sigmoid_is_stable_and_symmetric_for_large_logits():
    """Sigmoid is right from −1e4 to 1e4: exact at the ends, σ(−z) = 1 − σ(z), e^−700 kept."""
    z = np.array([-1e4, -700.0, -1.0, 0.0, 1.0, 700.0, 1e4])

    y = sigmoid(z)

    np.testing.assert_array_equal(y[[0, 3, 6]], [0.0, 0.5, 1.0])
    np.testing.assert_allclose(y[1], np.exp(-700.0), rtol=1e-12)
    np.testing.assert_allclose(y[2], 1 / (1 + np.e), rtol=1e-15)
    np.testing.assert_allclose(y + y[::-1], 1.0, rtol=1e-15)


@pytest.mark.parametrize("offset", [0.0, 1e4, -1e4])
def test_softmax_does_not_change_when_all_logits_are_shifted(offset):
    """Softmax of shifted logits is the softmax of the logits, at ±1e4 too, over the last axis."""
    z = np.array([[0.0, np.log(2.0), np.log(5.0)], [1.0, 1.0, 1.0]])

    y = softmax(z + offset)

    np.testing.assert_allclose(y, [[1 / 8, 2 / 8, 5 / 8], [1 / 3] * 3], rtol=1e-11)


def test_softmax_of_logits_far_apart_is_a_certain_choice():
    """Logits of −1e4 and 1e4 give probabilities of 0 and 1 exactly."""
    np.testing.assert_array_equal(softmax(np.array([1e4, -1e4, 0.0])), [1.0, 0.0, 0.0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tanh", [-0.76159415595576489, 0.0, 0.96402758007581690]), ("relu", [0, 0, 2]),
     ("linear", [-1, 0, 2])],
)  # fmt: skip
def test_hidden_activations_write_their_known_values_into_out(name, expected):
    """Each hidden activation of −1, 0 and 2 is its tabulated value, written in place."""
    out = np.full(3, np.nan)

    HIDDEN[name](np.array([-1.0, 0.0, 2.0]), out)

    np.testing.assert_allclose(out, expected, rtol=1e-15)
