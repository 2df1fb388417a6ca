"""What no contract of import-linter can say: which packages are used, and what a page does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "rnnviz/app/pages"

# pydantic_core comes with pydantic, starlette with Streamlit.
USED = {
    "markdown_it", "numpy", "plotly", "pydantic", "pydantic_core", "segno", "starlette",
    "streamlit", "wcwidth",
}  # fmt: skip
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


def imported(source):
    """Return the modules that a file imports by their full names, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def packages_in(source):
    """Return the packages that a file imports, besides Python's own."""
    return {name.split(".")[0] for name in imported(source)} - sys.stdlib_module_names


def arithmetic_in(source):
    """Return (line, code) for each place where a page computes with numbers.

    Text may be put together with + and %, which shows in one of the two sides: a
    string, an f-string, or a sum that holds one.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        is_sum = isinstance(node, ast.BinOp) and not _is_text(node)
        is_step = isinstance(node, ast.AugAssign) and not _is_text(node.value)
        if (is_sum or is_step) and isinstance(node.op, ARITHMETIC):
            found.append((node.lineno, ast.unparse(node)))
    return found


def _is_text(node):
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def files(folder):
    """Return every Python file in a folder, and in those within, relative to the root."""
    return sorted(path.relative_to(ROOT) for path in folder.glob("**/*.py"))


@pytest.mark.parametrize("path", files(ROOT / "rnnviz"), ids=str)
def test_a_file_imports_what_rnnviz_brings(path):
    """No package is imported but those that are installed with rnnviz."""
    assert packages_in((ROOT / path).read_text(encoding="utf-8")) <= USED | {"rnnviz"}


def test_the_entry_point_imports_the_app_alone():
    """What starts is in the package: app.py only gives it to Streamlit."""
    assert imported((ROOT / "app.py").read_text(encoding="utf-8")) == {"rnnviz.app", "streamlit"}


@pytest.mark.parametrize("path", files(PAGES), ids=str)
def test_a_page_computes_nothing(path):
    """A page reads widgets, calls, and shows: no NumPy, and no arithmetic of its own."""
    source = (ROOT / path).read_text(encoding="utf-8")

    assert arithmetic_in(source) == []
    assert "numpy" not in packages_in(source)


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import torch", {"torch"}),
        ("import json, pandas as pd", {"pandas"}),
        ("def f():\n    from scipy.linalg import norm", {"scipy"}),
        ("from __future__ import annotations\nfrom . import theme", set()),
        ("from rnnviz.networks import RNN\nimport numpy as np", {"rnnviz", "numpy"}),
    ],
)
def test_an_imported_package_is_found(source, packages):
    """A package is found however it is imported; Python's own modules are none."""
    assert packages_in(source) == packages


@pytest.mark.parametrize(
    ("source", "is_arithmetic"),
    [
        ("a + b", True), ("count * 2", True), ("x @ W", True), ("n / 2", True), ("n ** 2", True),
        ("n % 2", True), ("n += 1", True), ("f(n - 1)", True), ("f'{n * 2}'", True),
        ("'a' + name", False), ("name + ', ' + other", False), ("'%s' % name", False),
        ("text += 'a'", False), ("f'{n}' + name", False), ("a | b", False), ("-1", False),
        ("items[-1]", False), ("int | None", False),
    ],
)  # fmt: skip
def test_arithmetic_is_told_from_text(source, is_arithmetic):
    """Computing with numbers is found, even within an f-string; putting text together is not."""
    assert bool(arithmetic_in(source)) == is_arithmetic
