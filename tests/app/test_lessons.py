"""The lessons' page: answers, explanations, ways, and what a strange link holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import rnnviz as rv
from rnnviz.lessons import lesson, progress


@pytest.fixture
def open_lesson(open_asking: Callable[..., Any]) -> Callable[..., Any]:
    """A function that opens the page: `open_lesson(lesson="one-cell")`."""
    return partial(open_asking, "lessons")


def commit(page: Any, *given: str) -> Any:
    """Fill in the fields, and commit."""
    for box, text in zip(page.app.text_input, given, strict=True):
        box.set_value(text)
    button = next(one for one in page.app.button if one.label.startswith("Commit"))
    button.click().run()
    assert not page.app.exception, page.app.exception
    return page


def shows(page: Any, key: str) -> bool:
    """Whether a piece of prose is on the page."""
    return any(one.proto.id.endswith(f"-{key}") for one in page.app.get("bidi_component"))


@pytest.mark.parametrize("lock", ["knob", "numbers"])
def test_a_lock_does_not_stand_in_a_lesson_s_way(
    open_lesson: Callable[..., Any], lock: str
) -> None:
    """A right answer uncovers its steps, and links do what they say; the slider stays locked."""
    page = commit(open_lesson(lesson="one-cell", lock=lock), "1.25")
    assert page.payload["sizes"]["T"] == 3
    assert shows(page, "lesson_reveal")
    page.trigger("lesson_text", "go", "step:0")
    assert page.linked.view.step == 0
    knob = rv.Knob.entry("W_hh", 0, 0)
    page.request(knob=rv.Knob.gain("W_xh").to_dict(), value=2.0)
    assert page.linked.net.W_hh[0, 0] == 0.5
    assert page.linked.net.W_xh[0, 0] == 1
    assert page.linked.knob == knob


def test_an_explanation_that_was_asked_for_is_not_open_the_next_time(
    open_lesson: Callable[..., Any],
) -> None:
    """Asked for after a wrong answer, it stands there; opened again, the part is closed."""
    page = commit(open_lesson(lesson="one-cell"), "7")
    assert not shows(page, "lesson_reveal")
    page.press("Show the explanation")
    assert shows(page, "lesson_reveal")
    assert page.payload["sizes"]["T"] == 3
    page.go(s=progress.begun("one-cell").to_link())
    assert not shows(page, "lesson_reveal")


def test_what_cannot_be_read_stays_with_a_sentence(open_lesson: Callable[..., Any]) -> None:
    """Nothing is committed, and the field keeps it; an empty one asks for a guess."""
    page = commit(open_lesson(lesson="one-cell"), "about one")
    assert any("'about one' is no number" in text for text in page.said)
    assert page.app.text_input[0].value == "about one"
    assert "s" not in page.address
    commit(page, " ")
    assert any("expected your guess" in text for text in page.said)


@pytest.mark.parametrize(
    "section",
    [
        {"name": "shared", "answers": ["zzz"]},
        {"name": "shared", "answers": ["9" * 400]},
        {"name": "shared", "answers": ["1; 2; 3"]},
        {"name": "vanish-or-explode", "part": 1, "answers": ["", "a;b;c"]},
        {"name": "state-is-not-output", "answers": ["<b>No</b>"]},
        {"name": "the-state-computes", "answers": ["((x"]},
        {"name": "memory-fades", "answers": ["inf"]},
        {"name": "one-cell", "part": 999},
        {"name": "nothing"},
    ],
)
def test_a_link_with_a_strange_lesson_opens(
    open_lesson: Callable[..., Any], section: dict[str, Any]
) -> None:
    """With what can be read of it, or with the list of lessons."""
    page = open_lesson(rv.presets.load("decay").look(lesson=section))
    assert not page.app.exception
    assert not shows(page, "lesson_reveal")


def test_opening_another_network_keeps_what_is_done(
    open_lesson: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    """From the list of networks in the bar, by reset, and with new weights."""
    page = open_page(s=rv.presets.load("latch").look(lesson={"done": ["one-cell"]}).to_link())
    for do in (
        lambda: page.app.selectbox(key="preset").set_value("parity").run(),
        lambda: page.press("New random weights"),
        lambda: page.press("Reset"),
    ):
        do()
        page.app.run()
        assert page.linked.view.lesson.done == ["one-cell"]


def test_the_list_says_what_is_done_by_the_way_that_leads_to_it(
    open_lesson: Callable[..., Any],
) -> None:
    """Also right after the last answer."""
    page = open_lesson(lesson="shared")
    commit(page, "22", "22")
    page.press("Go on →")
    page.app.run()
    commit(page, "3")
    page.press("Go on →")
    page.app.run()
    commit(page, "110")
    in_bar, in_menu = (
        one.proto.query_string
        for one in page.app.get("page_link")
        if one.proto.label == "**Lessons**"
    )
    assert in_bar == in_menu
    listed = rv.Experiment.from_link(in_bar.removeprefix("s="))
    assert listed.view.lesson.done == ["shared"]


def test_a_broken_file_is_told_and_its_neighbours_stand(
    open_lesson: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """On the list, and where a neighbour leads to it."""
    for path in sorted(lesson.FOLDER.glob("0[123]*.toml")):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace("title =", "titel =", 1) if "fold" in path.name else text, encoding="utf-8"
        )
    (tmp_path / "Mine.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(lesson, "FOLDER", tmp_path)
    page = open_lesson(preset="latch")
    assert any(
        "Lesson 2: assets/lessons/02-fold-and-unroll.toml, title is missing" in text
        for text in page.said
    )
    assert any("Mine.toml is no name for a lesson" in text for text in page.said)
    for name, part in (("one-cell", 1), ("shared", 0)):
        page = open_lesson(progress.begun(name, part))
        assert not page.app.exception
