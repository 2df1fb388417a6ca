"""The step axis that all figures share: ticks, the cursor, and where the network exploded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.figures.marks import shaded, upright, written_above
from rnnviz.figures.scale import nice
from rnnviz.figures.text import shown_width, texts
from rnnviz.figures.theme import CHARACTER, TEXT_SIZE
from rnnviz.look.palette import Theme
from rnnviz.trace import Trace
from rnnviz.validation import as_count

NARROW: Final = 260  # pixels, what a phone leaves of a figure for its data
NUMBERED: Final = 10  # up to so many steps each has its number
SLANTED: Final = 14  # up to so many steps each has its label, slanted where it is long
SMALLEST: Final = 8  # pixels, the size of type down to which every character is shown


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a trace as an axis: how many there are, which are drawn, which is marked.

    Attributes:
        total: T.
        drawn: how many come before the step that exploded; T where none did.
        cursor: the marked step, or None.
        labels: T inert texts, or None.
        narrow: pixels that a phone leaves for the axis.
    """

    total: int
    drawn: int
    cursor: int | None
    labels: list[str] | None
    narrow: int = NARROW

    @classmethod
    def of(cls, trace: Trace, step: int | None, labels: Sequence[str] | None) -> Steps:
        """Return the steps of one sequence.

        Raises:
            ValueError: the trace is a batch, or `step` or `labels` do not fit it.
        """
        if trace.x.ndim != 2:
            raise ValueError(
                f"the trace is of a batch, x has shape {trace.x.shape}: expected one sequence, "
                "such as net.rollout(x[:, 0])"
            )
        T, exploded_at = trace.num_steps, trace.exploded_at
        return cls(
            total=T,
            drawn=T if exploded_at is None else exploded_at,
            cursor=None if step is None else as_count("step", step, least=0, most=T - 1),
            labels=texts("labels", labels, T, "step"),
        )

    @property
    def x(self) -> npt.NDArray[np.int64]:
        """The numbers of the steps that are drawn."""
        return np.arange(self.drawn)

    @property
    def rows_above(self) -> int:
        """How many rows of text stand between the title and the data."""
        return (self.cursor is not None) + (self.drawn < self.total)

    @property
    def hover(self) -> str:
        """The first line of a hover template; with labels it needs `hover_texts`."""
        return ("%{hovertext}" if self.labels else "step %{x}") + "<br>"

    @property
    def hover_texts(self) -> npt.NDArray[np.str_] | None:
        """What is said of each drawn step where there are labels."""
        return np.array(list(map(self.called, range(self.drawn)))) if self.labels else None

    @property
    def room_below(self) -> int:
        """The height in pixels that the axis needs below the data."""
        slant = 0.71 * CHARACTER * self._width if self._is_slanted else 0
        return 52 + round(slant)

    def called(self, t: int) -> str:
        """Return what a step is called: its number, and its label if it has one."""
        return f"step {t} · {self.labels[t]}" if self.labels else f"step {t}"

    def axis(self) -> dict[str, Any]:
        """Return the horizontal axis."""
        return {"title": {"text": "step"}, "range": [-0.5, self.total - 0.5], **self._ticks()}

    def shapes(self, look: Theme, *, column: bool = False) -> list[dict[str, Any]]:
        """Return the cursor, and the ground of the steps from the exploded one on.

        Args:
            look: the theme.
            column: mark a column of cells rather than draw a line.
        """
        shapes = []
        if self.cursor is not None:
            half = 0.5 if column else 0
            shapes.append(upright(self.cursor - half, self.cursor + half, look))
        if self.drawn < self.total:
            edge = self.drawn - 0.5
            shapes.append(shaded(edge, self.total - 0.5, look))
            shapes.append(upright(edge, edge, look, dash="dot"))
        return shapes

    def words(self, look: Theme) -> list[dict[str, Any]]:
        """Return what is written above the data, in `rows_above` rows."""
        said: list[tuple[float, str]] = []
        if self.cursor is not None:
            said.append((self.cursor, self.called(self.cursor)))
        if self.drawn < self.total:
            said.append((self.drawn - 0.5, f"exploded at step {self.drawn}"))
        return [
            written_above(x, (x + 0.5) / self.total, row, words, look.ink)
            for row, (x, words) in enumerate(said)
        ]

    @property
    def _width(self) -> int:
        return max(map(shown_width, self.labels or [""]))

    @property
    def _is_slanted(self) -> bool:
        fits = self.total * (CHARACTER * self._width + 5) <= self.narrow
        return self._width > 1 and not fits and self.total <= SLANTED

    def _ticks(self) -> dict[str, Any]:
        if self.labels is None:
            return {"dtick": 1} if self.total <= NUMBERED else {}
        if self._is_slanted:
            return self._labelled(1) | {"tickangle": -45}
        if self._width == 1:
            size = math.floor(self.narrow / self.total * TEXT_SIZE / CHARACTER)
            if size >= SMALLEST:
                small = {"tickfont": {"size": min(size, TEXT_SIZE)}, "tickangle": 0}
                return self._labelled(1) | small
            # Every tenth character would read like a text: the number says that it is none.
            every = nice(self.total * 6 * CHARACTER / self.narrow, (1, 2, 5))
            return self._labelled(int(every), numbered=True)
        every = nice(math.ceil(self.total * (CHARACTER * self._width + 5) / self.narrow), (1, 2, 5))
        return self._labelled(int(every)) | {"tickangle": 0}

    def _labelled(self, every: int, *, numbered: bool = False) -> dict[str, Any]:
        assert self.labels is not None
        ticks = np.arange(0, self.total, every)
        words = [f"{t} · {self.labels[t]}" if numbered else self.labels[t] for t in ticks]
        return {"tickvals": ticks, "ticktext": np.array(words)}
