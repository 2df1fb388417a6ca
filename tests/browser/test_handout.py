"""A handout opened from disk, without a network: its numbers turn, and nothing is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

import rnnviz as rv
from rnnviz.panel.handout import to_handout
from tests.browser.reading import (
    choose,
    eventually,
    expect_numbers,
    field,
    listed,
    node,
    numbers,
    place_on,
    slider,
    take,
    weight,
)
from tests.browser.reference import Reference
from tests.hostile import HOSTILE

REFERENCE = Reference.random(I=2, H=3, O=1, T=8, seed=83)

Open = Callable[..., Page]


def experiment(reference: Reference, **fields: Any) -> rv.Experiment:
    """Return a reference as an experiment."""
    weights = {name: getattr(reference, name) for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")}
    net = rv.RNN(**weights)
    return rv.Experiment(net=net, x=reference.x, initial_state=reference.initial_state, **fields)


@pytest.fixture
def open_handout(
    browser: Browser, tmp_path: Path, watch: Callable[[Page, list[str]], None]
) -> Iterator[Open]:
    """A function that writes a handout to disk, and opens it in a browser that is offline.

    One without options of its own is opened in the page of the one before. When the test ends,
    it fails if a page logged an error, opened a dialog, or asked for anything but its own file.
    """
    pages: list[Page] = []
    opened: list[str] = []
    wrong: list[str] = []

    def open_one(html: str, **options: Any) -> Page:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.html"
        file.write_text(html, encoding="utf-8")
        if options or not pages:
            context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
            context.set_offline(True)
            pages.append(context.new_page())
            pages[-1].set_default_timeout(20_000)
            watch(pages[-1], wrong)
            pages[-1].on("request", on_request)
            pages[-1].on("dialog", on_dialog)
        page = pages[-1]
        opened.append(file.as_uri())
        page.goto(file.as_uri())
        expect(page.get_by_role("heading", name="Shared weights")).to_be_visible()
        return page

    def on_request(request: Any) -> None:
        if request.url != opened[-1]:
            wrong.append(f"the page asked for {request.url[:200]}")

    def on_dialog(dialog: Any) -> None:
        wrong.append(f"the page opened a dialog: {dialog.message}")
        dialog.dismiss()

    yield open_one
    for page in pages:
        page.context.close()
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def value_of(page: Page, name: str) -> float:
    """Return the value that a slider says."""
    return float(slider(page, name).get_attribute("aria-valuetext") or "")


def expect_listed(page: Page, name: str, value: str) -> None:
    """Wait until a value stands beside a name in the list of numbers to turn."""
    expect(listed(page, name)).to_have_accessible_name(re.compile(f"^{re.escape(name)}, {value}"))


def test_numbers_turn_one_at_a_time_and_are_numpy_s(open_handout: Open) -> None:
    """Dragged, turned by key or typed, all is NumPy's; taking another returns the first."""
    page = open_handout(to_handout(experiment(REFERENCE, title="Taken home")))
    assert page.title() == "Taken home"
    expect_numbers(page, REFERENCE)
    expect(page.get_by_text("selecting another resets the first")).to_be_visible()
    expect(page.get_by_role("button", name="As a large chart")).to_have_count(0)

    choose(page, "gain of W_hh")
    take(page, "gain of W_hh")
    for share in (0.9, 0.2):
        page.mouse.move(*place_on(page, "gain of W_hh", share), steps=3)
        gain = value_of(page, "gain of W_hh")
        assert gain == pytest.approx(2 * share, abs=0.06)
        expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * gain))
    page.mouse.up()
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * gain))

    # Another one is taken in hand: the first goes back. A key turns it.
    expect_listed(page, "gain of W_hh", f"{gain:.2f}")
    choose(page, "shift of b_h")
    expect_listed(page, "gain of W_hh", "1.00")
    expect_numbers(page, REFERENCE)
    slider(page, "shift of b_h").focus()
    page.keyboard.press("ArrowRight")
    expect(slider(page, "shift of b_h")).to_have_attribute("aria-valuetext", "0.1")
    expect_listed(page, "shift of b_h", "0.10")
    expect_numbers(page, REFERENCE.changed(b_h=REFERENCE.b_h + np.float32(0.1)))

    # A number of a matrix joins the list; what is typed becomes the nearest of its values.
    weight(page, "W_hy[0, 1]").click()
    expect_listed(page, "W_hy[0, 1]", "")
    expect_listed(page, "shift of b_h", "0.00")
    expect_numbers(page, REFERENCE)
    field(page, "W_hy[0, 1]").fill("1.23")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"^1\.23 became 1\.2: "))
    expect_numbers(page, REFERENCE.entry("W_hy", (0, 1), np.float32(1.2)))

    # So do an input and the first state, clicked in the graph.
    node(page, 3, "input", 1).click()
    slider(page, "input[3, 1]").focus()
    page.keyboard.press("Home")
    expect_numbers(page, REFERENCE.entry("x", (3, 1), -2.0))
    page.keyboard.press("Escape")
    expect_numbers(page, REFERENCE)


