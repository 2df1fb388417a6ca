"""One number, as a person writes it into a field."""

from __future__ import annotations

import math

from rnnviz.number_words import or_infinite
from rnnviz.pasted import commas
from rnnviz.pasted.characters import known
from rnnviz.pasted.grid import check_text
from rnnviz.pasted.numerals import number_of, plain, quoted
from rnnviz.pasted.refusal import NONE

_LONGEST = 1_000  # characters


def parse_number(text: str, *, least: float = -math.inf, most: float = math.inf) -> float:
    """Return the number in a field.

    The minus may be that of print (−), and so may a power of ten (1.5×10⁻⁷); the decimal sign is
    a point.

    Args:
        text: what was written.
        least, most: the range.

    Returns:
        The number, finite.

    Raises:
        ValueError: the text is no number or could be two, or the number is out of its range.
    """
    check_text(text, _LONGEST)
    cell = known(plain(text.strip()), NONE, "the field")
    if not cell:
        raise ValueError("the field is empty: expected a number")
    readings = commas.readings_of(cell) if "," in cell else []
    if readings:
        raise ValueError(f"the field holds {quoted(cell)}{commas.sentence(readings)}")
    value = number_of(cell, "the field")
    if not least <= value <= most:
        raise ValueError(
            f"the field holds {quoted(cell)}: expected a number from {or_infinite(least)} to "
            f"{or_infinite(most)}"
        )
    return value
