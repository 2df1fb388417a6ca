"""The axis of a knob's values: which of them are drawn, the present one, and the base's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.figures.marks import shaded, upright, written_above
from rnnviz.figures.text import signed
from rnnviz.look.palette import Theme
from rnnviz.sweeps import Sweep
from rnnviz.validation import as_count, as_instance, as_number

Array = npt.NDArray[np.float64]

_FLOAT32: Final = 1e-6  # two values this near are one, rounded or not


@dataclass(frozen=True, slots=True)
class Turns:
    """The values of a sweep as an axis, for one step.

    Attributes:
        name: of the knob.
        step: the step that is shown.
        rows: (V,), where the sweep holds each value.
        values: (V,), rising.
        fits: (V,), whether the network has not exploded by the step.
        now: the present value, or None.
        before: the base's value, or None where the sweep does not reach it.
    """

    name: str
    step: int
    rows: npt.NDArray[np.intp]
    values: Array
    fits: npt.NDArray[np.bool_]
    now: float | None
    before: float | None

    @classmethod
    def of(cls, sweep: Sweep, step: int, value: float | None) -> Turns:
        """Return the values of a sweep in rising order.

        Raises:
            ValueError: it is no Sweep, or `step` or `value` do not fit it.
        """
        as_instance("sweep", sweep, Sweep, "a Sweep")
        step = as_count("step", step, least=0, most=sweep.h.shape[1] - 1)
        values, rows = np.unique(sweep.values, return_index=True)
        least, most = float(values[0]), float(values[-1])
        if value is not None:
            value = as_number("value", value)
            within = min(max(value, least), most)
            if not math.isclose(value, within, rel_tol=_FLOAT32):
                raise ValueError(
                    f"value is {value}: expected a number from {least} to {most}, "
                    "as the sweep's are"
                )
            value = within
        before = sweep.knob.neutral(sweep.base)
        return cls(
            name=sweep.knob.name,
            step=step,
            rows=rows,
            values=values,
            fits=sweep.num_shown[rows] > step,
            now=value,
            before=before if least <= before <= most else None,
        )

    @property
    def edges(self) -> Array:
        """(V + 1,), the ends of what each value stands for: half of the way to its neighbours."""
        values = self.values
        if len(values) == 1:
            half = 0.5 * max(1.0, abs(values[0]))
            return np.array([values[0] - half, values[0] + half])
        return np.concatenate([values[:1], values[1:] / 2 + values[:-1] / 2, values[-1:]])

    @property
    def runs(self) -> list[slice]:
        """The values that are drawn: one run where none between them has exploded."""
        return _runs(self.fits)

    def nearest(self, value: float) -> int:
        """Return which of the rising values is the nearest."""
        return int(np.abs(self.values - value).argmin())

    def axis(self) -> dict[str, Any]:
        """Return the horizontal axis."""
        return {
            "title": {"text": self.name},
            "range": [self.edges[0], self.edges[-1]],
            "exponentformat": "power",
        }

    def shapes(self, look: Theme) -> list[dict[str, Any]]:
        """Return the ground of what exploded, and the lines at both values."""
        edges = self.edges
        lines = [] if self.now is None else [upright(self.now, self.now, look)]
        if self.before is not None and not self._is_as_before:
            lines.append(upright(self.before, self.before, look, dash="dot"))
        gaps = [shaded(edges[gap.start], edges[gap.stop], look) for gap in _runs(~self.fits)]
        # In the dark the ground has the colour of a 0: only an outline tells them apart.
        outline = {"line": {"color": look.edge, "width": 1}}
        return [*(gap | outline for gap in gaps), *lines]

    def words(self, look: Theme, notes: Sequence[str]) -> list[dict[str, Any]]:
        """Return what is written above the data, a row each; notes stand above the rest."""
        said: list[tuple[float, str, str]] = []
        if self.now is not None:
            said.append((self.now, f"now {_plain(self.now)}", look.ink))
        if self.before is not None and not self._is_as_before:
            said.append((self.before, f"before {_plain(self.before)}", look.ink))
        edges = self.edges
        gaps = [(edges[gap.start], edges[gap.stop]) for gap in _runs(~self.fits)]
        if gaps:
            low, high = max(gaps, key=lambda ends: ends[1] - ends[0])
            said.append((low / 2 + high / 2, f"exploded by step {self.step}", look.ink))
        said += [(edges[0], note, look.soft) for note in notes]
        width = edges[-1] / 2 - edges[0] / 2
        return [
            written_above(x, (x / 2 - edges[0] / 2) / width, row, words, colour)
            for row, (x, words, colour) in enumerate(said)
        ]

    @property
    def _is_as_before(self) -> bool:
        if self.now is None or self.before is None:
            return False
        return math.isclose(self.now, self.before, rel_tol=_FLOAT32)


def _runs(mask: npt.NDArray[np.bool_]) -> list[slice]:
    """Return where a mask is true, as slices."""
    flips = np.flatnonzero(np.diff(mask, prepend=False, append=False))
    return [slice(int(start), int(stop)) for start, stop in flips.reshape(-1, 2)]


def _plain(value: float) -> str:
    """Return a number as in print, without a plus."""
    return signed(value).removeprefix("+")
