"""Dragging: every step follows the hand, with NumPy's numbers, and Python hears of its end."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

import rnnviz as rv
from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import (
    expect_numbers,
    field,
    node,
    numbers,
    place_on,
    slider,
    take,
    weight,
)
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=61)

Turn = Callable[[Reference, float], Reference]


def radius_of(reference: Reference) -> float:
    """Return the spectral radius of a reference's W_hh."""
    return float(np.abs(np.linalg.eigvals(reference.W_hh)).max())


def with_input(reference: Reference, value: float) -> Reference:
    """Return the reference with input 1 of step 2 at a value."""
    x = reference.x.copy()
    x[2, 1] = value
    return reference.changed(x=x)


KNOBS: list[tuple[rv.Knob, Turn]] = [
    (rv.Knob.entry("W_hh", 0, 1), lambda r, v: r.entry("W_hh", (0, 1), v)),
    (rv.Knob.entry("W_xh", 2, 1), lambda r, v: r.entry("W_xh", (2, 1), v)),
    (rv.Knob.entry("W_hy", 1, 3), lambda r, v: r.entry("W_hy", (1, 3), v)),
    (rv.Knob.entry("b_h", 2), lambda r, v: r.entry("b_h", (2,), v)),
    (rv.Knob.gain("W_hh"), lambda r, v: r.changed(W_hh=r.W_hh * v)),
    (rv.Knob.spectral_radius(), lambda r, v: r.changed(W_hh=r.W_hh * (v / radius_of(r)))),
    (rv.Knob.shift("b_h"), lambda r, v: r.changed(b_h=r.b_h + v)),
    (rv.Knob.input(2, 1), with_input),
]


@pytest.mark.parametrize(("knob", "turn"), KNOBS, ids=lambda one: getattr(one, "name", ""))
def test_every_position_of_a_drag_shows_numpy_s_numbers(
    bench: Bench, knob: rv.Knob, turn: Turn
) -> None:
    """At twenty positions all names equal a forward pass at the value shown; nothing is sent."""
    page = bench.show(REFERENCE.experiment(knob=knob, view=View(step=3)))
    expect_numbers(page, REFERENCE)
    take(page, knob.name)
    seen = set()
    for share in np.linspace(0.05, 0.95, 20):
        page.mouse.move(*place_on(page, knob.name, float(share)))
        value = float(slider(page, knob.name).get_attribute("aria-valuetext") or "")
        seen.add(value)
        h, y = turn(REFERENCE, value).run()
        shown = numbers(page)
        for t in range(len(h)):
            for kind, wanted in (("hidden unit", h[t]), ("output", y[t])):
                for i, number in enumerate(wanted):
                    assert abs(shown[kind, t, i] - number) <= 0.002 * max(1, abs(number))
    assert bench.requests == [], "Python heard of a drag"
    assert len(seen) >= 18
    page.mouse.up()
    value = float(slider(page, knob.name).get_attribute("aria-valuetext") or "")
    assert bench.experiment.value == pytest.approx(value)
    turned = turn(REFERENCE, value)
    expect_numbers(page, turned)
    bench.reload()
    expect_numbers(page, turned)


def test_a_drag_moves_the_matrix_and_the_arithmetic_too(bench: Bench) -> None:
    """While the mouse is down, the number's button and its term in the sum say the new value."""
    knob = rv.Knob.entry("W_hh", 1, 1)
    page = bench.show(REFERENCE.experiment(knob=knob, view=View(step=3, unit=1)))
    expect_numbers(page, REFERENCE)
    take(page, knob.name)
    page.mouse.move(*place_on(page, knob.name, 0.9))
    value = float(slider(page, knob.name).get_attribute("aria-valuetext") or "")
    assert value > 2
    expect(weight(page, "W_hh[1, 1]")).to_have_attribute("aria-label", f"W_hh[1, 1] = {value:+.3f}")
    expect(page.locator(".term.lit")).to_contain_text(f"{value:.2f}·")
    page.mouse.up()


def test_the_preview_never_jumps_back(bench: Bench) -> None:
    """Sampled at every frame through a release, the number goes from old to new and stays."""
    knob = rv.Knob.entry("W_hh", 1, 1)
    page = bench.show(REFERENCE.experiment(knob=knob))
    expect_numbers(page, REFERENCE)
    unit = node(page, 5, "hidden unit", 1)
    take(page, knob.name)
    page.mouse.move(*place_on(page, knob.name, 0.1))
    dragged = unit.get_attribute("aria-label")
    unit.evaluate("""unit => {
        window.sampled = [];
        const sample = () => {
            window.sampled.push(unit.getAttribute("aria-label"));
            requestAnimationFrame(sample);
        };
        requestAnimationFrame(sample);
    }""")
    bench.pass_time(48)
    with bench.holding_answers():
        page.mouse.up()
        bench.pass_time(200)
    bench.pass_time(500)
    sampled = page.evaluate("window.sampled")
    assert len(sampled) > 40  # a frame takes 16 ms
    assert len(bench.requests) == 1
    assert set(sampled) == {dragged}


