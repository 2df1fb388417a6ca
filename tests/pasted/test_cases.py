"""What people paste: each case that was seen, and others of its kind, read right or refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from rnnviz.sequences import Refusal, parse_matrix, parse_number, parse_numbers, parse_targets
from tests.pasted.offered import offers


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("[1, 2; 3, 4]", [[1, 2], [3, 4]]),
        ("[1 2\n 3 4]", [[1, 2], [3, 4]]),
        ("W = [1 2; 3 -4];", [[1, 2], [3, -4]]),
        ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
        ("[\n  [1, 2],\n  [3, 4]\n]\n", [[1, 2], [3, 4]]),
        ("[[1. 2.]\n [3. 4.]]", [[1, 2], [3, 4]]),
        ("[[ 1.\n   2.]\n [ 3.\n   4.]]", [[1, 2], [3, 4]]),
        ("[(1, 2), (3, 4)]", [[1, 2], [3, 4]]),
        ("(1, 2), (3, 4),", [[1, 2], [3, 4]]),
        ("[1, 2]\n[3, 4]\n", [[1, 2], [3, 4]]),
        ("{{1, 2}, {3, 4}}", [[1, 2], [3, 4]]),
        ('[["1", "2"], [\'3\', 4]]', [[1, 2], [3, 4]]),
        ("array([[1, 2],\n       [3, 4]], dtype=float32)", [[1, 2], [3, 4]]),
        ("x = np.array([[1, 2], [3, 4]])", [[1, 2], [3, 4]]),
        ("tensor([[1., 2.]])", [[1, 2]]),
        ("tensor([[1., 2.]], device='cuda:0', grad_fn=<AddBackward0>)", [[1, 2]]),
        ("torch.tensor([[1., 2.]], requires_grad=True)", [[1, 2]]),
        ("[[[1, 2], [3, 4]]]", [[1, 2], [3, 4]]),
        ("[0,5; 2,923]", [[0, 5], [2, 923]]),  # in brackets a comma separates
        ("[1\u00a0200; 3 400]", [[1, 200], [3, 400]]),
        ("[1, -2; −3 +4]", [[1, -2], [-3, 4]]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("1 2; 3 4;\n5 6;\n", [[1, 2], [3, 4], [5, 6]]),
        ('"1","2"', [[1, 2]]),
        ('"1"\t"2"\r\n"3"\t4', [[1, 2], [3, 4]]),
        ("'1', '2'", [[1, 2]]),
        ("0, 5\n0, 7", [[0, 5], [0, 7]]),
        ("1.5,2\n3,4", [[1.5, 2], [3, 4]]),  # a point is a decimal sign: the commas are none
        ("1,2\n3,-4", [[1, 2], [3, -4]]),  # −4 after a comma: it separates
        ("[[1,2];[3,4]]", [[1, 2], [3, 4]]),
        ("1*10^-3 10^+2\n2×10^−3 1·10^4", [[1e-3, 100], [2e-3, 1e4]]),
        ("1×10⁻¹² 10⁻⁴\n−1.5 × 10⁷ 1.5×10⁺⁷", [[1e-12, 1e-4], [-1.5e7, 1.5e7]]),
        ("1\u00a02\n3\u00a0\t4", [[1, 2], [3, 4]]),
    ],
)
def test_rows_are_read_in_every_notation(text: str, rows: list[list[float]]) -> None:
    """Lines, quotes, MATLAB, Python, NumPy, PyTorch and JSON say the same with two inputs."""
    np.testing.assert_array_equal(parse_numbers(text, 2), rows)
    np.testing.assert_array_equal(parse_targets(text, 2), rows)
    np.testing.assert_array_equal(parse_matrix(text, (len(rows), 2)), rows)


@pytest.mark.parametrize(
    "text",
    [
        "[0.1, 0.2, 0.3]", "array([0.1, 0.2, 0.3])", "[0.1 0.2 0.3]", "[0.1; 0.2; 0.3]",
        "[[0.1], [0.2], [0.3]]", "tensor([0.1,\n        0.2, 0.3])", "[[0.1, 0.2, 0.3]]",
        "c(0.1, 0.2, 0.3)", "0.1; 0.2; 0.3", "0.1 0.2 0.3", "0.1\n0.2\n0.3", "0.1,0.2,0.3",
        "(0.1, 0.2, 0.3)", "[0.1, 0.2, 0.3,]",
    ],
)  # fmt: skip
def test_one_input_reads_a_row_or_a_column(text: str) -> None:
    """With one input, one row holds the whole sequence, in every notation."""
    np.testing.assert_array_equal(parse_numbers(text, 1), [[0.1], [0.2], [0.3]])
    np.testing.assert_array_equal(parse_targets(text, 1), [[0.1], [0.2], [0.3]])
    np.testing.assert_array_equal(parse_matrix(text, (3,)), [0.1, 0.2, 0.3])


def test_a_comma_that_may_be_a_decimal_sign_is_refused_with_both_readings() -> None:
    """The sentence is that of the table of cases, and each reading is offered."""
    sentence, found = offers(parse_numbers, "0,5", 1)
    assert sentence == (
        "line 1 holds '0,5': is it 0.5 (decimal comma) or 0 and 5? Write 0.5, or put a space "
        "after the comma"
    )
    assert found == {"Read '0,5' as 0.5": [[0.5]], "Read '0,5' as 0 and 5": [[0], [5]]}


@pytest.mark.parametrize(
    ("text", "input_size", "readings", "found"),
    [
        ("1.234,56", 1, "1234.56 .decimal comma. or 1.234 and 56", [[[1234.56]], [[1.234], [56]]]),
        ("2,923", 1, "2.923 .*, 2923 .groups of thousands. or 2 and 923",
         [[[2.923]], [[2923]], [[2], [923]]]),
        ("1,045,442.22", 1, "1045442.22 .groups of thousands. or 1 and 045 and 442.22",
         [[[1045442.22]], [[1], [45], [442.22]]]),
        ("0,5\n0,7", 2, "0.5 .* or 0 and 5", [[[0, 5], [0, 7]]]),
        ("0,5\n0,7", 1, "0.5 .* or 0 and 5", [[[0.5], [0.7]]]),
        ("0,5 2\n1 0", 2, "0.5 .* or 0 and 5", [[[0.5, 2], [1, 0]]]),
        ("0,5;0,7", 2, "0.5 .* or 0 and 5", [[[0.5, 0.7]], [[0, 5], [0, 7]]]),
        ("1, 2,5", 2, "2.5 .* or 2 and 5", [[[1, 2.5]]]),
        ("-1,5e3\t0,5", 2, "-1.5e3 .* or -1 and 5e3", [[[-1500, 0.5]]]),
        ("1,0\n0,1", 2, "1.0 .* or 1 and 0", [[[1, 0], [0, 1]]]),
        ("100,200,300", 3, "100200300 .groups of thousands. or 100 and 200 and 300",
         [[[100, 200, 300]]]),
        ("a,b\n0,5\n1,2", 2, "0.5 .* or 0 and 5", [[[0, 5], [1, 2]]]),
        ('"2,590"', 1, "2.590 .* or 2590 .groups", [[[2.59]], [[2590]]]),
    ],
)  # fmt: skip
def test_commas_with_two_readings_are_asked_about(
    text: str, input_size: int, readings: str, found: list[Any]
) -> None:
    """Decimal commas and groups of thousands are never guessed; readings that fit are offered."""
    with pytest.raises(Refusal, match=readings) as refused:
        parse_numbers(text, input_size)
    assert [offer.reading.values.tolist() for offer in refused.value.offers] == found


def test_one_reading_of_a_quoted_comma_is_still_only_offered() -> None:
    """Within quotes a comma separates nothing; what it is has to be agreed to all the same."""
    sentence, found = offers(parse_numbers, '"0,5"', 1)
    assert sentence == "line 1 holds '0,5', 0.5 (decimal comma): write 0.5"
    assert found == {"Read '0,5' as 0.5": [[0.5]]}


@pytest.mark.parametrize(
    ("text", "input_size", "sign", "found"),
    [
        ("29\u202f000", 1, "a narrow no-break space", [[[29000]], [[29], [0]]]),
        ("29\u00a0000", 2, "a no-break space", [[[29, 0]]]),
        ("1\u2009234\u2009567", 1, "a thin space", [[[1234567]], [[1], [234], [567]]]),
        ("29 000", 1, "a space", [[[29000]], [[29], [0]]]),
        ("1 045 220", 1, "a space", [[[1045220]], [[1], [45], [220]]]),
        ("29 123\t5", 2, "a space", [[[29123, 5]]]),
        ("29 123\t5", 3, "a space", [[[29, 123, 5]]]),
        ("1 234;5 678", 2, "a space", [[[1234, 5678]], [[1, 234], [5, 678]]]),
    ],
)
def test_a_space_between_groups_of_digits_is_asked_about(
    text: str, input_size: int, sign: str, found: list[Any]
) -> None:
    """29 000 is one number or two, whichever space it is."""
    with pytest.raises(Refusal, match=f"with {sign} between digits: is it") as refused:
        parse_numbers(text, input_size)
    assert [offer.reading.values.tolist() for offer in refused.value.offers] == found


@pytest.mark.parametrize("text", ["1 200 3", "12 100 200\n1 2 3", "010 011 001", "1 2\t345"])
def test_spaces_between_other_numbers_separate(text: str) -> None:
    """The space of a keyboard separates, unless the group behind it could not be a number."""
    assert parse_numbers(text, 3).shape[1] == 3


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("–10.5", "en dash", -10.5), ("—3", "em dash", -3), ("‑3", "non-breaking hyphen", -3),
        ("－3", "fullwidth hyphen-minus", -3), ("＋3", "fullwidth plus sign", 3),
        ("１２３", "fullwidth digit one", 123), ("١٢٣", "arabic-indic digit one", 123),
        ("۴٫۵", "extended arabic-indic digit four", 4.5), ("1\u200b2", "zero width space", 12),
        ("\u200e7", "left-to-right mark", 7), ("5\ufeff", "zero width no-break space", 5),
        ("1\u00ad2", "soft hyphen", 12),
    ],
)  # fmt: skip
def test_signs_that_look_like_others_are_named(text: str, name: str, found: float) -> None:
    """Every dash, digit and space that is not the keyboard's is named, and read if asked to."""
    sentence, offered = offers(parse_numbers, text, 1)
    assert f"with {name}: expected" in sentence
    assert list(offered.values()) == [[[found]]]
    with pytest.raises(ValueError, match=f"the field holds .* with {name}"):
        parse_number(text)


