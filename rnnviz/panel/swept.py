"""The sweep of the knob in hand, as the part of the payload that a drag is drawn from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.experiment import Experiment
from rnnviz.sweeps import Sweep

Array = npt.NDArray[np.float64]

MOST_BYTES: Final = 1_200_000
# How many values a slider's range is divided into: as many as fit, and a round grain.
NUM_VALUES: Final = (101, 51, 41, 26, 21)


def shown_sweep(experiment: Experiment) -> Sweep | None:
    """Return the sweep that a drag is drawn from, or None where no number can be swept."""
    if experiment.knob is None:
        return None
    try:
        return experiment.sweep(_slider_values(experiment))
    except ValueError:  # at one of the values a weight would pass float32's range
        return None


def sweep_of(
    experiment: Experiment,
    cached: Collection[str] = (),
    make: Callable[[Experiment], Sweep | None] = shown_sweep,
) -> tuple[dict[str, Any] | None, dict[str, Array]]:
    """Return what says which sweep belongs to the knob in hand, and its arrays.

    The arrays are empty where the browser holds them already.

    Args:
        experiment: what is shown.
        cached: the ids of what the browser holds.
        make: returns `shown_sweep` of the experiment; called where it is not cached.
    """
    if experiment.knob is None:
        return None, {}
    knob = experiment.knob
    values = _slider_values(experiment)
    base = {"x": experiment.base_x, "initial_state": experiment.base_initial_state}
    base |= experiment.base.parameters
    name = _id(experiment, base, values)
    if name in cached:
        return {"id": name}, {}
    sweep = make(experiment)
    if sweep is None:
        return None, {}
    h, y = finite_states(sweep)
    said = {
        "id": name,
        "knob": knob.to_dict(),
        "target": knob.target,
        "neutral": float(knob.neutral(experiment.base_setup)),
        "num_shown": sweep.num_shown.tolist(),
    }
    return said, {
        "sweep.values": values,
        "sweep.base": base[knob.target],
        "sweep.h": h,
        "sweep.y": y,
    }


def finite_states(sweep: Sweep) -> tuple[Array, Array]:
    """Return h and y with zeros from the step at which they exploded."""
    num_shown = sweep.num_shown
    h, y = (array.copy() for array in (sweep.h, sweep.y))
    for v in np.flatnonzero(num_shown < h.shape[1]):
        h[v, num_shown[v] :] = y[v, num_shown[v] :] = 0.0
    return h, y


def _slider_values(experiment: Experiment) -> Array:
    """Return the values at which the slider stops, as many as the sweep has room for."""
    net = experiment.base
    size = 4 * len(experiment.base_x) * (net.hidden_size + net.output_size)
    fitting = (n for n in NUM_VALUES if n * size <= MOST_BYTES)
    return experiment.knob_values(next(fitting, NUM_VALUES[-1]))


def _id(experiment: Experiment, base: dict[str, Array], values: Array) -> str:
    # Equal for equal sweeps, whichever session they are made in.
    about = hashlib.blake2b(digest_size=9)
    net = experiment.base
    about.update(f"{experiment.knob} {net.activation} {net.output}".encode())
    for array in (*base.values(), values):
        about.update(f"{array.shape}".encode())
        about.update(np.ascontiguousarray(array, "<f4").tobytes())
    return about.hexdigest()