def test_a_press_without_movement_commits_nothing(bench: Bench) -> None:
    """Pressing and letting go of the slider in hand asks for nothing."""
    knob = rv.Knob.entry("W_hh", 1, 1)
    page = bench.show(REFERENCE.experiment(knob=knob))
    expect_numbers(page, REFERENCE)
    take(page, knob.name)
    page.mouse.up()
    bench.pass_time(600)
    assert bench.requests == []
    expect_numbers(page, REFERENCE)


def test_the_ribbon_is_dragged_like_the_slider(bench: Bench) -> None:
    """The mouse on the ribbon shows NumPy's numbers at once, and commits where it lets go."""
    knob = rv.Knob.gain("W_hh")
    page = bench.show(REFERENCE.experiment(knob=knob))
    expect_numbers(page, REFERENCE)
    ribbon = page.locator(".ribbon")
    ribbon.scroll_into_view_if_needed()
    box = ribbon.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 2, y)
    page.mouse.down()
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 2))
    page.mouse.move(box["x"] + 57 + 0.25 * (box["width"] - 64), y, steps=4)
    value = float(field(page, knob.name).input_value())
    assert value == pytest.approx(0.5, abs=0.03)
    assert bench.requests == []
    page.mouse.up()
    assert bench.experiment.value == pytest.approx(value)
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * value))


def test_a_finger_that_scrolls_from_the_ribbon_turns_nothing(bench: Bench) -> None:
    """When the browser takes the pointer for itself, the numbers before the touch come back."""
    knob = rv.Knob.gain("W_hh")
    page = bench.show(REFERENCE.experiment(knob=knob))
    expect_numbers(page, REFERENCE)
    ribbon = page.locator(".ribbon")
    ribbon.scroll_into_view_if_needed()
    box = ribbon.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 2))
    slider(page, knob.name).dispatch_event("pointercancel")
    expect_numbers(page, REFERENCE)
    page.mouse.up()
    bench.pass_time(600)
    assert bench.requests == []


def test_holding_before_shows_the_state_before_the_turn(bench: Bench) -> None:
    """While the button is held, all numbers are the base's; then the turned ones return."""
    knob = rv.Knob.gain("W_hh")
    page = bench.show(REFERENCE.experiment(knob=knob, value=0.5))
    turned = REFERENCE.changed(W_hh=REFERENCE.W_hh * 0.5)
    expect_numbers(page, turned)
    before = page.get_by_role("button", name="Hold: before")
    before.hover()
    page.mouse.down()
    expect_numbers(page, REFERENCE)
    page.mouse.up()
    expect_numbers(page, turned)
    before.focus()
    page.keyboard.down("Space")
    expect_numbers(page, REFERENCE)
    page.keyboard.up("Space")
    expect_numbers(page, turned)


def test_a_slider_s_keys_stop_at_the_values_that_a_drag_stops_at(bench: Bench) -> None:
    """Arrows go to the next value of the sweep, Page keys ten further, Home and End to the ends."""
    knob = rv.Knob.gain("W_hh")
    page = bench.show(REFERENCE.experiment(knob=knob))
    expect_numbers(page, REFERENCE)
    slider(page, knob.name).focus()
    for key, value in (
        ("ArrowRight", 1.02), ("ArrowLeft", 1.0), ("PageDown", 0.8), ("PageUp", 1.0),
        ("End", 2.0), ("Home", 0.0), ("ArrowUp", 0.02),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(slider(page, knob.name)).to_have_attribute("aria-valuetext", f"{value:g}")
        expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * value))


def test_an_exploding_drag_says_where_and_comes_back(bench: Bench) -> None:
    """Dragged to where the state passes 1e12, the page says at which step; back, all is there."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.eye(40, 1), view=View(step=35))
    knob = rv.Knob.entry("W_hh", 0, 0)
    page = bench.show(e.select(knob))
    take(page, knob.name)
    page.mouse.move(*place_on(page, knob.name, 1.0))
    expect(page.get_by_text("Exploded at step 26")).to_be_visible()
    page.mouse.move(*place_on(page, knob.name, 2 / 3))
    expect(page.get_by_text("Exploded")).to_have_count(0)
    expect(page.locator('[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile(r"^Step 35, hidden unit 0: \+1\.000")
    )
    page.mouse.up()
