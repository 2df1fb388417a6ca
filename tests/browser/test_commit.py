"""Committing a value: every later step, the address and the arithmetic follow."""

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
    numbers,
    place_on,
    slider,
    take,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference

pytestmark = pytest.mark.timed

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=19)
NAME, INDEX = "W_hh[1, 3]", (1, 3)


@pytest.fixture
def chosen(visit: Callable[[str], Page]) -> Page:
    """A page on which W_hh[1, 3] is in hand, the cursor at step 3, unit 1."""
    view = View(step=3, unit=1, output=2)
    page = visit(REFERENCE.link(knob=rv.Knob.entry("W_hh", *INDEX), view=view))
    expect_numbers(page, REFERENCE)
    return page


def link_of(page: Page) -> rv.Experiment:
    """Return what the page's address stands for."""
    return rv.Experiment.from_link(parse_qs(urlsplit(page.url).query)["s"][0])


def drag(page: Page, name: str, share: float) -> None:
    """Drag a slider's thumb to a share of its length with the mouse, in ten moves."""
    take(page, name)
    page.mouse.move(*place_on(page, name, share), steps=10)
    page.mouse.up()


def turn_by_mouse(page: Page) -> None:
    """Drag the slider to the far left."""
    drag(page, NAME, 0.1)


def turn_by_keyboard(page: Page) -> None:
    """Press the slider's own key for its right end."""
    slider(page, NAME).focus()
    page.keyboard.press("End")


def turn_by_field(page: Page) -> None:
    """Type a number and confirm it."""
    field(page, NAME).fill("-1.37")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("turn", [turn_by_mouse, turn_by_keyboard, turn_by_field])
def test_a_committed_value_changes_all_that_depends_on_it(
    chosen: Page, turn: Callable[[Page], None]
) -> None:
    """A new value shows NumPy's numbers, a new address, a new number in its grid and slider."""
    address, before = chosen.url, numbers(chosen)
    turn(chosen)
    wait_for_another_address(chosen, address)
    value = float(field(chosen, NAME).input_value())
    assert value != REFERENCE.W_hh[INDEX]
    turned = REFERENCE.entry("W_hh", INDEX, float(np.float32(value)))
    expect_numbers(chosen, turned)
    after = numbers(chosen)
    for t in range(1, len(REFERENCE.x)):
        assert after["hidden unit", t, 1] != before["hidden unit", t, 1]
    expect(weight(chosen, NAME)).to_have_attribute(
        "aria-label", re.compile(re.escape(spoken(value)))
    )
    expect(slider(chosen, NAME)).to_have_attribute("aria-valuetext", f"{value:g}")
    shown = link_of(chosen)
    assert shown.net.W_hh[INDEX] == np.float32(value)
    assert (shown.view.step, shown.view.unit, shown.view.output) == (3, 1, 2)


def test_a_typed_value_is_exact(chosen: Page) -> None:
    """A number typed into the field beside a slider is committed as it stands, not on a grid."""
    address = chosen.url
    turn_by_field(chosen)
    wait_for_another_address(chosen, address)
    assert link_of(chosen).value == np.float32(-1.37)


@pytest.mark.parametrize(
    ("name", "value", "turned"),
    [
        ("gain of W_xh", 0.5, lambda r: {"W_xh": r.W_xh * 0.5}),
        ("gain of W_hh", 0.0, lambda r: {"W_hh": r.W_hh * 0.0}),
        ("shift of b_h", 0.75, lambda r: {"b_h": r.b_h + 0.75}),
        (
            "spectral radius",
            1.5,
            lambda r: {"W_hh": r.W_hh * 1.5 / np.abs(np.linalg.eigvals(r.W_hh)).max()},
        ),
    ],
)
def test_a_knob_on_a_whole_matrix(
    chosen: Page, name: str, value: float, turned: Callable[[Reference], dict[str, object]]
) -> None:
    """Gain, shift and spectral radius move a whole parameter, and it can be turned back."""
    field(chosen, name).fill(str(value))
    chosen.keyboard.press("Enter")
    expect_numbers(chosen, REFERENCE.changed(**turned(REFERENCE)))
    neutral = {"g": 1.0, "s": 0.0}[name[0]] if name != "spectral radius" else None
    if neutral is None:
        neutral = float(np.abs(np.linalg.eigvals(REFERENCE.W_hh)).max())
    field(chosen, name).fill(str(neutral))
    chosen.keyboard.press("Enter")
    expect_numbers(chosen, REFERENCE)


def test_an_input_and_an_initial_state_turn_too(chosen: Page) -> None:
    """A click on an input, or on a unit before the first step, puts its value in a slider."""
    node(chosen, 2, "input", 1).click()
    expect(slider(chosen, "input[2, 1]")).to_be_visible()
    field(chosen, "input[2, 1]").fill("1.25")
    chosen.keyboard.press("Enter")
    turned = REFERENCE.entry("x", (2, 1), 1.25)
    expect_numbers(chosen, turned)
    chosen.locator('[aria-label^="Before step 0, hidden unit 3:"]').click()
    expect(slider(chosen, "initial_state[3]")).to_be_visible()
    field(chosen, "initial_state[3]").fill("-0.5")
    chosen.keyboard.press("Enter")
    expect_numbers(chosen, turned.entry("initial_state", (3,), -0.5))


