"""Every action of the Explore page with the keyboard alone.

Nothing here touches the page but `page.keyboard`, and a page on which the mouse was used
nevertheless fails its test. Whatever Tab stops at must be in view and have a ring around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, ElementHandle, FileChooser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

import rnnviz as rv
from rnnviz.document import View
from tests.browser.reading import (
    COPY,
    SYMBOL,
    expect_numbers,
    field,
    node,
    slider,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference

pytestmark = pytest.mark.timed

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=83)
KNOB = rv.Knob.entry("W_hh", 1, 3)

_COUNT_MOUSE = """
window.mouse = 0;
for (const type of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel"])
  addEventListener(type, () => (window.mouse += 1), true);
"""

# What has the focus, through shadow roots.
_ACTIVE = """
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
"""

# Its name, without the names of Streamlit's icons; "" where nothing has it.
_NAME = f"""() => {{
  {_ACTIVE}
  if (one === document.body) return "";
  const label = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent;
  const icons = /keyboard_arrow_(right|down)|expand_(more|less)/g;
  return (label || one.textContent).replace(icons, "").trim();
}}"""

# Whether it is in view, with a mark of 3:1 around it: an outline of 2 pixels, a symbol's stroke,
# or the border of the box around a text.
_RING = rf"""() => {{
  {_ACTIVE}
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = (color) => {{
    const [r, g, b] = channels(color).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }};
  const ground = luminance(getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  const standsOut = (color) => {{
    const [low, high] = [luminance(color), ground].sort((a, b) => a - b);
    return (channels(color)[3] ?? 1) > 0.9 && (high + 0.05) / (low + 0.05) >= 3;
  }};
  const box = one.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) return false;
  if (box.right < 0 || box.left > innerWidth) return false;
  const style = getComputedStyle(one);
  if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    return standsOut(style.outlineColor);
  if (one instanceof SVGElement)
    return parseFloat(style.strokeWidth) >= 3 && standsOut(style.stroke);
  if (!one.matches("input, textarea")) return false;
  for (let around = one, i = 0; i < 3; around = around.parentElement, i += 1) {{
    const {{ borderTopWidth, borderTopColor }} = getComputedStyle(around);
    if (parseFloat(borderTopWidth) >= 1 && standsOut(borderTopColor)) return true;
  }}
  return false;
}}"""

_STOP = f"(wanted) => [({_NAME})(), ({_RING})(), wanted?.getRootNode().activeElement === wanted]"


@pytest.fixture(scope="module")
def kept(
    browser: Browser, watch: Callable[[Page, list[str]], None]
) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests here, which loads again in half the time; and what goes wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(_COUNT_MOUSE)
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


def focus(page: Page) -> str:
    """Return the name of what has the keyboard's focus; "" when nothing has."""
    found: str = page.evaluate(_NAME)
    return found


def tab(page: Page, key: str = "Tab") -> str:
    """Go to the next stop, see its ring, and return its name."""
    name, _ = _go_on(page, key, None)
    return name


def tab_to(page: Page, stop: Locator, key: str = "Tab", most: int = 45) -> Locator:
    """Press Tab, or another key, until a stop has the focus; fail when it is not reached."""
    wanted = stop.element_handle()
    passed = []
    for _ in range(most):
        name, is_reached = _go_on(page, key, wanted)
        if is_reached:
            return stop
        passed.append(name)
    pytest.fail(f"{most} times {key} did not reach {stop}, but {passed}")


def _go_on(page: Page, key: str, wanted: ElementHandle | None) -> tuple[str, bool]:
    page.keyboard.press(key)
    name, has_ring, is_reached = page.evaluate(_STOP, wanted)
    if name and not has_ring:
        expect_ring(page)
    return name, is_reached


def expect_ring(page: Page) -> None:
    """Wait until what has the focus shows it, as some rings fade in."""
    try:
        page.wait_for_function(_RING, timeout=3000)
    except TookTooLong:
        pytest.fail(f"nothing shows that the focus is on {focus(page)!r}")


def back_to(page: Page, stop: Locator) -> Locator:
    """Press Shift+Tab until a stop has the focus."""
    return tab_to(page, stop, "Shift+Tab")


def button(page: Page, name: str) -> Locator:
    """Return a button by its name."""
    return page.get_by_role("button", name=name, exact=True)


def press(page: Page, *keys: str) -> None:
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def retype(page: Page, text: str) -> None:
    """Type over all that stands in the field in focus."""
    press(page, "Control+A")
    page.keyboard.type(text)


def expect_current(page: Page, name: str) -> None:
    """Wait until the graph's cursor is at a number."""
    expect(page.locator(f'{SYMBOL}[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile(f"^{re.escape(name)}:")
    )


def expect_focus(page: Page, name: str) -> None:
    """Wait until the focus is on something with this name, or a longer one."""
    page.wait_for_function(f"name => ({_NAME})().startsWith(name)", arg=name)


def shown(page: Page) -> rv.Experiment:
    """Return what the page's address stands for."""
    return rv.Experiment.from_link(parse_qs(urlsplit(page.url).query)["s"][0])


def value_of(page: Page, name: str) -> float:
    """Return the value that a slider says it has."""
    return float(slider(page, name).get_attribute("aria-valuetext") or "")


def reload(page: Page, settled: Callable[[Page], None]) -> None:
    """Load the page's address again."""
    page.reload()
    settled(page)


def test_tab_goes_down_the_page_and_out_of_it_and_back(visit: Callable[[str], Page]) -> None:
    """The stops come in the order in which they are read, each with a ring; none is a trap."""
    page = visit(REFERENCE.link(knob=KNOB, value=0.5, view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), 0.5))
    stops = [
        *("Reset", "New random weights", "Set-up", "Sequence", "File", "Share"),
        *("Projector view", "Memory", "Dynamics", "Networks", "Lessons"),
        *("Hold: before", "Save picture", "Fold", "Step 2, hidden unit 1"),
        *("First step", "One step back", "Play", "One step forward", "Last step", "Step", "Speed"),
        *("W_xh[0, 0]", "W_hh[0, 0]", "b_h[0]", "W_hy[0, 0]", "b_y[0]"),
        "As a large chart",
        *("W_hh[1, 3]", "W_hh[1, 3], exact value", "Remove W_hh[1, 3] from the list"),
        *("gain of W_xh", "gain of W_xh, exact value"),
        *("gain of W_hh", "gain of W_hh, exact value"),
        *("spectral radius", "spectral radius, exact value"),
        *("shift of b_h", "shift of b_h, exact value"),
        *("The same numbers as a table", "Charts of the same numbers"),
    ]
    assert tab(page) == "Skip to main content"
    press(page, "Enter")
    tab_to(page, page.get_by_role("combobox", name="Network"), most=3)
    for stop in stops:
        name = tab(page)
        assert name.startswith(stop), f"{name} comes where {stop} should"
    assert tab(page) == "", "the last stop holds the keyboard"
    for stop in reversed(stops):
        assert tab(page, "Shift+Tab").startswith(stop)


def test_the_transport(held: Page, settled: Callable[[Page], None]) -> None:
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
    address = page.url
    for key, step in (
        ("ArrowRight", 4), ("ArrowLeft", 3), ("Home", 0), ("PageUp", 1), ("End", 5),
        ("PageDown", 4), ("ArrowDown", 3),
    ):  # fmt: skip
        press(page, key)
        expect(scrub).to_have_attribute("aria-valuetext", f"step {step}")
        expect_current(page, f"Step {step}, hidden unit 1")
    wait_for_another_address(page, address)
    expect(scrub).to_be_focused()
    assert shown(page).view.step == 3
    reload(page, settled)
    expect_current(page, "Step 3, hidden unit 1")


def test_playing_pausing_and_speed(visit: Callable[[str], Page]) -> None:
    """The speed goes round its three; Play runs from the start, Pause stops it where it is."""
    page = visit(REFERENCE.link(view=View(step=5)))
    expect_numbers(page, REFERENCE)
    tab_to(page, page.get_by_role("button", name="Speed"))
    for speed in ("2×", "0.5×", "1×", "2×"):
        press(page, "Enter")
        expect(button(page, f"Speed {speed}")).to_be_focused()
    back_to(page, button(page, "Play"))
    press(page, "Space")
    expect(button(page, "Pause")).to_be_focused()
    expect_current(page, "Step 1, hidden unit 0")
    press(page, "Space")
    expect(button(page, "Play")).to_be_focused()
    page.wait_for_timeout(600)  # a step takes 450 ms
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


def test_a_unit_s_sum_and_an_output_s_are_read(held: Page, settled: Callable[[Page], None]) -> None:
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
    page.wait_for_url(lambda url: rv.Experiment.from_link(url.split("?s=")[1]).view.output == 1)
    expect_focus(page, "Step 3, output 1")
    press(page, "Enter")
    expect(heading).to_be_focused()
    expect(page.locator(".arithmetic")).to_contain_text(ends("y3[1]", y[3, 1]))
    press(page, "Escape")
    expect_focus(page, "Step 3, output 1")
    # Only the way back was meant: the number in hand is still there.
    expect(weight(page, "W_hh[1, 3]")).to_have_attribute("aria-pressed", "true")
    reload(page, settled)
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


def test_a_number_of_a_grid_is_taken_and_turned(
    visit: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """Arrows and Enter take it in hand; its slider's keys commit; a reload shows the same."""
    page = visit(REFERENCE.link(view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    tab_to(page, weight(page, "W_hh[0, 0]"))
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    expect(weight(page, "W_hh[2, 1]")).to_be_focused()
    expect_ring(page)
    address = page.url
    press(page, "Enter")
    expect(weight(page, "W_hh[2, 1]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(COPY)).to_have_count(6)
    address = wait_for_another_address(page, address)
    expect(weight(page, "W_hh[2, 1]")).to_be_focused()
    turner = tab_to(page, slider(page, "W_hh[2, 1]"))
    values = [value_of(page, "W_hh[2, 1]")]
    for key in ("ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "ArrowUp", "End"):
        press(page, key)
        values.append(value_of(page, "W_hh[2, 1]"))
        expect_numbers(page, REFERENCE.entry("W_hh", (2, 1), values[-1]))
        address = wait_for_another_address(page, address)
        expect(turner).to_be_focused()
    assert values[1] > values[0] > values[5]
    assert values[3] - values[2] > 5 * (values[1] - values[2])
    assert (values[5], values[7]) == (-3, 3)
    assert shown(page).net.W_hh[2, 1] == np.float32(values[-1])
    reload(page, settled)
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


def test_a_value_is_typed_refused_and_taken_back(held: Page) -> None:
    """A number is exact, "1,5" is refused in words, and Escape brings back what stood there."""
    page = held
    box = tab_to(page, field(page, "W_hh[1, 3]"))
    address = page.url
    retype(page, "-1.37")
    press(page, "Enter")
    turned = REFERENCE.entry("W_hh", (1, 3), float(np.float32(-1.37)))
    expect_numbers(page, turned)
    address = wait_for_another_address(page, address)
    assert shown(page).value == np.float32(-1.37)
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
    assert page.url == address
    press(page, "ArrowUp")
    address = wait_for_another_address(page, address)
    value = float(box.input_value())
    assert -1.37 < value < -1.2
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), value))
    expect(box).to_be_focused()


def test_holding_a_key_shows_the_state_before(held: Page) -> None:
    """While Space is held on "Hold: before", all numbers are the ones before the turn."""
    page = held
    tab_to(page, slider(page, "gain of W_hh"))
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
    expect(slider(page, "W_hh[0, 0]")).to_have_count(0)
    expect(slider(page, "W_hh[1, 3]")).to_be_focused()
    tab_to(page, button(page, "Remove W_hh[1, 3] from the list"), most=2)
    press(page, "Space")
    expect(slider(page, "W_hh[1, 3]")).to_have_count(0)
    expect(slider(page, "gain of W_xh")).to_be_focused()
    expect(page.locator(COPY)).to_have_count(0)
    expect_numbers(page, REFERENCE)


def test_folding_and_unrolling(held: Page) -> None:
    """Fold leaves one column, Unroll brings all back; the button keeps the focus."""
    page = held
    fold = tab_to(page, button(page, "Fold"))
    press(page, "Enter")
    expect(page.locator(SYMBOL)).to_have_count(2 + 4 + 3)
    unroll = button(page, "Unroll")
    expect(unroll).to_be_focused()
    tab_to(page, node(page, 2, "hidden unit", 1), most=1)
    press(page, "ArrowRight")
    expect_numbers(page, REFERENCE, range(3, 4))
    expect_focus(page, "Step 3, hidden unit 1")
    back_to(page, unroll)
    press(page, "Space")
    expect_numbers(page, REFERENCE)
    expect(fold).to_be_focused()


def test_a_step_of_a_large_network_is_opened_and_closed(visit: Callable[[str], Page]) -> None:
    """Open step leaves the cursor's column, with the arrows alive in it; All steps brings back."""
    page = visit("/?preset=large")
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
    """Enter opens the table; the next stop is the table itself, the one after what follows it."""
    page = held
    tab_to(page, page.locator("summary", has_text="The same numbers as a table"))
    press(page, "Enter")
    tab_to(page, page.get_by_role("region", name="Numbers"), most=1)
    h, _ = REFERENCE.run()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="4", exact=True))
    assert float(row.get_by_role("cell").nth(2 + 3).inner_text()) == pytest.approx(
        h[4, 3], abs=6e-4
    )
    tab_to(page, page.locator("summary", has_text="Charts of the same numbers"), most=1)


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
    tab_to(page, slider(page, "gain of W_xh"))
    press(page, "Home")
    expect_numbers(page, latch.changed(W_xh=latch.W_xh * 0))
    reset = back_to(page, button(page, "Reset"))
    press(page, "Enter")
    expect_numbers(page, latch)
    expect(reset).to_be_focused()
    more = tab_to(page, button(page, "New random weights"), most=1)
    press(page, "Space")
    expect(page.get_by_role("heading", name="seed 0")).to_be_visible()
    expect(more).to_be_focused()


def popover(page: Page, name: str, holds: str) -> Locator:
    """Open one of the bar's popovers by key, and return it once it shows what it holds."""
    tab_to(page, page.get_by_role("button", name=name))
    press(page, "Enter")
    opened = page.get_by_role("dialog", name=name)
    expect(opened.get_by_text(holds).last).to_be_visible()
    return opened


def expect_closed(page: Page, name: str) -> None:
    """Close a popover by Escape: the focus is on its button."""
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name=name)).to_be_focused()


