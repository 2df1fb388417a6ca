"""The lesson's place in a link: which one, which part, what was answered."""

from __future__ import annotations

import pytest

from rnnviz import Experiment, presets

PLACE = {"name": "one-cell", "part": 1, "answers": ["1,25", ""], "done": ["shared"]}


def test_a_link_restores_the_lesson():
    """Name, part, answers and progress; and another sequence or knob leaves them alone."""
    experiment = presets.load("decay").look(lesson=PLACE)
    again = Experiment.from_link(experiment.to_link())

    assert again.view.lesson.model_dump() == PLACE
    assert again.with_sequence([[1], [0]]).select(None).view.lesson.model_dump() == PLACE


def test_no_lesson_leaves_no_trace_in_a_document():
    """Links from before there were lessons stay as they were."""
    assert "lesson" not in presets.load("decay").to_document()["view"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "x" * 41}, "lesson.name is .*: string should have at most 40 characters"),
        ({"part": -1}, "lesson.part is -1"),
        ({"answers": ["x" * 401]}, r"lesson.answers\[0\] is .*: string should have at most 400"),
        ({"answers": [""] * 13}, "lesson.answers holds 13 items: expected at most 12"),
        ({"done": ["x"] * 41}, "lesson.done holds 41 items: expected at most 40"),
        ({"done": ["x" * 41]}, r"lesson.done\[0\] is .*: string should have at most 40"),
        ({"answers": [1]}, r"lesson.answers\[0\] is 1: input should be a valid string"),
    ],
)
def test_what_a_link_may_not_say(changes, says):
    """A hostile link is refused with a sentence, before anything is looked up."""
    with pytest.raises(ValueError, match=says):
        presets.load("decay").look(lesson={**PLACE, **changes})


def test_what_a_later_version_adds_survives():
    """As in the other sections of a view."""
    experiment = presets.load("decay").look(lesson={**PLACE, "hints": 2})
    assert Experiment.from_link(experiment.to_link()).view.lesson.model_extra == {"hints": 2}
