"""One shared number: what the copy at each step contributes to its gradient, and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.backprop import Gradients
from rnnviz.figures.lines import DATA_HEIGHT, value_axis
from rnnviz.figures.marks import heading, in_the_middle, written_above
from rnnviz.figures.scale import TOO_LARGE, can_draw, ends_over
from rnnviz.figures.steps import Steps
from rnnviz.figures.text import rounded
from rnnviz.figures.theme import CHARACTER, LINE, TEXT_SIZE, template
from rnnviz.knobs import Knob
from rnnviz.look.palette import Theme, theme
from rnnviz.validation import as_instance

Array = npt.NDArray[np.float64]

# Of up to so many steps, the largest bar is at least a sixteenth of the sum, and both can have
# one axis; of more steps, the sum has a panel of its own.
FEW_STEPS: Final = 16
MANY_STEPS: Final = 40  # beyond which bars stand without gaps
STEPS_END: Final = 0.76  # of the width
TOTAL_BEGINS: Final = 0.82  # of the width; between the two, the sum flows over
NARROW: Final = 190  # pixels, what a phone then leaves for the steps
PANEL: Final = 130  # pixels, where there are two
GAP: Final = 34  # pixels between them, with a heading
WIDE: Final = 8  # pixels, a digit, which is wider than most characters
ROOM: Final = 20  # pixels, beyond the data, for a number


@dataclass(frozen=True, slots=True)
class _Sum:
    """Terms, and what they add up to.

    Attributes:
        terms: (T,), one for each copy; (0,) where they cannot be drawn.
        sums: (T,), of the terms up to each step.
        whole: (T,), the terms without truncation, or None.
    """

    terms: Array
    sums: Array
    whole: Array | None

    @classmethod
    def of(cls, terms: Array, whole: Array | None) -> _Sum:
        with np.errstate(over="ignore", invalid="ignore"):
            sums = np.cumsum(terms)
            wholes = [] if whole is None else [whole, np.cumsum(whole)]
        if can_draw(terms, sums, *wholes):
            return cls(terms, sums, whole)
        return cls(terms[:0], sums[:0], None)

    @property
    def total(self) -> Array:
        """(1,), or (0,) where nothing is drawn."""
        return self.sums[-1:]

    @property
    def whole_total(self) -> Array:
        """(1,), without truncation; (0,) where there was none."""
        return np.zeros(0) if self.whole is None else self.whole.sum(keepdims=True)


def copies(
    gradients: Gradients,
    parameter: str,
    index: tuple[int, ...],
    *,
    full: Gradients | None = None,
    step: int | None = None,
    labels: Sequence[str] | None = None,
    dark: bool = False,
) -> go.Figure:
    """Draw dL/dw of one number w as what it is: a sum over the copies of w.

        dL/dw = Σ_t dL/dw_t        w_t: the copy at step t

    A bar for each copy, a line for the sum so far, and at the right the total into which
    they pour. With more than 16 steps the sum has a panel of its own, below.

    Args:
        gradients: of the rollout.
        parameter: the name of the parameter that holds w.
        index: of w in it.
        full: the gradients without truncation, where `gradients` are truncated: what is
            lost is outlined with dots.
        step: the step that is marked.
        labels: a text for each step.
        dark: for a dark ground.

    Raises:
        ValueError: there is no such number, `full` is of another rollout, or an option
            does not fit the rollout.
    """
    as_instance("gradients", gradients, Gradients, "Gradients")
    if full is not None:
        _check_full(full, gradients)
    of = _Sum.of(
        gradients.copies(parameter, index),
        None if full is None else full.copies(parameter, index),
    )
    # A trace beyond 1e12 still has gradients, which may well be drawn.
    steps = Steps.of(gradients.trace, step, labels)
    steps = replace(steps, drawn=steps.total, narrow=NARROW)
    look, together = theme(dark), steps.total <= FEW_STEPS
    bars = "y" if together else "y2"
    numbers = [rounded(float(term)) for term in of.terms] if together else []
    data = _height(numbers) + DATA_HEIGHT if together else PANEL + GAP + PANEL
    keys = [
        "bars: each copy · line: the sum so far"
        if together
        else "what each copy contributes to dL/dw"
    ]
    if of.whole is not None:
        lost = of.whole_total - of.total
        keys.append(f"dotted: full · {rounded(float(lost[0]))} lost to truncation")
    top = 44 + LINE * (steps.rows_above + len(keys))
    return go.Figure(
        data=[
            _terms(of, steps, bars, look),
            _line(of, look),
            _total(of, look),
            *([] if of.whole is None else _outlines(of.whole, of, bars, look)),
        ],
        layout={
            "template": template(dark),
            "title": {"text": f"The copies of {Knob('entry', parameter, index).name}"},
            "height": top + data + steps.room_below,
            "margin": {
                "t": top,
                "b": steps.room_below,
                "r": max([20, *(WIDE * len(rounded(float(s))) // 2 - 16 for s in of.total)]),
            },
            "bargap": 0,
            "xaxis": {"domain": [0, STEPS_END], "anchor": "y", **steps.axis()},
            "xaxis2": {
                "domain": [TOTAL_BEGINS, 1],
                "range": [-1, 1],
                "tickvals": np.array([0]),
                "ticktext": np.array(["total"]),
                "tickfont": {"color": look.ink},
                "anchor": "y",
            },
            "xaxis3": _number_axis(numbers, steps, look),
            **_axes(of, data, look, together=together),
            "annotations": [
                *(
                    written_above(-0.5, 0, steps.rows_above + row, words, look.soft)
                    for row, words in enumerate(reversed(keys))
                ),
                *([] if together else [heading("the sum so far", PANEL / data, look.ground)]),
                *(_pouring(of, look) if len(of.total) else [in_the_middle(TOO_LARGE, look.ground)]),
                *steps.words(look),
            ],
            "shapes": [
                *_bridge(of, look),
                *steps.shapes(look, column=steps.total <= MANY_STEPS),
            ],
        },
    )


def _check_full(full: Gradients, gradients: Gradients) -> None:
    as_instance("full", full, Gradients, "Gradients")
    if not np.array_equal(full.trace.h, gradients.trace.h):
        raise ValueError("full is of another rollout: expected the gradients of the same one")


def _axes(of: _Sum, data: int, look: Theme, *, together: bool) -> dict[str, Any]:
    """Return the vertical axis of the bars and the sum, or an axis for each."""
    whole = [] if of.whole is None else [of.whole]
    room = ROOM * (1 + len(whole))
    sums = [of.sums, of.whole_total]
    if together:
        ends = _roomy(ends_over(*sums, of.terms, *whole), room / DATA_HEIGHT)
        domain = [0, DATA_HEIGHT / data]
        return {"yaxis": {**value_axis(ends, "dL/dw", look), "domain": domain}}
    share = PANEL / data
    lower = value_axis(_roomy(ends_over(*sums), room / PANEL), "", look)
    upper = value_axis(_roomy(ends_over(of.terms, *whole), 0.06), "", look)
    return {
        "yaxis": {**lower, "domain": [0, share]},
        "yaxis2": {**upper, "domain": [1 - share, 1]},
    }


def _roomy(ends: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the ends of an axis with room beyond them, a share of its length each."""
    low, high = ends
    room = share * (high - low) / (1 - share * ((low < 0) + (high > 0)))
    return low - room * (low < 0), high + room * (high > 0)


