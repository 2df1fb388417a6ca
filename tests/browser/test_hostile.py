"""Texts that mean harm, addresses that mean nothing, and networks that explode."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import eventually, expect_numbers, field, numbers
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=3, O=4, T=5, seed=31)

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    r"$\href{javascript:window.pwned=1}{x}$ :red[x] [a](javascript:window.pwned=1)",
    "\u202eevil\u2066 \u200f\u200d",
    "👩‍👩‍👧‍👦🏴‍☠️e\u0301\u0301\u0301",
    "\x00\x07\x1b[31m\x7f\u2028",
    "\"'></h2><iframe srcdoc='<script>parent.pwned=1</script>'>",
)

_MADE = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(
    one => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]);
  return all(document).filter(one => one.matches(
    'img[onerror], iframe, a[href^="javascript:"], [onload], [onclick]')
    || (one.matches('script') && one.textContent.includes('pwned'))).length;
}"""


def test_hostile_texts_stay_texts(visit: Callable[[str], Page]) -> None:
    """No text of a link becomes an element or runs, and the page shows its numbers."""
    for text in HOSTILE:
        page = visit(
            REFERENCE.link(
                title=text,
                description=text,
                labels=[text[:100]] * 5,
                input_names=[text[:100]] * 2,
                output_names=[text[:100]] * 4,
            )
        )
        expect_numbers(page, REFERENCE)
        page.get_by_text("Charts of the same numbers").click()
        expect(page.locator(".js-plotly-plot")).to_have_count(3)
        page.get_by_role("link", name="Networks").click()
        page.wait_for_url("**/networks*")
        assert page.evaluate("window.pwned") is None, text
        assert page.evaluate(_MADE) == 0, text


def zipped(data: Any) -> str:
    """Return a link of any JSON data."""
    packed = zlib.compress(json.dumps(data).encode())
    return "1" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


WRONG = (
    "/?s=garbage",
    "/?s=",
    "/?s=1AAAA",
    "/?s=" + "1" * 9_000,
    "/?preset=nope",
    "/?preset=",
    "/?preset=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E",
    "/?s=%00%F0%9F%92%A9",
    "/?s=" + zipped({"document": {"version": 1, "cell": "rnn", "x": "<script>"}}),
    "/?s=" + zipped({"source": {"preset": "../../etc/passwd"}, "changes": {}}),
)


def test_a_wrong_address_opens_the_start_page_and_says_so(visit: Callable[[str], Page]) -> None:
    """An address that cannot be opened shows the start preset and a sentence."""
    for address in WRONG:
        page = visit(address)
        expect_numbers(page, Reference.preset(rv.presets.START))
        status = page.get_by_role("status").filter(visible=True)
        expect(status).to_contain_text("This address could not be opened")
        assert page.evaluate("window.pwned") is None
        assert page.evaluate(_MADE) == 0


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


def test_an_explosion_is_told_in_words(visit: Callable[[str], Page]) -> None:
    """A state that leaves 1e12 at step 7 says so; the steps before it are shown, and it mends."""
    reference = exploding(100.0, 11)  # 1, 100, 1e4 … 1e12 at step 6 is the last that fits
    page = visit(reference.link())
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("xploded at step 7")
    expect_numbers(page, reference, range(7))
    assert {t for _, t, _ in numbers(page)} == set(range(7))
    field(page, "gain of W_hh").fill("0.01")
    page.keyboard.press("Enter")
    expect_numbers(page, reference.changed(W_hh=reference.W_hh * np.float32(0.01)))
    expect(page.get_by_role("status").filter(visible=True)).to_have_count(0)


def test_an_explosion_at_the_first_step_leaves_the_page_whole(
    visit: Callable[[str], Page],
) -> None:
    """Where not one step can be shown the page says so, and a smaller weight brings it back."""
    reference = exploding(0.5, 4).changed(W_xh=np.array([[1e13]]))
    page = visit(reference.link())
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("xploded at step 0")
    eventually(lambda: _same(numbers(page), {}))
    page.get_by_role("button", name="One step forward").click()
    page.get_by_role("button", name="Fold").click()
    page.get_by_role("button", name="Unroll").click()
    field(page, "gain of W_xh").fill("0")
    page.keyboard.press("Enter")
    expect_numbers(page, reference.changed(W_xh=np.zeros((1, 1))))


def test_a_value_that_does_not_fit_is_refused_in_words(visit: Callable[[str], Page]) -> None:
    """A negative spectral radius, or a number beyond float32, keeps the view and says why."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    for name, value, said in (
        ("spectral radius", "-1", "at least 0"),
        ("shift of b_h", "1e300", "3.4e38"),
    ):
        field(page, name).fill(value)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(visible=True)).to_contain_text(said)
        expect_numbers(page, REFERENCE)
    field(page, "gain of W_hh").fill("0.5")
    page.keyboard.press("Enter")
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 0.5))
    expect(page.get_by_role("status").filter(visible=True)).to_have_count(0)


def _same(got: object, wanted: object) -> None:
    assert got == wanted
