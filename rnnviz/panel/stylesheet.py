"""The panel's style sheet, joined from a file for each part."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "css"

# Later rules override earlier ones: the parts first, in the page's order, then what changes them.
ORDER: Final = (
    "base",
    "header",
    "graph",
    "heatmap",
    "transport",
    "matrices",
    "bars",
    "ribbon",
    "sliders",
    "arithmetic",
    "table",
    "narrow",
    "hidden",
    "projector",
    "motion",
)


@lru_cache
def stylesheet() -> str:
    """Return the rules of all parts as one text."""
    return "".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
