"""The state as a moving point: its path, where it would go from elsewhere, where it rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.dynamics.basins import Basins
from rnnviz.dynamics.flow import Flow, VectorField
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.view import view
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    NARROW,
    UNFADED,
    Ends,
    above,
    as_points,
    axis_names,
    click_layer,
    click_places,
    cursor_ring,
    key_of,
    marked_points,
    off_plane,
    placed,
    plain_axis,
    room_above,
    rows_of,
    said_of,
    sentence_rows,
    short_axis_names,
    with_room,
)
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import texts
from rnnviz.figures.theme import Theme, blend, template, theme
from rnnviz.trace import Trace
from rnnviz.validation import as_array, as_instance

Array = npt.NDArray[np.float64]
Bounds = tuple[Ends, Ends]

APART: Final = 22  # pixels from one numbered step to the next
MANY_STEPS: Final = 60  # beyond which the marks of the path are small
MOST_RUNS: Final = 100  # of a flow, drawn as paths
OFF: Final = 0.03  # of the picture's width: a point that far away is not in the plane
ARROW: Final = 0.9  # of a field's cell: the longest arrow
HEAD: Final = 0.26  # of a cell: the longest barb


def phase_portrait(
    trace: Trace,
    projection: Projection,
    *,
    field: VectorField | None = None,
    points: npt.ArrayLike | None = None,
    kinds: Sequence[str] = (),
    slow_points: npt.ArrayLike | None = None,
    basins: Basins | None = None,
    flow: Flow | None = None,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw the path of the state in a plane, and what the network does to states around it.

    The path is ink up to the marked step and faint after it; as many steps have their number
    as find room. Arrows show where one step moves the state (longer is farther, their lengths
    are the roots of the moves'); of two units, a line shows where each unit stays as it is.
    Where the plane does not hold all states, the figure says what it leaves out. Every place
    can be clicked: its customdata are its two coordinates, which `projection.lift` takes; those of
    a place on the path are its step alone (−1: before step 0).

    Args:
        trace: the record of one sequence.
        projection: of two axes, on the states of its network.
        field: arrows, on the same plane.
        points: (N, H), fixed points.
        kinds: of each point, "stable", "saddle", "unstable", "marginal" or "undefined".
        slow_points: (K, H), where the state nearly rests.
        basins: shades for starts that end at the same place, on the same two units.
        flow: runs from other starts, up to 100 of which are drawn as thin paths.
        step: the step that is marked.
        labels: a text for each step.
        names: a text for each hidden unit.
        dark: for a dark ground.

    Raises:
        ValueError: something does not fit the trace or the plane.
    """
    steps = Steps.of(trace, step, labels)
    H, look = trace.h.shape[1], theme(dark)
    as_instance("projection", projection, Projection, "a Projection")
    if projection.axes.shape != (2, H):
        raise ValueError(f"projection has axes of shape {projection.axes.shape}: expected (2, {H})")
    units = texts("names", names, H, "hidden unit")
    fixed, given = as_points(points, kinds, H)
    slow = np.empty((0, H))
    if slow_points is not None and np.size(slow_points):
        slow = as_array("slow_points", slow_points, (None, H), why="a state a row")
    _check_planes(projection, field, basins, flow)

    states = np.concatenate([trace.initial_state[None, :H], trace.h[: steps.drawn]])
    path = projection.project(states)
    bounds = _bounds(trace, projection, states, fixed, field, basins)
    is_off = off_plane(projection, fixed) > OFF * max(high - low for low, high in bounds)
    called = short_axis_names(projection, units)
    rows = [
        *_key(given, slow, field, basins, flow, called, some_off=bool(is_off.any())),
        *_notes(trace, projection, field, path, bounds, steps),
    ]
    if steps.cursor is not None:
        rows.append(f"◎ {steps.called(steps.cursor)}")
    titles = axis_names(projection, units)
    return go.Figure(
        data=[
            _clicks(bounds, called),
            *([] if basins is None else [_basins(basins, look)]),
            *([] if field is None else [_arrows(field, look), *_nullclines(field, called, look)]),
            *([] if flow is None else [_runs(flow, projection, look)]),
            *_path(path, steps, bounds, called, look),
            *([_slow(projection, slow, called, look)] if len(slow) else []),
            *marked_points(
                projection.project(fixed),
                given,
                said_of(fixed, projection, called),
                look,
                is_off=is_off,
            ),
            *_cursor(path, steps, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": "The state as a moving point"},
            "height": room_above(rows) + HEIGHT + BELOW,
            "margin": {"t": room_above(rows), "b": BELOW},
            "hovermode": "closest",
            "xaxis": plain_axis(bounds[0], titles[0], look),
            "yaxis": plain_axis(bounds[1], titles[1], look),
            "annotations": above(rows, bounds[0][0], look),
        },
    )


def _check_planes(
    projection: Projection, field: VectorField | None, basins: Basins | None, flow: Flow | None
) -> None:
    H = projection.axes.shape[1]
    if field is not None:
        as_instance("field", field, VectorField, "a VectorField")
        same = np.shape(field.projection.axes) == np.shape(projection.axes)
        if not (same and np.allclose(field.projection.axes, projection.axes)):
            raise ValueError("field is of another plane than projection: expected the same axes")
    if basins is not None:
        as_instance("basins", basins, Basins, "Basins")
        if basins.projection.units != projection.units or basins.net.hidden_size != H:
            raise ValueError(
                f"basins are of units {basins.projection.units}: expected {projection.units}"
            )
    if flow is not None:
        as_instance("flow", flow, Flow, "a Flow")
        if flow.states.shape[2] != H:
            raise ValueError(f"flow has {flow.states.shape[2]} hidden units: expected {H}")


def _bounds(
    trace: Trace,
    projection: Projection,
    states: Array,
    points: Array,
    field: VectorField | None,
    basins: Basins | None,
) -> Bounds:
    """Return the ends of both axes: those of the field or the basins, or what holds all states."""
    if field is not None:
        low, high = field.places[0, 0], field.places[-1, -1]
    elif basins is not None:
        low, high = basins.axes[:, 0], basins.axes[:, -1]
    else:
        first, second = view(trace.net, projection, np.concatenate([states, points]))
        return first, second
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _key(
    kinds: Sequence[str],
    slow: Array,
    field: VectorField | None,
    basins: Basins | None,
    flow: Flow | None,
    called: list[str],
    *,
    some_off: bool,
) -> list[str]:
    """Return what the marks mean, in rows."""
    entries = key_of(kinds)
    if some_off:
        entries.append("small: off this plane")
    if len(slow):
        entries.append("• slow")
    if entries:
        entries[0] = f"Fixed points: {entries[0]}"
    if field is not None and field.change.size:
        entries += [f"— {called[0]} stays", f"··· {called[1]} stays"]
    if basins is not None:
        entries.append("same shade: same end")
        if (basins.labels < 0).any():
            entries.append("no shade: none")
    if flow is not None:
        more = flow.states.shape[1] > MOST_RUNS
        entries.append(f"thin: {f'{MOST_RUNS} of the ' if more else ''}other starts")
    return rows_of(entries)


def _notes(
    trace: Trace,
    projection: Projection,
    field: VectorField | None,
    path: Array,
    bounds: Bounds,
    steps: Steps,
) -> list[str]:
    """Return what the picture leaves out, in rows."""
    notes = []
    if field is not None:
        if field.is_exact:
            notes.append("Arrows: one step, exact.")
        elif projection.units is None:
            notes.append("Arrows: of states in this plane; moves out of it are not shown.")
        else:
            at_cursor = steps.cursor is not None and _is_at(field.projection, trace.h[steps.cursor])
            through = "the marked state" if at_cursor else "one state"
            notes.append(f"Arrows: a slice through {through}; other units' moves are not shown.")
    elif not projection.is_whole:
        notes.append("Seen from one side: there are more directions than two.")
    low, high = np.array(bounds).T
    if ((path < low) | (path > high)).any():
        notes.append("The path leaves the picture.")
    if steps.drawn < steps.total:
        notes.append(f"Exploded at step {steps.drawn}.")
    return [row for note in notes for row in sentence_rows(note)]


def _is_at(plane: Projection, state: Array) -> bool:
    return bool(np.allclose(plane.lift(plane.project(state)), state))


def _clicks(bounds: Bounds, called: list[str]) -> dict[str, Any]:
    places = click_places(bounds)
    return click_layer(places, places, [f"start here: {at}" for at in placed(places, called)])


def _basins(basins: Basins, look: Theme) -> dict[str, Any]:
    """Return the basins as shades of the ground."""
    num = max(len(basins.attractors), 1)
    # In order of their values, neighbours would hardly differ: every other one is darker.
    order = [i // 2 + (i % 2) * ((num + 1) // 2) for i in range(num)]
    shades = [look.ground] + [
        blend(look.ground, look.outline, 0.12 + 0.4 * place / max(num - 1, 1)) for place in order
    ]
    scale = [[edge / len(shades), shade] for i, shade in enumerate(shades) for edge in (i, i + 1)]
    return {
        "type": "heatmap",
        "x": basins.axes[0],
        "y": basins.axes[1],
        "z": basins.labels,
        "name": "basins",
        "zmin": -1.5,
        "zmax": num - 0.5,
        "colorscale": scale,
        "showscale": False,
        "hoverinfo": "skip",
    }


def _arrows(field: VectorField, look: Theme) -> dict[str, Any]:
    """Return all arrows as one line with gaps: shafts, and two barbs each."""
    places, moves = field.places.reshape(-1, 2), field.moves.reshape(-1, 2)
    cell = np.array([field.places[0, 1, 0] - field.places[0, 0, 0],
                     field.places[1, 0, 1] - field.places[0, 0, 1]])  # fmt: skip
    inside = moves / cell
    lengths = np.linalg.norm(inside, axis=1)
    longest = lengths.max()
    share = np.sqrt(lengths / longest) if longest > 0 else lengths
    drawn = share > 0.02
    size = ARROW * share[drawn, None]
    along = inside[drawn] / lengths[drawn, None]
    start = places[drawn] / cell - along * size / 2  # its middle stands at its place
    tip = start + along * size
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    barb = np.minimum(HEAD, 0.45 * size)
    sides = [tip - barb * (0.85 * along + sign * 0.5 * across) for sign in (1, -1)]
    gap = np.full_like(tip, np.nan)
    line = np.stack([start, tip, gap, sides[0], tip, sides[1], gap], axis=1).reshape(-1, 2) * cell
    return {
        "type": "scatter",
        "x": line[:, 0],
        "y": line[:, 1],
        "name": "one step",
        "mode": "lines",
        "line": {"color": look.outline, "width": 1.2, "simplify": False},
        "hoverinfo": "skip",
    }


def _nullclines(field: VectorField, called: list[str], look: Theme) -> list[dict[str, Any]]:
    """Return, of two units, the lines on which each stays as it is."""
    if not field.change.size:
        return []
    axes = np.argmax(field.projection.axes, axis=1)  # which unit each axis is
    return [
        {
            "type": "contour",
            "x": field.fine[0],
            "y": field.fine[1],
            "z": np.ascontiguousarray(field.change[..., unit], dtype=np.float32),
            "name": f"{name} stays",
            "contours": {"start": 0, "end": 0, "size": 1, "coloring": "none"},
            "line": {"color": look.quiet, "width": 1.8, "dash": dash},
            "showscale": False,
            "hoverinfo": "skip",
        }
        for unit, name, dash in zip(axes, called, ("solid", "dot"), strict=True)
    ]


def _runs(flow: Flow, projection: Projection, look: Theme) -> dict[str, Any]:
    """Return runs from other starts as one thin line with gaps."""
    paths = projection.project(flow.states[:, :MOST_RUNS]).swapaxes(0, 1)
    gaps = np.full((len(paths), 1, 2), np.nan)
    line = np.concatenate([paths, gaps], axis=1).reshape(-1, 2)
    sizes = np.zeros(paths.shape[:2])
    sizes[:, 0] = 6
    return {
        "type": "scatter",
        "x": line[:, 0],
        "y": line[:, 1],
        "name": "other starts",
        "mode": "lines+markers",
        "line": {"color": look.quiet, "width": 1, "simplify": False},
        "marker": {
            "color": look.quiet,
            "opacity": 1.0,
            "size": np.concatenate([sizes, np.zeros((len(paths), 1))], axis=1).ravel(),
        },
        "unselected": UNFADED,
        "hoverinfo": "skip",
    }


def _path(
    path: Array, steps: Steps, bounds: Bounds, called: list[str], look: Theme
) -> list[dict[str, Any]]:
    """Return the path up to the cursor in ink, and what comes after it, faint."""
    numbered = _numbered(path, steps, bounds)
    now = len(path) - 1 if steps.cursor is None else min(steps.cursor + 1, len(path) - 1)
    steps_of = ["before step 0", *map(steps.called, range(steps.drawn))]
    hovers = [f"{t}<br>{at}" for t, at in zip(steps_of, placed(path, called), strict=True)]
    size = 4 if steps.total > MANY_STEPS else 6
    parts = []
    for name, part, colour in (
        ("still to come", slice(now, None), look.outline),
        ("path", slice(0, now + 1), look.ink),
    ):
        places = np.arange(len(path))[part]
        if name == "still to come" and len(places) < 2:
            continue
        shown = places if name == "path" else places[1:]
        of_size = np.where(np.isin(places, shown), float(size), 0.0)
        text = look.ink if name == "path" else look.quiet
        symbols = np.where(places == 0, "square", "circle")
        words = ["start" if i == 0 else str(i - 1) if i in numbered else "" for i in places]
        words = [word if place in shown else "" for word, place in zip(words, places, strict=True)]
        parts.append(
            {
                "type": "scatter",
                "x": path[part, 0],
                "y": path[part, 1],
                "name": name,
                "mode": "lines+markers+text",
                "line": {"color": colour, "width": 1.6, "simplify": False},
                "marker": {
                    "color": colour,
                    "opacity": 1.0,
                    "size": np.where(places == 0, 9, of_size),
                    "symbol": symbols,
                },
                "unselected": {**UNFADED, "textfont": {"color": text}},
                "text": np.array(words),
                "textposition": "top right",
                "textfont": {"color": text},
                "customdata": places[:, None] - 1,
                "hovertext": np.array(hovers[part]),
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    return parts


def _numbered(path: Array, steps: Steps, bounds: Bounds) -> set[int]:
    """Return which places of the path have room for their step's number."""
    spans = np.array([high - low for low, high in bounds])
    pixels = path / spans * [NARROW, HEIGHT]
    order = list(range(1, len(path)))
    if steps.cursor is not None and steps.cursor + 1 < len(path):
        order.insert(0, steps.cursor + 1)
    return with_room(pixels, order, APART, [pixels[0] + [12, 0]])


def _cursor(path: Array, steps: Steps, look: Theme) -> list[dict[str, Any]]:
    """Return a ring around the state of the marked step."""
    if steps.cursor is None or steps.cursor >= steps.drawn:
        return []
    x, y = path[steps.cursor + 1]
    return [cursor_ring(np.array([x]), np.array([y]), look)]


def _slow(projection: Projection, slow: Array, called: list[str], look: Theme) -> dict[str, Any]:
    places = projection.project(slow)
    return {
        "type": "scatter",
        "x": places[:, 0],
        "y": places[:, 1],
        "name": "slow",
        "mode": "markers",
        "marker": {
            "size": 6,
            "opacity": 1.0,
            "color": look.quiet,
            "line": {"color": look.ground, "width": 1},
        },
        "unselected": UNFADED,
        "hovertext": np.array(said_of(slow, projection, called)),
        "hovertemplate": "slow, no fixed point<br>%{hovertext}<extra></extra>",
    }
