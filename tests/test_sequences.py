"""What a person pastes becomes an x, or a sentence that says why not."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.sequences import parse_numbers, parse_text, parse_wanted, symbols_of

SYMBOLS = ("a", "b", " ", "other")


@pytest.mark.parametrize(
    "text",
    [
        "1,2.5,-3\n4,5,6e-1",
        "1, 2.5, -3,\n4, 5, 6e-1,\n",
        "1;2.5;-3\r\n4;5;6E-1\r\n",
        "  1 2.5  -3\n\n4 5 .6  ",
        "1\t2.5\t-3\n4\t5\t+0.60",
        "\ufeff1.\t2.5; −3\n4 , 5 6e−1",
    ],
)
def test_numbers_are_read_whatever_separates_them(text):
    """Commas, semicolons, spaces and tabs separate columns; lines separate steps."""
    np.testing.assert_array_equal(parse_numbers(text, 3), [[1, 2.5, -3], [4, 5, 0.6]])


@pytest.mark.parametrize("text", ["1 2 3 4", "1,2,3,4", "1\n2\n3\n4\n", "\n1;\n\n2;\n3;\n4;"])
def test_one_input_may_stand_on_one_line_or_a_line_a_step(text):
    """With one input, one line of T numbers and T lines of one number are the same sequence."""
    np.testing.assert_array_equal(parse_numbers(text, 1), [[1], [2], [3], [4]])


def test_two_numbers_with_a_comma_are_two_numbers():
    """A comma between two numbers separates wherever no other separator stands in the line."""
    np.testing.assert_array_equal(parse_numbers("1,2\n3,4", 2), [[1, 2], [3, 4]])
    np.testing.assert_array_equal(parse_numbers("1,2", 1), [[1], [2]])
    np.testing.assert_array_equal(parse_numbers("1.5,2 3.5,4", 4), [[1.5, 2, 3.5, 4]])


@pytest.mark.parametrize(
    ("text", "input_size", "sentence"),
    [
        ("", 1, "the text is empty"),
        (" \n\t\n", 2, "the text is empty"),
        ("t x\n1 2", 2, r"line 1 holds 't': expected numbers only, without headings"),
        ("1 2\n\n3 four", 2, r"line 3 holds 'four': expected numbers only"),
        ("1_000 2", 2, r"line 1 holds '1_000'"),
        ("١ ٢", 2, r"line 1 holds '١'"),
        ("0x10", 1, r"line 1 holds '0x10'"),
        ("1 nan", 2, r"line 1 holds 'nan': expected a finite number"),
        ("1\n-Infinity", 1, r"line 2 holds '-Infinity': expected a finite number"),
        ("1 1e999", 2, r"line 1 holds '1e999': expected a finite number"),
        ("1,,2", 3, "line 1 has an empty place between separators"),
        (",1", 1, "line 1 has an empty place"),
        (",", 1, "line 1 has an empty place"),
        ("1 2 3", 2, "line 1 holds 3 numbers: expected 2, a column for each input$"),
        ("1 2\n3", 2, "line 2 holds 1 number: expected 2"),
        ("1 2 3 4", 2, "line 1 holds 4 numbers: expected 2, a column for each input"),
        ("1 2\n3 4", 1, "line 1 holds 2 numbers: expected 1, or all steps on one line"),
        ("1,5\n2,5", 1, "line 1 holds 2 numbers.*; the decimal sign is a point"),
        ("0,5; 1,2", 2, "line 1, '0,5; 1,2', seems to have decimal commas"),
        ("1\n0,5 2", 2, r"line 2, '0,5 2', seems to have decimal commas"),
        ("1 " * 201, 1, "the text holds 201 steps: expected at most 200"),
        ("1 2\n" * 201, 2, "the text holds 201 steps: expected at most 200"),
        ("1 " * 50_001, 1, "the text has 100002 characters: expected at most 100000"),
        ("1 \ud800", 2, "character 3 of the text is '.*': expected valid Unicode"),
        (None, 1, "the text is None: expected a string"),
        ("1", 0, "input_size is 0"),
    ],
)
def test_what_is_no_sequence_of_numbers_is_refused_with_its_place(text, input_size, sentence):
    """Whatever cannot be read without guessing is refused in a sentence that quotes the place."""
    with pytest.raises(ValueError, match=sentence):
        parse_numbers(text, input_size)


def test_two_hundred_steps_are_read():
    """The longest sequence that can be shown is read whole."""
    assert parse_numbers("0.5 -1\n" * 200, 2).shape == (200, 2)


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=3, max_size=3),
        min_size=1,
        max_size=7,
    ),
    st.sampled_from([",", ", ", ";", " ", "\t"]),
)
def test_numbers_come_back_exactly(rows, separator):
    """Any finite numbers, written as Python writes them, are read back to the last bit."""
    text = "\n".join(separator.join(map(repr, row)) for row in rows)
    np.testing.assert_array_equal(parse_numbers(text, 3), rows)


@pytest.mark.parametrize(
    ("text", "output_size", "rows"),
    [
        ("1 2.5", 2, [[1, 2.5]]), ("1, −2; 3 4;", 2, [[1, -2], [3, 4]]), ("7", 1, [[7]]),
        ("1; 2", 1, [[1], [2]]), ("1 2 3", 1, [[1], [2], [3]]), ("1\n2\r\n\n3", 1, [[1], [2], [3]]),
    ],
)  # fmt: skip
def test_what_is_wanted_is_read_by_rows(text, output_size, rows):
    """A semicolon or a line end separates rows; of one output all may stand in one row."""
    assert parse_wanted(text, output_size) == rows


@pytest.mark.parametrize(
    ("text", "output_size", "sentence"),
    [
        (" ", 3, "the text is empty: expected 3 numbers$"),
        (";", 1, "the text is empty: expected 1 number$"),
        ("1 2", 3, "the text holds 2 numbers: expected 3, one for each output$"),
        ("1 2; 3 4 5", 2, "row 2 holds 3 numbers: expected 2, one for each output$"),
        ("1; 2 3", 1, "row 2 holds 2 numbers: expected 1$"),
        ("1; yes", 1, "row 2 holds 'yes': expected numbers only"),
        ("1e999", 1, "the text holds '1e999': expected a finite number"),
        ("0,5 1,5", 2, "the text, '0,5 1,5', seems to have decimal commas"),
        ("1 " * 50_001, 1, "the text has 100002 characters: expected at most 100000"),
        (None, 1, "the text is None: expected a string"),
    ],
)
def test_what_is_no_row_of_outputs_is_refused_with_its_place(text, output_size, sentence):
    """The sentence speaks of rows and outputs, as the reader sees them."""
    with pytest.raises(ValueError, match=sentence):
        parse_wanted(text, output_size)


@settings(deadline=None)  # the machine may be busy
@given(st.text() | st.text("0123456789.,;-−+e \t\nnaif"), st.integers(1, 4))
def test_any_text_gives_numbers_or_a_sentence(text, input_size):
    """Any text gives a finite (T, I) array or a ValueError, and nothing else."""
    try:
        x = parse_numbers(text, input_size)
    except ValueError as error:
        assert len(str(error)) < 250  # noqa: PT017 - either outcome is right
    else:
        assert x.shape[1] == input_size
        assert 1 <= len(x) <= 200
        assert np.isfinite(x).all()


@pytest.mark.parametrize(
    "text",
    ["1" * 99_999 + "x", "1" + " " * 99_000 + "x", "1," * 50_000, "1.e" * 33_000, ",;" * 50_000],
)
def test_long_nonsense_is_refused_at_once(text):
    """The longest texts are refused within a second of work, whatever they repeat."""
    start = time.process_time()
    with pytest.raises(ValueError, match="line 1"):
        parse_numbers(text, 2)
    assert time.process_time() - start < 1


def test_text_is_read_one_hot():
    """Each character is a step with a 1 at its symbol; characters without one are "other"."""
    x, labels = parse_text("ab b?", SYMBOLS)
    assert labels == ("a", "b", " ", "b", "?")
    np.testing.assert_array_equal(
        x, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]
    )


def test_upper_case_is_folded_only_where_it_is_no_symbol():
    """An upper-case character is read as its lower case unless it is a symbol itself."""
    x, labels = parse_text("AaB", ("a", "A", "b"))
    assert labels == ("A", "a", "B")
    np.testing.assert_array_equal(x.argmax(axis=1), [1, 0, 2])


def test_a_line_end_at_the_end_is_not_read():
    """The line end that comes along with a pasted line is no step; one within the text is."""
    assert parse_text("a\r\nb\r\n", SYMBOLS)[1] == ("a", "\n", "b")


@pytest.mark.parametrize(
    ("text", "symbols", "sentence"),
    [
        ("", SYMBOLS, "the text is empty: expected 1 to 200 characters"),
        ("\n", SYMBOLS, "the text is empty"),
        ("ab" * 101, SYMBOLS, "the text has 202 characters: expected at most 200"),
        ("abq", ("a", "b", " "), "character 3 is 'q': expected one of a b ' '$"),
        ("a\ud800", SYMBOLS, "character 2 of the text is .*: expected valid Unicode"),
        ("ab", None, "the inputs of this network are quantities, not characters"),
        ("ab", ("value", "mark"), "the inputs of this network are quantities"),
        (7, SYMBOLS, "the text is 7: expected a string"),
    ],
)
def test_what_is_no_text_for_the_network_is_refused(text, symbols, sentence):
    """Text that a network cannot read is refused in a sentence that says what it can read."""
    with pytest.raises(ValueError, match=sentence):
        parse_text(text, symbols)


@settings(deadline=None)  # the machine may be busy
@given(
    st.text(max_size=230) | st.text("abAB \n\r", max_size=230),
    st.sampled_from([SYMBOLS, ("a", "b")]),
)
def test_any_text_gives_one_hot_rows_or_a_sentence(text, symbols):
    """Any text gives rows that each hold a single 1, a label for each, or a ValueError."""
    try:
        x, labels = parse_text(text, symbols)
    except ValueError as error:
        assert len(str(error)) < 250  # noqa: PT017 - either outcome is right
    else:
        assert x.shape == (len(labels), len(symbols))
        np.testing.assert_array_equal(np.sort(x, axis=1)[:, -1], 1)
        np.testing.assert_array_equal(x.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("names", "fits"),
    [
        (("a", "b", "c"), True),
        (("(", ")"), True),
        (("a", "other"), True),
        ((" ", "ü", "other"), True),
        (None, False),
        ((), False),
        (("x",), False),
        (("other",), False),
        (("other", "a"), False),
        (("a", "a", "other"), False),
        (("a", "b", "rest"), False),
        (("value", "mark"), False),
    ],
)
def test_symbols_are_inputs_named_after_characters(names, fits):
    """Text fits where each of several inputs has a character of its own, or is a last "other"."""
    assert symbols_of(names) == (names if fits else None)
