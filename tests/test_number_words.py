"""Numbers as words: digits, signs and powers of ten as in print."""

from __future__ import annotations

import pytest

from rnnviz.number_words import in_print, power_of_ten, signed, with_power


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
        (0.0, 3, "0"), (-0.0, 3, "0"), (-0.21875, 2, "−0.22"), (1024, 3, "1020"), (1024, 4, "1024"),
        (0.0001, 3, "0.0001"), (0.00009996, 3, "0.0001"), (0.00009994, 3, "9.99×10⁻⁵"),
        (99949, 3, "99900"), (99951, 3, "1×10⁵"), (1.5e-7, 3, "1.5×10⁻⁷"),
        (-1.23456e-7, 6, "−1.23×10⁻⁷"), (123456, 2, "1.2×10⁵"), (1 / 3, 6, "0.333333"),
    ],
)  # fmt: skip
def test_a_number_in_print(value, digits, text):
    """From 0.0001 to 100 000 digits alone, else a power of ten; no zero has a sign."""
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
