"""Brackets: rows as MATLAB, Python, NumPy, PyTorch and JSON write them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rnnviz.pasted.numerals import quoted

Cells = list[str]

_MAKERS: Final = r"(?:[A-Za-z_]\w*\.)*(?:array|asarray|[Tt]ensor|matrix|[Mm]atrix|list|tuple|c)"
_START: Final = re.compile(rf"\s*(?:[A-Za-z_]\w*\s*=\s*)?(?={_MAKERS}\(|[\[({{])")
# "dtype=float32", "device='cuda:0'", "grad_fn=<AddBackward0>" after the numbers.
_KEYWORD: Final = re.compile(
    r",\s*[A-Za-z_]\w*\s*=\s*(?:<[^<>]*>|'[^']*'|\"[^\"]*\"|\([^()]*\)|[^\s,()\[\]]+)"
)
_TOKEN: Final = re.compile(
    rf"(?P<open>(?:{_MAKERS})?\(|[\[{{])|(?P<close>[\])}}])|(?P<comma>,)|(?P<row>;)|(?P<line>\n)"
    r"|(?P<space>[^\S\n]+)|\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<cell>[^\s,;\[\](){}\"'][^\s,;\[\](){}\"]*)|(?P<other>.)"
)
_PARTNERS: Final = {"]": "[", ")": "(", "}": "{"}
_DEEPEST: Final = 8


class Bracketed(NamedTuple):
    """Rows that stood in brackets.

    Attributes:
        rows: their cells; what is empty between two commas is "".
        is_wrapped: only ends of lines separate them, so that they may also be one row.
    """

    rows: list[Cells]
    is_wrapped: bool


class _Bracket:
    """One bracket that is open: what it holds so far."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.rows: list[Cells] = [[]]  # of cells
        self.inner: list[list[Cells]] = []  # what each bracket within holds
        self.needs_cell = False  # a comma was the last
        self.line_ended = False
        self.broken_by_line = self.broken_by_semicolon = self.has_comma = False

    def add(self, cell: str, is_innermost: bool) -> None:
        if self.line_ended and is_innermost and self.rows[-1] and not self.needs_cell:
            self.rows.append([])
            self.broken_by_line = True
        self.rows[-1].append(cell)
        self.needs_cell = self.line_ended = False

    def comma(self) -> None:
        has_before = bool(self.rows[-1]) or bool(self.inner)
        if self.needs_cell or not has_before:
            self.rows[-1].append("")
        self.needs_cell = self.has_comma = True
        self.line_ended = False

    def semicolon(self) -> None:
        if not self.inner:
            self.rows.append([])
            self.broken_by_semicolon = True
        self.needs_cell = self.line_ended = False

    def close(self) -> tuple[list[Cells], bool]:
        rows = self.rows if len(self.rows) == 1 or self.rows[-1] else self.rows[:-1]
        if not self.inner:
            return rows, self.broken_by_line and not self.broken_by_semicolon
        if any(rows[0]) or len(rows) > 1:
            raise ValueError("the text has numbers beside brackets: expected rows alone")
        if rows[0]:
            raise ValueError("the text has two commas between brackets: expected a row")
        if len(self.inner) == 1:
            return self.inner[0], False
        if any(len(inner) != 1 for inner in self.inner):
            raise ValueError("the text has brackets three deep: expected rows of numbers")
        return [inner[0] for inner in self.inner], False


def has_brackets(text: str) -> bool:
    """Return whether a text begins as numbers in brackets do, behind a name and "=" perhaps."""
    return _START.match(text) is not None


def bracketed(text: str) -> Bracketed:
    """Return the rows of numbers in brackets.

    In the innermost bracket semicolons and ends of lines separate rows (MATLAB); where brackets
    stand in a bracket, each of them is a row, which may go over several lines (Python, NumPy).

    Raises:
        ValueError: brackets do not match, are nested too deep, or stand beside numbers.
    """
    start = _START.match(text)
    assert start is not None
    text = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text[start.end() :])
    text = _KEYWORD.sub("", text.rstrip().rstrip(";"))
    outside = _Bracket("")
    opened = [outside]
    is_wrapped = False
    for token in _TOKEN.finditer(text):
        kind, sign = token.lastgroup, token[token.lastgroup or 0]
        here = opened[-1]
        if kind == "open":
            if len(opened) > _DEEPEST:
                raise ValueError("the text has many brackets in one another: expected rows")
            opened.append(_Bracket(sign))
        elif kind == "close":
            if len(opened) == 1 or here.sign[-1] != _PARTNERS[sign]:
                raise ValueError(f"the text has {quoted(sign)} without its partner")
            _check_parenthesis(here)
            rows, is_broken_by_line = here.close()
            is_wrapped = is_wrapped or is_broken_by_line
            opened.pop()
            opened[-1].inner.append(rows)
            opened[-1].needs_cell = False
        elif kind == "comma":
            here.comma()
        elif kind == "row":
            here.semicolon()
        elif kind == "line":
            here.line_ended = True
        elif kind in ("double", "single", "cell"):
            is_innermost = sum(one.sign[-1:] in ("[", "{") for one in opened) <= 1
            here.add(sign.strip(), is_innermost)
        elif kind == "other":
            raise ValueError(f"the text holds {quoted(sign)} among brackets: expected numbers")
    if len(opened) > 1:
        raise ValueError(f"the text has {quoted(opened[-1].sign)} without its partner")
    return Bracketed(outside.close()[0], is_wrapped)


def _check_parenthesis(bracket: _Bracket) -> None:
    holds_one = len(bracket.rows) == 1 and len(bracket.rows[0]) == 1 and not bracket.inner
    if bracket.sign == "(" and holds_one and not bracket.has_comma:
        cell = bracket.rows[0][0]
        raise ValueError(
            f"the text holds '({cell})', a number in parentheses: write −{cell} or {cell}"
        )
