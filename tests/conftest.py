"""A browser, the app running, and rnnviz installed from its wheel, for the tests that need them."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from scripts.browser import find, launch
from scripts.server import Server, serve, without_checkout

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]

PATIENCE = 15_000  # milliseconds that an expectation may take on a busy machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chrome or Chromium."""
    from playwright.sync_api import expect, sync_playwright

    executable = find()
    if executable is None:
        pytest.fail("no Chrome or Chromium: `python scripts/browser.py` installs one")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def watch() -> Callable[[Page, list[str]], None]:
    """A function that adds each thing that goes wrong on a page, as it happens, to a list."""
    return _watch


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """A function that starts a server, `start_server([command, …], cwd=folder)`.

    It is stopped when all tests have run.
    """
    with ExitStack() as running:

        def start(command: Sequence[str | Path], cwd: Path) -> Server:
            log_file = tmp_path_factory.mktemp("server") / "log.txt"
            return running.enter_context(serve(command, cwd, log_file))

        yield start


@pytest.fixture(scope="session")
def app(start_server: Callable[..., Server]) -> Server:
    """The app of this checkout, running: its `url` and its `log`."""
    return start_server([sys.executable, "-m", "streamlit", "run", "app.py"], cwd=ROOT)


@pytest.fixture(scope="session")
def app_url(app: Server) -> str:
    """The address of the running app, without a slash at its end."""
    return app.url


@pytest.fixture(scope="session")
def run_command() -> Callable[..., str]:
    """A function that runs a command to its end, and returns what it printed."""
    return _run


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a virtual environment with rnnviz installed from its wheel.

    It shares the tests' dependencies, but not this checkout.
    """
    folder = tmp_path_factory.mktemp("installed")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT)
    (wheel,) = folder.glob("rnnviz-*.whl")
    environment = folder / "environment"
    # Its own pip would take seconds to install, and do what this one does.
    _run([sys.executable, "-m", "venv", "--without-pip", environment], cwd=folder)
    commands = environment / ("Scripts" if os.name == "nt" else "bin")
    python = commands / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]
    _run([*pip, "install", "--no-index", "--no-deps", wheel], cwd=folder)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site_packages = Path(_run([python, "-c", asked], cwd=folder).strip())
    # Paths in a .pth file are searched, but a .pth file found there, such as that of
    # an editable rnnviz, is not read.
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "dependencies.pth").write_text("\n".join(sorted(dependencies)))
    return commands


def _run(command: Sequence[str | Path], cwd: Path) -> str:
    """Return what a command printed; if it failed, so does the test, with all that it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=without_checkout(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}", pytrace=False)
    return done.stdout


def _watch(page: Page, wrong: list[str]) -> None:
    """Add each thing that goes wrong on a page, as it happens, to a list."""

    def on_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            wrong.append(f"the page asked another host: {request.url}")

    def on_response(response: Any) -> None:
        if response.status >= 400:
            wrong.append(f"the page was answered {response.status}: {response.url}")

    def on_console(message: Any) -> None:
        if message.type == "error":
            wrong.append(f"the page logged an error: {message.text} ({message.location})")

    def on_failure(request: Any) -> None:
        # Leaving a page, or closing it, cuts off what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"the page missed {request.url}: {request.failure}")

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("requestfailed", on_failure)
    page.on("console", on_console)
    page.on("pageerror", lambda error: wrong.append(f"the page raised: {error}"))
    page.on("websocket", lambda socket: on_request(socket))
