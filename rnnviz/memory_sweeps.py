"""How the past bears on one step at every value of a knob: what `Influence` says, all at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.memory import each_times, lengths, scaled, starts_of, unscaled
from rnnviz.networks import activations
from rnnviz.sweeps import Sweep
from rnnviz.validation import as_count, as_instance, make_read_only

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
    weights = _beside(arrays["W_hh"], arrays["W_xh"])
    H, I = base.net.hidden_size, base.net.input_size
    slope = activations.SLOPE[base.net.activation]
    fits = sweep.num_shown > t
    h = np.where(fits[:, None], sweep.h.swapaxes(0, 1)[: t + 1], 0.0)
    y = np.where(fits[:, None], sweep.y[:, t], 0.0)
    # As in `Memory.influence`, only the products follow one another.
    squares, inputs = np.empty((t + 1, V)), np.empty((t + 1, V, I))
    powers = np.empty((t + 1, V), dtype=np.intc)
    rows = starts_of(base.net, y, arrays["W_hy"], unit, output)
    exponents = np.zeros(V, dtype=np.intc)
    for k in range(t, -1, -1):
        rows, exponents = scaled(rows, exponents)
        np.vecdot(rows, rows, out=squares[k])
        powers[k] = exponents
        before = each_times(rows * slope(h[k]), weights)
        rows, inputs[k] = before[:, :H], before[:, H:]
    of_states, of_inputs = unscaled(np.sqrt(squares), powers), lengths(*scaled(inputs, powers))
    of_states, of_inputs = (np.where(fits, array, 0.0).T for array in (of_states, of_inputs))
    make_read_only(of_states, of_inputs)
    return of_states, of_inputs


def _beside(first: Array, second: Array) -> Array:
    """Return (…, H, ·) matrices side by side, of which either may be one for all versions."""
    versions = np.broadcast_shapes(first.shape[:-2], second.shape[:-2])
    sides = [np.broadcast_to(each, (*versions, *each.shape[-2:])) for each in (first, second)]
    return np.concatenate(sides, axis=-1)
