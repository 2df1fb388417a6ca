"""The one place that says how figures look: colours, type and space, light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import plotly.graph_objects as go  # type: ignore[import-untyped]

FONT: Final = '"Source Sans 3", "Source Sans Pro", "Source Sans", system-ui, "Segoe UI", sans-serif'
TEXT_SIZE: Final = 13
CHARACTER: Final = 7.0  # pixels, the width of a character of that size, on the wide side
LINE: Final = 17  # pixels from one line of text to the next


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one ground. Each means one thing.

    Attributes:
        ground: the paper.
        ink: text and the cursor.
        quiet: text that steps back, and lines.
        outline: the edge of pale cells, 3:1 on the ground.
        rule: the thin lines behind data.
        value: five stops for signed numbers, from negative through zero to positive.
        role: which parameter.
        ramp: the ends of the scale that tells classes apart, none of it a value's colour.
        growth: what has grown, where ink is what is left; no value's and no role's colour.
    """

    ground: str
    ink: str
    quiet: str
    outline: str
    rule: str
    value: tuple[str, ...]
    role: Mapping[str, str]
    ramp: tuple[str, str]
    growth: str

    @property
    def colorscale(self) -> list[list[float | str]]:
        """The value colours as Plotly takes them."""
        return scale_of(self.value)

    def of(self, share: float) -> str:
        """Return the value colour at a share of the scale, 0 … 1, as Plotly blends it."""
        return blended(self.value, share)

    @property
    def fading(self) -> tuple[str, str, str]:
        """Three stops for what is left: nothing (the ground), all of it (ink), and growth."""
        return self.ground, self.ink, self.growth

    def on(self, colour: str) -> str:
        """Return the text colour that stands out more on a colour: black or white."""
        return "#000000" if luminance(colour) > 0.179 else "#ffffff"

    def lines(self, count: int) -> list[str]:
        """Return a colour for each of `count` lines, from the ink's to the faintest of 3:1."""
        return [blend(self.ink, self.outline, k / max(count - 1, 1)) for k in range(count)]

    def classes(self, count: int) -> list[str]:
        """Return a colour for each of `count` classes, evenly along the ramp."""
        return [blend(*self.ramp, k / max(count - 1, 1)) for k in range(count)]


def scale_of(stops: Sequence[str]) -> list[list[float | str]]:
    """Return colours at equal distances as Plotly takes them."""
    return [[i / (len(stops) - 1), colour] for i, colour in enumerate(stops)]


def blended(stops: Sequence[str], share: float) -> str:
    """Return the colour at a share, 0 … 1, of stops at equal distances, as Plotly blends it."""
    last = len(stops) - 1
    i = min(int(share * last), last - 1)
    return blend(stops[i], stops[i + 1], share * last - i)


def blend(first: str, last: str, share: float) -> str:
    """Return the colour at a share of the way from one "#rrggbb" to another."""
    pairs = zip(_channels(first), _channels(last), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 … 1.

    Source:
        W3C, Web Content Accessibility Guidelines 2.2, "relative luminance".
    """
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


LIGHT: Final = Theme(
    ground="#ffffff",
    ink="#1b1f26",
    quiet="#5b6470",
    outline="#8b929c",
    rule="#e4e7eb",
    value=("#2166ac", "#92c5de", "#f7f7f7", "#fdb863", "#b35806"),
    role=MappingProxyType(
        {
            "W_xh": "#00806a",
            "W_hh": "#7a3fa0",
            "W_hy": "#b0305c",
            "b_h": "#5b6470",
            "b_y": "#5b6470",
        }
    ),
    ramp=("#39424f", "#dfe3e8"),
    growth="#e0231c",
)

DARK: Final = Theme(
    ground="#0e1117",
    ink="#f0f2f6",
    quiet="#a9b1bd",
    outline="#69727f",
    rule="#262b36",
    value=("#7cc4ff", "#2f6fa8", "#262b36", "#b3671a", "#ffb454"),
    role=MappingProxyType(
        {
            "W_xh": "#3fc1a3",
            "W_hh": "#c597ea",
            "W_hy": "#f283a6",
            "b_h": "#a9b1bd",
            "b_y": "#a9b1bd",
        }
    ),
    ramp=("#d5dae1", "#2b323d"),
    growth="#ff4a3d",
)


def theme(dark: bool) -> Theme:
    """Return the theme of a ground."""
    return DARK if dark else LIGHT


@lru_cache(maxsize=2)
def template(dark: bool) -> go.layout.Template:
    """Return the Plotly template of a ground: what every figure has in common."""
    look = theme(dark)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklabelstandoff": 4,
        "tickfont": {"color": look.quiet},
        "title": {"standoff": 10, "font": {"size": TEXT_SIZE, "color": look.quiet}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": look.ink},
            "paper_bgcolor": look.ground,
            "plot_bgcolor": look.ground,
            "margin": {"l": 48, "r": 20, "t": 48, "b": 48, "pad": 0},
            "title": {
                "font": {"size": TEXT_SIZE + 3},
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"t": 12},
            },
            "xaxis": axis,
            # A label at a line's end stands at a height that is worked out in pixels.
            "yaxis": {**axis, "fixedrange": True, "automargin": True},
            "showlegend": False,
            "dragmode": False,  # on a phone a finger on a figure scrolls the page
            "hoverlabel": {
                "align": "left",
                "bgcolor": look.ground,
                "bordercolor": look.outline,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": look.ink},
            },
            "annotationdefaults": {"showarrow": False},
            "colorscale": {"diverging": look.colorscale},
        }
    )
