"""Committing a value through the server: numbers and address follow, here and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.browser.reading import (
    eventually,
    expect_numbers,
    field,
    frames_sent,
    node,
    place_on,
    slider,
    take,
    wait_for_another_address,
)
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=19)
NAME, INDEX = "W_hh[1, 3]", (1, 3)
CHOSEN = REFERENCE.link(knob=rv.Knob.entry("W_hh", *INDEX), view=View(step=3, unit=1, output=2))


@pytest.fixture
def chosen(visit: Callable[[str], Page]) -> Page:
    """A page on which W_hh[1, 3] is in hand, the cursor at step 3, unit 1."""
    page = visit(CHOSEN)
    expect_numbers(page, REFERENCE)
    return page


def turn_by_field(page: Page) -> None:
    """Type a number and confirm it."""
    field(page, NAME).fill("-1.37")
    page.keyboard.press("Enter")


def test_a_drag_is_committed_when_it_ends(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """While a slider moves no message is sent; its release gives numbers and an address."""
    sent = frames_sent(page)
    page.goto(app_url + CHOSEN)
    settled(page)
    expect_numbers(page, REFERENCE)
    count, address = len(sent), page.url
    take(page, NAME)
    page.mouse.move(*place_on(page, NAME, 0.1), steps=10)
    value = float(slider(page, NAME).get_attribute("aria-valuetext") or "")
    turned = REFERENCE.entry("W_hh", INDEX, float(np.float32(value)))
    expect_numbers(page, turned)
    assert len(sent) == count > 0
    assert page.url == address
    page.mouse.up()
    wait_for_another_address(page, address)
    assert len(sent) > count
    expect_numbers(page, turned)
    expect(slider(page, NAME)).to_have_attribute("aria-valuetext", f"{value:g}")
    shown = rv.Experiment.from_link(parse_qs(urlsplit(page.url).query)["s"][0])
    assert shown.net.W_hh[INDEX] == np.float32(value) != REFERENCE.W_hh[INDEX]
    assert (shown.view.step, shown.view.unit, shown.view.output) == (3, 1, 2)


def test_a_reload_and_another_browser_show_the_same_view(
    chosen: Page, open_page: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    """Numbers, knob, value, cursor, unit and fold come back from the address alone."""
    address = chosen.url
    turn_by_field(chosen)
    address = wait_for_another_address(chosen, address)
    node(chosen, 4, "hidden unit", 2).click()
    address = wait_for_another_address(chosen, address)
    turned = REFERENCE.entry("W_hh", INDEX, float(np.float32(-1.37)))
    expect_numbers(chosen, turned)
    said = words(chosen)
    chosen.reload()
    settled(chosen)
    expect_numbers(chosen, turned)
    eventually(lambda: same(words(chosen), said))
    assert chosen.url == address
    chosen.get_by_role("button", name="Fold").click()
    address = wait_for_another_address(chosen, address)
    other = open_page()
    other.goto(address)
    settled(other)
    expect_numbers(other, turned, range(4, 5))
    expect(other.get_by_role("button", name="Unroll")).to_be_visible()
    expect(node(other, 3, "hidden unit", 0)).to_have_count(0)
    eventually(lambda: same(words(other), {**said, "fold": "Unroll"}))
    expect(field(other, NAME)).to_have_value("-1.37")


def words(page: Page) -> dict[str, object]:
    """Return what is in hand on a page: the cursor, the unit, the sliders, the drawing.

    What is in hand is pressed in its grid and in the list.
    """
    pressed = page.get_by_role("button", pressed=True)
    expect(pressed).to_have_count(2)
    sliders = page.get_by_role("slider").evaluate_all(
        "all => all.map(one => [one.ariaLabel, one.getAttribute('aria-valuetext')])"
    )
    return {
        "current": page.locator('[aria-current="true"]').get_attribute("aria-label"),
        "pressed": pressed.evaluate_all("all => all.map(one => one.ariaLabel)"),
        "sliders": sliders,
        "listed": page.get_by_role("group", name="Numbers to turn")
        .get_by_role("button")
        .evaluate_all("all => all.map(one => one.ariaLabel)"),
        "fold": page.get_by_role("button", name=re.compile("^(Fold|Unroll)")).inner_text(),
    }


def same(got: object, wanted: object) -> None:
    """Assert that two things are equal."""
    assert got == wanted
