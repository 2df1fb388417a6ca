"""The run with one thing changed at one step, as the part of the payload of a second graph."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.alteration import cut_of, intervention_of, nudge_of, untied_of
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.number_words import in_print, signed

Array = npt.NDArray[np.float64]


def second_run_of(experiment: Experiment) -> tuple[dict[str, Any] | None, dict[str, Array]]:
    """Return what says how the run is changed, and its arrays up to where it explodes.

    None, and no arrays, where the view changes nothing, or no step can be shown.
    """
    intervention = None if experiment.num_shown == 0 else intervention_of(experiment)
    if intervention is None:
        return None, {}
    at = intervention.exploded_at
    num_shown = experiment.num_shown if at is None else at
    said = {"step": intervention.step, "num_shown": num_shown, **_change(experiment)}
    return said, {
        "intervention.x": intervention.x[:num_shown],
        "intervention.h": intervention.h[:num_shown],
        "intervention.y": intervention.y[:num_shown],
    }


def _change(experiment: Experiment) -> dict[str, Any]:
    part = experiment.view.memory.part
    if part == "cut":
        step = cut_of(experiment)
        return {"part": part, "words": f"the past cut off before step {step}"}
    if part == "untie":
        copy = untied_of(experiment)
        knob = Knob.from_dict(dict(copy.knob))
        return {
            "part": part,
            "knob": knob.to_dict(),
            "value": copy.value,
            "words": f"{knob.name} = {in_print(copy.value, 6)} at step {copy.step} only",
        }
    nudge = nudge_of(experiment)
    amount = signed(nudge.amount, 6)
    return {
        "part": part,
        "of": nudge.of,
        "index": nudge.index,
        "words": f"{nudge.of} {nudge.index} moved by {amount} at step {nudge.step}",
    }
