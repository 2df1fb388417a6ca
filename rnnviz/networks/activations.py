"""The scalar functions of a cell: hidden activations and output activations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def relu(a: Array, out: Array) -> Array:
    """Write max(a, 0) into `out`."""
    return np.maximum(a, 0.0, out=out)


def identity(z: Array) -> Array:
    """Return z itself."""
    return z


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(−z)), without overflow and exact for very negative z."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softmax(z: Array) -> Array:
    """Return exp(z) / Σ exp(z) over the last axis; the largest logit is subtracted first."""
    e: Array = np.exp(z - z.max(axis=-1, keepdims=True))
    e /= e.sum(axis=-1, keepdims=True)
    return e


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
