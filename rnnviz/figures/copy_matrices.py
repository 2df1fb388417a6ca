"""One shared matrix: what the copy at each step contributes to its gradient, and the sum."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.backprop import Gradients
from rnnviz.figures.cells import ONLY_WHERE_IT_FITS, cell_numbers
from rnnviz.figures.marks import in_the_middle, written_above
from rnnviz.figures.scale import TOO_LARGE, can_draw, limit_over, signed_scale
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import shown_width, signed
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.validation import as_instance

Array = npt.NDArray[np.float64]

MOST_STEPS: Final = 12  # matrices, side by side
MOST_NUMBERED: Final = 320  # cells in all
TALLEST_NUMBERED: Final = 8  # rows, that are then high enough for a number
# Everything stands where it would on a phone, in pixels; a wider page stretches all.
LINE_WIDTH: Final = 344  # of a line of matrices
BETWEEN: Final = 18  # before each matrix, for the "+"
CAPTION: Final = 22  # above a matrix, for its step
NEXT_LINE: Final = 14  # between two lines
MARGIN: Final = 14


@dataclass(frozen=True, slots=True)
class _Placed:
    """A matrix, and where it stands in the figure.

    Attributes:
        values: (rows, columns).
        left, top: of its corner, in pixels of a phone.
        width: on a phone; the page may be wider, and stretches all.
        row: the height of a row, in pixels.
        caption: the inert text above it.
        said: what hovering says of it.
    """

    values: Array
    left: float
    top: float
    width: float
    row: float
    caption: str
    said: str

    @property
    def column(self) -> float:
        return self.width / int(self.values.shape[1])

    @property
    def height(self) -> float:
        return self.row * len(self.values)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def copy_matrices(
    gradients: Gradients,
    parameter: str,
    *,
    index: tuple[int, ...] | None = None,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw dL/dW of one parameter W as a sum over the copies of W, a matrix each.

        dL/dW = Σ_t dL/dW_t        W_t: the copy at step t

    All have one scale of colours, which ends at the next round number above all sizes, the
    total's included. Of more than 12 steps, those about the marked one are shown. The total
    counts all, and has a scale of its own then: one of 200 copies would be too pale beside
    it. Numbers stand in the cells that are wide enough. A bias is a column.

    Args:
        gradients: of the rollout.
        parameter: its name.
        index: of the number that is outlined in each, or None.
        step: the step that is marked.
        labels: a text for each step.
        dark: for a dark ground.

    Raises:
        ValueError: there is no such parameter or number, or an option does not fit.
    """
    as_instance("gradients", gradients, Gradients, "Gradients")
    if index is not None:
        gradients.copies(parameter, index)  # raises where there is no such number
    steps, look = Steps.of(gradients.trace, step, labels), theme(dark)
    each, total = gradients.per_step[parameter], gradients[parameter]
    if total.ndim == 1:
        each, total = each[..., None], total[:, None]
    shown = _shown(steps)
    is_part = len(shown) < steps.total
    is_drawn = can_draw(each, total)
    limits = {"copies": 1.0, "total": 1.0}
    if is_drawn:
        limits["total"] = limit_over(total) if is_part else limit_over(each, total)
        limits["copies"] = limit_over(each) if is_part else limits["total"]
    copies = _in_lines(each, shown, steps)
    whole = _total(total, f"dL/d{parameter}", copies[-1])
    placed = [*copies, whole] if is_drawn else []
    marked = [] if steps.cursor is None or not is_drawn else [steps.cursor]
    top = 60 + LINE * is_part
    height = whole.top + max(whole.height, 3 * LINE)
    return go.Figure(
        data=[
            *(_heatmap(each, "coloraxis") for each in placed[:-1]),
            *(_heatmap(each, "coloraxis2") for each in placed[-1:]),
            *_numbers(placed, limits, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": f"The copies of {parameter}"},
            "height": round(top + height + MARGIN),
            "margin": {"t": top, "b": MARGIN, "l": MARGIN, "r": MARGIN},
            "coloraxis": signed_scale(limits["copies"], look),
            "coloraxis2": {**signed_scale(limits["total"], look), "showscale": False},
            "xaxis": {"range": [0, LINE_WIDTH + BETWEEN], "showticklabels": False},
            "yaxis": {"range": [height, 0], "showticklabels": False},
            "shapes": [
                *(_around(each, 0, look.edge, 1) for each in placed),
                *(_around(copies[shown.index(t)], 2, look.ink, 2) for t in marked),
                *(outline for each in placed for outline in _cell(each, index, look)),
            ],
            "annotations": [
                *(_caption(each, look.soft) for each in copies),
                _caption(whole, look.ink),
                *_signs(copies, whole, steps.total, limits["total"], look),
                *([_which(shown, steps.total, look)] if is_part else []),
            ]
            if is_drawn
            else [in_the_middle(TOO_LARGE, look.ground)],
            **ONLY_WHERE_IT_FITS,
        },
    )


def _shown(steps: Steps) -> range:
    """Return the steps that are shown: about the marked one, or the last."""
    about = steps.total if steps.cursor is None else steps.cursor
    start = max(0, min(about - MOST_STEPS // 2, steps.total - MOST_STEPS))
    return range(start, min(start + MOST_STEPS, steps.total))


def _in_lines(each: Array, shown: range, steps: Steps) -> list[_Placed]:
    """Return the matrices of the steps that are shown, in as many lines as a phone needs."""
    _, R, C = each.shape
    least = max(24, 13 * min(C, 4), min(3 * C, 96))
    num_lines = math.ceil(len(shown) * (least + BETWEEN) / LINE_WIDTH)
    a_line = math.ceil(len(shown) / num_lines)
    width = min(LINE_WIDTH / a_line - BETWEEN, max(40, 22 * C))
    row = 26 if R <= 4 else 18 if R <= 8 else 10 if R <= 16 else max(2, 128 // R)
    captions = [f"{t} · {steps.labels[t]}" if steps.labels else str(t) for t in shown]
    if max(map(shown_width, captions)) * CHARACTER > width + BETWEEN - 4:
        captions = [str(t) for t in shown]
    if captions[0] == str(shown[0]):
        captions[0] = f"step {captions[0]}"
    return [
        _Placed(
            values=each[t],
            left=BETWEEN + k % a_line * (width + BETWEEN),
            top=CAPTION + k // a_line * (CAPTION + row * R + NEXT_LINE),
            width=width,
            row=row,
            caption=caption,
            said=steps.called(t),
        )
        for k, (t, caption) in enumerate(zip(shown, captions, strict=True))
    ]


def _total(total: Array, name: str, last: _Placed) -> _Placed:
    R, C = total.shape
    return _Placed(
        values=total,
        left=BETWEEN,
        top=last.top + last.height + NEXT_LINE + CAPTION,
        width=min(144, max(52, 48 * C)),
        row=32 if R <= 4 else 24 if R <= 8 else 14 if R <= 16 else max(3, 192 // R),
        caption=name,
        said=name,
    )


def _heatmap(of: _Placed, scale: str) -> dict[str, Any]:
    R, C = of.values.shape
    gap = 1 if R * C <= MOST_NUMBERED // MOST_STEPS else 0
    return {
        "type": "heatmap",
        "x": of.left + of.column * np.arange(C + 1),
        "y": of.top + of.row * np.arange(R + 1),
        "z": of.values,
        "name": of.said,
        "coloraxis": scale,
        "xgap": gap,
        "ygap": gap,
        "customdata": np.moveaxis(np.indices((R, C)), 0, -1),
        "hovertemplate": "%{fullData.name}<br>"
        "[%{customdata[0]}, %{customdata[1]}]: %{z:+.4~g}<extra></extra>",
    }


def _numbers(placed: list[_Placed], limits: dict[str, float], look: Theme) -> list[dict[str, Any]]:
    """Return the numbers on the cells, a trace for each size of cell, or none."""
    num_cells = sum(each.values.size for each in placed)
    if num_cells > MOST_NUMBERED or not placed or len(placed[0].values) > TALLEST_NUMBERED:
        return []
    return [
        cell_numbers(
            np.concatenate([each.values.ravel() for each in alike]),
            np.concatenate([_middles(each)[1] for each in alike]),
            np.concatenate([_middles(each)[0] for each in alike]),
            (alike[0].column, alike[0].row),
            limits[name],
            look,
        )
        for name, alike in (("copies", placed[:-1]), ("total", placed[-1:]))
    ]


def _middles(of: _Placed) -> tuple[Array, Array]:
    """Return the heights and the places of the cells' middles, (R·C,) each."""
    rows, columns = np.indices(of.values.shape).reshape(2, -1) + 0.5
    return of.top + of.row * rows, of.left + of.column * columns


def _around(of: _Placed, pad: float, colour: str, width: float) -> dict[str, Any]:
    return {
        "type": "rect", "x0": of.left - pad, "x1": of.left + of.width + pad,
        "y0": of.top - pad, "y1": of.top + of.height + pad,
        "line": {"color": colour, "width": width},
    }  # fmt: skip


def _cell(of: _Placed, index: tuple[int, ...] | None, look: Theme) -> list[dict[str, Any]]:
    """Return the outline of a cell on a wider one in the ground's colour, or none."""
    if index is None or of.values.size == 1:
        return []
    row, column = (*index, 0)[:2]  # a bias is a column
    x0, y0 = of.left + column * of.column, of.top + row * of.row
    rect = {"type": "rect", "x0": x0, "x1": x0 + of.column, "y0": y0, "y1": y0 + of.row}
    lines = ({"color": look.ground, "width": 5}, {"color": look.ink, "width": 2.5})
    return [{**rect, "line": line} for line in lines]


def _caption(of: _Placed, colour: str) -> dict[str, Any]:
    return {
        "text": of.caption, "x": of.left + of.width / 2, "y": of.top - 4, "yanchor": "bottom",
        "borderpad": 0, "font": {"color": colour},
    }  # fmt: skip


def _which(shown: range, num_steps: int, look: Theme) -> dict[str, Any]:
    words = f"steps {shown[0]}–{shown[-1]} of {num_steps}"
    return written_above(0, 0, 0, words, look.soft)


def _signs(
    copies: list[_Placed], whole: _Placed, num_steps: int, limit: float, look: Theme
) -> Iterator[dict[str, Any]]:
    """Yield what stands before the matrices, + or =, and what the total is in words."""
    for each in copies[1:]:
        yield _sign("+", each)
    yield _sign("=", whole)
    said = [f"the sum of all {num_steps}"]
    if len(copies) < num_steps:
        said += ["also of those not shown", f"its colours end at ±{signed(limit)[1:]}"]
        yield _sign("…", copies[0])
    right = whole.left + whole.width
    for row, words in enumerate(said):
        yield {
            "text": words, "x": right, "y": whole.middle, "xanchor": "left", "xshift": 8,
            "yshift": LINE * ((len(said) - 1) / 2 - row), "borderpad": 0,
            "font": {"color": look.soft if row else look.ink},
        }  # fmt: skip


def _sign(sign: str, before: _Placed) -> dict[str, Any]:
    return {"text": sign, "x": before.left - BETWEEN / 2, "y": before.middle, "borderpad": 0}
