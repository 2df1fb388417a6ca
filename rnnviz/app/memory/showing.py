"""What the parts of the Memory page have in common: how a choice is shown, and by whom."""

from __future__ import annotations

from typing import Any, Final

from rnnviz.app import panel, state

FRAGMENT: Final = "memory"


def choose(**changes: Any) -> None:
    """Change what the page shows, and write its address; for callbacks."""
    experiment = state.current().experiment
    memory = experiment.view.memory.model_dump() | changes
    state.change(experiment.look(memory=memory))
    refresh()


def refresh() -> None:
    """Run the panel and the chosen part again; for callbacks."""
    panel.rerun(following())


def following() -> list[str]:
    """Return the part of the page that is run again after a request."""
    return [FRAGMENT]
