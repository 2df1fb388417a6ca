"""The page fits its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import SYMBOL

# How far the page, or anything in it that is not its own scroller, sticks out at the right.
_OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const scrolls = [document.scrollingElement, document.body, main];
  return Math.max(...scrolls.map(one => one.scrollWidth - one.clientWidth));
}"""


@pytest.mark.parametrize("viewport", [(390, 844), (1440, 900)], ids=["phone", "desktop"])
def test_the_page_never_scrolls_sideways(
    open_page: Callable[..., Page],
    app_url: str,
    settled: Callable[[Page], None],
    viewport: tuple[int, int],
) -> None:
    """Small, large, and text presets fit a phone's width and a desktop's."""
    page = open_page(viewport={"width": viewport[0], "height": viewport[1]})
    for preset in ("sharing", "large", "word_length", "adding"):
        page.goto(f"{app_url}/?preset={preset}")
        settled(page)
        expect(page.locator(SYMBOL).first).to_be_attached()
        assert page.evaluate(_OVERFLOW) <= 0, f"{preset} at {viewport}"
        for name in ("Fold", "Unroll"):
            page.get_by_role("button", name=name).click()
            assert page.evaluate(_OVERFLOW) <= 0, f"{preset} at {viewport} after {name}"


def test_the_panel_fits_after_the_window_changes(visit: Callable[[str], Page]) -> None:
    """A narrower window gets fewer steps, a wider one more, and the cursor's stays in view."""
    page = visit("/?preset=word_length")
    expect(page.locator(SYMBOL).first).to_be_attached()
    counts = []
    for width in (390, 1440, 700):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert page.evaluate(_OVERFLOW) <= 0, width
        counts.append(page.locator(f'{SYMBOL}[aria-label*="hidden unit 0"]').count())
        expect(page.locator('[aria-current="true"]')).to_have_count(1)
    assert counts[0] < counts[2] < counts[1]
