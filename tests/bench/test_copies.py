"""Selecting a shared number lights every copy of it in the graph."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rnnviz.document import View
from tests.bench.bench import Bench
from tests.browser.reading import COPY, SYMBOL, eventually, expect_numbers, node, weight
from tests.browser.reference import Reference

SIZES = {"I": 2, "H": 4, "O": 3, "T": 6}

Point = tuple[float, float]

# Where each copy starts and ends on the screen, and its box.
_ENDS = """copies => copies.map(path => {
  const matrix = path.getScreenCTM();
  const at = length => {
    const { x, y } = path.getPointAtLength(length).matrixTransform(matrix);
    return [x, y];
  };
  const { x, y, width, height } = path.getBoundingClientRect();
  return { start: at(0), middle: at(path.getTotalLength() / 2), end: at(path.getTotalLength()),
    third: at(path.getTotalLength() / 3), centre: [x + width / 2, y + height / 2], width, height };
})"""


@pytest.fixture
def graph(bench: Bench) -> Page:
    """A panel with a random network of 4 units and nothing selected."""
    reference = Reference.random(**SIZES, seed=11)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    expect(page.locator(COPY)).to_have_count(0)
    return page


def copies(page: Page, count: int) -> list[dict[str, Any]]:
    """Return where the lit copies are, from left to right, once there are `count` of them."""
    expect(page.locator(COPY)).to_have_count(count)
    found: list[dict[str, Any]] = page.locator(COPY).evaluate_all(_ENDS)
    return sorted(found, key=lambda copy: copy["centre"][0])


def box(page: Page, step: int, kind: str, index: int) -> dict[str, float]:
    """Return a node's box on the screen."""
    found = node(page, step, kind, index).bounding_box()
    assert found is not None
    return dict(found)


def screen(page: Page) -> npt.NDArray[np.uint8]:
    """Return the pixels on the screen, (height, width, 3), from the page's top."""
    page.evaluate("scrollTo(0, 0)")
    return np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB"))


def left_of(place: dict[str, float]) -> Point:
    """Return the middle of a box's left side."""
    return place["x"], place["y"] + place["height"] / 2


def right_of(place: dict[str, float]) -> Point:
    """Return the middle of a box's right side."""
    return place["x"] + place["width"], place["y"] + place["height"] / 2


@pytest.mark.parametrize(
    ("name", "into", "out_of"),
    [
        ("W_hh[1, 3]", ("hidden unit", 1), ("hidden unit", 3)),
        ("W_xh[2, 1]", ("hidden unit", 2), ("input", 1)),
        ("W_hy[2, 0]", ("output", 2), ("hidden unit", 0)),
    ],
)
def test_a_weight_lights_a_line_at_every_step(
    graph: Page, name: str, into: tuple[str, int], out_of: tuple[str, int]
) -> None:
    """Clicking W[i, j] lights one line a step: from j's node to i's, at the weight's place."""
    weight(graph, name).click()
    expect(weight(graph, name)).to_have_attribute("aria-pressed", "true")
    for t, copy in enumerate(copies(graph, SIZES["T"])):
        target = box(graph, t, *into)
        to = right_of(target) if into[0] == "output" else left_of(target)
        assert np.allclose(copy["end"], to, atol=3)
        if name.startswith("W_hh"):
            if t > 0:
                assert np.allclose(copy["start"], right_of(box(graph, t - 1, *out_of)), atol=3)
        else:
            source = box(graph, t, *out_of)
            side = left_of if name.startswith("W_xh") else right_of
            assert np.allclose(copy["start"], side(source), atol=3)


def test_the_lit_copies_change_the_picture(graph: Page) -> None:
    """At each copy's place the screen has another colour than before it was lit."""
    before = screen(graph)
    weight(graph, "W_hh[1, 3]").focus()
    graph.keyboard.press("Enter")
    copies(graph, SIZES["T"])

    def check() -> None:
        after = screen(graph)
        for copy in copies(graph, SIZES["T"]):
            x, y = (round(place) for place in copy["middle"])
            around = np.s_[y - 3 : y + 4, x - 3 : x + 4]
            change = np.abs(after[around].astype(int) - before[around])
            assert change.max() > 16, f"nothing changed at {x}, {y}"

    eventually(check)


