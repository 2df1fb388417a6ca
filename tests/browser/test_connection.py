"""A connection that breaks loses no turn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

import rnnviz as rv
from tests.browser.line import line_to
from tests.browser.reading import expect_numbers, place_on, slider, take
from tests.browser.reference import Reference

if TYPE_CHECKING:
    from scripts.server import Server

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=61)


def test_a_line_cut_during_a_drag_loses_nothing(
    browser: Browser, app: Server, settled: Callable[[Page], None]
) -> None:
    """The value let go of while there is no connection is committed when there is one again."""
    knob = rv.Knob.entry("W_hh", 1, 1)
    # A context without a watch: what Streamlit says of a lost connection is no error of ours.
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with closing(context), line_to(int(app.url.rsplit(":", 1)[1])) as line:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{line.port}{REFERENCE.link(knob=knob)}")
        settled(page)
        expect_numbers(page, REFERENCE)
        take(page, knob.name)
        page.mouse.move(*place_on(page, knob.name, 0.3))
        line.cut()
        connection = page.get_by_test_id("stApp")
        expect(connection).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        page.mouse.move(*place_on(page, knob.name, 0.1))
        value = float(slider(page, knob.name).get_attribute("aria-valuetext") or "")
        turned = REFERENCE.entry("W_hh", (1, 1), value)
        expect_numbers(page, turned)
        address = page.url
        page.mouse.up()
        expect_numbers(page, turned)
        assert page.url == address
        line.mend()
        page.wait_for_function("was => location.href !== was", arg=address, timeout=60_000)
        expect_numbers(page, turned)
        committed = rv.Experiment.from_link(page.url.split("?s=")[1]).value
        assert committed == pytest.approx(value)
