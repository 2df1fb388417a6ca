"""One thing changed at one step: how far all that follows moves, and what gradients foresaw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.cells import ONLY_WHERE_IT_FITS, cell_numbers
from rnnviz.figures.heatmap import row_height
from rnnviz.figures.lines import LABEL_GAP, end_labels, padded, value_axis
from rnnviz.figures.marks import heading, upright, written_above
from rnnviz.figures.scale import colour_limit, ends_over, limit_over, range_of, signed_scale
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import inert, texts
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.interventions import Intervention
from rnnviz.look.palette import Theme, theme
from rnnviz.trace import EXPLODED
from rnnviz.validation import as_choice, as_count, as_instance

Array = npt.NDArray[np.float64]
Show = Literal["difference", "states"]

SHOWS: Final = ("difference", "states")
MANY_STEPS: Final = 40  # beyond which bars stand without gaps
MOST_NUMBERED: Final = (16, 8)  # steps and units whose cells may carry numbers
FORESEEN: Final = 2  # times the real move: a prediction beyond that leaves the scale
MOST_SAID: Final = 32  # characters of what was changed
SCALE: Final = 26  # pixels for the bar of colours, in a row of its own
NARROW: Final = 220  # pixels, what a phone leaves between the axis and the labels at the ends
HEADING: Final = 22  # pixels above the first panel
GAP: Final = 34  # pixels between panels, with a heading
TALLEST: Final = 260  # pixels, a map of many units
LENGTHS: Final = 80  # pixels
OUTPUT: Final = 110  # pixels
ENDS: Final = ("as it was", "after")


@dataclass(frozen=True, slots=True)
class _Maps:
    """Heatmaps below one another, on one vertical axis.

    Attributes:
        headings: what each shows.
        values: (drawn steps, H) each.
        limit: where the scale of colours ends.
        names: H inert texts, or None for numbers.
        first_numbered: the first step whose cells may carry numbers.
    """

    headings: list[str]
    values: list[Array]
    limit: float
    names: list[str] | None
    first_numbered: int

    @property
    def num_units(self) -> int:
        return int(self.values[0].shape[1])

    @property
    def row(self) -> int:
        """The height of a row in pixels."""
        return max(4, min(row_height(self.num_units), TALLEST // self.num_units))

    @property
    def every(self) -> int:
        """How many rows there are from the first of one map to the first of the next."""
        return self.num_units + math.ceil((GAP - 6) / self.row)

    @property
    def num_rows(self) -> int:
        return self.every * (len(self.values) - 1) + self.num_units


def intervention(
    intervention: Intervention,
    *,
    names: Sequence[str] | None = None,
    changed: str = "",
    prediction: bool = False,
    show: Show = "difference",
    output: int = 0,
    output_names: Sequence[str] | None = None,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw what one change at one step does to all later steps.

    Above, how far each hidden unit moves, or the states as they were and after; then the
    length of that move, |Δh_t|; below, one output as it was and after. Where the run
    explodes, only the steps before are drawn, and the figure says so.

    Args:
        intervention: the run with one thing changed.
        names: a text for each hidden unit.
        changed: what was changed, in a few words.
        prediction: also draw what the gradient at the unchanged run foresees: to first
            order, on the same scale. Where it passes that scale, the figure says so.
        show: "difference", or "states" for h before and after.
        output: which of the O outputs.
        output_names: a text for each output.
        step: the step that is marked.
        labels: a text for each step.
        dark: for a dark ground.

    Raises:
        ValueError: an option does not fit the run.
    """
    as_instance("intervention", intervention, Intervention, "an Intervention")
    as_choice("show", show, SHOWS)
    as_instance("changed", changed, str, "a text")
    before, look = intervention.trace, theme(dark)
    T, H = before.h.shape
    as_count("output", output, least=0, most=before.y.shape[1] - 1)
    units = texts("names", names, H, "hidden unit")
    outs = texts("output_names", output_names, before.y.shape[1], "output")
    exploded = intervention.exploded_at
    steps = Steps.of(before, step, labels)
    steps = replace(steps, drawn=T if exploded is None else exploded, narrow=NARROW)
    moved = intervention.dh[: steps.drawn]
    if intervention.changes_nothing:
        moved = np.zeros_like(moved)  # or rounding would fill the scale
    foreseen = _foreseen(intervention, steps.drawn) if prediction else None
    maps = _maps(intervention, moved, foreseen, units, show)
    lengths = np.linalg.norm(moved, axis=1)
    length_ends = _ends_of(lengths, foreseen)
    y = np.stack([before.y[: steps.drawn, output], intervention.y[: steps.drawn, output]])
    kind = "sigmoid" if before.net.output == "softmax" else before.net.output
    y_ends = padded(range_of(kind, y))
    called = "class" if before.net.output == "softmax" else "output"

    words = [
        *_notes(maps, foreseen, length_ends, steps),
        *(["nothing moves"] if intervention.changes_nothing else []),
        _said(intervention, changed),
    ]
    top = 60 + SCALE + LINE * (steps.rows_above + len(words))
    data = HEADING + maps.num_rows * maps.row + GAP + LENGTHS + GAP + OUTPUT
    tops = {"y": OUTPUT / data, "y2": (OUTPUT + GAP + LENGTHS) / data, "y3": 1 - HEADING / data}
    return go.Figure(
        data=[
            *_lines(y, steps, look),
            _bars(lengths, steps, look),
            *([] if foreseen is None else [_predicted(foreseen, intervention.step, look)]),
            *_heatmaps(maps, steps),
            *_numbers(maps, steps, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": "What the change does"},
            "height": top + data + steps.room_below,
            "margin": {
                "t": top,
                "b": steps.room_below,
                "r": round(LABEL_GAP + 6 + CHARACTER * max(map(len, ENDS))),
            },
            "bargap": 0,
            "xaxis": {"anchor": "y", **steps.axis()},
            "yaxis": {**value_axis(y_ends, "", look), "domain": [0, tops["y"]], "nticks": 4},
            "yaxis2": {
                **value_axis(length_ends, "", look),
                "domain": [(OUTPUT + GAP) / data, tops["y2"]],
                "nticks": 3,
            },
            "yaxis3": {
                **_unit_axis(maps),
                "domain": [(OUTPUT + GAP + LENGTHS + GAP) / data, tops["y3"]],
            },
            "coloraxis": signed_scale(maps.limit, look, down=36),
            **ONLY_WHERE_IT_FITS,
            "shapes": [
                *_frames(maps, look),
                upright(intervention.step - 0.5, intervention.step - 0.5, look, dash="dot"),
                *steps.shapes(look, column=T <= MANY_STEPS),
            ],
            "annotations": [
                # From the left edge: anywhere else, a long text would not fit a phone.
                *(
                    written_above(-0.5, 0, steps.rows_above + row, said, look.ink)
                    for row, said in enumerate(words)
                ),
                *(
                    heading(name, tops["y3"] - k * maps.every * maps.row / data, look.ground)
                    for k, name in enumerate(maps.headings)
                ),
                heading(
                    "|Δh|, dotted: as predicted" if prediction else "|Δh|: how far the state moves",
                    tops["y2"],
                    look.ground,
                ),
                heading(outs[output] if outs else f"{called} {output}", tops["y"], look.ground),
                *_end_labels(y, y_ends, steps, look),
                *steps.words(look),
            ],
        },
    )


def _said(of: Intervention, changed: str) -> str:
    """Return where the run was changed, and what."""
    return f"changed at step {of.step}" + (f": {inert(changed, MOST_SAID)}" if changed else "")


def _foreseen(of: Intervention, drawn: int) -> Array:
    """Return what is predicted, (at most the drawn steps, H): up to where it explodes itself."""
    with np.errstate(invalid="ignore"):
        fits = (np.abs(of.predicted[:drawn]) <= EXPLODED).all(axis=1)
    return of.predicted[: drawn if fits.all() else int(np.argmin(fits))]


def _maps(
    of: Intervention, moved: Array, foreseen: Array | None, names: list[str] | None, show: Show
) -> _Maps:
    """Return the moves, and the predicted ones below, or the states before and after."""
    drawn = len(moved)
    if show == "states":
        states = [of.trace.h[:drawn], of.h[:drawn]]
        limit = colour_limit(None, of.trace.net.activation, *states)
        return _Maps([f"h, {end}" for end in ENDS], states, limit, names, 0)
    headings, values = ["Δh: how far each unit moves"], [moved]
    most = np.abs(moved).max(initial=0.0)
    if foreseen is None:
        return _Maps(headings, values, limit_over(moved), names, of.step)
    limit = limit_over(moved, np.clip(foreseen, -FORESEEN * most, FORESEEN * most))
    headings.append("what the gradient predicts")
    return _Maps(headings, [moved, foreseen], limit, names, of.step)


def _ends_of(lengths: Array, foreseen: Array | None) -> tuple[float, float]:
    """Return the ends of the axis of the lengths."""
    most = FORESEEN * lengths.max(initial=0.0)
    others = [] if foreseen is None else [np.linalg.norm(foreseen, axis=1).clip(max=most)]
    return 0.0, 1.08 * ends_over(lengths, *others)[1]


def _notes(
    maps: _Maps, foreseen: Array | None, length_ends: tuple[float, float], steps: Steps
) -> list[str]:
    """Return what the reader has to know of a prediction that leaves the picture."""
    if foreseen is None:
        return []
    notes = []
    if len(foreseen) < steps.drawn:
        notes.append(f"the prediction explodes at step {len(foreseen)}")
    longest = np.linalg.norm(foreseen, axis=1).max(initial=0.0)
    passes = any(np.abs(each).max(initial=0.0) > maps.limit for each in maps.values)
    if passes or longest > length_ends[1]:
        notes.append("the prediction passes the scale")
    return notes


def _heatmaps(maps: _Maps, steps: Steps) -> list[dict[str, Any]]:
    words = steps.hover_texts
    few = _is_numbered(maps, steps)
    H = maps.num_units
    return [
        {
            "type": "heatmap",
            "x": np.arange(len(values)),
            "y": np.arange(H) + k * maps.every,
            "z": np.ascontiguousarray(values.T),
            "yaxis": "y3",
            "name": name,
            "coloraxis": "coloraxis",
            "xgap": 1 if few else 0,
            "ygap": 1 if few else 0,
            "hovertext": None
            if words is None
            else np.broadcast_to(words[: len(values)], values.T.shape),
            "hovertemplate": steps.hover
            + ("" if maps.names else "hidden unit ")
            + "%{y}: %{z:+.4~g}<extra></extra>",
        }
        for k, (name, values) in enumerate(zip(maps.headings, maps.values, strict=True))
    ]


def _unit_axis(maps: _Maps) -> dict[str, Any]:
    """Return the vertical axis of the heatmaps, on which each map's units have their names."""
    H = maps.num_units
    called = maps.names or list(map(str, range(H)))
    offsets = [k * maps.every for k in range(len(maps.values))]
    every = 1 << (math.ceil(LINE / maps.row) - 1).bit_length()  # 1, 2, 4, …
    ticks = np.arange(0, H, every)
    return {
        "range": [maps.num_rows - 0.5, -0.5],
        "tickvals": np.concatenate([ticks + offset for offset in offsets]),
        "labelalias": {str(i + offset): called[i] for offset in offsets for i in range(H)},
    }


def _is_numbered(maps: _Maps, steps: Steps) -> bool:
    return steps.total <= MOST_NUMBERED[0] and maps.num_units <= MOST_NUMBERED[1]


def _numbers(maps: _Maps, steps: Steps, look: Theme) -> list[dict[str, Any]]:
    """Return the numbers on the cells, or none where there are many cells."""
    if not _is_numbered(maps, steps):
        return []
    steps_of, units = np.indices((len(maps.values[0]), maps.num_units)).reshape(2, -1)
    numbers = []
    for k, values in enumerate(maps.values):
        within = (steps_of >= maps.first_numbered) & (steps_of < len(values))
        of_cells = cell_numbers(
            values[steps_of[within], units[within]],
            steps_of[within],
            units[within] + k * maps.every,
            (1.0, 1.0),
            maps.limit,
            look,
        )
        numbers.append({**of_cells, "yaxis": "y3"})
    return numbers


def _frames(maps: _Maps, look: Theme) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect", "x0": 0, "x1": 1, "xref": "paper", "yref": "y3",
            "y0": k * maps.every - 0.5, "y1": k * maps.every + maps.num_units - 0.5,
            "line": {"color": look.edge, "width": 1},
        }
        for k in range(len(maps.values))
    ]  # fmt: skip


