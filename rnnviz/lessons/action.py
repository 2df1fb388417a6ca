"""Action: what a link in a lesson's prose does to the experiment beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from rnnviz import presets
from rnnviz.document import DynamicsView, MemoryView
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.networks import PARAMETERS
from rnnviz.sources import check_preset
from rnnviz.validation import shown

Kind = Literal["step", "unit", "output", "knob", "value", "input", "fold", "unfold", "preset",
               "page"]  # fmt: skip
Row = tuple[float, ...]

KINDS: Final = get_args(Kind)

# The pages that a link can name, and the parts that it can name of each.
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "explore": (),
    "memory": get_args(MemoryView.model_fields["part"].annotation),
    "dynamics": get_args(DynamicsView.model_fields["part"].annotation),
    "networks": (),
    "glossary": (),
}

_INDEXED: Final = re.compile(r"(\w+) ?\[([\d, ]+)\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Action:
    """What a link does, read from its text by `parse`.

    Attributes:
        text: as it stands in the prose, such as "step:3".
        kind: what of the experiment it sets.
        argument: to what: a whole number (step, unit, output), a Knob, a number (value), rows
            of numbers (input), a name (preset), (page, part or "") (page), or None.
    """

    text: str
    kind: Kind
    argument: int | float | str | Knob | tuple[Row, ...] | tuple[str, str] | None = None

    @property
    def page(self) -> str | None:
        """The page that the link leads to, or None where it stays on the page it is on."""
        return self.argument[0] if self.kind == "page" else None  # type: ignore[index,return-value]


def parse(text: str) -> Action:
    """Return the action that a link's text stands for.

        step:3  unit:2  output:0  knob:W_hh[0,1]  knob:gain of W_hh  value:0.75
        input:1 0 0 1 (of two inputs, input:1 0; 0 1)  fold:  unfold:  preset:latch
        page:memory/copies  page:dynamics

    Raises:
        ValueError: it is no such text; the sentence says what was expected.
    """
    scheme, colon, rest = text.partition(":")
    rest = rest.strip()
    if not colon or scheme not in KINDS:
        raise ValueError(
            f"the link {shown(text)} leads nowhere here: expected one that begins with "
            + ", ".join(f"{kind}:" for kind in KINDS)
        )
    read = {
        "step": _count, "unit": _count, "output": _count, "knob": knob_named, "value": _number,
        "input": _rows, "fold": _nothing, "unfold": _nothing, "preset": _preset, "page": _page,
    }[scheme]  # fmt: skip
    try:
        return Action(text, scheme, read(rest))  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(f"the link {shown(text)}: {error}") from None


def apply(action: Action, experiment: Experiment) -> Experiment:
    """Return the experiment as a link sets it.

    A link to a page chooses the part of it that is named; going there is left to the app.

    Raises:
        ValueError: it does not fit the experiment.
    """
    return _APPLIED[action.kind](experiment, action.argument)


def _positioned(name: str) -> Callable[[Experiment, Any], Experiment]:
    return lambda experiment, position: experiment.look(**{name: position})


def _drawn(is_folded: bool) -> Callable[[Experiment, Any], Experiment]:
    def drawn(experiment: Experiment, _: Any) -> Experiment:
        explore = experiment.view.explore.model_dump() | {"folded": is_folded}
        return experiment.look(explore=explore)

    return drawn


def _with_input(experiment: Experiment, rows: tuple[Row, ...]) -> Experiment:
    is_one_line = experiment.net.input_size == 1 and len(rows) == 1
    return experiment.with_sequence([[v] for v in rows[0]] if is_one_line else rows)


def _loaded(experiment: Experiment, name: str) -> Experiment:
    return presets.load(name).look(lesson=experiment.view.lesson.model_dump())


def _with_part(experiment: Experiment, place: tuple[str, str]) -> Experiment:
    page, part = place
    if not part:
        return experiment
    section = getattr(experiment.view, page).model_dump() | {"part": part}
    return experiment.look(**{page: section})


_APPLIED: Final[dict[Kind, Callable[[Experiment, Any], Experiment]]] = {
    "step": _positioned("step"),
    "unit": _positioned("unit"),
    "output": _positioned("output"),
    "knob": Experiment.select,
    "value": Experiment.turn,
    "input": _with_input,
    "fold": _drawn(True),
    "unfold": _drawn(False),
    "preset": _loaded,
    "page": _with_part,
}


def knob_named(name: str) -> Knob:
    """Return the knob of a name, as `Knob.name` writes it: "W_hh[0, 1]", "gain of W_hh".

    Raises:
        ValueError: there is no such knob.
    """
    indexed = _INDEXED.fullmatch(name)
    expected = (
        "expected W_hh[0, 1], b_h[0], input[2, 0] (step 2, input 0), initial_state[0], "
        "gain of W_hh, shift of b_h, or spectral radius"
    )
    try:
        if name == "spectral radius":
            return Knob.spectral_radius()
        if name.startswith("gain of "):
            return Knob.gain(name.removeprefix("gain of "))
        if name.startswith("shift of "):
            return Knob.shift(name.removeprefix("shift of "))
        if indexed is not None:
            target, index = indexed[1], tuple(int(i) for i in indexed[2].split(","))
            if target in PARAMETERS:
                return Knob("entry", target, index)
            if target in ("input", "initial_state"):
                return Knob(target, None, index)
    except ValueError:  # a wrong parameter, or too many or too few indices
        pass
    raise ValueError(f"there is no knob {shown(name)}: {expected}")


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(f"{shown(text)} is no position: expected a whole number of at least 0")
    return int(text)


def _number(text: str) -> float:
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise ValueError(f"{shown(text)} is no value: expected a number such as 0.75")
    return number


def _rows(text: str) -> tuple[Row, ...]:
    rows = tuple(tuple(_number(word) for word in row.split()) for row in text.split(";"))
    if not all(rows) or len({len(row) for row in rows}) != 1:
        raise ValueError(
            f"{shown(text)} is no sequence: expected numbers, as in 1 0 0 1, "
            "and of several inputs a ; after each step"
        )
    return rows


def _nothing(text: str) -> None:
    if text:
        raise ValueError(f"{shown(text)} is too much: expected nothing after the colon")


def _preset(text: str) -> str:
    check_preset(text)
    return text


def _page(text: str) -> tuple[str, str]:
    page, slash, part = text.partition("/")
    if page not in PAGES:
        raise ValueError(f"there is no page {shown(page)}: expected one of {', '.join(PAGES)}")
    if slash and part not in PAGES[page]:
        parts = ", ".join(PAGES[page]) or "none"
        raise ValueError(f"{page} has no part {shown(part)}: expected one of {parts}")
    return page, part
