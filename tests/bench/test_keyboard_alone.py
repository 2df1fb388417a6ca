"""Every action of the panel with the keyboard alone.

Nothing here touches the page but `page.keyboard`, and a page on which the mouse was used
nevertheless fails its test. Whatever Tab stops at must be in view and have a ring around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.keys import (
    COUNT_MOUSE,
    back_to,
    button,
    expect_current,
    expect_focus,
    expect_ring,
    focus,
    press,
    retype,
    tab,
    tab_to,
    value_of,
)
from tests.browser.reading import COPY, SYMBOL, expect_numbers, field, listed, node, slider, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=83)
KNOB = rv.Knob.entry("W_hh", 1, 3)


@pytest.fixture(autouse=True)
def page(bench: Bench) -> Iterator[Page]:
    """The bench's page, on which the test fails if anything but the keyboard was used."""
    bench.page.evaluate(COUNT_MOUSE)
    yield bench.page
    assert bench.page.evaluate("window.mouse") == 0, "the mouse was used"


@pytest.fixture
def held(bench: Bench) -> Page:
    """A panel with W_hh[1, 3] in hand, the cursor at step 2, unit 1."""
    page = bench.show(REFERENCE.experiment(knob=KNOB, view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    return page


def test_the_transport(bench: Bench, held: Page) -> None:
    """First, back, forward, last, and the scrubber move the cursor; the address keeps it."""
    page = held
    for name, key, step in (
        ("First step", "Enter", 0), ("One step forward", "Space", 1), ("Last step", "Enter", 5),
    ):  # fmt: skip
        press_on = tab_to(page, button(page, name))
        press(page, key)
        expect_current(page, f"Step {step}, hidden unit 1")
        expect(press_on).to_be_focused()
    back_to(page, button(page, "One step back"))
    press(page, "Enter", "Space")
    expect_current(page, "Step 3, hidden unit 1")
    scrub = tab_to(page, page.get_by_role("slider", name="Step"))
    for key, step in (
        ("ArrowRight", 4), ("ArrowLeft", 3), ("Home", 0), ("PageUp", 1), ("End", 5),
        ("PageDown", 4), ("ArrowDown", 3),
    ):  # fmt: skip
        press(page, key)
        expect(scrub).to_have_attribute("aria-valuetext", f"step {step}")
        expect_current(page, f"Step {step}, hidden unit 1")
    bench.pass_time(500)
    expect(scrub).to_be_focused()
    assert bench.experiment.view.step == 3
    bench.reload()
    expect_current(page, "Step 3, hidden unit 1")


def test_playing_pausing_and_speed(bench: Bench) -> None:
    """The speed goes round its three; Play runs from the start, Pause stops it where it is."""
    page = bench.show(REFERENCE.experiment(view=View(step=5)))
    expect_numbers(page, REFERENCE)
    tab_to(page, page.get_by_role("button", name="Speed"))
    for speed in ("2×", "4×", "0.25×", "0.5×", "1×", "2×"):
        press(page, "Enter")
        expect(button(page, f"Speed {speed}")).to_be_focused()
    back_to(page, button(page, "Play"))
    press(page, "Space")
    expect(button(page, "Pause")).to_be_focused()
    bench.pass_time(450)  # that a step takes
    expect_current(page, "Step 1, hidden unit 0")
    press(page, "Space")
    expect(button(page, "Play")).to_be_focused()
    bench.pass_time(1_000)
    expect_current(page, "Step 1, hidden unit 0")


def test_the_arrows_reach_every_number_of_the_graph(held: Page) -> None:
    """Left and right are steps, up and down go through a column; the state before is left of it."""
    page = held
    tab_to(page, node(page, 2, "hidden unit", 1))
    for key, name in (
        ("ArrowRight", "Step 3, hidden unit 1"),
        ("ArrowUp", "Step 3, hidden unit 0"),
        ("ArrowUp", "Step 3, output 2"),
        ("ArrowUp", "Step 3, output 1"),
        ("ArrowLeft", "Step 2, output 1"),
        ("End", "Step 5, output 1"),
        ("ArrowDown", "Step 5, output 2"),
        ("ArrowDown", "Step 5, hidden unit 0"),
        *(("ArrowDown", f"Step 5, hidden unit {unit}") for unit in (1, 2, 3)),
        ("ArrowDown", "Step 5, input 0"),
        ("ArrowDown", "Step 5, input 1"),
        ("ArrowDown", "Step 5, input 1"),
        ("Home", "Step 0, input 1"),
        ("ArrowLeft", "Step 0, input 1"),
        ("ArrowUp", "Step 0, input 0"),
        ("ArrowUp", "Step 0, hidden unit 3"),
        ("ArrowLeft", "Before step 0, hidden unit 3"),
        ("ArrowUp", "Before step 0, hidden unit 2"),
        ("ArrowRight", "Step 0, hidden unit 2"),
    ):
        press(page, key)
        expect_current(page, name)
        assert focus(page).startswith(name)
        expect_ring(page)
    tab_to(page, button(page, "First step"), most=1)
    back_to(page, node(page, 0, "hidden unit", 2))


def test_a_unit_s_sum_and_an_output_s_are_read(bench: Bench, held: Page) -> None:
    """Enter leads from a number to the arithmetic with its sum, Escape back, Tab further down."""
    page = held
    h, y = REFERENCE.run()
    heading = page.get_by_role("heading", name="The arithmetic")
    tab_to(page, node(page, 2, "hidden unit", 1))
    press(page, "ArrowRight", "Enter")
    expect(heading).to_be_focused()
    expect_ring(page)
    expect(page.locator(".arithmetic")).to_contain_text(ends("h3[1]", h[3, 1]))
    tab_to(page, page.locator("summary", has_text="The same numbers as a table"), most=1)
    back_to(page, node(page, 3, "hidden unit", 1))
    press(page, "ArrowUp", "ArrowUp", "ArrowUp")
    expect_focus(page, "Step 3, output 1")
    bench.pass_time(500)
    assert bench.experiment.view.output == 1
    expect_focus(page, "Step 3, output 1")
    press(page, "Enter")
    expect(heading).to_be_focused()
    expect(page.locator(".arithmetic")).to_contain_text(ends("y3[1]", y[3, 1]))
    press(page, "Escape")
    expect_focus(page, "Step 3, output 1")
    # Only the way back was meant: the number in hand is still there.
    expect(weight(page, "W_hh[1, 3]")).to_have_attribute("aria-pressed", "true")
    bench.reload()
    expect(page.locator(".arithmetic")).to_contain_text(ends("y3[1]", y[3, 1]))


def ends(name: str, value: float) -> re.Pattern[str]:
    """Return what the sum of a number looks like that comes to a value."""
    result = f"{value:+.2f}".replace("-", "−")
    return re.compile(rf"{re.escape(name)}.* = {re.escape(result)}")


def test_an_input_and_the_state_before_are_turned(held: Page) -> None:
    """Enter takes an input in hand, or a unit of the state before the first step."""
    page = held
    tab_to(page, node(page, 2, "hidden unit", 1))
    press(page, *["ArrowDown"] * 4, "Enter")
    expect_focus(page, "Step 2, input 1")
    tab_to(page, slider(page, "input[2, 1]"))
    press(page, "Home")
    turned = REFERENCE.entry("x", (2, 1), value_of(page, "input[2, 1]"))
    assert turned.x[2, 1] != REFERENCE.x[2, 1]
    expect_numbers(page, turned)
    back_to(page, node(page, 2, "input", 1))
    press(page, "ArrowUp", "ArrowUp", "Home", "ArrowLeft", "Enter")
    expect_focus(page, "Before step 0, hidden unit 3")
    tab_to(page, slider(page, "initial_state[3]"))
    press(page, "End")
    expect_numbers(page, turned.entry("initial_state", (3,), value_of(page, "initial_state[3]")))


def test_a_number_of_a_grid_is_taken_and_turned(bench: Bench) -> None:
    """Arrows and Enter take it in hand; its slider's keys commit; a reload shows the same."""
    page = bench.show(REFERENCE.experiment(view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    tab_to(page, weight(page, "W_hh[0, 0]"))
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    expect(weight(page, "W_hh[2, 1]")).to_be_focused()
    expect_ring(page)
    press(page, "Enter")
    expect(weight(page, "W_hh[2, 1]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(COPY)).to_have_count(6)
    assert bench.experiment.knob == rv.Knob.entry("W_hh", 2, 1)
    expect(weight(page, "W_hh[2, 1]")).to_be_focused()
    turner = tab_to(page, slider(page, "W_hh[2, 1]"))
    values = [value_of(page, "W_hh[2, 1]")]
    for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "ArrowUp", "End"):
        press(page, key)
        values.append(value_of(page, "W_hh[2, 1]"))
        expect_numbers(page, REFERENCE.entry("W_hh", (2, 1), values[-1]))
        assert bench.experiment.value == np.float32(values[-1])
        expect(turner).to_be_focused()
    assert values[1] > values[0] > values[5]
    assert values[3] - values[2] > 5 * (values[1] - values[2])
    assert (values[5], values[7]) == (-3, 3)
    assert bench.experiment.net.W_hh[2, 1] == np.float32(values[-1])
    bench.reload()
    expect_numbers(page, REFERENCE.entry("W_hh", (2, 1), values[-1]))


def test_escape_lets_go_of_the_number_in_hand(held: Page) -> None:
    """On its button in the grid, Escape puts its copies out, and the focus stays there."""
    page = held
    expect(page.locator(COPY)).to_have_count(6)
    tab_to(page, weight(page, "W_hh[0, 0]"))
    press(page, "Escape")
    expect(page.locator(COPY)).to_have_count(0)
    expect(page.get_by_role("button", pressed=True)).to_have_count(0)
    expect(weight(page, "W_hh[0, 0]")).to_be_focused()
    press(page, "Space")
    expect(page.locator(COPY)).to_have_count(6)
    expect(weight(page, "W_hh[0, 0]")).to_have_attribute("aria-pressed", "true")


def test_a_value_is_typed_refused_and_taken_back(bench: Bench, held: Page) -> None:
    """A number is exact, "1,5" is refused in words, and Escape brings back what stood there."""
    page = held
    box = tab_to(page, field(page, "W_hh[1, 3]"))
    retype(page, "-1.37")
    press(page, "Enter")
    turned = REFERENCE.entry("W_hh", (1, 3), float(np.float32(-1.37)))
    expect_numbers(page, turned)
    assert bench.experiment.value == np.float32(-1.37)
    before = len(bench.requests)
    expect(box).to_be_focused()
    retype(page, "1,5")
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="W_hh[1, 3] cannot be “1,5”")).to_be_visible()
    expect(box).to_have_value("-1.37")
    expect(box).to_be_focused()
    retype(page, "2.5")
    press(page, "Escape")
    expect(box).to_have_value("-1.37")
    expect(box).to_be_focused()
    expect(weight(page, "W_hh[1, 3]")).to_have_attribute("aria-pressed", "true")
    expect_numbers(page, turned)
    assert len(bench.requests) == before
    press(page, "ArrowUp")
    bench.settle()
    value = float(box.input_value())
    assert -1.37 < value < -1.2
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), value))
    expect(box).to_be_focused()


