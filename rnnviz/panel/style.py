"""The style sheets of the panel and of a handout's page, with the palette before them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from rnnviz.look.css import page_properties, panel_properties

_HERE: Final = Path(__file__).parent
PARTS: Final = _HERE / "css"

# Later rules override earlier ones: the parts first, in the page's order, then what changes them.
ORDER: Final = (
    "base",
    "room",
    "header",
    "graph",
    "heatmap",
    "transport",
    "matrices",
    "bars",
    "ribbon",
    "slider",
    "knobs",
    "arithmetic",
    "table",
    "narrow",
    "hidden",
    "projector",
    "motion",
    "media",
)


@lru_cache
def panel_style() -> str:
    """Return the panel's style."""
    parts = ((PARTS / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    return panel_properties() + "".join(parts)


@lru_cache
def page_style() -> str:
    """Return the style of the page around a handout's panel."""
    return page_properties() + (_HERE / "handout.css").read_text(encoding="utf-8")
