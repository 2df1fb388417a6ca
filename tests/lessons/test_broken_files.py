"""Files of lessons: a teacher adds one by adding a file; a broken one says what, and where."""

from __future__ import annotations

import os

import pytest

from rnnviz.lessons import lesson
from rnnviz.lessons.glossary import glossary_of

GOOD = """
title = "A lesson"
idea = "One sentence."

[[parts]]
text = "Look at [step 2](step:2)."
prompt = "What is h₂?"
reveal = "It is 1.25."

[parts.setup]
preset = "decay"

[parts.answer]
kind = "number"
right = { oracle = "state", step = 2 }
tolerance = 0.005

[[parts.answer.wrong]]
value = 0
message = "No."

[[parts]]
text = "Again."
prompt = "Turn it."
reveal = "So."

[parts.answer]
kind = "knob"
right = [{ value = { oracle = "state", step = 5 }, at_least = 0.5 }]
"""
CHOICE = """kind = "choice"
right = 1
options = [
  { text = "a", value = 1, message = "Yes." },
  { text = "b", value = 2, message = "No." },
]
"""
NUMBER = GOOD[GOOD.index('kind = "number"') : GOOD.index('[[parts]]\ntext = "Again')]
NETWORK = "W_xh = [[1]], W_hh = [[1]], W_hy = [[1]], b_h = [0], b_y = [0]"
PICTURE = '\n[picture]\nkind = "graph"\n'
KNOB = GOOD[GOOD.index('kind = "knob"') :]


def write(folder, text, name="03-mine.toml"):
    """Write a lesson's file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_lesson_is_added_by_adding_a_file(tmp_path):
    """The files' names order the course, and name the lessons; a second part goes on."""
    write(tmp_path, GOOD, "02-second.toml")
    write(tmp_path, GOOD, "01-first.toml")
    loaded = lesson.load_from(tmp_path, "first")

    assert list(lesson.files(tmp_path)) == ["first", "second"]
    assert (loaded.name, loaded.next) == ("first", "second")
    assert lesson.load_from(tmp_path, "second").next is None
    first, second = loaded.parts
    assert (second.setup.net.W_hh == first.setup.net.W_hh).all()
    assert first.more is None


def test_next_may_be_given(tmp_path):
    """A course may jump."""
    for name in "abc":
        write(tmp_path, GOOD, f"{name}.toml")
    write(tmp_path, GOOD.replace("idea", 'next = "c"\nidea'), "a.toml")
    assert lesson.load_from(tmp_path, "a").next == "c"


def test_a_changed_file_is_read_again(tmp_path):
    """A teacher sees what was edited without starting anew."""
    path = write(tmp_path, GOOD)
    assert lesson.load_from(tmp_path, "mine").title == "A lesson"
    write(tmp_path, GOOD.replace("A lesson", "Another"))
    os.utime(path, ns=(1, 1))
    assert lesson.load_from(tmp_path, "mine").title == "Another"


def test_a_lesson_has_the_picture_that_its_file_names(tmp_path):
    """Without one it has a graph of the first steps, and none that is covered."""
    drawn = 'kind = "curve"\nlanes = [["y0"]]\npart = 1\n'
    write(
        tmp_path, GOOD.replace("\n[[parts]]\n", f"\n[picture]\n{drawn}\n[[parts]]\n", 1), "a.toml"
    )
    covered = GOOD.replace("[[parts]]\ntext", "[[parts]]\ncovered_from = 3\ntext", 1)
    write(tmp_path, covered, "b.toml")
    named, usual = (lesson.load_from(tmp_path, name) for name in "ab")
    assert named.thumbnail.lanes == [["y0"]]
    assert named.pictured is named.parts[1].setup
    assert (usual.thumbnail.kind, usual.thumbnail.last) == ("graph", 2)
    assert usual.pictured is usual.parts[0].setup