def test_holding_a_key_shows_the_state_before(held: Page) -> None:
    """While Space is held on "Hold: before", all numbers are the ones before the turn."""
    page = held
    tab_to(page, listed(page, "gain of W_hh"))
    press(page, "Enter")
    back_to(page, slider(page, "gain of W_hh"))
    press(page, "Home")
    turned = REFERENCE.changed(W_hh=REFERENCE.W_hh * 0)
    expect_numbers(page, turned)
    before = back_to(page, button(page, "Hold: before"))
    for key in ("Space", "Enter"):
        page.keyboard.down(key)
        expect_numbers(page, REFERENCE)
        expect(before).to_have_attribute("aria-pressed", "true")
        page.keyboard.up(key)
        expect_numbers(page, turned)
    # Without a number in hand there is nothing to compare: the button goes, but not the focus.
    press(page, "Escape")
    expect(before).to_be_hidden()
    expect(button(page, "Fold")).to_be_focused()


def test_a_slider_is_removed_and_the_next_takes_its_place(held: Page) -> None:
    """Enter on × takes the slider off the list; the focus goes to the one below it."""
    page = held
    tab_to(page, weight(page, "W_hh[0, 0]"))
    press(page, "Enter")
    expect(slider(page, "W_hh[0, 0]")).to_be_visible()
    tab_to(page, button(page, "Remove W_hh[0, 0] from the list"))
    press(page, "Enter")
    expect(listed(page, "W_hh[0, 0]")).to_have_count(0)
    expect(listed(page, "W_hh[1, 3]")).to_be_focused()
    tab_to(page, button(page, "Remove W_hh[1, 3] from the list"), most=2)
    press(page, "Space")
    expect(listed(page, "W_hh[1, 3]")).to_have_count(0)
    expect(listed(page, "gain of W_xh")).to_be_focused()
    expect(page.locator(COPY)).to_have_count(0)
    expect_numbers(page, REFERENCE)


