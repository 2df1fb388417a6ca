"""How far a reader has come: what is covered, what was answered, what is done."""

from __future__ import annotations

import pytest

from rnnviz import Experiment, presets
from rnnviz.document import LessonView
from rnnviz.lessons import load, names
from rnnviz.lessons.progress import (
    after,
    answer_of,
    before,
    begun,
    begun_anew,
    closed,
    committed,
    is_covered,
    lesson_of,
    revealed,
    shared,
    verdict_of,
    with_done,
)

FIRST = "one-cell"


def test_a_part_begins_covered_and_a_right_answer_uncovers_it():
    """The first two of three steps, until 1.25 is given; a wrong answer leaves them covered."""
    start = begun(FIRST)
    assert start.x.ravel().tolist() == [1, 2]
    assert is_covered(start)
    assert verdict_of(start) is None

    wrong = committed(start, "0")
    assert is_covered(wrong)
    assert answer_of(wrong) == "0"
    assert not verdict_of(wrong).is_right

    right = committed(wrong, "1,25")
    assert right.x.ravel().tolist() == [1, 2, 0]
    assert right.trace.h[2, 0] == 1.25
    assert verdict_of(right).is_right
    assert not is_covered(right)
    assert right.view.lesson.answers == ["1,25"]


def test_what_is_covered_can_be_revealed_without_an_answer():
    """A teacher may; what was answered stays as it was, and a second time changes nothing."""
    start = committed(begun(FIRST), "7")
    shown = revealed(start)
    assert shown.x.ravel().tolist() == [1, 2, 0]
    assert answer_of(shown) == "7"
    assert revealed(shown) is shown


def test_an_answer_that_cannot_be_read_is_not_committed():
    """The sentence says what was expected."""
    with pytest.raises(ValueError, match="no number"):
        committed(begun(FIRST), "about one")


def test_a_lesson_is_done_when_every_part_is_answered_rightly():
    """In any order; done once, and kept when another lesson is opened."""
    e = committed(begun("shared", 1), "3")
    assert e.view.lesson.answers == ["", "3"]
    e = committed(begun("shared", 2, e.view.lesson), "110")
    assert e.view.lesson.done == []
    e = committed(begun("shared", 0, e.view.lesson), "22; 22")
    assert e.view.lesson.answers == ["22; 22", "3", "110"]
    assert e.view.lesson.done == ["shared"]
    assert committed(e, "22; 22").view.lesson.done == ["shared"]

    other = begun("one-cell", 0, e.view.lesson).view.lesson
    assert (other.name, other.part, other.answers, other.done) == ("one-cell", 0, [], ["shared"])


def test_a_string_is_handed_to_the_network():
    """What was committed stands in the graph, a character a step."""
    e = committed(begun("the-state-computes"), "())(")
    assert e.labels == ("(", ")", ")", "(")
    assert e.num_shown == 4


def test_starting_over_forgets_the_answer_of_this_part_alone():
    """And shows the part as it began."""
    e = committed(begun("shared", 1), "3")
    e = committed(begun("shared", 0, e.view.lesson), "66; 66")
    anew = begun_anew(e.turn(0.25))
    assert anew.view.lesson.answers == ["", "3"]
    assert anew.value == begun("shared").value


def test_the_course_leads_through_every_part_and_back():
    """From the first part of the first lesson to the last of the last, and the same way back."""
    walked, at = [], (names()[0], 0)
    while at is not None:
        walked.append(at)
        at = after(begun(*at))
    assert walked == [(name, i) for name in names() for i in range(len(load(name).parts))]

    back, at = [], walked[-1]
    while at is not None:
        back.append(at)
        at = before(begun(*at))
    assert back == walked[::-1]


def test_a_link_restores_lesson_part_answers_and_what_is_done():
    """All of it is in the experiment, and so in its link."""
    e = committed(begun("shared", 1, LessonView(done=["one-cell"])), "15").look(step=2, unit=1)
    again = Experiment.from_link(e.to_link())
    assert again.view.lesson == e.view.lesson
    assert lesson_of(again)[1] is lesson_of(e)[1]
    assert not verdict_of(again).is_right


def test_what_names_no_lesson_or_part_is_refused():
    """A link of another version, for example."""
    with pytest.raises(ValueError, match="there is no lesson 'mine'"):
        begun("mine")
    with pytest.raises(ValueError, match="part is 9: expected 0 to 1 of one-cell"):
        begun("one-cell", 9)
    strange = presets.load("latch").look(lesson={"name": "one-cell", "part": 9})
    with pytest.raises(ValueError, match="has no part 9: expected 0 to 1"):
        lesson_of(strange)
    with pytest.raises(ValueError, match="there is no lesson ''"):
        lesson_of(presets.load("latch"))


def test_a_closed_lesson_leaves_what_is_done():
    """Nothing else of it."""
    e = begun("shared", 1, LessonView(done=["one-cell"]))
    assert closed(e).view.lesson == LessonView(done=["one-cell"])


def test_what_is_shared_has_no_answers():
    """And what was covered is covered again; another network than a lesson's stays as it is."""
    solved = committed(begun(FIRST), "1.25")
    for_others = shared(solved)
    assert for_others.view.lesson == LessonView(name=FIRST)
    assert is_covered(for_others)
    turned = committed(begun("memory-fades").turn(0.95), "0.95").look(step=4)
    for_others = shared(turned)
    assert (for_others.value, for_others.view.step) == (turned.value, 4)
    assert for_others.view.lesson.answers == []
    other = presets.load("latch").look(lesson={"done": [FIRST]})
    assert shared(other).view.lesson == LessonView()


def test_what_is_done_goes_along_to_another_network():
    """Unless that one knows of lessons itself."""
    before = presets.load("latch").look(lesson={"done": [FIRST]})
    assert with_done(presets.load("decay"), before).view.lesson.done == [FIRST]
    own = presets.load("decay").look(lesson={"done": ["shared"]})
    assert with_done(own, before) is own


def test_an_answer_of_another_version_of_the_question_is_none():
    """It can no longer be read, and so it is neither right nor wrong."""
    e = presets.load("decay").look(lesson={"name": "shared", "answers": ["zzz", "3", "110"]})
    assert verdict_of(e) is None
    assert (
        committed(e.look(lesson=e.view.lesson.model_dump() | {"part": 1}), "3").view.lesson.done
        == []
    )
