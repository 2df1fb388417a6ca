"""Flags: what the address hides and locks, and where it says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

import rnnviz as rv
from rnnviz.app import flags
from rnnviz.app.routes import PAGES
from tests.app.card_links import links_of

GAIN = rv.Knob.gain("W_hh")
NETWORKS = str(PAGES / "networks.py")
TOLD = {"hide": "setup,charts", "lock": "knob"}
HELD = rv.presets.load("latch").select(GAIN).turn(0.5)


@pytest.mark.parametrize(
    ("told", "hide", "lock"),
    [
        ({}, (), ""),
        ({"hide": "", "lock": ""}, (), ""),
        ({"hide": "charts,setup,charts"}, ("setup", "charts"), ""),
        ({"hide": " Setup , ,HEATMAP", "lock": "Knob"}, ("setup", "heatmap"), "knob"),
        ({"lock": "knob,numbers"}, (), "numbers"),
        ({"preset": "latch", "s": "1"}, (), ""),
    ],
)
def test_flags_are_read(told: dict[str, str], hide: tuple[str, ...], lock: str) -> None:
    """Order, case and spaces mean nothing, and of two locks the stricter one counts."""
    read = flags.read(told)
    assert (read.hide, read.lock, read.notice) == (hide, lock, "")
    assert flags.read(read.parameters()) == read


def test_names_that_mean_nothing_are_told() -> None:
    """Each parameter's first unknown name is quoted with what was expected; the rest counts."""
    read = flags.read({"hide": "setup,<b>x</b>,y", "lock": "all,numbers"})
    assert (read.hide, read.lock) == (("setup",), "numbers")
    assert "'<b>x</b>'" in read.notice
    assert "network, setup" in read.notice
    assert "'all'" in read.notice
    assert "knob, numbers" in read.notice


@given(some.dictionaries(some.sampled_from(["hide", "lock", "s"]), some.text(max_size=400)))
def test_any_text_can_be_read(told: dict[str, str]) -> None:
    """No text raises, and no notice is longer than a sentence for each parameter."""
    read = flags.read(told)
    assert len(read.notice) < 400
    assert flags.read(read.parameters()) == flags.Flags(read.hide, read.lock)


def parts(page: Any) -> set[str]:
    """What can be hidden and is on the page."""
    assert not page.app.exception, page.app.exception
    labels = {button.label for button in page.app.button}
    app = page.app
    there = {
        "network": "preset" in [box.key for box in app.selectbox],
        "setup": "New random weights" in labels and "activation" in [b.key for b in app.selectbox],
        "sequence": "numbers" in [area.key for area in app.text_area],
        "file": "file" in [one.key for one in app.file_uploader],
        "share": "Share" in labels,
        "pages": bool(app.get("page_link")),
        "charts": "Charts of the same numbers" in [one.label for one in app.expander],
    }
    inside = set(flags.PARTS) - set(there) - set(page.payload["hide"])
    return {part for part, is_there in there.items() if is_there} | inside


@pytest.mark.parametrize("part", flags.PARTS)
def test_each_part_can_be_hidden(part: str, open_page: Callable[..., Any]) -> None:
    """What is hidden is gone, and nothing else with it; reset stays."""
    page = open_page(preset="latch", hide=part)
    assert parts(page) == set(flags.PARTS) - {part}
    assert "Reset" in [button.label for button in page.app.button]


def test_everything_can_be_hidden_at_once(open_page: Callable[..., Any]) -> None:
    """With all flags the panel is still there, on each page."""
    page = open_page(preset="latch", hide=",".join(flags.PARTS), lock="numbers")
    assert parts(page) == set()
    for name in ("memory", "dynamics"):
        page.app.switch_page(str(PAGES / f"{name}.py")).run()
        assert parts(page) == set()


def test_flags_stay_in_the_address(open_page: Callable[..., Any]) -> None:
    """Turning, opening a preset, new weights and reset rewrite the address, and keep its flags."""
    page = open_page(s=HELD.to_link(), **TOLD)
    doings = (
        lambda: page.request(knob=GAIN.to_dict(), value=0.25),
        lambda: page.press("Reset"),
    )
    for do in doings:
        before = page.address
        do()
        assert page.address != before
        assert {name: page.address[name] for name in TOLD} == TOLD
    page.go(preset="decay", hide=TOLD["hide"])
    assert parts(page) == set(flags.PARTS) - {"setup", "charts"}
    page.app.selectbox(key="preset").set_value("parity").run()
    assert page.address == {"preset": "parity", "hide": TOLD["hide"]}


def test_under_a_lock_nothing_else_changes_the_numbers(open_page: Callable[..., Any]) -> None:
    """No other network can be opened, and Reset leads back to what the teacher's link set."""
    page = open_page(s=HELD.to_link(), lock="knob")
    assert not parts(page) & {"network", "setup", "sequence", "file"}
    page.request(knob=HELD.knob.to_dict(), value=0.25)
    page.press("Reset")
    assert page.payload["value"] == HELD.value
    assert page.payload["knob"] == HELD.knob.to_dict()


