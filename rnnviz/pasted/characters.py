"""Characters that look like those of a number, or like nothing: named, and read if asked to."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rnnviz.pasted.numerals import name_of, quoted
from rnnviz.pasted.refusal import Consent, Question

# Dashes and signs that are not the minus or the plus of a number.
_SIGNS: Final = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\ufe62\uff0b", "+"),
    **dict.fromkeys("\uff0e\u066b", "."),
}
_SPACES: Final = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# "29 000": digits, a space, and three more.
_GROUPED: Final = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:[ {_SPACES}]\d{{3}})+(?!\d)", re.ASCII)
_BETWEEN_CELLS: Final = re.compile(r"[,;\t\r\n]+")
_SPACED: Final = re.compile(r"\d\s+[\d+.-]")


def known(text: str, consent: Consent, place: str = "", *, spaces_separate: bool = False) -> str:
    """Return a text in which every sign of a number is the keyboard's.

    Args:
        text: what was pasted.
        consent: what the reader has agreed to.
        place: what the text is called, where it has no lines: "the field".
        spaces_separate: whether a space can be nothing else, as in brackets.

    Raises:
        Question: it holds a character that only looks like one, or like nothing, or a space
            within what may be one number.
    """
    foreign = [] if text.isascii() else [c for c in dict.fromkeys(text) if _plain(c) is not None]
    if foreign and "figures" not in consent:
        line, cell = _first(text, foreign[0])
        raise Question(
            f"{place or f'line {line}'} holds {quoted(cell)} with {name_of(foreign[0])}: expected "
            "the digits, signs and spaces of a keyboard",
            ("figures", _action(foreign)),
        )
    text = text.translate({ord(c): _plain(c) for c in foreign})
    return text if spaces_separate else _ungrouped(text, consent, place)


def _ungrouped(text: str, consent: Consent, place: str) -> str:
    if "space_separators" in consent:
        return text
    may_all_be = _may_all_be_grouped(text)
    found = next((g for g in _GROUPED.finditer(text) if may_all_be or _is_group(g[0])), None)
    if found is None:
        return text
    if "space_groups" in consent:
        return _GROUPED.sub(
            lambda g: re.sub(r"\s", "", g[0]) if may_all_be or _is_group(g[0]) else g[0], text
        )
    one, several = re.sub(r"\s", "", found[0]), " and ".join(found[0].split())
    sign = next(c for c in found[0] if c.isspace())
    space = "a space" if sign == " " else f"a {name_of(sign)}"
    raise Question(
        f"{place or f'line {_line(text, found.start())}'} holds {quoted(found[0])} with {space} "
        f"between digits: is it {one} or {several}? Write {one}"
        + ("" if place else ", or put a comma between two numbers"),
        ("space_groups", f"Read {one}"),
        ("space_separators", f"Read {several}"),
    )


def _is_group(run: str) -> bool:
    """Return whether digits in threes may be one number, whatever stands around them.

    The space of a keyboard separates numbers, unless a 0 follows, as in no number of its own.
    """
    return " 0" in run or any(space in run for space in _SPACES)


def _may_all_be_grouped(text: str) -> bool:
    """Return whether cells are separated by other signs than the spaces within each of them."""
    if not any(sign in text for sign in ",;\t"):
        return False
    cells = [cell.strip() for cell in _BETWEEN_CELLS.split(text)]
    return all(_GROUPED.fullmatch(c.lstrip("+-")) for c in cells if _SPACED.search(c))


def _plain(character: str) -> str | None:
    """Return what a character stands for in a number, or None where it is as it should be."""
    if character.isascii():
        return None
    if character in _SIGNS:
        return _SIGNS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(character) == "Cf" else None


def _action(foreign: list[str]) -> str:
    if all(_plain(c) == "" for c in foreign):
        return "Leave out what is invisible"
    if all(_plain(c) == "-" for c in foreign):
        return f"Read {foreign[0]} as a minus"
    return "Read them as the keyboard's"


def _first(text: str, character: str) -> tuple[int, str]:
    """Return the line of a character, and what it stands in, up to the spaces around it."""
    at = text.index(character)
    start = max((text.rfind(c, 0, at) for c in " \t\n\r,;"), default=-1) + 1
    end = min((e for c in " \t\n\r,;" if (e := text.find(c, at)) >= 0), default=len(text))
    return _line(text, at), text[start:end]


def _line(text: str, at: int) -> int:
    return len(text[: at + 1].splitlines())
