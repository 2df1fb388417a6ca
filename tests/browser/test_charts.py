"""The Plotly section under the panel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from tests.browser.reading import choose, eventually, expect_numbers, field, node
from tests.browser.reference import Array, Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=37)


def charts(page: Page) -> Locator:
    """Return the Plotly charts."""
    return page.locator(".js-plotly-plot")


def heatmap_of(page: Page) -> Array:
    """Return the numbers that the heatmap of hidden states shows, (T, H)."""
    found = charts(page).evaluate_all(
        """all => all.flatMap(one => one._fullData ?? []).filter(one => one.type === 'heatmap')
          .map(one => Array.from(one.z, row => Array.from(row)))[0] ?? []"""
    )
    return np.array(found, dtype=float).T


def test_plotly_loads_when_the_charts_open_and_not_before(
    open_page: Callable[..., Page], app_url: str, settled: Callable[[Page], None]
) -> None:
    """No Plotly file is fetched until the section is opened; then three charts are drawn."""
    page = open_page()  # which has no file yet
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.lower()))
    page.goto(app_url + REFERENCE.link())
    settled(page)
    expect_numbers(page, REFERENCE)
    page.wait_for_load_state("networkidle")
    assert asked
    assert not [url for url in asked if "plotly" in url]
    page.get_by_text("Charts of the same numbers").click()
    expect(charts(page)).to_have_count(3)
    for i in range(3):
        box = charts(page).nth(i).bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 100
    assert [url for url in asked if "plotly" in url]


def test_the_charts_follow_a_commit_and_the_cursor(visit: Callable[[str], Page]) -> None:
    """Open charts show NumPy's states after a commit, and the cursor where it rests."""
    page = visit(REFERENCE.link())
    page.get_by_text("Charts of the same numbers").click()
    expect(charts(page)).to_have_count(3)
    h, _ = REFERENCE.run()
    eventually(lambda: _close(heatmap_of(page), h))
    choose(page, "gain of W_hh")
    field(page, "gain of W_hh").fill("-0.5")
    page.keyboard.press("Enter")
    turned = REFERENCE.changed(W_hh=REFERENCE.W_hh * -0.5)
    expect_numbers(page, turned)
    eventually(lambda: _close(heatmap_of(page), turned.run()[0]))
    expect(charts(page)).to_have_count(4)  # the gain in hand has one of its own
    node(page, 4, "hidden unit", 2).click()
    eventually(lambda: _all_at(cursors(page), 4))


def test_the_ribbon_leads_to_its_chart(visit: Callable[[str], Page]) -> None:
    """The button under the ribbon opens the charts and goes there; the first is the sweep's."""
    page = visit(REFERENCE.link(knob=rv.Knob.entry("W_hh", 0, 1)))
    page.get_by_role("button", name="As a large chart").click()
    expect(charts(page)).to_have_count(4)
    expect(charts(page).first).to_be_in_viewport(ratio=0.9)
    expect(page.locator("summary", has_text="Charts of the same numbers")).to_be_focused()
    at = [0, 50, -1]
    drawn = charts(page).first.evaluate(
        "(one, at) => at.map(v => one._fullData[2].x.at(v)).concat("
        "at.map(v => one._fullData[2].y.at(v)))",
        at,
    )
    step = rv.Experiment.from_link(page.url.split("?s=")[1]).view.step
    for value, shown in zip(drawn[:3], drawn[3:], strict=True):
        h, _ = REFERENCE.entry("W_hh", (0, 1), value).run()
        assert abs(shown - h[step, 2]) < 1e-6


def cursors(page: Page) -> list[list[float]]:
    """Return the middles of the shapes over the data of each chart, the cursor among them."""
    found: list[list[float]] = charts(page).evaluate_all(
        # A chart that is being drawn anew has no layout for a moment.
        "all => all.map(one => (one._fullLayout?.shapes ?? []).map(s => (s.x0 + s.x1) / 2))"
    )
    return found


def _close(got: Array, wanted: Array) -> None:
    assert got.shape == wanted.shape, (got.shape, wanted.shape)
    assert np.allclose(got, wanted, atol=1e-4)


def _all_at(cursors: list[list[float]], step: int) -> None:
    assert len(cursors) == 4
    assert all(step in shapes for shapes in cursors[1:]), cursors
