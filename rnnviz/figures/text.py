"""Words in figures: what users wrote is made inert, numbers are written as in print."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from rnnviz import number_words
from rnnviz.validation import shown

MAX_SHOWN: Final = 16  # characters of a label or a name; longer ones are cut
LEAST_LIMIT: Final = 0.1  # of a scale whose numbers have two decimals; smaller ones need digits
LEAST: Final = 1e-3  # sizes below it need a power of ten: a scale has less room than a sentence

# Plotly reads a part of HTML in every text, and mathematics between dollar signs.
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_BLANKS: Final = {" ": "␣", "\n": "↵", "\t": "⇥"}
# Format characters that join letters and emoji; the others reorder or hide text.
_JOINERS: Final = ("\u200c", "\u200d")


def inert(text: str, most: int = MAX_SHOWN) -> str:
    """Return a text as Plotly shall draw it, character by character, and nothing more.

    Markup is escaped; controls, bidirectional overrides and lone surrogates become
    "�"; a text that is one blank becomes a sign for it; texts of more than `most`
    characters end in "…".
    """
    text = _BLANKS.get(text, text)
    text = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(map(_inert_character, text))


def texts(name: str, values: Sequence[str] | None, count: int, of: str) -> list[str] | None:
    """Return user texts made inert, or None where there are none.

    Raises:
        ValueError: they are not `count` strings.
    """
    if values is None:
        return None
    given = list(values)
    for i, value in enumerate(given):
        if not isinstance(value, str):
            raise ValueError(f"{name}[{i}] is {shown(value)}: expected a text")
    if isinstance(values, str) or len(given) != count:
        raise ValueError(f"{name} has {len(given)} texts: expected {count}, one for each {of}")
    return [inert(value) for value in given]


def shown_width(text: str) -> int:
    """Return how many characters of an inert text are seen."""
    for character, escape in _ESCAPES.items():
        text = text.replace(escape, character)
    return len(text)


def signed(value: float) -> str:
    """Return a short number with its sign, as printed beside a scale: "+2.5", "−3×10⁶"."""
    return rounded(value, digits=6)


def rounded(value: float, digits: int = 3) -> str:
    """Return a number as `signed` does, to so many significant digits."""
    return number_words.signed(value, digits, least=LEAST)


def in_cell(value: float, limit: float) -> str:
    """Return a number as a cell of a ±limit scale shows it, short and with its sign."""
    if limit >= LEAST_LIMIT:
        return number_words.in_cell(value)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number_words.brief(abs(value))


def _inert_character(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character if character in _JOINERS else "�"
    return _ESCAPES.get(character, character)