def _terms(of: _Sum, steps: Steps, axis: str, look: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": np.arange(len(of.terms)),
        "y": of.terms,
        "yaxis": axis,
        "name": "copies",
        "width": _width(steps.total),
        "marker": {"color": _colours(of.terms, look), "line": {"width": 0}},
        "hovertext": steps.hover_texts,
        "hovertemplate": steps.hover + "this copy: %{y:+.4~g}<extra></extra>",
    }


def _line(of: _Sum, look: Theme) -> dict[str, Any]:
    """Return the sum so far: it changes as a step begins, and leaves at the last one's end."""
    return {
        "type": "scatter",
        "x": np.arange(len(of.sums) + 1) - 0.5,
        "y": np.concatenate([[0.0], of.sums]) if len(of.sums) else of.sums,
        "xaxis": "x3",
        "name": "the sum so far",
        "mode": "lines",
        "line": {"color": look.ink, "width": 1.6, "shape": "vh", "simplify": False},
        "hovertemplate": "the sum so far: %{y:+.4~g}<extra></extra>",
    }


def _total(of: _Sum, look: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": np.zeros(len(of.total)),
        "y": of.total,
        "xaxis": "x2",
        "name": "total",
        "width": 1.0,
        "marker": {"color": _colours(of.total, look), "line": {"width": 0}},
        "hovertemplate": "total: %{y:+.4~g}<extra></extra>",
    }


