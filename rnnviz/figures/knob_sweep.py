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
    end_labels,
    line_style,
    padded,
    value_axis,
)
from rnnviz.figures.marks import heading
from rnnviz.figures.scale import range_of, signed_scale
from rnnviz.figures.text import shown_width, texts
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.figures.turns import Turns
from rnnviz.look.limits import limit_of
from rnnviz.look.palette import Theme, theme
from rnnviz.sweeps import Sweep
from rnnviz.validation import as_count

Array = npt.NDArray[np.float64]
Ends = tuple[float, float]

FEW_UNITS: Final = 4  # more lines that bend and cross cannot be followed
OUTPUT_HEIGHT: Final = 110  # pixels
GAP: Final = 34  # pixels between the units and the output, with the output's name
BELOW: Final = 52  # pixels for the axis
SCALE: Final = 26  # pixels for the bar of colours, in a row of its own
MARKS: Final = 6  # along a line
# An axis ends at so many times what the base reaches: a line that grows without bound would
# flatten all others.
GROWTH: Final = 10


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

    Above, a line for each hidden unit, or a row of colours where there are more than 4;
    below, the output. A solid line marks the present value, a dotted one the base's.
    Where the network has exploded by this step, the ground is shaded and nothing is drawn.
    The ranges are those of `hidden_lines` and `outputs`, but end at 10 times what the base
    reaches by this step (or the present value at it). What passes that leaves the picture,
    which then says so.

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
    few = H <= FEW_UNITS
    if few:
        height = DATA_HEIGHT
        called = units or [f"unit {i}" for i in range(H)]
        states, labels = _lines(h, turns, called, look), _labels(h, turns, called, h_ends, look)
        axis = value_axis(padded(h_ends), "hidden state", look)
        right = round(LABEL_GAP + 6 + CHARACTER * (2 + max(map(shown_width, called))))
    else:
        height = H * row_height(H)
        states, labels = _rows(h, turns, units), []
        axis = unit_axis(H, units)
        right = 20
    is_cut = _passes(h, h_ends) or _passes(y, y_ends)
    ground = look.ground if turns.fits[0] else look.grid
    words = turns.words(look, ["larger numbers pass the scale"] if is_cut else [])
    top = 44 + LINE * len(words) + (0 if few else SCALE)
    data = height + GAP + OUTPUT_HEIGHT
    return go.Figure(
        data=[*states, *_output(y[:, 0], turns, out, look)],
        layout={
            "template": template(dark),
            "title": {"text": f"Step {turns.step} at every value"},
            "height": top + data + BELOW,
            "margin": {"t": top, "b": BELOW, "r": right},
            "xaxis": turns.axis(),
            "yaxis": {
                **value_axis(padded(y_ends), "probability" if is_class else "output", look),
                "nticks": 4,
                "domain": [0, OUTPUT_HEIGHT / data],
            },
            "yaxis2": {**axis, "domain": [1 - height / data, 1]},
            "coloraxis": {
                **signed_scale(_limit(sweep, h_ends), look, down=36),
                "showscale": not few,
            },
            "shapes": turns.shapes(look),
            # At the end of its line, a long name would take half of a phone's width.
            "annotations": [*labels, *words, heading(out, OUTPUT_HEIGHT / data, ground)],
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


def _limit(sweep: Sweep, ends: Ends) -> float:
    """Return where the colours of the states end: as in the graph, further out where they go."""
    net, x, initial_state = sweep.base
    trace = net.rollout(x, initial_state)
    return limit_of(net.activation, trace.h[: trace.exploded_at], np.array(ends))


def _passes(values: Array, ends: Ends) -> bool:
    return bool(np.abs(values).max() > max(map(abs, ends)))


def _lines(values: Array, turns: Turns, names: list[str], look: Theme) -> list[dict[str, Any]]:
    """Return a line for each column of (V, N) values, in as many parts as there are runs."""
    N = len(names)
    return [
        {
            "type": "scatter",
            **_line(values[run, i], turns, run, name),
            **line_style(i, values[run, i], colour, look, size=8),
            "marker_opacity": marked[run].astype(float),
            "yaxis": "y2",
            "mode": "lines+markers",
        }
        for i, (name, colour) in enumerate(zip(names, look.lines(N), strict=True))
        for marked in [_marked(turns, i / N)]
        # Without any run, a line of no length: the axes are drawn all the same.
        for run in turns.runs or [slice(0, 0)]
    ]


def _output(values: Array, turns: Turns, name: str, look: Theme) -> list[dict[str, Any]]:
    """Return (V,) values as one line, in as many parts as there are runs."""
    return [
        {
            "type": "scatter",
            **_line(values[run], turns, run, name),
            "line": {"color": look.ink, "width": 1.6, "simplify": False},
            "mode": "lines+markers" if run.stop - run.start == 1 else "lines",
            "marker": {"color": look.ink, "size": 6},
        }
        for run in turns.runs or [slice(0, 0)]
    ]


def _line(values: Array, turns: Turns, run: slice, name: str) -> dict[str, Any]:
    return {
        "x": turns.values[run],
        "y": values,
        "name": name,
        "hovertemplate": f"{turns.name} = %{{x:.7~g}}<br>"
        "%{fullData.name}: %{y:+.4~g}<extra></extra>",
    }


def _marked(turns: Turns, share: float) -> npt.NDArray[np.bool_]:
    """Return which of the values carry a mark on a line: a few, and the present one.

    Args:
        turns: the values.
        share: how far the marks are moved, 0 … 1 of their distance: lines that run on one
            another then show each other's marks in turn.
    """
    V = len(turns.values)
    every = max(1, V // MARKS)
    # None at the ends, where half of it would be cut off, and none that touch the present one.
    marked: npt.NDArray[np.bool_] = (np.arange(V) - every // 2 - int(share * every)) % every == 0
    if every > 1:
        marked[[0, -1]] = False
    if turns.now is not None:
        now = turns.nearest(turns.now)
        marked[max(0, now - every // 4) : now + every // 4 + 1] = False
        marked[now] = True
    for run in turns.runs:
        if run.stop - run.start == 1:
            marked[run] = True  # a line of one value would not be seen
    return marked


def _labels(
    values: Array, turns: Turns, names: list[str], ends: Ends, look: Theme
) -> list[dict[str, Any]]:
    """Return a name at the end of each line, with an arrow where it has left the picture."""
    if not turns.runs:
        return []
    last = turns.runs[-1].stop - 1
    low, high = padded(ends)
    said = [
        f"{name} ↑" if y > high else f"{name} ↓" if y < low else name
        for name, y in zip(names, values[last], strict=True)
    ]
    heights = np.clip(values[last], low, high)
    labels = end_labels(float(turns.values[last]), heights, said, (low, high), LABEL_GAP, look)
    if last < len(turns.values) - 1:
        # No rule shall strike through a name that stands on the shaded ground.
        labels = [{**label, "bgcolor": look.grid} for label in labels]
    return [{**label, "yref": "y2"} for label in labels]


def _rows(values: Array, turns: Turns, names: list[str] | None) -> list[dict[str, Any]]:
    """Return (V, H) values as colours, a row a unit, in as many parts as there are runs."""
    H = values.shape[1]
    return [
        {
            "type": "heatmap",
            # The edges of the columns, since values need not stand at equal distances.
            "x": turns.edges[run.start : run.stop + 1],
            "y": np.arange(H),
            "z": np.ascontiguousarray(values[run].T),
            "yaxis": "y2",
            "coloraxis": "coloraxis",
            "customdata": np.tile(turns.values[run], (H, 1)),
            "hovertemplate": f"{turns.name} = %{{customdata:.7~g}}<br>"
            + ("" if names else "hidden unit ")
            + "%{y}: %{z:+.4~g}<extra></extra>",
        }
        for run in turns.runs
    ]
