"""Checks of what comes from outside; each failure is one clear sentence."""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Sequence
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt


def shown(value: object, most: int = 60) -> str:
    """Return a value as it is quoted in a sentence: its repr, cut to `most` characters."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an integer too long, a list too deep
        text = f"a very long {type(value).__name__}"
    return text if len(text) <= most else text[: most - 1] + "…"


def as_array(
    name: str, value: npt.ArrayLike, *shapes: Sequence[int | None], why: str = ""
) -> npt.NDArray[np.float64]:
    """Return `value` as a read-only float64 array of a shape, always a copy.

    Args:
        name: what the sentence calls it.
        value: numbers, nested sequences of them, or an array.
        shapes: the expected shape, or several; None stands for any length.
        why: a few words that explain the shape.

    Raises:
        ValueError: it is not numeric, has another shape, or is not finite.
    """
    try:
        given = np.asarray(value)
        if given.dtype.kind not in "iufb":
            raise TypeError
        array = given.astype(np.float64, order="C")
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{name} is {shown(value)}: expected numbers in rows of equal length"
        ) from None
    for shape in shapes:
        if array.shape == shape or _fits(array.shape, shape):
            break
    else:
        expected = " or ".join(_shape_text(shape) for shape in shapes)
        reason = f", {why}" if why else ""
        raise ValueError(f"{name} has shape {array.shape}: expected {expected}{reason}")
    if not is_finite(array):
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name}[{', '.join(map(str, at))}] is {array[at]}: expected a finite number"
        )
    make_read_only(array)
    return array


def is_finite(array: npt.NDArray[np.float64]) -> bool:
    """Return whether every number of an array is finite."""
    # A sum of squares is finite only if all its terms are, and takes a third of the time;
    # vdot, unlike dot, says nothing where it overflows.
    return math.isfinite(np.vdot(array, array)) or bool(np.isfinite(array).all())


def make_read_only(*arrays: npt.NDArray[Any]) -> None:
    """Make NumPy refuse every write into the arrays."""
    for array in arrays:
        # write=False, which takes twice as long by its name; the stubs know it only so
        array.setflags(False)  # type: ignore[call-arg]


def _fits(have: tuple[int, ...], wanted: Sequence[int | None]) -> bool:
    if len(have) != len(wanted):
        return False
    for i, want in enumerate(wanted):  # noqa: SIM110  # all() takes twice as long
        if want is not None and want != have[i]:
            return False
    return True


def _shape_text(shape: Sequence[int | None]) -> str:
    text = ", ".join("any" if n is None else str(n) for n in shape)
    return f"({text},)" if len(shape) == 1 else f"({text})"


def as_number(name: str, value: object) -> float:
    """Return a finite real number as a float.

    Raises:
        ValueError: it is not a number, or not a finite one.
    """
    is_real = isinstance(value, Real) and not isinstance(value, bool)  # True is no number here
    try:
        number = float(value) if is_real else math.nan  # type: ignore[arg-type]
    except OverflowError:  # an integer beyond the largest float
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} is {shown(value)}: expected a finite number")
    return number


def as_instance(name: str, value: object, kind: Any, what: str) -> None:
    """Raise ValueError unless `value` is of a kind; `what` says which, in words."""
    if not isinstance(value, kind):
        raise ValueError(f"{name} is {shown(value)}: expected {what}")


def as_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise ValueError unless `value` is one of `choices`."""
    if not (isinstance(value, str) and value in choices):
        raise ValueError(f"{name} is {shown(value)}: expected one of {', '.join(choices)}")


def as_count(name: str, value: object, *, least: int = 1, most: int | None = None) -> int:
    """Return a whole number within its range.

    Raises:
        ValueError: it is not a whole number, or out of its range.
    """
    limits = f"of at least {least}" if most is None else f"from {least} to {most}"
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # the except is the check
    except TypeError:
        number = least - 1
    if isinstance(value, bool) or number < least or (most is not None and number > most):
        raise ValueError(f"{name} is {shown(value)}: expected a whole number {limits}")
    return number
