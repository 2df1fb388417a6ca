"""Any text and any numbers: what is printed is read back, and nonsense is refused at once."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.number_words import brief, in_cell, in_print, with_power
from rnnviz.sequences import Refusal, parse_matrix, parse_number, parse_numbers, parse_targets

FINITE = st.floats(width=32, allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(FINITE)
def test_what_the_page_prints_is_read_back(value: float) -> None:
    """Each form in which rnnviz prints a number is read as the number that is printed."""
    for text in (in_print(value), with_power(value), in_cell(value), brief(abs(value))):
        exact = text.replace("−", "-").replace("×10", "e")
        exact = exact.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        if abs(float(exact)) <= 3.4e38:  # rounded up, the largest is beyond a float32
            assert parse_number(text) == float(exact)


def as_text(rows: list[list[float]], notation: str) -> str:
    """Write rows of numbers in a notation."""
    cells = [[repr(value) for value in row] for row in rows]
    if notation == "json":
        return json.dumps(rows)
    if notation == "matlab":
        return "[" + "; ".join(" ".join(row) for row in cells) + "]"
    if notation == "numpy":
        return "array([" + ",\n       ".join("[" + ", ".join(row) + "]" for row in cells) + "])"
    if notation == "torch":
        return "tensor([" + ", ".join("[" + ", ".join(r) + "]" for r in cells) + "], dtype=x)"
    if notation == "quoted":
        return "\n".join(",".join(f'"{cell}"' for cell in row) for row in cells)
    if notation == "rows":
        return "; ".join(" ".join(row) for row in cells)
    return "\n".join(notation.join(row) for row in cells).replace("-", "−")


@settings(deadline=None)
@given(
    st.lists(st.lists(FINITE, min_size=3, max_size=3), min_size=1, max_size=7),
    st.sampled_from(
        ["json", "matlab", "numpy", "torch", "quoted", "rows", " ", "\t", ", ", " , ", "  "]
    ),
)
def test_a_grid_reads_the_same_in_every_notation(rows: list[list[float]], notation: str) -> None:
    """Any numbers come back to the last bit, whichever notation they are written in."""
    text = as_text(rows, notation)
    np.testing.assert_array_equal(parse_numbers(text, 3), rows)
    np.testing.assert_array_equal(parse_targets(text, 3), rows)
    np.testing.assert_array_equal(parse_matrix(text, (len(rows), 3)), rows)


@settings(deadline=None)
@given(
    st.text() | st.text("0123456789.,;-−+e \t\n\"'[](){}=naifx\u00a0\u200b–%$×10⁻²", max_size=40),
    st.integers(1, 4),
)
def test_any_text_gives_numbers_or_a_sentence(text: str, size: int) -> None:
    """Any text gives finite numbers of the right shape or a refusal whose offers are such."""
    for read, shape in (
        (lambda: parse_numbers(text, size), (None, size)),
        (lambda: parse_targets(text, size, classes=True), (None, size)),
        (lambda: parse_matrix(text, (2, size)), (2, size)),
    ):
        found = []
        try:
            found.append(read())
        except Refusal as refused:
            actions = [str(refused), *(offer.action for offer in refused.offers)]
            found += [offer.reading.values for offer in refused.offers]
            longest = max(map(len, actions))
            assert longest < 300
        for values in found:
            assert values.ndim == 2
            assert values.shape[1] == shape[1]
            assert shape[0] in (None, len(values))
            assert len(values) >= 1
            assert np.isfinite(np.float32(values)).all()


@pytest.mark.parametrize(
    "text",
    [
        "1" * 99_999 + "x", "1" + " " * 99_000 + "x", "1.e" * 33_000, ",;" * 50_000, '"' * 99_999,
        '["' * 50_000, "[" * 99_999, "(" * 99_999, "1,234," * 16_000 + "x", "1\u00a0234" * 14_000,
        "“" * 99_999, "１" * 99_999, '";"' * 33_000, "1×10" * 20_000, "a=[" + "1," * 49_000,
        "a." * 49_999, "\n" * 99_999 + "x", "1e" * 49_999, "[1," + "a=(" * 33_000,
    ],
    ids=lambda text: ascii(text[:8]),
)  # fmt: skip
def test_long_nonsense_is_refused_at_once(text: str) -> None:
    """The longest texts are refused within a second of work, whatever they repeat."""
    start = time.process_time()
    for size in (1, 2):
        with pytest.raises(Refusal) as refused:
            parse_numbers(text, size)
        assert len(str(refused.value)) < 300
    assert time.process_time() - start < 2