def test_the_set_up_popover(visit: Callable[[str], Page]) -> None:
    """Tab leads from its button into it: functions and sizes; and on to the next button."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    opened = popover(page, "Set-up", "Make this network")
    tab_to(page, opened.get_by_role("combobox", name="Hidden activation"), most=2)
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
    back_to(page, page.get_by_role("button", name="Set-up"))
    tab_to(page, opened.get_by_role("button", name="Make this network"), most=13)
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
    opened = popover(page, "File", "Upload")
    upload = tab_to(page, opened.get_by_role("button", name=re.compile("Upload")), most=2)
    expect(upload).to_be_focused()
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    for _ in range(3):  # Chromium at times asks for no file at the first Enter
        press(page, "Enter")
        page.wait_for_timeout(1500)
        if choosers:
            break
    choosers[0].set_files(file)
    expect_numbers(page, other)
    expect(page.get_by_role("heading", name="Another")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_file_is_saved(held: Page, tmp_path: Path) -> None:
    """Enter on Save file downloads what is shown; Tab leads on within the popover."""
    page = held
    opened = popover(page, "File", "Upload")
    save = tab_to(page, opened.get_by_role("button", name="Save file"), most=1)
    with page.expect_download() as download:
        press(page, "Enter")
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8"))["knob"]["index"] == [1, 3]
    expect(save).to_be_enabled()  # it was not while the file was made
    tab_to(page, opened.get_by_role("button", name=re.compile("Upload")), most=2)


def test_the_projector_view_is_entered_used_and_left(held: Page) -> None:
    """Its stops are the graph, the transport and the slider in hand; the last one leaves it."""
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
    tab_to(page, leave, most=1)
    press(page, "Enter")
    expect(weight(page, "W_hh[0, 0]")).to_be_visible()
    tab_to(page, button(page, "Fold"))
