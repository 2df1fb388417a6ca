"""What a person pastes becomes an x, or a sentence that says why not."""

from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.pasted.text import alphabet_of, graphemes, symbols_of
from rnnviz.sequences import Refusal, parse_numbers, parse_targets, parse_text

SYMBOLS = ("a", "b", " ", "other")


@pytest.mark.parametrize(
    "text",
    [
        "1,2.5,-3\n4,5,6e-1",
        "1, 2.5, -3,\n4, 5, 6e-1,\n",
        "1,2.5,-3;\r\n4,5,6E-1;\r\n",
        "  1 2.5  -3\n4 5 .6  ",
        "1\t2.5\t-3\n4\t5\t+0.60",
        "\ufeff1.\t2.5, −3\n4 , 5 6e−1",
    ],
)
def test_numbers_are_read_whatever_separates_them(text):
    """Commas, spaces and tabs separate columns; lines and semicolons separate steps."""
    np.testing.assert_array_equal(parse_numbers(text, 3), [[1, 2.5, -3], [4, 5, 0.6]])


@pytest.mark.parametrize(
    "text", ["1 2 3 4", "1,2,3,4", "1\n2\n3\n4\n", "\n1;\n2;\n3;\n4;\n", "1;2;3;4"]
)
def test_one_input_may_stand_on_one_line_or_a_line_a_step(text):
    """With one input, one line of T numbers and T lines of one number are the same sequence."""
    np.testing.assert_array_equal(parse_numbers(text, 1), [[1], [2], [3], [4]])


def test_a_comma_separates_where_it_can_be_nothing_else():
    """A space, a third number, or a point in another number says that commas separate."""
    np.testing.assert_array_equal(parse_numbers("1, 2\n3, 4", 2), [[1, 2], [3, 4]])
    np.testing.assert_array_equal(parse_numbers("1,2,3", 1), [[1], [2], [3]])
    np.testing.assert_array_equal(parse_numbers("1.5,2 3.5,4", 4), [[1.5, 2, 3.5, 4]])


@pytest.mark.parametrize(
    ("text", "input_size", "sentence"),
    [
        ("", 1, "the text is empty"),
        (" \n\t\n", 2, "the text is empty"),
        ("t x\n1 2", 2, r"line 1 holds 't x', which are no numbers"),
        ("1 2\n\n3 four", 2, r"line 3 holds 'four', which is no number: expected numbers only"),
        ("1_000 2", 2, r"line 1 holds '1_000'"),
        ("١ ٢", 2, r"line 1 holds '١'"),
        ("0x10", 1, r"line 1 holds '0x10'"),
        ("1 nan", 2, r"line 1 holds 'nan', .*expected a finite number"),
        ("1\n-Infinity", 1, r"line 2 holds '-Infinity', .*expected a finite number"),
        ("1 1e999", 2, r"line 1 holds '1e999': expected a finite number"),
        ("1,,2", 3, "line 1, column 2 is empty: expected a number"),
        (",1", 1, "line 1, column 1 is empty"),
        (",", 1, "line 1, column 1 is empty"),
        ("1 2 3", 2, "line 1 holds 3 numbers: expected 2, a column for each input$"),
        ("1 2\n3", 2, "line 2 holds 1 number: expected 2"),
        ("1 2 3 4", 2, "line 1 holds 4 numbers: expected 2, a column for each input"),
        ("1 2\n3 4", 1, "line 1 holds 2 numbers: expected 1, or all steps on one line"),
        ("1,5\n2,5", 1, "line 1 holds '1,5': is it 1.5 .decimal comma. or 1 and 5"),
        ("0,5; 1,2", 2, "line 1 holds '0,5': is it 0.5"),
        ("1\n0,5 2", 2, r"line 2 holds '0,5': is it 0.5"),
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
        st.lists(st.floats(-3e38, 3e38), min_size=3, max_size=3),
        min_size=1,
        max_size=7,
    ),
    st.sampled_from([", ", " ", "\t"]),
)
def test_numbers_come_back_exactly(rows, separator):
    """Any finite numbers, written as Python writes them, are read back to the last bit."""
    text = "\n".join(separator.join(map(repr, row)) for row in rows)
    np.testing.assert_array_equal(parse_numbers(text, 3), rows)


@pytest.mark.parametrize(
    ("text", "output_size", "rows"),
    [
        ("1 2.5", 2, [[1, 2.5]]), ("1, −2; 3 4;", 2, [[1, -2], [3, 4]]), ("7", 1, [[7]]),
        ("1; 2", 1, [[1], [2]]), ("1 2 3", 1, [[1], [2], [3]]), ("1\n2\r\n3", 1, [[1], [2], [3]]),
    ],
)  # fmt: skip
def test_targets_are_read_by_rows(text, output_size, rows):
    """A semicolon or a line end separates rows; of one output all may stand in one row."""
    np.testing.assert_array_equal(parse_targets(text, output_size), rows)


