"""Sequences: what a person pastes, numbers or text, as the x of a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.document import MAX_INPUTS, MAX_STEPS
from rnnviz.validation import as_count, shown

Array = npt.NDArray[np.float64]

OTHER: Final = "other"  # the name of the symbol that takes every character without its own
MAX_PASTE: Final = 100_000  # characters; 200 steps of 16 numbers at full precision need 77,000

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_FINITE: Final = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s*[,;]\s*|\s+")
_GLUED_COMMA: Final = re.compile(r"[+-]?\d+,\d+", re.ASCII)


def parse_numbers(text: str, input_size: int) -> Array:
    """Return the sequence in a text of numbers: a line for each step, a column for each input.

    Commas, semicolons, spaces and tabs separate; empty lines are skipped; the
    decimal sign is a point, and − is a minus. With one input the whole sequence may
    stand on one line instead. With more inputs it may not: whether it runs step by
    step or input by input could only be guessed.

    Args:
        text: what was pasted.
        input_size: I, 1 … 16.

    Returns:
        (T, I), finite.

    Raises:
        ValueError: the text holds anything else, or not 1 … 200 steps; the sentence
            quotes the place.
    """
    I = as_count("input_size", input_size, most=MAX_INPUTS)
    _check_text(text, MAX_PASTE)
    rows = [
        (number, _numbers(line, f"line {number}"))
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1)
        if line.strip()
    ]
    if not rows:
        raise ValueError("the text is empty: expected numbers, a line for each step")
    if I == 1 and len(rows) == 1:
        rows = [(rows[0][0], [value]) for value in rows[0][1]]
    for number, row in rows:
        if len(row) != I:
            raise ValueError(
                f"line {number} holds {_count(len(row), 'number')}: expected "
                + ("1, or all steps on one line" if I == 1 else f"{I}, a column for each input")
                + ("; the decimal sign is a point" if len(row) == 2 * I else "")
            )
    if len(rows) > MAX_STEPS:
        raise ValueError(f"the text holds {len(rows)} steps: expected at most {MAX_STEPS}")
    return np.array([row for _, row in rows], dtype=np.float64)


def parse_wanted(text: str, output_size: int) -> list[list[float]]:
    """Return what is wanted of the outputs: a row for each step, a number for each output.

    A semicolon or a line end separates rows; otherwise as in `parse_numbers`.

    Args:
        text: what was written.
        output_size: O.

    Raises:
        ValueError: the text holds anything else; the sentence quotes the place.
    """
    _check_text(text, MAX_PASTE)
    texts = [row for row in re.split(r"[;\r\n]", text.removeprefix("\ufeff")) if row.strip()]
    if not texts:
        raise ValueError("the text is empty: expected " + _count(output_size, "number"))
    places = ["the text"] if len(texts) == 1 else [f"row {k}" for k in range(1, len(texts) + 1)]
    rows = [_numbers(row, place) for row, place in zip(texts, places, strict=True)]
    if output_size == 1 and len(rows) == 1:
        return [[value] for value in rows[0]]
    for place, row in zip(places, rows, strict=True):
        if len(row) != output_size:
            raise ValueError(
                f"{place} holds {_count(len(row), 'number')}: expected {output_size}"
                + (", one for each output" if output_size > 1 else "")
            )
    return rows


def symbols_of(input_names: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the symbols that a network reads one-hot, or None where text does not fit it.

    Text fits where each of at least two inputs is named after a character of its
    own; the last may be named "other" instead.
    """
    names = () if input_names is None else tuple(input_names)
    characters = names[:-1] if names[-1:] == (OTHER,) else names
    alike = len(set(characters)) < len(characters)
    if len(names) < 2 or alike or any(len(name) != 1 for name in characters):
        return None
    return names


def parse_text(text: str, symbols: Sequence[str] | None) -> tuple[Array, tuple[str, ...]]:
    """Return a text as one-hot rows, a step for each character, and the characters.

    A character that is no symbol is read as its lower case where that is one, else
    as the last symbol where that is named "other". A line end at the text's end is
    not read.

    Args:
        text: what was pasted.
        symbols: the I symbols of `symbols_of`; None where text does not fit.

    Returns:
        x, (T, I), and the T characters as labels.

    Raises:
        ValueError: text does not fit, a character is no symbol, or there are not
            1 … 200 of them.
    """
    read = symbols_of(symbols)
    if read is None:
        raise ValueError(
            "the inputs of this network are quantities, not characters: expected numbers, not text"
        )
    _check_text(text, MAX_PASTE)
    labels = tuple(re.sub(r"\r\n?", "\n", text).rstrip("\n"))
    if not labels:
        raise ValueError(f"the text is empty: expected 1 to {MAX_STEPS} characters")
    if len(labels) > MAX_STEPS:
        raise ValueError(f"the text has {len(labels)} characters: expected at most {MAX_STEPS}")
    indices = [_symbol(label, position, read) for position, label in enumerate(labels, start=1)]
    return np.eye(len(read))[indices], labels


def _symbol(character: str, position: int, symbols: tuple[str, ...]) -> int:
    for candidate in (character, character.lower()):
        if candidate in symbols:
            return symbols.index(candidate)
    if symbols[-1] == OTHER:
        return len(symbols) - 1
    raise ValueError(
        f"character {position} is {shown(character)}: expected one of "
        + " ".join(symbol if symbol.strip() else repr(symbol) for symbol in symbols)
    )


def _numbers(line: str, place: str) -> list[float]:
    line = line.strip().replace("−", "-")
    if _has_decimal_commas(line):
        raise ValueError(
            f"{place}, {shown(line, 30)}, seems to have decimal commas: expected a point "
            "as the decimal sign, or a space after each comma that separates"
        )
    words = _SEPARATOR.split(line)
    if len(words) > 1 and not words[-1]:
        words.pop()  # one separator at the end of a line is common, and harmless
    return [_number(word, place) for word in words]


def _has_decimal_commas(line: str) -> bool:
    # "0,5; 1,2" and "0,5 1 2,5": something else separates, yet commas stand between digits.
    fields = re.split(r"[;\s]+", line.strip("; \t"))
    glued = [_GLUED_COMMA.fullmatch(field) is not None for field in fields]
    others_are_whole = all(
        "," not in f for f, is_glued in zip(fields, glued, strict=True) if not is_glued
    )
    return len(fields) > 1 and any(glued) and others_are_whole


def _number(word: str, place: str) -> float:
    if not word:
        raise ValueError(f"{place} has an empty place between separators: expected a number")
    is_number = _NUMBER.fullmatch(word) is not None
    if _NOT_FINITE.fullmatch(word) or (is_number and not np.isfinite(float(word))):
        raise ValueError(f"{place} holds {shown(word, 30)}: expected a finite number")
    if not is_number:
        raise ValueError(
            f"{place} holds {shown(word, 30)}: expected numbers only, without headings"
        )
    return float(word)


def _check_text(text: object, most: int) -> None:
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


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
