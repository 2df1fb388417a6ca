"""Plain lines: rows as a spreadsheet, a CSV file or a person writes them, and their cells."""

from __future__ import annotations

import re
from typing import Final

from rnnviz.pasted.numerals import quoted

Cells = list[str]

# One comma or tab separates, with the spaces around it; so do spaces alone, however many.
_SEPARATOR: Final = re.compile(r"[^\S\t]*(?:,[^\S\t]*\t?|\t)[^\S\t]*|[^\S\t]+")
_PART: Final = re.compile(r"\"[^\"]*\"|;|[^;\"]+|\"")  # a semicolon in quotes is none
# A cell in quotes, in which a quote is doubled, or one without.
_CELL: Final = re.compile(r"\"((?:[^\"]|\"\")*)\"|'([^']*)'|([^\s,\"'][^\s,]*)|")


def cells_of(row: str, place: str) -> Cells:
    """Return what stands between the separators of a row; what is empty, as "".

    One separator at the end is common, and harmless.

    Raises:
        ValueError: a quote is not closed.
    """
    row = row.strip(" \r\n\v\f")
    if '"' not in row and "'" not in row:
        cells = _SEPARATOR.split(row)
    else:
        cells = _quoted_cells(row, place)
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def pieces_of(line: str) -> list[str]:
    """Return what stands between the semicolons of a line; one at its end separates nothing."""
    pieces = [""]
    for part in _PART.findall(line):
        if part == ";":
            pieces.append("")
        else:
            pieces[-1] += part
    while len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    return pieces


def names_of(line: str) -> Cells:
    """Return the names that a heading row holds: between tabs or commas they may have spaces."""
    sign = next((sign for sign in "\t,;" if sign in line), None)
    if sign is None:
        return line.split()
    return [name.strip().strip("\"'") for name in line.strip().rstrip(",;").split(sign)]


def _quoted_cells(row: str, place: str) -> Cells:
    cells: Cells = []
    at = 0
    while True:
        found = _CELL.match(row, at)
        assert found is not None  # it matches nothing, too
        doubled, single, bare = found.groups()
        cells.append(
            doubled.replace('""', '"').strip() if doubled is not None else single or bare or ""
        )
        at = found.end()
        if at == len(row):
            return cells
        between = _SEPARATOR.match(row, at)
        if between is None:
            raise ValueError(f"{place} has a quote that is not closed: {quoted(row[at:])}")
        at = between.end()
