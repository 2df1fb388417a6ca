"""The JavaScript's own tests, run by node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_the_javascript_passes_its_own_tests(node: str) -> None:
    """Every test in tests/panel/*.test.mjs passes in node."""
    files = sorted(HERE.glob("*.test.mjs"))
    assert files, "expected tests in tests/panel/*.test.mjs"
    run = subprocess.run(
        [node, "--test", *files], capture_output=True, encoding="utf-8", timeout=300
    )
    if run.returncode:
        pytest.fail(run.stdout + run.stderr, pytrace=False)
