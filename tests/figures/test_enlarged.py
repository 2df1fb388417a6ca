"""A figure for a room: everything in it larger, and nothing of what it shows another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

import rnnviz as rv


def _figures() -> dict[str, Callable[[], go.Figure]]:
    e = rv.presets.load("sharing").select(rv.Knob.entry("W_hh", 0, 0))
    net, trace = e.net, e.trace
    found = rv.memory(net, trace)
    gradients = rv.backprop(net, trace, np.zeros_like(trace.y))
    f = rv.figures
    return {
        "lines": lambda: f.hidden_lines(trace, step=3),
        "heatmap": lambda: f.hidden_heatmap(trace, step=3),
        "outputs": lambda: f.outputs(trace, step=3),
        "sweep": lambda: f.knob_sweep(e.sweep(), step=3),
        "influence": lambda: f.influence(found.influence(unit=1), step=5),
        "decay": lambda: f.decay(found.decay(6)),
        "copies": lambda: f.copies(gradients, "W_hh", (0, 0)),
        "matrices": lambda: f.copy_matrices(gradients, "W_hh"),
        "nudge": lambda: f.intervention(rv.nudge(net, trace, 2, 0.5, unit=1), prediction=True),
    }


def sizes(figure: go.Figure) -> dict[str, float]:
    """Return every size of text, margin, height and shift in a figure, by its place."""
    wanted = ("size", "height", "l", "r", "t", "b", "xshift", "yshift", "thickness")

    def walk(given: Any, place: str) -> Iterator[tuple[str, float]]:
        for name, value in given.items() if isinstance(given, dict) else enumerate(given):
            here = f"{place}.{name}"
            if isinstance(value, dict | list):
                yield from walk(value, here)
            elif name in wanted and isinstance(value, int | float):
                yield here, value

    return dict(walk(json.loads(figure.to_json()), ""))


@pytest.mark.parametrize("name", _figures())
def test_every_size_grows_and_every_number_stays(name: str) -> None:
    """Text, margins and shifts are twice as large; data, places and texts are the same."""
    figure = _figures()[name]()
    before, kept = sizes(figure), figure.to_json()
    grown = rv.figures.enlarged(figure, 2)
    assert len(before) > 5
    assert sizes(grown) == {place: 2 * size for place, size in before.items()}
    assert figure.to_json() == kept
    for old, new in zip(figure.data, grown.data, strict=True):
        for part in ("x", "y", "z", "text", "customdata", "base", "width", "offset"):
            np.testing.assert_array_equal(
                getattr(new, part, None) if part in new else None,
                getattr(old, part, None) if part in old else None,
            )
    for old, new in zip(figure.layout.annotations, grown.layout.annotations, strict=True):
        assert (new.text, new.x, new.y) == (old.text, old.x, old.y)
    for old, new in zip(figure.layout.shapes, grown.layout.shapes, strict=True):
        assert (new.x0, new.x1, new.y0, new.y1) == (old.x0, old.x1, old.y0, old.y1)
        if old.line.width is not None:
            assert new.line.width == 2 * old.line.width


def test_an_arrow_s_tail_grows_where_it_is_measured_in_pixels() -> None:
    """A tail that is given in the data's units stays where it is."""
    figure = go.Figure(layout={"annotations": [{"ax": 22, "ayref": "y", "ay": 0.5, "x": 1}]})
    (mark,) = rv.figures.enlarged(figure, 3).layout.annotations
    assert (mark.ax, mark.ay, mark.x) == (66, 0.5, 1)


@pytest.mark.parametrize(
    ("figure", "times", "sentence"),
    [
        (go.Figure(), 0, "times is 0.0: expected a number above 0"),
        (go.Figure(), float("nan"), "times is nan"),
        ("a figure", 2, "figure is 'a figure': expected a Plotly figure"),
    ],
)
def test_what_is_no_figure_or_no_size_is_refused(figure: Any, times: float, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        rv.figures.enlarged(figure, times)
