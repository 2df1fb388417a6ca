"""What the Memory page's part of a view says of steps and numbers, checked against a network."""

from __future__ import annotations

from rnnviz.document import MemoryView
from rnnviz.knobs import Knob
from rnnviz.networks import RNN
from rnnviz.validation import shown


def scored_steps(view: MemoryView, num_steps: int) -> list[int]:
    """Return which of a number of steps have a loss in a view, in order, each once."""
    if view.scored == "last":
        return list(range(num_steps))[-1:]
    if view.scored == "all":
        return list(range(num_steps))
    return sorted({t for t in view.scored if t < num_steps})


def check_view(view: MemoryView, net: RNN, num_steps: int) -> None:
    """Raise ValueError unless what a view says of steps and numbers fits a network."""
    if not isinstance(view.scored, str):
        _check_within("scored", max(view.scored, default=0), num_steps)
        if not view.scored:
            raise ValueError("view.memory.scored is []: expected at least one step")
    _check_target(view, net, num_steps)
    if view.nudge is not None:
        size = net.input_size if view.nudge.of == "input" else net.hidden_size
        _check_within("nudge.step", view.nudge.step, num_steps)
        _check_within("nudge.index", view.nudge.index, size)
    if view.untied is not None:
        knob = Knob.from_dict(view.untied.knob.model_dump())
        if knob.kind != "entry":
            raise ValueError(f"view.memory.untied is {knob.name}: expected an entry")
        shape = net.parameters[knob.target].shape
        if any(i >= size for i, size in zip(knob.index, shape, strict=True)):
            raise ValueError(f"view.memory.untied is {knob.name}: expected one within {shape}")
        _check_within("untied.step", view.untied.step, num_steps)
    if view.cut is not None:
        _check_within("cut", view.cut, num_steps)


def _check_target(view: MemoryView, net: RNN, num_steps: int) -> None:
    rows, O = view.target, net.output_size
    scored = len(scored_steps(view, num_steps))
    if len(rows) not in (0, 1, scored):
        raise ValueError(
            f"view.memory.target has {len(rows)} rows: expected 1, or {scored}, one for each "
            "step that has a loss"
        )
    for i, row in enumerate(rows):
        if len(row) != O:
            raise ValueError(
                f"view.memory.target[{i}] is {shown(row)}: expected {O} numbers, one for each "
                "output"
            )


def _check_within(name: str, position: int, size: int) -> None:
    if position >= size:
        raise ValueError(f"view.memory.{name} is {position}: expected at most {size - 1}")


def without_steps(view: MemoryView) -> MemoryView:
    """Return a view for another sequence: what belonged to a step of the old one is let go."""
    return view.model_copy(
        update={
            "scored": view.scored if isinstance(view.scored, str) else "last",
            "target": view.target[:1],
            "nudge": None,
            "untied": None,
            "cut": None,
        }
    )
