"""One unit: the map from each state to the next, and the steps that bounce along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.dynamics.cycles import Cycles
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.view import view
from rnnviz.figures.closed import (
    MOST_CYCLES,
    as_closed,
    closed_lines,
    closed_points,
    key_of_cycles,
    visited_by,
)
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    NARROW,
    UNFADED,
    above,
    as_points,
    click_layer,
    click_places,
    cursor_ring,
    key_of,
    marked_points,
    placed,
    plain_axis,
    room_above,
    rows_of,
    sentence_rows,
    with_room,
)
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import rounded, texts
from rnnviz.figures.theme import template
from rnnviz.look.palette import Theme, theme
from rnnviz.trace import Trace
from rnnviz.validation import as_array

Array = npt.NDArray[np.float64]

CURVE: Final = 401  # points of a map
MOST_MAPS: Final = 6  # inputs of earlier steps whose maps are drawn, faint
APART: Final = 22  # pixels from one numbered step to the next
CLICKS: Final = 32  # states that can be clicked, each at as many heights


def cobweb(
    trace: Trace,
    *,
    x: npt.ArrayLike | None = None,
    points: npt.ArrayLike | None = None,
    kinds: Sequence[str] = (),
    cycles: Sequence[Cycles] = (),
    step: int | None = None,
    labels: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw the map of one unit, h ↦ F(h), and the steps of a trace up to the marked one.

    Each step goes upright from the diagonal to the map, which is the new state, and level back
    to the diagonal. Where the map crosses the diagonal the state rests. Under an input that
    varies, the map of the marked step is drawn, and those of up to 6 other inputs, faint. Up to 6
    cycles are drawn, the stable ones first, each as its points on the map and its web. Every
    place can be clicked: its customdata are its two coordinates, the state below it and a next
    one; those of a place on the web are its step alone (−1: before step 0).

    Args:
        trace: the record of one sequence of a network of one hidden unit.
        x: (I,), the input whose map is drawn; None means that of the marked step.
        points: (N, 1), the fixed points of that map.
        kinds: of each, "stable", "saddle", "unstable", "marginal" or "undefined".
        cycles: of that map, one a period.
        step: the step that is marked; None means the last.
        labels: a text for each step.
        names: a text for the hidden unit.
        dark: for a dark ground.

    Raises:
        ValueError: the network has more units, or something does not fit the trace.
    """
    steps, look = Steps.of(trace, step, labels), theme(dark)
    net = trace.net
    if net.hidden_size != 1:
        raise ValueError(f"the network has {net.hidden_size} hidden units: expected one")
    called = (texts("names", names, 1, "hidden unit") or ["h"])[0]
    fixed, given = as_points(points, kinds, 1)
    closed = as_closed(cycles, 1)
    closed, num_more = closed[:MOST_CYCLES], len(closed[MOST_CYCLES:])
    visited = visited_by(closed, 1)
    webs = [_corners(one.states[:, 0]) for one in closed]
    last = max(steps.drawn - 1, 0) if steps.cursor is None else steps.cursor
    shown = min(last + 1, steps.drawn)  # steps of the web
    inputs = trace.x[:shown]
    now = trace.x[last] if x is None else as_array("x", x, (net.input_size,), why="one input")
    others = [row for row in np.unique(inputs, axis=0) if not np.array_equal(row, now)]

    states = np.concatenate([trace.initial_state[None, :1], trace.h[: steps.drawn]])
    line = Projection.of_units((0,), np.zeros(1))
    (ends,) = view(net, line, np.concatenate([states, fixed, visited]))
    h = np.linspace(*ends, CURVE)
    notes = []
    if others and x is None:
        notes.append(f"The line: the map of step {last}; faint: those of other steps' inputs.")
    elif others:
        notes.append("The line: the map of one input; faint: those of the steps.")
    if len(others) > MOST_MAPS:
        notes.append(f"{MOST_MAPS} of the {len(others)} other maps are drawn.")
    if steps.drawn < steps.total:
        notes.append(f"Exploded at step {steps.drawn}.")
    words = [
        *("— the map", "··· the diagonal"),
        *key_of(given),
        *key_of_cycles(closed, num_more),
        *([f"◎ {steps.called(last)}"] if last < steps.drawn else []),
        *(row for note in notes for row in sentence_rows(note)),
    ]
    rows = rows_of(words)
    places = click_places((ends, ends), CLICKS)
    states_of = places[:, :1]
    pairs = np.stack([states_of[:, 0], _map(trace, now, states_of[:, 0])], axis=1)
    hovers = [f"start here: {rounded(a)}, then {rounded(b)}" for a, b in pairs.tolist()]
    return go.Figure(
        data=[
            click_layer(places, places, hovers),
            _line(h, h, "diagonal", look.soft, 1.2, dash="dot"),
            *(
                _line(h, _map(trace, row, h), "another map", look.edge, 1)
                for row in others[:MOST_MAPS]
            ),
            _line(h, _map(trace, now, h), "map", look.soft, 2.6),
            *closed_lines(closed, webs, look),
            _web(states[: shown + 1, 0], steps, ends, called, look),
            *marked_points(np.repeat(fixed, 2, axis=1), given, placed(fixed, [called]), look),
            *closed_points(
                closed,
                np.concatenate([np.empty((0, 2)), *(web[::2] for web in webs)]),
                placed(visited, [called]),
                look,
            ),
            *_ring(states, last, steps, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": "From each state to the next"},
            "height": room_above(rows) + HEIGHT + BELOW,
            "margin": {"t": room_above(rows), "b": BELOW},
            "hovermode": "closest",
            "xaxis": plain_axis(ends, f"{called} before a step", look),
            "yaxis": plain_axis(ends, f"{called} after it", look),
            "annotations": above(rows, ends[0], look),
        },
    )


def _map(trace: Trace, x: Array, h: Array) -> Array:
    """Return F(h) of states (N,) under an input."""
    after: Array = np.clip(Autonomous(trace.net, x).step(h[:, None])[:, 0], -1e300, 1e300)
    return after


def _line(
    x: Array, y: Array, name: str, colour: str, width: float, *, dash: str = "solid"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "name": name,
        "mode": "lines",
        "line": {"color": colour, "width": width, "dash": dash, "simplify": False},
        "hoverinfo": "skip",
    }


def _corners(h: Array) -> Array:
    """Return the corners of the web of a cycle (p,): (h₀, h₁), (h₁, h₁), (h₁, h₂), …, (2 p, 2)."""
    after = np.roll(h, -1)
    return np.stack([h, after, after, after], axis=1).reshape(-1, 2)


def _web(
    h: Array, steps: Steps, ends: tuple[float, float], called: str, look: Theme
) -> dict[str, Any]:
    """Return the steps between states (n + 1,): upright to the map, level to the diagonal."""
    # (h₀, h₀), (h₀, h₁), (h₁, h₁), (h₁, h₂), …: every second place is on the map.
    across = np.repeat(h, 2)[: 2 * len(h) - 1]
    up = np.repeat(h, 2)[1:]
    places = np.arange(len(across))
    hovers = [f"start<br>{called}: {rounded(h[0])}"]
    for t, after in enumerate(h[1:].tolist()):
        hovers += [f"{steps.called(t)}<br>{called}: {rounded(after)}"] * 2
    pixels = (np.stack([across, up], axis=1) - ends[0]) / (ends[1] - ends[0]) * [NARROW, HEIGHT]
    on_map = [*places[1::2][-1:], *places[1::2]]  # the last one first: it is marked
    numbered = with_room(pixels, on_map, APART, [pixels[0]])
    words = [str(i // 2) if i in numbered else "" for i in places.tolist()]
    words[0] = "start"
    side = np.where(pixels[:, 0] < NARROW / 2, "right", "left")
    return {
        "type": "scatter",
        "x": across,
        "y": up,
        "name": "steps",
        "mode": "lines+markers+text",
        "line": {"color": look.ink, "width": 1.5, "simplify": False},
        "marker": {
            "color": look.ink,
            "opacity": 1.0,
            "size": np.where(places == 0, 9, np.where(places % 2 == 1, 6, 0)),
            "symbol": np.where(places == 0, "square", "circle"),
        },
        "unselected": {**UNFADED, "textfont": {"color": look.ink}},
        "text": np.array(words),
        "textposition": np.char.add(np.where(places == 0, "bottom ", "top "), side),
        "textfont": {"color": look.ink},
        "customdata": (places[:, None] + 1) // 2 - 1,
        "hovertext": np.array(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _ring(states: Array, last: int, steps: Steps, look: Theme) -> list[dict[str, Any]]:
    """Return a ring where the marked step meets the map."""
    if last >= steps.drawn:
        return []
    return [cursor_ring(states[last], states[last + 1], look)]
