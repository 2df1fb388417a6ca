"""The app in a browser beside an empty Streamlit page: first paint, and one turn of a slider."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

import rnnviz as rv
from benchmarks.rounds import interleaved
from scripts.browser import find, launch
from scripts.server import serve

HERE = Path(__file__).parent
SCRIPTS = {"app": HERE.parent / "app.py", "empty": HERE / "empty_page.py"}
SLIDERS = {"app": "gain of W_hh", "empty": "slider"}
NUM_PAINTS = 7
NUM_TURNS = 40
LARGEST = 32
DRAGS = ((20, 8, "at most 8 ms"), (60, 16, "at most 16 ms"), (200, LARGEST, "the largest"))
REST = 300  # milliseconds between turns: a visitor's hand, not a flood


def report() -> None:
    """Print a line for first paint and a line for a turned slider, with their ratios."""
    executable = find()
    if executable is None:
        sys.exit("No Chrome or Chromium was found: `python scripts/browser.py` installs one.")
    print(f"{'in the browser (ms)':<40} {'rnnviz':>7} {'empty page':>11} {'ratio':>7}   budget")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {
            name: stack.enter_context(
                serve(
                    [sys.executable, "-m", "streamlit", "run", script],
                    cwd=HERE.parent,  # where both find the same .streamlit/config.toml
                    log_file=folder / f"{name}.log",
                )
            ).url
            for name, script in SCRIPTS.items()
        }
        playwright = stack.enter_context(sync_playwright())
        paints = interleaved(
            {name: _first_paint(playwright, executable, name, url) for name, url in urls.items()},
            NUM_PAINTS,
        )
        _line("first paint with numbers, cold browser", paints, np.median, "ratio at most 1.3")
        browser = stack.enter_context(launch(playwright, executable))
        turns = interleaved(
            {name: _turn(browser.new_page(), name, url) for name, url in urls.items()}, NUM_TURNS
        )
        _line("slider turned → repaint, median", turns, np.median, "at most 50 ms")
        _line("slider turned → repaint, 95th percentile", turns, _p95, "at most 100 ms")
        ask = _turn(browser.new_page(), "app", urls["app"], "answer")
        answers = interleaved({"app": ask}, NUM_TURNS) | {"empty": turns["empty"]}
        _line("commit → Python's answer, median", answers, np.median, "ratio at most 1.3")
        _line("commit → Python's answer, 95th percentile", answers, _p95, "at most 100 ms")
        for num_steps, hidden_size, budget in DRAGS:
            for knob in (rv.Knob.entry("W_hh", 0, 1), rv.Knob.gain("W_hh")):
                frames = _drag(browser.new_page(), urls["app"], num_steps, hidden_size, knob)
                what = f"a frame of a drag, T={num_steps}, H={hidden_size}, {knob.name}"
                p95 = np.percentile(frames, 95)
                print(f"{what:<50} {np.median(frames):>5.1f}, 95% {p95:>5.1f}   {budget}")


def _first_paint(
    playwright: Playwright, executable: str, name: str, url: str
) -> Callable[[], float]:
    """Return a measurement: a browser is started, and opens the page with nothing cached."""

    def measure() -> float:
        with launch(playwright, executable) as browser:
            page = browser.new_page()
            page.add_init_script(path=HERE / "stopwatch.js")
            page.goto(url, wait_until="commit")
            return float(page.evaluate("name => stopwatch.firstPaint(name)", name))

    return measure


def _turn(page: Page, name: str, url: str, until: str = "roundTrip") -> Callable[[], float]:
    """Return a measurement: an arrow key turns the page's slider, left and right in turn.

    It lasts until what the stopwatch calls `until`; the app's picture needs no round trip.
    """
    page.add_init_script(path=HERE / "stopwatch.js")
    page.goto(url)
    page.evaluate("name => stopwatch.firstPaint(name)", name)
    slider = page.get_by_role("slider", name=SLIDERS[name]).first
    num_turns = 0

    def measure() -> float:
        nonlocal num_turns
        num_turns += 1
        page.bring_to_front()
        slider.focus()
        page.wait_for_timeout(REST)
        page.evaluate(
            "([until, name]) => { window.turned = stopwatch[until](name) }", [until, name]
        )
        page.keyboard.press("ArrowRight" if num_turns % 2 else "ArrowLeft")
        return float(page.evaluate("window.turned"))

    return measure


def _drag(page: Page, url: str, num_steps: int, hidden_size: int, knob: rv.Knob) -> np.ndarray:
    """Return the milliseconds of each frame of a drag."""
    if hidden_size == LARGEST:  # random ones of this size fit no link
        shown = rv.presets.load("large")
    else:
        net = rv.RNN.random(input_size=3, hidden_size=hidden_size, output_size=2, seed=1)
        x = np.sign(np.random.default_rng(0).standard_normal((num_steps, 3)))
        shown = rv.Experiment(net=net, x=x)
    link = shown.select(knob).to_link()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.add_init_script(path=HERE / "stopwatch.js")
    page.goto(f"{url}/?s={link}")
    page.evaluate("name => stopwatch.firstPaint(name)", "app")
    page.wait_for_timeout(1000)
    page.bring_to_front()
    page.evaluate("name => stopwatch.drag(name, 30)", knob.name)
    frames = page.evaluate("name => stopwatch.drag(name, 90)", knob.name)
    page.close()
    return np.array(frames)


def _line(
    what: str,
    milliseconds: dict[str, np.ndarray],
    summary: Callable[[np.ndarray], float],
    budget: str,
) -> None:
    app, empty = summary(milliseconds["app"]), summary(milliseconds["empty"])
    print(f"{what:<40} {app:>7.0f} {empty:>11.0f} {app / empty:>7.2f}   {budget}", flush=True)


def _p95(results: np.ndarray) -> float:
    return float(np.percentile(results, 95))
