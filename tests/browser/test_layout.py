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


@pytest.mark.parametrize(("width", "other"), [(390, 1440), (1440, 390)], ids=["phone", "desktop"])
def test_the_page_never_scrolls_sideways(
    open_page: Callable[..., Page],
    app_url: str,
    settled: Callable[[Page], None],
    width: int,
    other: int,
) -> None:
    """The bar and the panel fit a phone's width and a desktop's, and each after the other."""
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(f"{app_url}/?preset=word_length")
    settled(page)
    units = page.locator(f'{SYMBOL}[aria-label*="hidden unit 0"]')
    expect(units.first).to_be_attached()
    assert page.evaluate(_OVERFLOW) <= 0
    count = units.count()
    page.set_viewport_size({"width": other, "height": 900})
    expect(units).not_to_have_count(count)
    assert page.evaluate(_OVERFLOW) <= 0