def test_the_arithmetic_adds_up(chosen: Page) -> None:
    """After a commit the sum shows the new product, and its own numbers give its result."""
    address = chosen.url
    turn_by_field(chosen)
    wait_for_another_address(chosen, address)
    turned = REFERENCE.entry("W_hh", INDEX, float(np.float32(-1.37)))
    expect_numbers(chosen, turned)
    h, y = turned.run()

    def check() -> None:
        for left, wanted, of in (("h3[1]", h[3, 1], np.tanh), ("y3[2]", y[3, 2], None)):
            products, total, result = equation(chosen, left)
            assert result == pytest.approx(wanted, abs=0.006)
            # Each displayed factor is off by at most half of its last decimal.
            slack = 0.006 * (1 + sum(abs(a) + abs(b) for a, b in products))
            assert sum(a * b for a, b in products) == pytest.approx(total, abs=slack)
            if of is not None:
                assert of(total) == pytest.approx(result, abs=0.011)
        products, _, _ = equation(chosen, "h3[1]")
        assert any(
            a == pytest.approx(-1.37) and b == pytest.approx(h[2, 3], abs=0.006)
            for a, b in products
        )

    eventually(check)


def test_press_and_release_without_moving_commits_nothing(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """A click on a slider's thumb sends the server no message and changes nothing."""
    sent = frames_sent(page)
    page.goto(app_url + REFERENCE.link(knob=rv.Knob.entry("W_hh", *INDEX)))
    settled(page)
    expect_numbers(page, REFERENCE)
    page.wait_for_timeout(700)  # longer than the cursor's rest
    address, count = page.url, len(sent)
    assert count > 0
    track = slider(page, NAME)
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    share = (REFERENCE.W_hh[INDEX] + 3) / 6
    place = (box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2)
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(700)
    assert len(sent) == count
    assert page.url == address
    expect_numbers(page, REFERENCE)


def test_dragging_sends_nothing_before_the_release(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """While a slider moves no message is sent; its release sends the one new value."""
    sent = frames_sent(page)
    page.goto(app_url + REFERENCE.link(knob=rv.Knob.entry("W_hh", *INDEX)))
    settled(page)
    expect_numbers(page, REFERENCE)
    page.wait_for_timeout(700)
    count, address = len(sent), page.url
    track = slider(page, NAME)
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8 + (REFERENCE.W_hh[INDEX] + 3) / 6 * (box["width"] - 16), y)
    page.mouse.down()
    for share in np.linspace(0.2, 0.9, 15):
        page.mouse.move(box["x"] + share * box["width"], y)
    page.wait_for_timeout(300)
    assert len(sent) == count
    assert page.url == address
    page.mouse.up()
    wait_for_another_address(page, address)
    assert len(sent) > count


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


def equation(page: Page, left: str) -> tuple[list[tuple[float, float]], float, float]:
    """Return the products, the sum and the result of an equation of "The arithmetic".

    Args:
        page: the page.
        left: its left side, "h3[1]"; a bias is a product with 1.
    """
    text = page.get_by_role("heading", name="The arithmetic").locator("..").inner_text()
    lines = re.sub(r"\s+", "", text.replace("−", "-").replace("×", "·"))
    found = re.search(rf"{re.escape(left)}=(?:tanh\()?(.*?)\)?=(.*?)(?=[hy]\d+\[|$)", lines)
    assert found is not None, f"no {left} in {lines}"
    products = []
    for term in re.findall(r"[+-]?[\d.]+(?:·\(?-?[\d.]+\)?)?", found[1]):
        factors = [float(factor.strip("()")) for factor in term.split("·")]
        products.append((factors[0], factors[1] if len(factors) > 1 else 1.0))
    signed = [float(number) for number in re.findall(r"[+-]?\d+\.\d+", found[2])]
    return products, signed[0], signed[-1]


def words(page: Page) -> dict[str, object]:
    """Return what is in hand on a page: the cursor, the unit, the sliders, the drawing."""
    sliders = page.get_by_role("slider").evaluate_all(
        "all => all.map(one => [one.ariaLabel, one.getAttribute('aria-valuetext')])"
    )
    return {
        "current": page.locator('[aria-current="true"]').get_attribute("aria-label"),
        "pressed": page.get_by_role("button", pressed=True).get_attribute("aria-label"),
        "sliders": sliders,
        "fold": page.get_by_role("button", name=re.compile("^(Fold|Unroll)")).inner_text(),
    }


def same(got: object, wanted: object) -> None:
    """Assert that two things are equal."""
    assert got == wanted


def spoken(value: float) -> str:
    """Return a number as accessible names have it."""
    return f"{value:+.3f}"
