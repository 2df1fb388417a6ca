"""What a small vector picture holds, read from its text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

from rnnviz.drawings import Drawing

_SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "rect", "text", "line", "path", "circle"}


class Mark(NamedTuple):
    """An element: its place is that of its middle, or of its text's anchor."""

    x: float
    y: float
    text: str
    fill: str


def root_of(drawing: Drawing) -> ElementTree.Element:
    """Return the picture's root; all its elements are known ones."""
    root = ElementTree.fromstring(drawing.svg)
    assert {one.tag.removeprefix(_SVG) for one in root.iter()} <= TAGS
    return root


def texts(drawing: Drawing) -> list[Mark]:
    """Return all texts."""
    return [
        Mark(float(one.get("x", "")), float(one.get("y", "")), one.text or "", one.get("fill", ""))
        for one in root_of(drawing).iter(f"{_SVG}text")
    ]


def circles(drawing: Drawing) -> list[Mark]:
    """Return all circles."""
    return [
        Mark(float(one.get("cx", "")), float(one.get("cy", "")), "", one.get("fill", ""))
        for one in root_of(drawing).iter(f"{_SVG}circle")
    ]


def boxes(drawing: Drawing) -> list[tuple[Mark, float]]:
    """Return the middle of each rectangle, and its height."""
    found = []
    for one in root_of(drawing).iter(f"{_SVG}rect"):
        x, y, w, h = (float(one.get(name, "")) for name in ("x", "y", "width", "height"))
        found.append((Mark(x + w / 2, y + h / 2, "", one.get("fill", "")), h))
    return found


def paths(drawing: Drawing) -> list[dict[str, str]]:
    """Return the attributes of each path."""
    return [dict(one.attrib) for one in root_of(drawing).iter(f"{_SVG}path")]


def colours(drawing: Drawing) -> set[str]:
    """Return all colours."""
    return set(re.findall("#[0-9a-f]{6}", drawing.svg))
