"""Marks across the whole height of a figure, and the words that stand above them."""

from __future__ import annotations

from typing import Any

from rnnviz.figures.theme import LINE
from rnnviz.look.palette import Theme


def upright(x0: float, x1: float, look: Theme, *, dash: str = "solid") -> dict[str, Any]:
    """Return the outline of x0 … x1 as a shape; a line where they are the same."""
    return {
        "type": "line" if x0 == x1 else "rect", "x0": x0, "x1": x1, "y0": 0, "y1": 1,
        "yref": "paper", "line": {"color": look.ink, "width": 1.5, "dash": dash}, "layer": "above",
    }  # fmt: skip


def shaded(x0: float, x1: float, look: Theme) -> dict[str, Any]:
    """Return the ground of x0 … x1, where nothing can be drawn, as a shape."""
    return {
        "type": "rect", "x0": x0, "x1": x1, "y0": 0, "y1": 1, "yref": "paper",
        "fillcolor": look.grid, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def written_above(x: float, place: float, row: int, words: str, colour: str) -> dict[str, Any]:
    """Return words above the data as an annotation.

    Args:
        x: what they belong to.
        place: where that is in the figure's width, 0 … 1.
        row: which row of text, counted from the data.
        words: an inert text.
        colour: of the words.
    """
    # Beside an edge of the figure the words grow inwards, or they would be cut off.
    return {
        "text": words, "x": x, "y": 1, "yref": "paper", "yanchor": "bottom",
        "xanchor": "left" if place < 0.25 else "right" if place > 0.75 else "center",
        "yshift": 2 + LINE * row, "font": {"color": colour}, "borderpad": 1,
    }  # fmt: skip


def heading(words: str, top: float, ground: str) -> dict[str, Any]:
    """Return what a panel shows, above its left corner, as an annotation.

    Args:
        words: an inert text.
        top: of the panel, in the figure's height, 0 … 1.
        ground: of the words, or a mark near the left edge would strike through them.
    """
    return {
        "text": words, "x": 0, "xref": "paper", "xanchor": "left",
        "y": top, "yref": "paper", "yanchor": "bottom", "yshift": 3, "borderpad": 0,
        "bgcolor": ground, "align": "left",
    }  # fmt: skip


def in_the_middle(words: str, ground: str) -> dict[str, Any]:
    """Return what is said where nothing can be drawn, as an annotation on its ground."""
    return {
        "text": words, "x": 0.5, "xref": "paper", "y": 0.5, "yref": "paper", "bgcolor": ground,
        "borderpad": 4,
    }  # fmt: skip
