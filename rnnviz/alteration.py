"""The change at one step that a view asks for: a nudge, an untied copy, or a cut."""

from __future__ import annotations

from typing import Final

from rnnviz.document import KnobData, MemoryView, Nudge, Untied
from rnnviz.experiment import Experiment
from rnnviz.interventions import Intervention, cut, nudge, untie
from rnnviz.knobs import Knob

_AMOUNT: Final = 0.5  # of a nudge, until the reader says otherwise
_NUMBER: Final = Knob.entry("W_hh", 0, 0)


def number_of(experiment: Experiment) -> Knob:
    """Return the number whose copies are looked at: the one in hand, or else W_hh[0, 0]."""
    knob = experiment.knob
    return knob if knob is not None and knob.kind == "entry" else _NUMBER


def nudge_of(experiment: Experiment) -> Nudge:
    """Return the nudge that the view holds, or one of the first input at the first step."""
    given = experiment.view.memory.nudge
    if given is not None and given.step < experiment.num_shown:
        return given
    return Nudge(amount=_AMOUNT)


def untied_of(experiment: Experiment) -> Untied:
    """Return the copy that the view has untied, or the cursor's one of the number looked at.

    Of a number that carries the state, not the one at step 0, which nothing is carried into.
    """
    given = experiment.view.memory.untied
    if given is not None and given.step < experiment.num_shown:
        return given
    knob = number_of(experiment)
    step = _hearing_step(experiment) if knob.target == "W_hh" else experiment.shown_step
    return _untied(experiment, knob, step)


def cut_of(experiment: Experiment) -> int:
    """Return the step whose arrow the view cuts: until the reader says which, the cursor's.

    At step 0 it is the next one, since before that there is no past to cut off.
    """
    given = experiment.view.memory.cut
    is_given = given is not None and given < experiment.num_shown
    return given if given is not None and is_given else _hearing_step(experiment)


def intervention_of(experiment: Experiment) -> Intervention | None:
    """Return the run as the view changes it; None where its part changes none.

    Raises:
        ValueError: the network explodes at the first step.
    """
    part = experiment.view.memory.part
    net, trace = experiment.net, experiment.memory.trace
    if part == "nudge":
        given = nudge_of(experiment)
        which = {"input": given.index} if given.of == "input" else {"unit": given.index}
        return nudge(net, trace, given.step, given.amount, **which)
    if part == "untie":
        copy = untied_of(experiment)
        return untie(net, trace, Knob.from_dict(dict(copy.knob)), copy.step, copy.value)
    return cut(net, trace, cut_of(experiment)) if part == "cut" else None


def altered_at(
    experiment: Experiment,
    step: int,
    *,
    knob: Knob | None = None,
    input: int | None = None,  # noqa: A002  # as in Knob.input
    unit: int | None = None,
) -> Experiment:
    """Return the experiment whose view has its change at another step, or of another number.

    Args:
        experiment: what is shown.
        step: where the change is now.
        knob: which number's copy is untied there; None means the same number's.
        input, unit: which is nudged there; None means the same.

    Raises:
        ValueError: the place is out of its range, or the view's part changes nothing.
    """
    memory = experiment.view.memory
    change: dict[str, object]
    if memory.part == "nudge":
        place = {"step": step, **_nudged(input, unit)}
        change = {"nudge": nudge_of(experiment).model_dump() | place}
    elif memory.part == "untie":
        before = untied_of(experiment)
        if knob is None or knob == Knob.from_dict(dict(before.knob)):
            change = {"untied": before.model_dump() | {"step": step}}
        else:
            change = {"untied": _untied(experiment, knob, step).model_dump()}
    elif memory.part == "cut":
        change = {"cut": step}
    else:
        raise ValueError(
            f"the part is {memory.part!r}: expected one that changes a step, "
            "'nudge', 'untie' or 'cut'"
        )
    return experiment.look(memory=memory.model_dump() | change)


def _nudged(input: int | None, unit: int | None) -> dict[str, object]:  # noqa: A002
    if input is not None:
        return {"of": "input", "index": input}
    return {} if unit is None else {"of": "unit", "index": unit}


def _untied(experiment: Experiment, knob: Knob, step: int) -> Untied:
    # Another value than the shared one, so that there is something to see.
    shared = knob.neutral(experiment.setup)
    data = KnobData.model_validate(knob.to_dict())
    return Untied(knob=data, step=step, value=0.0 if shared else 1.0)


def _hearing_step(experiment: Experiment) -> int:
    """Return the cursor's step, or the first one after it that a state before reaches."""
    hears = experiment.initial_state.any() or experiment.shown_step > 0
    return experiment.shown_step if hears else min(1, experiment.num_shown - 1)


def changes_a_step(view: MemoryView) -> bool:
    """Return whether a view's part changes something at one step."""
    return view.part in ("nudge", "untie", "cut")