def _height(numbers: list[str]) -> int:
    """Return the height in pixels of numbers above bars, which stand upright on a phone."""
    longest = max(map(len, numbers), default=1)
    fit = len(numbers) * (longest + 1) * CHARACTER <= NARROW
    return 24 if fit else 16 + longest * WIDE


def _number_axis(numbers: list[str], steps: Steps, look: Theme) -> dict[str, Any]:
    """Return an axis above the bars whose labels are the numbers: no line runs through them."""
    return {
        "overlaying": "x",
        "anchor": "y",
        "side": "top",
        "range": [-0.5, steps.total - 0.5],
        "domain": [0, STEPS_END],
        "tickvals": np.arange(len(numbers)),
        "ticktext": np.array(numbers, dtype=str),
        "autotickangles": [0, -90],
        "tickfont": {"color": look.ink},
    }


def _outlines(whole: Array, of: _Sum, axis: str, look: Theme) -> list[dict[str, Any]]:
    """Return dotted outlines of the terms and the total without truncation, where they differ."""
    (lost,) = np.nonzero(~np.isclose(whole, of.terms, rtol=1e-9, atol=0))
    return [
        {
            "type": "scatter",
            **_profile(lost, whole[lost], _width(len(whole))),
            "yaxis": axis,
            **_dotted("without truncation", look),
        },
        {
            "type": "scatter",
            **_profile(np.zeros(1, np.intp), of.whole_total, 1.0),
            "xaxis": "x2",
            **_dotted("total without truncation", look),
        },
    ]


def _profile(at: npt.NDArray[np.intp], heights: Array, width: float) -> dict[str, Array]:
    """Return the outline of bars as one line: up, along and down again at each."""
    sides = np.array([-0.5, -0.5, 0.5, 0.5]) * width
    rises = np.array([0.0, 1.0, 1.0, 0.0])
    return {
        "x": (at[:, None] + sides).ravel(),
        "y": (heights[:, None] * rises).ravel(),
    }


def _dotted(name: str, look: Theme) -> dict[str, Any]:
    return {
        "name": name,
        "mode": "lines",
        "line": {"color": look.ink, "width": 1.6, "dash": "dot", "simplify": False},
        "hovertemplate": name + ": %{y:+.4~g}<extra></extra>",
    }


def _width(num_steps: int) -> float:
    return 0.7 if num_steps <= MANY_STEPS else 1.0


def _colours(values: Array, look: Theme) -> npt.NDArray[np.str_]:
    """Return the end of the value scale on each number's side: its size is the bar's length."""
    return np.where(values < 0, look.value[0], look.value[-1])


def _bridge(of: _Sum, look: Theme) -> list[dict[str, Any]]:
    """Return the line on which the sum flows over into the total."""
    quarter = (1 - TOTAL_BEGINS) / 4
    return [
        {
            "type": "line", "xref": "paper", "x0": STEPS_END, "x1": TOTAL_BEGINS + quarter,
            "y0": total, "y1": total, "line": {"color": look.ink, "width": 1.6},
        }
        for total in of.total.tolist()
    ]  # fmt: skip


def _pouring(of: _Sum, look: Theme) -> list[dict[str, Any]]:
    """Return the arrow's head at the total, and the total's number beyond its bar."""
    total, whole = float(of.total[0]), of.whole_total.tolist()
    up = total >= 0
    beyond = max([total, *whole]) if up else min([total, *whole])
    said = [{"text": rounded(total), "font": {"size": TEXT_SIZE + 2, "weight": 700}}]
    said += [{"text": f"full {rounded(number)}", "font": {"color": look.soft}} for number in whole]
    arrow = {
        "x": TOTAL_BEGINS + (1 - TOTAL_BEGINS) / 4, "xref": "paper", "y": total, "text": "",
        "showarrow": True, "ax": -12, "ay": 0, "arrowhead": 2, "arrowwidth": 1.6,
        "arrowcolor": look.ink,
    }  # fmt: skip
    where = {
        "x": 0, "xref": "x2", "y": beyond, "yanchor": "bottom" if up else "top",
        "bgcolor": look.ground,  # no rule shall strike through a number
    }  # fmt: skip
    rows = range(len(said) - 1, -1, -1) if up else range(0, -len(said), -1)
    return [
        arrow,
        *(
            {**where, **words, "yshift": LINE * row + (1 if up else -1), "borderpad": 1}
            for row, words in zip(rows, said, strict=True)
        ),
    ]