BROKEN = [
    ("idea = ", "idea == ", "this is no TOML: "),
    ("idea = ", "idea == ", "line 3, column"),
    ('idea = "One sentence."', "", "idea is missing: expected a value"),
    ('title = "A lesson"', 'title = ""', "title is '': string should have at least 1 character"),
    ('title = "A lesson"', "title = 3", "title is 3: input should be a valid string"),
    ("idea", "ideas", "idea is missing"),
    ("prompt = \"Turn it.\"", "", "parts[1].prompt is missing: expected a value"),
    ("prompt = \"Turn it.\"", 'promt = "a"\nprompt = "b"', "parts[1].promt is not a field"),
    ("tolerance = 0.005", "tolerance = -1",
     "parts[0].answer.tolerance is -1: input should be greater"),
    ("tolerance = 0.005", "tolerance = nan",
     "parts[0].answer.tolerance is nan: input should be a finite"),
    ("tolerance = 0.005", 'tolerance = "a"',
     "parts[0].answer.tolerance is 'a': input should be a valid number"),
    ("tolerance = 0.005", "", "parts[0].answer.tolerance is missing"),
    ('kind = "number"', 'kind = "guess"',
     "parts[0].answer.kind is 'guess': expected one of number, numbers"),
    ('kind = "number"', "", "parts[0].answer.kind is missing"),
    ('oracle = "state", step = 2', 'oracle = "stat", step = 2',
     "parts[0].answer.right: there is no oracle 'stat': expected one of constant, state"),
    ('oracle = "state", step = 2', 'oracle = "state", stp = 2',
     "parts[0].answer.right: stp is no argument of the oracle state: expected one of step, unit"),
    ('oracle = "state", step = 2', 'oracle = "state"',
     "parts[0].answer.right: the oracle state lacks step"),
    ('oracle = "state", step = 2', 'oracle = "state", step = 6',
     "parts[0].answer.right: step is 6: expected a whole number from 0 to 5"),
    ('oracle = "state", step = 2', 'oracle = "state", step = "a"',
     "parts[0].answer.right: step is 'a': input should be a valid integer"),
    ('oracle = "state", step = 2', 'oracle = "sum_of_inputs", input = 1',
     "parts[0].answer.right: input is 1"),
    ('oracle = "state", step = 2', 'oracle = "parameters_untied", steps = 0',
     "answer.right: steps is 0"),
    ('oracle = "state", step = 2', 'oracle = "gradient", knob = "W_hh"',
     "answer.right: there is no knob 'W_hh'"),
    ('oracle = "state", step = 2', 'oracle = "gradient", knob = "gain of W_hh"',
     "answer.right: the number is gain of W_hh: expected an entry"),
    ('oracle = "state", step = 2', 'oracle = "gradient", knob = 3',
     "parts[0].answer.right: knob is 3: input should be a valid string"),
    ('oracle = "state", step = 2', 'oracle = "constant", number = "a"',
     "parts[0].answer.right: number is 'a': input should be a valid number"),
    ('oracle = "state", step = 2', 'oracle = "is_balanced"',
     "parts[0].answer.right: the steps have no labels"),
    ('oracle = "state", step = 2', 'oracle = "outputs_agree", step = 1, sequence = [1]',
     "answer.right: the sequence has 1 numbers: expected 6"),
    ("right = { oracle = \"state\", step = 2 }", 'right = "much"',
     "parts[0].answer.right is 'much': expected a number, or an oracle and its arguments"),
    ("value = 0\n", "", "parts[0].answer.wrong[0].value is missing"),
    ("value = 0\n", 'value = { oracle = "x" }\n',
     "parts[0].answer.wrong[0].value: there is no oracle 'x'"),
    ('message = "No."', 'message = "<b>No</b>"',
     "parts[0].answer.wrong[0].message: line 1 holds HTML"),
    ('text = "Look at', 'text = "\\n\\n[a](b)',
     "parts[0].text: line 3: the link 'b' leads nowhere here"),
    ("step:2", "step:6",
     "parts[0].text: the link 'step:6' does not fit: view.step is 6: expected at most 5"),
    ("step:2", "knob:W_hh[1,0]", "parts[0].text: the link 'knob:W_hh[1,0]' does not fit"),
    ("It is 1.25.", "![a](b)", "parts[0].reveal: line 1 holds an image"),
    ('preset = "decay"', "", "parts[0].setup: there is neither a preset nor a network"),
    ('preset = "decay"', 'preset = "decoy"', "parts[0].setup: there is no preset 'decoy'"),
    ('preset = "decay"', 'preset = "decay"\nstep = 6', "parts[0].setup: view.step is 6"),
    ('preset = "decay"', 'preset = "decay"\nknob = "W"', "parts[0].setup: there is no knob 'W'"),
    ('preset = "decay"', 'preset = "decay"\nsequence = []', "parts[0].setup: x has shape"),
    ('preset = "decay"', 'preset = "decay"\nsequence = [[1, 2]]',
     "parts[0].setup: x has shape (1, 2)"),
    ('preset = "decay"', 'preset = "decay"\nweights = { W = [1] }', "parts[0].setup: "),
    ('preset = "decay"', 'preset = "decay"\nweights = { W_hh = [[1, 2]] }',
     "parts[0].setup: W_hh has shape"),
    ('preset = "decay"', 'preset = "decay"\nmemory = { part = "all" }',
     "parts[0].setup: memory.part is 'all'"),
    ('preset = "decay"', 'preset = "decay"\nmemory = { nudge = { step = 9 } }',
     "parts[0].setup: view.memory.nudge.step is 9"),

        ('preset = "decay"', 'preset = "decay"\nnetwork = {' + NETWORK + "}",
     "parts[0].setup: there are both a preset and a network"),

        ('preset = "decay"',
     'network = {' + NETWORK + "}",
     "parts[0].setup: there is a network without a sequence"),
    ('preset = "decay"', 'network = { W_xh = [[1]] }', "parts[0].setup.network.W_hh is missing"),
    ('[[parts]]\ntext = "Look', '[[parts]]\ncovered_from = 6\ntext = "Look',
     "parts[0]: covered_from is 6: expected a step from 1 to 5"),
    ('[[parts]]\ntext = "Look', '[[parts]]\ncovered_from = 0\ntext = "Look',
     "parts[0].covered_from is 0"),
    ('[[parts]]\ntext = "Look', '[[parts]]\ncovered_from = 2\ntext = "Look',
     "parts[0].text: the link 'step:2' does not fit"),
    (NUMBER, CHOICE.replace("right = 1", "right = 3"),
     "parts[0].answer.options: 0 of them are right: expected one"),
    (NUMBER, CHOICE.replace("value = 2", "value = 1"),
     "parts[0].answer.options: 2 of them are right"),
    (NUMBER, CHOICE.replace('"b"', '"a"'), "parts[0].answer.options[1]: 'a' stands there twice"),
    (KNOB, 'kind = "order"\nitems = [{ text = "a", value = 1 }]', "parts[1].answer.items is"),
    (KNOB, 'kind = "order"\nitems = [{ text = "a;", value = 1 }, { text = "b", value = 1 }]',
     "parts[1].answer.items[0].text is 'a;'"),
    (KNOB, 'kind = "order"\nitems = [{ text = "a", value = 1 }, { text = "b", value = 2 }]\n'
     'wrong = [{ order = [0, 0], message = "a" }]',
     "parts[1].answer.wrong[0].order: [0, 0] is no order"),

        (KNOB, 'kind = "numbers"\ntolerance = 0\nboxes = ['
     '{ label = "a", right = 1 }, { label = "b", right = 2 }]\n'
     'wrong = [{ values = [1], message = "a" }]',
     "parts[1].answer.wrong[0].values: there are 1: expected 2"),
    (KNOB, 'kind = "string"\nsymbols = { "ab" = [1] }\nright = [{ value = 1 }]',
     "parts[1].answer.symbols"),
    (KNOB, 'kind = "string"\nsymbols = { a = [1, 2] }\nright = [{ value = 1 }]',
     "parts[1].answer.symbols.a: there are 2 numbers: expected 1, one"),
    (KNOB, 'kind = "string"\nsymbols = { a = [1], b = [] }\nright = [{ value = 1 }]',
     "parts[1].answer.symbols.b: there are 0 numbers"),
    (KNOB, 'kind = "knob"\nright = []', "parts[1].answer.right is []"),

        (KNOB, 'kind = "knob"\nright = [{ value = 1 }]\n'
     'wrong = [{ when = [{ value = { oracle = "x" } }], message = "a" }]',
     "parts[1].answer.wrong[0].when[0]: there is no oracle 'x'"),
    (KNOB, 'kind = "knob"\nright = [{ value = 1, at_leest = 1 }]',
     "parts[1].answer.right[0].at_leest is not a field"),
    ("\n[[parts]]\n", PICTURE + "last = 6\n[[parts]]\n", "picture: last is 6: expected 0 to 5"),
    ("\n[[parts]]\n", PICTURE + "[[parts]]\n", "picture.last is missing: expected a value"),
    ("\n[[parts]]\n", PICTURE + "last = 2\nlost = 1\n[[parts]]\n",
     "picture.lost is not a field of this version"),
    ("\n[[parts]]\n", PICTURE + "last = 2\npart = 2\n[[parts]]\n",
     "picture: part is 2: expected 0 to 1"),
    ("\n[[parts]]\n", '\n[picture]\nkind = "photo"\n[[parts]]\n',
     "picture.kind is 'photo': expected one of graph, curve, portrait"),
    ("\n[[parts]]\n", "\n[picture]\nlast = 2\n[[parts]]\n", "picture.kind is missing"),
    ("idea", 'next = "nowhere"\nidea', "next is 'nowhere': expected one of mine"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), BROKEN)
