"""The panel without a mouse: the graph and each matrix are one stop, with arrows inside."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import SYMBOL, expect_numbers, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=41)

# The element in focus, through shadow roots.
_ACTIVE = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
}"""


def current(page: Page) -> str:
    """Return the name of the node at the cursor."""
    return page.locator(f'{SYMBOL}[aria-current="true"]').get_attribute("aria-label") or ""


def focused(page: Page, attribute: str) -> str | None:
    """Return an attribute of the element in focus."""
    found: str | None = page.evaluate(f"() => ({_ACTIVE})()?.getAttribute('{attribute}')")
    return found


def test_the_graph_is_one_tab_stop_with_arrow_keys(bench: Bench) -> None:
    """Tab reaches the graph once; arrows move step and unit; Python is told at rest."""
    page = bench.show(REFERENCE.experiment(view=View(step=2, unit=1)))
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Fold").focus()
    page.keyboard.press("Tab")
    assert (focused(page, "aria-label") or "").startswith("Step 2, hidden unit 1:")
    bench.pass_time(700)
    assert bench.requests == []
    for key, place in (
        ("ArrowRight", "Step 3, hidden unit 1:"),
        ("ArrowRight", "Step 4, hidden unit 1:"),
        ("ArrowLeft", "Step 3, hidden unit 1:"),
        ("ArrowDown", "Step 3, hidden unit 2:"),
        ("ArrowUp", "Step 3, hidden unit 1:"),
        ("Home", "Step 0, hidden unit 1:"),
        ("ArrowLeft", "Before step 0, hidden unit 1:"),
        ("End", "Step 5, hidden unit 1:"),
        ("ArrowRight", "Step 5, hidden unit 1:"),
    ):
        page.keyboard.press(key)
        assert current(page).startswith(place)
        assert focused(page, "aria-label") == current(page)
        bench.pass_time(400)  # it rests when it has stood still for 500
    assert bench.requests == [], "the cursor was told before it rested"
    bench.pass_time(110)
    assert len(bench.requests) == 1
    assert (bench.experiment.view.step, bench.experiment.view.unit) == (5, 1)
    page.keyboard.press("Tab")
    assert "hidden unit" not in (focused(page, "aria-label") or "")
    expect(page.locator(SYMBOL).and_(page.locator("[tabindex='0']"))).to_have_count(1)


def test_a_matrix_is_one_tab_stop_with_arrow_keys(bench: Bench) -> None:
    """In a grid the arrows move, Enter selects, and Tab leaves it."""
    page = bench.show(REFERENCE.experiment())
    expect_numbers(page, REFERENCE)
    weight(page, "W_hh[0, 0]").focus()
    for key, place in (
        ("ArrowRight", "W_hh[0, 1]"), ("ArrowDown", "W_hh[1, 1]"), ("ArrowLeft", "W_hh[1, 0]"),
        ("ArrowUp", "W_hh[0, 0]"), ("ArrowDown", "W_hh[1, 0]"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert (focused(page, "aria-label") or "").startswith(place)
    page.keyboard.press("Enter")
    expect(weight(page, "W_hh[1, 0]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    assert not (focused(page, "aria-label") or "").startswith("W_hh")
