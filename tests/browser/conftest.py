"""Pages of the running app, which let no error pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from scripts.server import Server

# Opened at its own address, a page that is not the first asks for two files beside itself,
# before it asks for them at the root: so does Streamlit on every such page.
_HARMLESS = re.compile(r"/(memory|dynamics|lessons|glossary)/_stcore/(health|host-config)\b")


@pytest.fixture
def wrong(app: Server) -> Iterator[list[str]]:
    """A list of what went wrong: a test that ends with something in it fails.

    So does one during which the app logged a traceback.
    """
    wrong: list[str] = []
    said_before = len(app.log)
    yield wrong
    said = app.log[said_before:]
    if "Traceback (most recent call last)" in said:
        wrong.append(f"the app logged:\n{said}")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.fixture
def open_page(
    browser: Browser, wrong: list[str], watch: Callable[[Page, list[str]], None]
) -> Iterator[Callable[..., Page]]:
    """A function that returns an empty page: `open_page(viewport=…, color_scheme="dark")`.

    Each has a context of its own. When the test ends, it fails if one of its pages
    logged an error, raised one, missed a file, or asked any host but the app's.
    """
    contexts = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        watch(page, wrong)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page of 1440×900, in a context of its own (see `open_page`)."""
    return open_page()


@pytest.fixture
def settled() -> Callable[[Page], None]:
    """A function that waits until a page is connected, its script has run, and all is drawn."""

    def wait(page: Page) -> None:
        app = page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)

    return wait


@pytest.fixture
def visit(page: Page, app_url: str, settled: Callable[[Page], None]) -> Callable[[str], Page]:
    """A function that opens an address in `page` and waits, as in `visit("/?preset=latch")`."""

    def go(address: str = "/") -> Page:
        page.goto(app_url + address)
        settled(page)
        return page

    return go


@pytest.fixture
def visit_page(
    open_page: Callable[..., Page],
    app_url: str,
    settled: Callable[[Page], None],
    wrong: list[str],
) -> Callable[..., Page]:
    """A function that opens a page by name: `visit_page("memory", "/?preset=ring", page=…)`.

    Without a page it opens a new one, with the options of `open_page`.
    """

    def go(name: str, address: str, page: Page | None = None, **options: Any) -> Page:
        page = open_page(**options) if page is None else page
        before = len(wrong)
        page.goto(f"{app_url}/{name}{address.removeprefix('/')}")
        settled(page)
        said = [one for one in wrong[before:] if not _HARMLESS.search(one)]
        assert len(wrong) - before - len(said) <= 4, wrong  # two answers, two errors logged
        wrong[before:] = said
        return page

    return go