def test_folding_and_unrolling(bench: Bench, held: Page) -> None:
    """Fold leaves one column, Unroll brings all back; the button keeps the focus."""
    page = held
    fold = tab_to(page, button(page, "Fold"))
    press(page, "Enter")
    bench.skip_time(700)
    expect(page.locator(SYMBOL)).to_have_count(2 + 4 + 3)
    unroll = button(page, "Unroll")
    expect(unroll).to_be_focused()
    tab_to(page, node(page, 2, "hidden unit", 1), most=1)
    press(page, "ArrowRight")
    expect_numbers(page, REFERENCE, range(3, 4))
    expect_focus(page, "Step 3, hidden unit 1")
    back_to(page, unroll)
    press(page, "Space")
    bench.skip_time(700)
    expect_numbers(page, REFERENCE)
    expect(fold).to_be_focused()


def test_a_step_of_a_large_network_is_opened_and_closed(bench: Bench) -> None:
    """Open step leaves the cursor's column, with the arrows alive in it; All steps brings back."""
    page = bench.show(rv.presets.load("large"))
    large, view = Reference.preset("large"), rv.presets.load("large").view
    expect_numbers(page, large, range(view.step, view.step + 1))
    many = page.locator(SYMBOL).count()
    opener = tab_to(page, button(page, "Open step"))
    press(page, "Enter")
    closer = button(page, "All steps")
    expect(closer).to_be_focused()
    size = sum(len(row) for row in (large.x[0], large.W_hh, large.W_hh, large.W_hy))
    expect(page.locator(SYMBOL)).to_have_count(size)
    tab_to(page, node(page, view.step, "hidden unit", view.unit), most=2)
    press(page, "ArrowLeft")
    expect_focus(page, f"Step {view.step - 1}, hidden unit {view.unit}")
    expect_numbers(page, large, range(view.step - 1, view.step))
    back_to(page, closer)
    press(page, "Space")
    expect(opener).to_be_focused()
    expect(page.locator(SYMBOL)).to_have_count(many)


def test_the_table_is_opened_and_read(held: Page) -> None:
    """Enter opens the table; the next stop is the table itself, the one after is past it."""
    page = held
    tab_to(page, page.locator("summary", has_text="The same numbers as a table"))
    press(page, "Enter")
    tab_to(page, page.get_by_role("region", name="Numbers"), most=1)
    h, _ = REFERENCE.run()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="4", exact=True))
    assert float(row.get_by_role("cell").nth(2 + 3).inner_text()) == pytest.approx(
        h[4, 3], abs=6e-4
    )
    assert tab(page) == "", "the table holds the keyboard"
