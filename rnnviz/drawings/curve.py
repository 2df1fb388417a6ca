"""Numbers over time as a small curve: areas for states and outputs, stems for inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.drawings import svg
from rnnviz.drawings.svg import HEIGHT, WIDTH, element
from rnnviz.experiment import Experiment
from rnnviz.look.limits import limits_of
from rnnviz.look.palette import Theme
from rnnviz.number_words import signed
from rnnviz.thumbnail import Curve

Array = npt.NDArray[np.float64]

_FOOT: Final = 17
_RIGHT: Final = 14
_MOST_LETTERS: Final = 13  # of a name that stands beside its lane
_MOST_DOTS: Final = 24  # steps
_MOST_LABELS: Final = 40
_APART: Final = 58  # pixels between the numbers of two steps
_INPUTS: Final = 0.55  # the height of a lane with inputs alone, beside one with a line


def draw(experiment: Experiment, curve: Curve, look: Theme) -> svg.Drawing:
    """Return the picture: lanes one above the other, the event marked through all of them."""
    parts = _Lanes(experiment, curve, look).parts()
    return svg.Drawing(svg.picture(*parts), _words(experiment, curve))


def _words(experiment: Experiment, curve: Curve) -> str:
    last = _last(experiment, curve)
    shown = ", ".join(_called(experiment, one) for lane in curve.lanes for one in lane)
    said = [f"Over steps {curve.first} to {last}: {shown}"]
    for told in curve.told:
        series, step = told.split(":")
        value = signed(float(_values(experiment, series)[int(step)]))
        said.append(f"{_called(experiment, series)} is {value} at step {step}")
    if curve.event is not None:
        said.append(f"step {curve.event} is marked")
    return f"{'; '.join(said)}."


def with_crossings(steps: Array, values: Array) -> tuple[Array, Array]:
    """Return a curve with a point wherever it crosses zero between two steps."""
    xs, ys = [steps[:1]], [values[:1]]
    for i in range(1, len(values)):
        a, b = values[i - 1], values[i]
        if a * b < 0:
            xs.append(np.array([steps[i - 1] + (steps[i] - steps[i - 1]) * a / (a - b)]))
            ys.append(np.zeros(1))
        xs.append(steps[i : i + 1])
        ys.append(values[i : i + 1])
    return np.concatenate(xs), np.concatenate(ys)


def _is_above(values: Array, step: int) -> bool:
    """Return whether a number is written above its place: on the side away from zero.

    In a dip, and on a hump below zero, there is more room on the other side.
    """
    value, beside = values[step], values[max(step - 1, 0) : step + 2]
    is_inner = len(beside) == 3
    is_above = value >= 0
    if is_inner and value == (beside.min() if is_above else beside.max()) and np.ptp(beside):
        is_above = not is_above
    return bool(is_above)


def _last(experiment: Experiment, curve: Curve) -> int:
    last = experiment.num_shown - 1 if curve.last is None else curve.last
    return min(last, experiment.num_shown - 1)


def _values(experiment: Experiment, series: str) -> Array:
    values: Array = getattr(experiment.trace, series[0])[:, int(series[1:])]
    return values


def _name(experiment: Experiment, series: str) -> str | None:
    """Return the name that a series was given, if any."""
    names = {"x": experiment.input_names, "y": experiment.output_names, "h": None}[series[0]]
    return None if names is None else names[int(series[1:])]


def _called(experiment: Experiment, series: str) -> str:
    kind = {"x": "input", "h": "hidden unit", "y": "output"}[series[0]]
    return _name(experiment, series) or f"{kind} {int(series[1:])}"


def _short(experiment: Experiment, series: str) -> tuple[str, bool]:
    """Return what stands beside a lane, and whether it is a symbol."""
    name = _name(experiment, series)
    if name is not None and len(name) <= _MOST_LETTERS:
        return name, False
    count = getattr(experiment.trace, series[0]).shape[1]
    return svg.indexed(series[0], int(series[1:]), count), True


class _Lanes:
    def __init__(self, experiment: Experiment, curve: Curve, look: Theme) -> None:
        self._experiment, self._curve, self._look = experiment, curve, look
        self._limits = limits_of(experiment)
        self._steps = np.arange(curve.first, _last(experiment, curve) + 1, dtype=float)
        names = [_short(experiment, one)[0] for lane in curve.lanes for one in lane]
        self._left = max(28.0, 14 + max(svg.width_of(name, 10.5) for name in names))
        self._pitch = (WIDTH - self._left - _RIGHT) / max(len(self._steps) - 1, 1)
        self._told = [(one.split(":")[0], int(one.split(":")[1])) for one in curve.told]

    def parts(self) -> Iterator[str]:
        """Return the parts, from the lowest layer up."""
        if self._curve.event is not None:
            width = max(7.0, min(self._pitch - 2, 30.0))
            yield svg.band(self._x(self._curve.event) - width / 2, width, self._look)
        shares = [
            _INPUTS if all(one[0] == "x" for one in lane) else 1.0 for lane in self._curve.lanes
        ]
        per_share, top = (HEIGHT - _FOOT - 4) / sum(shares), 2.0
        for lane, share in zip(self._curve.lanes, shares, strict=True):
            yield from self._lane(lane, top, share * per_share)
            top += share * per_share
        yield from self._foot()

    def _x(self, step: float) -> float:
        return self._left + self._pitch * (step - self._curve.first)

    def _lane(self, lane: Sequence[str], top: float, height: float) -> Iterator[str]:
        look, first, last = self._look, int(self._steps[0]), int(self._steps[-1])
        shown = {one: _values(self._experiment, one)[first : last + 1] for one in lane}
        low = min(0.0, *(float(values.min()) for values in shown.values()))
        high = max(0.0, *(float(values.max()) for values in shown.values()))
        # Numbers are written beyond the ends of their lines.
        told = [(one, step - first) for one, step in self._told if one in shown]
        sides = {_is_above(shown[one], step) for one, step in told}
        room = [17.0 if side in sides else 5.0 for side in (True, False)]
        scale = (height - sum(room)) / ((high - low) or 1.0)

        def y(value: float) -> float:
            return top + room[0] + (high - value) * scale

        yield svg.line(self._left - 5, y(0), WIDTH - _RIGHT + 5, y(0), look.rule)
        for i, one in enumerate(lane):
            name, is_symbol = _short(self._experiment, one)
            middle = top + height / 2 + 4 + 13 * (i - (len(lane) - 1) / 2)
            yield svg.text(
                name, self._left - 10, middle, look.soft, 14 if is_symbol else 10.5,
                anchor="end", symbol=is_symbol,
            )  # fmt: skip
        for one, values in shown.items():
            if one[0] == "x":
                yield from self._stems(values, y(0), [y(value) for value in values])
        for one, values in shown.items():
            if one[0] != "x":
                yield from self._line(one, values, y(0), scale)
        for one, step in told:
            value = float(shown[one][step])
            said = signed(value)
            yield svg.text(
                said, svg.inside(self._x(step + first), said, 11.5),
                y(value) + (-6 if _is_above(shown[one], step) else 14), look.ink, 11, bold=True,
                halo=look.card,
            )  # fmt: skip

    def _stems(self, values: Array, zero: float, ends: list[float]) -> Iterator[str]:
        width = max(1.2, min(5.0, 0.4 * self._pitch))
        for step, value, end in zip(self._steps, values, ends, strict=True):
            if value:
                sign = "negative" if value < 0 else "positive"
                x = self._x(float(step))
                yield svg.line(x, zero, x, end, self._look.line[sign], width)

    def _line(self, one: str, values: Array, zero: float, scale: float) -> Iterator[str]:
        look = self._look
        steps, heights = with_crossings(self._steps, values)
        xs = [self._x(float(step)) for step in steps]
        for stop, part in ((1, np.minimum(heights, 0)), (3, np.maximum(heights, 0))):
            if part.any():
                edge = [(x, zero - scale * float(v)) for x, v in zip(xs, part, strict=True)]
                area = [(xs[0], zero), *edge, (xs[-1], zero)]
                yield element("path", d=svg.polyline(area) + "Z", fill=look.value[stop],
                              fill_opacity="0.6")  # fmt: skip
        points = [
            (self._x(float(step)), zero - scale * float(v))
            for step, v in zip(self._steps, values, strict=True)
        ]
        yield element("path", d=svg.polyline(points), fill="none", stroke=look.ink,
                      stroke_width=1.4, stroke_linejoin="round")  # fmt: skip
        if len(values) <= _MOST_DOTS:
            limit = getattr(self._limits, one[0])
            for (x, y), value in zip(points, values, strict=True):
                fill = svg.colour(value, limit, look)
                yield element("circle", cx=x, cy=y, r=3.2, fill=fill, stroke=look.ink)

    def _foot(self) -> Iterator[str]:
        """Return the steps' labels, or the numbers of the first, the last and the event."""
        look, event = self._look, self._curve.event
        first, last = int(self._steps[0]), int(self._steps[-1])
        labels = self._experiment.labels
        if labels is not None and len(self._steps) <= _MOST_LABELS:
            for t in range(first, last + 1):
                marked = t == event
                yield svg.text(labels[t], self._x(t), HEIGHT - 4,
                               look.accent if marked else look.soft, 11, bold=marked)  # fmt: skip
            return

        def said(t: int) -> str:
            return f"step {t}" if labels is None else labels[t]

        ends: tuple[int, ...] = (first, last)
        if event is not None:
            ends = tuple(t for t in ends if abs(self._x(t) - self._x(event)) > _APART)
        for t in ends if event is None else (event, *ends):
            yield svg.text(
                said(t), svg.inside(self._x(t), said(t), 10), HEIGHT - 4,
                look.accent if t == event else look.soft, 10, bold=t == event,
            )  # fmt: skip
