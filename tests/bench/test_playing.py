"""Playing, hovering and folding: what moves by itself, and what only looks."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import SYMBOL, expect_numbers, node, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=71)


BEAT = 900  # milliseconds that playing shows a step


def expect_at(page: Page, step: int) -> None:
    """Wait until the cursor is at a step."""
    expect(page.locator(f'{SYMBOL}[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile(f"^Step {step},")
    )


@pytest.mark.parametrize(("presses", "factor"), [(0, 1.0), (1, 2.0), (2, 4.0), (3, 0.25)])
def test_playing_moves_the_cursor_to_the_end_and_asks_once(
    bench: Bench, presses: int, factor: float
) -> None:
    """From the first step to the last, a beat each, without a request on the way."""
    page = bench.show(REFERENCE.experiment(view=View(step=5)))
    for _ in range(presses):
        page.get_by_role("button", name="Speed").click()
    bench.pass_time(700)
    before = len(bench.requests)
    beat = round(BEAT / factor)
    page.get_by_role("button", name="Play").click()
    expect_at(page, 0)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    bench.pass_time(beat // 2)
    for step in range(5):
        expect_at(page, step)
        assert len(bench.requests) == before, "playing wrote to the server"
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        bench.pass_time(beat)
    expect_at(page, 5)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    bench.pass_time(600)
    assert len(bench.requests) == before + 1
    assert bench.experiment.view.step == 5
    bench.pass_time(5 * beat)
    expect_at(page, 5)


def test_a_step_chosen_by_hand_stops_playing(bench: Bench) -> None:
    """A click on a unit while playing leaves the cursor there."""
    page = bench.show(REFERENCE.experiment(view=View(step=0)))
    page.get_by_role("button", name="Play").click()
    bench.pass_time(BEAT)
    expect_at(page, 1)
    node(page, 4, "hidden unit", 2).click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    bench.pass_time(3 * BEAT)
    expect_at(page, 4)
    view = bench.experiment.view
    assert (view.step, view.unit) == (4, 2)


def test_hovering_previews_and_leaving_restores(bench: Bench) -> None:
    """Over a number its copies, over a unit its lines and its sum; away, nothing of it is left."""
    page = bench.show(REFERENCE.experiment(view=View(step=1, unit=0)))
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


def test_escape_lets_go_from_anywhere(bench: Bench) -> None:
    """Escape after a click in the grid puts all copies out."""
    page = bench.show(REFERENCE.experiment())
    expect_numbers(page, REFERENCE)
    weight(page, "W_hh[2, 3]").click()
    expect(page.locator("path.copy")).to_have_count(6)
    page.keyboard.press("Escape")
    expect(page.locator("path.copy")).to_have_count(0)
    expect(weight(page, "W_hh[2, 3]")).to_have_attribute("aria-pressed", "false")


def test_enter_goes_to_the_sum_and_escape_back(bench: Bench) -> None:
    """From a node, Enter moves to the arithmetic; Escape returns to the node."""
    page = bench.show(REFERENCE.experiment(view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    unit = node(page, 2, "hidden unit", 1)
    expect(unit).to_have_attribute("aria-label", re.compile(r" = tanh\(.*×.* \+ "))
    unit.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The arithmetic")).to_be_focused()
    page.keyboard.press("Escape")
    expect(unit).to_be_focused()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_folding_moves_unless_motion_is_unwanted(
    bench: Bench, motion: Literal["no-preference", "reduce"]
) -> None:
    """Folding passes through places between; with reduced motion it is there at once."""
    page = bench.show(REFERENCE.experiment(view=View(step=2)))
    expect_numbers(page, REFERENCE)
    page.emulate_media(reduced_motion=motion)
    places = {places_of(page)}
    page.get_by_role("button", name="Fold").click()
    if motion == "reduce":
        expect_numbers(page, REFERENCE, range(2, 3))
        expect(node(page, 1, "hidden unit", 0)).to_have_count(0)
    for _ in range(16):
        places.add(places_of(page))
        bench.pass_time(50)
    assert (len(places) > 8) is (motion != "reduce")
    assert (len(places) == 2) is (motion == "reduce")
    expect(node(page, 1, "hidden unit", 0)).to_have_count(0)
    expect_numbers(page, REFERENCE, range(2, 3))


def places_of(page: Page) -> str:
    """Return where the numbers of the graph are, as a text."""
    places: str = page.locator(SYMBOL).evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('x')).join()"
    )
    return places


def test_the_table_has_every_number(bench: Bench) -> None:
    """One click away, a row a step: inputs, hidden states and outputs, NumPy's all of them."""
    page = bench.show(REFERENCE.experiment())
    expect_numbers(page, REFERENCE)
    page.get_by_text("The same numbers as a table").click()
    rows = page.locator(".table tbody tr")
    expect(rows).to_have_count(6)
    h, y = REFERENCE.run()
    for t in range(6):
        cells = [float(text) for text in rows.nth(t).locator("td").all_inner_texts()]
        wanted = [*REFERENCE.x[t], *h[t], *y[t]]
        assert all(abs(a - b) < 0.0006 for a, b in zip(cells, wanted, strict=True))


def test_the_projector_view_has_no_controls_but_the_one_in_hand(bench: Bench) -> None:
    """Large type on white, the transport and one slider, in a dark browser, too."""
    page = bench.page
    page.emulate_media(color_scheme="dark")
    bench.show(REFERENCE.experiment(knob=rv.Knob.gain("W_hh")), projector=True, hide=["charts"])
    expect_numbers(page, REFERENCE)
    expect(page.get_by_role("slider", name="gain of W_hh")).to_be_visible()
    expect(page.get_by_role("slider", name="Step")).to_be_visible()
    for name in ("gain of W_xh", "spectral radius"):
        expect(page.get_by_role("slider", name=name)).to_be_hidden()
    expect(weight(page, "W_hh[0, 0]")).to_be_hidden()
    page.get_by_role("slider", name="gain of W_hh").focus()
    page.keyboard.press("End")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 2))
    assert bench.experiment.value == 2
    node(page, 2, "hidden unit", 3).click()
    expect_at(page, 2)
    bench.show(bench.experiment)
    expect(weight(page, "W_hh[0, 0]")).to_be_visible()