def test_the_minus_of_print_is_read() -> None:
    """U+2212, which rnnviz prints, is a minus, before a number and in its exponent."""
    np.testing.assert_array_equal(parse_numbers("−3 −1e−2", 2), [[-3, -0.01]])
    assert parse_number("−0.5") == -0.5


@pytest.mark.parametrize(
    ("text", "input_size", "place"),
    [
        ("5\t\t\t8", 2, "line 1, column 2 is empty"),
        ("5\t\t\t8", 4, "line 1, column 2 is empty"),
        ("1\t\t3\n4\t\t6", 2, "line 1, column 2 is empty"),
        ("1 2 3\n4,,6", 3, "line 2, column 2 is empty"),
        ("\t5\n3\t4", 2, "line 1, column 1 is empty"),
        ("1\t2\n3\t\t", 2, "line 2, column 2 is empty"),
        ('1,"",3', 3, "line 1, column 2 is empty"),
        ("1 2\n,", 2, "line 2, column 1 is empty"),
        ("[1,,3]", 3, "the text, column 2 is empty"),
        ("[1 2; ,4]", 2, "row 2, column 1 is empty"),
        ("1;;3", 1, "row 2, column 1 is empty"),
    ],
)
def test_an_empty_cell_is_refused_by_line_and_column(
    text: str, input_size: int, place: str
) -> None:
    """No empty cell vanishes, whatever separates: the columns after it would shift."""
    with pytest.raises(Refusal, match=place):
        parse_numbers(text, input_size)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("NA", "a missing value"), ("n/a", "a missing value"), ("#N/A", "a missing value"),
        ("null", "a missing value"), ("?", "a missing value"), ("None", "a missing value"),
        ("NaN", "expected a finite number"), ("-inf", "expected a finite number"),
        ("∞", "expected a finite number"), ("1e400", "expected a finite number"),
        ("1e39", "at most 3.4e38"), ("50%", "a percentage"), ("0,5%", "a percentage"),
        ("$3", "an amount of money"), ("3€", "an amount of money"), ("sep=", "its separator"),
        ("1.5D+05", "with Fortran's exponent: write e"), ("1/2", "a fraction"),
        ("1_000", "in groups of thousands"), ("1'000", "in groups of thousands"),
        ("1’000", "in groups of thousands"), ("1.234.567", "in groups of thousands"),
        ("0x10", "no decimal number"), ("-", "a sign without a number"),
        ("...", "left numbers out"),
        ("True", "a truth value"), ("2024-01-31", "a date or a time"), ("1:30", "a date or a time"),
        ("1+2j", "a complex number"), ("5kg", "a unit or a letter"), ("½", "no number"),
        ("“1”", "with left double quotation mark"), ("1；2", "with fullwidth semicolon"),
        ("1.2.3", "a date or a time"), ('"1,2,3"', "no number"),
        ("1e", "no number|a letter"), ("2x", "a unit or a letter"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_by_what_it_is(cell: str, what: str) -> None:
    """The sentence says what the cell is, and where: first, last, alone, and in a field."""
    for text, place in ((cell, "line 1"), (f"1\n2\n{cell}", "line 3"), (f"{cell}\n1", "line 1")):
        with pytest.raises(Refusal, match=what) as refused:
            parse_numbers(text, 1)
        assert str(refused.value).startswith(f"{place} holds '")
        assert refused.value.offers == ()
    with pytest.raises(ValueError, match=what):
        parse_number(cell)
    with pytest.raises(Refusal, match=what):
        parse_matrix(f"[{cell}]", (1, 1))


@pytest.mark.parametrize("sign", ";,\t")
def test_a_spreadsheet_s_line_on_its_separator_is_refused_by_what_it_is(sign: str) -> None:
    """`sep=;` is no heading."""
    with pytest.raises(Refusal, match=r"holds 'sep=.*which tells a spreadsheet its separator"):
        parse_numbers(f"sep={sign}\n1 2\n3 4", 2)


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ("t x\n1 2\n3 4", ("t", "x"), [[1, 2], [3, 4]]),
        ("slow wave\tpulse 1\n1\t2", ("slow wave", "pulse 1"), [[1, 2]]),
        ('"a","b"\n1,2.5\n-3,4', ("a", "b"), [[1, 2.5], [-3, 4]]),
        ("température, °C\n1.5, 2", ("température", "°C"), [[1.5, 2]]),
        ("\n\nx,y\n1 2", ("x", "y"), [[1, 2]]),
    ],
)
def test_a_heading_row_is_offered_as_names(
    text: str, names: tuple[str, ...], rows: list[list[float]]
) -> None:
    """A first line without any number is taken as names if the reader agrees, and only then."""
    with pytest.raises(
        Refusal, match="which are no numbers: expected numbers, or names"
    ) as refused:
        parse_numbers(text, 2)
    (offer,) = refused.value.offers
    assert offer.action.startswith("Take line ")
    assert offer.action.endswith(" as names")
    assert offer.reading.names == names
    np.testing.assert_array_equal(offer.reading.values, rows)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("t 1\n2 3", "line 1 holds 't'"),  # no heading row: it has a number
        ("t x", "line 1 holds 't'"),  # nothing below it
        ("1 2\nt x\n3 4", "line 2 holds 't'"),  # not the first line
        ("t x\n1 two", "line 2 holds 'two'"),  # what is below is no number either
        ("t x z\n1 2", "which are no numbers"),  # a name too many
    ],
)
def test_other_words_are_no_heading(text: str, sentence: str) -> None:
    """Words elsewhere are refused, without an offer."""
    said, found = offers(parse_numbers, text, 2)
    assert sentence in said
    assert found == {}


