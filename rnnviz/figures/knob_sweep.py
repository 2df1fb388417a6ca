"""One step at every value of a knob: the hidden units above, an output below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.heatmap import row_height, unit_axis
from rnnviz.figures.lines import (
    DATA_HEIGHT,
    LABEL_GAP,
    MOST_TOGETHER,
    end_labels,
    line_style,
    padded,
    value_axis,
)
from rnnviz.figures.scale import range_of, signed_scale
from rnnviz.figures.text import shown_width, texts
from rnnviz.figures.theme import CHARACTER, LINE, Theme, template, theme
from rnnviz.figures.turns import Turns
from rnnviz.sweeps import Sweep
from rnnviz.validation import as_count

Array = npt.NDArray[np.float64]
Ends = tuple[float, float]

OUTPUT_HEIGHT: Final = 110  # pixels
GAP: Final = 26  # pixels between the units and the output
BELOW: Final = 52  # pixels for the axis
SCALE: Final = 26  # pixels for the bar of colours, in a row of its own
MARKS: Final = 6  # along a line
# An axis ends at so many times what the base reaches: a line that grows without bound would
# flatten all others.
GROWTH: Final = 4


def knob_sweep(
    sweep: Sweep,
    *,
    step: int,
    value: float | None = None,
    output: int = 0,
    names: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw h and one output at a step, at every value of a knob.

    Above, a line for each hidden unit, or a row of colours where there are more than 8;
    below, the output. A solid line marks the present value, a dotted one the base's.
    Where the network has exploded by this step, the ground is shaded and nothing is drawn.
    The ranges are those of `hidden_lines` and `outputs`, but end at 4 times what the base
    reaches by this step (or the present value at it): beyond, a line leaves the picture.

    Args:
        sweep: V values of the knob, (V, T, H) hidden states, (V, T, O) outputs.
        step: which of the T steps.
        value: the present value of the knob, within the sweep's.
        output: which of the O outputs.
        names: a text for each hidden unit.
        output_names: a text for each output.
        dark: for a dark ground.

    Raises:
        ValueError: an option does not fit the sweep.
    """
    turns, look = Turns.of(sweep, step, value), theme(dark)
    H, O = sweep.h.shape[2], sweep.y.shape[2]
    output = as_count("output", output, least=0, most=O - 1)
    units = texts("names", names, H, "hidden unit")
    outs = texts("output_names", output_names, O, "output")
    net = sweep.base.net
    is_class = net.output == "softmax"
    out = outs[output] if outs else f"class {output}" if is_class else f"output {output}"

    h, h_ends = _at_step(sweep.h, turns, net.activation)
    y, y_ends = _at_step(sweep.y[..., [output]], turns, "sigmoid" if is_class else net.output)
    together = H <= MOST_TOGETHER
    if together:
        height = DATA_HEIGHT
        called = units or [f"unit {i}" for i in range(H)]
        states, labels = _lines(h, turns, called, h_ends, height, "y2", look)
        axis = value_axis(padded(h_ends), "hidden state", look)
    else:
        height = H * row_height(H)
        states, labels = _rows(h, turns, units), []
        axis = unit_axis(H, units)
    outputs, label = _lines(y, turns, [out], y_ends, OUTPUT_HEIGHT, "y", look)
    labels += label

    notes = []
    if _passes(y, y_ends) or (together and _passes(h, h_ends)):
        notes.append("lines go on beyond the edge")
    if not together and _passes(h, h_ends):
        notes.append("beyond the scale, its last colour")
    words = turns.words(look, notes)
    top = 44 + LINE * len(words) + (0 if together else SCALE)
    data = height + GAP + OUTPUT_HEIGHT
    longest = max((shown_width(label["text"]) for label in labels), default=0)
    scale = signed_scale(max(map(abs, h_ends)), look, down=36)
    return go.Figure(
        data=[*states, *outputs],
        layout={
            "template": template(dark),
            "title": {"text": f"Step {turns.step} at every value"},
            "height": top + data + BELOW,
            "margin": {"t": top, "b": BELOW, "r": round(LABEL_GAP + 6 + CHARACTER * longest)},
            "xaxis": turns.axis(),
            "yaxis": {
                **value_axis(padded(y_ends), "probability" if is_class else "output", look),
                "nticks": 4,
                "domain": [0, OUTPUT_HEIGHT / data],
            },
            "yaxis2": {**axis, "domain": [1 - height / data, 1]},
            "coloraxis": {**scale, "showscale": not together},
            "shapes": turns.shapes(look),
            "annotations": [*labels, *words],
        },
    )


