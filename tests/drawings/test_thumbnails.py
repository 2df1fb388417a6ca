"""The pictures that ship: one for each preset and each lesson."""

import pytest

import rnnviz as rv
from rnnviz import lessons, presets
from rnnviz.drawings import draw
from rnnviz.thumbnail import Graph, of_presets, sizes_of, usual
from tests.drawings.reading import colours, root_of, texts

BOTH = pytest.mark.parametrize("dark", [False, True])


def check(drawing):
    """Check that a picture shows something, and that none of it is cut off."""
    root_of(drawing)
    assert len(colours(drawing)) >= 5
    assert drawing.words.endswith(".")
    assert sum(any(one.isdigit() for one in mark.text) for mark in texts(drawing)) >= 2
    for mark in texts(drawing):
        assert 0 <= mark.x <= 300
        assert 8 <= mark.y <= 150


def test_each_preset_names_its_picture():
    """None is missing, and none is left over."""
    assert set(of_presets()) == set(presets.names())


@BOTH
@pytest.mark.parametrize("name", presets.names())
def test_the_picture_of_a_preset_shows_its_numbers(name, dark):
    """It fits the preset, has several colours, two numbers or more, and words."""
    check(draw(presets.load(name), of_presets()[name], dark=dark))


@BOTH
@pytest.mark.parametrize("name", lessons.names())
def test_the_picture_of_a_lesson_shows_its_numbers(name, dark):
    """The same, and no step that the lesson covers."""
    one = lessons.load(name)
    check(draw(one.pictured, one.thumbnail, dark=dark))
    assert any(one.pictured is part.setup for part in one.parts)


def test_an_experiment_that_names_no_picture_has_one():
    """A graph where its rows can be read, else curves of its first units."""
    small = rv.presets.random(hidden_size=2, input_size=1, output_size=1)
    large = rv.presets.random(hidden_size=9, input_size=1, output_size=1)
    for e, kind in ((small, "graph"), (large, "curve")):
        thumbnail = usual(e.num_shown, sizes_of(e.trace))
        assert thumbnail.kind == kind
        check(draw(e, thumbnail))


def test_too_many_rows_are_refused():
    """A graph of nine units could not be read."""
    e = rv.presets.random(hidden_size=9, input_size=1, output_size=1)
    with pytest.raises(ValueError, match="rows 'h' are 9: expected at most 7"):
        draw(e, Graph(kind="graph", rows="h", last=2))
