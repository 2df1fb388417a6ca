"""The list of sliders keeps what is in it, and what is in the reader's hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import rnnviz as rv
from rnnviz.document import ExploreView, KnobData, View
from tests.bench.bench import Bench
from tests.browser.reading import choose, expect_numbers, field, listed, slider, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=51)
KNOB = rv.Knob.gain("W_hh")


def test_a_number_stays_in_the_list_when_another_is_turned(bench: Bench) -> None:
    """The start page's own slider is still there after another was moved."""
    page = bench.show(rv.presets.load(rv.presets.START))
    expect(listed(page, "W_hh[0, 0]")).to_be_visible()
    choose(page, "gain of W_xh")
    field(page, "gain of W_xh").fill("0.5")
    page.keyboard.press("Enter")
    expect(field(page, "W_xh[0, 0]")).to_have_count(0)
    expect(listed(page, "W_hh[0, 0]")).to_be_visible()
    page.get_by_role("button", name="Remove W_hh[0, 0] from the list").click()
    expect(listed(page, "W_hh[0, 0]")).to_have_count(0)


def test_an_answer_leaves_what_is_being_typed(bench: Bench) -> None:
    """The cursor's answer arrives while a number is typed, and the number stays."""
    page = bench.show(REFERENCE.experiment(knob=KNOB))
    page.get_by_role("button", name="One step forward").click()
    field(page, "gain of W_hh").fill("0.37")
    bench.pass_time(500)
    assert len(bench.requests) == 1
    assert bench.experiment.view.step == 1
    expect(field(page, "gain of W_hh")).to_have_value("0.37")
    page.keyboard.press("Enter")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 0.37))


@pytest.mark.parametrize("typed", ["1e999", "1,5", "0x10", "1.5.2", "", "two"])
def test_what_is_no_number_gets_a_sentence(bench: Bench, typed: str) -> None:
    """It is refused in words that quote it; the old value returns; the next clears the words."""
    page = bench.show(REFERENCE.experiment(knob=KNOB))
    field(page, "gain of W_hh").fill(typed)
    page.keyboard.press("Enter")
    said = page.get_by_text(f"gain of W_hh cannot be “{typed}”")
    expect(said).to_be_visible()
    expect(field(page, "gain of W_hh")).to_have_value("1")
    expect_numbers(page, REFERENCE)
    field(page, "gain of W_hh").fill("−0.5")
    page.keyboard.press("Enter")
    expect(said).to_have_count(0)
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * -0.5))


def test_escape_takes_back_what_is_being_typed(bench: Bench) -> None:
    """After Escape the field shows the present value, and nothing is turned."""
    page = bench.show(REFERENCE.experiment(knob=KNOB))
    field(page, "gain of W_hh").fill("7")
    page.keyboard.press("Escape")
    expect(field(page, "gain of W_hh")).to_have_value("1")
    page.get_by_role("heading", name="Shared weights").click()
    bench.pass_time(700)
    expect_numbers(page, REFERENCE)
    assert bench.requests == []


def test_an_opened_step_is_open_after_a_reload(bench: Bench) -> None:
    """The drawing is part of the view."""
    page = bench.show(Reference.random(I=2, H=9, O=3, T=5, seed=52).experiment())
    page.get_by_role("button", name="Open step").click()
    bench.reload()
    expect(page.get_by_role("button", name="All steps")).to_be_visible()


def test_a_full_list_still_takes_a_number_in_hand(bench: Bench) -> None:
    """With 64 numbers pinned, another one lights and can be turned, and so can the next."""
    reference = Reference.random(I=2, H=9, O=3, T=5, seed=53)
    pinned = [KnobData(kind="entry", parameter="W_hh", index=[i // 9, i % 9]) for i in range(64)]
    view = View(explore=ExploreView(pinned=pinned))
    page = bench.show(reference.experiment(view=view))
    expect_numbers(page, reference)
    for name in ("W_xh[0, 1]", "W_xh[4, 0]"):
        weight(page, name).click()
        expect(weight(page, name)).to_have_attribute("aria-pressed", "true")
        expect(slider(page, name)).to_be_visible()
    field(page, "W_xh[4, 0]").fill("0.5")
    page.keyboard.press("Enter")
    expect_numbers(page, reference.entry("W_xh", (4, 0), 0.5))
    expect(page.get_by_text("expected at most 64")).to_have_count(0)
