"""The Memory page: its parts as a reader uses them, and the row under the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Error, Locator, Page, expect

import rnnviz as rv
from rnnviz.change_readings import read_copies, read_cut, read_nudge, read_truncation, read_untied
from rnnviz.document import View
from rnnviz.number_words import signed
from rnnviz.readings import read_decay, read_influence
from tests.browser.axe import violations
from tests.browser.reading import (
    SYMBOL,
    choose,
    eventually,
    expect_numbers,
    field,
    messages_sent,
    node,
    place_on,
    slider,
    take,
    wait_for_another_address,
)
from tests.browser.reference import Array, Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=73)
TITLES = {
    "influence": "Who mattered?",
    "decay": "Vanish or explode",
    "copies": "A sum over copies",
    "nudge": "Nudge",
    "untie": "Untie",
    "cut": "Cut",
}


@pytest.fixture
def show_memory(show: Callable[[str], Page]) -> Callable[[str], Page]:
    """A function that shows the Memory page: `show_memory("/?preset=ring")`."""
    return lambda address: show(f"/memory{address.removeprefix('/')}")


def look_at(page: Page, part: str, settled: Callable[[Page], None]) -> None:
    """Click a part's name, and wait until the server has shown it."""
    one = page.get_by_role("radio", name=TITLES[part], exact=True)
    if not one.is_checked():
        before = page.url
        one.click()
        wait_for_another_address(page, before)
    expect(one).to_be_checked()
    settled(page)


def open_table(page: Page) -> None:
    """Open the table under the part's pictures, if it is not; it stays open."""
    table = page.get_by_role("region", name="The picture's numbers")
    if not table.is_visible():
        page.get_by_test_id("stExpander").get_by_text("The picture's numbers as a table").click()
    expect(table).to_be_visible()


