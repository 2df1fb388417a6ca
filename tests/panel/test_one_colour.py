"""One number has one colour: in the graph, the charts, the drawings, in Python as in node."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import rnnviz as rv
from rnnviz.app import charts
from rnnviz.drawings import draw
from rnnviz.look.palette import theme
from rnnviz.panel import linker
from rnnviz.panel.payload import to_payload
from rnnviz.thumbnail import Curve
from tests.packed import unpacked

SVG = "{http://www.w3.org/2000/svg}"

Pixels = npt.NDArray[np.uint8]
Graph = Callable[[Any, float, bool], Pixels]

every_preset = pytest.mark.parametrize("name", rv.presets.names())
both_grounds = pytest.mark.parametrize("dark", [False, True])


@pytest.fixture(scope="session")
def graph(run_module: Callable[..., str]) -> Graph:
    """A function that has color.js colour an array on a scale of ±limit."""
    address = (linker.MODULES / "color.js").as_uri()
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ rgb, valueColor }} from "{address}";
        const {{ values, limit, name }} = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(values.map((value) => rgb(valueColor(value, limit, name)))));
    """

    def colours(values: Any, limit: float, dark: bool) -> Pixels:
        flat = np.asarray(values, dtype=float)
        name = "dark" if dark else "light"
        given = {"values": flat.ravel().tolist(), "limit": limit, "name": name}
        found = json.loads(run_module(script, json.dumps(given)))
        return np.array(found, dtype=np.uint8).reshape(*flat.shape, 3)

    return colours


@both_grounds
@pytest.mark.parametrize("limit", [1.0, 5.0, 2e12])
def test_python_colours_a_number_as_the_renderer_does(
    graph: Graph, limit: float, dark: bool
) -> None:
    """On the whole scale, between two colours of it and beyond its ends, both agree."""
    # Halfway between two of the scale's colours too: there a wrong rounding shows.
    values = limit * np.concatenate([np.arange(-300, 301) / 256, [-9, 9, 1e-9, -0.0]])
    np.testing.assert_array_equal(theme(dark).pixels(values, limit), graph(values, limit, dark))


@every_preset
@both_grounds
def test_a_state_has_one_colour_in_graph_chart_and_drawing(
    graph: Graph, name: str, dark: bool
) -> None:
    """The drawing has the graph's colours; the heatmap's, which Plotly blends, are as near."""
    e = rv.presets.load(name)
    limits = unpacked(to_payload(e))["limits"]
    h = e.trace.h[: e.num_shown]
    in_graph = graph(h, limits["h"], dark)

    card = draw(e, Curve(kind="curve", lanes=[["h0"]], last=min(len(h), 24) - 1), dark=dark)
    dots = [dot.get("fill", "") for dot in ElementTree.fromstring(card.svg).iter(f"{SVG}circle")]
    colours = [list(bytes.fromhex(fill.removeprefix("#"))) for fill in dots]
    np.testing.assert_array_equal(colours, in_graph[: len(dots), 0])

    heatmap = charts.figures_of(e, dark=dark)["heatmap"]
    assert np.abs(plotly_colours(heatmap, heatmap.data[0].z.T) - in_graph).max() <= 2


@every_preset
def test_the_charts_of_an_experiment_have_the_limits_of_its_graph(name: str) -> None:
    """Marks on lines agree with the graph, and so does a sweep that does not pass its limit."""
    e = rv.presets.load(name)
    limits = unpacked(to_payload(e))["limits"]
    drawn = charts.figures_of(e, dark=False)
    assert drawn["lines"].layout.coloraxis.cmax in (limits["h"], None)  # None: nothing coloured
    assert drawn["outputs"].layout.coloraxis.cmax in (limits["y"], None)
    alone = rv.sweep(e.net, rv.Knob.gain("W_xh"), [1.0], e.x, initial_state=e.initial_state)
    assert rv.figures.knob_sweep(alone, step=0).layout.coloraxis.cmax == limits["h"]


def test_the_limits_stay_while_a_slider_moves() -> None:
    """Turned far up, a state passes the limit and keeps the colour of its end, in charts too."""
    e = rv.presets.load("leaky_integrator").select(rv.Knob.gain("W_xh"))
    before, after = (
        charts.figures_of(one, dark=False)["heatmap"] for one in (e.turn(1.0), e.turn(4.0))
    )
    assert before.layout.coloraxis.cmax == after.layout.coloraxis.cmax
    assert np.abs(after.data[0].z).max() > after.layout.coloraxis.cmax


def plotly_colours(figure: Any, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the colours that Plotly gives numbers on a figure's scale: a line between stops."""
    axis = figure.layout.coloraxis
    shares = (np.clip(values, axis.cmin, axis.cmax) - axis.cmin) / (axis.cmax - axis.cmin)
    places = [place for place, _ in axis.colorscale]
    stops = np.array([list(bytes.fromhex(colour[1:])) for _, colour in axis.colorscale])
    return np.stack([np.interp(shares, places, stops[:, k]) for k in range(3)], axis=-1)
