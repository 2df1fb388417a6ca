"""The Explore page around the panel with the keyboard alone.

Nothing here touches the page but `page.keyboard`, and a page on which the mouse was used
nevertheless fails its test. Whatever Tab stops at must be in view and have a ring around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

import rnnviz as rv
from rnnviz.document import View
from tests.browser.keys import (
    COUNT_MOUSE,
    back_to,
    button,
    expect_current,
    expect_focus,
    focus,
    press,
    retype,
    tab,
    tab_to,
)
from tests.browser.reading import (
    expect_numbers,
    listed,
    node,
    slider,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference

pytestmark = pytest.mark.timed

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=83)
KNOB = rv.Knob.entry("W_hh", 1, 3)


@pytest.fixture(scope="module")
def kept(
    browser: Browser, watch: Callable[[Page, list[str]], None]
) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests here, which loads again in half the time; and what goes wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(COUNT_MOUSE)
    wrong: list[str] = []
    watch(page, wrong)
    yield page, wrong
    context.close()


@pytest.fixture
def page(kept: tuple[Page, list[str]], wrong: list[str]) -> Iterator[Page]:
    """A page on which the test fails if anything but the keyboard was used."""
    page, all_wrong = kept
    before = len(all_wrong)
    yield page
    wrong += all_wrong[before:]
    assert page.evaluate("window.mouse") == 0, "the mouse was used"


@pytest.fixture
def held(visit: Callable[[str], Page]) -> Page:
    """A page with W_hh[1, 3] in hand, the cursor at step 2, unit 1."""
    page = visit(REFERENCE.link(knob=KNOB, view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    return page


def shown(page: Page) -> rv.Experiment:
    """Return what the page's address stands for."""
    return rv.Experiment.from_link(parse_qs(urlsplit(page.url).query)["s"][0])


def test_tab_goes_down_the_page_and_out_of_it_and_back(visit: Callable[[str], Page]) -> None:
    """The stops come in the order in which they are read, each with a ring; none is a trap."""
    page = visit(REFERENCE.link(knob=KNOB, value=0.5, view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), 0.5))
    stops = [
        *("Explore", "Memory", "Dynamics", "Lessons", "Networks"),
        *("Network", "Network", "Sequence", "Undo", "Redo", "Share", "Projector view"),
        *("Hold: before", "Save picture", "Fold", "Step 2, hidden unit 1"),
        *("First step", "One step back", "Play", "One step forward", "Last step", "Step", "Speed"),
        *("W_hh[1, 3]", "W_hh[1, 3], exact value", "As a large chart"),
        *("W_xh[0, 0]", "W_hh[0, 0]", "b_h[0]", "W_hy[0, 0]", "b_y[0]"),
        *("W_hh[1, 3], 0.50", "Remove W_hh[1, 3] from the list"),
        *("gain of W_xh, 1.00", "gain of W_hh, 1.00", "spectral radius, ", "shift of b_h, 0.00"),
        *("The same numbers as a table", "Charts of the same numbers"),
    ]
    assert tab(page) == "Skip to main content"
    press(page, "Enter")
    for stop in stops:
        name = tab(page)
        assert name.startswith(stop), f"{name} comes where {stop} should"
    assert tab(page) == "", "the last stop holds the keyboard"
    for stop in reversed(stops):
        assert tab(page, "Shift+Tab").startswith(stop)


def test_the_charts_are_opened_passed_and_left(held: Page) -> None:
    """Enter opens the charts; Tab goes through their tools, each with a ring, and out."""
    page = held
    charts = tab_to(page, page.locator("summary", has_text="Charts of the same numbers"))
    press(page, "Enter")
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    expect(page.locator(".modebar")).to_have_count(4)
    expect(charts).to_be_focused()
    for _ in range(50):
        if not tab(page):
            break
    assert focus(page) == "", "the charts hold the keyboard"
    back_to(page, charts)
    press(page, "Enter")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


def test_a_network_is_chosen_and_turns_are_reset(visit: Callable[[str], Page]) -> None:
    """The list of networks opens by its title typed; Reset undoes a turn, and keeps the focus."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    title = rv.presets.load("latch").title
    networks = tab_to(page, page.get_by_role("combobox", name="Network"))
    page.keyboard.type(title[:12])
    expect(page.get_by_role("option", name=title, exact=True)).to_be_visible()
    press(page, "ArrowDown", "Enter")
    latch = Reference.preset("latch")
    expect_numbers(page, latch)
    expect(networks).to_be_focused()
    tab_to(page, listed(page, "gain of W_xh"))
    press(page, "Enter")
    back_to(page, slider(page, "gain of W_xh"))
    press(page, "Home")
    expect_numbers(page, latch.changed(W_xh=latch.W_xh * 0))
    back_to(page, button(page, "Network"))
    press(page, "Enter")
    reset = tab_to(page, button(page, "Reset"), most=1)
    press(page, "Enter")
    expect_numbers(page, latch)
    expect(reset).to_be_focused()
    more = tab_to(page, button(page, "New random weights"), most=1)
    press(page, "Space")
    expect(page.get_by_role("heading", name="seed 0")).to_be_visible()
    expect(more).to_be_focused()


def popover(page: Page, name: str, holds: str) -> Locator:
    """Open one of the bar's popovers by key, and return it once it shows what it holds."""
    tab_to(page, button(page, name))
    press(page, "Enter")
    opened = page.get_by_role("dialog", name=name)
    expect(opened.get_by_text(holds).last).to_be_visible()
    return opened


