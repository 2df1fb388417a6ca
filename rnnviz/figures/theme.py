"""What all figures have in common: type, space, and how the palette's colours are used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.look.palette import theme

FONT: Final = '"Source Sans 3", "Source Sans Pro", "Source Sans", system-ui, "Segoe UI", sans-serif'
TEXT_SIZE: Final = 13
CHARACTER: Final = 7.0  # pixels, the width of a character of that size, on the wide side
LINE: Final = 17  # pixels from one line of text to the next


def colorscale(stops: Sequence[str]) -> list[list[float | str]]:
    """Return colours at equal distances as Plotly takes them."""
    return [[i / (len(stops) - 1), colour] for i, colour in enumerate(stops)]


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
        "tickfont": {"color": look.soft},
        "title": {"standoff": 10, "font": {"size": TEXT_SIZE, "color": look.soft}},
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
                "bordercolor": look.edge,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": look.ink},
            },
            "annotationdefaults": {"showarrow": False},
            "colorscale": {"diverging": colorscale(look.value)},
        }
    )
