"""Where a scale of colours ends: ±limit, one for each kind of number, wherever it is drawn.

The graph, the charts, the thumbnails and the saved pictures ask here, so that one number has one
colour in all of them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnviz.experiment import Experiment

Array = npt.NDArray[np.float64]

# A scale ends at 1 or beyond: cells show hundredths, so less than that is as good as nothing.
LEAST: Final = 1.0
FACTORS: Final = (1.0, 2.0, 5.0)
BOUNDED: Final = ("tanh", "sigmoid", "softmax")


class Limits(NamedTuple):
    """Where the scales of an experiment end: of inputs, states, outputs and parameters."""

    x: float
    h: float
    y: float
    W: float


def limits_of(experiment: Experiment) -> Limits:
    """Return the limits of an experiment.

    They come from its base, so that no scale moves while a knob is turned.
    """
    base = experiment.base
    trace = experiment.base_trace
    drawn = slice(None, trace.exploded_at)
    return Limits(
        x=limit_over(experiment.base_x),
        h=limit_of(base.activation, trace.h[drawn]),
        y=limit_of(base.output, trace.y[drawn]),
        W=limit_over(*base.parameters.values()),
    )


def limit_of(function: str, *arrays: Array) -> float:
    """Return the limit of what an activation or output function gives: 1 where it is bounded.

    Args:
        function: the name of the activation, or of the output's function.
        arrays: what it gave, where that was finite.
    """
    return 1.0 if function in BOUNDED else limit_over(*arrays)


def limit_over(*arrays: Array) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, 50, … that no size passes; all are finite."""
    most = max(float(np.abs(array).max(initial=0.0)) for array in arrays)
    scale = LEAST
    while True:
        for factor in FACTORS:
            if factor * scale >= most:
                return factor * scale
        scale *= 10.0