def test_a_click_on_a_line_lights_its_copies(bench: Bench) -> None:
    """A click on a line in the graph selects its weight and lights what its button lights."""
    reference = Reference.random(I=1, H=2, O=3, T=4, seed=13)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    weight(page, "W_hh[0, 1]").click()
    wanted = copies(page, 4)
    weight(page, "b_h[0]").click()
    expect(weight(page, "b_h[0]")).to_have_attribute("aria-pressed", "true")
    assert copies(page, 4) != wanted
    page.mouse.click(*wanted[2]["third"])
    expect(weight(page, "W_hh[0, 1]")).to_have_attribute("aria-pressed", "true")
    expect(weight(page, "b_h[0]")).to_have_attribute("aria-pressed", "false")
    assert copies(page, 4) == wanted


def test_a_bias_lights_its_units(graph: Page) -> None:
    """A bias has no line: it lights a ring around its unit, or its output, at every step."""
    for name, kind, index in (("b_h[2]", "hidden unit", 2), ("b_y[1]", "output", 1)):
        weight(graph, name).click()
        for t, copy in enumerate(copies(graph, SIZES["T"])):
            place = box(graph, t, kind, index)
            centre = (place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
            assert np.allclose(copy["centre"], centre, atol=2)
            assert copy["width"] > place["width"]


def test_with_many_units_the_arrow_of_the_matrix_lights(bench: Bench) -> None:
    """With more than 8 units a weight lights its matrix's arrow, in its place at every step."""
    reference = Reference.random(I=2, H=12, O=3, T=5, seed=17)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    weight(page, "W_hh[4, 7]").click()
    for t, copy in enumerate(copies(page, 5)):
        assert copy["end"][0] <= left_of(box(page, t, "hidden unit", 0))[0] + 3
        assert t == 0 or copy["start"][0] >= right_of(box(page, t - 1, "hidden unit", 0))[0] - 3
    weight(page, "W_xh[4, 1]").click()
    expect(weight(page, "W_xh[4, 1]")).to_have_attribute("aria-pressed", "true")
    for t, copy in enumerate(copies(page, 5)):
        units, inputs = box(page, t, "hidden unit", 11), box(page, t, "input", 0)
        assert units["y"] + units["height"] - 3 <= copy["end"][1] < copy["start"][1]
        assert copy["start"][1] <= inputs["y"] + 3


# How opaque the canvas of what moves is along a copy, at its most.
_OPACITY = """path => {
  const canvas = path.closest(".graph").querySelectorAll("canvas")[1];
  const ratio = canvas.width / parseFloat(canvas.style.width);
  const length = path.getTotalLength();
  const alphas = Array.from({ length: 200 }, (_, i) => {
    const { x, y } = path.getPointAtLength((i / 199) * length);
    return canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data[3];
  });
  alphas.splice(0, 20);  // the nodes at its ends are opaque anyway
  return Math.max(...alphas.slice(0, -20));
}"""


def test_the_line_in_hand_stands_out_of_a_fog(bench: Bench) -> None:
    """Where an opened step has so many lines that they are a breath, the one in hand is none."""
    reference = Reference.random(I=2, H=16, O=3, T=5, seed=19)
    page = bench.show(reference.experiment(view=View(step=2, unit=0)))
    expect_numbers(page, reference)
    page.get_by_role("button", name="Open step").click()
    weight(page, "W_hh[4, 7]").click()
    copies(page, 1)
    eventually(lambda: _is_over(200, page.locator(COPY).evaluate(_OPACITY)))


def _is_over(least: float, number: float) -> None:
    assert number > least, number


def test_an_opened_step_lights_the_line_itself(bench: Bench) -> None:
    """In an opened step of 12 units a weight lights its own line, which ends at its unit."""
    reference = Reference.random(I=2, H=12, O=3, T=5, seed=17)
    page = bench.show(reference.experiment(view=View(step=2)))
    expect_numbers(page, reference)
    page.get_by_role("button", name="Open step").click()
    weight(page, "W_hh[4, 7]").click()
    (copy,) = copies(page, 1)
    assert np.allclose(copy["end"], left_of(box(page, 2, "hidden unit", 4)), atol=3)
    before = page.locator(f'{SYMBOL}[aria-label^="Before step 2, hidden unit 7:"]').bounding_box()
    assert before is not None
    assert np.allclose(copy["start"], right_of(dict(before)), atol=3)
    weight(page, "W_xh[9, 1]").click()
    expect(weight(page, "W_xh[9, 1]")).to_have_attribute("aria-pressed", "true")
    (copy,) = copies(page, 1)
    assert np.allclose(copy["end"], left_of(box(page, 2, "hidden unit", 9)), atol=3)
