"""A few steps of a network, unrolled, with their numbers: the graph of Explore, made small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.drawings import svg
from rnnviz.drawings.svg import HEIGHT, WIDTH, element
from rnnviz.experiment import Experiment
from rnnviz.look.limits import limits_of
from rnnviz.look.palette import Theme
from rnnviz.number_words import in_cell, in_print
from rnnviz.thumbnail import Graph

Array = npt.NDArray[np.float64]

_LEFT: Final = 22  # where the rows' letters stand
_FOLDED: Final = 88  # what the one cell with its loop takes
_FOOT: Final = 17  # where the steps' numbers stand
_CELL: Final = 35  # width
_MOST_APART: Final = 92  # two steps
_GAP: Final = 9  # between inputs, units and outputs
_MATRICES: Final = {"x": "W_xh", "h": "W_hh", "y": "W_hy"}


def draw(experiment: Experiment, graph: Graph, look: Theme) -> svg.Drawing:
    """Return the picture: numbers in cells, units rounded, a line for each weight that is not 0."""
    parts = _Graph(experiment, graph, look).parts()
    return svg.Drawing(svg.picture(*parts), _words(experiment, graph))


def _words(experiment: Experiment, graph: Graph) -> str:
    said = []
    for letter, name in (("x", "input"), ("h", "hidden unit"), ("y", "output")):
        if letter not in graph.rows:
            continue
        values = getattr(experiment.trace, letter)[graph.first : graph.last + 1]
        for i, column in enumerate(values.T):
            which = f" {i}" if values.shape[1] > 1 or letter == "h" else ""
            said.append(f"{name}{which}: {', '.join(map(in_cell, column))}")
    if graph.weight is not None:
        row, col = graph.weight
        value = in_print(float(experiment.net.W_hh[row, col]))
        said.append(f"between every two steps W_hh[{row}, {col}] is {value}")
    if graph.event is not None:
        said.append(f"step {graph.event} is marked")
    return f"Steps {graph.first} to {graph.last}, unrolled: {'; '.join(said)}."


class _Graph:
    def __init__(self, experiment: Experiment, graph: Graph, look: Theme) -> None:
        self._experiment, self._graph, self._look = experiment, graph, look
        self._trace, self._limits = experiment.trace, limits_of(experiment)
        self._steps = range(graph.first, graph.last + 1)
        left = _LEFT + (_FOLDED if graph.folded else 0)
        room = WIDTH - left - 8
        self._pitch = min(_MOST_APART, room / len(self._steps))
        self._left = left + (room - self._pitch * (len(self._steps) - 1)) / 2
        # From the top: outputs, units, inputs.
        groups = [letter for letter in "yhx" if letter in graph.rows]
        counts = [getattr(self._trace, letter).shape[1] for letter in groups]
        room = HEIGHT - _FOOT - 8 - _GAP * (len(groups) - 1)
        self._row = min(32.0, room / sum(counts))
        self._cell = min(22.0, self._row - 3)
        top = 5 + (room - self._row * sum(counts)) / 2
        self._y: dict[str, list[float]] = {}
        for letter, count in zip(groups, counts, strict=True):
            self._y[letter] = [top + self._row * (i + 0.5) for i in range(count)]
            top += self._row * count + _GAP

    def parts(self) -> Iterator[str]:
        """Return the parts, from the lowest layer up."""
        look, graph = self._look, self._graph
        if graph.event is not None and graph.event in self._steps:
            yield svg.band(self._x(graph.event) - self._pitch / 2 + 1, self._pitch - 2, look)
        for letter, heights in self._y.items():
            middle = sum(heights) / len(heights) + 4
            if not graph.folded:  # there the one cell carries them
                yield svg.text(letter, 10, middle, look.soft, 14, symbol=True)
        if graph.folded:
            yield from self._loop()
        for t in self._steps:
            yield from self._lines(t)
        if graph.weight is not None:
            yield from self._values(*graph.weight)
        for t in self._steps:
            yield from self._cells(self._x(t), t)
            marked = t == graph.event
            yield svg.text(
                f"step {t}", self._x(t), HEIGHT - 5, look.accent if marked else look.soft, 10,
                bold=marked,
            )  # fmt: skip

    def _x(self, step: int) -> float:
        return self._left + self._pitch * (step - self._graph.first)

    def _cells(self, x: float, t: int) -> Iterator[str]:
        for letter, heights in self._y.items():
            values = getattr(self._trace, letter)[t]
            limit = getattr(self._limits, letter)
            for y, value in zip(heights, values, strict=True):
                fill = svg.colour(value, limit, self._look)
                yield element(
                    "rect", x=x - _CELL / 2, y=y - self._cell / 2, width=_CELL, height=self._cell,
                    rx=self._cell / 2 if letter == "h" else 3.5, fill=fill, stroke=self._look.rim,
                )  # fmt: skip
                size = min(10.5, self._cell * 0.72)
                yield svg.text(in_cell(value), x, y + size * 0.36, self._look.on(fill), size)

    def _lines(self, t: int) -> Iterator[str]:
        """Return the lines into a step, and those out of it upwards."""
        x, half = self._x(t), _CELL / 2
        for i, j in self._weights("W_hh") if t > self._graph.first else ():
            before = self._x(t - 1) + half
            y0, y1, middle = self._y["h"][j], self._y["h"][i], (before + x - half) / 2
            path = f"M{before:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} "
            path += f"{x - half:.1f} {y1:.1f}"
            yield from self._weight(path, "W_hh", (i, j))
        for letter, side in (("x", -1), ("y", 1)):
            for i, j in self._weights(_MATRICES[letter]) if letter in self._y else ():
                at_unit, at_cell = (i, j) if letter == "x" else (j, i)
                path = self._upwards(x, self._y["h"][at_unit], self._y[letter][at_cell], side)
                yield from self._weight(path, _MATRICES[letter], (i, j))

    def _values(self, row: int, col: int) -> Iterator[str]:
        """Return the value of the lit weight at each of its copies, over all lines."""
        value = in_print(float(self._experiment.net.W_hh[row, col]))
        y = (self._y["h"][row] + self._y["h"][col]) / 2 - 5
        for t in self._steps[1:]:
            yield svg.text(
                value, self._x(t) - self._pitch / 2, y, self._look.role["W_hh"], 11, bold=True,
                halo=self._look.card,
            )  # fmt: skip

    def _upwards(self, x: float, at_unit: float, at_cell: float, side: int) -> str:
        """Return a line between a unit and an input or output of the same step."""
        if all(len(heights) == 1 for heights in self._y.values()):
            return f"M{x:.1f} {at_cell:.1f}V{at_unit:.1f}"
        edge = x + side * _CELL / 2
        out = edge + side * min(0.45 * (self._pitch - _CELL), 5 + 0.1 * abs(at_unit - at_cell))
        return (
            f"M{edge:.1f} {at_cell:.1f}C{out:.1f} {at_cell:.1f} {out:.1f} {at_unit:.1f} "
            f"{edge:.1f} {at_unit:.1f}"
        )

    def _weights(self, matrix: str) -> list[tuple[int, int]]:
        """Return the places of a matrix whose weight is not 0."""
        return [(int(i), int(j)) for i, j in np.argwhere(self._experiment.net.parameters[matrix])]

    def _weight(self, path: str, matrix: str, index: tuple[int, int]) -> Iterator[str]:
        look = self._look
        weight = float(self._experiment.net.parameters[matrix][index])
        width = 0.8 + 1.7 * min(1.0, abs(weight) / self._limits.W)
        is_recurrent = matrix == "W_hh"
        if is_recurrent and self._graph.weight == list(index):
            yield element(
                "path", d=path, fill="none", stroke=look.role["W_hh"], stroke_width=width + 6,
                stroke_opacity="0.25",
            )  # fmt: skip
        yield element(
            "path", d=path, fill="none", stroke_width=width,
            stroke=look.line["negative" if weight < 0 else "positive"],
            stroke_dasharray=f"{3 + width:.1f} {2.5 + width / 2:.1f}" if is_recurrent else None,
        )  # fmt: skip

    def _loop(self) -> Iterator[str]:
        """Return the one cell, without a step's numbers, and its dashed loop."""
        look, x = self._look, 46.0
        heights = self._y["h"]
        y, over = sum(heights) / len(heights), max(heights[0] - 34, 4.0)
        path = (
            f"M{x + 16:.1f} {y:.1f}C{x + 46:.1f} {y:.1f} {x + 46:.1f} {over:.1f} {x:.1f} "
            f"{over:.1f}S{x - 46:.1f} {y:.1f} {x - 16:.1f} {y:.1f}"
        )
        for i, j in self._weights("W_hh")[:1]:
            yield from self._weight(path, "W_hh", (i, j))
        for letter, names in self._y.items():
            if letter != "h":
                yield svg.line(x, y, x, sum(names) / len(names), look.line["positive"], 1.5)
        for letter, names in self._y.items():
            yield element(
                "rect", x=x - 16, y=sum(names) / len(names) - self._cell / 2, width=32,
                height=self._cell, rx=self._cell / 2 if letter == "h" else 3.5, fill=look.card,
                stroke=look.ink if letter == "h" else look.rim,
            )  # fmt: skip
            yield svg.text(letter, x, sum(names) / len(names) + 4, look.ink, 13, symbol=True)
        yield svg.text("=", x + 56, y + 5, look.ink, 16)
