"""Actions: what each link does to an experiment, and what does not fit it."""

from __future__ import annotations

import pytest

from rnnviz import Knob, presets
from rnnviz.lessons.action import apply, knob_named, parse


def do(text, name="sharing"):
    """Return a preset after a link was followed."""
    return apply(parse(text), presets.load(name))


def test_positions_are_set():
    """A step, a unit and an output; nothing else moves."""
    before = presets.load("sharing")

    assert do("step:5").view.step == 5
    assert do("unit:2").view.unit == 2
    assert do("output:1").view.output == 1
    assert do("unit:2").view.step == before.view.step


def test_a_knob_is_taken_in_hand_and_turned():
    """A knob by its name; a value turns the knob in hand."""
    assert do("knob:W_hh[0,1]").knob == Knob.entry("W_hh", 0, 1)
    assert do("value:−0.75").value == -0.75
    assert do("value:−0.75").net.W_hh[0, 0] == -0.75


def test_the_drawing_is_folded_and_unfolded():
    """Both ways, and twice the same is the same."""
    folded = do("fold:")
    assert folded.view.explore.folded
    assert not apply(parse("unfold:"), folded).view.explore.folded


def test_a_sequence_is_set():
    """Of one input a step a number; of two a step a row."""
    assert do("input:1 0 0.5", "decay").x.tolist() == [[1], [0], [0.5]]
    assert do("input:1 2; 0 −1").x.tolist() == [[1, 2], [0, -1]]


def test_another_preset_leaves_the_lesson_where_it_is():
    """What was answered is no matter of the network that is looked at."""
    lesson = {"name": "one-cell", "part": 1, "answers": ["1.25"], "done": []}
    before = presets.load("decay").look(lesson=lesson)
    after = apply(parse("preset:latch"), before)

    assert after.title == presets.load("latch").title
    assert after.view.lesson == before.view.lesson


def test_a_page_says_where_and_its_part_is_chosen():
    """Going there is the app's; which question it shows is the view's."""
    assert parse("page:memory/copies").page == "memory"
    assert parse("step:1").page is None
    assert do("page:memory/copies").view.memory.part == "copies"
    assert do("page:dynamics/summary").view.dynamics.part == "summary"
    assert do("page:glossary").to_document() == presets.load("sharing").to_document()


@pytest.mark.parametrize(
    "knob",
    [
        Knob.entry("W_hh", 0, 12), Knob.entry("b_y", 1), Knob.gain("W_xh"), Knob.shift("b_h"),
        Knob.spectral_radius(), Knob.input(3, 1), Knob.initial_state(2),
    ],
)  # fmt: skip
def test_every_knob_is_known_by_its_name(knob):
    """What people call a knob is how a link names it."""
    assert knob_named(knob.name) == knob


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("step:8", "sharing", "view.step is 8: expected at most 7"),
        ("unit:3", "sharing", "view.unit is 3"),
        ("knob:W_hh[3,0]", "sharing", "out of range"),
        ("input:1 0 1", "sharing", "x has shape"),
        ("value:1", "large", "no knob is selected"),
    ],
)
def test_what_does_not_fit_the_experiment_is_said(text, name, says):
    """A link that was made for another network gives a sentence."""
    with pytest.raises(ValueError, match=says):
        apply(parse(text), presets.load(name).replace(knob=None, value=None)
              if name == "large" else presets.load(name))  # fmt: skip
