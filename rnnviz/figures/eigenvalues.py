"""Eigenvalues in the complex plane: inside the unit circle things shrink, outside they grow."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.dynamics.stability import CLOSE
from rnnviz.figures.marks import in_the_middle
from rnnviz.figures.plane import (
    BELOW,
    HEIGHT,
    UNFADED,
    above,
    plain_axis,
    room_above,
    rows_of,
)
from rnnviz.figures.scale import TOO_LARGE, can_draw
from rnnviz.figures.text import inert, rounded
from rnnviz.figures.theme import template
from rnnviz.look.palette import Theme, theme
from rnnviz.number_words import in_print
from rnnviz.validation import as_instance, shown

Array = npt.NDArray[np.float64]
Values = npt.NDArray[np.complex128]

LEAST: Final = 1.25  # half of the picture's width: the circle is always in it
MOST_SAID: Final = 60  # characters of the title
MARKS: Final = (
    # what, symbol, sign, in the key
    ("shrinks", "circle", "●", "inside: shrinks"),
    ("stays", "diamond", "◇", "on the circle: stays"),
    ("grows", "triangle-up", "▲", "outside: grows"),
)


def eigenvalues(
    values: npt.ArrayLike,
    *,
    others: npt.ArrayLike | None = None,
    title: str = "Eigenvalues of one step",
    dark: bool = False,
) -> go.Figure:
    """Draw eigenvalues with the unit circle, on equal scales, and print the spectral radius.

    Along an eigenvector a nudge is multiplied by λ in each step: inside the circle it
    shrinks, outside it grows, and it turns by the angle of λ. The two of a conjugate pair are
    joined by a line.

    Args:
        values: (H,), complex.
        others: any shape, such as (T, H) of the other steps: drawn faint.
        title: what they are of.
        dark: for a dark ground.

    Raises:
        ValueError: the values are no row of numbers.
    """
    as_instance("title", title, str, "a text")
    look = theme(dark)
    found = _as_values("values", values)
    rest = np.empty(0, dtype=complex) if others is None else _as_values("others", others)
    if found.ndim != 1 or not len(found):
        raise ValueError(f"values has shape {found.shape}: expected (any,), at least one")
    rest = rest.ravel()
    sizes = np.abs(found)
    drawable = can_draw(sizes)
    rest = rest[np.isfinite(rest) & (np.abs(rest) <= 1e300)]
    limit = LEAST
    if drawable:
        limit = max(LEAST, 1.12 * float(sizes.max()), 1.12 * _most(rest, float(sizes.max())))
    kinds = np.where(sizes < 1 - CLOSE, "shrinks", np.where(sizes > 1 + CLOSE, "grows", "stays"))
    rows = rows_of(
        [f"{sign} {said}" for kind, _, sign, said in MARKS if kind in kinds]
        + (["faint: at other steps"] if len(rest) else [])
    )
    if drawable:
        rows.append(f"largest |λ|: {_exact(float(sizes.max()))}")
    return go.Figure(
        data=[
            _circle(look),
            *([_others(rest, look)] if len(rest) else []),
            *(_marks(found, kinds, look) if drawable else []),
        ],
        layout={
            "template": template(dark),
            "title": {"text": inert(title, MOST_SAID)},
            "height": room_above(rows) + HEIGHT + BELOW,
            "margin": {"t": room_above(rows), "b": BELOW},
            "hovermode": "closest",
            "xaxis": {
                **plain_axis((-limit, limit), "real part", look),
                "constrain": "domain",
                "domain": [0, 1],
            },
            "yaxis": {
                **plain_axis((-limit, limit), "imaginary part", look),
                "scaleanchor": "x",
                "constrain": "domain",
                "constraintoward": "top",
            },
            "annotations": [
                *({**words, "x": 0, "xref": "paper"} for words in above(rows, 0, look)),
                *([] if drawable else [in_the_middle(TOO_LARGE, look.ground)]),
            ],
        },
    )


def _as_values(name: str, values: npt.ArrayLike) -> Values:
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "iufc":
            raise TypeError
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {shown(values)}: expected complex numbers") from None
    return array.astype(np.complex128)


def _most(rest: Values, radius: float) -> float:
    """Return how far the others reach, but not so far that the values themselves are lost."""
    return min(float(np.abs(rest).max(initial=0.0)), 3 * max(radius, 1.0))


def _exact(radius: float) -> str:
    """Return a radius to four digits, and one just off the circle not as 1."""
    words = in_print(radius, 4)
    if words == "1" and abs(radius - 1) > CLOSE:
        return f"1 {'−' if radius < 1 else '+'} {in_print(abs(radius - 1), 2)}"
    return words


def _circle(look: Theme) -> dict[str, Any]:
    angles = np.linspace(0, 2 * np.pi, 181)
    return {
        "type": "scatter",
        "x": np.cos(angles),
        "y": np.sin(angles),
        "name": "unit circle",
        "mode": "lines",
        "line": {"color": look.soft, "width": 1.6, "simplify": False},
        "hoverinfo": "skip",
    }


def _others(rest: Values, look: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": rest.real,
        "y": rest.imag,
        "name": "at other steps",
        "mode": "markers",
        "marker": {"color": look.edge, "size": 3, "opacity": 1.0},
        "unselected": UNFADED,
        "hoverinfo": "skip",
    }


def _marks(values: Values, kinds: npt.NDArray[np.str_], look: Theme) -> list[dict[str, Any]]:
    """Return the values by kind, and lines that join conjugates."""
    colours = {"shrinks": look.ink, "stays": look.ground, "grows": look.growth}
    above_axis = values[values.imag > 0]
    ends = np.stack([above_axis, above_axis.conj(), np.full(len(above_axis), np.nan)], axis=1)
    traces: list[dict[str, Any]] = []
    if len(above_axis):
        traces.append(
            {
                "type": "scatter",
                "x": ends.real.ravel(),
                "y": ends.imag.ravel(),
                "name": "pairs",
                "mode": "lines",
                "line": {"color": look.edge, "width": 1},
                "hoverinfo": "skip",
            }
        )
    for kind, symbol, _, _ in MARKS:
        these = values[kinds == kind]
        if len(these):
            traces.append(
                {
                    "type": "scatter",
                    "x": these.real,
                    "y": these.imag,
                    "name": kind,
                    "mode": "markers",
                    "marker": {
                        "symbol": symbol,
                        "size": 10,
                        "opacity": 1.0,
                        "color": colours[kind],
                        "line": {
                            "color": look.ink if kind == "stays" else look.ground,
                            "width": 2 if kind == "stays" else 1,
                        },
                    },
                    "unselected": UNFADED,
                    "hovertext": np.array([_said(value) for value in these.tolist()]),
                    "hovertemplate": "%{hovertext}<extra></extra>",
                }
            )
    return traces


def _said(value: complex) -> str:
    """Return an eigenvalue in words: its size, and how it turns."""
    number = rounded(value.real)
    if value.imag:
        sign = "+" if value.imag > 0 else "−"
        number += f" {sign} {rounded(abs(value.imag)).removeprefix('+')}i"
    turn = in_print(abs(math.degrees(math.atan2(value.imag, value.real))))
    turns = "" if value.imag == 0 and value.real >= 0 else f", turns by {turn}° per step"
    return f"λ = {number}<br>×{_exact(abs(value))} per step{turns}"
