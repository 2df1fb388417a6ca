"""Numbers as people read them: a true minus, and powers of ten as "1.5×10⁻⁷" or, in cells, "1e5".

All that rnnviz says of a number is written here, but for what Plotly writes by itself (its axes
and some hover texts) and for what programs read back (CSV, fields, links). The renderer's
`format.js` has the same functions: `inPrint`, `signed` (`in_cell` here) and `brief`;
`tests/panel/numbers.json` holds both to the same cases. Halves are rounded away from zero, as in
school and in JavaScript.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from rnnviz.validation import shown

LEAST: Final = 1e-4  # sizes below it are written with a power of ten
MOST: Final = 1e5  # and sizes from it on
MOST_IN_CELL: Final = 1e4  # a cell has less room
LEAST_IN_CELL: Final = 1e-2
# A half of the last of p digits is n / 2ʲ with j < 1.5 (p + 1): for up to 9 digits, j ≤ 15.
FINE: Final = 2.0**16
LARGE: Final = 2.0**36  # from here on all numbers are such fractions

_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Return a power of ten: "10⁻⁴"."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def with_power(value: float, digits: int = 3) -> str:
    """Return a number to so many significant digits, times a power of ten: "−1.5×10⁻⁷".

    Raises:
        ValueError: it is not finite.
    """
    mantissa, exponent = _format(value, f".{digits - 1}e").split("e")
    return f"{float(mantissa):g}×{power_of_ten(int(exponent))}".replace("-", "−")


def in_print(value: float, digits: int = 3, *, least: float = LEAST, power_digits: int = 3) -> str:
    """Return a number to so many significant digits: "−0.22", "1024", "1.5×10⁻⁷".

    No digit before the point is rounded away, and no zero at the end is written.

    Args:
        value: the number.
        digits: at least 1.
        least: sizes below it, and of 100 000 or more, are written with a power of ten.
        power_digits: how many digits there are at most beside a power of ten.

    Raises:
        ValueError: the number is not finite.
    """
    number = _to_digits(value, digits, MOST)
    if number and not least <= abs(number) < MOST:
        return with_power(value, min(digits, power_digits))
    return f"{number:.{max(digits, 6)}g}".replace("-", "−")


def signed(value: float, digits: int = 3, *, least: float = LEAST) -> str:
    """Return a number as `in_print` does, a plus before what is above 0: "+0.22"."""
    words = in_print(value, digits, least=least)
    return f"+{words}" if value > 0 else words


def or_infinite(value: float, digits: int = 3, *, power_digits: int = 3) -> str:
    """Return a number as `in_print` does, and "∞" or "−∞" where it is beyond all numbers.

    Raises:
        ValueError: it is NaN.
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return in_print(value, digits, power_digits=power_digits)


def in_cell(value: float, decimals: int = 2) -> str:
    """Return a number with its sign and so many decimals, one below another: "+0.25", "−1.3e5".

    Args:
        value: the number.
        decimals: of numbers below 10; larger ones have fewer. With three or more there is room
            for what would else be written as 0.

    Raises:
        ValueError: the number is not finite.
    """
    size = abs(value)
    is_lost = decimals >= 3 and 0 < size < 0.5 * 10**-decimals
    if size >= MOST_IN_CELL or is_lost:
        mantissa, exponent = _format(value, "+.1e").split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        places = 0 if size >= 100 else min(1, decimals) if size >= 10 else decimals
        text = _format(value, f"+.{places}f")
    if float(text) == 0:
        text = text.replace("-", "+")
    return text.replace("-", "−")


def brief(size: float) -> str:
    """Return a size in two digits, as a small cell holds it: "0.46", "1024", "3e−5", "∞".

    Args:
        size: at least 0.

    Raises:
        ValueError: it is NaN.
    """
    if size == math.inf:
        return "∞"
    number = _to_digits(size, 2 if size >= LEAST_IN_CELL else 1, MOST_IN_CELL)
    if number == 0 or LEAST_IN_CELL <= number < MOST_IN_CELL:
        return f"{number:g}"
    digit, exponent = _format(size, ".0e").split("e")
    return f"{digit}e{int(exponent)}".replace("-", "−")


def percent(share: float) -> str:
    """Return a share in whole percents: "37 %", "less than 1 %"; without its sign.

    Raises:
        ValueError: it is not finite.
    """
    whole = 100 * abs(share)
    return "less than 1 %" if whole < 1 else f"{in_print(whole, 1)} %"


def _to_digits(value: float, digits: int, most: float) -> float:
    """Return a number to so many significant digits; below `most`, to all before the point."""
    size = abs(value)
    whole = len(str(int(size))) if 1 <= size < most else 0
    return float(_format(value, f".{max(digits, whole) - 1}e")) + 0.0  # no −0


def _format(value: float, spec: str) -> str:
    """Return a number in a format of Python's, a half rounded away from zero.

    Python's own go to the even digit. Few numbers are a half of anything: those with a short
    binary fraction, and large ones. They take the exact way, which takes ten times as long.
    """
    if not math.isfinite(value):
        raise ValueError(f"the number is {shown(value)}: expected a finite number")
    if abs(value) < LARGE and not (value * FINE).is_integer():
        return format(value, spec)
    with localcontext(rounding=ROUND_HALF_UP):
        return format(Decimal(float(value)), spec)
