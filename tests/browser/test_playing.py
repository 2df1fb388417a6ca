"""Playing, hovering and folding: what moves by itself, and what only looks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.browser.reading import expect_numbers, frames_sent, node, weight
from tests.browser.reference import Reference

pytestmark = pytest.mark.timed

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=71)


def at(page: Page, step: int) -> None:
    """Wait until the cursor is at a step; asked in every frame, for it may stay there shortly."""
    page.wait_for_function(
        """start => [...document.querySelectorAll("*")].some(host =>
          host.shadowRoot?.querySelector("[aria-current=true]")?.ariaLabel.startsWith(start))""",
        arg=f"Step {step},",
    )


def test_playing_moves_the_cursor_to_the_end_and_writes_one_address(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """From the first step to the last, without a message on the way; then the cursor is told."""
    sent = frames_sent(page)
    page.goto(app_url + REFERENCE.link(view=View(step=5)))
    settled(page)
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Speed").click()
    page.get_by_role("button", name="Play").click()
    count = len(sent)
    at(page, 0)
    at(page, 2)
    assert len(sent) == count, "playing wrote to the server"
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    at(page, 5)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_step_chosen_by_hand_stops_playing(visit: Callable[[str], Page]) -> None:
    """A click on a unit while playing leaves the cursor there."""
    page = visit(REFERENCE.link(view=View(step=0)))
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Play").click()
    at(page, 1)
    node(page, 4, "hidden unit", 2).click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_timeout(1200)
    at(page, 4)


def test_hovering_previews_and_leaving_restores(visit: Callable[[str], Page]) -> None:
    """Over a number its copies, over a unit its lines and its sum; away, nothing of it is left."""
    page = visit(REFERENCE.link(view=View(step=1, unit=0)))
    expect_numbers(page, REFERENCE)
    weight(page, "W_hh[2, 3]").hover()
    expect(page.locator("path.previewed")).to_have_count(6)
    expect(page.locator(".term.lit")).to_have_count(1)
    page.mouse.move(5, 5)
    expect(page.locator("path.previewed")).to_have_count(0)
    said = page.locator(".arithmetic").inner_text()
    node(page, 3, "hidden unit", 2).hover()
    # From 2 inputs and 4 units; to 3 outputs and the 4 units of the next step.
    expect(page.locator("path.path")).to_have_count(2 + 4 + 3 + 4)
    expect(page.locator(".arithmetic")).to_contain_text("h3[2]")
    page.mouse.move(5, 5)
    expect(page.locator("path.path")).to_have_count(0)
    assert page.locator(".arithmetic").inner_text() == said


def test_escape_lets_go_from_anywhere(visit: Callable[[str], Page]) -> None:
    """Escape after a click in the grid puts all copies out."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    weight(page, "W_hh[2, 3]").click()
    expect(page.locator("path.copy")).to_have_count(6)
    page.keyboard.press("Escape")
    expect(page.locator("path.copy")).to_have_count(0)
    expect(weight(page, "W_hh[2, 3]")).to_have_attribute("aria-pressed", "false")


def test_enter_goes_to_the_sum_and_escape_back(visit: Callable[[str], Page]) -> None:
    """From a node, Enter moves to the arithmetic; Escape returns to the node."""
    page = visit(REFERENCE.link(view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    unit = node(page, 2, "hidden unit", 1)
    expect(unit).to_have_attribute("aria-label", re.compile(r" = tanh\(.*×.* \+ "))
    unit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The arithmetic")).to_be_focused()
    page.keyboard.press("Escape")
    expect(unit).to_be_focused()


def test_folding_moves_unless_motion_is_unwanted(
    open_page: Callable[..., Page], app_url: str, settled: Callable[[Page], None]
) -> None:
    """Folding passes through places between; with reduced motion it is there at the next frame."""
    for motion, between in (("no-preference", True), ("reduce", False)):
        page = open_page(reduced_motion=motion)
        page.goto(app_url + REFERENCE.link(view=View(step=2)))
        settled(page)
        expect_numbers(page, REFERENCE)
        page.evaluate(
            """() => {
                const host = [...document.querySelectorAll("*")]
                    .find((one) => one.shadowRoot?.querySelector(".rnnviz"));
                window.counts = new Set();
                const sample = () => {
                    const nodes = host.shadowRoot.querySelectorAll("[role=graphics-symbol]");
                    window.counts.add([...nodes].map((node) => node.getAttribute("x")).join());
                    requestAnimationFrame(sample);
                };
                sample();
            }"""
        )
        page.get_by_role("button", name="Fold").click()
        expect(node(page, 1, "hidden unit", 0)).to_have_count(0)
        page.wait_for_timeout(300)
        assert (page.evaluate("window.counts.size") > 4) is between
        expect_numbers(page, REFERENCE, range(2, 3))


def test_the_table_has_every_number(visit: Callable[[str], Page]) -> None:
    """One click away, a row a step: inputs, hidden states and outputs, NumPy's all of them."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    page.get_by_text("The same numbers as a table").click()
    rows = page.locator(".table tbody tr")
    expect(rows).to_have_count(6)
    h, y = REFERENCE.run()
    for t in range(6):
        cells = [float(text) for text in rows.nth(t).locator("td").all_inner_texts()]
        wanted = [*REFERENCE.x[t], *h[t], *y[t]]
        assert all(abs(a - b) < 0.0006 for a, b in zip(cells, wanted, strict=True))


def test_the_projector_view_has_no_controls_but_the_one_in_hand(
    visit: Callable[[str], Page],
) -> None:
    """Large type on white, the transport and one slider; the address keeps the view."""
    knob = rv.Knob.gain("W_hh")
    page = visit(REFERENCE.link(knob=knob) + "&view=projector")
    expect_numbers(page, REFERENCE)
    expect(page.get_by_role("slider", name="gain of W_hh")).to_be_visible()
    expect(page.get_by_role("slider", name="Step")).to_be_visible()
    for name in ("gain of W_xh", "spectral radius"):
        expect(page.get_by_role("slider", name=name)).to_be_hidden()
    expect(weight(page, "W_hh[0, 0]")).to_be_hidden()
    page.get_by_role("slider", name="gain of W_hh").focus()
    address = page.url
    page.keyboard.press("End")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 2))
    page.wait_for_function("before => location.href !== before", arg=address)
    assert "view=projector" in page.url
    node(page, 2, "hidden unit", 3).click()
    at(page, 2)
    page.get_by_role("button", name="Leave projector view").click()
    expect(weight(page, "W_hh[0, 0]")).to_be_visible()
