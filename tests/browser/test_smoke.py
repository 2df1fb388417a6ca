"""The app opens, from the checkout; tests/test_installation.py opens it from its wheel."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference


def test_the_start_page_shows_the_preset_with_its_numbers(
    open_page: Callable[..., Page], app_url: str, settled: Callable[[Page], None]
) -> None:
    """The start page names its preset, draws the states that NumPy computed, and logs no error."""
    preset = rv.presets.load(rv.presets.START)
    page = open_page()
    page.goto(app_url)
    settled(page)
    expect(page.get_by_text(preset.title).first).to_be_visible()
    expect_numbers(page, Reference.preset(rv.presets.START))
    expect(page.get_by_test_id("stException")).to_have_count(0)
