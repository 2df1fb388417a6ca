"""Back and Forward show what was there, on one page and across pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers, field, wait_for_another_address, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=23)


def test_back_and_forward_walk_through_commits(show: Callable[[str], Page]) -> None:
    """After three commits, Back twice and Forward twice show each one's numbers again."""
    knob = rv.Knob.entry("W_hh", 0, 2)
    page = show(REFERENCE.link(knob=knob))
    states = [REFERENCE]
    addresses = [page.url]
    for value in (0.5, -1.25, 2.0):
        field(page, "W_hh[0, 2]").fill(str(value))
        page.keyboard.press("Enter")
        addresses.append(wait_for_another_address(page, addresses[-1]))
        states.append(REFERENCE.entry("W_hh", (0, 2), value))
        expect_numbers(page, states[-1])
    for move, i in (
        (page.go_back, 2),
        (page.go_back, 1),
        (page.go_forward, 2),
        (page.go_forward, 3),
    ):
        move()
        expect_numbers(page, states[i])
        assert page.url == addresses[i]
    # A commit after Back starts from what is shown.
    page.go_back()
    expect_numbers(page, states[2])
    weight(page, "b_h[1]").click()
    field(page, "b_h[1]").fill("0.875")
    page.keyboard.press("Enter")
    expect_numbers(page, states[2].entry("b_h", (1,), 0.875))


def test_back_and_forward_lead_across_pages(show: Callable[[str], Page]) -> None:
    """Explore → Networks → a preset; Back twice and Forward twice end on the right numbers."""
    page = show(REFERENCE.link())
    first = page.url
    weight(page, "b_y[1]").click()
    field(page, "b_y[1]").fill("-0.625")
    page.keyboard.press("Enter")
    turned = REFERENCE.entry("b_y", (1,), -0.625)
    expect_numbers(page, turned)
    mine = wait_for_another_address(page, first)
    latch, title = Reference.preset("latch"), rv.presets.load("latch").title
    page.get_by_role("link", name="Networks").click()
    expect_networks(page)
    page.get_by_role("link", name=title).first.click()
    expect_numbers(page, latch)
    page.go_back()
    expect_networks(page)
    page.go_back()
    expect_numbers(page, turned)
    assert page.url == mine
    page.go_forward()
    expect_networks(page)
    page.go_forward()
    expect_numbers(page, latch)
    assert page.url.endswith("/?preset=latch")


def expect_networks(page: Page) -> None:
    """Wait until the page that lists all networks is there."""
    page.wait_for_url("**/networks*")
    expect(page.get_by_role("link", name=rv.presets.load("sunspots").title)).to_be_visible()


def test_the_way_back_from_the_networks_leads_to_what_was_shown(
    show: Callable[[str], Page],
) -> None:
    """The networks page's link to Explore opens the view that was left."""
    page = show(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    page.get_by_role("link", name="Networks").click()
    expect(page.get_by_role("link", name=re.compile("Sunspots"))).to_be_visible()
    page.get_by_role("link", name="Explore", exact=True).click()
    expect_numbers(page, REFERENCE)


def test_quick_commits_end_on_the_newest(show: Callable[[str], Page]) -> None:
    """Many commits in a row end, on the page and in its address, on the last value."""
    knob = rv.Knob.entry("W_hh", 0, 2)
    page = show(REFERENCE.link(knob=knob))
    expect_numbers(page, REFERENCE)
    for value in np.linspace(-2, 2, 9):
        field(page, "W_hh[0, 2]").fill(str(value))
        page.keyboard.press("Enter")
    expect_numbers(page, REFERENCE.entry("W_hh", (0, 2), 2.0))
    last = rv.Experiment.from_link(REFERENCE.link(knob=knob).removeprefix("/?s=")).turn(2.0)
    last = last.look(explore={"pinned": [knob.to_dict()]})  # what was in hand joins the list
    expect(page).to_have_url(re.compile(re.escape(last.to_link()) + "$"))
    page.reload()
    expect_numbers(page, REFERENCE.entry("W_hh", (0, 2), 2.0))
