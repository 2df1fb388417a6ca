"""In a real Jupyter: rv.live is turned inline, and a figure displays, without any other host."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.reading import choose, expect_numbers, slider
from tests.browser.reference import Reference

ROOT = Path(__file__).parents[2]
REFERENCE = Reference.random(I=2, H=3, O=1, T=5, seed=97)
LONG = 90_000  # milliseconds that a kernel may take to start on a busy machine

LIVE = "import rnnviz as rv\nnet = rv.RNN({weights})\nx = {x}\nrv.live(net, x, title='Inline <b>')"
FIGURE = "rv.figures.hidden_heatmap(net.rollout(x))"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a notebook of two cells in a JupyterLab of its own, with its token."""
    weights = ", ".join(
        f"{name}={getattr(REFERENCE, name).tolist()}"
        for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
    )
    live = LIVE.format(weights=weights, x=REFERENCE.x.tolist())
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    (work / "panel.ipynb").write_text(json.dumps(notebook(live, FIGURE)), encoding="utf-8")
    quiet = {"@jupyterlab/apputils-extension:announcements": True}  # asks another host for news
    config = home / "config" / "labconfig" / "page_config.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"disabledExtensions": quiet}), encoding="utf-8")
    folders = {
        f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    environment = os.environ | folders | {"IPYTHONDIR": str(home), "PYTHONPATH": str(ROOT)}
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    token = secrets.token_hex()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={work}", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    log_file = tmp_path / "log.txt"
    with log_file.open("wb") as log:
        server = subprocess.Popen(
            command, cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api/status?token={token}", server, log_file)
        yield f"{address}/doc/tree/panel.ipynb?token={token}"
    finally:
        server.terminate()  # it ends its kernels, too
        server.wait(timeout=30)


def notebook(*cells: str) -> dict[str, Any]:
    """Return a notebook that has not been run."""
    shown = [
        {
            "cell_type": "code", "id": f"cell-{i}", "metadata": {}, "outputs": [],
            "execution_count": None, "source": source,
        }
        for i, source in enumerate(cells)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": shown, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip


def _wait_for(address: str, server: subprocess.Popen[bytes], log_file: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"Jupyter did not start; it said:\n{log_file.read_text()}", pytrace=False)


def inside(page: Page) -> Frame:
    """Return the frame that the panel is in."""
    panel = page.locator('iframe[title^="rnnviz"]')
    expect(panel).to_be_visible(timeout=LONG)
    frame = panel.element_handle().content_frame()
    assert frame
    return frame


def test_a_notebook_shows_the_panel_and_figures_without_another_host(
    lab: str, browser: Browser
) -> None:
    """Shift+Enter shows a panel whose slider turns by key, NumPy's numbers; then a figure."""
    asked: list[str] = []
    with closing(browser.new_context(viewport={"width": 1280, "height": 1000})) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(lab)
        expect(page.locator(".jp-CodeCell")).to_have_count(2, timeout=LONG)
        # A cell that is run before its kernel is there is not run at all.
        expect(page.get_by_text("(ipykernel) | Idle")).to_be_visible(timeout=LONG)
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        frame = inside(page)
        shown = REFERENCE.changed(initial_state=np.zeros(3))
        expect_numbers(frame, shown)
        expect(frame.get_by_role("heading", name="Inline <b>", level=2)).to_be_visible()
        choose(frame, "gain of W_hh")
        slider(frame, "gain of W_hh").focus()
        for key, value in (("ArrowRight", 1.05), ("PageDown", 0.55), ("End", 2.0)):
            page.keyboard.press(key)
            expect(slider(frame, "gain of W_hh")).to_have_attribute("aria-valuetext", f"{value:g}")
            expect_numbers(frame, shown.changed(W_hh=shown.W_hh * np.float32(value)))
        # Sandboxed: the panel's script is in an origin of its own.
        assert frame.evaluate("window.origin") == "null"

        page.locator(".jp-CodeCell .cm-content").nth(1).click()
        page.keyboard.press("Shift+Enter")
        chart = page.locator(".jp-OutputArea .js-plotly-plot")
        expect(chart).to_be_visible(timeout=LONG)
        expect(chart.locator(".heatmaplayer image, .heatmaplayer g").first).to_be_attached()
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme.startswith("http")}
    assert hosts == {"127.0.0.1"}
