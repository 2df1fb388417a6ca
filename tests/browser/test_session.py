"""A session that the server has dropped while the browser was offline."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

import rnnviz as rv
from tests.browser.line import line_to
from tests.browser.reading import expect_numbers, field, wait_for_another_address
from tests.browser.reference import Reference
from tests.conftest import ROOT

if TYPE_CHECKING:
    from scripts.server import Server


@pytest.fixture
def forgetful(start_server: Callable[..., Server]) -> Server:
    """The app on a server that drops a session as soon as its browser is offline."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    return start_server([*command, "--server.disconnectedSessionTTL", "0"], cwd=ROOT)


def test_what_is_turned_offline_arrives_in_a_new_session(
    forgetful: Server, browser: Browser, settled: Callable[[Page], None]
) -> None:
    """Also where nothing was turned before: the number ends on the page and in its address."""
    # A page without a watch: what Streamlit says of a lost connection is no error of ours.
    with (
        closing(browser.new_page(viewport={"width": 1440, "height": 900})) as page,
        line_to(int(forgetful.url.rpartition(":")[2])) as line,
    ):
        page.goto(f"http://127.0.0.1:{line.port}")
        settled(page)
        start = Reference.preset(rv.presets.START)
        expect_numbers(page, start)
        before = page.url
        line.cut()
        app = page.get_by_test_id("stApp")
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        field(page, "W_hh[0, 0]").fill("0.5")
        page.keyboard.press("Enter")
        line.mend()
        address = wait_for_another_address(page, before)
        expect_numbers(page, start.entry("W_hh", (0, 0), 0.5))
        assert rv.Experiment.from_link(address.partition("?s=")[2]).net.W_hh[0, 0] == 0.5
