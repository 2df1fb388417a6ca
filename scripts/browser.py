"""Find a Chrome or Chromium for the tests, start it, and install one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

# Quiet: the browser itself asks nobody anything, and runs where there is no sandbox or GPU.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)

_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


def find() -> str | None:
    """Return the browser's path, or None.

    The first that starts: $RNNVIZ_BROWSER, one on the PATH, one in its usual place,
    Playwright's own.

    Raises:
        SystemExit: $RNNVIZ_BROWSER is set to something that does not start.
    """
    wanted = os.environ.get("RNNVIZ_BROWSER")
    if wanted:
        path = shutil.which(wanted)
        if path is None or not _starts(path):
            sys.exit(f"RNNVIZ_BROWSER is {wanted!r}: expected a Chrome or Chromium that starts.")
        return path
    return next(filter(_starts, _candidates()), None)


def launch(playwright: Playwright, path: str) -> Browser:
    """Return the browser at a path, started headless."""
    return playwright.chromium.launch(executable_path=path, args=list(_FLAGS))


def install() -> str | None:
    """Return a browser's path, installed now if there was none; None if that failed."""
    found = find()
    if found is not None:
        return found
    root = _as_root()
    if root is not None and shutil.which("apt-get"):
        print("Installing Debian's chromium with apt-get (about 100 MB).", flush=True)
        for step in (
            ["update", "-qq"],
            ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(
                [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *step],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            )
        found = find()
        if found is not None:
            return found
    print("Fetching Playwright's Chromium (about 170 MB).", flush=True)
    with_libraries = ["--with-deps"] if root is not None and shutil.which("apt-get") else []
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"],
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return find()


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _ON_PATH))
    yield from (path for path in _ELSEWHERE if Path(path).exists())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        yield own


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser is a script that only says where the real one is.
    if os.name == "nt":
        return True  # there, --version opens a window
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _as_root() -> list[str] | None:
    """Return what goes before a command that needs root, or None where that needs a password."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    asked = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True)
    return ["sudo", "-n"] if asked and asked.returncode == 0 else None


if __name__ == "__main__":
    browser = install()
    if browser is None:
        sys.exit(
            "No Chrome or Chromium was found or could be installed. Install either, "
            "or set RNNVIZ_BROWSER to its path, and run this again."
        )
    print(f"The browser tests use {browser}.")
