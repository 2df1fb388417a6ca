"""Values over time as lines, each labelled at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.placement import spread
from rnnviz.figures.scale import colour_limit, range_of, signed_scale
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import shown_width, signed, texts
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.trace import Trace

Array = npt.NDArray[np.float64]

MOST_TOGETHER: Final = 8  # lines in one pair of axes; more have a lane each
MOST_POINTS: Final = 240  # of all lines together, or they cover one another
DATA_HEIGHT: Final = 260  # pixels
LABEL_GAP: Final = 22  # pixels from a line's end to its label
# Lines are told apart by their marks: colour says a value, dashes say W_hh.
SYMBOLS: Final = (
    "circle", "square", "diamond", "triangle-up", "triangle-down", "star", "hexagon", "cross",
)  # fmt: skip
MOST_MARKS: Final = 40  # steps of a line that carry marks


def hidden_lines(
    trace: Trace,
    *,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    limit: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw h: a line for each hidden unit, labelled at its end.

    The range is ±1 for tanh, else ± the next round number above max |h| (from 0 where
    nothing is negative). More than 8 units, or 240 points in all, would cover one
    another: each then has a lane of its own, all of the same printed range.

    Args:
        trace: the record of one sequence.
        step: the step that is marked.
        labels: a text for each step.
        names: a text for each hidden unit.
        limit: where the colours of the marks end, above 0; None means as in the graph: 1 for tanh,
            else the smallest of 1, 2, 5, 10, … that no |h| passes.
        dark: for a dark ground.

    Raises:
        ValueError: the trace is of a batch, or an option does not fit it.
    """
    steps = Steps.of(trace, step, labels)
    H = trace.h.shape[1]
    units = texts("names", names, H, "hidden unit") or [f"unit {i}" for i in range(H)]
    h = trace.h[: steps.drawn]
    ends = range_of(trace.net.activation, h)
    limit = colour_limit(limit, trace.net.activation, h)
    return draw_lines(
        h, steps, units, ends, "Hidden units over time", "hidden state", limit=limit, dark=dark
    )


def draw_lines(
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    title: str,
    of: str,
    *,
    limit: float,
    dark: bool,
) -> go.Figure:
    """Draw columns of values as lines, together or in lanes.

    Args:
        values: (drawn steps, N).
        steps: the step axis.
        names: N inert texts.
        ends: the lowest and the highest value of the vertical axis.
        title: of the figure.
        of: what the vertical axis shows.
        limit: where the colours of the marks end.
        dark: for a dark ground.
    """
    N, look = len(names), theme(dark)
    together = N <= 2 or (N <= MOST_TOGETHER and N * steps.total <= MOST_POINTS)
    if together:
        lines, layout = _together(values, steps, names, ends, of, limit, look)
    else:
        lines, layout = _lanes(values, steps, names, ends, of, look)
    return go.Figure(
        data=lines,
        layout={
            "template": template(dark),
            "title": {"text": title},
            **layout,
            "xaxis": {**layout.get("xaxis", {}), **steps.axis()},
            "shapes": steps.shapes(look),
            "annotations": [*layout["annotations"], *steps.words(look)],
            "margin": {
                "r": round(LABEL_GAP + 6 + CHARACTER * max(map(shown_width, names))),
                "b": steps.room_below,
                **layout["margin"],
            },
        },
    )