def test_too_many_steps_are_offered_cut() -> None:
    """282 numbers are refused by the limit; the first 200 are offered."""
    values = np.arange(282) / 7
    sentence, found = offers(parse_numbers, " ".join(map(repr, values.tolist())), 1)
    assert sentence == "the text holds 282 steps: expected at most 200"
    assert found == {"Keep the first 200": values[:200, None].tolist()}
    _, found = offers(parse_numbers, json.dumps(np.ones((201, 3)).tolist()), 3)
    assert found == {"Keep the first 200": np.ones((200, 3)).tolist()}


def test_offers_that_need_each_other_are_one() -> None:
    """A heading row over too many steps is one button, that says both."""
    with pytest.raises(Refusal) as refused:
        parse_numbers("pulse\n" + "0.5\n" * 201, 1)
    (offer,) = refused.value.offers
    assert offer.action == "Take line 1 as names, keep the first 200"
    assert offer.reading.names == ("pulse",)
    assert offer.reading.values.shape == (200, 1)


@pytest.mark.parametrize("text", ["0 1 2 3 0 4", "0\n1\n2\n3\n0\n4\n", "[0, 1, 2, 3, 0, 4]"])
def test_a_column_of_classes_is_offered_as_one_hot(text: str) -> None:
    """Whole numbers from 0 to I − 1, one a step, are offered as one-hot rows."""
    sentence, found = offers(parse_numbers, text, 5)
    assert "expected 5, a column for each input, or the class of each step, from 0 to 4" in sentence
    rows = np.zeros((6, 5))
    rows[[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 0, 4]] = 1
    assert found == {"Read as one-hot": rows.tolist()}


