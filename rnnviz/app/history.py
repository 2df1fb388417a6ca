"""History: what was shown before each change, so that Undo and Redo lead through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from rnnviz.experiment import Experiment

MOST: Final = 200  # changes that can be undone


@dataclass
class History:
    """The changes of a session, the nearest last on either side."""

    _past: list[Experiment] = field(default_factory=list)
    _future: list[Experiment] = field(default_factory=list)

    def remember(self, now: Experiment, then: Experiment) -> None:
        """Remember what is shown before another experiment is.

        A move of the cursor, or of the hand to another number, is no change.
        """
        if not now.setup.equals(then.setup):
            self._past = [*self._past, now.without_results()][-MOST:]
            self._future = []

    def before(self, now: Experiment) -> Experiment | None:
        """Return what Undo leads to, or None."""
        return _nearest(self._past, now)

    def after(self, now: Experiment) -> Experiment | None:
        """Return what Redo leads to, or None."""
        return _nearest(self._future, now)

    def go_back(self, now: Experiment) -> None:
        """Take one change from the past to the future."""
        self._past.pop()
        self._future.append(now.without_results())

    def go_forward(self, now: Experiment) -> None:
        """Take one change from the future to the past."""
        self._future.pop()
        self._past.append(now.without_results())


def _nearest(changes: list[Experiment], now: Experiment) -> Experiment | None:
    while changes and changes[-1].setup.equals(now.setup):  # Back has led there already
        changes.pop()
    return changes[-1] if changes else None
