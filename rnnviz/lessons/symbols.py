"""Symbols in a text: "h_t", "W_{hh}" and "h₀" as a letter and what stands below it."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_SYMBOL: Final = re.compile(
    r"(?<![A-Za-z0-9_])([A-Za-z])(?:_\{([^{}]*)\}|_([A-Za-z0-9]+)|([₀₁₂₃₄₅₆₇₈₉₊₋]+))"
)
_LOW: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−")

Pieces = list[str | tuple[str, str]]


def pieces(text: str) -> Pieces:
    """Return a text in pieces: texts, and (letter, what stands below it) for each symbol."""
    found: Pieces = []
    end = 0
    for match in _SYMBOL.finditer(text):
        letter, braced, plain, low = match.groups()
        found += [text[end : match.start()], (letter, (braced or plain or low).translate(_LOW))]
        end = match.end()
    found.append(text[end:])
    return [piece for piece in found if piece]


def to_html(text: str) -> str:
    """Return a text as HTML, escaped, in which symbols are set as in print."""
    return "".join(
        escape(piece)
        if isinstance(piece, str)
        else f"<i>{escape(piece[0])}</i><sub>{escape(piece[1])}</sub>"
        for piece in pieces(text)
    )