def test_a_broken_file_says_what_is_wrong_and_where(tmp_path, old, new, says):
    """One sentence: the file, the place in it, the value, and what was expected."""
    assert old in GOOD
    write(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the message is compared below
        lesson.load_from(tmp_path, "mine")

    assert str(caught.value).startswith("assets/lessons/03-mine.toml, ")
    assert says in str(caught.value)


def test_a_knob_without_one_in_hand(tmp_path):
    """What is asked for must be there to be turned."""
    text = GOOD.replace('[parts.setup]\npreset = "decay"', "", 1).replace(
        'prompt = "What',
        "setup = { network = { W_xh = [[1]], W_hh = [[1]], W_hy = [[1]], b_h = [0], b_y = [0] }, "
        'sequence = [1, 0, 0, 0, 0, 0] }\nprompt = "What',
    )
    write(tmp_path, text)
    with pytest.raises(ValueError, match=r"parts\[1\]\.answer\.kind: a knob is asked for"):
        lesson.load_from(tmp_path, "mine")


def test_a_file_that_is_no_text(tmp_path):
    """Bytes that are no UTF-8 are refused with their place."""
    (tmp_path / "mine.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(ValueError, match=r"mine\.toml, byte 9 is no UTF-8"):
        lesson.load_from(tmp_path, "mine")


@pytest.mark.parametrize("name", ["Mine.toml", "my lesson.toml", "-.toml", f"{'a' * 41}.toml"])
def test_a_name_that_no_link_could_hold(tmp_path, name):
    """A lesson's name is small letters, digits and dashes."""
    write(tmp_path, GOOD, name)
    write(tmp_path, GOOD)
    assert list(lesson.files(tmp_path)) == ["mine"]
    (sentence,) = lesson.misnamed(tmp_path)
    assert "is no name for a lesson: expected small letters" in sentence


def test_what_an_editor_leaves_behind_is_no_lesson(tmp_path):
    """A hidden file is left alone."""
    write(tmp_path, GOOD, "._03-mine.toml")
    assert lesson.files(tmp_path) == {}
    assert lesson.misnamed(tmp_path) == []


def test_two_files_of_one_name(tmp_path):
    """Numbers order the files; the names after them must differ."""
    write(tmp_path, GOOD, "01-mine.toml")
    write(tmp_path, GOOD, "02-mine.toml")
    assert lesson.files(tmp_path)["mine"].name == "01-mine.toml"
    (sentence,) = lesson.misnamed(tmp_path)
    assert "02-mine.toml is the lesson 'mine', and so is" in sentence


def test_a_lesson_that_is_not_there(tmp_path):
    """The sentence says which there are."""
    write(tmp_path, GOOD)
    with pytest.raises(ValueError, match="there is no lesson 'yours': expected one of mine"):
        lesson.load_from(tmp_path, "yours")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("groups = [", "glossary.toml, this is no TOML"),
        ("", "groups is missing"),
        ('[[groups]]\nheading = "A"\nterms = [{ name = "a", sentence = "No end" }]',
         r"groups\[0\].terms\[0\].sentence is 'No end': string should match"),
        ('[[groups]]\nheading = "A"\nterms = [{ name = "a", sentence = "A." }, '
         '{ name = "a", sentence = "B." }]', r"groups\[0\].terms\[1\].name is 'a', which stands"),
    ],
)  # fmt: skip
def test_a_broken_glossary(tmp_path, text, says):
    """The glossary is a file like the lessons."""
    path = tmp_path / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        glossary_of(path)


def test_the_example_for_teachers_is_a_lesson(tmp_path):
    """What the folder's README shows can be copied into a file, and works."""
    text = (lesson.FOLDER / "README.md").read_text(encoding="utf-8")
    write(tmp_path, text.split("```toml\n")[1].split("```")[0])
    part = lesson.load_from(tmp_path, "mine").parts[0]

    assert part.answer.check("1.25", part.setup).is_right
    assert (len(part.setup.x), len(part.revealed.x)) == (2, 3)