def _at_step(states: Array, turns: Turns, function: str) -> tuple[Array, Ends]:
    """Return what is drawn of (V, T, N) numbers, and the ends of its vertical axis.

    Returns:
        (V, N), in the order of the turns and 0 where they have exploded; and the ends.
    """
    at = np.where(turns.fits[:, None], states[turns.rows, turns.step], 0.0)
    sizes = np.abs(at).max(axis=1)
    reached = []
    if turns.now is not None and turns.fits[now := turns.nearest(turns.now)]:
        reached.append(sizes[now])
    if turns.before is not None and turns.fits[base := turns.nearest(turns.before)]:
        reached.append(np.abs(states[turns.rows[base], : turns.step + 1]).max())
    if not reached and turns.fits.any():
        reached.append(np.median(sizes[turns.fits]))
    most = GROWTH * max(reached, default=0.0) or np.inf
    return at, range_of(function, np.clip(at, -most, most))


def _passes(values: Array, ends: Ends) -> bool:
    return bool(np.abs(values).max() > max(map(abs, ends)))


def _lines(
    values: Array,
    turns: Turns,
    names: list[str],
    ends: Ends,
    height: int,
    axis: str,
    look: Theme,
) -> tuple[list[go.Scatter], list[dict[str, Any]]]:
    """Return a line for each column of (V, N) values, in as many parts as there are runs.

    Also its name at its end.
    """
    V, N = values.shape
    lines = []
    every = max(1, V // MARKS)
    for i, (name, colour) in enumerate(zip(names, look.lines(N), strict=True)):
        # Lines that run on one another show each other's marks in turn.
        is_marked = (np.arange(V) - (2 * i + 1) * every // (2 * N)) % every == 0
        if turns.now is not None:
            now = turns.nearest(turns.now)
            is_marked[max(0, now - every // 4) : now + every // 4 + 1] = False
            is_marked[now] = True
        for run in turns.runs:
            alone = run.stop - run.start == 1
            style = line_style(i, values[run, i], colour, look, size=8)
            style["marker"]["opacity"] = np.where(is_marked[run] | alone, 1.0, 0.0)
            lines.append(
                go.Scatter(
                    **style,
                    x=turns.values[run],
                    y=values[run, i],
                    yaxis=axis,
                    name=name,
                    mode="lines+markers",
                    hovertemplate=f"{turns.name} = %{{x:.7~g}}<br>"
                    "%{fullData.name}: %{y:+.4~g}<extra></extra>",
                )
            )
    if not turns.runs:
        return lines, []
    last = turns.runs[-1].stop - 1
    low, high = padded(ends)
    said = [
        f"{name} ↑" if y > high else f"{name} ↓" if y < low else name
        for name, y in zip(names, values[last], strict=True)
    ]
    heights = np.clip(values[last], low, high)
    x = float(turns.values[last])
    labels = end_labels(x, heights, said, (low, high), LABEL_GAP, look, height, axis)
    if last < V - 1:  # no rule shall strike through a name that stands on the shaded ground
        labels = [{**label, "bgcolor": look.rule} for label in labels]
    return lines, labels


def _rows(values: Array, turns: Turns, names: list[str] | None) -> list[go.Heatmap]:
    """Return (V, H) values as colours, a row a unit, in as many parts as there are runs."""
    H = values.shape[1]
    return [
        go.Heatmap(
            # The edges of the columns, since values need not stand at equal distances.
            x=turns.edges[run.start : run.stop + 1],
            y=np.arange(H),
            z=np.ascontiguousarray(values[run].T),
            yaxis="y2",
            coloraxis="coloraxis",
            customdata=np.tile(turns.values[run], (H, 1)),
            hovertemplate=f"{turns.name} = %{{customdata:.7~g}}<br>"
            + ("" if names else "hidden unit ")
            + "%{y}: %{z:+.4~g}<extra></extra>",
        )
        for run in turns.runs
    ]
