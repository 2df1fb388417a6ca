"""A cloud of starts that flows: where each is after some steps, and where it will end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.dynamics.flow import Flow
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics.view import view
from rnnviz.figures.lines import SYMBOLS
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    NARROW,
    UNFADED,
    above,
    axis_names,
    placed,
    plain_axis,
    room_above,
    rows_of,
    short_axis_names,
)
from rnnviz.figures.text import texts
from rnnviz.figures.theme import template
from rnnviz.look.palette import Theme, theme
from rnnviz.validation import as_count, as_instance

Array = npt.NDArray[np.float64]

SIGNS: Final = ("●", "■", "◆", "▲", "▼", "★", "⬢", "✚")  # of SYMBOLS
NOWHERE: Final = {
    "neutral": "at a place of its own",
    "balanced": "on a saddle or unstable point",
    "unsettled": "nowhere yet: chaotic or slow",
    "exploded": "exploded",
}
FRAME: Final = 120  # ms that a step is shown while it plays
NEAR: Final = 8  # pixels: attractors so near fall on one place
MOST_KEYED: Final = 8  # attractors that have a line in the key


def many_starts(
    flow: Flow,
    projection: Projection,
    *,
    step: int,
    names: Sequence[str] | None = None,
    play: bool = False,
    dark: bool = False,
) -> go.Figure:
    """Draw where many starts are after some steps, by where they end.

    Starts that end at the same attractor have the same mark and shade; the attractor is the
    same mark, large, with its number. Those that end at none are crosses. The picture's ends
    are those of the whole flow, so that nothing rescales from step to step. In a view on one
    axis, each start keeps its height: its value at the start.

    Args:
        flow: B runs of n steps.
        projection: of one or two axes, on the states of its network.
        step: 0 … n; 0 is the starts.
        names: a text for each hidden unit.
        play: whether a button plays the steps from this one on.
        dark: for a dark ground.

    Raises:
        ValueError: an argument does not fit.
    """
    as_instance("flow", flow, Flow, "a Flow")
    as_instance("projection", projection, Projection, "a Projection")
    look = theme(dark)
    num_steps, B, H = flow.states.shape[0] - 1, *flow.states.shape[1:]
    step = as_count("step", step, least=0, most=num_steps)
    K = projection.num_axes
    if K > 2 or projection.axes.shape[1] != H:
        raise ValueError(
            f"projection has axes of shape {projection.axes.shape}: expected (1, {H}) or (2, {H})"
        )
    units = texts("names", names, H, "hidden unit")
    rests = [projection.project(cycle) for cycle in flow.attractors]
    bounds = view(flow.net, projection, _seen(flow))
    called, titles = short_axis_names(projection, units), axis_names(projection, units)
    hovers = _hovers(flow, projection.project(flow.states[step]), called)
    if K == 1:
        bounds, titles = (bounds[0], bounds[0]), [titles[0], f"{called[0]} at the start"]
        rests = [np.repeat(rest, 2, axis=1) for rest in rests]
    shades = look.classes(len(rests))
    # Those that end nowhere first, below the others.
    groups = [
        (i, runs)
        for i in range(-1, len(rests))
        for runs in [np.flatnonzero(flow.ends == i)]
        if i >= 0 or len(runs)
    ]
    now = _places(flow, projection, step)
    rows = _key(flow, step, num_steps)
    figure = go.Figure(
        data=[
            *(
                _cloud(now[runs], [hovers[run] for run in runs], i, shades, look)
                for i, runs in groups
            ),
            *_rests(rests, bounds, shades, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": f"{B} start{'s' * (B != 1)}"},
            "height": room_above(rows) + HEIGHT + BELOW,
            "margin": {"t": room_above(rows), "b": BELOW},
            "hovermode": "closest",
            "xaxis": plain_axis(bounds[0], titles[0], look),
            "yaxis": plain_axis(bounds[1], titles[1], look),
            "annotations": above(rows, bounds[0][0], look),
        },
    )
    if play and step < num_steps:
        figure.layout.updatemenus = [_player(look)]
        figure.frames = [
            {
                "name": str(k),
                "traces": list(range(len(groups))),
                "data": [
                    {"type": "scatter", "x": places[runs, 0], "y": places[runs, 1]}
                    for places in [_places(flow, projection, k)]
                    for _, runs in groups
                ],
                "layout": {"annotations": above(_key(flow, k, num_steps), bounds[0][0], look)},
            }
            for k in range(step, num_steps + 1)
        ]
    return figure


def _places(flow: Flow, projection: Projection, step: int) -> Array:
    """Return where the runs are drawn after a step, (B, 2)."""
    now = projection.project(flow.states[step])
    if projection.num_axes == 2:
        return now
    return np.concatenate([now, projection.project(flow.states[0])], axis=1)


def _player(look: Theme) -> dict[str, Any]:
    """Return the buttons that play the frames and stop them, above the data's right corner."""
    play = {"frame": {"duration": FRAME, "redraw": True}, "transition": {"duration": 0}}
    stop = {"frame": {"duration": 0, "redraw": True}}
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 1,
        "xanchor": "right",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 8},
        "bgcolor": look.ground,
        "bordercolor": look.edge,
        "font": {"color": look.ink},
        "buttons": [
            {"label": "Play", "method": "animate", "args": [None, {"mode": "immediate", **play}]},
            {"label": "Stop", "method": "animate", "args": [[None], {"mode": "immediate", **stop}]},
        ],
    }


