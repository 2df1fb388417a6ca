"""Reading: what a person types into an answer's box, as numbers or as items of a list."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from rnnviz.validation import shown

SEPARATOR: Final = ";"

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?", re.ASCII)
_POWER: Final = re.compile(r"\s*[×*·]\s*10\s*\^?\s*([+-]?\d+)")  # "1.6×10⁻⁸" and "1.6*10^-8"
_PLAIN: Final = str.maketrans("−–⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "---+0123456789")
_FRACTIONS: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4"}


def read_number(text: str) -> float:
    """Return the number in a text: "1.25", "1,25", "−.5", "1/4", "1.6×10⁻⁸".

    Raises:
        ValueError: it is none, or not a finite one.
    """
    plain = text.strip().translate(_PLAIN).lower()
    plain = _POWER.sub(r"e\1", _FRACTIONS.get(plain, plain))
    parts = [part.strip() for part in plain.split("/")]
    if not text.strip():
        raise ValueError("nothing was typed: expected a number such as 0.7")
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{shown(text, 40)} is no number: expected one such as 0.7, −0.3 or 1/7")
    numbers = [float(part.replace(",", ".")) for part in parts]
    value = math.nan if numbers[1:] == [0.0] else numbers[0] / (numbers[1:] or [1.0])[0]
    if not math.isfinite(value):
        raise ValueError(f"{shown(text, 40)} is no finite number: expected one such as 0.7")
    return value


def read_numbers(text: str, labels: Sequence[str]) -> list[float]:
    """Return the number of each box, in the boxes' order.

    Raises:
        ValueError: there are too few or too many, or one is no number.
    """
    texts = text.split(SEPARATOR)
    if len(texts) != len(labels):
        raise ValueError(
            f"there are {len(texts)} numbers: expected {len(labels)}, separated by {SEPARATOR}"
        )
    numbers = []
    for label, given in zip(labels, texts, strict=True):
        try:
            numbers.append(read_number(given))
        except ValueError as error:
            raise ValueError(f"{label}: {error}") from None
    return numbers


def read_items(text: str, items: Sequence[str], count: int) -> list[int]:
    """Return the positions of the items that a text names, each at most once.

    Raises:
        ValueError: there are not as many as asked for, or one is no item.
    """
    texts = [text.strip()] if count == 1 else [part.strip() for part in text.split(SEPARATOR)]
    for given in texts:
        if given not in items:
            raise ValueError(f"{shown(given, 40)} is not among the answers: expected one of "
                             + ", ".join(map(shown, items)))  # fmt: skip
    if len(texts) != count or len(set(texts)) != count:
        raise ValueError(f"{len(set(texts))} answers are given: expected all {count}, each once")
    return [items.index(given) for given in texts]


def split(text: str) -> list[str]:
    """Return what stands between the separators, as `Answer.joined` put it together."""
    return [part.strip() for part in text.split(SEPARATOR)]


def as_typed(value: float) -> str:
    """Return a number as the shortest text that is read as the same float32."""
    return str(np.float32(value))
