"""Numbers as words: digits, signs and powers of ten as in print."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from rnnviz import number_words
from rnnviz.number_words import (
    brief,
    in_cell,
    in_print,
    or_infinite,
    percent,
    power_of_ten,
    signed,
    with_power,
)

# The cases that tests/panel/format.test.mjs holds the renderer to.
CASES = json.loads((Path(__file__).parent / "panel" / "numbers.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "text", "given"),
    [(name, text, given) for name, cases in CASES.items() for text, *given in cases],
)
def test_numbers_are_written_as_the_renderer_writes_them(name, text, given):
    """Signs, halves, zeros, tiny and huge numbers look alike in Python and in JavaScript."""
    assert getattr(number_words, name)(*given) == text


@pytest.mark.parametrize("write", [in_print, signed, with_power, in_cell, brief, percent])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(write, value):
    """Only what says how it writes infinity takes it; nothing takes NaN."""
    if write is brief and value == math.inf:
        assert write(value) == "∞"
        return
    with pytest.raises(ValueError, match="expected a finite number"):
        write(value)


def test_what_is_beyond_all_numbers_has_its_sign():
    """Where a limit may be infinite, it is written so; other numbers are as in print."""
    assert [or_infinite(v, 4) for v in (math.inf, -math.inf, -2.5)] == ["∞", "−∞", "−2.5"]
    assert or_infinite(1.23456e-7, 6, power_digits=6) == "1.23456×10⁻⁷"
    with pytest.raises(ValueError, match="nan"):
        or_infinite(math.nan)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.004, "less than 1 %"),
        (0.01, "1 %"),
        (-0.375, "38 %"),
        (0.995, "100 %"),
        (9, "900 %"),
    ],
)
def test_a_share_in_whole_percents(share, text):
    """Percents are whole, a half rounded up, and what is small is not called 0."""
    assert percent(share) == text


@pytest.mark.parametrize(
    ("exponent", "text"), [(0, "10⁰"), (6, "10⁶"), (-4, "10⁻⁴"), (-323, "10⁻³²³"), (308, "10³⁰⁸")]
)
def test_a_power_of_ten_is_raised(exponent, text):
    """The exponent stands above the line, its minus too."""
    assert power_of_ten(exponent) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.58e-8, 2, "1.6×10⁻⁸"), (1e7, 3, "1×10⁷"), (-2.5e4, 3, "−2.5×10⁴"),
        (9.9999e-7, 3, "1×10⁻⁶"), (1.7976e308, 3, "1.8×10³⁰⁸"), (1234.5, 1, "1×10³"),
        (5e-324, 3, "4.94×10⁻³²⁴"),
    ],
)  # fmt: skip
def test_a_number_times_a_power_of_ten(value, digits, text):
    """So many digits without zeros at their end; rounding up to 10 is a power more."""
    assert with_power(value, digits) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"), (-0.0, 3, "0"), (-0.21875, 2, "−0.22"), (1024, 3, "1024"), (1024, 4, "1024"),
        (0.0001, 3, "0.0001"), (0.00009996, 3, "0.0001"), (0.00009994, 3, "9.99×10⁻⁵"),
        (99949, 3, "99949"), (99951, 3, "99951"), (1.5e-7, 3, "1.5×10⁻⁷"),
        (-1.23456e-7, 6, "−1.23×10⁻⁷"), (123456, 2, "1.2×10⁵"), (1 / 3, 6, "0.333333"),
    ],
)  # fmt: skip
def test_a_number_in_print(value, digits, text):
    """From 0.0001 to 100 000 digits alone, none before the point lost, else a power of ten."""
    assert in_print(value, digits) == text


def test_where_powers_of_ten_begin_can_be_moved():
    """What has little room writes 0.0005 as a power of ten."""
    assert in_print(0.0005) == "0.0005"
    assert in_print(0.0005, least=1e-3) == "5×10⁻⁴"
    assert signed(-0.0005, least=1e-3) == "−5×10⁻⁴"


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "+0.5"), (-0.5, "−0.5"), (0.0, "0"), (-0.0, "0"), (2e8, "+2×10⁸")]
)
def test_a_number_with_its_sign(value, text):
    """A plus above 0, a minus below, and nothing before 0."""
    assert signed(value) == text
