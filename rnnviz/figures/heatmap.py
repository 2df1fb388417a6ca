"""Hidden states over time as a heatmap: a column for each step, a row for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.scale import colour_limit, signed_scale
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import in_cell, texts
from rnnviz.figures.theme import LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.trace import Trace

Array = npt.NDArray[np.float64]

FEW_STEPS: Final = 10  # a number in a cell stays readable on a phone
FEW_UNITS: Final = 8


def hidden_heatmap(
    trace: Trace,
    *,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    limit: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw h: a column for each step, a row for each hidden unit, colour its signed value.

    The colour scale is symmetric about 0, its limit printed at its ends. Up to 10 steps of
    8 units carry their numbers.

    Args:
        trace: the record of one sequence.
        step: the step whose column is marked.
        labels: a text for each step.
        names: a text for each hidden unit.
        limit: where the scale of colours ends, above 0; None means as in the graph: 1 for tanh,
            else the smallest of 1, 2, 5, 10, … that no |h| passes.
        dark: for a dark ground.

    Raises:
        ValueError: the trace is of a batch, or an option does not fit it.
    """
    steps, look = Steps.of(trace, step, labels), theme(dark)
    h = np.ascontiguousarray(trace.h[: steps.drawn].T)
    H = len(h)
    rows = texts("names", names, H, "hidden unit")
    few = steps.total <= FEW_STEPS and H <= FEW_UNITS
    limit = colour_limit(limit, trace.net.activation, h)
    words = steps.hover_texts
    top = 60 + LINE * steps.rows_above
    return go.Figure(
        data=[
            {
                "type": "heatmap",
                "x": steps.x,
                "y": np.arange(H),
                "z": h,
                "coloraxis": "coloraxis",
                "xgap": 1 if few else 0,
                "ygap": 1 if few else 0,
                "hovertext": None if words is None else np.broadcast_to(words, h.shape),
                "hovertemplate": steps.hover
                + ("" if rows else "hidden unit ")
                + "%{y}: %{z:+.4~g}<extra></extra>",
            },
            *([_numbers(h, limit, look, size=12 if steps.total <= 8 else 10)] if few else []),
        ],
        layout={
            "template": template(dark),
            "title": {"text": "Hidden state"},
            "height": top + steps.room_below + H * row_height(H),
            "margin": {"t": top, "b": steps.room_below},
            "plot_bgcolor": look.edge if few and steps.drawn == steps.total else look.ground,
            "coloraxis": signed_scale(limit, look),
            "xaxis": steps.axis(),
            "yaxis": unit_axis(H, rows),
            "shapes": [_frame(look), *steps.shapes(look, column=True)],
            "annotations": steps.words(look),
        },
    )


def unit_axis(H: int, names: list[str] | None) -> dict[str, Any]:
    """Return the vertical axis of a heatmap with a row for each hidden unit.

    Args:
        H: how many there are.
        names: H inert texts, or None for their numbers.
    """
    return {
        "title": {"text": "hidden unit"},
        "range": [H - 0.5, -0.5],
        "tickvals": np.arange(0, H, 1 if names or H <= 16 else 4),
        "labelalias": dict(zip(map(str, range(H)), names, strict=True)) if names else {},
    }


def row_height(H: int) -> int:
    """Return how many pixels high a row is, where there are H of them."""
    return 38 if H <= 4 else 30 if H <= 8 else 20 if H <= 16 else 14


def _frame(look: Theme) -> dict[str, Any]:
    return {
        "type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "xref": "paper", "yref": "paper",
        "line": {"color": look.edge, "width": 1},
    }  # fmt: skip


def _numbers(h: Array, limit: float, look: Theme, *, size: int) -> dict[str, Any]:
    """Return the cells' numbers as texts, each in the colour that stands out on its cell."""
    units, steps = np.indices(h.shape).reshape(2, -1)
    values = h.ravel()
    shares = np.clip(values / limit / 2 + 0.5, 0, 1)  # a number may be beyond the scale
    return {
        "type": "scatter",
        "x": steps,
        "y": units,
        "mode": "text",
        "text": np.array([in_cell(value, limit) for value in values]),
        "textfont": {
            "size": size,
            "color": np.array([look.on(look.of(share)) for share in shares]),
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
