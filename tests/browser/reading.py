"""What a page of the app says, found by the names that a screen reader reads."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from playwright.sync_api import Error, Locator, Page

if TYPE_CHECKING:
    from tests.browser.reference import Reference

# Playwright's get_by_role knows no roles of the graphics module.
SYMBOL = '[role="graphics-symbol"]'
COPY = "path.copy"  # a lit copy: a picture, without a name

_NAME = re.compile(r"Step (\d+), (input|hidden unit|output) (\d+): ([+-]\d+\.\d{3})")

_MESSAGES_SENT = """() => {
  if (window.messagesSent === undefined) {
    window.messagesSent = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (message) {
      window.messagesSent += 1;
      send.call(this, message);
    };
  }
  return window.messagesSent;
}"""

PATIENCE = 15.0  # seconds, for a busy machine


def node(page: Page, step: int, kind: str, index: int) -> Locator:
    """Return the node of an "input", a "hidden unit" or an "output" in the graph."""
    return page.locator(f'{SYMBOL}[aria-label^="Step {step}, {kind} {index}:"]')


def weight(page: Page, name: str) -> Locator:
    """Return the button of a number in the grids, such as "W_hh[0, 1]"."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)} = "))


def slider(page: Page, name: str) -> Locator:
    """Return the slider of the knob in hand, such as "gain of W_hh"."""
    return page.get_by_role("slider", name=re.compile(f"^{re.escape(name)}"))


def field(page: Page, name: str) -> Locator:
    """Return the number field beside the slider of the knob in hand."""
    return page.get_by_role("spinbutton", name=re.compile(f"^{re.escape(name)}"))


def listed(page: Page, name: str) -> Locator:
    """Return the button that takes a knob of the list in hand."""
    return page.get_by_role("group", name="Numbers to turn").get_by_role(
        "button", name=re.compile(f"^{re.escape(name)}")
    )


def choose(page: Page, name: str) -> None:
    """Take a knob of the list in hand."""
    listed(page, name).click()
    slider(page, name).wait_for()


def place_on(page: Page, name: str, share: float) -> tuple[float, float]:
    """Return the point of a slider's track at a share of its range."""
    box = slider(page, name).bounding_box()
    assert box is not None
    # The thumb's centre stays within the track: half a thumb is lost at either end.
    return box["x"] + 7 + share * (box["width"] - 14), box["y"] + box["height"] / 2


def take(page: Page, name: str) -> None:
    """Put the mouse down on a slider's thumb."""
    track = slider(page, name)
    track.scroll_into_view_if_needed()
    low, high = (float(track.get_attribute(end) or "") for end in ("min", "max"))
    page.mouse.move(*place_on(page, name, (float(track.input_value()) - low) / (high - low)))
    page.mouse.down()


def numbers(page: Page) -> dict[tuple[str, int, int], float]:
    """Return the numbers in the graph by (kind, step, index), from their accessible names."""
    names = page.locator(SYMBOL).evaluate_all("all => all.map(one => one.ariaLabel)")
    found = {}
    for match in filter(None, map(_NAME.match, names)):
        step, kind, index, value = match.groups()
        found[kind, int(step), int(index)] = float(value)
    return found


def expect_numbers(page: Page, reference: Reference, steps: range | None = None) -> None:
    """Wait until every number in the graph is NumPy's; fail with the worst one if it is not.

    Args:
        page: the page.
        reference: the network that should be shown.
        steps: the steps that must be in view; None means all.
    """
    h, y = reference.run()
    wanted: dict[tuple[str, int, int], float] = {}
    for t in steps or range(len(h)):
        for kind, rows in (("input", reference.x), ("hidden unit", h), ("output", y)):
            wanted |= {(kind, t, i): value for i, value in enumerate(rows[t])}
    eventually(lambda: _compare(numbers(page), wanted))


def eventually(check: Callable[[], None], patience: float = PATIENCE) -> None:
    """Call until it passes; after `patience` seconds, let its error through.

    So is a look into a page that is being drawn anew, which the browser refuses.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return check()
        except (AssertionError, Error):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def wait_for_another_address(page: Page, before: str) -> str:
    """Return the page's address as soon as it is another than before."""
    page.wait_for_function("before => location.href !== before", arg=before, timeout=1e3 * PATIENCE)
    return page.url


def frames_sent(page: Page) -> list[Any]:
    """Return a list that grows by each message that the page sends from its next load on."""
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    return sent


def messages_sent(page: Page) -> int:
    """Return how many messages the page has sent since this was first asked of it."""
    count: int = page.evaluate(_MESSAGES_SENT)
    return count


def _compare(shown: dict[Any, float], wanted: dict[Any, float]) -> None:
    missing = sorted(set(wanted) - set(shown))
    assert not missing, f"not on the page: {missing[:5]}"
    keys = sorted(wanted)
    got, want = (np.array([numbers[key] for key in keys]) for numbers in (shown, wanted))
    wrong = np.abs(got - want) / np.maximum(1, np.abs(want))
    worst = int(np.argmax(wrong))
    assert wrong[worst] <= 0.0006, f"{keys[worst]} is {got[worst]}, NumPy says {want[worst]}"
