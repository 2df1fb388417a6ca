"""Outputs over time: class probabilities as stacked bars, anything else as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.lines import DATA_HEIGHT, LABEL_GAP, draw_lines, end_labels
from rnnviz.figures.scale import colour_limit, range_of
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import shown_width, texts
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.look.palette import theme
from rnnviz.trace import Trace

FEW_STEPS: Final = 10  # a probability in a bar stays readable on a phone
MANY_STEPS: Final = 40  # beyond which bars stand without gaps


def outputs(
    trace: Trace,
    *,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    limit: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw y: stacked class probabilities for softmax, else a line for each output.

    Lines run in 0 … 1 for sigmoid, else in ± the next round number above max |y| (from
    0 where nothing is negative); many lines have a lane each, as in `hidden_lines`.

    Args:
        trace: the record of one sequence.
        step: the step that is marked.
        labels: a text for each step.
        names: a text for each output.
        limit: where the colours of the marks end, above 0; None means as in the graph: 1 for
            sigmoid, else the smallest of 1, 2, 5, 10, … that no |y| passes.
        dark: for a dark ground.

    Raises:
        ValueError: the trace is of a batch, or an option does not fit it.
    """
    steps = Steps.of(trace, step, labels)
    O = trace.y.shape[1]
    given = texts("names", names, O, "output")
    if trace.net.output == "softmax":
        return _bars(trace, steps, given or [f"class {k}" for k in range(O)], dark=dark)
    y = trace.y[: steps.drawn]
    outs = given or [f"output {k}" for k in range(O)]
    ends = range_of(trace.net.output, y)
    limit = colour_limit(limit, trace.net.output, y)
    return draw_lines(y, steps, outs, ends, "Outputs over time", "output", limit=limit, dark=dark)


def _bars(trace: Trace, steps: Steps, names: list[str], *, dark: bool) -> go.Figure:
    look = theme(dark)
    y = trace.y[: steps.drawn]
    few, many = steps.total <= FEW_STEPS, steps.total > MANY_STEPS
    top = 44 + LINE * steps.rows_above
    labels = []
    if steps.drawn:
        middles = np.cumsum(y[-1]) - y[-1] / 2
        labels = end_labels(steps.drawn - 0.5, middles, names, (0, 1), LABEL_GAP - 4, look)
    return go.Figure(
        data=[
            {
                "type": "bar",
                "x": steps.x,
                "y": y[:, k],
                "name": name,
                "marker": {
                    "color": colour,
                    "line": {"color": look.edge, "width": 0 if many else 1},
                },
                "texttemplate": "%{y:.2f}" if few else None,
                "textposition": "inside" if few else "none",
                "textfont": {"color": look.on(colour)},
                "insidetextanchor": "middle",
                "textangle": 0,
                "hovertext": steps.hover_texts,
                "hovertemplate": steps.hover + "%{fullData.name}: %{y:.4f}<extra></extra>",
            }
            for k, (name, colour) in enumerate(zip(names, look.classes(len(names)), strict=True))
        ],
        layout={
            "template": template(dark),
            "title": {"text": "Class probabilities over time"},
            "height": top + DATA_HEIGHT + steps.room_below,
            "margin": {
                "t": top,
                "b": steps.room_below,
                "r": round(LABEL_GAP + 6 + CHARACTER * max(map(shown_width, names))),
            },
            "barmode": "stack",
            "bargap": 0 if many else 0.15,
            "uniformtext": {"minsize": 9, "mode": "hide"},
            "xaxis": steps.axis(),
            "yaxis": {"title": {"text": "probability"}, "range": [0, 1], "tickvals": [0, 0.5, 1]},
            "shapes": steps.shapes(look, column=True),
            "annotations": [*labels, *steps.words(look)],
        },
    )
