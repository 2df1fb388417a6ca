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
    """The bar and the panel fit a phone's width and a desktop's."""
    page = open_page(viewport={"width": viewport[0], "height": viewport[1]})
    page.goto(f"{app_url}/?preset=word_length")
    settled(page)
    expect(page.locator(SYMBOL).first).to_be_attached()
    assert page.evaluate(_OVERFLOW) <= 0
