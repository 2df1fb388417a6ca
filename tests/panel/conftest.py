"""Node, for the tests of the panel's JavaScript."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import playwright
import pytest


@pytest.fixture(scope="session")
def node() -> str:
    """A node: the one that Playwright brings for itself, or the machine's own."""
    driver = Path(playwright.__file__).parent / "driver"
    brought = next(
        (driver / name for name in ("node", "node.exe") if (driver / name).exists()), None
    )
    found = brought or shutil.which("node")
    assert found, "expected node in Playwright's package, or on the PATH"
    return str(found)


@pytest.fixture(scope="session")
def run_module(node: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """A function that runs a module's text in node, and returns what it printed."""

    def run(text: str, given: str = "") -> str:
        # A file, because a command line ends at 128 kB.
        file = tmp_path_factory.mktemp("module") / "module.mjs"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [node, file],
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        if done.returncode:
            pytest.fail(done.stdout + done.stderr, pytrace=False)
        return done.stdout

    return run
