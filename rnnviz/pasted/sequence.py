"""A sequence: rows of numbers as the x of a network."""

from __future__ import annotations

import numpy as np

from rnnviz.document import MAX_INPUTS, MAX_STEPS
from rnnviz.pasted.grid import Grid, grid_of
from rnnviz.pasted.refusal import Array, Consent, Question, Reading, answered
from rnnviz.validation import as_count

_EMPTY = "numbers, a line for each step"


def parse_numbers(text: str, input_size: int) -> Array:
    """Return the sequence in a text of numbers: a row for each step, a column for each input.

    x[t, i] is the number in row t and column i. A line is a row; a semicolon ends a row, too.
    Commas, tabs and spaces separate columns. Rows may also stand in brackets, as MATLAB, Python,
    NumPy, PyTorch and JSON write them. With one input, one row may hold the whole sequence.
    The decimal sign is a point. What can be read in more than one way is refused.

    Args:
        text: what was pasted.
        input_size: I, 1 … 16.

    Returns:
        (T, I), finite; 1 … 200 steps.

    Raises:
        Refusal: the text is no such sequence; the sentence quotes the place. Its `offers` have
            what could be read if the reader agrees: without a heading row or empty lines, the
            first 200 steps, the classes of a column as one-hot rows, or one of two readings.
    """
    I = as_count("input_size", input_size, most=MAX_INPUTS)
    return answered(lambda consent: _read(text, I, consent)).values.copy()


def _read(text: str, I: int, consent: Consent) -> Reading:
    grid = _steps(grid_of(text, consent, empty=_EMPTY), I, consent)
    rows = grid.rows
    if grid.names is not None and len(grid.names) != I and "one_hot" not in consent:
        raise ValueError(
            f"{_count(len(grid.names), 'column')} {'is' if len(grid.names) == 1 else 'are'} named: "
            f"expected {I}"
        )
    if len(rows) > MAX_STEPS:
        if "cut" not in consent:
            raise Question(
                f"the text holds {len(rows)} steps: expected at most {MAX_STEPS}",
                ("cut", f"Keep the first {MAX_STEPS}"),
            )
        rows = rows[:MAX_STEPS]
    if "one_hot" in consent:
        return Reading(np.eye(I)[[int(row[0]) for row in rows]])
    return Reading(np.array(rows, dtype=np.float64), grid.names)


def _steps(grid: Grid, I: int, consent: Consent) -> Grid:
    """Return a grid with a row for each step, of the length that fits."""
    if I == 1 and grid.has_pieces and grid.has_lines and "steps" not in consent:
        raise Question(
            "the text has semicolons within its lines: is each number a step, or does a line hold "
            "several inputs? Put each step on a line of its own",
            ("steps", "Read each number as a step"),
        )
    if I == 1 and len(grid.rows) == 1:
        values = grid.rows[0]
        return Grid([[value] for value in values], grid.places * len(values), grid.names)
    if "one_hot" in consent:
        values = [value for row in grid.rows for value in row]
        return Grid([[value] for value in values], ["the text"] * len(values), grid.names)
    for place, row in zip(grid.places, grid.rows, strict=True):
        if len(row) != I:
            raise _misfit(grid, f"{place} holds {_count(len(row), 'number')}", I)
    return grid


def _misfit(grid: Grid, what: str, I: int) -> ValueError:
    """Return why a row does not fit, and how the text could be read otherwise."""
    expected = f"{what}: expected " + (
        "1, or all steps on one line" if I == 1 else f"{I}, a column for each input"
    )
    if grid.is_wrapped and I == 1:
        return Question(
            f"{expected}; ends of lines within a bracket separate rows",
            ("one_row", "Read the lines as one row"),
        )
    if grid.has_pieces:
        return Question(
            f"{expected}; semicolons separate steps, and commas, tabs or spaces the inputs",
            ("columns", "Read semicolons as between inputs"),
        )
    values = [value for row in grid.rows for value in row]
    is_column = len(grid.rows) == 1 or all(len(row) == 1 for row in grid.rows)
    if I > 1 and is_column and all(value in range(I) for value in values):
        return Question(
            f"{expected}, or the class of each step, from 0 to {I - 1}",
            ("one_hot", "Read as one-hot"),
        )
    return ValueError(expected)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
