"""Vanish or explode: what is left of a nudge over distance, and where the rest was lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.figures.lines import DATA_HEIGHT, LABEL_GAP, end_labels
from rnnviz.figures.marks import heading
from rnnviz.figures.scale import nice
from rnnviz.figures.text import texts
from rnnviz.figures.theme import CHARACTER, LINE, template
from rnnviz.look.palette import Theme, theme
from rnnviz.memory import Decay
from rnnviz.number_words import or_infinite, power_of_ten
from rnnviz.validation import as_instance

Array = npt.NDArray[np.float64]
Ends = tuple[float, float]

NORM: Final = "‖∂h<sub>t</sub>/∂h<sub>t−d</sub>‖"
SMALLEST: Final = -300  # decades: beyond them there is nothing that float64 holds well
LARGEST: Final = 300
LEAST: Final = 1.0  # decades that each panel spans at least, on the side of what is lost
BEYOND: Final = 1.5  # decades that a quoted line may widen the picture of the norms
LOSSES: Final = 130  # pixels, the panel of what each step did
GAP: Final = 80  # pixels between the panels, with three rows of words
MANY: Final = 40  # distances beyond which points have no marks, and bars no gaps
FEW: Final = 8  # distances up to which each has its number, on a phone too
CURVES: Final = ("left of a nudge", "(σ·slope)ᵈ: never above", "ρᵈ: no bound")
# At the ends of the lines, in rows that leave the data room on a phone.
AT_ENDS: Final = (("left of", "a nudge"), ("(σ·slope)ᵈ", "never above"), ("ρᵈ", "no bound"))


def decay(decay: Decay, *, labels: Sequence[str] | None = None, dark: bool = False) -> go.Figure:
    """Draw how much of a nudge is left after each distance d, and what each step did to it.

        above: log₁₀ ‖∂h_t/∂h_{t−d}‖₂, beside (largest singular value · largest slope)^d, which
        it never passes, and spectral_radius^d, the rate of a linear network in the long run
        below: log₁₀ of the two factors of each step, the slopes' and the weights'

    Where nothing is left the line ends, in a mark at the edge; marks there also say where it
    is more than float64 holds.

    Args:
        decay: of one step t.
        labels: a text for each step up to t or more.
        dark: for a dark ground.

    Raises:
        ValueError: it is no Decay, or the labels do not fit it.
    """
    as_instance("decay", decay, Decay, "a Decay")
    look = theme(dark)
    names = None if labels is None else texts("labels", labels, len(labels), "step")
    if names is not None and len(names) <= decay.step:
        raise ValueError(f"labels has {len(names)} texts: expected at least {decay.step + 1}")
    left = _logs(decay.norms)
    quoted = [_logs(decay.guarantee), _logs(decay.asymptotic_rate)]
    ends = _ends(left, quoted)
    is_end = (decay.slope_factors == 0) | (decay.weight_factors == 0)
    # Where all is lost, no step before can do anything to it.
    lost = int(np.argmax(is_end)) + 1 if is_end.any() else len(is_end)
    factors = [decay.slope_factors[:lost], decay.weight_factors[:lost]]
    losses = _ends(_logs(np.concatenate(factors)), [], least=0.5)
    distances = np.arange(len(left))
    where = [_called(decay.step - d, names) for d in distances.tolist()]
    height = DATA_HEIGHT + GAP + LOSSES
    top, below = 44 + 3 * LINE, 52
    widest = max(len(row) for rows in AT_ENDS for row in rows)
    right = round(LABEL_GAP + 10 + CHARACTER * widest)
    zero = _first_of_zeros(decay.norms)
    return go.Figure(
        data=[
            *_quoted(distances, quoted, look),
            _left(left, decay.norms, zero, where, ends, look),
            *_bars(distances[1 : lost + 1], factors, where, losses, look),
        ],
        layout={
            "template": template(dark),
            "title": {"text": f"What is left of a nudge at step {decay.step}"},
            "height": top + height + below,
            "margin": {"t": top, "b": below, "r": right},
            "barmode": "group",
            "bargap": 0 if len(left) > MANY else 0.25,
            "xaxis": {
                "title": {"text": "steps back"},
                "range": [-0.5, len(left) - 0.5],
                **({"dtick": 1} if len(left) <= FEW else {}),
            },
            "yaxis": {
                **_axis(losses, look, few=True),
                "domain": [0, LOSSES / height],
            },
            "yaxis2": {
                **_axis(ends, look),
                "domain": [1 - DATA_HEIGHT / height, 1],
            },
            "annotations": [
                *_end_labels([left, *quoted], decay, zero, ends, look),
                *_words_above(decay),
                heading(_key(look), LOSSES / height, look.ground),
            ],
        },
    )


def _logs(values: Array) -> Array:
    """Return log10 within the range that is drawn; 0 and infinity are at its ends."""
    with np.errstate(divide="ignore"):
        logs: Array = np.log10(values)
    return np.clip(logs, SMALLEST, LARGEST)


def _ends(values: Array, quoted: list[Array], *, least: float = LEAST) -> Ends:
    """Return the ends of an axis in decades: of the values, and of lines that stay near them."""
    inside = values[(values > SMALLEST) & (values < LARGEST)]
    low = min(-least, float(inside.min(initial=0.0)))
    high = max(0.3, float(inside.max(initial=0.0)))
    for line in quoted:
        low = min(low, max(low - BEYOND, float(line.min())))
        high = max(high, min(high + BEYOND, float(line.max())))
    pad = 0.06 * (high - low)
    return low - pad, high + pad


def _axis(ends: Ends, look: Theme, *, few: bool = False) -> dict[str, Any]:
    """Return a vertical axis of decades, with powers of ten at its ticks."""
    span = ends[1] - ends[0]
    every = int(nice(max(1.0, math.ceil(span / (3 if few else 6))), (1, 2, 5)))
    ticks = np.arange(math.ceil(ends[0] / every) * every, ends[1], every)
    words = ["1" if tick == 0 else power_of_ten(int(tick)) for tick in ticks]
    if len(ticks) < 2:
        ticks, words = np.log10([0.25, 0.5, 1, 2]), ["¼", "½", "1", "2"]
    return {
        "range": list(ends),
        "tickvals": ticks,
        "ticktext": np.array(words),
        "showgrid": True,
        "gridcolor": look.grid,
        "zeroline": True,
        "zerolinecolor": look.edge,
        "zerolinewidth": 1,
    }


def _first_of_zeros(norms: Array) -> int | None:
    """Return the distance from which on all norms are 0, or None."""
    left = np.flatnonzero(norms)
    first = int(left[-1]) + 1 if len(left) else 0
    return first if first < len(norms) else None


def _left(
    logs: Array,
    norms: Array,
    zero: int | None,
    where: list[str],
    ends: Ends,
    look: Theme,
) -> dict[str, Any]:
    """Return the line of the norms; what is 0 or infinite is a cross at the picture's edge.

    It ends at the first of the zeros that are all that is left.
    """
    num_drawn = len(norms) if zero is None else zero + 1
    logs, norms = logs[:num_drawn], norms[:num_drawn]
    is_out = (norms == 0) | np.isinf(norms)
    return {
        "type": "scatter",
        "x": np.arange(num_drawn),
        "y": np.clip(logs, *ends),
        "yaxis": "y2",
        "name": CURVES[0],
        "mode": "lines+markers" if len(logs) <= MANY or is_out.any() else "lines",
        "line": {"color": look.ink, "width": 3, "simplify": False},
        "marker": {
            "color": look.ink,
            "size": np.where(is_out, 9, 8 if len(logs) <= MANY else 0),
            "symbol": np.where(is_out, "x", "circle"),
        },
        "hovertext": np.array(
            [
                f"{place}: {_number(value)}"
                for place, value in zip(where, norms.tolist(), strict=False)
            ]
        ),
        "hovertemplate": "%{x} steps back, %{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _quoted(
    distances: npt.NDArray[np.int64], lines: list[Array], look: Theme
) -> list[dict[str, Any]]:
    """Return the lines that people quote: a bound, and a rate."""
    return [
        {
            "type": "scatter",
            "x": distances,
            "y": line,
            "yaxis": "y2",
            "name": name,
            "mode": "lines",
            "line": {"color": look.soft, "width": 1.6, "dash": dash, "simplify": False},
            "hovertemplate": "%{fullData.name}: 10^%{y:.3~g}<extra></extra>",
        }
        for name, line, dash in zip(CURVES[1:], lines, ("solid", "dot"), strict=True)
    ]


def _end_labels(
    lines: list[Array], decay: Decay, zero: int | None, ends: Ends, look: Theme
) -> list[dict[str, Any]]:
    """Return a name at the end of each line, with an arrow where it has left the picture.

    Where the line of the norms ends in zeros, its mark has words of its own instead.
    """
    last = np.array([line[-1] for line in lines])
    said = [
        f"{of}{' ↑' if y > ends[1] else ' ↓' if y < ends[0] else ''}<br>{rest}"
        for (of, rest), y in zip(AT_ENDS, last, strict=True)
    ]
    if zero is not None:
        said[0] = "then too small" if _is_too_small(decay) else "0 from here on"
    placed = end_labels(
        float(len(lines[0]) - 1), np.clip(last, *ends), said, ends, LABEL_GAP, look, rows=2
    )
    if zero is not None:
        # The last, on a ground of its own: the arrows of the others may pass behind it.
        placed.append({**placed.pop(0), "x": zero, "bgcolor": look.ground})
    return [{**label, "align": "left", "yref": "y2"} for label in placed]


def _words_above(decay: Decay) -> list[dict[str, Any]]:
    """Return what is drawn, and where it leaves what float64 can hold, above the data."""
    norms, words = decay.norms, []
    nothing = "below 10⁻³²³" if _is_too_small(decay) else "nothing is left"
    for is_so, said in ((norms == 0, nothing), (np.isinf(norms), "beyond 10³⁰⁸")):
        if is_so.any():
            first = int(np.argmax(is_so))
            words.append(f"{said}, from {first} step{'s' * (first != 1)} back on")
    return [
        {
            "text": text, "x": 0, "xref": "paper", "xanchor": "left", "borderpad": 1,
            "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2 + LINE * row,
        }
        for row, text in enumerate([f"{NORM}, d steps back", *words])
    ]  # fmt: skip


def _is_too_small(decay: Decay) -> bool:
    """Return whether a norm is a 0 only because float64 holds nothing as small."""
    before = int(np.argmax(decay.norms == 0))
    return bool(
        (decay.slope_factors[:before] > 0).all() & (decay.weight_factors[:before] > 0).all()
    )


def _bars(
    distances: npt.NDArray[np.int64],
    factors: list[Array],
    where: list[str],
    ends: Ends,
    look: Theme,
) -> list[dict[str, Any]]:
    """Return what each step did to the nudge on its way: two bars, in decades."""
    names, colours = ("slopes", "weights"), (look.soft, look.role["W_hh"])
    return [
        {
            "type": "bar",
            "x": distances,
            "y": np.clip(_logs(each), *ends),
            "name": name,
            "marker": {
                "color": colour,
                "pattern": {
                    "shape": shape,
                    "fgcolor": look.ground,
                    "fillmode": "overlay",
                    "size": 6,
                    "solidity": 0.2,
                },
            },
            "hovertext": np.array(
                [
                    f"{place}: ×{_number(factor)}"
                    for place, factor in zip(where, each.tolist(), strict=False)
                ]
            ),
            "hovertemplate": "%{fullData.name} of %{hovertext}<extra></extra>",
        }
        for name, each, colour, shape in zip(names, factors, colours, ("", "/"), strict=True)
    ]


def _key(look: Theme) -> str:
    """Return what the bars are, in their own colours."""
    return (
        "What each step did: up more, down less<br>"
        f'<span style="color:{look.soft}">■</span> its slopes (saturated, off)<br>'
        f'<span style="color:{look.role["W_hh"]}">▨</span> its weights W_hh'
    )


def _number(value: float) -> str:
    """Return a number in four digits: the reader asked for this one."""
    return or_infinite(value, 4, power_digits=4)


def _called(t: int, names: list[str] | None) -> str:
    if t < 0:
        return "before step 0"
    return f"step {t}" if names is None else f"step {t} · {names[t]}"
