"""Finite differences: gradients by turning each number a little, to check `backprop` with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import Loss, backprop, check_trace
from rnnviz.networks import PARAMETERS, RNN
from rnnviz.trace import Trace
from rnnviz.validation import as_number

Array = npt.NDArray[np.float64]


def finite_differences(
    net: RNN,
    trace: Trace,
    target: npt.ArrayLike,
    loss: Loss = "squared_error",
    weights: npt.ArrayLike | None = None,
    *,
    step: float = 1e-5,
) -> dict[str, Array]:
    """Return the gradients of `backprop` by central differences: two rollouts a number.

        dL/dw ≈ (L(w + ε) − L(w − ε)) / 2ε        ε = step · max(1, |w|)

    They agree to about ε². Where a ReLU's pre-activation is within reach of its kink,
    neither is the derivative, and they do not agree.

    Args:
        net, trace, target, loss, weights: as for `backprop`.
        step: above 0; a smaller one loses digits to rounding.

    Returns:
        An array for each parameter, and for "initial_state".

    Raises:
        ValueError: as `backprop`, or the step is not above 0.
    """
    step = as_number("step", step)
    if step <= 0:
        raise ValueError(f"step is {step}: expected a number above 0")
    check_trace(net, trace)

    def loss_with(name: str, array: Array) -> float:
        if name == "initial_state":
            return backprop(net, net.rollout(trace.x, array), target, loss, weights).loss
        other = net.replace(**{name: array})
        return backprop(
            other, other.rollout(trace.x, trace.initial_state), target, loss, weights
        ).loss

    differences = {}
    for name in (*PARAMETERS, "initial_state"):
        base = trace.initial_state if name == "initial_state" else net.parameters[name]
        differences[name] = np.empty(base.shape)
        for index in np.ndindex(base.shape):
            reach = step * max(1.0, float(abs(base[index])))
            above, below = base.copy(), base.copy()
            above[index] += reach
            below[index] -= reach
            difference = loss_with(name, above) - loss_with(name, below)
            differences[name][index] = difference / (above[index] - below[index])
    return differences


def check_gradients(
    net: RNN,
    trace: Trace,
    target: npt.ArrayLike,
    loss: Loss = "squared_error",
    weights: npt.ArrayLike | None = None,
    *,
    tolerance: float = 1e-6,
) -> None:
    """Compare `backprop` with `finite_differences`, number by number.

    Args:
        net, trace, target, loss, weights: as for `backprop`.
        tolerance: the most that two numbers may differ, relative to the larger of 1 and
            the largest number of their array.

    Raises:
        AssertionError: they differ; the message has both values.
        ValueError: as `backprop`.
    """
    gradients = backprop(net, trace, target, loss, weights)
    differences = finite_differences(net, trace, target, loss, weights)
    for name, numeric in differences.items():
        exact = gradients.initial_state if name == "initial_state" else gradients[name]
        scale = max(1.0, float(np.abs(numeric).max()))
        with np.errstate(invalid="ignore"):
            apart = np.abs(exact - numeric) / scale
        at = np.unravel_index(int(np.argmax(apart)), apart.shape)
        if not apart[at] <= tolerance:  # a NaN is not, either
            index = ", ".join(map(str, at))
            raise AssertionError(
                f"dL/d{name}[{index}] is {exact[at]} by backprop "
                f"and {numeric[at]} by central differences"
            )
