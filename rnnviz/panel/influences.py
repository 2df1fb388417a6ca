"""How the past bears on each step, as the part of the payload that is drawn under the graph."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.experiment import Experiment
from rnnviz.memory_sweeps import sweep_influence
from rnnviz.sweeps import Sweep

Array = npt.NDArray[np.float64]

_LARGEST = float(np.finfo(np.float32).max)


def influence_of(
    experiment: Experiment,
    sweep_id: str | None,
    cached: Collection[str],
    make: Callable[[Experiment], Sweep | None],
) -> tuple[dict[str, Any] | None, dict[str, Array]]:
    """Return what says on which number the influence is, and its arrays.

    Row t has t + 1 numbers, one for each step up to t: the half of the pairs that is not
    zero. Of the sweep, the row of the cursor's step at each value, unless the browser holds
    it already. None, and no arrays, where no step can be shown.

    Args:
        experiment: what is shown.
        sweep_id: of the sweep of the knob in hand, or None.
        cached: the ids of what the browser holds.
        make: returns that sweep; called where its influence is not cached.
    """
    if experiment.num_shown == 0:
        return None, {}
    view = experiment.view
    of = view.memory.of
    index = view.unit if of == "unit" else view.output
    pairs = np.tril_indices(experiment.num_shown)
    influence = experiment.influence
    arrays = {
        "influence.inputs": influence.of_inputs[pairs],
        "influence.states": influence.of_states[pairs],
    }
    swept = None if sweep_id is None else f"{sweep_id} {of} {index} {view.step}"
    if swept is not None and swept not in cached:
        sweep = make(experiment)
        assert sweep is not None  # for it has an id
        states, inputs = sweep_influence(sweep, view.step, **{of: index})
        arrays |= {"sweep.influence.inputs": inputs, "sweep.influence.states": states}
    said = {"of": of, "index": index, "step": view.step, "swept": swept}
    return said, {name: np.minimum(array, _LARGEST) for name, array in arrays.items()}
