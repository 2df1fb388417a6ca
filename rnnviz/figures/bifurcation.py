"""The bifurcation diagram: where the state is in the long run, at every value of a knob."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.lines import padded
from rnnviz.figures.marks import shaded, upright, written_above
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    MARKS,
    UNFADED,
    above,
    as_points,
    click_layer,
    key_of,
    plain_axis,
    room_above,
    rows_of,
    sentence_rows,
)
from rnnviz.figures.scale import ends_over, nice
from rnnviz.figures.text import inert, rounded, texts
from rnnviz.figures.theme import LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.validation import as_array, as_count, as_instance, as_number

Array = npt.NDArray[np.float64]
Fixed = Sequence[tuple[float, npt.ArrayLike, Sequence[str]]]
Bools = npt.NDArray[np.bool_]

MOST_DOTS: Final = 50_000
LEVELS: Final = 2000  # heights of the picture that are told apart: dots on one another are one
BEYOND: Final = 10  # times what the runs reach at most values: larger states leave the picture
CLICKS: Final = 12  # places above one another that set the same value


def bifurcation(
    values: npt.ArrayLike,
    states: npt.ArrayLike,
    *,
    exploded: npt.ArrayLike | None = None,
    unit: int = 0,
    fixed: Fixed = (),
    value: float | None = None,
    name: str = "the knob",
    names: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw one unit's states in the long run over a knob's values, and its fixed points.

    A dot is a state that some run visits: one dot is a rest, p dots are a cycle, a smear is
    chaos or a slow drift. Stable fixed points are filled, the others open, by their kind.
    Where all runs explode, the ground is shaded. A value can be clicked: customdata are it.

    Args:
        values: (V,), of the knob, different: those of a `LongRun`, as are the next two.
        states: (V, S, K, H), the K last states of S runs at each.
        exploded: (V, S), runs that are not drawn; None means none.
        unit: which hidden unit.
        fixed: a (value, points (N, H), kinds) for each value whose fixed points are known.
        value: the present value of the knob, marked where it is within the others.
        name: of the knob.
        names: a text for each hidden unit.
        dark: for a dark ground.

    Raises:
        ValueError: an argument does not fit.
    """
    look = theme(dark)
    at = as_array("values", values, (None,), why="of the knob")
    runs = as_array("states", states, (len(at), None, None, None), why="of each value")
    V, S, _, H = runs.shape
    unit = as_count("unit", unit, least=0, most=H - 1)
    as_instance("name", name, str, "a text")
    units = texts("names", names, H, "hidden unit")
    called = units[unit] if units else f"hidden unit {unit}"
    knob = inert(name, 40)
    if not V or len(np.unique(at)) < V:
        raise ValueError("values are not different from each other: expected at least one")
    out = np.zeros((V, S), dtype=np.bool_)
    if exploded is not None:
        out = as_array("exploded", exploded, (V, S), why="as the states").astype(np.bool_)
    order = np.argsort(at)
    at, h, out = at[order], runs[order, ..., unit], out[order]
    marks = _fixed(fixed, H, unit)

    ends, beyond = _ends(h, out, np.concatenate([y for _, y in marks.values()]))
    x, y, num = _dots(at, h, out, ends)
    gap = np.diff(at).min() if V > 1 else 2.0 * max(1.0, abs(at[0]))
    low, high = float(at[0] - gap / 2), float(at[-1] + gap / 2)
    gone: Bools = np.asarray(out.all(axis=1))
    notes = []
    if len(x) < num:
        notes.append(f"{_thousands(len(x))} of {_thousands(num)} dots are drawn.")
    notes += beyond
    if gone.any():
        notes.append("Shaded: all runs explode.")
    elif out.any():
        notes.append("Some runs explode, and are not drawn.")
    kinds = key_of([kind for kind, (places, _) in marks.items() if len(places)])
    entries = ["dots: states in the long run"]
    if kinds:
        entries += [f"Fixed points: {kinds[0]}", *kinds[1:]]
    rows = [*rows_of(entries), *(row for note in notes for row in sentence_rows(note))]
    lines, said = [], []
    if value is not None:
        now = as_number("value", value)
        if low <= now <= high:
            lines = [upright(now, now, look)]
            place = (now - low) / (high - low)
            said = [written_above(now, place, 0, f"now {_plain(now)}", look.ink)]
    top = room_above(rows) + LINE * len(said)
    return go.Figure(
        data=[
            _clicks(at, ends, knob),
            *_marked(marks, look),
            {
                "type": "scatter",
                "x": x,
                "y": y,
                "name": "in the long run",
                "mode": "markers",
                "marker": {"color": look.ink, "size": 2.5, "opacity": 1.0},
                "unselected": UNFADED,
                "hoverinfo": "skip",
            },
        ],
        layout={
            "template": template(dark),
            "title": {"text": "In the long run, at every value"},
            "height": top + HEIGHT + BELOW,
            "margin": {"t": top, "b": BELOW},
            "hovermode": "closest",
            "xaxis": {**plain_axis((low, high), knob, look), "zeroline": False},
            "yaxis": plain_axis(ends, called, look),
            "shapes": [*_shades(at, gone, low, high, look), *lines],
            "annotations": [
                *({**words, "yshift": words["yshift"] + LINE * len(said)}
                  for words in above(rows, low, look)),
                *said,
            ],
        },
    )  # fmt: skip


