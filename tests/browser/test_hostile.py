"""Texts that mean harm, and addresses that mean nothing."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference
from tests.hostile import link_of

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
    count = len(HOSTILE)
    reference = Reference.random(I=count, H=3, O=count, T=count, seed=31)
    names = [text[:100] for text in HOSTILE]
    texts = {"labels": names, "input_names": names, "output_names": names}
    page = visit(reference.link(title=HOSTILE[0], description="\n".join(HOSTILE), **texts))
    expect_numbers(page, reference)
    page.get_by_text("Charts of the same numbers").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    page.get_by_role("link", name="Networks").click()
    page.wait_for_url("**/networks*")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(_MADE) == 0


# tests/app/test_address.py has more that cannot be opened; these could do harm in a browser.
WRONG = (
    "/?preset=%3Cimg%20src%3Dx%20onerror%3Dwindow.pwned%3D1%3E",
    "/?s=%00%F0%9F%92%A9",
    "/?s=" + link_of({"document": {"version": 1, "cell": "rnn", "x": "<script>"}}),
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
