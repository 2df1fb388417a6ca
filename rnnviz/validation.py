"""Checks of what comes from outside; each failure is one clear sentence."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt


def shown(value: object, most: int = 60) -> str:
    """Return a value as it is quoted in a sentence: its repr, cut to `most` characters."""
    text = repr(value)
    return text if len(text) <= most else text[: most - 1] + "…"


def as_array(
    name: str, value: npt.ArrayLike, shape: Sequence[int | None], *, why: str = ""
) -> npt.NDArray[np.float64]:
    """Return `value` as a read-only float64 array of a shape, a copy where it is not one yet.

    Args:
        name: what the sentence calls it.
        value: numbers, nested sequences of them, or an array.
        shape: the expected shape; None stands for any length.
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
    wanted = tuple(
        have if want is None else want for want, have in zip(shape, array.shape, strict=False)
    )
    if array.ndim != len(shape) or array.shape != wanted:
        expected = ", ".join("any" if n is None else str(n) for n in shape)
        expected = f"({expected},)" if len(shape) == 1 else f"({expected})"
        reason = f", {why}" if why else ""
        raise ValueError(f"{name} has shape {array.shape}: expected {expected}{reason}")
    if not np.logical_and.reduce(np.isfinite(array), axis=None):
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"{name}[{', '.join(map(str, at))}] is {array[at]}: expected a finite number"
        )
    array.setflags(write=False)
    return array


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
