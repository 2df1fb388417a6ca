"""Answers come out of links, too: whatever they hold, there is a verdict or a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz import lessons

PARTS = [(name, i) for name in lessons.names() for i in range(len(lessons.load(name).parts))]
HARD = ["3e38", "-3e38", "1e30", "-1e30", "2", "1e-30", "0", "1e309", "9" * 400, "((((", "\x00",
        "\ud800", ";;;", "1;2;3;4", "<b>", "0;0", "１", "1e5;1e300"]  # fmt: skip


def answered(name, i, text):
    """Return the verdict, or None where a sentence said why there is none."""
    part = lessons.load(name).parts[i]
    try:
        return part.answer.check(text, part.setup)
    except ValueError as error:
        sentence = str(error)
    assert "expected" in sentence
    return None


@pytest.mark.parametrize(("name", "i"), PARTS)
def test_a_hard_answer(name, i):
    """Huge numbers, which make a network explode, empty boxes, half of a surrogate pair."""
    for text in HARD:
        answered(name, i, text)


@settings(max_examples=80, deadline=None)
@given(part=st.sampled_from(PARTS), text=st.text(max_size=420))
def test_any_text(part, text):
    """Any text at all."""
    answered(*part, text)


@settings(max_examples=80, deadline=None)
@given(value=st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_any_value_of_the_knob(value):
    """A verdict is the same whether the value was typed or turned."""
    for name, i in [("memory-fades", 0), ("memory-that-sticks", 1), ("memory-that-sticks", 2)]:
        part = lessons.load(name).parts[i]
        turned = part.setup.turn(value)
        text = part.answer.in_hand(turned)
        assert part.answer.check("", turned) == part.answer.check(text, part.setup)