def _seen(flow: Flow) -> Array:
    """Return the states that the picture holds: all but those on the way of an explosion."""
    H = flow.states.shape[2]
    calm = flow.states[:, flow.fates != "exploded"].reshape(-1, H)
    starts = flow.states[0, flow.exploded_at != 0]
    seen = np.concatenate([calm, starts, *flow.attractors])
    return seen if len(seen) else np.zeros((1, H))


def _hovers(flow: Flow, now: Array, called: list[str]) -> list[str]:
    """Return what is said of each run: where it is, and where it ends."""
    ends = [
        f"ends at {end + 1}" if end >= 0 else NOWHERE.get(str(fate), "")
        for end, fate in zip(flow.ends.tolist(), flow.fates.tolist(), strict=True)
    ]
    return [
        f"start {i}, {end}<br>{where}"
        for i, (end, where) in enumerate(zip(ends, placed(now, called), strict=True))
    ]


def _key(flow: Flow, step: int, num_steps: int) -> list[str]:
    """Return what the marks mean and how many runs end there, in rows."""
    counts = np.bincount(flow.ends[flow.ends >= 0], minlength=len(flow.attractors)).tolist()
    entries = []
    for i, (cycle, runs) in enumerate(zip(flow.attractors, counts, strict=True)):
        if i < MOST_KEYED:
            what = f"{i + 1}, a cycle of {len(cycle)}" if len(cycle) > 1 else f"{i + 1}"
            entries.append(f"{SIGNS[i % len(SIGNS)]} {what}: {runs}")
    if len(counts) > MOST_KEYED:
        entries.append(f"{len(counts) - MOST_KEYED} more: {sum(counts[MOST_KEYED:])}")
    if entries:
        entries[0] = f"Ends at {entries[0]}"
    for fate, words in NOWHERE.items():
        runs = int(((flow.ends < 0) & (flow.fates == fate)).sum())
        if runs:
            entries.append(f"× {words}: {runs}")
    return [*rows_of(entries), f"step {step} of {num_steps}"]


def _cloud(
    places: Array, hovers: list[str], i: int, shades: list[str], look: Theme
) -> dict[str, Any]:
    """Return the runs that end at one attractor; at none, where i is −1."""
    marker: dict[str, Any] = {"symbol": "x", "size": 6, "opacity": 1.0, "color": look.edge}
    if i >= 0:
        marker |= {
            "symbol": SYMBOLS[i % len(SYMBOLS)],
            "size": 7,
            "color": shades[i],
            "line": {"color": look.soft, "width": 1},
        }
    return {
        "type": "scatter",
        "x": places[:, 0],
        "y": places[:, 1],
        "name": f"ends at {i + 1}" if i >= 0 else "at none",
        "mode": "markers",
        "marker": marker,
        "unselected": UNFADED,
        "hovertext": np.array(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _rests(
    rests: Sequence[Array], bounds: Sequence[tuple[float, float]], shades: list[str], look: Theme
) -> list[dict[str, Any]]:
    """Return the attractors, numbered. Of those that fall on one place, later ones are smaller."""
    pixels = np.array([NARROW, HEIGHT]) / [high - low for low, high in bounds]
    firsts = [rest[0] * pixels for rest in rests]
    beneath = [
        [j for j in range(i) if math.dist(firsts[i], firsts[j]) < NEAR] for i in range(len(rests))
    ]
    labels = ["" if beneath[i] else str(i + 1) for i in range(len(rests))]
    for i, others in enumerate(beneath):
        if others:
            labels[others[0]] += f", {i + 1}"
    return [
        {
            "type": "scatter",
            "x": rest[:, 0],
            "y": rest[:, 1],
            "name": f"attractor {i + 1}",
            "mode": "markers+text",
            "marker": {
                "symbol": SYMBOLS[i % len(SYMBOLS)],
                "size": max(17 - 7 * len(beneath[i]), 6),
                "opacity": 1.0,
                "color": shades[i],
                "line": {"color": look.ink, "width": 1.5 if beneath[i] else 2.5},
            },
            "unselected": {**UNFADED, "textfont": {"color": look.ink}},
            "text": np.array([labels[i], *[""] * (len(rest) - 1)]),
            "textposition": "top right" if rest[0, 0] < sum(bounds[0]) / 2 else "top left",
            "textfont": {"color": look.ink},
            "hovertext": np.array([f"attractor {i + 1}"] * len(rest)),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for i, rest in enumerate(rests)
    ]
