"""Where the state goes and rests: a plane of two units with arrows, or the cobweb of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.drawings import svg
from rnnviz.drawings.svg import HEIGHT, element
from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.cycles import Cycles, cycles
from rnnviz.dynamics.fixed_points import FixedPoints, fixed_points
from rnnviz.dynamics.flow import vector_field
from rnnviz.dynamics.view import view
from rnnviz.dynamics_view import bounds_of, plane_of, present_input
from rnnviz.experiment import Experiment
from rnnviz.look.palette import Theme
from rnnviz.number_words import in_print, signed
from rnnviz.thumbnail import Portrait

Array = npt.NDArray[np.float64]
Place = tuple[float, float]

PERIODS: Final = (2, 3, 4)  # of the cycles that are looked for
_SIDE: Final = HEIGHT - 8  # of the plane
_LEFT: Final = 6
_ARROWS: Final = 9  # along an axis
_FINE: Final = 81  # places along the curve of one unit


def draw(experiment: Experiment, portrait: Portrait, look: Theme) -> svg.Drawing:
    """Return the picture: the run as a path, marks where the state rests, and what they are."""
    found = _Found(experiment, portrait)
    drawn = _map if found.is_line else _plane
    return svg.Drawing(svg.picture(*drawn(found, look), *_key(found, look)), _words(found))


def _words(found: _Found) -> str:
    what = (
        "One step as a curve over the state before it, with the run as a cobweb"
        if found.is_line
        else "The plane of hidden units 0 and 1, with arrows for what a step does and the run"
    )
    return f"{what}; {'; '.join(said for _, said in found.rows())}."


class _Found:
    """What is computed for the picture."""

    def __init__(self, experiment: Experiment, portrait: Portrait) -> None:
        if portrait.event is not None:
            experiment = experiment.look(step=portrait.event)
        net, x = experiment.net, present_input(experiment)
        self.experiment, self.x = experiment, x
        self.is_line = net.hidden_size == 1
        self.points: FixedPoints = fixed_points(net, x)
        self.cycles: list[Cycles] = [cycles(net, p, x, num_seeds=64) for p in PERIODS]
        trace = experiment.trace
        self.path: Array = np.vstack([trace.initial_state, trace.h[: experiment.num_shown]])

    def rows(self) -> list[tuple[str, str]]:
        """Return (kind, words) for each fixed point and each cycle."""
        said = []
        for point, values, kind in zip(
            self.points.points, self.points.eigenvalues, self.points.kinds, strict=True
        ):
            if self.is_line:
                where = signed(float(point[0]))
                factor = in_print(float(values[0].real))
                said.append((str(kind), f"{where}, {kind}: each step × {factor}"))
            else:
                where = ", ".join(in_print(float(entry)) for entry in point)
                said.append((str(kind), f"fixed point {where}: {kind}"))
        for found in self.cycles:
            for kind in found.kinds:
                said.append((str(kind), f"cycle of {found.period} steps: {kind}"))
        return said


def _mark(x: float, y: float, kind: str, look: Theme) -> str:
    """Return a mark: filled where what is near comes nearer, hollow where it leaves."""
    fill = look.accent if kind == "stable" else look.card
    return element("circle", cx=x, cy=y, r=4.6, fill=fill, stroke=look.accent, stroke_width=2)


def _key(found: _Found, look: Theme) -> Iterator[str]:
    rows = found.rows()
    left, pitch = _LEFT + _SIDE + 18.0, 36.0
    top = HEIGHT / 2 - pitch * (len(rows) - 1) / 2
    for i, (kind, said) in enumerate(rows):
        y = top + pitch * i
        yield _mark(left, y - 4, kind, look)
        where, _, rest = said.partition(": ")
        yield svg.text(where, left + 11, y, look.ink, 11.5, anchor="start", bold=True)
        yield svg.text(rest, left + 11, y + 14, look.soft, 10.5, anchor="start")


def _frame(look: Theme) -> str:
    return element("rect", x=_LEFT, y=4, width=_SIDE, height=_SIDE, rx=4, fill=look.track)


def _place(point: Array, bounds: tuple[Place, Place]) -> Place:
    (left, right), (low, high) = bounds
    x = _LEFT + _SIDE * (float(point[0]) - left) / (right - left)
    return x, 4 + _SIDE * (high - float(point[1])) / (high - low)


def _plane(found: _Found, look: Theme) -> Iterator[str]:
    experiment, plane = found.experiment, plane_of(found.experiment)
    orbits = [orbit for one in found.cycles for orbit in one.points]
    bounds = bounds_of(experiment, plane, found.points.points, *orbits)
    yield _frame(look)
    across, upwards = _place(np.zeros(2), bounds)
    yield svg.line(_LEFT, upwards, _LEFT + _SIDE, upwards, look.rule)
    yield svg.line(across, 4, across, 4 + _SIDE, look.rule)
    # Arrows stand in the middle of their cells, so that none leaves the plane.
    inner = tuple(
        (low + (high - low) / (2 * _ARROWS), high - (high - low) / (2 * _ARROWS))
        for low, high in bounds
    )
    field = vector_field(experiment.net, plane, inner, found.x, _ARROWS)
    far = float(np.sqrt((field.moves**2).sum(axis=-1)).max()) or 1.0
    cell = _SIDE / _ARROWS
    for places, moves in zip(field.places, field.moves, strict=True):
        for place, move in zip(places, moves, strict=True):
            size = float(np.hypot(*move))
            if size > 0:
                # Its length is the root of the move's, as in the large portrait.
                length = 0.85 * cell * (size / far) ** 0.5
                x, y = _place(place, bounds)
                yield _arrow(x, y, move / size * length, look)
    points = [_place(point, bounds) for point in plane.project(found.path)]
    yield element("path", d=svg.polyline(points), fill="none", stroke=look.ink,
                  stroke_width=1.6, stroke_linejoin="round")  # fmt: skip
    for x, y in dict.fromkeys((round(x), round(y)) for x, y in points):
        yield element("circle", cx=x, cy=y, r=2.4, fill=look.ink)
    for point, kind in zip(plane.project(found.points.points), found.points.kinds, strict=True):
        yield _mark(*_place(point, bounds), str(kind), look)
    for one in found.cycles:
        for orbit, kind in zip(one.points, one.kinds, strict=True):
            for point in plane.project(orbit):
                yield _mark(*_place(point, bounds), str(kind), look)


def _arrow(x: float, y: float, move: Array, look: Theme) -> str:
    dx, dy = float(move[0]), -float(move[1])
    tip = x + dx / 2, y + dy / 2
    back = 0.35
    head = [
        (tip[0] - back * (dx - side * dy * 0.7), tip[1] - back * (dy + side * dx * 0.7))
        for side in (1, -1)
    ]
    path = svg.polyline([(x - dx / 2, y - dy / 2), tip]) + svg.polyline([head[0], tip, head[1]])
    return element("path", d=path, fill="none", stroke=look.edge, stroke_width=0.9)


def _map(found: _Found, look: Theme) -> Iterator[str]:
    experiment = found.experiment
    map_ = Autonomous(experiment.net, found.x)
    visited = np.vstack([found.path, found.points.points])
    (across,) = view(experiment.net, plane_of(experiment), visited)
    states = np.linspace(*across, _FINE)
    after = map_.step(states[:, None])[:, 0]
    low, high = min(across[0], float(after.min())), max(across[1], float(after.max()))
    bounds = ((low, high), (low, high))

    def at(h: float, then: float) -> Place:
        return _place(np.array([h, then]), bounds)

    yield _frame(look)
    yield element("path", d=svg.polyline([at(low, low), at(high, high)]), fill="none",
                  stroke=look.edge, stroke_dasharray="4 3")  # fmt: skip
    curve = [at(float(h), float(then)) for h, then in zip(states, after, strict=True)]
    yield element("path", d=svg.polyline(curve), fill="none", stroke=look.role["W_hh"],
                  stroke_width=2)  # fmt: skip
    stairs = [at(float(found.path[0, 0]), float(found.path[0, 0]))]
    for (h,), (then,) in pairwise(found.path.tolist()):
        stairs += [at(h, then), at(then, then)]
    yield element("path", d=svg.polyline(stairs), fill="none", stroke=look.ink,
                  stroke_width=1.2)  # fmt: skip
    for (point,), kind in zip(found.points.points.tolist(), found.points.kinds, strict=True):
        yield _mark(*at(point, point), str(kind), look)
    yield svg.text("before", _LEFT + _SIDE - 4, HEIGHT - 9, look.soft, 10, anchor="end")
    yield svg.text("after", _LEFT + 5, 15, look.soft, 10, anchor="start")
