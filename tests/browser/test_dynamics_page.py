"""The Dynamics page as a reader uses it: clicks in its pictures, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from rnnviz.document import View
from rnnviz.dynamics_view import cloud_of, plane_of, states_of, values_of
from tests.browser.axe import violations
from tests.browser.reading import (
    SYMBOL,
    eventually,
    expect_numbers,
    place_on,
    slider,
    take,
    wait_for_another_address,
)
from tests.browser.reference import Array, Reference
from tests.browser.test_memory_page import open_table, pick, seen, table_of

TITLES = {
    "portrait": "Where does it go?",
    "starts": "Many starts",
    "eigenvalues": "Eigenvalues",
    "bifurcation": "Bifurcation",
    "summary": "Forget or chaos?",
}
LATCH = Reference.preset("latch")
SHOWN = 10  # of its steps are in view at once
KNOB = rv.Knob.entry("W_hh", 0, 0)

# Where a place of a chart's axes is on the page.
_PIXEL = """(chart, [x, y]) => {
  const {left, top} = chart.getBoundingClientRect();
  const {xaxis, yaxis} = chart._fullLayout;
  return [left + xaxis._offset + xaxis.l2p(x), top + yaxis._offset + yaxis.l2p(y)];
}"""

# The places of a chart's traces of a name, one after the other.
_PLACES = """(chart, name) => (chart._fullData ?? [])
  .filter(trace => trace.name === name)
  .flatMap(({x, y}) => Array.from(x, (across, i) => [across, y[i]]))"""


@pytest.fixture
def show_dynamics(show: Callable[[str], Page]) -> Callable[[str], Page]:
    """A function that shows the Dynamics page: `show_dynamics("/?preset=latch")`."""
    return lambda address: show(f"/dynamics{address.removeprefix('/')}")


def look_at(page: Page, part: str, settled: Callable[[Page], None]) -> None:
    """Click a question, and wait until the server has shown it."""
    one = page.get_by_role("radio", name=TITLES[part], exact=True)
    if not one.is_checked():
        before = page.url
        one.click()
        wait_for_another_address(page, before)
    expect(one).to_be_checked()
    settled(page)


def link_to(reference: Reference, step: int, **dynamics: Any) -> str:
    """Return the query of a reference, a step and what the page shows."""
    view = View.model_validate({"step": step, "dynamics": dynamics})
    knob = KNOB if len(reference.W_hh) == 1 else None
    return reference.link(view=view, knob=knob)


def chart(page: Page) -> Locator:
    """Return the question's picture; Plotly draws another one, out of it, to be printed."""
    return page.locator(".stPlotlyChart .js-plotly-plot:has(.main-svg)")


def click(page: Page, x: float, y: float, hover: str) -> None:
    """Click a place of the chart's axes, once the picture says what that does."""
    chart(page).last.scroll_into_view_if_needed()
    at = chart(page).last.evaluate(_PIXEL, [float(x), float(y)])
    page.mouse.move(*at)
    expect(page.locator(".hoverlayer")).to_contain_text(hover)
    page.mouse.click(*at)


def drawn(page: Page, *names: str) -> Array:
    """Return the places of the chart's traces of these names, (N, 2)."""
    found = [chart(page).last.evaluate(_PLACES, name) for name in names]
    return np.array([place for places in found for place in places], dtype=float).reshape(-1, 2)


def expect_drawn(page: Page, wanted: Any, *names: str) -> None:
    """Wait until the chart's traces of these names have these places, in any order."""

    def check() -> None:
        shown, places = drawn(page, *names), np.array(wanted, dtype=float).reshape(-1, 2)
        assert shown.shape == places.shape, f"{names}: {shown} for {places}"
        rows = (np.array(sorted(one.round(9).tolist())) for one in (shown, places))
        np.testing.assert_allclose(*rows, rtol=0, atol=2e-6)

    eventually(check)


def expect_said(page: Page, sentence: str) -> None:
    """Wait until a sentence stands on the page, word for word."""
    expect(page.get_by_test_id("stText").get_by_text(sentence, exact=True)).to_be_visible()


def path_of(reference: Reference) -> Array:
    """Return the states of two units, the one before step 0 first."""
    return np.vstack([reference.initial_state, reference.run()[0]])


