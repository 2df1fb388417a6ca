"""The state as a moving point: its path, where it would go from elsewhere, where it rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.dynamics.basins import Basins
from rnnviz.dynamics.cycles import Cycles
from rnnviz.dynamics.flow import Flow, VectorField
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
from rnnviz.figures.field import arrows, nullclines
from rnnviz.figures.path import MOST_RUNS, cursor_of, path_of_states, runs
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    UNFADED,
    Ends,
    above,
    as_points,
    axis_names,
    click_layer,
    click_places,
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
)
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import texts
from rnnviz.figures.theme import template
from rnnviz.look.blending import blend
from rnnviz.look.palette import Theme, theme
from rnnviz.trace import Trace
from rnnviz.validation import as_array, as_instance

Array = npt.NDArray[np.float64]
Bounds = tuple[Ends, Ends]

OFF: Final = 0.03  # of the picture's width: a point that far away is not in the plane


def phase_portrait(
    trace: Trace,
    projection: Projection,
    *,
    field: VectorField | None = None,
    points: npt.ArrayLike | None = None,
    kinds: Sequence[str] = (),
    slow_points: npt.ArrayLike | None = None,
    cycles: Sequence[Cycles] = (),
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
    Up to 6 cycles are drawn, the stable ones first, each as its points and a dashed line.
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
        cycles: of some periods, one a period.
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
    closed = as_closed(cycles, H)
    closed, num_more = closed[:MOST_CYCLES], len(closed[MOST_CYCLES:])
    visited = visited_by(closed, H)
    _check_planes(projection, field, basins, flow)

    states = np.concatenate([trace.initial_state[None, :H], trace.h[: steps.drawn]])
    path = projection.project(states)
    bounds = _bounds(trace, projection, np.concatenate([states, fixed, visited]), field, basins)
    far = OFF * max(high - low for low, high in bounds)
    is_off, is_visited_off = (off_plane(projection, some) > far for some in (fixed, visited))
    called = short_axis_names(projection, units)
    words = [
        *_key_to_points(given, slow),
        *key_of_cycles(closed, num_more),
        *(["small: off plane"] if is_off.any() or is_visited_off.any() else []),
        *_key(field, basins, flow, called),
        *([] if steps.cursor is None else [f"◎ {steps.called(steps.cursor)}"]),
        *_notes(trace, projection, field, path, bounds, steps),
    ]
    rows = rows_of(words)
    titles = axis_names(projection, units)
    return go.Figure(
        data=[
            _clicks(bounds, called),
            *([] if basins is None else [_basins(basins, look)]),
            *([] if field is None else [arrows(field, look), *nullclines(field, called, look)]),
            *([] if flow is None else [runs(flow, projection, look)]),
            *closed_lines(closed, [projection.project(one.states) for one in closed], look),
            *path_of_states(path, steps, bounds, called, look),
            *([_slow(projection, slow, called, look)] if len(slow) else []),
            *marked_points(
                projection.project(fixed),
                given,
                said_of(fixed, projection, called),
                look,
                is_off=is_off,
            ),
            *closed_points(
                closed,
                projection.project(visited),
                said_of(visited, projection, called),
                look,
                is_off=is_visited_off,
            ),
            *cursor_of(path, steps, look),
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
    field: VectorField | None,
    basins: Basins | None,
) -> Bounds:
    """Return the ends of both axes: those of the field or the basins, or what holds all states."""
    if field is not None:
        low, high = field.places[0, 0], field.places[-1, -1]
    elif basins is not None:
        low, high = basins.axes[:, 0], basins.axes[:, -1]
    else:
        first, second = view(trace.net, projection, states)
        return first, second
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _key_to_points(kinds: Sequence[str], slow: Array) -> list[str]:
    """Return what the marks of fixed points mean."""
    entries = key_of(kinds) + (["• slow"] if len(slow) else [])
    if entries:
        entries[0] = f"Fixed points: {entries[0]}"
    return entries


def _key(
    field: VectorField | None, basins: Basins | None, flow: Flow | None, called: list[str]
) -> list[str]:
    """Return what lines and shades mean."""
    entries = []
    if field is not None and field.change.size:
        entries += [f"— {called[0]} stays", f"··· {called[1]} stays"]
    if basins is not None:
        entries.append("same shade: same end")
        if (basins.labels < 0).any():
            entries.append("no shade: none")
    if flow is not None:
        more = flow.states.shape[1] > MOST_RUNS
        entries.append(f"thin: {f'{MOST_RUNS} of the ' if more else ''}other starts")
    return entries


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
            where = "the slice at ◎" if at_cursor else "a slice through one state"
            notes.append(f"Arrows: only moves in {where}.")
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
        blend(look.ground, look.edge, 0.12 + 0.4 * place / max(num - 1, 1)) for place in order
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
            "color": look.soft,
            "line": {"color": look.ground, "width": 1},
        },
        "unselected": UNFADED,
        "hovertext": np.array(said_of(slow, projection, called)),
        "hovertemplate": "slow, no fixed point<br>%{hovertext}<extra></extra>",
    }
