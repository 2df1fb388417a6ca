"""The panel's scripts as a browser meets them: loaded once, and never of two versions."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from scripts.server import Server, serve

ROOT = Path(__file__).parents[2]
MODULES = ("panel", "dom", "geometry", "ribbon", "streamlit")  # from first to last loaded


def checkout(folder: Path, version: str) -> Path:
    """Return a copy of the app whose scripts and style say which version they are of."""
    for name in ("rnnviz", "assets", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name in MODULES:
        with (folder / f"rnnviz/panel/modules/{name}.js").open("a", encoding="utf-8") as module:
            module.write(f'\n(globalThis.versions ??= []).push("{version}");\n')
    with (folder / "rnnviz/panel/css/base.css").open("a", encoding="utf-8") as style:
        style.write(f".rnnviz {{\n  --version: {version};\n}}\n")
    return folder


def seen(page: Page) -> set[str]:
    """Return the versions of all that the page has loaded."""
    scripts: list[str] = page.evaluate("versions")
    assert len(scripts) == len(MODULES)
    style: str = page.locator(".rnnviz").evaluate(
        "panel => getComputedStyle(panel).getPropertyValue('--version').trim()"
    )
    return {*scripts, style}


def test_an_upgrade_never_mixes_two_versions(
    tmp_path: Path, open_page: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    """A browser that keeps what it has loaded gets all of the new version, and all of the old.

    The address is the same, and so is the version's number in pyproject.toml.
    """
    page = open_page()
    port = None
    for number, version in enumerate("ABA"):
        folder = tmp_path / version
        if not folder.exists():
            checkout(folder, version)
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        log_file = tmp_path / f"{number}.log"
        with serve(command, cwd=folder, log_file=log_file, port=port) as server:
            port = urlsplit(server.url).port
            page.goto(server.url)
            settled(page)
            expect(page.get_by_role("slider").first).to_be_visible()
            assert seen(page) == {version}
            page.goto("about:blank")


def test_scripts_are_loaded_once(
    open_page: Callable[..., Page], app: Server, settled: Callable[[Page], None]
) -> None:
    """At the second visit all but the entry comes from the browser's own store."""
    page = open_page()
    for fetched in ({"entry.js", "panel.js", "panel.css"}, {"entry.js"}):
        page.goto(app.url)
        settled(page)
        expect(page.get_by_role("slider").first).to_be_visible()
        names = page.evaluate(_FETCHED)
        assert fetched <= set(names)
        assert len(names) == len(set(names)), "a file was fetched twice"
    assert names == ["entry.js"]


# The panel's files that came from the server, and not from what the browser keeps.
_FETCHED = """performance.getEntriesByType("resource")
  .filter(({ name, transferSize }) => name.includes("/bidi-components/") && transferSize > 0)
  .map(({ name }) => name.split("/").at(-1))"""
