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
from rnnviz.figures.theme import Theme, template, theme
from rnnviz.validation import as_count, as_instance

Array = npt.NDArray[np.float64]

SIGNS: Final = ("●", "■", "◆", "▲", "▼", "★", "⬢", "✚")  # of SYMBOLS
NOWHERE: Final = {
    "neutral": "at a place of its own",
    "balanced": "on a saddle or unstable point",
    "unsettled": "nowhere yet: chaotic or slow",
    "exploded": "exploded",
}
NEAR: Final = 8  # pixels: attractors so near fall on one place
MOST_KEYED: Final = 8  # attractors that have a line in the key


def many_starts(
    flow: Flow,
    projection: Projection,
    *,
    step: int,
    names: Sequence[str] | None = None,
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
    now, starts = projection.project(flow.states[step]), projection.project(flow.states[0])
    called, titles = short_axis_names(projection, units), axis_names(projection, units)
    hovers = _hovers(flow, now, called)
    if K == 1:
        bounds, titles = (bounds[0], bounds[0]), [titles[0], f"{called[0]} at the start"]
        now = np.concatenate([now, starts], axis=1)
        rests = [np.repeat(rest, 2, axis=1) for rest in rests]
    count = len(rests)
    shades = look.classes(count)
    rows = _key(flow, step, num_steps)
    return go.Figure(
        data=[
            *_nowhere(flow, now, hovers, look),
            *(
                _cloud(now[runs], [hovers[run] for run in runs], i, shades[i], look)
                for i in range(count)
                for runs in [np.flatnonzero(flow.ends == i)]
            ),
            *_rests(rests, bounds, shades, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": f"{B} start{'s' * (B != 1)}, after {step} step{'s' * (step != 1)}"},
            "height": room_above(rows) + HEIGHT + BELOW,
            "margin": {"t": room_above(rows), "b": BELOW},
            "hovermode": "closest",
            "xaxis": plain_axis(bounds[0], titles[0], look),
            "yaxis": plain_axis(bounds[1], titles[1], look),
            "annotations": above(rows, bounds[0][0], look),
        },
    )


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


def _cloud(places: Array, hovers: list[str], i: int, shade: str, look: Theme) -> dict[str, Any]:
    """Return the runs that end at one attractor."""
    return {
        "type": "scatter",
        "x": places[:, 0],
        "y": places[:, 1],
        "name": f"ends at {i + 1}",
        "mode": "markers",
        "marker": {
            "symbol": SYMBOLS[i % len(SYMBOLS)],
            "size": 7,
            "opacity": 1.0,
            "color": shade,
            "line": {"color": look.quiet, "width": 1},
        },
        "unselected": UNFADED,
        "hovertext": np.array(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _nowhere(flow: Flow, now: Array, hovers: list[str], look: Theme) -> list[dict[str, Any]]:
    """Return the runs that end at no attractor."""
    runs = np.flatnonzero(flow.ends < 0)
    if not len(runs):
        return []
    return [
        {
            "type": "scatter",
            "x": now[runs, 0],
            "y": now[runs, 1],
            "name": "at none",
            "mode": "markers",
            "marker": {"symbol": "x", "size": 6, "opacity": 1.0, "color": look.outline},
            "unselected": UNFADED,
            "hovertext": np.array([hovers[run] for run in runs]),
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]


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
