"""What the Memory page's part of a view says of steps."""

from __future__ import annotations

from rnnviz.document import MemoryView


def scored_steps(view: MemoryView, num_steps: int) -> list[int]:
    """Return which of a number of steps have a loss in a view, in order, each once."""
    if view.scored == "last":
        return list(range(num_steps))[-1:]
    if view.scored == "all":
        return list(range(num_steps))
    return sorted({t for t in view.scored if t < num_steps})


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
