"""Numerals: what one number is, and what that is which is no number."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np

NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
LARGEST: Final = float(np.finfo(np.float32).max)  # every number is kept as a float32

_RAISED: Final = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
# "1.5×10⁻⁷" as the page prints it, "1.5*10^-7" as people type it, and "10⁻⁷" alone.
_POWER: Final = re.compile(
    r"(?:(?<=[\d.]) ?[×·*] ?|(?<![\w.×·*]))10(?:([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\^([+-]?\d+))"
)

# What a cell is that is no number, by its first match, and what is expected instead.
_KINDS: Final = [
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"sep=.?", "which tells a spreadsheet its separator: leave that line out"),
        (r"#?n/?a!?|null|none|nil|missing|\?+", "a missing value: expected a number"),
        (r"[+-]?(?:nan|inf|infinity|∞)|#div/0!|#num!", "not finite: expected a finite number"),
        (r"[+-]?[\d.,]+ ?[%‰]", "a percentage: expected a number, such as 0.5 for 50%"),
        (r"[+-]?[\d.]+d[+-]?\d+", "with Fortran's exponent: write e in place of d"),
        (r"[+-]?\d+/\d+", "a fraction: expected a number with a point, such as 0.5 for 1/2"),
        (r"[+-]?\d{1,3}(?:['’_.]\d{3})+(?:[.,]\d*)?", "in groups of thousands: write the digits "
         "without what stands between the groups"),
        (r"0[xbo][0-9a-f]+", "no decimal number: expected digits from 0 to 9"),
        (r"[+-]|--+", "a sign without a number: expected the number right after it"),
        (r"\.\.\.|…|\.\.", "where printing left numbers out: expected all of them"),
        (r"true|false", "a truth value: expected a number, 1 or 0"),
        (r"\d+([:/.-])\d+\1\d+.*|\d+:\d+.*", "a date or a time: expected a number"),
        (r"[+-]?[\d.e+-]+[ij]", "a complex number: expected a real one"),
        (r"\([\d.,]+\)", "a number in parentheses: write −5 or 5 for (5)"),
        (r"[+-]?[\d.]+[a-zµ°]+", "a number with a unit or a letter: expected the number alone"),
    )
]  # fmt: skip


def plain(text: str) -> str:
    """Return a text with its minus signs and powers of ten as Python reads them."""
    return _POWER.sub(_power, text.replace("−", "-"))


def _power(found: re.Match[str]) -> str:
    exponent = found[2] or found[1].translate(_RAISED)
    return f"1e{exponent}" if found[0].startswith("10") else f"e{exponent}"


def quoted(text: str, most: int = 30) -> str:
    """Return a piece of a text as a sentence quotes it: what is invisible as a space or a code."""
    visible = "".join(
        c if c.isprintable() else " " if c.isspace() else f"<U+{ord(c):04X}>"
        for c in text[: most + 1]
    )
    return f"'{visible}'" if len(visible) <= most else f"'{visible[: most - 1]}…'"


def number_of(cell: str, place: str) -> float:
    """Return the number that a cell holds.

    Args:
        cell: what stands between two separators, after `plain`.
        place: where the cell is, as the sentence begins: "line 3".

    Raises:
        ValueError: it holds none, or one that no float32 holds.
    """
    if NUMBER.fullmatch(cell) is None:
        raise ValueError(f"{place} holds {quoted(cell)}, {_what(cell)}")
    value = float(cell)
    if np.isinf(value):
        raise ValueError(f"{place} holds {quoted(cell)}: expected a finite number")
    if abs(value) > LARGEST and _is_too_large(value):
        raise ValueError(f"{place} holds {quoted(cell)}: expected numbers of at most 3.4e38")
    return value


def is_number(cell: str) -> bool:
    """Return whether a cell is written as a number."""
    return NUMBER.fullmatch(cell) is not None


def is_word(cell: str) -> bool:
    """Return whether a cell could be the name of a column: no number, nor what stands for one."""
    return any(c.isalpha() for c in cell) and not any(k.fullmatch(cell) for k, _ in _KINDS)


def _is_too_large(value: float) -> bool:
    with np.errstate(over="ignore"):
        return bool(np.isinf(np.float32(value)))


def _what(cell: str) -> str:
    if any(unicodedata.category(c) == "Sc" for c in cell):
        return "an amount of money: expected the number alone"
    for kind, words in _KINDS:
        if kind.fullmatch(cell):
            return words
    sign = next((c for c in cell if not (c.isascii() or c.isalnum())), None)
    if sign is not None:
        return f"with {name_of(sign)}: expected numbers only"
    return "which is no number: expected numbers only"


def name_of(character: str) -> str:
    """Return what Unicode calls a character: "en dash"."""
    return unicodedata.name(character, f"U+{ord(character):04X}").lower()
