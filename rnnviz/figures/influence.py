"""How every earlier step bears on one unit or output: a triangle of all pairs of steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.cells import ONLY_WHERE_IT_FITS, cell_words
from rnnviz.figures.fading import decades, fading_colour, fading_scale
from rnnviz.figures.scale import nice
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import inert, shown_width
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.memory import Influence, Memory
from rnnviz.number_words import brief
from rnnviz.validation import as_choice, as_instance

Array = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.intp]

FEW_STEPS: Final = 10  # a number in a cell stays readable on a phone
# On a phone ten cells have little room: their numbers, all of one size, may be this small.
NUMBERS_THAT_FIT: Final = {**ONLY_WHERE_IT_FITS, "uniformtext": {"minsize": 9, "mode": "hide"}}
WITH_PADDING: Final = 1.12  # of a cell: Plotly leaves 3 pixels free at each side of a bar's text
ROW: Final = 30  # pixels, the height of a row while there are few
MOST_HEIGHT: Final = 420  # pixels
SCALE: Final = 76  # pixels for the bar of colours, its words, and the margin Plotly wants for it
LEAST_OUTLINE: Final = 9  # pixels, the height of a row's outline
LONG: Final = 8  # characters; longer labels would take a phone's width from the data
NOTED: Final = 5  # steps from which the empty triangle has room for its note


def influence(
    influence: Influence,
    *,
    of: Literal["states", "inputs"] = "inputs",
    step: int | None = None,
    relative: bool = False,
    name: str = "the unit",
    labels: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw how far q_t moves for a nudge at step k: a column for each k, a row for each t.

        colour = log₁₀ ‖∂q_t/∂x_k‖   or   log₁₀ ‖∂q_t/∂h_k‖

    The scale is fixed: ink at 1, the ground at 10⁻⁴ and below, red at 10⁴ and above. Up to
    10 steps carry their numbers. Above the diagonal there is nothing.

    Args:
        influence: on q, a hidden unit or an output.
        of: what is nudged, the "states" or the "inputs".
        step: the later step whose row is outlined.
        relative: divide each row by its largest number, which the figure then prints.
        name: what q is called.
        labels: a text for each step.
        dark: for a dark ground.

    Raises:
        ValueError: it is no Influence, or an option does not fit it.
    """
    as_instance("influence", influence, Influence, "an Influence")
    as_choice("of", of, ("states", "inputs"))
    as_instance("name", name, str, "a text")
    return _triangle(
        influence.of_inputs if of == "inputs" else influence.of_states,
        Steps.of(influence.memory.trace, step, labels),
        f"Influence on {inert(name)}",
        f"step whose {of.removesuffix('s')} is nudged",
        relative=relative,
        dark=dark,
    )


