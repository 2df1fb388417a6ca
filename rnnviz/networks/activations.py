"""The functions of a cell, hidden and output activations, each beside its derivative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def relu(a: Array, out: Array) -> Array:
    """Write max(a, 0) into `out`."""
    return np.maximum(a, 0.0, out=out)


def tanh_slope(h: Array) -> Array:
    """Return tanh′(a) = 1 − h²."""
    squares = h * h
    return np.subtract(1.0, squares, out=squares)


def relu_slope(h: Array) -> Array:
    """Return relu′(a): 1 where a > 0, and 0 elsewhere, the kink included (as in PyTorch)."""
    return (h > 0).astype(np.float64)


def identity(z: Array) -> Array:
    """Return z itself."""
    return z


def identity_pull(y: Array, dL_dy: Array) -> Array:
    """Return dL/dz = dL/dy."""
    return dL_dy


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(−z)), without overflow and exact for very negative z."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def sigmoid_pull(y: Array, dL_dy: Array) -> Array:
    """Return dL/dz = y (1 − y) dL/dy."""
    return dL_dy * y * (1.0 - y)


def softmax(z: Array) -> Array:
    """Return exp(z) / Σ exp(z) over the last axis; the largest logit is subtracted first."""
    e: Array = np.exp(z - z.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e


def softmax_pull(y: Array, dL_dy: Array) -> Array:
    """Return dL/dz_i = y_i (dL/dy_i − Σ_j y_j dL/dy_j)."""
    pulled: Array = y * (dL_dy - (y * dL_dy).sum(axis=-1, keepdims=True))
    return pulled


# Hidden activations are called as f(a, out): they run once a step and must not allocate.
HIDDEN: Final[Mapping[str, Callable[[Array, Array], object]]] = {
    "tanh": np.tanh,
    "relu": relu,
    "linear": np.positive,
}

OUTPUT: Final[Mapping[str, Callable[[Array], Array]]] = {
    "identity": identity,
    "sigmoid": sigmoid,
    "softmax": softmax,
}

# The slope activation′(a), from h = activation(a): that is what a trace is sure to have.
SLOPE: Final[Mapping[str, Callable[[Array], Array]]] = {
    "tanh": tanh_slope,
    "relu": relu_slope,
    "linear": np.ones_like,
}

# dL/dz from y and dL/dy: a derivative through an output activation, pulled back.
OUTPUT_PULL: Final[Mapping[str, Callable[[Array, Array], Array]]] = {
    "identity": identity_pull,
    "sigmoid": sigmoid_pull,
    "softmax": softmax_pull,
}
