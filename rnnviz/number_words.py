"""Numbers as words, as in print: a true minus, and powers of ten as "1.5×10⁻⁷"."""

from __future__ import annotations

from typing import Final

LEAST: Final = 1e-4  # sizes below it are written with a power of ten
MOST: Final = 1e5  # and sizes from it on

_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """Return a power of ten: "10⁻⁴"."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def with_power(value: float, digits: int = 3) -> str:
    """Return a number to so many significant digits, times a power of ten: "−1.5×10⁻⁷"."""
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{float(mantissa):g}×{power_of_ten(int(exponent))}".replace("-", "−")


def in_print(value: float, digits: int = 3, *, least: float = LEAST) -> str:
    """Return a number to so many significant digits: "−0.22", "1024", "1.5×10⁻⁷".

    Args:
        value: the number, finite.
        digits: at least 1; beside a power of ten there are at most 3.
        least: sizes below it, and of 100 000 or more, are written with a power of ten.
    """
    value = float(f"{value + 0.0:.{digits}g}")  # + 0.0: no −0
    if value and not least <= abs(value) < MOST:
        return with_power(value, min(digits, 3))
    return f"{value:g}".replace("-", "−")


def signed(value: float, digits: int = 3, *, least: float = LEAST) -> str:
    """Return a number as `in_print` does, a plus before what is above 0: "+0.22"."""
    words = in_print(value, digits, least=least)
    return f"+{words}" if value > 0 else words
