"""A matrix: rows of numbers of a given shape."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnviz.pasted.grid import Grid, grid_of
from rnnviz.pasted.refusal import Array, Consent, Question, Reading, answered
from rnnviz.validation import shown


def parse_matrix(text: str, shape: Sequence[int]) -> Array:
    """Return the matrix or the vector in a text of numbers.

    W[i, j] is the number in row i and column j; a vector may stand in one row or one column.
    Notations are those of `parse_numbers`.

    Args:
        text: what was pasted.
        shape: (rows, columns), or (length,) for a vector.

    Returns:
        An array of that shape, finite.

    Raises:
        Refusal: the text is no such matrix; the sentence quotes the place. Where only the
            transposed one fits, `offers` has that.
        ValueError: the shape has not one or two sizes of at least 1.
    """
    sizes = tuple(shape)
    if len(sizes) not in (1, 2) or any(not isinstance(n, int) or n < 1 for n in sizes):
        raise ValueError(f"the shape is {shown(shape)}: expected one or two sizes of at least 1")
    return answered(lambda consent: _read(text, sizes, consent)).values.copy()


def _read(text: str, shape: tuple[int, ...], consent: Consent) -> Reading:
    size = int(np.prod(shape))
    grid = grid_of(text, consent, empty=f"{size} number" + ("s" if size > 1 else ""))
    is_row = len(shape) == 1 or shape[0] == 1
    lengths = [len(row) for row in grid.rows]
    if grid.is_wrapped and is_row and sum(lengths) == size and max(lengths) > 1:
        raise Question(
            f"the text holds {len(lengths)} lines in one bracket: expected {size} numbers in one "
            "row",
            ("one_row", "Read the lines as one row"),
        )
    values = _matrix(grid)
    if values.shape == shape:
        return Reading(values, grid.names)
    if len(shape) == 1 and values.size == size and 1 in values.shape:
        return Reading(values.reshape(shape), grid.names)
    rows, columns = values.shape
    what = f"the text holds {_shape(rows, columns)}: expected " + (
        _shape(*shape) if len(shape) == 2 else f"{size} numbers in one row or one column"
    )
    if values.T.shape == shape:
        if "transpose" in consent:
            return Reading(values.T.copy())
        raise Question(f"{what}; transposed, it fits", ("transpose", "Transpose it"))
    if grid.has_pieces:
        raise Question(
            f"{what}; semicolons separate rows", ("columns", "Read semicolons as between columns")
        )
    raise ValueError(what)


def _matrix(grid: Grid) -> Array:
    columns = len(grid.rows[0])
    for place, row in zip(grid.places, grid.rows, strict=True):
        if len(row) != columns:
            raise ValueError(
                f"{place} holds {len(row)} number{'s' if len(row) != 1 else ''}: expected "
                f"{columns}, as in {grid.places[0]}"
            )
    return np.array(grid.rows, dtype=np.float64)


def _shape(rows: int, columns: int) -> str:
    return f"{rows} row{'s' if rows > 1 else ''} of {columns}"
