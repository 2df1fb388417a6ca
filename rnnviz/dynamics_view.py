"""What the Dynamics page's part of a view asks for: a plane, an input, and starts."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.dynamics.projection import Projection, principal_components
from rnnviz.dynamics.view import view
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob

Array = npt.NDArray[np.float64]
Bounds = tuple[tuple[float, float], tuple[float, float]]

NUM_STARTS: Final = 160

# Knobs that change what a step does to the state, whatever the step.
_OF_THE_MAP: Final = frozenset({"entry", "gain", "shift", "spectral_radius"})
_READOUT: Final = frozenset({"W_hy", "b_y"})


def present_input(experiment: Experiment) -> Array:
    """Return the input at the cursor's step, (I,): under it the state is taken to move."""
    present: Array = experiment.x[experiment.shown_step]
    return present


def states_of(experiment: Experiment) -> Array:
    """Return the states that are shown, the one before step 0 first, (num_shown + 1, H)."""
    trace = experiment.trace
    states: Array = np.vstack([trace.initial_state[None], trace.h[: experiment.num_shown]])
    return states


def plane_of(experiment: Experiment) -> Projection:
    """Return the plane in which the view draws states; of one unit, a line.

    Of two units, the other ones stand as at the cursor.
    """
    view = experiment.view.dynamics
    if experiment.net.hidden_size == 1:
        return Projection.of_units([0], np.zeros(1))
    if view.plane == "components":
        return principal_components(states_of(experiment))
    return Projection.of_units(view.units, experiment.trace.h[experiment.shown_step])


def bounds_of(experiment: Experiment, plane: Projection, *others: Array) -> Bounds:
    """Return what of a plane is drawn, (low, high) along both axes.

    Args:
        experiment: what is shown.
        plane: in which.
        others: (N, H) each, what is drawn besides the states of the run.
    """
    across, upwards = view(experiment.net, plane, np.vstack([states_of(experiment), *others]))
    return across, upwards


def started_at(experiment: Experiment, state: npt.ArrayLike) -> Experiment:
    """Return the experiment whose run begins at another state; the knob in hand stays.

    Raises:
        ValueError: it is no state of the network, or beyond float32's range.
    """
    knob = experiment.knob
    if knob is not None and knob.kind == "initial_state":
        knob = None  # its number was another state's
    return experiment.select(None).replace(initial_state=state).select(knob)


def cloud_of(experiment: Experiment) -> Array:
    """Return many starts, the same for each network of a size: (160, H).

    They fill the cube of a tanh's states evenly; of other units, as far as the run goes.
    """
    H = experiment.net.hidden_size
    # The stream of RandomState is frozen for good: a link shows the same cloud in any version.
    shares = np.random.RandomState(H).uniform(-1.0, 1.0, (NUM_STARTS, H))
    if experiment.net.activation == "tanh":
        return shares
    far = max(1.0, float(np.abs(states_of(experiment)).max()))
    return far * (np.abs(shares) if experiment.net.activation == "relu" else shares)


def turns_the_map(knob: Knob | None) -> bool:
    """Return whether a knob changes where states go under a constant input."""
    return knob is not None and knob.kind in _OF_THE_MAP and knob.target not in _READOUT


def values_of(experiment: Experiment, num_values: int) -> Array:
    """Return the values of the knob in hand at which long runs are made, in rising order.

    While the knob turns they stay the same, unless it is turned beyond them.

    Args:
        experiment: what is shown, with a knob in hand.
        num_values: as for `Experiment.knob_values`.

    Raises:
        ValueError: no knob is in hand, or there are too few values.
    """
    values = experiment.replace(value=None).knob_values(num_values)
    if experiment.value is None or values[0] <= experiment.value <= values[-1]:
        return values
    return experiment.knob_values(num_values)
