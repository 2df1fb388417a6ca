"""Commas: between two numbers, within one as the decimal sign, or between groups of thousands.

The whole text decides. Where some comma stands so that it can only separate, all do; where every
comma could be a decimal sign, or group thousands, the reader is asked.
"""

from __future__ import annotations

import re
from typing import Final

from rnnviz.pasted.numerals import NUMBER, quoted
from rnnviz.pasted.refusal import Consent, Option, Question

_FEW: Final = 4  # numbers that a sentence names
_LONGEST: Final = 40  # characters of a number in a sentence

# A run without spaces, semicolons and quotes, from its first to its last sign that is no comma.
_FIELD: Final = re.compile(r"[^\s;\"']+")
_QUOTED: Final = re.compile(r'"[^"]*"')  # what stands in quotes separates nothing
_EXPONENT: Final = r"(?:[eE][+-]?\d+)?"
_DECIMAL: Final = re.compile(
    rf"[+-]?(?:(?:\d+|[1-9]\d{{0,2}}(?:\.\d{{3}})+)(?:,\d+)?|,\d+){_EXPONENT}", re.ASCII
)
_GROUPED: Final = re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d*)?{_EXPONENT}", re.ASCII)


def separated(lines: list[str], first: int, consent: Consent) -> list[str]:
    """Return lines in which every comma separates.

    Args:
        lines: of plain text, after `plain`.
        first: how many to pass over, since they hold names.
        consent: "separators", "decimals" or "groups", once the reader has said so.

    Raises:
        Question: the commas could be more than one of these.
    """
    if "separators" in consent:
        return lines
    for option, convert in (("decimals", _as_decimal), ("groups", _as_grouped)):
        if option in consent:
            return [*lines[:first], *(_FIELD.sub(convert, line) for line in lines[first:])]
    example, readings = _readings(lines[first:])
    if readings:
        number = next(i for i, line in enumerate(lines[first:], first + 1) if example in line)
        several = _joined(example.split(","))
        raise Question(
            f"line {number} holds {quoted(example)}{sentence(readings, several)}",
            *actions(example, readings),
            ("separators", f"Read {quoted(example)} as {several}"),
        )
    return lines


def readings_of(cell: str) -> list[tuple[Option, str]]:
    """Return how a cell with commas can be read as one number: (option, the number) pairs."""
    found: list[tuple[Option, str]] = []
    if _DECIMAL.fullmatch(cell):
        found.append(("decimals", _cut(_decimal(cell))))
    if _GROUPED.fullmatch(cell):
        found.append(("groups", _cut(cell.replace(",", ""))))
    return found


def actions(cell: str, readings: list[tuple[Option, str]]) -> list[tuple[Option, str]]:
    """Return an (option, action) pair for each way to read a cell as one number."""
    return [(option, f"Read {quoted(cell)} as {value}") for option, value in readings]


def sentence(readings: list[tuple[Option, str]], several: str = "") -> str:
    """Return what a comma may be, and how to write what is meant; as a sentence goes on."""
    words = {"decimals": "decimal comma", "groups": "groups of thousands"}
    choices = [f"{value} ({words[option]})" for option, value in readings]
    choices += [several] if several else []
    written = " or ".join(value for _, value in readings)
    if len(choices) == 1:
        return f", {choices[0]}: write {written}"
    end = ", or put a space after the comma" if several else ""
    return f": is it {', '.join(choices[:-1])} or {choices[-1]}? Write {written}{end}"


def _readings(lines: list[str]) -> tuple[str, list[tuple[Option, str]]]:
    """Return the first field with a comma inside, and how all such fields may be read as one."""
    example, may_be_decimal, may_be_grouped = "", True, True
    for line in lines:
        for found in _FIELD.findall(_QUOTED.sub(" ", line)):
            field = found.strip(",")
            if "," in field:
                example = example or field
                may_be_grouped = may_be_grouped and _GROUPED.fullmatch(field) is not None
            elif not field:
                continue
            # A number with a point that groups nothing: the point is the decimal sign.
            is_number = NUMBER.fullmatch(field) is not None
            if "," in field or is_number:
                may_be_decimal = may_be_decimal and _DECIMAL.fullmatch(field) is not None
            if example and not (may_be_decimal or may_be_grouped):
                return "", []
    if not example:
        return "", []
    possible = {"decimals": may_be_decimal, "groups": may_be_grouped}
    return example, [pair for pair in readings_of(example) if possible[pair[0]]]


def _joined(parts: list[str]) -> str:
    few = parts if len(parts) <= _FEW else [*parts[:2], "…", parts[-1]]
    return _cut(" and ".join(few))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _decimal(field: str) -> str:
    return field.replace(".", "").replace(",", ".")


def _as_decimal(found: re.Match[str]) -> str:
    field = found[0].strip(",")
    return found[0].replace(field, _decimal(field)) if _DECIMAL.fullmatch(field) else found[0]


def _as_grouped(found: re.Match[str]) -> str:
    field = found[0].strip(",")
    return (
        found[0].replace(field, field.replace(",", "")) if _GROUPED.fullmatch(field) else found[0]
    )
