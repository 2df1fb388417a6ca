"""Whether what the pages' parts of a view say fits the network that is shown."""

from __future__ import annotations

from rnnviz.document import DynamicsView, MemoryView
from rnnviz.knobs import Knob
from rnnviz.memory_view import scored_steps
from rnnviz.networks import RNN
from rnnviz.validation import shown


def check_memory_view(view: MemoryView, net: RNN, num_steps: int) -> None:
    """Raise ValueError unless what a view says of memory fits a network and its sequence."""
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
        knob = Knob.from_dict(dict(view.untied.knob))
        if knob.kind != "entry":
            raise ValueError(f"view.memory.untied is {knob.name}: expected an entry")
        shape = net.parameters[knob.target].shape
        if any(i >= size for i, size in zip(knob.index, shape, strict=True)):
            raise ValueError(f"view.memory.untied is {knob.name}: expected one within {shape}")
        _check_within("untied.step", view.untied.step, num_steps)
    if view.cut is not None:
        _check_within("cut", view.cut, num_steps)


def check_dynamics_view(view: DynamicsView, net: RNN) -> None:
    """Raise ValueError unless what a view says of dynamics fits a network."""
    H, units = net.hidden_size, view.units
    if units[0] == units[1]:
        raise ValueError(f"view.dynamics.units is {units}: expected two different units")
    if max(units) >= max(2, H):  # one unit has no plane, and any two are kept
        raise ValueError(f"view.dynamics.units is {units}: expected units from 0 to {H - 1}")


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
