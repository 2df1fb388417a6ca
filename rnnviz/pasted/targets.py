"""Targets: rows of numbers, or of classes, as what is wanted of a network's outputs."""

from __future__ import annotations

import numpy as np

from rnnviz.pasted.grid import Grid, grid_of
from rnnviz.pasted.refusal import Array, Consent, Question, Reading, answered
from rnnviz.validation import as_count

_TOLERANCE = 1e-9  # of a sum of probabilities


def parse_targets(
    text: str, output_size: int, *, classes: bool = False, probabilities: bool = False
) -> Array:
    """Return what is wanted of the outputs: a row for each step, a number for each output.

    target[t, o] is the number in row t and column o, and for a class c alone in its row
    target[t] = e_c. Notations are those of `parse_numbers`. With one output, one row may hold
    the whole target.

    Args:
        text: what was pasted.
        output_size: O, at least 1.
        classes: whether a row may hold the number of a class alone, from 0.
        probabilities: whether each row must be probabilities, whose sum is 1.

    Returns:
        (rows, O), finite; at least one row.

    Raises:
        Refusal: the text is no such target; the sentence quotes the place. Its `offers` have
            what could be read if the reader agrees.
    """
    O = as_count("output_size", output_size)
    may_be_classes = classes and O > 1
    read = answered(lambda consent: _read(text, O, may_be_classes, consent))
    if probabilities:
        _check_probabilities(read.values)
    return read.values.copy()


def _read(text: str, O: int, classes: bool, consent: Consent) -> Reading:
    grid = grid_of(text, consent, empty=f"{O} number" + ("s" if O > 1 else ""))
    if O == 1 and len(grid.rows) == 1:
        return Reading(np.array(grid.rows[0], dtype=np.float64)[:, None], grid.names)
    if classes and all(len(row) == 1 for row in grid.rows):
        return Reading(np.eye(O)[[_class(grid, i, O) for i in range(len(grid.rows))]], grid.names)
    for place, row in zip(grid.places, grid.rows, strict=True):
        if len(row) != O:
            expected = (
                f"{place} holds {len(row)} number{'s' if len(row) != 1 else ''}: expected {O}"
                + (", one for each output" if O > 1 else "")
                + (", or the number of a class" if classes else "")
            )
            if grid.has_pieces:
                raise Question(
                    f"{expected}; semicolons separate rows",
                    ("columns", "Read semicolons as between outputs"),
                )
            raise ValueError(expected)
    return Reading(np.array(grid.rows, dtype=np.float64), grid.names)


def _class(grid: Grid, row: int, O: int) -> int:
    value = grid.rows[row][0]
    if value not in range(O):
        raise ValueError(
            f"{grid.places[row]} holds {value:g}: expected {O} numbers, one for each output, or "
            f"the number of a class, from 0 to {O - 1}"
        )
    return int(value)


def _check_probabilities(target: Array) -> None:
    for number, row in enumerate(target, 1):
        if (row < 0).any() or abs(row.sum() - 1) > _TOLERANCE:
            text = " ".join(f"{value:g}" for value in row)
            raise ValueError(
                f"row {number} is {text}: expected probabilities whose sum is 1, or the number of "
                "a class"
            )