def table_of(page: Page) -> list[list[float]]:
    """Return the numbers of the table; a cell that holds none is NaN."""
    rows = page.locator(".numbers tbody tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return [[_number(cell) for cell in row] for row in rows]


def expect_table(page: Page, wanted: Sequence[Sequence[float]]) -> None:
    """Wait until the table holds these numbers, NaN where there is no number."""

    def check() -> None:
        shown = table_of(page)
        assert [len(row) for row in shown] == [len(row) for row in wanted]
        np.testing.assert_allclose(shown, np.array(wanted, dtype=float), rtol=1e-5, atol=0)

    eventually(check)


def expect_said(page: Page, sentence: str) -> None:
    """Wait until a sentence stands on the page, word for word."""
    expect(page.get_by_test_id("stText").get_by_text(sentence, exact=True)).to_be_visible()


def charts(page: Page) -> Locator:
    """Return the Plotly charts that are drawn."""
    return page.locator(".js-plotly-plot:has(.main-svg)")


def enter(page: Page, name: str, value: str) -> None:
    """Write into a field of the part, and confirm."""
    one = page.get_by_role("textbox", name=name, exact=True)
    one.fill(value)
    one.press("Control+Enter")  # Enter alone begins a line, where a field has several


def pick(page: Page, name: str | re.Pattern[str], option: str | re.Pattern[str]) -> None:
    """Choose from a list; a run that is under way closes it, and so does scrolling."""
    box = page.get_by_role("combobox", name=name)
    box.scroll_into_view_if_needed()
    choice = page.get_by_role("option", name=option, exact=True)

    def take_it() -> None:
        if not choice.is_visible():
            box.click()
        # A list that closes under the click has been chosen from, and the click has no end.
        with suppress(Error):
            choice.click(timeout=2000)
        expect(choice).not_to_be_visible(timeout=500)
        expect(box).to_have_value(option, timeout=500)

    eventually(take_it)


def move(page: Page, name: str, keys: Sequence[str]) -> None:
    """Move one of Streamlit's sliders by keys, each once the one before is answered."""
    one = page.get_by_role("slider", name=re.compile(f"^{re.escape(name)}"))
    one.focus()
    for key in keys:
        address = page.url
        one.press(key)
        wait_for_another_address(page, address)


def seen(page: Page) -> rv.Experiment:
    """Return what the page's address stands for."""
    address: str = page.evaluate("location.href")  # page.url waits for the next call
    link = re.search(r"[?&]s=([^&#]+)", address)
    assert link, f"{address} has no link"
    return rv.Experiment.from_link(link[1])


def experiment(reference: Reference = REFERENCE, **view: Any) -> rv.Experiment:
    """Return a reference as an experiment, for the core's own numbers."""
    link = reference.link(view=View.model_validate(view))
    return rv.Experiment.from_link(link.split("?s=")[1])


def link_of(e: rv.Experiment) -> str:
    """Return the query of an experiment."""
    return f"/?s={e.to_link()}"


def row_under_the_graph(page: Page) -> str:
    """Return the name of the row of influence."""
    row = page.get_by_role("img", name=re.compile("^Influence on "))
    return row.get_attribute("aria-label") or ""


def influence_by_numpy(reference: Reference, step: int, unit: int) -> str:
    """Return what the row should say, by a product of Jacobians apart from rnnviz."""
    h, _ = reference.run()
    states: list[float] = []
    inputs: list[float] = []
    row: Array = np.eye(len(reference.W_hh))[unit]
    for k in range(step, -1, -1):
        states.insert(0, float(np.linalg.norm(row)))
        slopes = 1 - h[k] ** 2
        inputs.insert(0, float(np.linalg.norm((row * slopes) @ reference.W_xh)))
        row = (row * slopes) @ reference.W_hh
    said = (", ".join(map(_brief, sizes)) for sizes in (inputs, states))
    of_inputs, of_states = said
    return (
        f"Influence on unit {unit} at step {step}, from step 0 on: "
        f"of inputs {of_inputs}; of states {of_states}."
    )


def test_who_mattered_follows_its_buttons(show_memory: Callable[[str], Page]) -> None:
    """On a unit and on an output, of inputs and of states: sentence, table and row follow."""
    e = experiment(step=4, unit=2, output=1)
    page = show_memory(link_of(e))
    open_table(page)
    of_unit = rv.memory(e.net, e.trace).influence(unit=2)
    expect_said(page, read_influence(of_unit, 4, "unit 2", "inputs"))
    expect_table(page, [(k, of_unit.of_inputs[4, k], of_unit.of_states[4, k]) for k in range(5)])
    page.get_by_role("radio", name="output 1").click()
    page.get_by_role("radio", name="states").click()
    of_output = rv.memory(e.net, e.trace).influence(output=1)
    expect_said(page, read_influence(of_output, 4, "output 1", "states"))
    wanted = [(k, of_output.of_inputs[4, k], of_output.of_states[4, k]) for k in range(5)]
    expect_table(page, wanted)
    expect(charts(page)).to_have_count(1)
    eventually(lambda: _has(row_under_the_graph(page), "Influence on output 1 at step 4"))
    page.get_by_text("Each row by its own maximum").click()
    eventually(lambda: _has(str(seen(page).view.memory.relative), "True"))


def test_vanish_or_explode_draws_all_pairs_when_asked(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """What is left of a nudge is said and drawn; the button draws all pairs of steps."""
    e = experiment(step=4)
    page = show_memory(link_of(e))
    look_at(page, "decay", settled)
    found = rv.memory(e.net, e.trace)
    expect_said(page, read_decay(found, found.decay(4)))
    expect(charts(page)).to_have_count(1)
    page.get_by_role("button", name="All pairs of steps").click()
    expect(charts(page)).to_have_count(2)


def test_a_sum_over_copies_follows_its_fields(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """Steps from a list, a target in a field and a window by keys: loss and shares follow."""
    knob = rv.Knob.entry("W_hh", 1, 2)
    e = experiment(step=3).select(knob)
    page = show_memory(link_of(e))
    look_at(page, "copies", settled)
    pick(page, "Loss at", "all steps")
    settled(page)
    enter(page, "Wanted: 3 numbers", "0.5 -0.25 0")
    target = np.tile([0.5, -0.25, 0.0], (6, 1))
    full = rv.backprop(e.net, e.trace, target)
    expect_said(page, f"Loss: {full.loss:.6g}")
    expect_said(page, read_copies(full, "W_hh", (1, 2), rate=0.1))
    move(page, "Truncation window", ["ArrowLeft"] * 4)
    short = rv.backprop(e.net, e.trace, target, window=2)
    expect_said(page, read_truncation(short, full, "W_hh", (1, 2)))
    expect(charts(page)).to_have_count(2)


@pytest.mark.parametrize("meanwhile", ["at once", "while the one before is answered"])
def test_no_press_of_many_is_lost(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None], meanwhile: str
) -> None:
    """Eight quick presses on the window's slider take it eight copies back, on page and address.

    What else sets it is shown: Back, and a look at another part.
    """
    reference = Reference.random(I=2, H=4, O=3, T=14, seed=73)
    page = show_memory(link_of(experiment(reference, step=3, memory={"part": "copies"})))
    expect(charts(page)).to_have_count(2)
    window = page.get_by_role("slider", name=re.compile("^Truncation window"))
    expect(window).to_have_value("14")
    window.focus()
    for _ in range(8):
        sent = messages_sent(page)
        page.keyboard.press("ArrowLeft")
        if meanwhile != "at once":
            page.wait_for_function("before => messagesSent > before", arg=sent)
    eventually(lambda: _has(str(seen(page).view.memory.window), "6"))
    settled(page)
    expect(window).to_have_value("6")
    look_at(page, "cut", settled)
    look_at(page, "copies", settled)
    expect(window).to_have_value("6")  # a late answer would have come by now
    assert seen(page).view.memory.window == 6
    move(page, "Truncation window", ["ArrowRight"])
    expect(window).to_have_value("7")
    page.go_back()
    expect(window).to_have_value("6")


def test_a_step_down_and_its_undo(show_memory: Callable[[str], Page]) -> None:
    """A step changes the number in the panel and the address as computed; Undo restores both."""
    knob = rv.Knob.entry("W_hh", 1, 2)
    e = experiment(step=3, memory={"part": "copies"}).select(knob)
    page = show_memory(link_of(e))
    expect_numbers(page, REFERENCE)
    enter(page, "Rate", "0.4")
    eventually(lambda: _has(str(seen(page).view.memory.rate), "0.4"))
    saved = seen(page).to_json()
    gradients = rv.backprop(e.net, e.trace, np.ones((6, 3)), weights=[0, 0, 0, 0, 0, 1])
    stepped = np.float32(e.net.W_hh[1, 2] - 0.4 * gradients["W_hh"][1, 2])
    address = page.url
    page.get_by_role("button", name="Step W_hh[1, 2] down").click()
    wait_for_another_address(page, address)
    expect_numbers(page, REFERENCE.entry("W_hh", (1, 2), float(stepped)))
    assert seen(page).net.W_hh[1, 2] == stepped
    address = page.url
    page.get_by_role("button", name="Step all numbers").click()
    wait_for_another_address(page, address)
    for _ in range(2):
        address = page.url
        page.get_by_role("button", name="Undo step").click()
        wait_for_another_address(page, address)
    expect_numbers(page, REFERENCE)
    assert seen(page).to_json() == saved
    expect(page.get_by_role("button", name="Undo step")).to_have_count(0)
    expect_said(page, f"Loss: {gradients.loss:.6g}")


def test_a_nudge_follows_its_fields(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """A unit from a list, an amount in a field and a step by keys: the sentence follows."""
    e = experiment(step=3)
    page = show_memory(link_of(e))
    look_at(page, "nudge", settled)
    expect_said(page, read_nudge(rv.nudge(e.net, e.trace, 0, 0.5, input=0)))
    pick(page, "Nudge", "unit 1")
    settled(page)
    enter(page, "by", "-0.8")
    settled(page)
    move(page, "at step", ["ArrowRight"] * 2)
    expect_said(page, read_nudge(rv.nudge(e.net, e.trace, 2, -0.8, unit=1)))
    expect(charts(page)).to_have_count(1)


def test_an_untied_copy_follows_its_fields(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """A value in a field, a step by keys, and a button that ties it again."""
    knob = rv.Knob.entry("W_hh", 1, 2)
    e = experiment(step=3).select(knob)
    page = show_memory(link_of(e))
    look_at(page, "untie", settled)
    tied = read_untied(rv.untie(e.net, e.trace, knob, 3, 0.0), e.net, 6)
    expect_said(page, tied)
    enter(page, f"W_hh[1, 2], {signed(e.net.W_hh[1, 2], 4)} at all steps, is here", "1.5")
    settled(page)
    move(page, "at step", ["ArrowLeft"] * 2)
    expect_said(page, read_untied(rv.untie(e.net, e.trace, knob, 1, 1.5), e.net, 6))
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Tie again").click()
    expect_said(page, tied)
    assert seen(page).view.memory.untied is None


def test_a_cut_follows_its_slider(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """Cut at the cursor's step, and then at another."""
    e = experiment(step=3)
    page = show_memory(link_of(e))
    look_at(page, "cut", settled)
    expect_said(page, read_cut(rv.cut(e.net, e.trace, 3)))
    move(page, "at step", ["ArrowRight"])
    expect_said(page, read_cut(rv.cut(e.net, e.trace, 4)))
    expect(charts(page)).to_have_count(1)


def test_the_row_under_the_graph_follows_the_arrow_keys_at_once(
    show_memory: Callable[[str], Page],
) -> None:
    """At each step the row says NumPy's influence in that very moment, and nothing is sent."""
    page = show_memory(REFERENCE.link(view=View(step=3, unit=0)))
    expect_numbers(page, REFERENCE)
    expect(charts(page)).to_have_count(1)
    assert row_under_the_graph(page) == influence_by_numpy(REFERENCE, 3, 0)
    page.locator(f'{SYMBOL}[aria-current="true"]').focus()
    count = messages_sent(page)
    step = 3
    for key, by in (("ArrowRight", 1), ("ArrowRight", 1), ("ArrowLeft", -1), ("Home", -4)):
        page.keyboard.press(key)
        step += by
        assert row_under_the_graph(page) == influence_by_numpy(REFERENCE, step, 0)
    assert messages_sent(page) == count, "the server was asked"


def test_the_row_under_the_graph_follows_another_unit(
    show_memory: Callable[[str], Page],
) -> None:
    """A click on another unit shows the influence on that one, as soon as it is known."""
    page = show_memory(REFERENCE.link(view=View(step=3, unit=0)))
    expect_numbers(page, REFERENCE)
    page.locator(f'{SYMBOL}[aria-label^="Step 4, hidden unit 2:"]').click()
    wanted = influence_by_numpy(REFERENCE, 4, 2)
    eventually(lambda: _has(row_under_the_graph(page), wanted))


def test_a_number_is_turned_after_another_view_was_opened(
    show_memory: Callable[[str], Page],
) -> None:
    """The buttons are called after the units: what one was called before is no choice."""
    page = show_memory(REFERENCE.link(view=View(step=3, unit=0)))
    page.locator(f'{SYMBOL}[aria-label^="Step 4, hidden unit 2:"]').click()
    expect(page.get_by_role("radio", name="unit 2")).to_be_checked()
    knob = rv.Knob.entry("W_hh", 0, 0)
    show_memory(REFERENCE.link(knob=knob, view=View(step=5, unit=0)))
    field(page, knob.name).fill("0.5")
    page.keyboard.press("Enter")
    turned = REFERENCE.entry("W_hh", (0, 0), 0.5)
    expect_numbers(page, turned)
    eventually(lambda: _has(row_under_the_graph(page), influence_by_numpy(turned, 5, 0)))
    expect(page.get_by_role("radio", name="unit 0")).to_be_checked()


@pytest.mark.parametrize("step", [0, 5])
def test_the_row_under_the_graph_follows_a_drag(
    show_memory: Callable[[str], Page], step: int
) -> None:
    """At each position the row is that of the turned network, and nothing is sent meanwhile."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    page = show_memory(REFERENCE.link(knob=knob, view=View(step=step, unit=0)))
    expect_numbers(page, REFERENCE)
    expect(charts(page)).to_have_count(1)
    take(page, knob.name)
    count, said = messages_sent(page), set()
    for share in (0.05, 0.3, 0.45, 0.7, 0.95):
        page.mouse.move(*place_on(page, knob.name, share))
        value = float(slider(page, knob.name).get_attribute("aria-valuetext") or "")
        turned = REFERENCE.entry("W_hh", (0, 0), float(np.float32(value)))
        shown = row_under_the_graph(page)
        assert shown == influence_by_numpy(turned, step, 0)
        assert shown == _influence_by_the_core(turned, step)
        said.add(shown)
    assert messages_sent(page) == count, "the server heard of a drag"
    assert len(said) > 2
    address = page.url
    page.mouse.up()
    wait_for_another_address(page, address)
    assert row_under_the_graph(page) == influence_by_numpy(turned, step, 0)
    expect_said(
        page,
        read_influence(seen(page).influence, step, "unit 0", "inputs"),
    )


def test_the_sliders_have_room_to_be_dragged(show_memory: Callable[[str], Page]) -> None:
    """Beside the chosen part, too, the track of what is in hand has 100 pixels, uncovered."""
    page = show_memory(link_of(experiment().select(rv.Knob.entry("W_hh", 0, 0))))
    expect(charts(page)).to_have_count(1)
    for width in (1440, 800, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for name in ("gain of W_hh", "W_hh[0, 0]"):
            choose(page, name)
            eventually(partial(_has_room, page, name))


def _has_room(page: Page, name: str) -> None:
    track = slider(page, name).bounding_box()
    box = field(page, name).bounding_box()
    assert track is not None
    assert box is not None
    assert track["width"] >= 100
    is_beside = track["x"] + track["width"] <= box["x"]
    assert is_beside or track["y"] >= box["y"] + box["height"]


def test_on_a_phone_graph_and_question_are_a_tap_apart(
    visit_page: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    """A bar that stays in view leads to either, wherever one is; nothing shows through it."""
    phone = {"width": 390, "height": 844}
    page = visit_page("memory", link_of(experiment(step=3)), viewport=phone)
    expect(charts(page)).to_have_count(1)
    ways = page.get_by_role("navigation", name="On this page")
    graph = page.locator(f'{SYMBOL}[aria-current="true"]').first
    question = page.get_by_role("radio", name=TITLES["cut"])
    expect(question).not_to_be_in_viewport()
    ways.get_by_role("link", name="Question").click()
    expect(question).to_be_in_viewport()
    expect(graph).not_to_be_in_viewport()
    look_at(page, "cut", settled)
    assert seen(page).view.memory.part == "cut"
    expect(question).to_be_in_viewport()
    grounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(f'.rnnviz[data-theme="{scheme}"]')).to_be_visible()
        grounds.append(ground_of(page))
        bar = ways.evaluate("bar => getComputedStyle(bar.closest('.stElementContainer'))"
                            ".backgroundColor")  # fmt: skip
        assert bar == grounds[-1]
    assert grounds[0] != grounds[1]
    ways.get_by_role("link", name="Graph").click()
    expect(graph).to_be_in_viewport()
    expect(ways).to_be_in_viewport()
    expect_numbers(page, REFERENCE)


def ground_of(page: Page) -> str:
    """Return the colour of the page's ground."""
    found: str = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return found


def test_beside_one_another_graph_and_question_need_no_way(
    show_memory: Callable[[str], Page],
) -> None:
    """On a wide screen the bar is not there."""
    page = show_memory(link_of(experiment(step=3)))
    expect(charts(page)).to_have_count(1)
    expect(page.get_by_role("navigation", name="On this page")).to_have_count(0)


def _extremes() -> dict[str, rv.Experiment]:
    def one(activation: str, kick: float, T: int, **weights: float) -> rv.Experiment:
        full = {"W_xh": 1.0, "W_hh": 1.0, "W_hy": 1.0, **weights}
        net = rv.RNN(
            **{name: np.full((2, 2), value) for name, value in full.items()}, activation=activation
        )
        return rv.Experiment(net=net, x=kick * np.eye(T, 2), view=View(step=T // 2))

    return {
        "exploding after one step": one("relu", 1, 6, W_hh=1e30),
        "growing out of nothing": one("linear", 0, 60, W_hh=1e30),
    }


@pytest.mark.parametrize("name", _extremes())
def test_extreme_numbers_break_no_picture(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None], name: str
) -> None:
    """Exploding, vanishing and huge: each part has a picture or a sentence, and no error."""
    page = show_memory(link_of(_extremes()[name]))
    for part in TITLES:
        look_at(page, part, settled)
        expect(page.get_by_test_id("stText").first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(charts(page)).to_have_count(2 if part == "copies" else 1)
        # All at one moment: a chart may be mounted anew between two looks.
        drawn = "".join(charts(page).evaluate_all("all => all.map((one) => one.textContent)"))
        assert drawn
        assert "NaN" not in drawn
        assert "Infinity" not in drawn
        words = page.get_by_role("img", name=re.compile("^(Influence on|The run with) "))
        said = words.get_attribute("aria-label") or ""
        assert said
        assert "NaN" not in said
        assert "undefined" not in said


def test_axe_finds_nothing_serious(
    visit_page: Callable[..., Page],
    show: Callable[[str], Page],
    settled: Callable[[Page], None],
) -> None:
    """On the page, in each of its parts, with the table open, and in the projector view.

    What stands around the parts is looked at once.
    """
    e = experiment(step=3).select(rv.Knob.entry("W_hh", 0, 0))
    page = visit_page("memory", link_of(e))
    open_table(page)
    found = []
    for part, title in TITLES.items():
        look_at(page, part, settled)
        expect(charts(page)).to_have_count(2 if part == "copies" else 1)
        # The graph of a part that changes something is followed by a second one.
        within = None if part in ("influence", "nudge") else ".st-key-questions"
        found += violations(page, title, within)
    show(f"/memory{link_of(e).removeprefix('/')}&view=projector")
    expect(charts(page)).to_have_count(1)
    found += violations(page, "Projector view")
    assert not found, "\n".join(found)


def second_graph(page: Page) -> Locator:
    """Return the graph of the run that has one thing changed."""
    return page.get_by_role("img", name=re.compile("^The run with "))


def point_in_the_second_graph(page: Page, *nodes: tuple[int, str, int]) -> tuple[float, float]:
    """Return the point midway between nodes of the first graph, as it is in the second."""
    canvas = second_graph(page)
    canvas.evaluate("one => one.scrollIntoView({ block: 'nearest' })")  # above the dock
    second = canvas.bounding_box()
    first = page.locator('[role~="graphics-document"]').bounding_box()
    boxes = [node(page, *one).bounding_box() for one in nodes]
    assert first is not None
    assert second is not None
    centres = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes if b is not None]
    assert len(centres) == len(nodes)
    x, y = np.mean(centres, axis=0)
    return float(x), float(y) + second["y"] - first["y"]


def expect_second_graph(page: Page, words: str, change: rv.Intervention) -> None:
    """Wait until the second graph says what is changed, and which unit the core moves most."""
    t, j = np.unravel_index(np.abs(change.dh).argmax(), change.dh.shape)
    was, now = (f"{float(h[t, j]):+.2f}".replace("-", "−") for h in (change.trace.h, change.h))
    farthest = f"Hidden unit {j} moves most, at step {t}: from {was} to {now}."
    expect(second_graph(page)).to_have_attribute("aria-label", f"The run with {words}. {farthest}")


def test_a_click_in_the_second_graph_cuts_there(
    show_memory: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """The part cuts at the cursor's step; a click between two others moves the cut there."""
    e = experiment(step=3, memory={"part": "cut"})
    page = show_memory(link_of(e))
    expect_second_graph(page, "the past cut off before step 3", rv.cut(e.net, e.trace, 3))
    place = point_in_the_second_graph(page, (0, "hidden unit", 3), (1, "hidden unit", 3))
    page.mouse.move(*place)
    expect(page.get_by_text("click to cut off the past before step 1")).to_be_visible()
    page.mouse.click(*place)
    change = rv.cut(e.net, e.trace, 1)
    expect_second_graph(page, "the past cut off before step 1", change)
    expect_said(page, read_cut(change))
    eventually(lambda: _has(str(seen(page).view.memory.cut), "1"))
    # The first graph, the cursor and the number in hand stay as they were.
    expect_numbers(page, REFERENCE)
    assert seen(page).view.step == 3
    look_at(page, "influence", settled)
    expect(second_graph(page)).to_have_count(0)
    assert row_under_the_graph(page) == influence_by_numpy(REFERENCE, 3, 0)


def test_a_click_on_a_line_of_the_second_graph_unties_that_copy(
    show_memory: Callable[[str], Page],
) -> None:
    """One copy of one number gets a value of its own, and each other copy stays."""
    e = experiment(step=3, memory={"part": "untie"})
    page = show_memory(link_of(e))
    straight = point_in_the_second_graph(page, (4, "hidden unit", 3), (5, "hidden unit", 3))
    page.mouse.move(*straight)
    expect(page.get_by_text("click to untie W_hh[3, 3] at step 5")).to_be_visible()
    page.mouse.click(*straight)
    knob = rv.Knob.entry("W_hh", 3, 3)
    change = rv.untie(e.net, e.trace, knob, 5, 0.0)
    expect_second_graph(page, "W_hh[3, 3] = 0 at step 5 only", change)
    expect_said(page, read_untied(change, e.net, 6))
    expect_numbers(page, REFERENCE)
    page.get_by_role("button", name="Tie again").click()
    first = rv.Knob.entry("W_hh", 0, 0)
    expect_second_graph(
        page, "W_hh[0, 0] = 0 at step 3 only", rv.untie(e.net, e.trace, first, 3, 0.0)
    )


def test_a_click_on_a_number_of_the_second_graph_nudges_it(
    show_memory: Callable[[str], Page],
) -> None:
    """An input or a unit's state is moved there, by the amount that was set."""
    given = {"of": "input", "index": 0, "step": 1, "amount": -0.75}
    e = experiment(step=3, memory={"part": "nudge", "nudge": given})
    page = show_memory(link_of(e))
    page.mouse.click(*point_in_the_second_graph(page, (2, "hidden unit", 1)))
    change = rv.nudge(e.net, e.trace, 2, -0.75, unit=1)
    expect_second_graph(page, "unit 1 moved by −0.75 at step 2", change)
    page.mouse.click(*point_in_the_second_graph(page, (4, "input", 1)))
    change = rv.nudge(e.net, e.trace, 4, -0.75, input=1)
    expect_second_graph(page, "input 1 moved by −0.75 at step 4", change)
    expect_said(page, read_nudge(change))


def test_the_second_graph_steps_back_under_a_drag_and_follows_its_end(
    show_memory: Callable[[str], Page],
) -> None:
    """While a number is dragged only Python could tell the second run: then it is pale."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    e = experiment(step=3, memory={"part": "cut", "cut": 2}).select(knob)
    page = show_memory(link_of(e))
    expect_second_graph(page, "the past cut off before step 2", rv.cut(e.net, e.trace, 2))
    opacity = "one => getComputedStyle(one.parentElement).opacity"
    assert second_graph(page).evaluate(opacity) == "1"
    take(page, knob.name)
    page.mouse.move(*place_on(page, knob.name, 0.9))
    eventually(lambda: _has(second_graph(page).evaluate(opacity), "0.35"))
    address = page.url
    page.mouse.up()
    wait_for_another_address(page, address)
    after = seen(page)
    assert after.net.W_hh[0, 0] != e.net.W_hh[0, 0]
    change = rv.cut(after.net, after.trace, 2)
    expect_second_graph(page, "the past cut off before step 2", change)
    assert second_graph(page).evaluate(opacity) == "1"


def _influence_by_the_core(reference: Reference, step: int) -> str:
    e = experiment(reference)
    of = rv.memory(e.net, e.trace).influence(unit=0)
    of_inputs, of_states = (
        ", ".join(map(_brief, each[step, : step + 1])) for each in (of.of_inputs, of.of_states)
    )
    return (
        f"Influence on unit 0 at step {step}, from step 0 on: "
        f"of inputs {of_inputs}; of states {of_states}."
    )


def _brief(size: float) -> str:
    """Return a size in two digits, as the row's cells hold it."""
    size = float(np.float32(size))
    if size == 0:
        return "0"
    digits = 2 if 0.0095 <= size < 9950 else 1
    exact = Decimal(size)
    place = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    rounded = exact.quantize(place, ROUND_HALF_UP)
    if digits == 2:
        return f"{float(rounded):g}"
    mantissa, exponent = f"{rounded:.0e}".lower().split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def _number(cell: str) -> float:
    try:
        return float(cell.replace("−", "-"))
    except ValueError:
        return float("nan")


def _has(text: str, wanted: str) -> None:
    assert wanted in text, text
