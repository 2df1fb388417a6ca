"""Set-ups: the experiment that a part of a lesson begins with, from what its file says."""

from __future__ import annotations

from typing import Any

from rnnviz import presets
from rnnviz.experiment import Experiment
from rnnviz.lessons.action import knob_named
from rnnviz.lessons.schema import SetUp
from rnnviz.networks import RNN


def begun(data: SetUp, before: Experiment | None) -> Experiment:
    """Return what a part begins with.

    Args:
        data: its set-up: a preset, a whole network, or neither.
        before: what the part before began with, which stands where there is neither.

    Raises:
        ValueError: there is nothing to begin with, or something does not fit.
    """
    if data.preset is not None and data.network is not None:
        raise ValueError("there are both a preset and a network: expected one of them")
    if data.preset is not None:
        # What a preset says of itself would give answers away.
        loaded = presets.load(data.preset).replace(description="")
        return changed(loaded, data.model_copy(update={"preset": None}))
    if data.network is not None:
        if data.sequence is None:
            raise ValueError("there is a network without a sequence: expected both")
        net = RNN(**data.network.model_dump())
        rows = _rows(data.sequence, net)
        return changed(Experiment(net=net, x=rows), data.model_copy(update={"network": None}))
    if before is None:
        raise ValueError("there is neither a preset nor a network: expected one of them")
    return changed(before, data)


def changed(experiment: Experiment, data: SetUp) -> Experiment:
    """Return an experiment with all that a set-up says changed in it.

    Another preset keeps the sequence, so that one string can be handed to two networks.

    Raises:
        ValueError: something does not fit.
    """
    if data.preset is not None:
        other = presets.load(data.preset)
        experiment = other.with_sequence(experiment.x, experiment.labels)
    experiment = _with_numbers(experiment, data)
    if data.title is not None:
        experiment = experiment.replace(title=data.title)
    if data.knob is not None:
        experiment = experiment.select(knob_named(data.knob))
    if data.value is not None:
        experiment = experiment.turn(data.value)
    return _seen(experiment, data)


def first_steps(experiment: Experiment, count: int) -> Experiment:
    """Return an experiment with only the first steps of its sequence, all else as it is.

    Raises:
        ValueError: there are not more steps than that, or the knob in hand or the view is at a
            later one.
    """
    T = len(experiment.base_x)
    if count >= T:
        raise ValueError(f"covered_from is {count}: expected a step from 1 to {T - 1}")
    view = experiment.view
    return experiment.replace(
        x=experiment.base_x[:count],
        labels=None if experiment.labels is None else experiment.labels[:count],
        view=view.model_copy(update={"step": min(view.step, count - 1)}),
    )


def _with_numbers(experiment: Experiment, data: SetUp) -> Experiment:
    changes: dict[str, Any] = {}
    if data.network is not None:
        raise ValueError("there is a network: expected one only where a part begins")
    if data.weights is not None:
        changes["net"] = experiment.net.replace(**data.weights)
    if data.initial_state is not None:
        changes["initial_state"] = data.initial_state
    if not changes and data.sequence is None:
        return experiment
    knob = experiment.knob
    experiment = experiment.select(None).replace(**changes, description="")
    if data.sequence is not None:
        rows = _rows(data.sequence, experiment.net)
        experiment = experiment.with_sequence(rows, data.labels)
        is_gone = knob is not None and knob.kind == "input"
        knob = None if is_gone else knob
    if knob is not None and knob.why_undefined(experiment.setup) is None:
        experiment = experiment.select(knob)
    return experiment


def _seen(experiment: Experiment, data: SetUp) -> Experiment:
    positions = data.model_dump(include={"step", "unit", "output"}, exclude_none=True)
    view = experiment.view
    sections: dict[str, Any] = {}
    if data.folded is not None:
        sections["explore"] = view.explore.model_dump() | {"folded": data.folded}
    for name in ("memory", "dynamics"):
        given = getattr(data, name)
        if given is not None:
            sections[name] = getattr(view, name).model_dump() | given
    return experiment.look(**positions, **sections)


def _rows(sequence: Any, net: RNN) -> Any:
    """Return a sequence as rows: of one input, it may be written as plain numbers."""
    is_flat = net.input_size == 1 and not any(isinstance(row, list) for row in sequence)
    return [[value] for value in sequence] if is_flat else sequence