def test_the_view_works_without_python(open_handout: Open) -> None:
    """Step, unit, fold and unroll work; what has no sweep is not turned, and a click says so."""
    knob = rv.Knob.entry("W_hh", 1, 2)
    shown = experiment(REFERENCE).select(knob).turn(0.75).look(step=2, unit=1)
    page = open_handout(to_handout(shown, knobs=[knob]))
    turned = REFERENCE.entry("W_hh", (1, 2), 0.75)
    expect_numbers(page, turned)
    expect(slider(page, knob.name)).to_have_attribute("aria-valuetext", "0.75")
    expect(page.get_by_role("slider")).to_have_count(2)  # with the step's
    current = page.locator('[aria-current="true"]')
    expect(current).to_have_attribute("aria-label", re.compile(r"^Step 2, hidden unit 1:"))
    current.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(current).to_have_attribute("aria-label", re.compile(r"^Step 3, hidden unit 2:"))
    page.get_by_role("button", name="Fold").click()
    page.get_by_role("button", name="Unroll").click()
    page.get_by_role("button", name="First step").click()
    expect_numbers(page, turned)
    before = page.get_by_role("button", name="Hold: before")
    before.focus()
    page.keyboard.down("Space")
    expect_numbers(page, REFERENCE)
    page.keyboard.up("Space")
    expect_numbers(page, turned)

    node(page, 4, "input", 0).click()
    expect(current).to_have_attribute("aria-label", re.compile(r"^Step 4, "))
    weight(page, "W_xh[0, 1]").click()
    expect(page.get_by_role("status")).to_have_text("W_xh[0, 1] cannot be turned in this file.")
    expect(page.get_by_role("slider")).to_have_count(2)
    expect_numbers(page, turned)


_MADE = """() => {
  const all = root => [...root.querySelectorAll('*')].flatMap(
    one => one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]);
  const names = all(document).map(one => one.localName);
  const bad = ['img', 'iframe', 'link', 'base', 'form', 'foreignObject', 'object', 'embed', 'a'];
  return [names.filter(name => bad.includes(name)), names.filter(name => name === 'script').length,
    all(document).flatMap(one => one.getAttributeNames()).filter(name => name.startsWith('on'))];
}"""


def test_hostile_texts_stay_texts(open_handout: Open) -> None:
    """No title, description, label or name becomes an element or runs; the numbers are there."""
    short = [text[:100] for text in HOSTILE]
    for first in range(2, len(HOSTILE), 5):  # the third ends a title
        around = [short[(first + i) % len(short)] for i in range(11)]
        hostile = experiment(
            REFERENCE,
            title=HOSTILE[first],
            description=" ".join(HOSTILE),
            labels=around[:8],
            input_names=around[8:10],
            output_names=around[10:],
        )
        page = open_handout(to_handout(hostile, knobs=[rv.Knob.gain("W_hh")]))
        expect_numbers(page, REFERENCE)
        page.get_by_text("The same numbers as a table").click()
        for t in range(8):
            node(page, t, "hidden unit", 0).click()
        assert page.evaluate("window.pwned") is None
        assert page.evaluate(_MADE) == [[], 2, []]
        for level in (1, 2):
            assert page.get_by_role("heading", level=level).text_content() == HOSTILE[first]


def test_on_a_phone_it_is_dragged_by_a_finger(open_handout: Open) -> None:
    """At 390 pixels, in the dark, nothing scrolls sideways; a slider turns, and text fits."""
    html = to_handout(
        experiment(REFERENCE, title="A long title " * 8, description="wide " * 99 + "w" * 200),
        lesson_html=f"<h1>A lesson</h1><p>{'words ' * 60}</p><pre><code>{'code' * 60}</code></pre>",
    )
    phone = {"width": 390, "height": 844}
    page = open_handout(html, viewport=phone, has_touch=True, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 23)"
    expect(page.locator('.rnnviz[data-theme="dark"]')).to_be_visible()
    listed(page, "gain of W_xh").tap()
    expect(slider(page, "gain of W_xh")).to_be_in_viewport(ratio=1)
    page.touchscreen.tap(*place_on(page, "gain of W_xh", 0.8))
    eventually(lambda: _is_about(value_of(page, "gain of W_xh"), 1.6))
    turned = REFERENCE.changed(W_xh=REFERENCE.W_xh * value_of(page, "gain of W_xh"))
    expect_numbers(page, turned, range(max(t for _, t, _ in numbers(page)) + 1))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.emulate_media(color_scheme="light")
    expect(page.locator('.rnnviz[data-theme="light"]')).to_be_visible()


def _is_about(got: float, wanted: float) -> None:
    assert got == pytest.approx(wanted, abs=0.06)