def norms(
    memory: Memory,
    norms: Array,
    *,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw the most that is left of a nudge: a column for each step k, a row for each step t.

        colour = log₁₀ ‖∂h_t/∂h_k‖₂

    The scale is that of `influence`.

    Args:
        memory: of the rollout.
        norms: (T, T), `memory.norms` or `memory.all_norms(…)`.
        step: the later step whose row is outlined.
        labels: a text for each step.
        dark: for a dark ground.

    Raises:
        ValueError: the norms are not of this memory's size, or an option does not fit.
    """
    as_instance("memory", memory, Memory, "a Memory")
    T = memory.trace.num_steps
    if np.shape(norms) != (T, T):
        raise ValueError(f"norms has shape {np.shape(norms)}: expected {(T, T)}")
    steps = Steps.of(memory.trace, step, labels)
    title, nudged = "What is left of a nudge to the state", "step whose state is nudged"
    return _triangle(norms, steps, title, nudged, relative=False, dark=dark)


def _triangle(
    lengths: Array, steps: Steps, title: str, nudged: str, *, relative: bool, dark: bool
) -> go.Figure:
    """Draw the lower triangle of (T, T) lengths.

    Args:
        lengths: a row for each later step.
        steps: the step axis; its cursor marks a row.
        title: of the figure.
        nudged: what the horizontal axis shows.
        relative: divide each row by its largest number.
        dark: for a dark ground.
    """
    look = theme(dark)
    D = steps.drawn
    t, k = np.tril_indices(D)
    values = lengths[t, k]
    largest = lengths[:D].max(axis=1)
    shares = _shares(values, largest[t]) if relative else values
    colours = decades(shares)
    few = steps.total <= FEW_STEPS
    height = min(ROW * steps.total, MOST_HEIGHT)
    beside = relative and height >= LINE * steps.total
    plain = replace(steps, cursor=None)  # of the cursor, a row is marked, and no column
    notes = _notes(steps, largest, relative=relative, beside=beside)
    top = 44 + SCALE + LINE * (plain.rows_above + len(notes))
    return go.Figure(
        data=[
            {
                "type": "heatmap",
                # As columns of a table: half of a square would be empty, and twice the size.
                "x": k.astype(np.int16),
                "y": t.astype(np.int16),
                "z": colours.astype(np.float32),
                "coloraxis": "coloraxis",
                "connectgaps": False,
                "hoverongaps": False,
                "xgap": 1 if few else 0,
                "ygap": 1 if few else 0,
                "hovertext": _hover_texts(values, shares, largest, t, k, steps, relative=relative),
                "hovertemplate": "nudged at step %{x:d}, felt at step %{y:d}<br>"
                "%{hovertext}<extra></extra>",
            },
            *([_numbers(shares, colours, t, k, look)] if few else []),
        ],
        layout={
            "template": template(dark),
            "title": {"text": title},
            "height": top + height + steps.room_below,
            "margin": {
                "t": top,
                "b": steps.room_below,
                "r": round(12 + CHARACTER * len("largest")) if beside else 20,
            },
            "coloraxis": fading_scale(look, down=38),
            "xaxis": {**plain.axis(), "title": {"text": nudged}},
            "yaxis": _later_steps(steps, height / steps.total),
            **(NUMBERS_THAT_FIT if few else {}),
            "shapes": [*_shapes(steps, height / steps.total, look), *plain.shapes(look)],
            "annotations": [
                *_written(notes, plain.rows_above, look),
                *(_maxima(largest, look) if beside else []),
                *([_future(look)] if D >= NOTED else []),
                *plain.words(look),
            ],
        },
    )


def _shares(values: Array, largest: Array) -> Array:
    """Return values divided by the largest of their rows; of infinite ones, those are all."""
    with np.errstate(invalid="ignore", under="ignore"):
        shares = np.divide(values, largest, out=np.zeros(len(values)), where=largest > 0)
    return np.where(np.isinf(largest), np.isinf(values), shares)


def _hover_texts(
    values: Array,
    shares: Array,
    largest: Array,
    t: Pairs,
    k: Pairs,
    steps: Steps,
    *,
    relative: bool,
) -> npt.NDArray[np.object_]:
    """Return what is said of each pair: the labels of its steps, and the number."""
    words = _exact(values)
    if relative:
        rows = _exact(largest)
        words = [
            f"{word}: {share} of the row's largest, {rows[i]}"
            for word, share, i in zip(words, _exact(shares), t.tolist(), strict=True)
        ]
    if steps.labels is not None:
        names = steps.labels
        words = [
            f"{names[j]} → {names[i]}<br>{word}"
            for word, i, j in zip(words, t.tolist(), k.tolist(), strict=True)
        ]
    return np.array(words, dtype=np.object_)  # Plotly would make objects of them


def _exact(values: Array) -> list[str]:
    """Return lengths with four digits, powers of ten as "1e−7".

    All at once, and so not as in print: there may be 20 000 of them.
    """
    joined = "%.4g " * len(values) % tuple(values.tolist())
    return joined.replace("e-0", "e-").replace("-", "−").replace("inf", "∞").split()


def _numbers(shares: Array, colours: Array, t: Pairs, k: Pairs, look: Theme) -> dict[str, Any]:
    """Return the cells' numbers, each in the colour that stands out on its cell."""
    words = [brief(share) for share in shares.tolist()]
    grounds = [fading_colour(value, look) for value in colours.tolist()]
    return cell_words(words, grounds, k, t, (WITH_PADDING, 1.0), look)


def _later_steps(steps: Steps, row: float) -> dict[str, Any]:
    """Return the vertical axis: a row for each later step, downwards, `row` pixels high."""
    every = int(nice(math.ceil(LINE / row), (1, 2, 5)))
    ticks = np.arange(0, steps.total, every)
    axis = {
        "title": {"text": "affected step"},
        "range": [steps.total - 0.5, -0.5],
        "tickvals": ticks,
    }
    if steps.labels and every == 1 and max(map(shown_width, steps.labels)) <= LONG:
        return axis | {"ticktext": np.array(steps.labels)}
    return axis


def _shapes(steps: Steps, row: float, look: Theme) -> list[dict[str, Any]]:
    """Return the outline of the triangle, and of the marked row; rows are `row` pixels high."""
    D, total = steps.drawn, steps.total
    stairs = "".join(f"H{i + 0.5}V{i + 0.5}" for i in range(D))
    shapes: list[dict[str, Any]] = [
        {
            "type": "path", "path": f"M-0.5,-0.5{stairs}H-0.5Z",
            "line": {"color": look.edge, "width": 1}, "layer": "above",
        }
    ]  # fmt: skip
    if total > D:
        shapes.append(
            {
                "type": "rect", "x0": -0.5, "x1": D - 0.5, "y0": D - 0.5, "y1": total - 0.5,
                "fillcolor": look.grid, "line": {"width": 0}, "layer": "below",
            }
        )  # fmt: skip
    t = steps.cursor
    if t is not None and t < D:
        half = max(0.5, LEAST_OUTLINE / 2 / row)  # the lines would cover a thin row
        shapes.append(
            {
                "type": "rect", "x0": -0.5, "x1": t + 0.5, "y0": t - half, "y1": t + half,
                "line": {"color": look.ink, "width": 2}, "layer": "above",
            }
        )  # fmt: skip
    return shapes


def _notes(steps: Steps, largest: Array, *, relative: bool, beside: bool) -> list[str]:
    """Return what is said above the data, from the lowest row to the highest."""
    notes = []
    if steps.cursor is not None:
        row = f"outlined: {steps.called(steps.cursor)}"
        if relative and not beside and steps.cursor < steps.drawn:
            row += f", largest {brief(float(largest[steps.cursor]))}"
        notes.append(row)
    if relative:
        notes.append("each row is divided by its largest number")
    return notes


def _written(notes: list[str], first: int, look: Theme) -> list[dict[str, Any]]:
    """Return notes as annotations above the data's left corner, a row each from the `first`."""
    return [
        {
            "text": note, "x": 0, "xref": "paper", "xanchor": "left", "borderpad": 1,
            "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2 + LINE * row,
            "font": {"color": look.ink},
        }
        for row, note in enumerate(notes, first)
    ]  # fmt: skip


def _maxima(largest: Array, look: Theme) -> list[dict[str, Any]]:
    """Return each row's largest number as an annotation at the row's right end."""
    column = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "borderpad": 0}
    heading = {"text": "largest", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    return [
        {**column, **heading, "font": {"color": look.soft}},
        *(
            {**column, "text": brief(value), "y": t, "yanchor": "middle"}
            for t, value in enumerate(largest.tolist())
        ),
    ]


def _future(look: Theme) -> dict[str, Any]:
    """Return the note in the empty half."""
    return {
        "text": "the future does<br>not reach back", "align": "right",
        "x": 1, "xref": "paper", "xanchor": "right", "xshift": -4,
        "y": 1, "yref": "paper", "yanchor": "top", "yshift": -4,
        "font": {"color": look.soft},
    }  # fmt: skip