def _fixed(fixed: Fixed, H: int, unit: int) -> dict[str, tuple[Array, Array]]:
    """Return, of each kind, the values and the heights of all fixed points."""
    found: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in MARKS}
    for value, points, kinds in fixed:
        places, given = as_points(points, kinds, H)
        for state, kind in zip(places, given, strict=True):
            found[kind][0].append(as_number("value", value))
            found[kind][1].append(float(state[unit]))
    return {kind: (np.array(x), np.array(y)) for kind, (x, y) in found.items()}


def _ends(h: Array, out: Bools, points: Array) -> tuple[tuple[float, float], list[str]]:
    """Return the ends of the vertical axis, and a sentence where something is beyond them.

    Args:
        h: (V, S, K), states of one unit.
        out: (V, S), runs that are not drawn.
        points: (N,), heights of fixed points.
    """
    sizes = np.where(out[:, :, None], 0.0, np.abs(h)).max(axis=(1, 2))
    calm = sizes[~out.all(axis=1)]
    # Next to where all explode, a run that is about to would flatten all others.
    most = BEYOND * float(np.median(calm)) if len(calm) else 0.0
    most = most or float(np.abs(points).max(initial=0.0)) or np.inf
    low, high = ends_over(np.clip(h[~out], -most, most), np.clip(points, -most, most))
    limit = nice(max(-low, high))
    ends = padded((0.0 if low >= 0 else -limit, limit))
    drawn = np.concatenate([h[~out].ravel(), points])
    if ((drawn < ends[0]) | (drawn > ends[1])).any():
        return ends, ["Some states are outside of the picture."]
    return ends, []


def _dots(
    values: Array, h: Array, out: Bools, ends: tuple[float, float]
) -> tuple[Array, Array, int]:
    """Return dots that can be told apart, at most 50 000 of them, and how many there were."""
    V = len(values)
    level = np.rint((h - ends[0]) / (ends[1] - ends[0]) * LEVELS)
    row = np.broadcast_to(np.arange(V)[:, None, None], h.shape)
    kept = np.broadcast_to(~out[:, :, None], h.shape)
    _, first = np.unique(np.stack([row[kept], level[kept]]), axis=1, return_index=True)
    x, y = values[row[kept][first]], h[kept][first]
    num = len(first)
    if num > MOST_DOTS:
        chosen = np.linspace(0, num - 1, MOST_DOTS).astype(np.intp)
        x, y = x[chosen], y[chosen]
    return x, y, num


def _clicks(values: Array, ends: tuple[float, float], knob: str) -> dict[str, Any]:
    shares = (np.arange(CLICKS) + 0.5) / CLICKS
    heights = ends[0] + (ends[1] - ends[0]) * shares
    places = np.stack(np.meshgrid(values, heights), axis=-1).reshape(-1, 2)
    hovers = [f"set {knob} to {_plain(value)}" for value in places[:, 0].tolist()]
    return click_layer(places, places[:, :1], hovers)


def _marked(marks: dict[str, tuple[Array, Array]], look: Theme) -> list[dict[str, Any]]:
    """Return the fixed points: stable ones as a band that the dots run in, the others open."""
    return [
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "name": kind,
            "mode": "markers",
            "marker": {
                "symbol": MARKS[kind].symbol,
                "size": 7 if MARKS[kind].is_filled else 5,
                "opacity": 1.0,
                "color": look.edge if MARKS[kind].is_filled else look.ground,
                "line": {
                    "color": look.soft,
                    "width": 0 if MARKS[kind].is_filled else 1.2,
                },
            },
            "unselected": UNFADED,
            "hoverinfo": "skip",
        }
        for kind, (x, y) in marks.items()
        if len(x)
    ]


def _shades(
    values: Array, gone: Bools, low: float, high: float, look: Theme
) -> list[dict[str, Any]]:
    """Return the ground of the values at which all runs explode."""
    edges = np.concatenate([[low], (values[1:] + values[:-1]) / 2, [high]])
    flips = np.flatnonzero(np.diff(gone, prepend=False, append=False)).reshape(-1, 2)
    return [shaded(float(edges[a]), float(edges[b]), look) for a, b in flips]


def _plain(value: float) -> str:
    return rounded(value, 4).removeprefix("+")


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", " ")
