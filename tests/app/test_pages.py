"""The pages beside the panel: the charts, and the list of networks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import rnnviz as rv
from rnnviz.app.routes import PAGES
from rnnviz.drawings import draw
from rnnviz.thumbnail import of_presets
from tests.app.card_links import links_of

GAIN = rv.Knob.gain("W_hh")
NETWORKS = str(PAGES / "networks.py")


def figures(page: Any) -> list[dict[str, Any]]:
    """The Plotly figures on the page."""
    return [json.loads(chart.proto.spec) for chart in page.app.get("plotly_chart")]


def open_charts(page: Any) -> Any:
    """Open the charts, as a click does."""
    page.app.session_state["charts_open"] = True
    page.app.run()
    return page


def test_charts_are_drawn_only_where_they_are_open(open_page: Callable[..., Any]) -> None:
    """Plotly is not sent before the reader opens the charts; each chart then has a sentence."""
    page = open_page(preset="latch")
    assert figures(page) == []
    open_charts(page)
    assert len(figures(page)) == 4
    assert page.payload["notice"] == ""


@pytest.mark.parametrize("name", rv.presets.names())
def test_every_preset_s_charts_open(name: str, open_page: Callable[..., Any]) -> None:
    """The charts of every preset can be drawn, the large one's and softmax outputs too."""
    # With a number in hand there is a chart of all its values.
    in_hand = rv.presets.load(name).knob is not None
    assert len(figures(open_charts(open_page(preset=name)))) == 3 + in_hand


def test_open_charts_follow_a_request(open_page: Callable[..., Any]) -> None:
    """A turned knob changes the charts as it changes the panel."""
    page = open_charts(open_page(preset="latch"))
    before = figures(page)
    page.request(knob=GAIN.to_dict(), value=0.5)
    after = figures(page)
    assert len(after) == 4
    assert all(old != new for old, new in zip(before, after, strict=True))
    again = open_charts(open_page(**page.address))
    assert figures(again) == after


def test_a_number_that_cannot_be_swept_leaves_the_other_charts(
    open_page: Callable[..., Any],
) -> None:
    """A gain that would pass float32's range says so in the place of its chart."""
    net = rv.RNN(W_xh=[[2e38]], W_hh=[[0.0]], W_hy=[[0.0]], activation="tanh")
    e = rv.Experiment(net=net, x=[[1.0], [0.0]]).select(rv.Knob.gain("W_xh"))
    page = open_charts(open_page(s=e.to_link()))
    assert len(figures(page)) == 3
    assert not page.app.exception
    said = [text.value for text in page.app.text]
    assert any(one.startswith("gain of W_xh cannot be shown at every value: ") for one in said)


def test_charts_of_an_exploding_network_open(open_page: Callable[..., Any]) -> None:
    """Where a state explodes, at once or later, the charts still open."""
    for kick in (1.0, 1e13):
        net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e4]], W_hy=[[1.0]], activation="relu")
        e = rv.Experiment(net=net, x=[[kick], [0.0], [0.0], [0.0], [0.0]])
        page = open_charts(open_page(s=e.to_link()))
        assert page.payload["num_shown"] == e.trace.exploded_at
        assert not page.app.exception


def test_the_list_of_networks_leads_to_every_preset(open_page: Callable[..., Any]) -> None:
    """Each preset has a link with its title to its own address; the tabs lead back."""
    page = open_page(preset="latch").request(knob=GAIN.to_dict(), value=0.5)
    address = page.address
    page.app.switch_page(NETWORKS).run()
    assert not page.app.exception
    tabs = [link.proto for link in page.app.get("page_link")]
    assert [tab.label for tab in tabs] == [
        "Explore",
        "Memory",
        "Dynamics",
        "Lessons",
        "**Networks**",
    ]
    assert {tab.query_string for tab in tabs} == {f"s={address['s']}"}
    presets = {name: rv.presets.load(name) for name in rv.presets.names()}
    found = {link.href: link for link in links_of(page)}
    assert list(found) == [f"./?preset={name}" for name in presets]
    for name, preset in presets.items():
        link = found[f"./?preset={name}"]
        assert link.texts == [preset.title, preset.description]
        assert link.picture == draw(preset, of_presets()[name]).svg
