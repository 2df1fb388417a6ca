"""Values over time as lines, each labelled at its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.placement import spread
from rnnviz.figures.scale import range_of
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import shown_width, signed, texts
from rnnviz.figures.theme import CHARACTER, LINE, Theme, template, theme
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
        dark: for a dark ground.

    Raises:
        ValueError: the trace is of a batch, or an option does not fit it.
    """
    steps = Steps.of(trace, step, labels)
    H = trace.h.shape[1]
    units = texts("names", names, H, "hidden unit") or [f"unit {i}" for i in range(H)]
    h = trace.h[: steps.drawn]
    ends = range_of(trace.net.activation, h)
    return draw_lines(h, steps, units, ends, "Hidden units over time", "hidden state", dark=dark)


def draw_lines(
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    title: str,
    of: str,
    *,
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
        dark: for a dark ground.
    """
    N = len(names)
    together = N <= 2 or (N <= MOST_TOGETHER and N * steps.total <= MOST_POINTS)
    figure = go.Figure(
        layout={
            "template": template(dark),
            "title_text": title,
            "margin_r": round(LABEL_GAP + CHARACTER * max(map(shown_width, names))),
            "margin_b": steps.room_below,
        }
    )
    if together:
        _draw_together(figure, values, steps, names, ends, of, theme(dark))
    else:
        _draw_lanes(figure, values, steps, names, ends, of, theme(dark))
    steps.draw(figure, theme(dark))
    return figure


def _draw_together(
    figure: go.Figure,
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    of: str,
    look: Theme,
) -> None:
    low, high = ends
    pad = 0.04 * (high - low)
    limit = max(abs(low), abs(high))
    top = 44 + LINE * steps.rows_above
    figure.update_layout(
        height=top + DATA_HEIGHT + steps.room_below,
        margin_t=top,
        coloraxis={
            "cmin": -limit, "cmax": limit, "colorscale": look.colorscale, "showscale": False,
        },
    )  # fmt: skip
    figure.update_yaxes(
        title_text=of,
        range=[low - pad, high + pad],
        showgrid=True,
        gridcolor=look.rule,
        zeroline=True,
        zerolinecolor=look.outline,
        zerolinewidth=1,
        nticks=5,
        exponentformat="power",
    )
    figure.add_traces(
        [
            go.Scatter(
                **_line(values[:, i], steps, name),
                mode="lines+markers" if steps.total <= MOST_MARKS else "lines",
                line={"color": colour, "width": 1.6, "simplify": False},
                marker={
                    "symbol": SYMBOLS[i % len(SYMBOLS)],
                    "size": 9 if steps.total <= 20 else 6,
                    "color": values[:, i],
                    "coloraxis": "coloraxis",
                    "line": {"color": look.quiet, "width": 1},
                },
            )
            for i, (name, colour) in enumerate(zip(names, look.lines(len(names)), strict=True))
        ]
    )
    if steps.drawn:
        label_ends(
            figure, steps.drawn - 1, values[-1], names, (low - pad, high + pad), LABEL_GAP, look
        )


def _draw_lanes(
    figure: go.Figure,
    values: Array,
    steps: Steps,
    names: list[str],
    ends: tuple[float, float],
    of: str,
    look: Theme,
) -> None:
    N = len(names)
    lane = 40 if N <= MOST_TOGETHER else 26 if N <= 16 else LINE
    top = 44 + LINE * (1 + steps.rows_above)
    figure.update_layout(height=top + lane * N + steps.room_below, margin={"t": top, "l": 20})
    figure.add_traces(
        [
            go.Scatter(
                **_line(values[:, i], steps, name),
                yaxis=f"y{i + 1}" if i else "y",
                mode="lines",
                line={"color": look.quiet, "width": 1.2, "simplify": False},
                fill="tozeroy",
                fillcolor=look.rule,
            )
            for i, name in enumerate(names)
        ]
    )
    low, high = ends
    axis = {
        "range": [low, high], "fixedrange": True, "showticklabels": False, "showgrid": False,
        "zeroline": True, "zerolinecolor": look.rule, "zerolinewidth": 1,
    }  # fmt: skip
    lanes = {
        f"yaxis{i + 1}" if i else "yaxis": {**axis, "domain": [1 - (i + 0.95) / N, 1 - i / N]}
        for i in range(N)
    }
    figure.update_layout(lanes, xaxis_anchor=f"y{N}")
    for i, name in enumerate(names):
        figure.add_annotation(
            text=name, x=1, xref="paper", xanchor="left", xshift=8,
            y=1 - (i + 0.5) / N, yref="paper", yanchor="middle",
        )  # fmt: skip
    figure.add_annotation(
        text=f"{of}: each lane runs from {signed(low)} to {signed(high)}",
        x=0, xref="paper", xanchor="left",
        y=1, yref="paper", yanchor="bottom", yshift=4 + LINE * steps.rows_above,
        font={"color": look.quiet}, borderpad=0,
    )  # fmt: skip


def _line(values: Array, steps: Steps, name: str) -> dict[str, Any]:
    return {
        "x": steps.x,
        "y": values,
        "name": name,
        "hovertext": steps.hover_texts,
        "hovertemplate": steps.hover + "%{fullData.name}: %{y:+.4~g}<extra></extra>",
    }


def label_ends(
    figure: go.Figure,
    x: float,
    heights: Array,
    names: Sequence[str],
    ends: tuple[float, float],
    gap: float,
    look: Theme,
) -> None:
    """Write a name beside each height at the data's end, no two of them touching.

    Args:
        figure: what to write on; its data stand `DATA_HEIGHT` pixels high.
        x: where the data end.
        heights: (N,) values on the vertical axis.
        names: N inert texts.
        ends: the ends of the vertical axis.
        gap: pixels from the data's end to the names.
        look: the theme.
    """
    per_pixel = (ends[1] - ends[0]) / DATA_HEIGHT
    wanted = (heights - ends[0]) / per_pixel
    line = min(LINE, DATA_HEIGHT / len(names))
    placed = spread(wanted, line, line / 2, DATA_HEIGHT - line / 2)
    for name, height, want, place in zip(names, heights, wanted, placed, strict=True):
        figure.add_annotation(
            text=name,
            x=x,
            y=float(height),
            showarrow=True,
            ax=gap,
            ay=float(want - place),
            xanchor="left",
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=look.outline,
            standoff=6,
            borderpad=1,
        )
