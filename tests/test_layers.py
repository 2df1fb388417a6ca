"""The layers: who may import whom, read from the source of every file."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# How the path of a file begins, and the modules that it may import besides the standard
# library, and whatever is in them. The first line that a path fits is the one that counts.
CORE = ("markdown_it", "numpy", "pydantic", "pydantic_core", "the core")
LAYERS = {
    "rnnviz/app/": (
        *CORE,
        "PIL",
        "plotly",
        "segno",
        "streamlit",
        "rnnviz",
    ),  # PIL comes with Streamlit
    "rnnviz/panel/": (*CORE, "streamlit", "rnnviz.panel"),
    "rnnviz/figures/": (*CORE, "plotly", "rnnviz.figures"),
    "rnnviz/__init__.py": (
        *CORE,
        "rnnviz.figures",
        "rnnviz.panel",
    ),  # when asked for; test_public_api holds it
    "rnnviz/": CORE,
    "app.py": ("rnnviz.app",),
}
ABOVE_THE_CORE = ("rnnviz.app", "rnnviz.panel", "rnnviz.figures")
PAGES = "pages/"
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


def layer_of(path):
    """Return the layer of a file, given relative to the root."""
    return next(start for start in LAYERS if path.as_posix().startswith(start))


def imports_of(source, path):
    """Return (line, module) for each import of a file, wherever in the file it stands.

    `from a import b` imports a.b if there is such a module, else a.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = path.parent.parts[: len(path.parent.parts) - node.level + 1]
            module = ".".join((*(package if node.level else ()), *filter(None, [node.module])))
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                found.append((node.lineno, inner if _is_module(inner) else module))
    return found


def may_import(layer, module):
    """Return whether a file of a layer may import a module."""
    if module.split(".")[0] in sys.stdlib_module_names:
        return True
    for allowed in LAYERS[layer]:
        if allowed == "the core":
            if _is_within(module, "rnnviz") and not _is_any_within(module, ABOVE_THE_CORE):
                return True
        elif _is_within(module, allowed):
            return True
    return False


def broken_imports(source, path):
    """Return a sentence for each import that a file's layer does not allow."""
    layer = layer_of(path)
    return [
        f"{path}:{line} imports {module}, which {layer} may not"
        for line, module in imports_of(source, path)
        if not may_import(layer, module)
    ]


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


def _is_module(name):
    file = ROOT.joinpath(*name.split("."))
    return file.is_dir() or file.with_suffix(".py").is_file()


def _is_within(module, package):
    return module == package or module.startswith(f"{package}.")


def _is_any_within(module, packages):
    return any(_is_within(module, package) for package in packages)


def files():
    """Return every Python file of the package and the entry point, relative to the root."""
    found = [ROOT / "app.py", *ROOT.glob("rnnviz/**/*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


PAGE_FILES = [path for path in files() if path.as_posix().startswith(PAGES)]


@pytest.mark.parametrize("path", files(), ids=str)
def test_a_file_imports_what_its_layer_may(path):
    """Arrows point one way: core, then figures and live, then app, then the entry point."""
    assert broken_imports((ROOT / path).read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=str)
def test_a_page_computes_nothing(path):
    """A page reads widgets, calls, and shows: no NumPy, and no arithmetic of its own."""
    source = (ROOT / path).read_text(encoding="utf-8")

    assert arithmetic_in(source) == []
    assert not [name for _, name in imports_of(source, path) if _is_within(name, "numpy")]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("rnnviz/trace.py", "import streamlit"),
        ("rnnviz/trace.py", "def f():\n    import plotly.graph_objects as go"),
        ("rnnviz/trace.py", "import torch"),
        ("rnnviz/trace.py", "from rnnviz import figures"),
        ("rnnviz/trace.py", "from . import figures"),
        ("rnnviz/networks/rnn.py", "from ..app import state"),
        ("rnnviz/networks/rnn.py", "from rnnviz.panel.payload import to_payload"),
        ("rnnviz/figures/states.py", "import streamlit as st"),
        ("rnnviz/figures/states.py", "from rnnviz.panel import payload"),
        ("rnnviz/panel/payload.py", "import plotly"),
        ("rnnviz/panel/payload.py", "from rnnviz.app import state"),
        ("rnnviz/panel/payload.py", "from rnnviz import figures"),
        ("rnnviz/app/state.py", "import pandas"),
        ("app.py", "import streamlit"),
        ("app.py", "from rnnviz import presets"),
    ],
)
def test_an_import_upwards_is_found(path, source):
    """Each kind of forbidden import is found, however it is written."""
    assert broken_imports(source, Path(path)) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("rnnviz/trace.py", "import json, numpy as np\nfrom rnnviz.networks import RNN"),
        ("rnnviz/figures/states.py", "import plotly.graph_objects as go\nfrom . import theme"),
        ("rnnviz/panel/payload.py", "from rnnviz import Experiment\nimport streamlit"),
        ("pages/explore.py", "from rnnviz import figures, live, presets"),
        ("app.py", "from rnnviz.app.navigation import main"),
    ],
)
def test_an_import_downwards_is_allowed(path, source):
    """The imports that the layers are made for are allowed."""
    assert broken_imports(source, Path(path)) == []


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
