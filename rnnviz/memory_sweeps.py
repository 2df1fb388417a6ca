"""How the past bears on one step at every value of a knob: what `Influence` says, all at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.memory import each_times, lengths, scaled, starts_of
from rnnviz.networks import activations
from rnnviz.sweeps import Sweep
from rnnviz.validation import as_count, as_instance

Array = npt.NDArray[np.float64]


def sweep_influence(
    sweep: Sweep, t: int, *, unit: int | None = None, output: int | None = None
) -> tuple[Array, Array]:
    """Return the lengths of ∂q_t/∂h_k and ∂q_t/∂x_k at each value of a sweep's knob.

    The same numbers as row t of `Memory.influence` for each value's network.

    Args:
        sweep: V values of a knob.
        t: the step, 0 … T − 1.
        unit: q_t is this hidden unit, or None.
        output: q_t is this output, or None; one of the two is given.

    Returns:
        (V, t + 1) and (V, t + 1), for k = 0 … t; zeros where a value's states explode by t.

    Raises:
        ValueError: something is out of its range, or none or both of the two are given.
    """
    as_instance("sweep", sweep, Sweep, "a Sweep")
    base, knob = sweep.base, sweep.knob
    V, T, _ = sweep.h.shape
    t = as_count("t", t, least=0, most=T - 1)
    arrays = dict(base.net.parameters)
    if knob.target in arrays:
        arrays[knob.target] = knob.versions(base, sweep.values)
    slope = activations.SLOPE[base.net.activation]
    of_states, of_inputs = np.zeros((V, t + 1)), np.zeros((V, t + 1))
    fits = sweep.num_shown > t
    h = np.where(fits[:, None, None], sweep.h[:, : t + 1], 0.0)
    y = np.where(fits[:, None], sweep.y[:, t], 0.0)
    rows = starts_of(base.net, y, arrays["W_hy"], unit, output)
    exponents = np.zeros(V, dtype=np.intc)
    for k in range(t, -1, -1):
        rows, exponents = scaled(rows, exponents)
        of_states[:, k] = lengths(rows, exponents)
        pulled = rows * slope(h[:, k])
        of_inputs[:, k] = lengths(*scaled(each_times(pulled, arrays["W_xh"]), exponents))
        rows = each_times(pulled, arrays["W_hh"])
    for array in (of_states, of_inputs):
        array[~fits] = 0.0
        array.setflags(write=False)
    return of_states, of_inputs
