"""The keyboard alone: where it stops, whether one sees it, and keys that lead somewhere.

Nothing here touches the page but `page.keyboard`. Whatever Tab stops at must be in view and have
a ring around it.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.reading import SYMBOL, slider

# Counts in `window.mouse`, from 0, what comes from anything but the keyboard.
COUNT_MOUSE = """
if (window.mouse === undefined)
  for (const type of ["pointerdown", "mousedown", "mousemove", "touchstart", "wheel"])
    addEventListener(type, () => (window.mouse += 1), true);
window.mouse = 0;
"""

# What has the focus, through shadow roots.
_ACTIVE = """
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
"""

# Its name, without what no screen reader reads, as Streamlit's icons; "" where nothing has it.
_NAME = f"""() => {{
  {_ACTIVE}
  if (one === document.body) return "";
  const label = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent;
  const read = one.cloneNode(true);
  for (const unread of read.querySelectorAll("[aria-hidden='true']")) unread.remove();
  return (label || read.textContent).trim();
}}"""

# Whether it is in view, above the dock, with a mark of 3:1 around it: an outline of 2 pixels, a
# symbol's stroke, or the border of the box around a text.
_RING = rf"""() => {{
  {_ACTIVE}
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = (color) => {{
    const [r, g, b] = channels(color).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }};
  const page = document.querySelector(".stApp") ?? document.body;
  const ground = luminance(getComputedStyle(page).backgroundColor);
  const standsOut = (color) => {{
    const [low, high] = [luminance(color), ground].sort((a, b) => a - b);
    return (channels(color)[3] ?? 1) > 0.9 && (high + 0.05) / (low + 0.05) >= 3;
  }};
  const box = one.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) return false;
  if (box.right < 0 || box.left > innerWidth) return false;
  const dock = one.getRootNode().querySelector(".dock");
  if (dock && !dock.contains(one) && box.bottom > dock.getBoundingClientRect().top) return false;
  const style = getComputedStyle(one);
  if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    return standsOut(style.outlineColor);
  if (one instanceof SVGElement)
    return parseFloat(style.strokeWidth) >= 3 && standsOut(style.stroke);
  if (!one.matches("input, textarea")) return false;
  for (let around = one, i = 0; i < 3; around = around.parentElement, i += 1) {{
    const {{ borderTopWidth, borderTopColor }} = getComputedStyle(around);
    if (parseFloat(borderTopWidth) >= 1 && standsOut(borderTopColor)) return true;
  }}
  return false;
}}"""

_STOP = f"(wanted) => [({_NAME})(), ({_RING})(), wanted?.getRootNode().activeElement === wanted]"


def focus(page: Page) -> str:
    """Return the name of what has the keyboard's focus; "" when nothing has."""
    found: str = page.evaluate(_NAME)
    return found


def tab(page: Page, key: str = "Tab") -> str:
    """Go to the next stop, see its ring, and return its name."""
    name, _ = _go_on(page, key, None)
    return name


def tab_to(page: Page, stop: Locator, key: str = "Tab", most: int = 45) -> Locator:
    """Press Tab, or another key, until a stop has the focus; fail when it is not reached."""
    wanted = stop.element_handle()
    passed = []
    for _ in range(most):
        name, is_reached = _go_on(page, key, wanted)
        if is_reached:
            return stop
        passed.append(name)
    pytest.fail(f"{most} times {key} did not reach {stop}, but {passed}")


def _go_on(page: Page, key: str, wanted: ElementHandle | None) -> tuple[str, bool]:
    page.keyboard.press(key)
    name, has_ring, is_reached = page.evaluate(_STOP, wanted)
    if name and not has_ring:
        expect_ring(page)
    return name, is_reached


def expect_ring(page: Page) -> None:
    """Wait until what has the focus shows it, as some rings fade in."""
    try:
        page.wait_for_function(_RING, timeout=3000)
    except TookTooLong:
        pytest.fail(f"nothing shows that the focus is on {focus(page)!r}")


def back_to(page: Page, stop: Locator) -> Locator:
    """Press Shift+Tab until a stop has the focus."""
    return tab_to(page, stop, "Shift+Tab")


def button(page: Page, name: str) -> Locator:
    """Return a button by its name."""
    return page.get_by_role("button", name=name, exact=True)


def press(page: Page, *keys: str) -> None:
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def retype(page: Page, text: str) -> None:
    """Type over all that stands in the field in focus."""
    press(page, "Control+A")
    page.keyboard.type(text)


def expect_current(page: Page, name: str) -> None:
    """Wait until the graph's cursor is at a number."""
    expect(page.locator(f'{SYMBOL}[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile(f"^{re.escape(name)}:")
    )


def expect_focus(page: Page, name: str) -> None:
    """Wait until the focus is on something with this name, or a longer one."""
    page.wait_for_function(f"name => ({_NAME})().startsWith(name)", arg=name)


def value_of(page: Page, name: str) -> float:
    """Return the value that a slider says it has."""
    return float(slider(page, name).get_attribute("aria-valuetext") or "")
