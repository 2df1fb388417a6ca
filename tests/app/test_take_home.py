"""What one takes home: each file as its function makes it, whatever is shown."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest

import rnnviz as rv
from rnnviz import exports
from rnnviz.app import take_home
from rnnviz.exports.texts import file_stem
from rnnviz.lessons.progress import begun
from rnnviz.panel.handout import to_handout

FILES = {file.ending: file for file in take_home.FILES}
EXPLODING = rv.Experiment(
    net=rv.RNN(W_xh=[[3e38]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear"), x=[[1.0], [0.0]]
)


def test_each_file_is_what_its_function_makes():
    """With the knob turned, as it is shown."""
    e = rv.presets.load("sharing").turn(0.5)
    made = {name: file.make(e) for name, file in FILES.items()}
    assert made == {
        ".html": to_handout(e),
        ".py": exports.to_script(e),
        ".ipynb": exports.to_notebook(e),
        "-pytorch.py": exports.to_torch(e),
        ".csv": exports.to_csv(e),
        ".npz": exports.to_npz(e),
        ".json": e.to_json(),
    }


def test_no_two_files_of_one_view_share_a_name():
    """In a lesson they are called after the lesson and its part."""
    assert len(FILES) == len(take_home.FILES)
    assert take_home.lesson_title(begun("shared", 1)) == "One set of weights, part 2"


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("One unit that forgets by halves", "rnnviz-one-unit-that-forgets-by-halves"),
        ("../../etc/passwd", "rnnviz-etc-passwd"),
        ("CON", "rnnviz-con"),
        ("Größe: 長い 記憶", "rnnviz-größe-長い-記憶"),
        ("<script>.exe\u202egpj.", "rnnviz-script-exe-gpj"),
        ("", "rnnviz"),
        ("…?!", "rnnviz"),
    ],
)
def test_a_title_gives_a_name_that_every_system_takes(title, stem):
    """Only letters and digits are left of it."""
    assert file_stem(title) == stem
    assert len(file_stem(title * 99).encode()) <= 57 * 4


def test_a_lesson_s_handout_has_its_second_graph():
    """The text speaks of one; a page of no lesson has none."""
    e = begun("state-is-not-output")
    assert b'"part":"nudge"' in stored(take_home.lesson_handout(e))
    assert b'"intervention":null' in stored(to_handout(e))


def stored(page):
    """Return the data in a handout."""
    return zlib.decompress(base64.b64decode(re.search(r'id="data">([^<]*)<', page)[1]))


def test_a_lesson_s_handout_has_its_text_and_keeps_its_explanation_closed():
    """The question is read first; a page of no lesson has no text of one."""
    page = take_home.lesson_handout(begun("one-cell"))
    assert "<h2>One cell</h2>" in page
    assert "What is the state" in page
    assert page.index("What is the state") < page.index("<details>") < page.index("0.5 × 2.5")
    assert "<details>" not in FILES[".html"].make(rv.presets.load("decay"))


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_run_that_explodes_at_once_can_be_taken_home(name):
    """Its numbers are what they are; no file fails."""
    assert EXPLODING.num_shown == 0
    made = FILES[name].make(EXPLODING)
    assert len(made) > 0
    if name.endswith(("ipynb", "json")):
        json.loads(made)
