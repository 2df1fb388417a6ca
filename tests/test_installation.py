"""rnnviz installed from its wheel, used from an empty folder."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import mypy.api
import pytest
from playwright.sync_api import Browser, Page, expect

import rnnviz as rv
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference

if TYPE_CHECKING:
    from scripts.server import Server

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

PRESETS = """
import json, sys
import rnnviz as rv
x = {name: rv.presets.load(name).x.tolist() for name in rv.presets.names()}
json.dump({"package": rv.__file__, "x": x}, sys.stdout)
"""

# `rnnviz` up to the point where the server would start, and its settings there.
SETTINGS = """
import json, sys
from streamlit import config
from streamlit.web import bootstrap
from rnnviz.app.cli import main

def report(script, app, arguments, options):
    names = ["runner.postScriptGC", "browser.serverAddress", "server.maxUploadSize", "server.port"]
    json.dump({name: config.get_option(name) for name in names}, sys.stdout)

bootstrap.run_asgi_app = report
main(["--server.port", "8600"])
"""


def test_it_brings_its_presets(
    installed: Path, run_command: Callable[..., str], tmp_path: Path
) -> None:
    """Every preset of the checkout loads from the installed package alone."""
    answer = json.loads(run_command([installed / "python", "-c", PRESETS], cwd=tmp_path))
    assert Path(answer["package"]).is_relative_to(installed.parent)
    assert answer["x"] == {name: rv.presets.load(name).x.tolist() for name in rv.presets.names()}


def test_a_type_checker_sees_its_types(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A type checker accepts the README's examples, and rejects a field that does not exist."""
    examples = "".join(re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
    (tmp_path / "good.py").write_text(examples, encoding="utf-8")
    (tmp_path / "bad.py").write_text(f"{examples}trace.hidden_states\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # out of sight of the checkout and of its settings

    options = ["--strict", "--cache-dir", os.devnull, "--python-executable"]
    report, trouble, _ = mypy.api.run([*options, str(installed / "python"), "."])

    assert trouble == ""
    line = examples.count("\n") + 1
    assert report.splitlines()[:-1] == [
        f'bad.py:{line}: error: "Trace" has no attribute "hidden_states"  [attr-defined]'
    ]


def test_the_command_uses_the_settings_that_it_brings(
    installed: Path, run_command: Callable[..., str], tmp_path: Path
) -> None:
    """`rnnviz` reads the config.toml beside its app.py, and options on its line are passed on."""
    answer = json.loads(run_command([installed / "python", "-c", SETTINGS], cwd=tmp_path))
    assert answer == {
        "runner.postScriptGC": False,
        "browser.serverAddress": "localhost",
        "server.maxUploadSize": 2,
        "server.port": 8600,
    }


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder from which the command was run."""
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def started(installed: Path, start_server: Callable[..., Server], empty_folder: Path) -> Server:
    """The app, started by `rnnviz` in an empty folder."""
    checked = [installed / "rnnviz", "--server.scriptHealthCheckEnabled", "true"]
    return start_server(checked, cwd=empty_folder)


def test_the_command_starts_the_app(started: Server, empty_folder: Path) -> None:
    """`rnnviz`, run in an empty folder, serves an app that runs, and leaves nothing there."""
    with urlopen(f"{started.url}/_stcore/script-health-check") as answer:
        assert answer.read() == b"ok"
    assert "Traceback" not in started.log
    assert list(empty_folder.iterdir()) == []


def test_the_start_page_opens_from_the_wheel(
    started: Server, browser: Browser, watch: Callable[[Page, list[str]], None]
) -> None:
    """It names its preset, draws the states that NumPy computed, and logs no error."""
    wrong: list[str] = []
    with closing(browser.new_page(viewport={"width": 1440, "height": 900})) as page:
        watch(page, wrong)
        page.goto(started.url)
        expect_numbers(page, Reference.preset(rv.presets.START))
        title = rv.presets.load(rv.presets.START).title
        expect(page.get_by_text(title).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert wrong == []
    assert "Traceback" not in started.log


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_the_command_explains_itself(
    option: str, installed: Path, run_command: Callable[..., str], tmp_path: Path
) -> None:
    """`rnnviz --help` and `rnnviz --version` answer and end."""
    answer = run_command([installed / "rnnviz", option], cwd=tmp_path)
    assert {"--help": "--server.port", "--version": rv.__version__}[option] in answer
