"""Activations are stable for any numbers, and their derivatives are those of differences."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.networks.activations import HIDDEN, OUTPUT, OUTPUT_PULL, SLOPE, sigmoid, softmax


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


@pytest.mark.parametrize("name", HIDDEN)
def test_slopes_agree_with_finite_differences(name):
    """From h alone, each slope is the central difference of its activation, off the kink."""
    a = np.array([[-3.0, -1.2, -0.3], [0.2, 0.9, 2.5]])
    activate = HIDDEN[name]
    above, below, h = (np.empty(a.shape) for _ in range(3))
    activate(a + 1e-6, above)
    activate(a - 1e-6, below)
    activate(a, h)

    slope = SLOPE[name](h)

    assert slope.dtype == np.float64
    np.testing.assert_allclose(slope, (above - below) / 2e-6, rtol=1e-8, atol=1e-9)


def test_slopes_at_the_kink_and_in_saturation():
    """ReLU's slope is 0 at its kink and where h is 0; tanh's is 1 at 0, and 0 at ±1 exactly."""
    np.testing.assert_array_equal(SLOPE["relu"](np.array([0.0, -0.0, 1e-300, 5.0])), [0, 0, 1, 1])
    np.testing.assert_array_equal(SLOPE["tanh"](np.array([0.0, 1.0, -1.0, 0.5])), [1, 0, 0, 0.75])
    np.testing.assert_array_equal(SLOPE["linear"](np.array([0.0, -1e300])), [1, 1])


@pytest.mark.parametrize("name", OUTPUT)
def test_pulls_agree_with_finite_differences(name):
    """dL/dz is the central difference of Σ dL/dy · output(z), row by row."""
    random = np.random.default_rng(3)
    z, dL_dy = random.normal(size=(5, 3)), random.normal(size=(5, 3))
    differences = np.empty(z.shape)
    for k in range(3):
        nudge = 1e-6 * np.eye(3)[k]
        moved = OUTPUT[name](z + nudge) - OUTPUT[name](z - nudge)
        differences[:, k] = (dL_dy * moved).sum(axis=1) / 2e-6

    pulled = OUTPUT_PULL[name](OUTPUT[name](z), dL_dy)

    np.testing.assert_allclose(pulled, differences, rtol=1e-7, atol=1e-9)
    for t in range(5):  # one row alone gives the same
        np.testing.assert_allclose(OUTPUT_PULL[name](OUTPUT[name](z[t]), dL_dy[t]), pulled[t])


def test_a_softmax_does_not_hear_of_what_all_outputs_share():
    """A derivative that is the same for all outputs is pulled back to 0: they add up to 1."""
    y = softmax(np.array([[0.3, -1.0, 2.0], [5.0, 5.0, -5.0]]))

    np.testing.assert_allclose(OUTPUT_PULL["softmax"](y, np.full((2, 3), 7.0)), 0, atol=1e-15)


def test_a_certain_output_has_no_slope():
    """Where a sigmoid or a softmax is 0 or 1 exactly, nothing comes back."""
    certain = np.array([[0.0, 1.0, 0.0]])

    for name in ("sigmoid", "softmax"):
        assert not OUTPUT_PULL[name](certain, np.array([[2.0, -3.0, 4.0]])).any()
