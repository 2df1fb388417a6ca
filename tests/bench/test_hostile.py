"""Texts that mean harm, networks that explode, and values that do not fit."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests.bench.bench import Bench
from tests.browser.reading import choose, expect_numbers, field, numbers
from tests.browser.reference import Reference
from tests.hostile import HOSTILE

REFERENCE = Reference.random(I=2, H=3, O=4, T=5, seed=31)
TEXTS = (*HOSTILE, "\x00")

_MADE = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(
    one => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]);
  return all(document).filter(one => one.matches(
    'img[onerror], iframe, a[href^="javascript:"], [onload], [onclick]')
    || (one.matches('script') && one.textContent.includes('pwned'))).length;
}"""


def test_hostile_texts_stay_texts(bench: Bench) -> None:
    """No text of an experiment becomes an element or runs, and the panel shows its numbers."""
    for text in TEXTS:
        page = bench.show(
            REFERENCE.experiment(
                title=text,
                description=text,
                labels=[text[:100]] * 5,
                input_names=[text[:100]] * 2,
                output_names=[text[:100]] * 4,
            )
        )
        expect_numbers(page, REFERENCE)
        page.get_by_text("The same numbers as a table").click()
        assert page.evaluate("window.pwned") is None, text
        assert page.evaluate(_MADE) == 0, text


def exploding(W_hh: float, steps: int) -> Reference:
    """Return a ReLU network of one unit that multiplies its state at each step."""
    return Reference(
        W_xh=np.array([[1.0]]),
        W_hh=np.array([[W_hh]]),
        W_hy=np.array([[1.0], [0.5]]),
        b_h=np.zeros(1),
        b_y=np.zeros(2),
        x=np.eye(steps)[:, :1],
        initial_state=np.zeros(1),
        activation="relu",
    )


def test_an_explosion_is_told_in_words(bench: Bench) -> None:
    """A state that leaves 1e12 at step 7 says so; the steps before it are shown, and it mends."""
    reference = exploding(100.0, 11)  # 1, 100, 1e4 … 1e12 at step 6 is the last that fits
    page = bench.show(reference.experiment())
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("xploded at step 7")
    expect_numbers(page, reference, range(7))
    assert {t for _, t, _ in numbers(page)} == set(range(7))
    choose(page, "gain of W_hh")
    field(page, "gain of W_hh").fill("0.01")
    page.keyboard.press("Enter")
    expect_numbers(page, reference.changed(W_hh=reference.W_hh * np.float32(0.01)))
    expect(page.get_by_role("status").filter(visible=True)).to_have_count(0)


def test_an_explosion_at_the_first_step_leaves_the_page_whole(bench: Bench) -> None:
    """Where not one step can be shown the page says so, and a smaller weight brings it back."""
    reference = exploding(0.5, 4).changed(W_xh=np.array([[1e13]]))
    page = bench.show(reference.experiment())
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("xploded at step 0")
    assert numbers(page) == {}
    page.get_by_role("button", name="One step forward").click()
    page.get_by_role("button", name="Fold").click()
    page.get_by_role("button", name="Unroll").click()
    choose(page, "gain of W_xh")
    field(page, "gain of W_xh").fill("0")
    page.keyboard.press("Enter")
    expect_numbers(page, reference.changed(W_xh=np.zeros((1, 1))))


def test_a_value_that_does_not_fit_is_refused_in_words(bench: Bench) -> None:
    """A negative spectral radius, or a number beyond float32, keeps the view and says why."""
    page = bench.show(REFERENCE.experiment())
    expect_numbers(page, REFERENCE)
    for name, value, said in (
        ("spectral radius", "-1", "at least 0"),
        ("shift of b_h", "1e300", "3.4e38"),
    ):
        choose(page, name)
        field(page, name).fill(value)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(visible=True)).to_contain_text(said)
        expect_numbers(page, REFERENCE)
    choose(page, "gain of W_hh")
    field(page, "gain of W_hh").fill("0.5")
    page.keyboard.press("Enter")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 0.5))
    expect(page.get_by_role("status").filter(visible=True)).to_have_count(0)
