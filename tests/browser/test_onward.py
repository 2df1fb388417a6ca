"""Links between the pages: they lead on with what is shown now."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from tests.browser.reading import choose, slider, wait_for_another_address

GAIN = rv.Knob.gain("W_hh")


def parameters(address: str | None) -> dict[str, str]:
    """Return an address's parameters."""
    return {name: texts[0] for name, texts in parse_qs(urlsplit(address or "").query).items()}


def turn(page: Page, settled: Callable[[Page], None]) -> rv.Experiment:
    """Take the gain in hand, turn it by a key, and return what is then shown."""
    before = page.url
    choose(page, GAIN.name)
    before = wait_for_another_address(page, before)
    slider(page, GAIN.name).press("ArrowRight")
    wait_for_another_address(page, before)
    settled(page)
    return rv.Experiment.from_link(parameters(page.url)["s"])


def link_to(page: Page, name: str) -> Locator:
    """Return the bar's link to a page."""
    return page.locator(".st-key-onward").get_by_role("link", name=name)


def reach_by_pointer(link: Locator) -> None:
    """Go there with the pointer, as one does to copy a link or to open it in a new tab."""
    link.hover()


def reach_by_keyboard(link: Locator) -> None:
    """Go there with the Tab key."""
    link.focus()


@pytest.mark.parametrize("reach", [reach_by_pointer, reach_by_keyboard])
def test_a_link_that_is_reached_has_the_view_that_is_shown(
    reach: Callable[[Locator], None], visit: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """It has the turned number, which nothing ran for, and what the page hides."""
    page = visit("/?preset=latch&hide=setup")
    shown = turn(page, settled)
    assert shown.value != 1.0
    for name in ("Memory", "Dynamics", "Networks", "Lessons"):
        link = link_to(page, name)
        reach(link)
        there = parameters(link.get_attribute("href"))
        assert there == {"s": parameters(page.url)["s"], "hide": "setup"}


def test_a_link_that_is_followed_shows_the_same_numbers(
    visit: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """The page is not loaded anew, Back leads back, and a link is followed by key, too."""
    page = visit("/?preset=latch")
    shown = turn(page, settled)
    explore = page.url
    page.evaluate("window.isTheSame = true")
    for go in ("click", "press"):
        link = link_to(page, "Memory")
        link.click() if go == "click" else link.press("Enter")
        page.wait_for_url("**/memory?*")
        settled(page)
        expect(page.get_by_role("radio", name="Who mattered?")).to_be_visible()
        assert parameters(page.url)["s"] == parameters(explore)["s"]
        value = slider(page, GAIN.name).input_value()
        assert float(value) == pytest.approx(shown.value)
        page.go_back()
        page.wait_for_url(explore)
        settled(page)
    assert page.evaluate("window.isTheSame")


def test_a_narrow_page_has_the_links_in_its_menu(
    visit: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """Where the bar has no room for tabs, the network's menu leads on with the turned number."""
    page = visit("/?preset=latch")
    shown = turn(page, settled)
    tabs = page.locator(".st-key-onward").get_by_role("link")
    menu = page.locator(".st-key-onward_menu").get_by_role("link")
    page.get_by_role("button", name="Network", exact=True).click()
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    expect(tabs).to_have_count(5)
    expect(menu).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Reset")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 700})
    expect(tabs).to_have_count(0)
    page.get_by_role("button", name="Network", exact=True).click()
    expect(menu).to_have_text(["Explore", "Memory", "Dynamics", "Lessons", "Networks"])
    for link in menu.all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24
    menu.filter(has_text="Memory").click()
    page.wait_for_url("**/memory?*")
    settled(page)
    assert float(slider(page, GAIN.name).input_value()) == pytest.approx(shown.value)


def test_a_copied_link_opens_in_another_browser(
    visit: Callable[[str], Page],
    visit_page: Callable[..., Page],
    settled: Callable[[Page], None],
    open_page: Callable[..., Page],
) -> None:
    """What it leads to needs no session: a new tab shows the number as it was turned."""
    page = visit("/?preset=latch")
    shown = turn(page, settled)
    link = link_to(page, "Dynamics")
    link.hover()
    path, _, query = (link.get_attribute("href") or "").partition("?")
    assert urlsplit(path).path == "/dynamics"
    other = visit_page("dynamics", f"?{query}", page=open_page())
    value = slider(other, GAIN.name).input_value()
    assert float(value) == pytest.approx(shown.value)


@pytest.mark.parametrize("name", ["memory", "dynamics", "lessons", "networks"])
def test_the_first_page_is_reached_from_every_other(
    name: str, visit_page: Callable[..., Page]
) -> None:
    """Its tab leads to the app's own address, and shows the network that was open."""
    page = visit_page(name, "/?preset=latch")
    tab = page.get_by_role("link", name="Explore", exact=True).filter(visible=True)
    tab.hover()
    assert urlsplit(tab.evaluate("link => link.href")).path == "/"
    tab.click()
    expect(page.get_by_role("heading", name=rv.presets.load("latch").title)).to_be_visible()
    assert urlsplit(page.url).path == "/"