@pytest.mark.parametrize(
    "name", ["explore", "memory", "dynamics", "networks", "lessons", "glossary"]
)
def test_flags_go_along_to_every_page(name: str, open_page: Callable[..., Any]) -> None:
    """Every link within the app carries them, those of the cards included."""
    page = open_page(preset="latch", **TOLD)
    page.app.switch_page(str(PAGES / f"{name}.py")).run()
    links = [link.proto.query_string for link in page.app.get("page_link")]
    links += [link.href for link in links_of(page)]
    assert len(links) >= 2
    for link in links:
        assert unquote(link).endswith("hide=setup,charts&lock=knob"), link


def test_the_links_to_other_pages_lead_on_with_what_is_shown_now(
    open_page: Callable[..., Any],
) -> None:
    """After a request they carry its link, and not the one that the page was opened with."""
    page = open_page(preset="latch").request(knob=GAIN.to_dict(), value=0.5)
    links = [link.proto.query_string for link in page.app.get("page_link")]
    assert links == [f"s={page.address['s']}"] * 10  # five pages, in the bar and in the menu


def test_unknown_flags_are_told_once_and_change_nothing(open_page: Callable[..., Any]) -> None:
    """The view opens with a notice, which the next request clears; the address stays as it is."""
    page = open_page(preset="latch", hide="<i>", lock="door")
    assert page.payload["title"] == rv.presets.load("latch").title
    assert "'<i>'" in page.payload["notice"]
    assert "'door'" in page.payload["notice"]
    assert parts(page) == set(flags.PARTS)
    assert page.request(knob=GAIN.to_dict(), value=0.5).payload["notice"] == ""
    assert page.address["hide"] == "<i>"
    bad = open_page(s="garbage", hide="nothing")
    assert bad.payload["title"] == rv.presets.load(rv.presets.START).title
    assert "This address could not be opened: " in bad.payload["notice"]
    assert "'nothing'" in bad.payload["notice"]


@pytest.mark.parametrize(
    ("address", "preset", "sentence"),
    [
        ({"preset": "latch", "hide": "everything"}, "latch", "'everything'"),
        ({"preset": "latch", "hide": "\0💩,setup", "lock": "<b>"}, "latch", "'<b>'"),
        ({"hide": "x" * 3000}, rv.presets.START, "which means nothing here"),
        ({"s": "1AAAA", "lock": "numbers,door"}, rv.presets.START, "could not be opened"),
        ({"preset": "nope", "hide": ",,,;"}, rv.presets.START, "';'"),
    ],
)
def test_flags_that_mean_nothing_leave_the_view(
    address: dict[str, str], preset: str, sentence: str, open_page: Callable[..., Any]
) -> None:
    """Whatever the flags say, the network is there, and a notice says what was expected."""
    page = open_page(**address)
    assert page.payload["title"] == rv.presets.load(preset).title
    assert sentence in page.payload["notice"]


def test_a_locked_number_is_not_turned(open_page: Callable[..., Any]) -> None:
    """A request that turns one is answered with a sentence, and the numbers stay."""
    page = open_page(s=HELD.to_link(), lock="numbers")
    before = page.payload
    page.request(seq=5, knob=GAIN.to_dict(), value=0.75)
    assert (page.payload["ack"], page.payload["value"]) == (5, 0.5)
    assert page.payload["notice"] == (
        "No number can be turned: they are locked, and stay as they were set."
    )
    assert page.payload["arrays"] == before["arrays"]
    assert page.address == {"s": HELD.to_link(), "lock": "numbers"}
    page.request(seq=6, view={**page.payload["view"], "step": 2})
    assert (page.payload["view"]["step"], page.payload["notice"]) == (2, "")


def test_only_the_number_in_hand_turns_under_its_lock(open_page: Callable[..., Any]) -> None:
    """Its request is applied; a request for another number is refused, and it stays in hand."""
    page = open_page(s=HELD.to_link(), lock="knob")
    assert page.request(knob=GAIN.to_dict(), value=0.75).payload["value"] == 0.75
    other = rv.Knob.entry("W_xh", 0, 0).to_dict()
    page.request(knob=other, value=3)
    assert "the one in hand stays gain of W_hh" in page.payload["notice"]
    assert (page.payload["knob"], page.payload["value"]) == (GAIN.to_dict(), 0.75)
    page.request(knob=None)
    assert page.payload["knob"] == GAIN.to_dict()


def test_a_lock_holds_beside_the_panel_too(open_asking: Callable[..., Any]) -> None:
    """A step down the gradient is refused; where the page knows of the lock, none is offered."""
    e = HELD.look(memory={"part": "copies"})
    page = open_asking("memory", s=e.to_link())
    h = page.payload["arrays"]["h"]
    page.app.query_params["lock"] = "knob"
    steps = [button for button in page.app.button if button.label.startswith("Step ")]
    assert len(steps) == 2
    steps[1].click().run()
    np.testing.assert_array_equal(page.payload["arrays"]["h"], h)
    assert page.payload["notice"].startswith("Only gain of W_hh can be turned")
    steps = [button for button in page.app.button if button.label.startswith("Step ")]
    assert [button.disabled for button in steps] == [True, True]
