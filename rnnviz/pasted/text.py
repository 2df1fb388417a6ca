"""Text: characters or words as one-hot rows, a step for each.

A character is what a reader takes for one: a letter with its accents, an emoji of several code
points, a flag (a grapheme cluster of Unicode's annex 29). Texts that look alike are read alike:
both the text and the names of the inputs are brought to Unicode's form NFC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple
from unicodedata import normalize

import numpy as np

from rnnviz.document import MAX_NAME, MAX_STEPS
from rnnviz.pasted.grid import MAX_PASTE, check_text
from rnnviz.pasted.numerals import quoted
from rnnviz.pasted.refusal import Array, Consent, Question, Reading, Refusal, answered

OTHER: Final = "other"  # the name of the symbol that takes every step without its own

Unit = Literal["character", "word"]


class Alphabet(NamedTuple):
    """The symbols that a network reads one-hot.

    Attributes:
        symbols: the input names, in NFC.
        unit: what a symbol is.
    """

    symbols: tuple[str, ...]
    unit: Unit


def parse_text(text: str, symbols: Sequence[str] | None) -> tuple[Array, tuple[str, ...]]:
    """Return a text as one-hot rows, a step for each character or word, and these.

    x[t, i] = 1 where step t is symbol i, else 0. A text is read by words where the symbols are
    words, else by characters. What is no symbol is read as its lower case where that is one, else
    as the last symbol where that is named "other". A line end at the text's end is not read.

    Args:
        text: what was pasted.
        symbols: the names of the I inputs; None where they have none.

    Returns:
        x, (T, I), and the T characters or words as labels; 1 … 200 steps.

    Raises:
        Refusal: text does not fit these inputs, or holds what is no symbol. Where it is too
            long, `offers` has its first 200 steps.
    """
    try:
        alphabet = alphabet_of(symbols)
    except ValueError as error:
        raise Refusal(f"{error}: expected numbers, not text") from None
    reading = answered(lambda consent: _read(text, alphabet, consent))
    assert reading.labels is not None
    return reading.values, reading.labels


def symbols_of(input_names: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the symbols that a network reads one-hot, or None where text does not fit it."""
    try:
        return alphabet_of(input_names).symbols
    except ValueError:
        return None


def alphabet_of(input_names: Sequence[str] | None) -> Alphabet:
    """Return the symbols that a network reads one-hot, and whether they are characters or words.

    Text fits where each of at least two inputs is named after a character or a word of its own;
    the last may be named "other" instead.

    Raises:
        ValueError: text does not fit; the sentence says why.
    """
    why = "the inputs of this network are quantities, not characters or words"
    names = tuple(normalize("NFC", name) for name in input_names or ())
    if len(names) < 2:
        raise ValueError(why if not names else f"{why}: one input alone is no alphabet")
    own = names[:-1] if names[-1] == OTHER else names
    twice = next((name for i, name in enumerate(own) if name in own[:i]), None)
    if twice is not None:
        raise ValueError(f"{why}: two are named {quoted(twice)}")
    unlike = next((name for name in own if not _is_word(name)), None)
    if all(len(graphemes(name)) == 1 for name in own):
        return Alphabet(names, "character")
    if unlike is not None:
        raise ValueError(f"{why}: {quoted(unlike)} is neither")
    return Alphabet(names, "word")


def graphemes(text: str) -> tuple[str, ...]:
    """Return the characters of a text as readers see them, each perhaps of several code points."""
    if text.isascii():
        return tuple(text)
    from wcwidth import iter_graphemes  # late: its tables take a tenth of a second to load

    return tuple(iter_graphemes(text))


def _is_word(name: str) -> bool:
    return bool(name) and not re.search(r"\s", name) and any(c.isalpha() for c in name)


def _read(text: str, alphabet: Alphabet, consent: Consent) -> Reading:
    check_text(text, MAX_PASTE)
    text = normalize("NFC", re.sub(r"\r\n?", "\n", text).rstrip("\n"))
    unit = alphabet.unit
    labels = tuple(text.split()) if unit == "word" else graphemes(text)
    if not labels:
        raise ValueError(f"the text is empty: expected 1 to {MAX_STEPS} {unit}s")
    if len(labels) > MAX_STEPS:
        if "cut" not in consent:
            raise Question(
                f"the text has {len(labels)} {unit}s: expected at most {MAX_STEPS}",
                ("cut", f"Keep the first {MAX_STEPS}"),
            )
        labels = labels[:MAX_STEPS]
    indices = [_symbol(label, t, alphabet) for t, label in enumerate(labels, 1)]
    return Reading(np.eye(len(alphabet.symbols))[indices], labels=labels)


def _symbol(label: str, position: int, alphabet: Alphabet) -> int:
    symbols, unit = alphabet
    if len(label) > MAX_NAME:
        raise ValueError(f"{unit} {position} has {len(label)} signs: expected at most {MAX_NAME}")
    for candidate in (label, label.lower()):
        if candidate in symbols:
            return symbols.index(candidate)
    if symbols[-1] == OTHER:
        return len(symbols) - 1
    raise ValueError(
        f"{unit} {position} is {quoted(label)}: expected one of "
        + " ".join(symbol if symbol.strip() else repr(symbol) for symbol in symbols)
    )
