"""The page without a mouse, and what axe says of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.browser.axe import violations
from tests.browser.reading import (
    SYMBOL,
    expect_numbers,
    frames_sent,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=41)

# The element in focus, through shadow roots.
_ACTIVE = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
}"""


def current(page: Page) -> str:
    """Return the name of the node at the cursor."""
    return page.locator(f'{SYMBOL}[aria-current="true"]').get_attribute("aria-label") or ""


def focused(page: Page, attribute: str) -> str | None:
    """Return an attribute of the element in focus."""
    found: str | None = page.evaluate(f"() => ({_ACTIVE})()?.getAttribute('{attribute}')")
    return found


def test_the_graph_is_one_tab_stop_with_arrow_keys(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """Tab reaches the graph once; arrows move step and unit; the address follows at rest."""
    sent = frames_sent(page)
    page.goto(app_url + REFERENCE.link(view=View(step=2, unit=1)))
    settled(page)
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Fold").focus()
    page.keyboard.press("Tab")
    assert (focused(page, "aria-label") or "").startswith("Step 2, hidden unit 1:")
    page.wait_for_timeout(700)
    address, count = page.url, len(sent)
    for key, place in (
        ("ArrowRight", "Step 3, hidden unit 1:"),
        ("ArrowRight", "Step 4, hidden unit 1:"),
        ("ArrowLeft", "Step 3, hidden unit 1:"),
        ("ArrowDown", "Step 3, hidden unit 2:"),
        ("ArrowUp", "Step 3, hidden unit 1:"),
        ("Home", "Step 0, hidden unit 1:"),
        ("ArrowLeft", "Before step 0, hidden unit 1:"),
        ("End", "Step 5, hidden unit 1:"),
        ("ArrowRight", "Step 5, hidden unit 1:"),
    ):
        page.keyboard.press(key)
        assert current(page).startswith(place)
        assert focused(page, "aria-label") == current(page)
    assert len(sent) == count, "the cursor was told before it rested"
    wait_for_another_address(page, address)
    shown = rv.Experiment.from_link(page.url.split("?s=")[1])
    assert (shown.view.step, shown.view.unit) == (5, 1)
    page.keyboard.press("Tab")
    assert "hidden unit" not in (focused(page, "aria-label") or "")
    expect(page.locator(SYMBOL).and_(page.locator("[tabindex='0']"))).to_have_count(1)


def test_a_matrix_is_one_tab_stop_with_arrow_keys(visit: Callable[[str], Page]) -> None:
    """In a grid the arrows move, Enter selects, and Tab leaves it."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    weight(page, "W_hh[0, 0]").focus()
    for key, place in (
        ("ArrowRight", "W_hh[0, 1]"), ("ArrowDown", "W_hh[1, 1]"), ("ArrowLeft", "W_hh[1, 0]"),
        ("ArrowUp", "W_hh[0, 0]"), ("ArrowDown", "W_hh[1, 0]"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert (focused(page, "aria-label") or "").startswith(place)
    page.keyboard.press("Enter")
    expect(weight(page, "W_hh[1, 0]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    assert not (focused(page, "aria-label") or "").startswith("W_hh")


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
    for name in ("Set-up", "Sequence", "File"):
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
    settled(page)
    found += violations(page, "Networks")
    assert not found, "\n".join(found)
