"""Lesson: one idea in a few parts, read from a file of assets/lessons/."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from rnnviz import thumbnail
from rnnviz.experiment import Experiment
from rnnviz.lessons.action import apply
from rnnviz.lessons.answers import Answer
from rnnviz.lessons.making import answer_of
from rnnviz.lessons.prose import Prose, actions, parse
from rnnviz.lessons.schema import LessonData, PartData, PictureData, check
from rnnviz.lessons.set_up import begun, first_steps
from rnnviz.lessons.toml import read_table
from rnnviz.resources import ASSETS
from rnnviz.thumbnail import Thumbnail
from rnnviz.validation import shown

FOLDER: Final = ASSETS / "lessons"

_T = TypeVar("_T")
_FILE: Final = re.compile(r"(?:\d+-)?([a-z0-9][a-z0-9-]{0,39})")


@dataclass(frozen=True, eq=False)
class Part:
    """A text, what is shown beside it, and a question that is answered before the reveal.

    Attributes:
        text: what to know before the question.
        setup: what is shown when the part begins.
        revealed: what is shown once the answer is right: the same, or more steps of it.
            The answer is checked on it, and the links of `reveal` and `more` fit it.
        prompt: the question.
        answer: what is asked for, and how it is checked.
        reveal: the explanation, locked until the answer is right, or it is asked for.
        more: something to try afterwards, or None.
        shows_memory: whether the panel shows what the view's Memory page asks for, too: where
            this part's set-up, or one before it, says something of it.
    """

    text: Prose
    setup: Experiment
    revealed: Experiment
    prompt: Prose
    answer: Answer
    reveal: Prose
    more: Prose | None
    shows_memory: bool


@dataclass(frozen=True, eq=False)
class Lesson:
    """One idea, in a few parts.

    Attributes:
        name: as in links, such as "one-cell".
        title: as on the page.
        idea: one sentence.
        parts: at least one.
        next: the name of the lesson after it, or None.
        pictured: what its picture in a list is drawn from: no step of it that is covered.
        thumbnail: which picture that is.
    """

    name: str
    title: str
    idea: str
    parts: tuple[Part, ...]
    next: str | None
    pictured: Experiment
    thumbnail: Thumbnail


def names() -> list[str]:
    """Return the names of all lessons, in the order of the course: that of their files' names."""
    return list(files(FOLDER))


def load(name: str) -> Lesson:
    """Return a lesson.

    Raises:
        ValueError: there is no such lesson, or its file is broken; the sentence says where.
    """
    return load_from(FOLDER, name)


def files(folder: Path) -> dict[str, Path]:
    """Return the files of a folder's lessons, by the lesson's name: "03-shared.toml" is "shared".

    One whose name is none is left out: `misnamed` says so.
    """
    return _sorted(folder)[0]


def misnamed(folder: Path) -> list[str]:
    """Return a sentence for each file of a folder whose name is none for a lesson."""
    return _sorted(folder)[1]


def _sorted(folder: Path) -> tuple[dict[str, Path], list[str]]:
    found: dict[str, Path] = {}
    misnamed: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        matched = _FILE.fullmatch(path.stem)
        if path.name.startswith("."):  # as editors and file systems leave behind
            continue
        if matched is None:
            misnamed.append(
                f"{_shown(path)} is no name for a lesson: expected small letters, digits and -, "
                "at most 40, as in 03-shared.toml"
            )
        elif matched[1] in found:
            name = matched[1]
            misnamed.append(
                f"{_shown(path)} is the lesson {shown(name)}, and so is {_shown(found[name])}: "
                "expected two names"
            )
        else:
            found[matched[1]] = path
    return found, misnamed


def load_from(folder: Path, name: str) -> Lesson:
    """Return a lesson of a folder (`load`)."""
    paths = files(folder)
    if name not in paths:
        raise ValueError(
            f"there is no lesson {shown(name)}: expected one of {', '.join(paths) or 'none'}"
        )
    return _loaded(paths[name], name, tuple(paths), paths[name].stat().st_mtime_ns)


# A file that a teacher edits while the app runs is read again: its time is part of the key.
@lru_cache(maxsize=64)
def _loaded(path: Path, name: str, course: tuple[str, ...], changed_at: int) -> Lesson:
    try:
        data: LessonData = check(LessonData, read_table(path))
        after = course[course.index(name) + 1 :][:1]
        following = data.next or next(iter(after), None)
        if following is not None and following not in course:
            raise ValueError(f"next is {shown(following)}: expected one of {', '.join(course)}")
        parts: list[Part] = []
        for i, part in enumerate(data.parts):
            parts.append(_part(part, f"parts[{i}]", parts[-1] if parts else None))
        picture = _at("picture", lambda: _picture(data.picture, parts))
    except ValueError as error:
        raise ValueError(f"{_shown(path)}, {error}") from None
    return Lesson(name, data.title, data.idea, tuple(parts), following, *picture)


def _picture(data: PictureData | None, parts: list[Part]) -> tuple[Experiment, Thumbnail]:
    at = 0 if data is None else data.part
    if at >= len(parts):
        raise ValueError(f"part is {at}: expected 0 to {len(parts) - 1}")
    setup = parts[at].setup
    sizes = thumbnail.sizes_of(setup.trace)
    shows = thumbnail.usual(setup.num_shown, sizes) if data is None else data.shows
    shows.check(setup.num_shown, sizes)
    return setup, shows


def _part(data: PartData, place: str, before: Part | None) -> Part:
    shown_before = None if before is None else before.revealed
    whole = _at(f"{place}.setup", lambda: begun(data.setup, shown_before))
    setup, count = whole, data.covered_from
    if count is not None:
        setup = _at(place, lambda: first_steps(whole, count))

    def prose(name: str, text: str, on: Experiment = whole) -> Prose:
        return _at(f"{place}.{name}", lambda: _checked(parse(text), on))

    return Part(
        text=prose("text", data.text, setup),
        setup=setup,
        revealed=whole,
        prompt=prose("prompt", data.prompt, setup),
        answer=answer_of(
            data.answer,
            whole,
            f"{place}.answer",
            lambda name, text: prose(f"answer.{name}", text),
        ),
        reveal=prose("reveal", data.reveal),
        more=None if data.more is None else prose("more", data.more),
        shows_memory=data.setup.memory is not None or (before is not None and before.shows_memory),
    )


def _checked(prose: Prose, setup: Experiment) -> Prose:
    """Return prose whose links all work on the set-up.

    Raises:
        ValueError: one does not.
    """
    for action in actions(prose):
        try:
            apply(action, setup)
        except ValueError as error:
            raise ValueError(f"the link {shown(action.text)} does not fit: {error}") from None
    return prose


def _at(place: str, make: Callable[[], _T]) -> _T:
    """Return what is made; a sentence on what went wrong gets the place."""
    try:
        return make()
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def _shown(path: Path) -> str:
    return f"assets/lessons/{path.name}"
