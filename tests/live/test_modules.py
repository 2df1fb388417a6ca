"""The JavaScript's own tests, run by node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import playwright
import pytest

HERE = Path(__file__).parent


def test_the_javascript_passes_its_own_tests() -> None:
    """Every test in tests/live/*.test.mjs passes in node."""
    files = sorted(HERE.glob("*.test.mjs"))
    assert files, "expected tests in tests/live/*.test.mjs"
    run = subprocess.run(
        [_node(), "--test", *files], capture_output=True, encoding="utf-8", timeout=300
    )
    if run.returncode:
        pytest.fail(run.stdout + run.stderr, pytrace=False)


def _node() -> str:
    """Return a node: the one that Playwright brings for itself, or the machine's own."""
    driver = Path(playwright.__file__).parent / "driver"
    brought = next(
        (driver / name for name in ("node", "node.exe") if (driver / name).exists()), None
    )
    node = brought or shutil.which("node")
    assert node, "expected node in Playwright's package, or on the PATH"
    return str(node)
