"""The lessons as a reader plays them: by hand, by keyboard, to a class, and from a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from rnnviz import lessons
from rnnviz.document import LessonView
from rnnviz.lessons.progress import begun, closed, committed
from rnnviz.lessons.prose import Prose
from rnnviz.lessons.reading import split
from rnnviz.lessons.symbols import pieces
from tests.browser.axe import violations
from tests.browser.reading import eventually, field, place_on, take
from tests.browser.test_memory_page import pick, seen
from tests.lessons.test_ten_lessons import FORESEEN, RIGHT

# The name of what has the focus, also within a component.
FOCUSED = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one?.getAttribute("aria-label") ?? one?.textContent ?? "";
}"""


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
        box = page.get_by_label(re.compile("^Your (answer|string)"))
        expect(box).to_have_count(1)
        box.fill(given)
    page.get_by_role("button", name=re.compile("^Commit")).click()


@pytest.mark.parametrize(
    ("name", "at"),
    [
        pytest.param("one-cell", 1, id="number"),
        pytest.param("fold-and-unroll", 0, id="numbers"),
        pytest.param("state-is-not-output", 0, id="choice"),
        pytest.param("vanish-or-explode", 1, id="order"),
        pytest.param("the-state-computes", 0, id="string"),
        pytest.param("memory-fades", 0, id="knob"),
    ],
)
def test_an_answer_of_each_kind_is_given(
    show: Callable[[str], Page], request: pytest.FixtureRequest, name: str, at: int
) -> None:
    """A wrong idea gets its message, the right answer opens the explanation.

    tests/app plays all ten lessons, with every wrong idea.
    """
    part = lessons.load(name).parts[at]
    assert part.answer.kind == request.node.callspec.id
    page = show(f"/lessons?s={begun(name, at).to_link()}")
    expect(page.locator(".st-key-lesson_prompt")).to_contain_text(_text(part.prompt))
    wrong, reveal = page.locator(".st-key-verdict_wrong"), page.locator(".st-key-lesson_reveal")
    expect(reveal).to_have_count(0)
    given, says = next((given, says) for n, i, given, says in FORESEEN if (n, i) == (name, at))
    give(page, part.answer, given)
    expect(wrong).to_contain_text(_drawn(says))
    expect(reveal).to_have_count(0)
    (right,) = (answers[0] for n, i, answers in RIGHT if (n, i) == (name, at))
    give(page, part.answer, right)
    expect(reveal).to_contain_text(_text(part.reveal))
    expect(wrong).to_have_count(0)


def test_a_lesson_is_played_to_its_end(
    show: Callable[[str], Page], settled: Callable[[Page], None]
) -> None:
    """*Go on* leads from part to part, and after the last the address says that it is done."""
    page = show("/lessons?lesson=shared")
    parts = lessons.load("shared").parts
    for i, part in enumerate(parts):
        expect(page.locator(".st-key-lesson_prompt")).to_contain_text(_text(part.prompt))
        (right,) = (answers[0] for n, j, answers in RIGHT if (n, j) == ("shared", i))
        give(page, part.answer, right)
        expect(page.locator(".st-key-lesson_reveal")).to_contain_text(_text(part.reveal))
        if i + 1 < len(parts):
            page.get_by_role("button", name="Go on →").click()
            # All of the part before is gone, its field, too, which may be like the next one's.
            expect(page.locator(".st-key-lesson_reveal")).to_have_count(0)
            settled(page)
            heading = page.get_by_role("heading", name="One set of weights")
            expect(heading).to_be_focused()
            expect(heading).to_be_in_viewport(ratio=1)
            expect(heading).to_have_accessible_description(f"Lesson 3 of 10, part {i + 2} of 3")
    eventually(lambda: _is(seen(page).view.lesson.done, ["shared"]))


def test_a_lesson_is_done_by_keyboard_alone_on_a_phone(visit_lesson: Callable[..., Page]) -> None:
    """Tab to the field, type, Enter; Tab to a link in the text, and Enter sets the step."""
    page = visit_lesson("/?lesson=one-cell", viewport={"width": 390, "height": 844})
    _tab_to(page, "Your answer")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-verdict_wrong")).to_contain_text("forgot the state")
    _tab_to(page, "Your answer")
    page.keyboard.press("Control+A")
    page.keyboard.type("1.25")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-verdict_right")).to_be_visible()
    eventually(lambda: _is(len(seen(page).x), 3))
    _tab_to(page, "step 2")
    page.keyboard.press("Enter")
    expect(page.locator(".nodes .flash")).to_have_attribute(
        "aria-label", re.compile("Step 2, hidden unit 0")
    )
    eventually(lambda: _is(seen(page).view.step, 2))
    _tab_to(page, "Go on →")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lesson 1 of 10, part 2 of 2")).to_be_visible()
    heading = page.get_by_role("heading", name="One cell", exact=True)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert not (found := violations(page, "A lesson on a phone")), "\n".join(found)


