"""The colours of the light and of the dark ground, read from the file that all readers share.

`colors.json` is the one source: the renderer's `color.js` imports it, `css.py` writes it as custom
properties, and the figures, the thumbnails and the pages take it from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.look.blending import blend, blended, luminance, mixed

Array = npt.NDArray[np.float64]

STEPS: Final = 128  # colours on each side of zero, as in color.js

_COLORS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "colors.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one ground. Each means one thing.

    Attributes:
        ground: the paper.
        surface: of the page's fields and side parts.
        card: of what lies over the paper.
        band: behind the cursor's step.
        track: of a slider, and behind parts that step back.
        ink: text and the cursor.
        soft: text that steps back, and lines.
        edge: the edge of pale cells, 3:1 on the ground.
        rim: the edge of a cell that holds a number.
        rest: of a slider's track, beyond its thumb.
        rule: lines between parts.
        grid: the thin lines behind data.
        accent: focus, thumbs and buttons; no role's colour, whatever its value.
        warning: what went wrong.
        growth: what has grown, where ink is what is left; no value's and no role's colour.
        value: five stops for signed numbers, from negative through zero to positive.
        line: the same for lines, darker, since a line needs 3:1 against the ground.
        role: which parameter.
        ramp: the ends of the scale that tells classes apart, none of it a value's colour.
    """

    ground: str
    surface: str
    card: str
    band: str
    track: str
    ink: str
    soft: str
    edge: str
    rim: str
    rest: str
    rule: str
    grid: str
    accent: str
    warning: str
    growth: str
    value: tuple[str, ...]
    line: Mapping[str, str]
    role: Mapping[str, str]
    ramp: tuple[str, str]

    def of(self, share: float) -> str:
        """Return the value colour at a share of the scale, 0 … 1, as Plotly blends it."""
        return blended(self.value, share)

    def pixels(self, values: npt.ArrayLike, limit: float) -> npt.NDArray[np.uint8]:
        """Return the value colours of numbers on a scale of ±limit, as the graph paints them.

        Args:
            values: (…), the numbers; beyond the limit they have the colour of its end.
            limit: above 0.

        Returns:
            (…, 3), red, green and blue from 0 to 255.
        """
        shares = np.clip(np.asarray(values, dtype=float) / limit, -1, 1)
        places = np.floor((shares + 1) * STEPS + 0.5).astype(int)
        ramp = mixed(self.value, np.linspace(0, 1, 2 * STEPS + 1))
        pixels: npt.NDArray[np.uint8] = ramp[places]
        return pixels

    @property
    def fading(self) -> tuple[str, str, str]:
        """Three stops for what is left: nothing (the ground), all of it (ink), and growth."""
        return self.ground, self.ink, self.growth

    def on(self, colour: str) -> str:
        """Return the text colour that stands out more on a colour: black or white."""
        return "#000000" if luminance(colour) > 0.179 else "#ffffff"

    def lines(self, count: int) -> list[str]:
        """Return a colour for each of `count` lines, from the ink's to the faintest of 3:1."""
        return [blend(self.ink, self.edge, k / max(count - 1, 1)) for k in range(count)]

    def classes(self, count: int) -> list[str]:
        """Return a colour for each of `count` classes, evenly along the ramp."""
        return [blend(*self.ramp, k / max(count - 1, 1)) for k in range(count)]


def _read(name: str) -> Theme:
    return Theme(**{key: _frozen(colors) for key, colors in _COLORS[name].items()})


def _frozen(colors: Any) -> Any:
    if isinstance(colors, dict):
        return MappingProxyType(colors)
    return tuple(colors) if isinstance(colors, list) else colors


LIGHT: Final = _read("light")
DARK: Final = _read("dark")


def theme(dark: bool) -> Theme:
    """Return the theme of a ground."""
    return DARK if dark else LIGHT
