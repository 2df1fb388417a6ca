"""Pages of the running app, which let no error pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from scripts.server import Server

WINDOW = {"width": 1440, "height": 900}

# Opened at its own address, a page that is not the first asks for two files beside itself,
# before it asks for them at the root: so does Streamlit on every such page.
_HARMLESS = re.compile(
    r"/(memory|dynamics|networks|lessons|glossary)/_stcore/(health|host-config)\b"
)

# Follows a link within the app.
_FOLLOW = """address => {
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@pytest.fixture(scope="session")
def _noticed() -> list[str]:
    """All that went wrong since the last test ended."""
    return []


@pytest.fixture
def wrong(app: Server, _noticed: list[str]) -> Iterator[list[str]]:
    """A list of what went wrong: a test that ends with something in it fails.

    So does one during which the app logged a traceback.
    """
    said_before = len(app.log)
    yield _noticed
    wrong = _noticed.copy()
    _noticed.clear()
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

    Each has a context of its own: another browser, which knows nothing. When the test ends,
    it fails if one of its pages logged an error, raised one, missed a file, or asked any
    host but the app's.
    """
    contexts = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": WINDOW, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        watch(page, wrong)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _sockets() -> list[WebSocket]:
    """The connections of the page that is kept, the present one last."""
    return []


@pytest.fixture(scope="session")
def _kept(
    browser: Browser,
    _noticed: list[str],
    _sockets: list[WebSocket],
    watch: Callable[[Page, list[str]], None],
) -> Iterator[Page]:
    """The page of one test after another."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(20_000)
    page.on("websocket", lambda socket: _sockets.append(socket))
    watch(page, _noticed)
    yield page
    page.close()


@pytest.fixture
def page(_kept: Page, wrong: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of 1440×900, which tests before this one may have used.

    To load the app costs a quarter in a page that has loaded it before. It is watched as one
    of `open_page` is.
    """
    failed_before = request.session.testsfailed
    _kept.mouse.up()
    _kept.mouse.move(0, 0)
    _kept.set_viewport_size(WINDOW)
    _kept.emulate_media(color_scheme="light")
    yield _kept
    if request.session.testsfailed > failed_before:
        _kept.goto("about:blank")  # so that the next test loads the app anew


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
    """A function that loads an address in `page` and waits, as in `visit("/?preset=latch")`."""

    def go(address: str = "/") -> Page:
        page.goto(app_url + address)
        settled(page)
        return page

    return go


@pytest.fixture
def visit_page(
    page: Page, app_url: str, settled: Callable[[Page], None], wrong: list[str]
) -> Callable[..., Page]:
    """A function that loads a page by name: `visit_page("memory", "/?preset=ring")`.

    It does so in `page`, or in another one that is given: `page=open_page()`. A `viewport`
    and a `color_scheme` hold until the test ends.
    """

    def go(
        name: str,
        address: str,
        page: Page = page,
        viewport: Any = None,
        color_scheme: Any = None,
    ) -> Page:
        before = len(wrong)
        if viewport is not None:
            page.set_viewport_size(viewport)
        if color_scheme is not None:
            page.emulate_media(color_scheme=color_scheme)
        page.goto(f"{app_url}/{name}{address.removeprefix('/')}")
        settled(page)
        said = [one for one in wrong[before:] if not _HARMLESS.search(one)]
        assert len(wrong) - before - len(said) <= 4, wrong  # two answers, two errors logged
        wrong[before:] = said
        return page

    return go


def _ends_a_run(frame: bytes | str) -> bool:
    return isinstance(frame, bytes) and (
        ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"
    )


@pytest.fixture
def show(
    page: Page, app_url: str, settled: Callable[[Page], None], _sockets: list[WebSocket]
) -> Callable[[str], Page]:
    """A function that follows a link within the app: `show("/memory?preset=ring")`.

    The page is not loaded anew, if it has been loaded before, and the session goes on: it is
    for tests of what is shown, not of how one comes there. What an earlier test opened, such as
    a table, may still be open.
    """

    def go(address: str) -> Page:
        if not page.url.startswith(app_url):
            page.goto(app_url)
        settled(page)
        with _sockets[-1].expect_event("framereceived", predicate=_ends_a_run):
            page.evaluate(_FOLLOW, address)
        settled(page)
        return page

    return go
