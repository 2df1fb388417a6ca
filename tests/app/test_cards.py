"""Cards: each is one link with a picture, and whatever a text holds, it stays a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import rnnviz as rv
from rnnviz import lessons
from rnnviz.app import cards
from rnnviz.document import LessonView
from rnnviz.drawings import draw
from rnnviz.lessons.progress import begun, closed
from tests.app.card_links import links_of, read
from tests.hostile import HOSTILE


@pytest.mark.parametrize(("count", "columns"), [(2, 2), (3, 3), (4, 4), (10, 2), (5, 3), (1, 2)])
def test_rows_are_as_full_as_can_be(count: int, columns: int) -> None:
    """Two, three and four go side by side, ten in twos: no row is left half empty."""
    assert cards.columns_of(count) == columns


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    """A title, a description, an address and the words of a picture open no element."""
    picture = cards.Drawing("<svg/>", text)
    card = cards.Card("name", text, text, picture, "lessons", {"lesson": text}, is_done=True)
    (link,) = read(cards.item(card, {"hide": "setup"}))
    assert "".join(link.texts) == f"{text.strip()}✓ done{text.strip()}"
    assert link.alt == text
    assert link.href.startswith("./lessons?lesson=")
    assert link.href.endswith("&hide=setup")


def test_the_list_of_lessons_leads_to_every_lesson(open_asking: Callable[..., Any]) -> None:
    """By its short address, as long as nothing is done."""
    links = links_of(open_asking("lessons"))
    names = lessons.names()
    assert [link.href for link in links] == [f"./lessons?lesson={name}" for name in names]
    for link, (number, name) in zip(links, enumerate(names, 1), strict=True):
        one = lessons.load(name)
        assert link.texts == [f"{number}. {one.title}", one.idea]
        assert link.picture == draw(one.pictured, one.thumbnail).svg


def test_what_is_done_goes_along(open_asking: Callable[..., Any]) -> None:
    """The lesson that is done says so, and every link keeps it."""
    before = closed(begun("one-cell", 0, LessonView(done=["shared"])))
    links = links_of(open_asking("lessons", before))
    assert [one.texts[1] for one in links if len(one.texts) == 3] == ["✓ done"]
    for link in links:
        shown = rv.Experiment.from_link(link.href.removeprefix("./lessons?s="))
        assert shown.view.lesson.done == ["shared"]


def test_a_picture_is_drawn_once(open_page: Callable[..., Any]) -> None:
    """Another visit of the list computes none of them again."""
    cards.picture_of.cache_clear()
    page = open_page()
    for _ in range(2):
        page.app.switch_page(str(cards.Path(cards.__file__).parent / "pages/networks.py")).run()
    assert not page.app.exception
    assert cards.picture_of.cache_info().misses == len(rv.presets.names())
