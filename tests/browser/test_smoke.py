"""The app opens, from the checkout and from its wheel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference

if TYPE_CHECKING:
    from scripts.server import Server


@pytest.fixture(params=["checkout", "wheel"])
def start_page(
    request: pytest.FixtureRequest, start_server: Callable[..., Server], tmp_path: Path
) -> str:
    """The address of the app, started in one of the two ways."""
    if request.param == "checkout":
        return str(request.getfixturevalue("app_url"))
    installed: Path = request.getfixturevalue("installed")
    return start_server([installed / "rnnviz"], cwd=tmp_path).url


def test_the_start_page_shows_the_preset_with_its_numbers(
    start_page: str, page: Page, settled: Callable[[Page], None]
) -> None:
    """The start page names its preset, draws the states that NumPy computed, and logs no error."""
    preset = rv.presets.load(rv.presets.START)
    page.goto(start_page)
    settled(page)
    expect(page.get_by_text(preset.title).first).to_be_visible()
    expect_numbers(page, Reference.preset(rv.presets.START))
    expect(page.get_by_test_id("stException")).to_have_count(0)
