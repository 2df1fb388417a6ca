"""What axe says of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.axe import violations
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    open_page: Callable[..., Page], app_url: str, settled: Callable[[Page], None], scheme: str
) -> None:
    """On Explore, its popovers, and the networks page, axe finds no serious violation."""
    page = open_page(color_scheme=scheme)
    page.goto(app_url)
    settled(page)
    expect_numbers(page, Reference.preset(rv.presets.START))
    found = violations(page, "Explore")
    page.get_by_text("Charts of the same numbers").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    found += violations(page, "Charts")
    for name in ("Network", "Sequence"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_test_id("stPopoverBody").filter(visible=True)).to_be_visible()
        found += violations(page, name)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody").filter(visible=True)).to_have_count(0)
    page.goto(f"{app_url}/?view=projector")
    settled(page)
    expect_numbers(page, Reference.preset(rv.presets.START))
    found += violations(page, "Projector view")
    page.get_by_role("button", name="Leave projector view").click()
    page.get_by_role("link", name="Networks").click()
    page.wait_for_url("**/networks*")
    expect(page.get_by_role("link", name=re.compile("Sunspots"))).to_be_visible()
    # What the pointer was on says more of itself, and is pale while it goes.
    page.mouse.move(2, 700)
    expect(page.get_by_test_id("stTooltipContent")).to_have_count(0)
    settled(page)
    found += violations(page, "Networks")
    assert not found, "\n".join(found)
