"""A view shared: its link in another browser, in a frame of another page, hidden and locked."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from rnnviz.exports.texts import file_stem
from rnnviz.panel.handout import to_handout
from tests.browser.axe import violations
from tests.browser.reading import (
    SYMBOL,
    choose,
    eventually,
    expect_numbers,
    field,
    listed,
    numbers,
    slider,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference
from tests.qr import drawn

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=61)
KNOB = rv.Knob.entry("W_hh", 1, 3)
LINK = REFERENCE.link(knob=KNOB, view=View(step=4, unit=2))


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A function that serves a page from a server of its own, and returns its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def write(body: str) -> str:
        icon = '<link rel="icon" href="data:,">'
        page = f'<!doctype html><html lang="en"><title>A page</title>{icon}{body}</html>'
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        return f"http://127.0.0.1:{server.server_port}/page.html"

    yield write
    server.shutdown()
    thread.join()
    server.server_close()


def share(page: Page) -> list[str]:
    """Open the dialog, and return its link and its line for a frame."""
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("stCode")).to_have_count(2)
    return dialog.get_by_test_id("stCode").all_inner_texts()


def test_the_dialog_s_link_restores_the_view_in_another_browser(
    visit_page: Callable[..., Page], open_page: Callable[..., Page]
) -> None:
    """Page, step, unit, number in hand, its value and the chosen flags come along."""
    page = visit_page("memory", LINK)
    before = page.url
    field(page, "W_hh[1, 3]").fill("0.375")
    page.keyboard.press("Enter")
    turned = REFERENCE.entry("W_hh", (1, 3), 0.375)
    expect_numbers(page, turned)
    wait_for_another_address(page, before)
    share(page)
    dialog = page.get_by_role("dialog")
    for name in ("New networks", "Heatmap"):
        dialog.get_by_role("button", name=name, exact=True).click()
    dialog.get_by_role("radio", name="All but the one in hand").click()
    code = dialog.get_by_test_id("stCode").first
    expect(code).to_contain_text("hide=setup,heatmap&lock=knob")
    link = code.inner_text()
    picture = dialog.get_by_role("img", name="QR code of the link")
    wanted = segno.make_qr(link, error="l").matrix
    eventually(lambda: _same(drawn(picture.get_attribute("src") or ""), wanted))

    there = urlsplit(link)
    assert there.path == "/memory"
    other = visit_page("memory", f"/?{there.query}", page=open_page())
    assert other.context != page.context
    expect_numbers(other, turned)
    at = other.locator(f'{SYMBOL}[aria-current="true"]')
    expect(at).to_have_attribute("aria-label", re.compile("^Step 4, hidden unit 2:"))
    expect(field(other, "W_hh[1, 3]")).to_have_value("0.375")
    bar = other.locator(".st-key-bar")
    expect(bar.get_by_role("button", name="Reset")).to_be_visible()
    expect(bar.get_by_role("button", name="Network")).to_have_count(0)  # the set-up is in there
    expect(other.locator(".heatmap")).to_be_hidden()
    expect(listed(other, "gain of W_hh")).to_be_hidden()
    assert parse_qs(urlsplit(other.url).query) == parse_qs(there.query)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_dialog(
    visit_page: Callable[..., Page], scheme: str
) -> None:
    """Neither under *Share* nor under *Take home*; other tests look at the page behind it."""
    page = visit_page("memory", LINK, color_scheme=scheme)
    share(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    found = violations(page, "Share", "[role=dialog]")
    dialog.get_by_role("tab", name="Take home").click()
    expect(dialog.get_by_role("button", name="JSON")).to_be_visible()
    found += violations(page, "Take home", "[role=dialog]")
    assert not found, "\n".join(found)


def test_flags_that_mean_nothing_give_the_view_and_a_notice(visit: Callable[[str], Page]) -> None:
    """Whatever the flags say, the numbers are there, and a sentence says what was expected."""
    for address, preset, said in (
        ("/?preset=latch&hide=%00%F0%9F%92%A9,setup&lock=%3Cb%3E", "latch", "'<b>'"),
        ("/?s=1AAAA&lock=numbers,door", rv.presets.START, "could not be opened"),
    ):  # tests/app has more
        page = visit(address)
        expect_numbers(page, Reference.preset(preset))
        expect(page.get_by_role("status").filter(visible=True)).to_contain_text(said)


def test_the_panel_works_in_a_frame_of_another_page(
    page: Page,
    app_url: str,
    settled: Callable[[Page], None],
    serve: Callable[[str], str],
) -> None:
    """In a page from another origin a number turns; the one link there leads out, to the same."""
    page.goto(app_url + LINK)
    settled(page)
    expect_numbers(page, REFERENCE)
    _, line = share(page)
    page.goto(serve(line))
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    settled(frame)
    expect_numbers(frame, REFERENCE)
    for name in ("Reset", "Network"):
        expect(frame.get_by_role("button", name=name)).to_have_count(0)
    # By keyboard, as a hand would: one stop of the slider.
    field(frame, "W_hh[1, 3]").fill("-0.625")
    page.keyboard.press("Enter")
    turned = REFERENCE.entry("W_hh", (1, 3), -0.625)
    expect_numbers(frame, turned)
    choose(frame, "gain of W_hh")
    track = slider(frame, "gain of W_hh")
    before = numbers(frame)
    track.focus()
    page.keyboard.press("End")
    doubled = turned.changed(W_hh=turned.W_hh * float(track.get_attribute("max") or ""))
    expect_numbers(frame, doubled)
    assert numbers(frame) != before
    way = frame.get_by_role("link", name="Open in rnnviz")
    way.hover()  # as who follows it does
    made = rv.Experiment.from_link(LINK.removeprefix("/?s="))
    made = made.turn(-0.625).select(rv.Knob.gain("W_hh")).turn(2.0)
    made = made.look(explore={"pinned": [KNOB.to_dict()]})
    expect(way).to_have_attribute("href", re.compile(re.escape(made.to_link()) + "$"))
    with page.context.expect_page() as opened:
        way.click()
    settled(opened.value)
    expect_numbers(opened.value, doubled)
    opened.value.get_by_role("button", name="Network", exact=True).click()
    expect(opened.value.get_by_role("button", name="Reset")).to_be_visible()
    assert "embed" not in opened.value.url


@pytest.mark.parametrize("lock", ["knob", "numbers"])
def test_a_locked_number_cannot_be_taken(show: Callable[[str], Page], lock: str) -> None:
    """A click says so and leaves what is in hand; no slider looks as if it could be moved."""
    page = show(f"{LINK}&lock={lock}")
    expect_numbers(page, REFERENCE)
    is_free = lock == "knob"
    turner = slider(page, "W_hh[1, 3]")
    expect(page.locator(".hand").get_by_role("slider")).to_have_count(1)
    expect(turner).to_be_enabled(enabled=is_free)
    expect(turner).to_have_css("cursor", "ew-resize" if is_free else "default")
    expect(field(page, "W_hh[1, 3]")).to_be_visible(visible=is_free)
    expect(page.get_by_role("group", name="Numbers to turn")).to_be_hidden()
    weight(page, "W_xh[0, 1]").click()
    status = page.get_by_role("status").filter(visible=True)
    expect(status).to_contain_text("This number is locked")
    page.keyboard.press("Escape")
    expect(weight(page, "W_hh[1, 3]")).to_have_attribute("aria-pressed", "true")
    expect(weight(page, "W_xh[0, 1]")).to_have_attribute("aria-pressed", "false")
    if is_free:
        field(page, "W_hh[1, 3]").fill("0.25")
        page.keyboard.press("Enter")
        expect_numbers(page, REFERENCE.entry("W_hh", (1, 3), 0.25))
    else:
        page.get_by_role("button", name="One step back").click()
        wait_for_another_address(page, page.url)
        expect_numbers(page, REFERENCE)


def test_files_are_taken_home(visit: Callable[[str], Page]) -> None:
    """As they are when they are asked for: a handout of what is shown, and its arrays."""
    page = visit(LINK)
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Take home").click()
    e = rv.Experiment.from_link(LINK.split("?s=")[1])
    stem = file_stem(e.title)
    for label, name, wanted in (
        ("Handout", f"{stem}.html", to_handout(e).encode()),
        ("Arrays", f"{stem}.npz", rv.exports.to_npz(e)),
    ):
        with page.expect_download() as saved:
            dialog.get_by_role("button", name=label).click()
        assert saved.value.suggested_filename == name
        assert saved.value.path().read_bytes() == wanted


def _same(got: object, wanted: object) -> None:
    assert got == wanted