@pytest.mark.parametrize(
    ("text", "output_size", "sentence"),
    [
        (" ", 3, "the text is empty: expected 3 numbers$"),
        (";", 1, "the text is empty: expected 1 number$"),
        ("1 2", 3, "line 1 holds 2 numbers: expected 3, one for each output$"),
        ("1 2; 3 4 5", 2, "row 2 holds 3 numbers: expected 2, one for each output"),
        ("1; 2 3", 1, "row 2 holds 2 numbers: expected 1"),
        ("1; yes", 1, "row 2 holds 'yes', which is no number: expected numbers only"),
        ("1e999", 1, "line 1 holds '1e999': expected a finite number"),
        ("0,5 1,5", 2, "line 1 holds '0,5': is it 0.5"),
        ("1 " * 50_001, 1, "the text has 100002 characters: expected at most 100000"),
        (None, 1, "the text is None: expected a string"),
    ],
)
def test_what_is_no_row_of_outputs_is_refused_with_its_place(text, output_size, sentence):
    """The sentence speaks of rows and outputs, as the reader sees them."""
    with pytest.raises(ValueError, match=sentence):
        parse_targets(text, output_size)


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
        ("ab", ("value", "mark"), "word 1 is 'ab': expected one of value mark$"),
        ("ab", ("pulse 0", "pulse 1"), "quantities, .*: 'pulse 0' is neither: expected numbers"),
        ("a" + "\u0301" * 101, SYMBOLS, "character 1 has 101 signs: expected at most 100"),
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
    ("names", "unit"),
    [
        (("a", "b", "c"), "character"),
        (("(", ")"), "character"),
        (("a", "other"), "character"),
        ((" ", "ü", "other"), "character"),
        (("e\u0301", "e"), "character"),
        (("👨‍👩‍👧‍👦", "🇩🇪", "other"), "character"),
        (("क्षि", "각"), "character"),
        (("the", "cat"), "word"),
        (("a", "cat", "other"), "word"),
        (("value", "mark"), "word"),
    ],
)
def test_symbols_are_inputs_named_after_characters_or_words(names, unit):
    """Text fits where each of several inputs has a character or a word of its own, or "other"."""
    alphabet = alphabet_of(names)
    assert alphabet.unit == unit
    assert [normalize("NFD", name) for name in alphabet.symbols] == [
        normalize("NFD", name) for name in names
    ]
    assert symbols_of(names) == alphabet.symbols


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (None, "quantities, not characters or words$"),
        ((), "quantities, not characters or words$"),
        (("x",), "one input alone is no alphabet"),
        (("other",), "one input alone is no alphabet"),
        (("a", "a", "other"), "two are named 'a'"),
        (("é", "e\u0301"), "two are named 'é'"),
        (("pulse 0", "pulse 1"), "'pulse 0' is neither"),
        (("a", ""), "'' is neither"),
        (("ab", "12"), "'12' is neither"),
    ],
)
def test_where_text_does_not_fit_it_is_said_why(names, why):
    """The sentence names the input that is in the way."""
    assert symbols_of(names) is None
    with pytest.raises(ValueError, match=why):
        alphabet_of(names)


def test_a_character_is_what_a_reader_takes_for_one():
    """An accent of its own, a family, a flag and a syllable are one step each."""
    assert graphemes("cafe\u0301") == ("c", "a", "f", "e\u0301")
    assert graphemes("👨‍👩‍👧‍👦🇩🇪🇫🇷👍🏽") == ("👨‍👩‍👧‍👦", "🇩🇪", "🇫🇷", "👍🏽")
    assert graphemes("क्षि각") == ("क्षि", "각")


def test_an_accent_in_two_code_points_is_the_letter_with_it():
    """The text café is four steps, and the same whether its é is one code point or two."""
    symbols = ("c", "a", "f", "é", "other")
    x, labels = parse_text("cafe\u0301", symbols)
    assert labels == ("c", "a", "f", "é")
    np.testing.assert_array_equal(x, np.eye(5)[[0, 1, 2, 3]])
    np.testing.assert_array_equal(parse_text("café", ("c", "a", "f", "e\u0301", "other"))[0], x)


def test_an_emoji_of_several_code_points_is_one_step():
    """A family is one step with one label, as a symbol or as "other"."""
    x, labels = parse_text("a👨‍👩‍👧‍👦🇩🇪", ("👨‍👩‍👧‍👦", "a", "other"))
    assert labels == ("a", "👨‍👩‍👧‍👦", "🇩🇪")
    np.testing.assert_array_equal(x, np.eye(3)[[1, 0, 2]])


def test_words_are_read_where_all_inputs_are_named_after_words():
    """A sentence is a step a word; upper case is folded, and a word of no input is "other"."""
    x, labels = parse_text("The cat\n sat \n", ("cat", "the", "other"))
    assert labels == ("The", "cat", "sat")
    np.testing.assert_array_equal(x, np.eye(3)[[1, 0, 2]])
    with pytest.raises(Refusal, match=r"word 2 is 'dog': expected one of cat the$"):
        parse_text("the dog", ("cat", "the"))


def test_a_text_that_is_too_long_is_offered_cut():
    """The first 200 characters, or words, are what the offer holds."""
    for text, symbols in (("ab" * 101, ("a", "b")), ("an owl " * 101, ("an", "owl"))):
        with pytest.raises(Refusal, match=r"has 202 .*s: expected at most 200") as refused:
            parse_text(text, symbols)
        (offer,) = refused.value.offers
        assert offer.action == "Keep the first 200"
        assert offer.reading.labels == symbols * 100
        np.testing.assert_array_equal(offer.reading.values, np.tile(np.eye(2), (100, 1)))