@pytest.mark.parametrize("text", ["0\n1\n5", "0\n-1", "0.5\n1", "0 1\n2 3"])
def test_other_numbers_are_no_classes(text: str) -> None:
    """A number that is no class of the network, or a second column, is not offered as one-hot."""
    _, found = offers(parse_numbers, text, 5)
    assert found == {}


def test_semicolons_between_inputs_are_offered_not_guessed() -> None:
    """A semicolon ends a row everywhere; a spreadsheet's, between columns, are asked about."""
    sentence, found = offers(parse_numbers, "1;2;3\n4;5;6", 3)
    assert "semicolons separate steps" in sentence
    assert found == {"Read semicolons as between inputs": [[1, 2, 3], [4, 5, 6]]}
    sentence, found = offers(parse_numbers, "1;2\n3;4", 1)
    assert "is each number a step" in sentence
    assert found == {"Read each number as a step": [[1], [2], [3], [4]]}
    sentence, found = offers(parse_targets, "1;2;3\n4;5;6", 3)
    assert found == {"Read semicolons as between outputs": [[1, 2, 3], [4, 5, 6]]}
    sentence, found = offers(parse_matrix, "1;2;3\n4;5;6", (2, 3))
    assert found == {"Read semicolons as between columns": [[1, 2, 3], [4, 5, 6]]}


