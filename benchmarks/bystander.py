"""A bystander: one real browser that is dragged while a class is at work."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Error, sync_playwright

from scripts.browser import find, launch

HERE = Path(__file__).parent
SLIDER = "gain of W_hh"
SHARES = (0.4, 0.7)  # of the slider's range, where it is let go in turn
REST = 500  # milliseconds between two drags
PATIENCE = 60  # seconds for the browser to start, and for the last drag to end


@contextmanager
def dragging(url: str) -> Iterator[Callable[[], str]]:
    """Drag a slider until the block ends; what this gives says how that went since it was asked.

    In a thread of its own, for Playwright cannot share one with asyncio.
    """
    executable = find()
    if executable is None:
        sys.exit("No Chrome or Chromium was found: `python scripts/browser.py` installs one.")
    drags: list[dict[str, Any]] = []
    started, over = threading.Event(), threading.Event()
    hand = threading.Thread(target=_drag, args=(executable, url, drags, started, over), daemon=True)
    hand.start()
    started.wait(PATIENCE)

    def seen() -> str:
        new = [drags.pop(0) for _ in range(len(drags))]
        if not new:
            return "no drag in the browser ended"
        frames = np.concatenate([drag["frames"] for drag in new])
        answers = [drag["answer"] for drag in new]
        return (
            f"{len(new)} drags in a browser, {np.median(frames):.0f} ms between frames"
            f" (95% {np.percentile(frames, 95):.0f}), commit → repaint"
            f" {np.median(answers):.0f} ms (most {max(answers):.0f})"
        )

    try:
        yield seen
    finally:
        over.set()
        hand.join(PATIENCE)


def _drag(
    executable: str,
    url: str,
    drags: list[dict[str, Any]],
    started: threading.Event,
    over: threading.Event,
) -> None:
    shares = cycle(SHARES)
    with sync_playwright() as playwright, launch(playwright, executable) as browser:
        page = browser.new_page()
        page.add_init_script(path=HERE / "bystander.js")
        page.goto(url)
        page.get_by_role("slider", name=SLIDER).first.wait_for()
        started.set()
        while not over.is_set():
            page.wait_for_timeout(REST)
            try:
                drags.append(page.evaluate("args => dragged(...args)", [SLIDER, next(shares)]))
            except Error as error:
                print(f"the dragged browser: {error.message.splitlines()[0]}", file=sys.stderr)
