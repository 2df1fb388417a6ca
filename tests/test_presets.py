"""Presets: their files, their words, and that nothing of them is lost."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from rnnviz import Experiment, presets
from rnnviz.resources import ASSETS

FOLDER = ASSETS / "presets"

every_preset = pytest.mark.parametrize("name", presets.names())


def test_contents_and_files_name_the_same_presets() -> None:
    """Each preset's file stands once in contents.json, and each name there has its file."""
    files = {path.stem for path in FOLDER.glob("*.json")} - {"contents", "thumbnails"}
    names = presets.names()
    assert len(names) == len(set(names))
    assert set(names) == files
    assert names[0] == presets.START
    assert all(heading and group for heading, group in presets.groups())


def test_titles_differ() -> None:
    """No two presets have the same title."""
    titles = [presets.load(name).title for name in presets.names()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@every_preset
def test_a_preset_explains_itself(name: str) -> None:
    """A preset has a description of two sentences, a knob to turn, and the cursor mid-sequence."""
    e = presets.load(name)
    sentences = re.split(r"(?<=[.!?])\s+", e.description)
    assert len(sentences) == 2
    assert all(sentence[0].isupper() and sentence[-1] == "." for sentence in sentences)
    assert e.knob is not None
    assert "Turn " in sentences[1]
    assert e.knob.name in sentences[1]
    assert 0 < e.view.step < len(e.x) - 1


@every_preset
def test_loading_changes_nothing_in_a_file(name: str) -> None:
    """A preset's numbers are exact in float32, so that its file is what is shown."""
    written = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    loaded = presets.load(name).to_document()
    assert loaded.pop("source") == {"preset": name}
    assert loaded == written


@every_preset
def test_a_preset_survives_json_and_link(name: str) -> None:
    """JSON and link bring back every field and the same trace, to the last bit."""
    e = presets.load(name)
    for back in (Experiment.from_json(e.to_json()), Experiment.from_link(e.to_link())):
        assert back.to_document() == e.to_document()
        np.testing.assert_array_equal(back.trace.h, e.trace.h)
        np.testing.assert_array_equal(back.trace.y, e.trace.y)


@every_preset
def test_a_preset_stays_on_the_screen(name: str) -> None:
    """No preset explodes, and its first value is the one at which nothing is turned."""
    e = presets.load(name)
    assert e.trace.exploded_at is None
    assert e.value == e.replace(value=None).value
