"""A matrix is a sheet: its numbers are typed where they stand, pasted and copied."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from tests.bench.bench import Bench
from tests.browser.reading import expect_numbers, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=101)

# A clipboard of the page's own, so that no test asks for the machine's.
_PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
_COPY = """(cell) => {
  const clipboardData = new DataTransfer();
  cell.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
  return clipboardData.getData("text/plain");
}"""


def open_field(page: Page) -> Locator:
    """Return the field that is open over a cell."""
    return page.locator(".cell-field:not([hidden])")


def paste(cell: Locator, text: str) -> None:
    """Paste a text into the matrix of a cell."""
    cell.evaluate(_PASTE, text)


def test_a_whole_matrix_is_typed_from_cell_to_cell(bench: Bench) -> None:
    """Digits open a field, Tab goes on to the next cell; every number is turned."""
    page = bench.show(REFERENCE.experiment())
    expect_numbers(page, REFERENCE)
    weight(page, "W_xh[0, 0]").focus()
    typed = [0.5, -1.25, 2.0, -0.75, 1.5, 0.25, -2.0, 1.0]
    for k, value in enumerate(typed):
        page.keyboard.type(str(value).replace("-", "−" if k % 2 else "-"))
        page.keyboard.press("Tab")
    bench.settle()
    turned = REFERENCE.changed(W_xh=np.array(typed).reshape(4, 2))
    assert np.array_equal(bench.experiment.net.W_xh, turned.W_xh)
    expect_numbers(page, turned)
    expect(open_field(page)).to_have_count(0)


def test_enter_and_arrows_go_up_and_down(bench: Bench) -> None:
    """As in a sheet; Escape leaves the number, and the keyboard stands on its cell."""
    page = bench.show(REFERENCE.experiment())
    weight(page, "W_hh[1, 2]").focus()
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    expect(open_field(page)).to_have_attribute("aria-label", "W_hh[2, 2], exact value")
    page.keyboard.type("-0.25")
    page.keyboard.press("ArrowUp")
    expect(open_field(page)).to_have_value("0.5")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(open_field(page)).to_have_count(0)
    expect(weight(page, "W_hh[1, 2]")).to_be_focused()
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 2), 0.5).entry("W_hh", (2, 2), -0.25))


def test_two_presses_open_a_field_and_what_is_no_number_stays_in_it(bench: Bench) -> None:
    """It is refused in words that name the number; nothing is turned."""
    page = bench.show(REFERENCE.experiment())
    weight(page, "b_h[3]").dblclick()
    expect(open_field(page)).to_be_focused()
    page.keyboard.type("1,5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text(
        "b_h[3] cannot be “1,5”"
    )
    expect(open_field(page)).to_have_value("1,5")
    page.keyboard.press("Escape")
    expect_numbers(page, REFERENCE)


@pytest.mark.parametrize(
    "text",
    ["0.5 1\n-1 2\n0 0.25\n3 -2", "[0.5 1; -1 2; 0 0.25; 3 -2]", "[[0.5,1],[-1,2],[0,.25],[3,-2]]",
     "tensor([[0.5, 1.], [-1., 2.], [0., 0.25], [3., -2.]])", "0.5\t1\n−1\t2\n0\t0.25\n3\t−2"],
    ids=["lines", "MATLAB", "Python", "PyTorch", "spreadsheet"],
)  # fmt: skip
def test_a_matrix_is_pasted_in_any_notation(bench: Bench, text: str) -> None:
    """All of its numbers are taken over, whatever is in hand; what is copied reads the same."""
    page = bench.show(REFERENCE.experiment(knob=rv.Knob.entry("W_xh", 0, 0)))
    paste(weight(page, "W_xh[2, 1]"), text)
    pasted = REFERENCE.changed(W_xh=np.array([[0.5, 1], [-1, 2], [0, 0.25], [3, -2]]))
    expect_numbers(page, pasted)
    assert np.array_equal(bench.experiment.net.W_xh, pasted.W_xh)
    copied = weight(page, "W_xh[0, 0]").evaluate(_COPY)
    assert copied == "0.5\t1\n-1\t2\n0\t0.25\n3\t-2"
    paste(weight(page, "W_xh[0, 0]"), copied)
    bench.settle()
    assert np.array_equal(bench.experiment.net.W_xh, pasted.W_xh)


def test_a_matrix_that_stands_the_other_way_round_is_offered(bench: Bench) -> None:
    """It is not transposed unasked; the button does it."""
    page = bench.show(REFERENCE.experiment())
    paste(weight(page, "W_xh[0, 0]"), "1 2 3 4\n5 6 7 8")
    status = page.get_by_role("status").filter(visible=True)
    expect(status).to_contain_text("transposed, it fits")
    expect_numbers(page, REFERENCE)
    status.get_by_role("button", name="Transpose it").click()
    expect_numbers(page, REFERENCE.changed(W_xh=np.array([[1, 5], [2, 6], [3, 7], [4, 8]])))
    expect(status).to_have_count(0)


@pytest.mark.parametrize("text", ["1 2 3", "1,5 2\n3 4\n5 6\n7 8", "<b>1</b>", ""])
def test_what_is_no_such_matrix_is_refused_in_words(bench: Bench, text: str) -> None:
    """The page says why, as text, and keeps its numbers."""
    page = bench.show(REFERENCE.experiment())
    paste(weight(page, "W_xh[0, 0]"), text)
    bench.settle()
    status = page.get_by_role("status").filter(visible=True)
    expect(status).to_have_count(1)
    expect(status.locator("b")).to_have_count(0)
    expect_numbers(page, REFERENCE)


@pytest.mark.parametrize("lock", ["knob", "numbers"])
def test_a_locked_sheet_takes_nothing(bench: Bench, lock: str) -> None:
    """Neither what is typed nor what is pasted."""
    page = bench.show(REFERENCE.experiment(knob=rv.Knob.gain("W_hh")), lock=lock)
    weight(page, "W_hh[0, 1]").focus()
    page.keyboard.type("5")
    expect(open_field(page)).to_have_count(0)
    paste(weight(page, "W_hh[0, 1]"), "1 2; 3 4")
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("locked")
    expect_numbers(page, REFERENCE)
