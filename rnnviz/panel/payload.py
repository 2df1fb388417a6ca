"""Payload: an experiment as the JSON data that the renderer draws."""

from __future__ import annotations

import functools
from collections.abc import Collection
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from rnnviz.alteration import changes_a_step
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.look.limits import limits_of
from rnnviz.panel.influences import influence_of
from rnnviz.panel.intervention import second_run_of
from rnnviz.panel.locks import Lock, lock_on
from rnnviz.panel.packing import pack
from rnnviz.panel.swept import shown_sweep, sweep_of

Array = npt.NDArray[np.float64]

Flash = Literal["", "node", "knob", "graph"]

STANDARD_KNOBS: Final = (
    Knob.gain("W_xh"),
    Knob.gain("W_hh"),
    Knob.spectral_radius(),
    Knob.shift("b_h"),
)


def to_payload(
    experiment: Experiment,
    *,
    generation: int = 0,
    ack: int = 0,
    notice: str = "",
    ways: Collection[str] = (),
    flash: Flash = "",
    cached: Collection[str] = (),
    projector: bool = False,
    with_memory: bool = False,
    hide: Collection[str] = (),
    lock: Lock = "",
) -> bytes:
    """Return everything the panel shows; `payload.js` documents the fields.

    Steps from the one where a number exploded are left out, so no number in the
    payload is infinite or NaN.

    Args:
        experiment: what to show.
        generation: grows when another set-up is loaded; the panel then forgets its own state.
        ack: the number of the request that this answers.
        notice: a sentence about something that could not be done.
        ways: ways on from it, as they stand on buttons.
        flash: what a word beside the panel has just changed, to be shown for a moment.
        cached: the ids of what the panel has already, a sweep and its influence: they are not
            sent again.
        projector: whether it is shown to a room: larger, black on white, and without controls.
        with_memory: whether it also shows what the view's part of the Memory page asks for:
            how the past bears on the cursor's step, or the run with one thing changed.
        hide: names of parts that are not shown.
        lock: which numbers cannot be turned.
    """
    view = experiment.view
    said, arrays = described(experiment)
    once = functools.cache(shown_sweep)
    sweep, swept = sweep_of(experiment, cached, once)
    influence: dict[str, Any] | None = None
    intervention: dict[str, Any] | None = None
    of_memory: dict[str, Array] = {}
    if with_memory and changes_a_step(view.memory):
        intervention, of_memory = second_run_of(experiment)
    elif with_memory:
        sweep_id = None if sweep is None else sweep["id"]
        influence, of_memory = influence_of(experiment, sweep_id, cached, once)
    data = {
        **said,
        "generation": generation,
        "ack": ack,
        "notice": notice,
        "ways": list(ways),
        "flash": flash,
        "projector": projector,
        "hide": list(hide),
        "lock": lock_on(experiment, lock),
        "sliders": _sliders(experiment),
        "sweep": sweep,
        "influence": influence,
        "intervention": intervention,
    }
    return pack(data, {**arrays, **swept, **of_memory})


def described(experiment: Experiment) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return what is shown, without what Python answers and what can be turned: data and arrays."""
    trace = experiment.trace
    net, x, initial_state = experiment.setup
    num_shown = experiment.num_shown
    view = experiment.view
    arrays = {
        **net.parameters,
        "x": x,
        "initial_state": initial_state,
        "h": trace.h[:num_shown],
        "y": trace.y[:num_shown],
    }
    data = {
        "title": experiment.title,
        "description": experiment.description,
        "activation": net.activation,
        "output": net.output,
        "sizes": {
            "I": net.input_size,
            "H": net.hidden_size,
            "O": net.output_size,
            "T": trace.num_steps,
        },
        "num_parameters": net.num_parameters,
        "num_shown": num_shown,
        "labels": _listed(experiment.labels),
        "input_names": _listed(experiment.input_names),
        "output_names": _listed(experiment.output_names),
        "limits": limits_of(experiment)._asdict(),
        "knob": experiment.knob and experiment.knob.to_dict(),
        "value": experiment.value,
        "view": {
            "step": view.step,
            "unit": view.unit,
            "output": view.output,
            "folded": view.explore.folded,
            "opened": view.explore.opened,
        },
    }
    return data, arrays


def _sliders(experiment: Experiment) -> list[dict[str, Any]]:
    pinned = experiment.pinned
    in_hand = [] if experiment.knob is None else [experiment.knob]
    # The newest pin stands first; the standard knobs keep their places below.
    fresh = [knob for knob in in_hand if knob not in (*pinned, *STANDARD_KNOBS)]
    knobs = [*fresh, *reversed(pinned), *STANDARD_KNOBS]
    base = experiment.base_setup
    sliders = []
    for knob in dict.fromkeys(knobs):
        # The knob in hand is measured from the base, the others from what is shown.
        setup = base if knob in in_hand else experiment.setup
        why = knob.why_undefined(setup)
        value = experiment.value if knob in in_hand else None if why else knob.neutral(setup)
        low, high = (0.0, 1.0) if why else knob.range(setup, value)
        sliders.append(
            {
                "knob": knob.to_dict(),
                "name": knob.name,
                "value": value,
                "low": low,
                "high": high,
                "why_undefined": why,
                # Only the standard ones stay when another is taken in hand; the rest is pinned.
                "pinned": knob in pinned or knob not in STANDARD_KNOBS,
            }
        )
    return sliders


def _listed(texts: tuple[str, ...] | None) -> list[str] | None:
    return None if texts is None else list(texts)
