"""Grid: a text as rows of numbers, each with its place, in whichever notation it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from rnnviz.pasted import commas
from rnnviz.pasted.brackets import bracketed, has_brackets
from rnnviz.pasted.characters import known
from rnnviz.pasted.numerals import is_number, is_word, number_of, plain, quoted
from rnnviz.pasted.plain import cells_of, names_of, pieces_of
from rnnviz.pasted.refusal import Consent, Question
from rnnviz.validation import shown

MAX_PASTE: Final = 100_000  # characters; 200 steps of 16 numbers at full precision need 77,000


@dataclass(frozen=True)
class Grid:
    """Rows of numbers.

    Attributes:
        rows: the numbers; rows may differ in length.
        places: where each row stands, as a sentence begins: "line 3".
        names: what the first line calls the columns, or None.
        has_pieces: semicolons within lines separate rows.
        has_lines: rows stand in more than one line.
        is_wrapped: only ends of lines within a bracket separate the rows.
    """

    rows: list[list[float]]
    places: list[str]
    names: tuple[str, ...] | None = None
    has_pieces: bool = False
    has_lines: bool = False
    is_wrapped: bool = False

    def on_one_row(self) -> Grid:
        """Return the grid with its rows joined, one after another."""
        joined = [value for row in self.rows for value in row]
        return replace(self, rows=[joined], places=self.places[:1], is_wrapped=False)


def check_text(text: object, most: int = MAX_PASTE) -> None:
    """Raise ValueError unless `text` is a string of valid Unicode, and not too long."""
    if not isinstance(text, str):
        raise ValueError(f"the text is {shown(text)}: expected a string")
    if len(text) > most:
        raise ValueError(f"the text has {len(text)} characters: expected at most {most}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"character {error.start + 1} of the text is {shown(text[error.start])}: "
            "expected valid Unicode"
        ) from None


def grid_of(text: str, consent: Consent, *, empty: str) -> Grid:
    """Return the numbers of a text, row by row.

    Args:
        text: what was pasted.
        consent: what the reader has agreed to.
        empty: what is expected, where the text holds nothing.

    Raises:
        Question: it can be read in more than one way.
        ValueError: it holds something else; the sentence quotes the place.
    """
    check_text(text)
    text = plain(text.removeprefix("\ufeff"))
    is_bracketed = has_brackets(text)
    text = known(text, consent, spaces_separate=is_bracketed)
    if not text.replace(";", "").strip():
        raise ValueError(f"the text is empty: expected {empty}")
    return _bracketed(text, consent, empty) if is_bracketed else _plain(text, consent)


def _bracketed(text: str, consent: Consent, empty: str) -> Grid:
    rows, is_wrapped = bracketed(text)
    if not any(rows):
        raise ValueError(f"the text is empty: expected {empty}")
    places = [f"row {i}" for i in range(1, len(rows) + 1)] if len(rows) > 1 else ["the text"]
    grid = Grid(
        [_numbers(row, place) for row, place in zip(rows, places, strict=True)],
        places,
        is_wrapped=is_wrapped and len(rows) > 1,
    )
    return grid.on_one_row() if "one_row" in consent else grid


def _plain(text: str, consent: Consent) -> Grid:
    lines = text.splitlines()
    while not lines[-1].strip():
        lines.pop()
    first = next(i for i, line in enumerate(lines) if line.strip())
    names = _names(lines, first)
    after = first if names is None else first + 1
    grid = _rows(commas.separated(lines, after, consent), after, consent)
    blank = next((i for i, line in enumerate(lines[after:], after + 1) if not line.strip()), None)
    if blank is not None and "blank" not in consent:
        raise Question(
            f"line {blank} is empty: expected numbers in every line between the first and the last",
            ("blank", "Leave out empty lines"),
        )
    if names is not None and "headings" not in consent:
        raise Question(
            f"line {first + 1} holds {quoted(lines[first].strip())}, "
            f"which {'is no number' if len(names) == 1 else 'are no numbers'}: "
            "expected numbers, or names of the columns",
            ("headings", f"Take line {first + 1} as names"),
        )
    return replace(grid, names=names)


def _rows(lines: list[str], after: int, consent: Consent) -> Grid:
    """Return the rows of the lines that follow so many, as lines or as what semicolons end."""
    are_columns = "columns" in consent
    pieces = [
        (number, [line.replace(";", ",")] if are_columns else pieces_of(line))
        for number, line in enumerate(lines[after:], after + 1)
        if line.strip()
    ]
    has_pieces = any(len(row) > 1 for _, row in pieces)
    rows: list[list[float]] = []
    places: list[str] = []
    for number, texts in pieces:
        for text in texts:
            place = f"row {len(rows) + 1}" if has_pieces else f"line {number}"
            rows.append(_numbers(cells_of(text, place), place))
            places.append(place)
    return Grid(rows, places, has_pieces=has_pieces, has_lines=len(pieces) > 1)


def _names(lines: list[str], first: int) -> tuple[str, ...] | None:
    """Return the names of columns in the first line, or None where it is no heading row."""
    names = names_of(lines[first])
    is_last = first == len(lines) - 1
    if is_last or not all(is_word(name) and not is_number(name) for name in names):
        return None
    return tuple(names)


def _numbers(cells: list[str], place: str) -> list[float]:
    numbers = []
    for column, cell in enumerate(cells, 1):
        if not cell:
            raise ValueError(f"{place}, column {column} is empty: expected a number")
        if "," in cell:  # it stood in quotes
            readings = commas.readings_of(cell)
            if readings:
                raise Question(
                    f"{place} holds {quoted(cell)}{commas.sentence(readings)}",
                    *commas.actions(cell, readings),
                )
        numbers.append(number_of(cell, place))
    return numbers