def expect_closed(page: Page, name: str) -> None:
    """Close a popover by Escape: the focus is on its button."""
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button(page, name)).to_be_focused()


def test_the_set_up_popover(visit: Callable[[str], Page]) -> None:
    """Tab leads from its button into it: functions and sizes; and on to the next button."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    opened = popover(page, "Network", "Make this network")
    tab_to(page, opened.get_by_role("combobox", name="Hidden activation"), most=6)
    page.keyboard.type("ReLU")
    press(page, "Enter")
    expect_numbers(page, REFERENCE.changed(activation="relu"))
    expect(opened).to_be_visible()
    tab_to(page, opened.get_by_role("spinbutton", name=re.compile("^Hidden units")), most=3)
    retype(page, "5")
    tab_to(page, opened.get_by_role("spinbutton", name=re.compile("^Seed")), most=6)
    retype(page, "7")
    tab_to(page, opened.get_by_role("button", name="Make this network"), most=1)
    tab_to(page, page.get_by_role("button", name="Sequence"), most=1)
    back_to(page, button(page, "Network"))
    tab_to(page, opened.get_by_role("button", name="Make this network"), most=17)
    address = page.url
    press(page, "Enter")
    expect(page.get_by_role("heading", name="seed 7")).to_be_visible()
    wait_for_another_address(page, address)
    made = shown(page)
    assert (made.net.hidden_size, made.net.activation) == (5, "relu")
    expect_numbers(
        page,
        REFERENCE.changed(
            **made.net.parameters, x=made.x, initial_state=made.initial_state, activation="relu"
        ),
    )


def test_the_sequence_popover(visit: Callable[[str], Page]) -> None:
    """Numbers are typed and used; Escape closes it, and the focus is on its button."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    opened = popover(page, "Sequence", "Numbers:")
    tab_to(page, opened.get_by_role("textbox", name=re.compile("^Numbers")), most=2)
    page.keyboard.type("1 0.5\n-0.25 2\n0 0")
    use = tab_to(page, opened.get_by_role("button", name="Use these numbers"), most=1)
    press(page, "Enter")
    expect_numbers(page, REFERENCE.changed(x=np.array([[1, 0.5], [-0.25, 2], [0, 0]])))
    expect(use).to_be_focused()
    expect_closed(page, "Sequence")


def test_a_file_is_opened(held: Page, tmp_path: Path) -> None:
    """Enter on Upload asks for a file, whose set-up is then shown; Escape closes the popover."""
    page = held
    other = Reference.random(I=1, H=3, O=1, T=4, seed=5)
    file = tmp_path / "other.json"
    file.write_text(
        rv.Experiment.from_link(other.link(title="Another").split("?s=")[1]).to_json(),
        encoding="utf-8",
    )
    opened = popover(page, "Network", "Upload")
    upload = tab_to(page, opened.get_by_role("button", name=re.compile("Upload")), most=5)
    expect(upload).to_be_focused()
    # Chromium at times asks for no file at the first Enter.
    for patience in (1_500, 1_500, 15_000):
        with suppress(TookTooLong), page.expect_file_chooser(timeout=patience) as chooser:
            press(page, "Enter")
            chooser.value.set_files(file)
            break
    expect_numbers(page, other)
    expect(page.get_by_role("heading", name="Another")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_file_is_saved(held: Page, tmp_path: Path) -> None:
    """Enter on Save file downloads what is shown; Tab leads on within the popover."""
    page = held
    opened = popover(page, "Network", "Upload")
    save = tab_to(page, opened.get_by_role("button", name="Save file"), most=3)
    with page.expect_download() as download:
        press(page, "Enter")
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8"))["knob"]["index"] == [1, 3]
    expect(save).to_be_enabled()  # it was not while the file was made
    tab_to(page, opened.get_by_role("button", name=re.compile("Upload")), most=2)


def test_the_projector_view_is_entered_used_and_left(held: Page) -> None:
    """Its stops are the × that leaves it, the graph, the transport and the slider in hand."""
    page = held
    tab_to(page, button(page, "Projector view"))
    press(page, "Enter")
    leave = button(page, "Leave projector view")
    expect(leave).to_be_visible()
    expect(weight(page, "W_hh[0, 0]")).to_be_hidden()
    expect_current(page, "Step 2, hidden unit 1")
    tab_to(page, node(page, 2, "hidden unit", 1), most=3)
    press(page, "ArrowRight")
    expect_focus(page, "Step 3, hidden unit 1")
    tab_to(page, button(page, "One step forward"), most=4)
    press(page, "Enter")
    expect_current(page, "Step 4, hidden unit 1")
    turner = tab_to(page, slider(page, "W_hh[1, 3]"), most=4)
    press(page, "End")
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), 3.0))
    expect(turner).to_be_focused()
    back_to(page, leave)
    press(page, "Enter")
    expect(weight(page, "W_hh[0, 0]")).to_be_visible()
    tab_to(page, button(page, "Fold"))
