"""Reading: the ways in which people type numbers."""

from __future__ import annotations

import pytest

from rnnviz.lessons.reading import as_typed, read_items, read_number, read_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.25", 1.25), ("1,25", 1.25), (" 1.25 ", 1.25), ("+1.25", 1.25), ("−.5", -0.5),
        ("-,5", -0.5), ("5.", 5), ("1/4", 0.25), ("−1 / 4", -0.25), ("¼", 0.25), ("1/0,5", 2),
        ("1e-3", 1e-3), ("1E3", 1000), ("1.6×10⁻⁸", 1.6e-8), ("1,6 * 10^-8", 1.6e-8), ("007", 7),
    ],
)  # fmt: skip
def test_a_number_is_read(text, value):
    """A point or a comma, a minus or a hyphen, a fraction, a power of ten."""
    assert read_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "1.2.3", "1,234.5", "1/2/3", "1/0", "--1", "0x10", "inf", "1 2", "٣", "½½"],
)
def test_what_is_no_number_is_refused(text):
    """Each sentence says what was expected, and none guesses at 1,234.5."""
    with pytest.raises(ValueError, match="expected"):
        read_number(text)


def test_several_boxes():
    """Decimal commas do not separate; a bad box is named."""
    assert read_numbers("0; ,25 ;1/4", ["a", "b", "c"]) == [0, 0.25, 0.25]
    with pytest.raises(ValueError, match="b: 'x' is no number"):
        read_numbers("0;x;1", ["a", "b", "c"])


def test_items():
    """A single choice may hold a semicolon; an order names each item once."""
    assert read_items("b; or c", ["a", "b; or c"], 1) == [1]
    assert read_items("c; a;b", ["a", "b", "c"], 3) == [2, 0, 1]
    with pytest.raises(ValueError, match="2 answers are given: expected all 3, each once"):
        read_items("c; a; a", ["a", "b", "c"], 3)


@pytest.mark.parametrize("value", [0.1, -0.48, 1.04, 1e-30, 3.0])
def test_a_knobs_value_survives_being_typed(value):
    """What is committed for a knob is read as the same float32."""
    import numpy as np

    assert np.float32(read_number(as_typed(np.float32(value)))) == np.float32(value)