def _bars(lengths: Array, steps: Steps, look: Theme) -> dict[str, Any]:
    """Return a bar for each step's |Δh|."""
    return {
        "type": "bar",
        "x": steps.x,
        "y": lengths,
        "yaxis": "y2",
        "name": "|Δh|",
        "width": 0.7 if steps.total <= MANY_STEPS else 1.0,
        "marker": {"color": look.soft, "line": {"width": 0}},
        "hovertext": steps.hover_texts,
        "hovertemplate": steps.hover + "|Δh|: %{y:.4~g}<extra></extra>",
    }


def _predicted(foreseen: Array, first: int, look: Theme) -> dict[str, Any]:
    """Return the predicted |Δh| from the first step that can move, a dotted step each."""
    lengths = np.linalg.norm(foreseen[first:], axis=1)
    return {
        "type": "scatter",
        "x": np.arange(first, first + len(lengths) + 1) - 0.5,
        "y": np.concatenate([lengths[:1], lengths]),
        "yaxis": "y2",
        "name": "predicted",
        "mode": "lines",
        "line": {"color": look.ink, "width": 1.8, "dash": "dot", "shape": "vh", "simplify": False},
        "hovertemplate": "predicted: %{y:.4~g}<extra></extra>",
    }


def _end_labels(
    y: Array, ends: tuple[float, float], steps: Steps, look: Theme
) -> list[dict[str, Any]]:
    """Return what the two lines are, at their ends, on a ground that no rule strikes through."""
    if not steps.drawn:
        return []
    labels = end_labels(steps.drawn - 1, y[:, -1], ENDS, ends, LABEL_GAP, look, pixels=OUTPUT)
    ground = look.ground if steps.drawn == steps.total else look.grid
    return [{**label, "bgcolor": ground} for label in labels]


def _lines(y: Array, steps: Steps, look: Theme) -> list[dict[str, Any]]:
    """Return the output as it was, dotted, and after, solid."""
    lines: tuple[dict[str, Any], ...] = ({"width": 1.6, "dash": "dot"}, {"width": 2})
    return [
        {
            "type": "scatter",
            "x": steps.x,
            "y": values,
            "name": name,
            "mode": "lines" if steps.total > 1 else "markers",
            "line": {"color": look.ink, "simplify": False, **line},
            "marker": {"color": look.ink, "size": 6},
            "hovertext": steps.hover_texts,
            "hovertemplate": steps.hover + "%{fullData.name}: %{y:+.4~g}<extra></extra>",
        }
        for name, values, line in zip(ENDS, y, lines, strict=True)
    ]