def test_an_empty_line_between_two_steps_is_named() -> None:
    """It may stand for a missing step; before and after the numbers it is nothing."""
    sentence, found = offers(parse_numbers, "1\n\n3\n \n4", 1)
    assert sentence.startswith("line 2 is empty")
    assert found == {"Leave out empty lines": [[1], [3], [4]]}
    np.testing.assert_array_equal(parse_numbers("\n\n1\n3\n\n", 1), [[1], [3]])


def test_a_vector_that_numpy_wrapped_is_asked_about() -> None:
    """Lines in one bracket are rows in MATLAB, and one row as NumPy prints a long vector."""
    _, found = offers(parse_numbers, "[0.1 0.2\n 0.3]", 1)
    assert found == {"Read the lines as one row": [[0.1], [0.2], [0.3]]}
    _, found = offers(parse_numbers, "[1 2\n 3 4]", 1)
    assert found == {"Read the lines as one row": [[1], [2], [3], [4]]}
    _, found = offers(parse_matrix, "[0.1 0.2\n 0.3]", (3,))
    assert found == {"Read the lines as one row": [0.1, 0.2, 0.3]}
    _, found = offers(parse_matrix, "[1 2\n 3 4]", (1, 4))
    assert found == {"Read the lines as one row": [[1, 2, 3, 4]]}
    np.testing.assert_array_equal(parse_matrix("[1\n 2\n 3]", (3,)), [1, 2, 3])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[]", "the text is empty"), ("[[], []]", "the text is empty"),
        ("[1, 2", "has '\\[' without its partner"), ("[1, 2)", "has '\\)' without its partner"),
        ("[1, [2]]", "numbers beside brackets"), ("[[1,2],,[3,4]]", "two commas between brackets"),
        ("[[[1,2]],[[3,4]],[[5],[6]]]", "brackets three deep"),
        ("(5)", "a number in parentheses"), ("sin(3)", "holds 'sin\\(3\\)'"),
        ('["1, 2]', "among brackets"), ("[" * 50_000, "many brackets"),
        ("[[1,2],[3]]", "row 2 holds 1 number: expected 2"),
        ('{"x": [[1, 2]]}', "numbers beside brackets"), ('1,"2', "a quote that is not closed"),
    ],
)  # fmt: skip
def test_brackets_and_quotes_that_do_not_match_are_refused(text: str, sentence: str) -> None:
    """What is wrong with the notation is said."""
    with pytest.raises(Refusal, match=sentence):
        parse_numbers(text, 2)
