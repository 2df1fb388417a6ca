"""The projector view, entered by its address and left by its button."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers, listed, node, wait_for_another_address, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=71)


def test_the_projector_view_has_no_controls_but_the_one_in_hand(
    visit: Callable[[str], Page],
) -> None:
    """Large type on white, the transport and one slider; the address keeps the view."""
    knob = rv.Knob.gain("W_hh")
    page = visit(REFERENCE.link(knob=knob) + "&view=projector")
    expect_numbers(page, REFERENCE)
    expect(page.get_by_role("slider", name="gain of W_hh")).to_be_visible()
    expect(page.get_by_role("slider", name="Step")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(2)
    for name in ("gain of W_xh", "spectral radius"):
        expect(listed(page, name)).to_be_hidden()
    expect(weight(page, "W_hh[0, 0]")).to_be_hidden()
    page.get_by_role("slider", name="gain of W_hh").focus()
    address = page.url
    page.keyboard.press("End")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 2))
    address = wait_for_another_address(page, address)
    assert "view=projector" in address
    node(page, 2, "hidden unit", 3).click()
    expect(node(page, 2, "hidden unit", 3)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Leave projector view").click()
    for number in (weight(page, "W_hh[0, 0]"), listed(page, "gain of W_xh")):
        expect(number).to_be_visible()
