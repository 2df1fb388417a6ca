"""The numbers in the graph, as a screen reader reads them, are NumPy's."""

from __future__ import annotations

import pytest

import rnnviz as rv
from tests.bench.bench import Bench
from tests.browser.reading import SYMBOL, expect_numbers, numbers, weight
from tests.browser.reference import Reference


@pytest.mark.parametrize(
    ("sizes", "functions"),
    [
        ({"I": 2, "H": 5, "O": 3, "T": 7}, {}),
        ({"I": 4, "H": 8, "O": 3, "T": 6}, {"activation": "relu", "output": "softmax"}),
        ({"I": 3, "H": 1, "O": 2, "T": 4}, {"activation": "linear", "output": "sigmoid"}),
        ({"I": 2, "H": 12, "O": 4, "T": 9}, {}),
    ],
    ids=["tanh", "relu-softmax", "linear-sigmoid", "12-units"],
)
def test_a_link_of_the_api_shows_the_numbers_of_numpy(
    bench: Bench, sizes: dict[str, int], functions: dict[str, str]
) -> None:
    """Each input, hidden unit and output of a link's network has NumPy's number in its name."""
    reference = Reference.random(**sizes, seed=3, **functions)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    assert len(numbers(page)) == sizes["T"] * (sizes["I"] + sizes["H"] + sizes["O"])


def test_the_grids_show_every_parameter(bench: Bench) -> None:
    """Each number of the five parameters is a button that is named after it and its value."""
    reference = Reference.random(I=2, H=4, O=3, T=5, seed=5)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    for name in ("W_xh", "W_hh", "W_hy", "b_h", "b_y"):
        array = getattr(reference, name)
        for index in (tuple(0 for _ in array.shape), tuple(n - 1 for n in array.shape)):
            place = f"{name}[{', '.join(map(str, index))}]"
            said = weight(page, place).get_attribute("aria-label") or ""
            value = float(said.removeprefix(place).strip(" =").split()[0])
            assert value == pytest.approx(array[index], abs=0.0006)


def test_chromium_tells_a_screen_reader_of_each_unit(bench: Bench) -> None:
    """Chromium's accessibility tree holds every node as a graphics symbol with its name."""
    reference = Reference.random(I=3, H=4, O=2, T=5, seed=7)
    page = bench.show(reference.experiment())
    expect_numbers(page, reference)
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    symbols = [n for n in tree if n.get("role", {}).get("value") == "graphics-symbol"]
    names = {n["name"]["value"] for n in symbols}
    written = page.locator(SYMBOL).evaluate_all("all => all.map(one => one.ariaLabel)")
    assert names == set(written)


def test_the_units_after_a_long_sequence_are_right_too(bench: Bench) -> None:
    """The last step of 200 steps of 32 units shows NumPy's numbers when the cursor is there."""
    reference = Reference.preset("large")
    page = bench.show(rv.presets.load("large"))
    page.get_by_role("button", name="Last step").click()
    last = len(reference.x) - 1
    expect_numbers(page, reference, range(last - 3, last + 1))
