"""Glossary: every symbol and term of the pages, one sentence each, from assets/glossary.toml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rnnviz.lessons.schema import check
from rnnviz.lessons.toml import read_table
from rnnviz.resources import ASSETS
from rnnviz.validation import shown

FILE: Final = ASSETS / "glossary.toml"

Sentence = Annotated[str, Field(min_length=1, max_length=400, pattern=r"\.$")]


class Term(NamedTuple):
    """A symbol or a word, and what it means.

    Attributes:
        symbol: as it stands in formulas, "" where there is none.
        name: in words.
        sentence: one.
    """

    symbol: str
    name: str
    sentence: str


class Group(NamedTuple):
    """Terms that belong together."""

    heading: str
    terms: tuple[Term, ...]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _TermData(_Record):
    symbol: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: Sentence


class _GroupData(_Record):
    heading: Annotated[str, Field(min_length=1, max_length=80)]
    terms: Annotated[list[_TermData], Field(min_length=1)]


class _GlossaryData(_Record):
    groups: Annotated[list[_GroupData], Field(min_length=1)]


def glossary() -> tuple[Group, ...]:
    """Return all terms, in groups, in the order of the file.

    Raises:
        ValueError: the file is broken; the sentence says where.
    """
    return glossary_of(FILE)


@lru_cache(maxsize=4)
def glossary_of(path: Path) -> tuple[Group, ...]:
    """Return the glossary of a file (`glossary`)."""
    try:
        data: _GlossaryData = check(_GlossaryData, read_table(path))
        groups = tuple(
            Group(group.heading, tuple(Term(t.symbol, t.name, t.sentence) for t in group.terms))
            for group in data.groups
        )
        names: set[str] = set()
        for i, group in enumerate(groups):
            for j, term in enumerate(group.terms):
                if term.name in names:
                    raise ValueError(
                        f"groups[{i}].terms[{j}].name is {shown(term.name)}, which stands there "
                        "twice: expected each term once"
                    )
                names.add(term.name)
    except ValueError as error:
        raise ValueError(f"assets/{path.name}, {error}") from None
    return groups
