"""Symbols in a text, in pieces."""

import pytest

from rnnviz.lessons.symbols import pieces


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("plain words, a_1b", ["plain words, ", ("a", "1b")]),
        ("h_t", [("h", "t")]),
        ("h_{t−1} + W_xh x₀", [("h", "t−1"), " + ", ("W", "xh"), " ", ("x", "0")]),
        ("∂h₁₀/∂h₀", ["∂", ("h", "10"), "/∂", ("h", "0")]),
        ("h₋₁", [("h", "−1")]),
        ("W_hh[0, 1]", [("W", "hh"), "[0, 1]"]),
        ("initial_state and snake_case", ["initial_state and snake_case"]),
        ("a_", ["a_"]),
        ("h_{", ["h_{"]),
    ],
)
def test_a_letter_and_what_stands_below_it_are_two(text, wanted):
    """A single letter before an underscore or low digits is a symbol; a longer word is none."""
    assert pieces(text) == wanted
