"""The ten lessons, played through: every wrong idea, every right answer, and the way on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from rnnviz import lessons
from rnnviz.lessons.prose import Prose, to_data
from rnnviz.lessons.reading import split
from rnnviz.lessons.symbols import pieces
from tests.lessons.test_ten_lessons import FORESEEN, ORDER, RIGHT


def answer(page: Any, answer: lessons.Answer, given: str) -> None:
    """Fill in an answer as its form asks for it, and commit it."""

    def fields(kind: str) -> list[Any]:
        return [one for one in getattr(page.app, kind) if one.key.startswith("lesson_answer_")]

    if answer.kind == "knob":
        page.whole().request(value=float(given.replace("−", "-")))
    elif answer.kind == "choice":
        (choice,) = fields("radio")
        choice.set_value(given)
    elif answer.kind == "order":
        for place, item in zip(fields("selectbox"), split(given), strict=True):
            place.set_value(item)
    else:
        texts = split(given) if answer.kind == "numbers" else [given]
        for field, text in zip(fields("text_input"), texts, strict=True):
            field.set_value(text)
    (commit,) = (one for one in page.app.button if one.key == "lesson_commit")
    commit.click().run()
    assert not page.app.exception, page.app.exception


def prose(page: Any, key: str) -> Any:
    """Return what a piece of prose is given to show, or None where it is not shown."""
    found = [one for one in page.app.get("bidi_component") if one.proto.id.endswith(f"-{key}")]
    return json.loads(found[0].proto.json)["blocks"] if found else None


def text_of(blocks: Any) -> str:
    """Return all words of a piece of prose, as a page holds them."""
    lines = [line for block in blocks for line in (block.get("items") or [block["runs"]])]
    return "".join("".join(piece) for line in lines for run in line for piece in run["text"])


def data(prose: Prose) -> Any:
    """Return prose as it arrives in a browser."""
    return json.loads(json.dumps(to_data(prose)))


def drawn(text: str) -> str:
    """Return a text as a page holds it, in which h₁ is an h and a 1."""
    return "".join("".join(piece) for piece in pieces(text))


def verdict(page: Any) -> str:
    """Return which verdict is shown: "right", "wrong" or "" for none."""
    names = [one.proto.id.rpartition("-verdict_") for one in page.app.get("flex_container")]
    return "".join(name for _, found, name in names if found)


@pytest.mark.parametrize("name", ORDER)
def test_a_lesson_is_played_through(open_asking: Callable[..., Any], name: str) -> None:
    """Each wrong idea gets its own message; the right answer opens the explanation."""
    page = open_asking("lessons", lesson=name)
    lesson = lessons.load(name)
    for i, part in enumerate(lesson.parts):
        assert prose(page, "lesson_prompt") == data(part.prompt)
        assert prose(page, "lesson_reveal") is None
        assert verdict(page) == ""
        # One answer for each message: tests/lessons has all.
        foreseen = {says: given for n, j, given, says in FORESEEN if (n, j) == (name, i)}
        for says, given in foreseen.items():
            answer(page, part.answer, given)
            assert verdict(page) == "wrong"
            assert drawn(says) in text_of(prose(page, "lesson_verdict"))
            assert prose(page, "lesson_reveal") is None
        (right,) = (answers[0] for n, j, answers in RIGHT if (n, j) == (name, i))
        answer(page, part.answer, right)
        assert verdict(page) == "right"
        assert prose(page, "lesson_reveal") == data(part.reveal)
        if i + 1 < len(lesson.parts):
            page.press("Go on →")
    assert page.linked.view.lesson.done == [name]
