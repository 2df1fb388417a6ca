"""A number is turned where it stands: pressed, and pulled sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import expect_numbers, node, numbers, slider, weight
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=97)

Point = tuple[float, float]


def centre(locator: Locator) -> Point:
    """Return the middle of what is on the page."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_line(page: Page) -> Point:
    """Return a point on the line of W_hh[0, 0] into step 3, half way from unit to unit."""
    (x0, y), (x1, _) = (centre(node(page, t, "hidden unit", 0)) for t in (2, 3))
    return (x0 + x1) / 2, y


PLACES: list[tuple[rv.Knob, Callable[[Page], Point], tuple[str, tuple[int, ...]]]] = [
    (
        rv.Knob.entry("W_hh", 2, 1),
        lambda page: centre(weight(page, "W_hh[2, 1]")),
        ("W_hh", (2, 1)),
    ),
    (rv.Knob.entry("b_y", 1), lambda page: centre(weight(page, "b_y[1]")), ("b_y", (1,))),
    (rv.Knob.entry("W_hh", 0, 0), on_line, ("W_hh", (0, 0))),
    (rv.Knob.input(4, 1), lambda page: centre(node(page, 4, "input", 1)), ("x", (4, 1))),
    (
        rv.Knob.initial_state(3),
        lambda page: centre(page.locator('[aria-label^="Before step 0, hidden unit 3:"]')),
        ("initial_state", (3,)),
    ),
]


@pytest.mark.parametrize(("knob", "place", "turned"), PLACES, ids=lambda one: str(one)[:24])
def test_a_number_is_turned_where_it_stands(
    bench: Bench, knob: rv.Knob, place: Callable[[Page], Point], turned: tuple[str, tuple[int, ...]]
) -> None:
    """Each point of a pull shows NumPy's numbers and sends nothing; its end is the value."""
    page = bench.show(REFERENCE.experiment(knob=knob, view=View(step=3)))
    expect_numbers(page, REFERENCE)
    x, y = place(page)
    page.mouse.move(x, y)
    page.mouse.down()
    values = []
    for dx in (20, 60, 45, -30):
        page.mouse.move(x + dx, y + 9, steps=3)
        values.append(float(slider(page, knob.name).get_attribute("aria-valuetext") or ""))
        expect_numbers(page, REFERENCE.entry(*turned, values[-1]))
    assert bench.requests == [], "Python heard of a pull"
    assert values[1] > values[2] > values[0] > values[3]
    page.mouse.up()
    assert bench.experiment.knob == knob
    assert bench.experiment.value == pytest.approx(values[-1], abs=1e-6)
    expect_numbers(page, REFERENCE.entry(*turned, values[-1]))
    assert len(bench.requests) == 1


def test_a_number_that_was_not_in_hand_is_taken_and_turned(bench: Bench) -> None:
    """A pull takes it in hand first; nothing that was pulled meanwhile is lost."""
    page = bench.show(REFERENCE.experiment(knob=rv.Knob.gain("W_hh")))
    expect_numbers(page, REFERENCE)
    x, y = centre(weight(page, "W_xh[1, 0]"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y, steps=5)
    page.mouse.up()
    knob = rv.Knob.entry("W_xh", 1, 0)
    assert bench.experiment.knob == knob
    value = bench.experiment.value
    assert value is not None
    assert value > REFERENCE.W_xh[1, 0] + 0.5
    expect_numbers(page, REFERENCE.entry("W_xh", (1, 0), value))


def test_a_short_press_takes_in_hand_and_turns_nothing(bench: Bench) -> None:
    """A hand that shakes by three pixels meant a click."""
    page = bench.show(REFERENCE.experiment())
    x, y = centre(weight(page, "W_hh[1, 2]"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y)
    page.mouse.up()
    expect(weight(page, "W_hh[1, 2]")).to_have_attribute("aria-pressed", "true")
    assert bench.experiment.net.W_hh[1, 2] == REFERENCE.experiment().net.W_hh[1, 2]


@pytest.mark.parametrize("lock", ["knob", "numbers"])
def test_a_locked_number_is_not_pulled(bench: Bench, lock: str) -> None:
    """It stays as it was, in words."""
    page = bench.show(REFERENCE.experiment(knob=rv.Knob.gain("W_hh")), lock=lock)
    before = numbers(page)
    x, y = centre(node(page, 2, "input", 1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=4)
    page.mouse.up()
    expect(page.get_by_role("status").filter(visible=True)).to_contain_text("locked")
    assert numbers(page) == before
    assert all(request["turns"] == [] for request in bench.requests)
