"""A figure for a room: text, marks and space a number of times as large."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import plotly.graph_objects as go  # type: ignore[import-untyped]

from rnnviz.validation import as_instance, as_number

# What Plotly measures in pixels, where it stands in a layout or in a trace.
_PIXELS: Final = frozenset(
    (
        "arrowwidth",
        "borderpad",
        "borderwidth",
        "gridwidth",
        "height",
        "linewidth",
        "outlinewidth",
        "size",
        "standoff",
        "thickness",
        "ticklabelstandoff",
        "ticklen",
        "tickwidth",
        "xgap",
        "xpad",
        "xshift",
        "ygap",
        "ypad",
        "yshift",
        "zerolinewidth",
    )
)
_WITHIN: Final = {  # names that mean pixels in some places only
    "margin": frozenset(["l", "r", "t", "b", "pad"]),
    "pad": frozenset(["l", "r", "t", "b"]),
    "line": frozenset(["width"]),
    "layout": frozenset(["width"]),
}
_WHOLE: Final = "ticklabelstandoff"  # the one that Plotly takes as a whole number only


def enlarged(figure: go.Figure, times: float = 1.5) -> go.Figure:
    """Return a figure whose text, lines, marks and margins are a number of times as large.

    Its height grows as well; its width is the page's, so what it shows has less room.

    Args:
        figure: any of `rv.figures`.
        times: how many times, above 0.

    Raises:
        ValueError: it is no figure, or the number is not above 0.
    """
    as_instance("figure", figure, go.Figure, "a Plotly figure")
    times = as_number("times", times)
    if times <= 0:
        raise ValueError(f"times is {times}: expected a number above 0")
    # Part by part, because a whole figure gives its arrays away as base64.
    layout = _grown(figure.layout.to_plotly_json(), "layout", times)
    data = [_grown(trace.to_plotly_json(), "trace", times) for trace in figure.data]
    frames = [_grown(frame.to_plotly_json(), "frame", times) for frame in figure.frames]
    return go.Figure({"data": data, "layout": layout, "frames": frames})


def _grown(given: dict[str, Any], place: str, times: float) -> dict[str, Any]:
    pixels = _PIXELS | _WITHIN.get(place, frozenset())
    if given.get("lenmode") == "pixels":
        pixels |= {"len"}
    # The tail of an arrow, where it is not given in the data's units.
    pixels |= {f"a{axis}" for axis in "xy" if given.get(f"a{axis}ref", "pixel") == "pixel"}
    grown: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, dict):
            grown[name] = _grown(value, name, times)
        elif isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value):
            grown[name] = [
                _grown(one, name, times) if isinstance(one, dict) else one for one in value
            ]
        elif name in pixels and value is not None:
            more = np.multiply(value, times)
            grown[name] = (np.round(more).astype(int) if name == _WHOLE else more).tolist()
        else:
            grown[name] = value
    return grown