def rests(weight: float, push: float) -> list[float]:
    """Return where h = tanh(weight·h + push), by bisection between the changes of sign."""

    def move(h: float) -> float:
        return float(np.tanh(weight * h + push) - h)

    grid = np.linspace(-1.0013, 1.0007, 4001).tolist()
    found = []
    for low, high in pairwise(grid):
        sign = np.sign(move(low))
        if sign != np.sign(move(high)):
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if np.sign(move(middle)) == sign else (low, middle)
            found.append(middle)
    return found


def spectrum(W: Array, h: Array) -> list[tuple[float, float]]:
    """Return the eigenvalues of the step of a tanh network that arrived at h, as places."""
    values = np.linalg.eigvals((1 - h**2)[:, None] * W)
    return [(one.real, one.imag) for one in values]


def test_a_click_in_the_portrait_begins_there_or_goes_to_a_step(
    show_dynamics: Callable[[str], Page],
) -> None:
    """The run from a clicked place is NumPy's from there; a click on the path moves the cursor."""
    reference = Reference.random(I=2, H=2, O=1, T=8, seed=5)
    page = show_dynamics(link_to(reference, 6))
    expect_numbers(page, reference)
    expect_drawn(page, path_of(reference)[:8], "path")
    for place in ((0.85, -0.9), (-0.95, 0.25)):
        before = page.url
        click(page, *place, "start here")
        wait_for_another_address(page, before)
        start = seen(page).initial_state
        ends = 1.15  # of a tanh's picture, 24 places from one to the other
        np.testing.assert_allclose(start, place, rtol=0, atol=0.51 * 2 * ends / 24)
        begun = reference.changed(initial_state=start)
        expect_numbers(page, begun)
        expect_drawn(page, path_of(begun)[:8], "path")
    path = path_of(begun)
    click(page, *path[3], "step 2")
    expect_drawn(page, path[3], "cursor")
    expect(page.locator(f'{SYMBOL}[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile("^Step 2, ")
    )
    assert seen(page).view.step == 2
    expect_numbers(page, begun)


def test_the_cobweb_of_the_latch_is_numpy_s(show_dynamics: Callable[[str], Page]) -> None:
    """Its web, its fixed points under the step's input, and a run from a clicked state."""
    page = show_dynamics(link_to(LATCH, 5))
    low, middle, high = ((h, h) for h in rests(2, 0))
    expect_drawn(page, [low, high], "stable")
    expect_drawn(page, [middle], "unstable")
    expect_said(
        page,
        "With the input of step 5 held constant there are 3 fixed points: 2 stable and 1 unstable.",
    )
    before = page.url
    click(page, -0.4, np.tanh(-0.8), "start here")
    wait_for_another_address(page, before)
    start = seen(page).initial_state
    np.testing.assert_allclose(start, [-0.4], rtol=0, atol=0.51 * 2.3 / 59)
    begun = LATCH.changed(initial_state=start)
    expect_numbers(page, begun, range(SHOWN))
    states = path_of(begun)[:7, 0]
    expect_drawn(page, _web(states), "steps")
    # A click on the web goes to its step, and does not begin at the step's number.
    click(page, states[2], states[3], "step 2")
    expect_drawn(page, _web(states[:4]), "steps")
    assert seen(page).view.step == 2
    expect_numbers(page, begun, range(SHOWN))
    # Under another input it rests elsewhere.
    page.locator(f'{SYMBOL}[aria-current="true"]').focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect_said(
        page, "With the input of step 7 held constant there is 1 fixed point, and it is stable."
    )
    expect_drawn(page, [(h, h) for h in rests(2, -2.4)], "stable", "unstable")


def test_dragging_past_the_pitchfork_leaves_one_fixed_point(
    show_dynamics: Callable[[str], Page],
) -> None:
    """Three of them until the latch's weight is let go below 1, then one."""
    page = show_dynamics(link_to(LATCH, 5))
    expect_drawn(page, [(h, h) for h in rests(2, 0)], "stable", "unstable")
    take(page, KNOB.name)
    track = slider(page, KNOB.name)
    ends = [float(track.get_attribute(end) or "") for end in ("min", "max")]
    before = page.url
    page.mouse.move(*place_on(page, KNOB.name, 0.5))
    page.mouse.move(*place_on(page, KNOB.name, (0.8 - ends[0]) / (ends[1] - ends[0])))
    assert len(drawn(page, "stable", "unstable")) == 3  # until it is let go
    page.mouse.up()
    wait_for_another_address(page, before)
    expect_said(
        page, "With the input of step 5 held constant there is 1 fixed point, and it is stable."
    )
    weight = float(seen(page).net.W_hh[0, 0])
    assert 0.6 < weight < 1
    expect_drawn(page, [(h, h) for h in rests(weight, 0)], "stable", "unstable")
    expect_numbers(page, LATCH.entry("W_hh", (0, 0), weight), range(SHOWN))


def test_eigenvalues_are_numpy_s_at_each_step_and_at_a_fixed_point(
    show_dynamics: Callable[[str], Page],
) -> None:
    """Marks and table at the cursor's step, at the next one, and where the state rests."""
    drawn_at_random = Reference.random(I=2, H=4, O=1, T=6, seed=73)
    reference = drawn_at_random.changed(W_hh=drawn_at_random.W_hh / 2)  # rests at one point
    W, (h, _) = reference.W_hh, reference.run()
    page = show_dynamics(link_to(reference, 3, part="eigenvalues"))
    marks = ("shrinks", "stays", "grows")
    expect_drawn(page, spectrum(W, h[3]), *marks)
    page.locator(f'{SYMBOL}[aria-current="true"]').focus()
    page.keyboard.press("ArrowRight")
    expect_drawn(page, spectrum(W, h[4]), *marks)
    expect(page.get_by_role("combobox", name="At")).to_have_value("the cursor's step 4")
    open_table(page)
    shown = np.array(table_of(page))
    wanted = np.array(sorted(spectrum(W, h[4])))
    np.testing.assert_allclose(sorted(shown[:, :2].tolist()), wanted, rtol=2e-5, atol=1e-9)
    np.testing.assert_allclose(shown[:, 2], np.hypot(*shown[:, :2].T), rtol=2e-5)
    pick(page, "At", "fixed point 0, stable")
    rest = np.zeros(4)
    for _ in range(2000):
        rest = np.tanh(W @ rest + reference.W_xh @ reference.x[4] + reference.b_h)
    expect_drawn(page, spectrum(W, rest), *marks)


def test_a_click_in_the_diagram_turns_the_number(show_dynamics: Callable[[str], Page]) -> None:
    """At the value that the picture names; what the diagram draws stays."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    e = rv.presets.load("latch").select(knob).look(step=5, dynamics={"part": "bifurcation"})
    page = show_dynamics(f"/?s={e.to_link()}")
    values = values_of(e, 81)
    wanted = float(values[np.abs(values - 0.7).argmin()])
    click(page, wanted, 0.3, f"set W_hh[0, 0] to {wanted:.4g}")
    eventually(lambda: _equal(seen(page).value, wanted))
    expect_numbers(page, LATCH.changed(W_hh=np.array([[wanted]])), range(SHOWN))


def test_many_starts_play_on_and_are_scrubbed(show_dynamics: Callable[[str], Page]) -> None:
    """Played, the cloud is drawn at later steps; a scrubbed one is that of the core."""
    e = rv.presets.load("sharing").look(step=2, dynamics={"part": "starts", "gone": 50})
    page = show_dynamics(f"/?s={e.to_link()}")
    runs = rv.flow(e.net, cloud_of(e), 60, e.x[2])
    plane = plane_of(e)
    names = [f"ends at {k + 1}" for k in range(len(runs.attractors))]
    expect_drawn(page, plane.project(runs.states[50]), *names)
    page.get_by_text("Play", exact=True).click()
    expect_drawn(page, plane.project(runs.states[60]), *names)


def test_the_large_network_answers_while_it_is_turned(
    show_dynamics: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """With 32 units over 200 steps each question opens, and takes a turn of the knob meanwhile."""
    page = show_dynamics("/?preset=large")
    name = "spectral radius"
    for part in ("eigenvalues", "summary", "portrait"):
        value = slider(page, name).input_value()
        page.get_by_role("radio", name=TITLES[part], exact=True).click()
        slider(page, name).focus()
        page.keyboard.press("ArrowRight")
        eventually(partial(_expect_turned, page, part, float(value)))
        settled(page)
        expect(page.get_by_test_id("stText").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(chart(page)).to_have_count(0 if part == "summary" else 1)


def test_a_diagram_is_cancelled_begun_again_and_leaves_the_panel_free(
    show_dynamics: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """That of the large network."""
    page = show_dynamics("/?preset=large")
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    begin = page.get_by_role("button", name="Draw the diagram", exact=True)
    settled(page)
    page.get_by_role("radio", name=TITLES["bifurcation"], exact=True).click()
    cancel.click()
    expect(begin).to_be_visible()
    settled(page)
    expect(cancel).to_have_count(0)
    expect(chart(page)).to_have_count(0)
    begin.click()
    expect(cancel).to_be_visible()
    expect(begin).to_have_count(0)
    value = slider(page, "spectral radius").input_value()
    slider(page, "spectral radius").focus()
    page.keyboard.press("ArrowRight")
    eventually(partial(_expect_turned, page, "bifurcation", float(value)))
    expect(chart(page)).to_have_count(1, timeout=60_000)
    expect(cancel).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_link_restores_part_plane_and_units(
    show_dynamics: Callable[[str], Page],
    visit_page: Callable[..., Page],
    settled: Callable[[Page], None],
) -> None:
    """What one reader chose, another one sees, in a session of its own."""
    reference = Reference.random(I=2, H=4, O=1, T=6, seed=73)
    page = show_dynamics(link_to(reference, 3))
    expect_drawn(page, path_of(reference)[:5, :2], "path")
    pick(page, "Across", "unit 3")
    expect_drawn(page, path_of(reference)[:5, [3, 1]], "path")
    units = page.evaluate("location.href")
    page.get_by_role("radio", name="principal components").click()
    eventually(lambda: _equal(seen(page).view.dynamics.plane, "components"))
    e = seen(page)
    components = plane_of(e).project(states_of(e))[:5]
    expect_drawn(page, components, "path")
    look_at(page, "eigenvalues", settled)
    eventually(lambda: _equal(seen(page).view.dynamics.part, "eigenvalues"))
    pick(page, "At", re.compile("^fixed point 0"))
    eventually(lambda: _equal(seen(page).view.dynamics.point, 0))
    other = visit_page("dynamics", f"/?{page.evaluate('location.href').split('?')[1]}")
    expect(other.get_by_role("radio", name=TITLES["eigenvalues"])).to_be_checked()
    expect(other.get_by_role("combobox", name="At")).to_have_value(re.compile("^fixed point 0"))
    look_at(other, "portrait", settled)
    expect(other.get_by_role("radio", name="principal components")).to_be_checked()
    expect_drawn(other, components, "path")
    show_dynamics(f"/?{units.split('?')[1]}")
    expect_drawn(other, path_of(reference)[:5, [3, 1]], "path")


def test_axe_finds_nothing_serious(
    visit_page: Callable[..., Page],
    show_dynamics: Callable[[str], Page],
    settled: Callable[[Page], None],
) -> None:
    """In the dark: on the page, in each question, with the table open, and in the projector view.

    What stands around the questions is looked at once.
    """
    reference = Reference.random(I=2, H=3, O=1, T=6, seed=73)
    page = visit_page("dynamics", link_to(reference, 3, basins=True), color_scheme="dark")
    open_table(page)
    found = []
    for part, title in TITLES.items():
        look_at(page, part, settled)
        # Without a number in hand there is no diagram.
        expect(chart(page)).to_have_count(0 if part in ("summary", "bifurcation") else 1)
        found += violations(page, title, None if part == "portrait" else ".st-key-questions")
    show_dynamics(f"{link_to(reference, 3)}&view=projector")
    expect(chart(page)).to_have_count(1)
    found += violations(page, "Projector view")
    assert not found, "\n".join(found)


def _web(states: Sequence[float] | Array) -> list[tuple[float, float]]:
    """Return the corners of a cobweb."""
    corners = [(states[0], states[0])]
    for before, after in pairwise(states):
        corners += [(before, after), (after, after)]
    return corners


def _expect_turned(page: Page, part: str, before: float) -> None:
    after = seen(page)
    assert after.view.dynamics.part == part
    assert after.value is not None
    assert after.value > before


def _equal(shown: object, wanted: object) -> None:
    assert shown == wanted
