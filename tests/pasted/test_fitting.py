"""Matrices, targets and fields: what fits them, and what is said where it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnnviz.sequences import parse_matrix, parse_number, parse_targets
from tests.pasted.offered import offers


def test_a_matrix_that_fits_only_transposed_is_offered() -> None:
    """The offer holds the transposed matrix; a square one is read as it is written."""
    sentence, found = offers(parse_matrix, "1 2\n3 4\n5 6", (2, 3))
    assert sentence == "the text holds 3 rows of 2: expected 2 rows of 3; transposed, it fits"
    assert found == {"Transpose it": [[1, 3, 5], [2, 4, 6]]}
    _, found = offers(parse_matrix, "1 2 3", (3, 1))
    assert found == {"Transpose it": [[1], [2], [3]]}
    np.testing.assert_array_equal(parse_matrix("[1 2; 3 4]", (2, 2)), [[1, 2], [3, 4]])


def test_a_vector_stands_in_a_row_or_in_a_column() -> None:
    """Biases and initial states are read either way."""
    for text in ("1 2 3", "1\n2\n3", "[1; 2; 3]", "array([1., 2., 3.])", "[[1], [2], [3]]"):
        np.testing.assert_array_equal(parse_matrix(text, (3,)), [1, 2, 3])


@pytest.mark.parametrize(
    ("text", "shape", "sentence"),
    [
        ("1 2\n3", (2, 2), "line 2 holds 1 number: expected 2, as in line 1"),
        ("[1 2; 3 4]", (3, 3), "the text holds 2 rows of 2: expected 3 rows of 3"),
        ("1 2 3", (2,), "the text holds 1 row of 3: expected 2 numbers in one row or one column"),
        ("1 2\n3 4", (4,), "expected 4 numbers in one row or one column"),
        ("", (2, 1), "the text is empty: expected 2 numbers"),
        ("1", (), "the shape is .*: expected one or two sizes"),
        ("1", (0, 1), "the shape is"),
        (None, (1,), "the text is None: expected a string"),
    ],
)
def test_a_matrix_of_another_shape_is_refused(text: Any, shape: Any, sentence: str) -> None:
    """The sentence says both shapes."""
    with pytest.raises(ValueError, match=sentence):
        parse_matrix(text, shape)


def test_a_class_number_is_a_target() -> None:
    """With classes, a number alone in its row is a class, counted from 0 as everywhere."""
    np.testing.assert_array_equal(parse_targets("1", 3, classes=True), [[0, 1, 0]])
    np.testing.assert_array_equal(
        parse_targets("2; 0\n1", 3, classes=True, probabilities=True),
        [[0, 0, 1], [1, 0, 0], [0, 1, 0]],
    )
    np.testing.assert_array_equal(parse_targets("0 1 0", 3, classes=True), [[0, 1, 0]])
    np.testing.assert_array_equal(parse_targets("1", 1, classes=True), [[1]])


@pytest.mark.parametrize(
    ("text", "output_size", "options", "sentence"),
    [
        ("3", 3, {"classes": True}, "line 1 holds 3: .* the number of a class, from 0 to 2"),
        ("0\n0.5", 3, {"classes": True}, "line 2 holds 0.5"),
        ("1", 3, {}, "line 1 holds 1 number: expected 3, one for each output$"),
        ("0 1", 3, {"classes": True}, "holds 2 numbers: expected 3, .*, or the number of a class"),
        ("0.2 0.3 0.4", 3, {"probabilities": True}, "row 1 is 0.2 0.3 0.4: expected probabilities"),
        ("1 0\n-1 2", 2, {"probabilities": True}, "row 2 is -1 2: expected probabilities"),
        ("0,5", 1, {}, "is it 0.5 .decimal comma. or 0 and 5"),
        ("0,5;0,7", 2, {}, "is it 0.5 .decimal comma. or 0 and 5"),
    ],
)  # fmt: skip
def test_a_target_that_does_not_fit_is_refused(
    text: str, output_size: int, options: Any, sentence: str
) -> None:
    """The sentence quotes the row as it was written."""
    with pytest.raises(ValueError, match=sentence):
        parse_targets(text, output_size, **options)


def test_cells_from_a_spreadsheet_are_rows_of_a_target() -> None:
    """Four rows of two cells, with tabs between, are four rows."""
    text = "0.1\t0.2\r\n0.3\t0.4\r\n0.5\t0.6\r\n0.7\t0.8\r\n"
    np.testing.assert_array_equal(
        parse_targets(text, 2), [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]]
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5), (" −0.5 ", -0.5), ("+3", 3), (".5", 0.5), ("5.", 5), ("1e-3", 1e-3),
        ("1×10⁻¹²", 1e-12), ("−1.3e5", -1.3e5), ("3e−5", 3e-5), ("10⁻⁴", 1e-4), ("0", 0),
    ],
)  # fmt: skip
def test_a_number_in_a_field_is_read(text: str, value: float) -> None:
    """A number is read as it is typed or as the page prints it."""
    assert parse_number(text, least=-1e6, most=1e6) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0,5", "the field holds '0,5', 0.5 .decimal comma.: write 0.5"),
        ("-0,5", "write -0.5"), ("1.234,5", "write 1234.5"),
        ("2,923", "is it 2.923 .decimal comma. or 2923 .groups of thousands.[?] Write"),
        ("29 000", "is it 29000 or 29 and 000[?] Write 29000$"),
        ("29\u202f000", "with a narrow no-break space"), ("1 2", "no number"), ("", "is empty"),
        ("  ", "is empty"), ("1e7", "expected a number from −1×10⁶ to 1×10⁶"),
        ("1" * 1001, "has 1001 characters"), (None, "the text is None"), ("1,2,3", "no number"),
    ],
)  # fmt: skip
def test_what_is_no_number_in_a_field_is_refused(text: Any, sentence: str) -> None:
    """The sentence speaks of the field, and says what to write."""
    with pytest.raises(ValueError, match=sentence):
        parse_number(text, least=-1e6, most=1e6)
