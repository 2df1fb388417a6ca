"""Make the pictures of README.md under assets/images/, by driving the app in a browser."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from rnnviz.resources import ASSETS, FILES
from scripts.browser import install, launch
from scripts.server import serve

IMAGES = ASSETS / "images"
DESKTOP = (1440, 900)
LAPTOP = (1366, 768)
PHONE = (390, 844)
PROJECTOR = (1280, 720)


def picture(
    browser: Browser,
    url: str,
    name: str,
    *,
    size: tuple[int, int] = DESKTOP,
    theme: str = "light",
    before: Callable[[Page], None] = lambda page: None,
) -> None:
    """Save what a page looks like, once it stands still."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(url)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)
    before(page)
    page.wait_for_timeout(1_000)
    page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def moments_of_a_drag(browser: Browser, url: str) -> None:
    """Save four moments of a drag, in two rows, each from the graph down to the window's foot."""
    width, height = 1080, 780  # all that moves with the hand just fits
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)
    slider = page.get_by_role("slider", name="W_hh[0, 0]")
    slider.wait_for()
    page.wait_for_timeout(1_000)
    moments = []
    for value in (2, 1.5, 1.02, 0.48):
        slider.evaluate(
            """(one, value) => {
                one.value = value;
                one.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            value,
        )
        page.wait_for_timeout(200)
        graph = page.locator(".graph").first.bounding_box()
        assert graph is not None
        clip = {"x": 0, "y": graph["y"], "width": width, "height": height - graph["y"]}
        moments.append(Image.open(BytesIO(page.screenshot(clip=clip))))
    _two_by_two(moments).save(IMAGES / "drag.png", optimize=True)
    context.close()


def _two_by_two(moments: list[Image.Image], gap: int = 40) -> Image.Image:
    """Return four pictures of one size, read as a text is."""
    width, height = moments[0].size
    sheet = Image.new("RGB", (2 * width + gap, 2 * height + gap), "white")
    for i, one in enumerate(moments):
        sheet.paste(one, (i % 2 * (width + gap), i // 2 * (height + gap)))
    return sheet


def vanish(page: Page) -> None:
    """Choose the part of the Memory page that tells where a nudge is lost."""
    page.get_by_role("radio", name="Vanish or explode").click()
    settle(page)


def answer(page: Page) -> None:
    """Give each step weights of its own, as many do, and be told so."""
    page.get_by_label("At 3 steps").fill("66")
    page.get_by_label("At 300 steps").fill("6600")
    page.get_by_role("button", name="Commit my answer").click()
    page.locator(".st-key-verdict_wrong").wait_for()


def settle(page: Page) -> None:
    """Wait until a chart is drawn."""
    page.locator("[data-testid=stPlotlyChart] .main-svg").first.wait_for()


def main() -> None:
    """Make all of them."""
    executable = install()
    if executable is None:
        sys.exit("no Chrome or Chromium: scripts/browser.py says what to do")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(
            [sys.executable, "-m", "streamlit", "run", FILES / "app.py"],
            FILES,
            Path(folder) / "log",
        ) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, executable)
        picture(browser, f"{server.url}/", "explore")
        picture(browser, f"{server.url}/", "phone", size=PHONE)
        picture(browser, f"{server.url}/?view=projector", "projector", size=PROJECTOR)
        picture(browser, f"{server.url}/networks", "networks")
        picture(browser, f"{server.url}/?preset=large", "large", theme="dark")
        picture(
            browser,
            f"{server.url}/?preset=parentheses",
            "folded",
            before=lambda page: page.get_by_role("button", name="Fold").click(),
        )
        memory, dynamics = "/memory?preset=latch", "/dynamics?preset=oscillator"
        picture(browser, server.url + memory, "memory", size=LAPTOP, before=vanish)
        picture(browser, server.url + dynamics, "dynamics", size=LAPTOP, before=settle)
        picture(browser, f"{server.url}/lessons?lesson=shared", "lesson", before=answer)
        moments_of_a_drag(browser, f"{server.url}/")
        browser.close()


if __name__ == "__main__":
    main()
