"""The lessons as a reader plays them: every part, every wrong idea, every right answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from rnnviz import lessons
from rnnviz.lessons.reading import split
from rnnviz.lessons.symbols import pieces
from tests.browser.reading import eventually, field
from tests.browser.test_memory_page import pick, seen
from tests.lessons.test_ten_lessons import FORESEEN, ORDER, RIGHT


@pytest.fixture
def visit_lesson(visit_page: Callable[..., Page]) -> Callable[..., Page]:
    """A function that opens a lesson: `visit_lesson("/?lesson=one-cell", color_scheme=…)`."""
    return partial(visit_page, "lessons")


def give(page: Page, answer: lessons.Answer, given: str) -> None:
    """Fill in an answer as its form asks for it, and commit it."""
    if answer.kind == "knob":
        assert answer.setup.knob is not None
        box = field(page, answer.setup.knob.name)
        box.fill(given)
        box.press("Enter")
        wanted = answer.setup.turn(float(given)).value
        eventually(lambda: _is(seen(page).value, wanted))
    elif answer.kind == "choice":
        page.get_by_test_id("stRadio").get_by_text(given, exact=True).click()
    elif answer.kind == "order":
        for place, item in enumerate(split(given)):
            pick(page, re.compile(f"^Place {place + 1}"), item)
    elif answer.kind == "numbers":
        for label, number in zip(answer.labels, split(given), strict=True):
            page.get_by_label(label, exact=True).fill(number)
    else:
        page.get_by_label(re.compile("^Your (answer|string)")).fill(given)
    page.get_by_role("button", name=re.compile("^Commit")).click()


@pytest.mark.parametrize("name", ORDER)
def test_a_lesson_is_played_through(visit_lesson: Callable[..., Page], name: str) -> None:
    """Each wrong idea gets its own message; the right answer opens the explanation."""
    page = visit_lesson(f"/?lesson={name}")
    lesson = lessons.load(name)
    wrong = page.locator(".st-key-verdict_wrong")
    for i, part in enumerate(lesson.parts):
        expect(page.locator(".st-key-lesson_prompt")).to_contain_text(_text(part.prompt))
        reveal = page.locator(".st-key-lesson_reveal")
        expect(reveal).to_have_count(0)
        for given, says in [(g, s) for n, j, g, s in FORESEEN if (n, j) == (name, i)]:
            give(page, part.answer, given)
            expect(wrong).to_contain_text(_drawn(says))
            expect(reveal).to_have_count(0)
        (right,) = (answers[0] for n, j, answers in RIGHT if (n, j) == (name, i))
        give(page, part.answer, right)
        expect(reveal).to_contain_text(_text(part.reveal))
        expect(wrong).to_have_count(0)
        if i + 1 < len(lesson.parts):
            page.get_by_role("button", name="Go on →").click()
    eventually(lambda: _is(seen(page).view.lesson.done, [name]))


def _text(prose: lessons.Prose) -> str:
    """Return the first block of prose as a page holds it."""
    return "".join(_drawn(run.text) for run in prose[0].runs or prose[0].items[0])


def _drawn(text: str) -> str:
    """Return a text as a page holds it, in which h₁ is an h and a 1."""
    return "".join(part if isinstance(part, str) else "".join(part) for part in pieces(text))


def _is(shown: object, wanted: object) -> None:
    assert shown == wanted