def _together(
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    of: str,
    limit: float,
    look: Theme,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    low, high = padded(ends)
    top = 44 + LINE * steps.rows_above
    lines = [
        {
            "type": "scatter",
            **_line(values[:, i], steps, name),
            **line_style(i, values[:, i], colour, look, size=9 if steps.total <= 20 else 6),
            "mode": "lines+markers" if steps.total <= MOST_MARKS else "lines",
        }
        for i, (name, colour) in enumerate(zip(names, look.lines(len(names)), strict=True))
    ]
    layout = {
        "height": top + DATA_HEIGHT + steps.room_below,
        "margin": {"t": top},
        "yaxis": value_axis((low, high), of, look),
        "coloraxis": {**signed_scale(limit, look), "showscale": False},
        "annotations": end_labels(steps.drawn - 1, values[-1], names, (low, high), LABEL_GAP, look)
        if steps.drawn
        else [],
    }
    return lines, layout


def _lanes(
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    of: str,
    look: Theme,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    N, (low, high) = len(names), ends
    lane = 40 if N <= MOST_TOGETHER else 26 if N <= 16 else LINE
    top = 44 + LINE * (1 + steps.rows_above)
    axes = ["y", *(f"y{i}" for i in range(2, N + 1))]
    lines = [
        {
            "type": "scatter",
            **_line(values[:, i], steps, name),
            "yaxis": axis,
            "mode": "lines",
            "line": {"color": look.soft, "width": 1.2, "simplify": False},
            "fill": "tozeroy",
            "fillcolor": look.grid,
        }
        for i, (name, axis) in enumerate(zip(names, axes, strict=True))
    ]
    labels = [
        {
            "text": name, "x": 1, "xref": "paper", "xanchor": "left", "xshift": 8,
            "y": 1 - (i + 0.5) / N, "yref": "paper", "yanchor": "middle",
        }
        for i, name in enumerate(names)
    ]  # fmt: skip
    scale = {
        "text": f"{of}: each lane runs from {signed(low)} to {signed(high)}",
        "x": 0, "xref": "paper", "xanchor": "left", "borderpad": 0,
        "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4 + LINE * steps.rows_above,
        "font": {"color": look.soft},
    }  # fmt: skip
    layout = {
        "height": top + lane * N + steps.room_below,
        "margin": {"t": top, "l": 20},
        "xaxis": {"anchor": axes[-1]},
        "annotations": [*labels, scale],
    }
    for i, axis in enumerate(axes):
        layout[axis.replace("y", "yaxis")] = {
            "range": ends, "domain": [1 - (i + 0.95) / N, 1 - i / N], "showticklabels": False,
        }  # fmt: skip
    return lines, layout


def line_style(i: int, values: Array, colour: str, look: Theme, *, size: int) -> dict[str, Any]:
    """Return how the i-th line of several looks: its colour, and marks in the values' colours."""
    return {
        "line": {"color": colour, "width": 1.6, "simplify": False},
        "marker": {
            "symbol": SYMBOLS[i % len(SYMBOLS)],
            "size": size,
            "color": values,
            "coloraxis": "coloraxis",
            "line": {"color": look.soft, "width": 1},
        },
    }


def padded(ends: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of an axis a little further apart, so that no line lies on its edge."""
    pad = 0.04 * (ends[1] - ends[0])
    return ends[0] - pad, ends[1] + pad


def value_axis(ends: tuple[float, float], of: str, look: Theme) -> dict[str, Any]:
    """Return the vertical axis of lines.

    Args:
        ends: its lowest and its highest value.
        of: what it shows.
        look: the theme.
    """
    return {
        "title": {"text": of},
        "range": list(ends),
        "showgrid": True,
        "gridcolor": look.grid,
        "zeroline": True,
        "zerolinecolor": look.edge,
        "zerolinewidth": 1,
        "nticks": 5,
        "exponentformat": "power",
    }


def _line(values: Array, steps: Steps, name: str) -> dict[str, Any]:
    return {
        "x": steps.x,
        "y": values,
        "name": name,
        "hovertext": steps.hover_texts,
        "hovertemplate": steps.hover + "%{fullData.name}: %{y:+.4~g}<extra></extra>",
    }


def end_labels(
    x: float,
    heights: Array,
    names: Sequence[str],
    ends: tuple[float, float],
    gap: float,
    look: Theme,
    *,
    pixels: int = DATA_HEIGHT,
    rows: int = 1,
) -> list[dict[str, Any]]:
    """Return annotations with a name beside each height at the data's end, none touching.

    Args:
        x: where the data end.
        heights: (N,) values on the vertical axis.
        names: N inert texts.
        ends: the ends of the vertical axis.
        gap: pixels from the data's end to the names.
        look: the theme.
        pixels: the height of the data.
        rows: of text in a name.
    """
    per_pixel = (ends[1] - ends[0]) / pixels
    wanted = (heights - ends[0]) / per_pixel
    line = min(LINE * rows, pixels / len(names))
    placed = spread(wanted, line, line / 2, pixels - line / 2)
    return [
        {
            "text": name,
            "x": x,
            "y": float(height),
            "showarrow": True,
            "ax": gap,
            "ay": float(want - place),
            "xanchor": "left",
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": look.edge,
            "standoff": 6,
            "borderpad": 1,
        }
        for name, height, want, place in zip(names, heights, wanted, placed, strict=True)
    ]
