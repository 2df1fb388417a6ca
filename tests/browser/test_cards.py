"""Lists of cards, as a reader uses them: the whole of a card is one link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference

TITLE = rv.presets.load("decay").title


@pytest.fixture
def networks(visit_page: Callable[..., Page]) -> Callable[..., Page]:
    """A function that opens the list of networks."""
    return lambda address="/", **options: visit_page("networks", address, **options)


def card(page: Page, title: str) -> Locator:
    """Return the card of a title."""
    return page.get_by_role("link", name=title, exact=True)


def test_a_card_is_one_stop_and_opens_without_a_reload(networks: Callable[..., Page]) -> None:
    """Tab leads from card to card, each with a visible ring; Enter opens, and Back leads back."""
    page = networks()
    page.evaluate("window.isTheSame = true")
    first, second = (card(page, rv.presets.load(name).title) for name in ("sharing", "decay"))
    page.get_by_role("link", name="Networks", exact=True).focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    expect(second).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    expect_numbers(page, Reference.preset("decay"))
    assert page.url.endswith("/?preset=decay")
    assert page.evaluate("window.isTheSame")
    page.go_back()
    expect(card(page, TITLE)).to_be_visible()


def test_a_click_anywhere_in_a_card_opens_it(networks: Callable[..., Page]) -> None:
    """On its picture as on its words; flags go along."""
    page = networks("/?hide=charts")
    expect(card(page, TITLE)).to_have_accessible_description(re.compile("^Each step adds the"))
    page.get_by_role("img", name=re.compile("^Steps 0 to 4.* \\+2.50, ")).click()
    expect_numbers(page, Reference.preset("decay"))
    assert page.url.endswith("/?preset=decay&hide=charts")


def test_a_card_opens_in_a_new_tab(
    networks: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    """The middle button leaves the list where it is."""
    page = networks()
    with page.context.expect_page() as opened:
        card(page, TITLE).click(button="middle")
    settled(opened.value)
    assert opened.value.url.endswith("/?preset=decay")
    assert "/networks" in page.url
    opened.value.close()


@pytest.mark.parametrize(
    ("width", "columns"), [(1440, [2, 4, 3]), (820, [2, 2, 1]), (390, [1, 1, 1])]
)
def test_rows_are_full_at_every_width(
    networks: Callable[..., Page], width: int, columns: list[int]
) -> None:
    """Groups of two, four and three cards; nothing is wider than the page, and pictures are."""
    page = networks(viewport={"width": width, "height": 900})
    for i, count in enumerate(columns):
        tops = (
            page.locator(".cards")
            .nth(i)
            .locator("li")
            .evaluate_all("items => items.map((item) => item.offsetTop)")
        )
        assert {tops.count(top) for top in tops} == {count}
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    sizes = page.locator(".cards img").evaluate_all(
        "all => all.map((one) => [one.naturalWidth, one.width, one.height])"
    )
    assert len(sizes) == len(rv.presets.names())
    assert all(natural == 300 and w > 200 and abs(w - 2 * h) < 2 for natural, w, h in sizes)
