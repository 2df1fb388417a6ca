"""Committing a value: every later step, what Python holds and the arithmetic follow."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import (
    choose,
    expect_numbers,
    field,
    node,
    numbers,
    place_on,
    slider,
    take,
    weight,
)
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=19)
NAME, INDEX = "W_hh[1, 3]", (1, 3)


@pytest.fixture
def chosen(bench: Bench) -> Page:
    """A panel with W_hh[1, 3] in hand, the cursor at step 3, unit 1."""
    view = View(step=3, unit=1, output=2)
    page = bench.show(REFERENCE.experiment(knob=rv.Knob.entry("W_hh", *INDEX), view=view))
    expect_numbers(page, REFERENCE)
    return page


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
    bench: Bench, chosen: Page, turn: Callable[[Page], None]
) -> None:
    """A new value is NumPy's numbers, what Python holds, and the number in its grid and slider."""
    before = numbers(chosen)
    turn(chosen)
    bench.settle()
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
    shown = bench.experiment
    assert shown.net.W_hh[INDEX] == np.float32(value)
    assert (shown.view.step, shown.view.unit, shown.view.output) == (3, 1, 2)


def test_a_typed_value_is_exact(bench: Bench, chosen: Page) -> None:
    """A number typed into the field beside a slider is committed as it stands, not on a grid."""
    turn_by_field(chosen)
    assert bench.experiment.value == np.float32(-1.37)


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
    choose(chosen, name)
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
    turn_by_field(chosen)
    turned = REFERENCE.entry("W_hh", INDEX, float(np.float32(-1.37)))
    expect_numbers(chosen, turned)
    h, y = turned.run()

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
        a == pytest.approx(-1.37) and b == pytest.approx(h[2, 3], abs=0.006) for a, b in products
    )


def test_press_and_release_without_moving_commits_nothing(bench: Bench, chosen: Page) -> None:
    """A click on a slider's thumb asks Python for nothing and changes nothing."""
    experiment = bench.experiment
    take(chosen, NAME)
    chosen.mouse.up()
    bench.pass_time(700)  # longer than the cursor's rest
    assert bench.requests == []
    assert bench.experiment is experiment
    expect_numbers(chosen, REFERENCE)


def test_dragging_asks_for_nothing_before_the_release(bench: Bench, chosen: Page) -> None:
    """While a slider moves Python hears nothing; its release asks for the one new value."""
    take(chosen, NAME)
    for share in np.linspace(0.2, 0.9, 15):
        chosen.mouse.move(*place_on(chosen, NAME, float(share)))
    bench.pass_time(700)
    assert bench.requests == []
    chosen.mouse.up()
    [request] = bench.requests
    [turned] = request["turns"]
    value = np.float32(turned["value"])
    assert value == np.float32(field(chosen, NAME).input_value()) != REFERENCE.W_hh[INDEX]
    assert bench.experiment.value == value
    bench.pass_time(10_000)
    assert len(bench.requests) == 1


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


def spoken(value: float) -> str:
    """Return a number as accessible names have it."""
    return f"{value:+.3f}"
