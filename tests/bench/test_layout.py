"""The panel fits its window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import rnnviz as rv
from tests.bench.bench import Bench
from tests.browser.reading import SYMBOL, eventually, numbers, place_on, slider, take

# How far the page sticks out at the right.
_OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.mark.parametrize("viewport", [(390, 844), (1440, 900)], ids=["phone", "desktop"])
@pytest.mark.parametrize("preset", ["sharing", "large", "word_length", "adding"])
def test_the_panel_never_scrolls_sideways(
    bench: Bench, preset: str, viewport: tuple[int, int]
) -> None:
    """Small, large, and text presets fit a phone's width and a desktop's, folded or not."""
    bench.resize(*viewport)
    page = bench.show(rv.presets.load(preset))
    expect(page.locator(SYMBOL).first).to_be_attached()
    assert page.evaluate(_OVERFLOW) <= 0
    for name, other in (("Fold", "Unroll"), ("Unroll", "Fold")):
        page.get_by_role("button", name=name).click()
        for milliseconds in (1, 350, 350):  # at the beginning, on the way, at the end
            bench.skip_time(milliseconds)
            assert page.evaluate(_OVERFLOW) <= 0, name
        expect(page.get_by_role("button", name=other)).to_be_visible()


def test_the_panel_fits_after_the_window_changes(bench: Bench) -> None:
    """A narrower window gets fewer steps, a wider one more, and the cursor's stays in view."""
    page = bench.show(rv.presets.load("word_length"))
    counts = [num_steps(page)]
    for width, grows in ((390, False), (1440, True), (700, False)):
        bench.resize(width, 900)
        eventually(lambda grows=grows: is_another(num_steps(page), counts[-1], grows))
        assert page.evaluate(_OVERFLOW) <= 0, width
        counts.append(num_steps(page))
        expect(page.locator('[aria-current="true"]')).to_have_count(1)
    wide, narrow, wide_again, middling = counts
    assert narrow < middling < wide == wide_again


def num_steps(page: Page) -> int:
    """Return at how many steps a unit is in view."""
    return page.locator(f'{SYMBOL}[aria-label*="hidden unit 0"]').count()


def is_another(count: int, before: int, grows: bool) -> None:
    """Assert that a number has grown, or shrunk."""
    assert count > before if grows else count < before


@pytest.mark.parametrize("preset", ["sharing", "latch", "parentheses", "flip_flop", "large"])
@pytest.mark.parametrize(
    ("window", "projector"),
    [
        ((1366, 650), False),
        ((1440, 780), False),
        ((1920, 940), False),
        ((820, 1100), False),
        ((390, 700), False),
        ((1280, 720), True),
    ],
    ids=lambda one: "x".join(map(str, one)) if isinstance(one, tuple) else "",
)
def test_hand_and_eye_are_in_one_view(
    bench: Bench, preset: str, window: tuple[int, int], projector: bool
) -> None:
    """Without scrolling, the graph's numbers and both sliders stand whole in the window.

    A drag changes the numbers there.
    """
    bench.resize(*window)
    experiment = rv.presets.load(preset)
    page = bench.show(experiment, projector=projector)
    expect(page.locator(SYMBOL).first).to_be_attached()
    knob = experiment.knob
    assert knob is not None
    eventually(lambda: assert_in_view(page, knob.name, window))
    before = numbers(page)
    take(page, knob.name)
    for share in (0.03, 0.97):
        page.mouse.move(*place_on(page, knob.name, share))
    assert numbers(page) != before
    assert_in_view(page, knob.name, window)
    assert page.evaluate(_OVERFLOW) <= 0


def assert_in_view(page: Page, name: str, window: tuple[int, int]) -> None:
    """Assert that the graph's numbers stand over the sliders, and all in the window."""
    nodes = page.locator(SYMBOL).evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.top, box.bottom])"
    )
    sliders = []
    for one in (slider(page, "Step"), slider(page, name)):
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= window[0]
        sliders.append((box["y"], box["y"] + box["height"]))
    assert min(top for top, _ in nodes) >= 0
    dock = page.locator(".dock").bounding_box()
    assert dock is not None
    assert max(bottom for _, bottom in nodes) <= dock["y"] < min(top for top, _ in sliders)
    assert max(bottom for _, bottom in sliders) <= window[1]
