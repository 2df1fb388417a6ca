"""The style sheets of the panel and of a handout's page, with the palette before them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from rnnviz.look.css import page_properties, panel_properties

_HERE: Final = Path(__file__).parent


@lru_cache
def panel_style() -> str:
    """Return the panel's style."""
    return panel_properties() + (_HERE / "panel.css").read_text(encoding="utf-8")


@lru_cache
def page_style() -> str:
    """Return the style of the page around a handout's panel."""
    return page_properties() + (_HERE / "handout.css").read_text(encoding="utf-8")
