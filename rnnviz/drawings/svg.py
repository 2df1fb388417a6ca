"""Vector pictures as text: elements whose attributes and texts are made harmless."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy.typing as npt

from rnnviz.look.palette import Theme

WIDTH: Final = 300
HEIGHT: Final = 150

CHARACTER: Final = 0.58  # of the size of letters: how wide one is


class Drawing(NamedTuple):
    """A picture, and what it shows in words."""

    svg: str
    words: str


# A picture in an <img> has none of the page's own fonts.
_FONT: Final = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
_SYMBOLS: Final = "'STIX Two Text', 'Cambria Math', Georgia, serif"


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """Return an element; "_" in the name of an attribute is written as "-", None leaves it out.

    Args:
        name: of the element.
        *children: SVG, not plain text.
        **attributes: texts and numbers.
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(children)}</{name}>" if children else f"<{name}{said}/>"


def picture(*children: str) -> str:
    """Return the whole picture."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        font_family=_FONT,
    )


def text(
    words: str, x: float, y: float, fill: str, size: float = 11, *,
    anchor: str = "middle", bold: bool = False, halo: str | None = None, symbol: bool = False,
) -> str:  # fmt: skip
    """Return a line of plain text.

    Args:
        words: what it says, as text.
        x, y: of its anchor, and its base line.
        fill: its colour.
        size: of its letters.
        anchor: "start", "middle" or "end".
        bold: whether it stands out.
        halo: a colour around it, where it stands on lines.
        symbol: whether it is a symbol, as in a formula.
    """
    return element(
        "text",
        escape("".join(one for one in words if one.isprintable())),
        x=x, y=y, fill=fill, font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        font_weight=600 if bold else None,
        font_style="italic" if symbol else None,
        font_family=_SYMBOLS if symbol else None,
        stroke=halo, stroke_width=None if halo is None else 3,
        stroke_linejoin=None if halo is None else "round",
        paint_order=None if halo is None else "stroke",
    )  # fmt: skip


def width_of(words: str, size: float) -> float:
    """Return about how wide a text is."""
    return CHARACTER * size * len(words)


def inside(x: float, words: str, size: float) -> float:
    """Return where the middle of a text stands, so that none of it is cut off."""
    half = width_of(words, size) / 2 + 2
    return min(max(x, half), WIDTH - half)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)


def band(x: float, width: float, look: Theme) -> str:
    """Return what marks a step, from the top to the bottom."""
    return element("rect", x=x, y=0, width=width, height=HEIGHT, rx=7, fill=look.band)


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Return the description of a path through points."""
    return "M" + "L".join(f"{_written(x)} {_written(y)}" for x, y in points)


def colour(value: npt.ArrayLike, limit: float, look: Theme) -> str:
    """Return the colour of a number on a scale of ±limit, as in every other picture."""
    red, green, blue = look.pixels(value, limit).tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"


def indexed(letter: str, index: int, count: int) -> str:
    """Return a symbol: "h₀", or "h" where there is only one."""
    return letter if count == 1 else letter + "".join(chr(0x2080 + int(d)) for d in str(index))


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"