def test_a_class_is_led_through_a_lesson(
    visit_lesson: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    """From the list into the projector view; E explains, PageDown and PageUp go on and back.

    Right after a drag, too; and 0 begins anew.
    """
    page = visit_lesson("/", color_scheme="dark")
    page.get_by_role("link", name=re.compile("1. One cell")).click()
    page.get_by_role("button", name="Projector view").click()
    reveal = page.locator(".st-key-lesson_reveal")
    expect(page.get_by_role("button", name=re.compile("^Show the explanation"))).to_be_visible()
    page.keyboard.press("e")
    expect(reveal).to_be_visible()
    assert not (found := violations(page, "A lesson to a room")), "\n".join(found)
    page.keyboard.press("0")
    expect(reveal).to_have_count(0)
    settled(page)
    take(page, "W_hh[0, 0]")
    page.mouse.move(*place_on(page, "W_hh[0, 0]", 0.8), steps=4)
    page.mouse.up()
    eventually(lambda: _is(seen(page).value > 1, True))
    settled(page)
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Lesson 1 of 10, part 2 of 2")).to_be_visible()
    settled(page)
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Lesson 1 of 10, part 1 of 2")).to_be_visible()


def test_number_fields_bring_up_number_keys(show: Callable[[str], Page]) -> None:
    """Where no number below 0 is in question: the number keys of some phones have no minus."""
    for name, at, label, mode in (
        ("one-cell", 0, "Your answer", "decimal"),
        ("shared", 0, "At 300 steps", "decimal"),
        ("a-sum-over-copies", 1, "Your answer", ""),
        ("the-state-computes", 0, "Your string, of ( and )", ""),
    ):
        page = show(f"/lessons?s={begun(name, at).to_link()}")
        box = page.get_by_label(label, exact=True)
        box.focus()
        assert box.evaluate("field => field.inputMode") == mode, name


def test_a_double_click_commits(show: Callable[[str], Page]) -> None:
    """The second click, which knows of no new address yet, takes nothing back."""
    page = show("/lessons?lesson=one-cell")
    page.get_by_label("Your answer").fill("1.25")
    page.get_by_role("button", name="Commit my answer").dblclick()
    expect(page.locator(".st-key-lesson_reveal")).to_be_visible()
    eventually(lambda: _is(seen(page).view.lesson.answers, ["1.25"]))
    expect(page.locator(".st-key-verdict_right")).to_be_visible()


def test_a_link_restores_the_lesson_and_its_list_what_is_done(
    visit_lesson: Callable[..., Page], show: Callable[[str], Page]
) -> None:
    """Part, answer, step and unit, loaded anew; a link of a lesson that is none says so."""
    e = committed(begun("shared", 1), "5").look(step=2, unit=1)
    page = visit_lesson(f"/?s={e.to_link()}")
    expect(page.get_by_text("Lesson 3 of 10, part 2 of 3")).to_be_visible()
    expect(page.get_by_label("Your answer, in units")).to_have_value("5")
    expect(page.locator(".st-key-verdict_wrong")).to_contain_text("units are not time steps")
    expect(page.locator('[aria-current="true"]')).to_have_attribute(
        "aria-label", re.compile("Step 2, hidden unit 1")
    )
    done = begun("one-cell", 0, LessonView(done=["shared"]))
    show(f"/lessons?s={closed(done).to_link()}")
    expect(page.get_by_role("link", name=re.compile("3. One set of weights.*done"))).to_be_visible()
    assert not (found := violations(page, "All lessons")), "\n".join(found)
    show("/lessons?lesson=nothing")
    expect(page.get_by_text("there is no lesson 'nothing'")).to_be_visible()


def test_the_glossary_opens_at_its_own_address(visit_page: Callable[..., Page]) -> None:
    """It has its terms, and axe finds nothing serious."""
    page = visit_page("glossary", "/")
    expect(page.get_by_text("recurrent network", exact=True)).to_be_visible()
    assert not (found := violations(page, "Glossary")), "\n".join(found)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the keyboard's focus is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name == page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def _text(prose: Prose) -> str:
    """Return the first block of prose as a page holds it."""
    return "".join(_drawn(run.text) for run in prose[0].runs or prose[0].items[0])


def _drawn(text: str) -> str:
    """Return a text as a page holds it, in which h₁ is an h and a 1."""
    return "".join(part if isinstance(part, str) else "".join(part) for part in pieces(text))


def _is(shown: object, wanted: object) -> None:
    assert shown == wanted
