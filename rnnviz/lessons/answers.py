"""Answers: what a part of a lesson asks for, and the verdict on what was given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final, Literal, NamedTuple

import numpy as np

from rnnviz.document import MAX_ANSWER, MAX_STEPS
from rnnviz.experiment import Experiment
from rnnviz.lessons.prose import Prose, parse
from rnnviz.lessons.quantity import Condition, Quantity
from rnnviz.lessons.reading import SEPARATOR, as_typed, read_items, read_number, read_numbers
from rnnviz.validation import shown

Kind = Literal["number", "numbers", "choice", "order", "string", "knob"]

_RIGHT: Final = parse("That is right.")
_WRONG: Final = parse("Not yet. Look again at the network beside this, and compare.")


class Verdict(NamedTuple):
    """Whether an answer is right, and what to say to it."""

    is_right: bool
    message: Prose


class Wrong(NamedTuple):
    """A wrong answer that was foreseen: where all conditions hold, its message is said."""

    conditions: tuple[Condition, ...]
    message: Prose


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """What is asked for. The fields below are all that a page needs to ask it.

    Attributes:
        setup: what the part reveals, on which right values are computed.
        kind: which of the subclasses it is.
        unit: what a number counts ("numbers"), "" for a bare one.
        labels: of numbers, a label for each box.
        options: of a choice, what can be chosen; of an order, the items as they are first shown.
        symbols: of a string, the characters that it may hold.
        is_largest_first: of an order, whether the largest comes first.
        if_right, otherwise: what is said to a right answer, and to a wrong one that was not
            foreseen.
    """

    kind: ClassVar[Kind]
    setup: Experiment
    unit: str = ""
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    symbols: str = ""
    is_largest_first: bool = True
    if_right: Prose = _RIGHT
    otherwise: Prose = _WRONG

    def check(self, given: str, experiment: Experiment) -> Verdict:
        """Return the verdict on an answer.

        Args:
            given: as typed. Several numbers, and the items of an order, are separated by ";"
                (`joined`). A choice is its option's text; a knob is its value (`in_hand`), or
                "" for what the experiment shows.
            experiment: what is shown when the answer is given.

        Raises:
            ValueError: the answer cannot be read; the sentence says what was expected.
        """
        if len(given) > MAX_ANSWER:
            raise ValueError(
                f"the answer has {len(given)} characters: expected at most {MAX_ANSWER}"
            )
        return self._judged(given.strip(), experiment)

    def shown(self, given: str) -> Experiment:
        """Return the set-up with an answer in it: a string handed in, a knob turned.

        Raises:
            ValueError: the answer cannot be read.
        """
        return self.setup

    @staticmethod
    def joined(texts: Sequence[str]) -> str:
        """Return several boxes, or the items of an order, as the one text that `check` reads."""
        return f"{SEPARATOR} ".join(texts)

    def in_hand(self, experiment: Experiment) -> str:
        """Return the value of the knob that is asked for, as the text that `check` reads.

        Raises:
            ValueError: another knob is in hand.
        """
        asked = self.setup.knob
        if asked is None or experiment.knob != asked or experiment.value is None:
            name = "no knob" if experiment.knob is None else experiment.knob.name
            wanted = "none" if asked is None else asked.name
            raise ValueError(f"{name} is in hand: expected {wanted}, which the question asks for")
        return as_typed(experiment.value)

    @property
    def is_unsigned(self) -> bool:
        """Whether numbers are asked for of which none, right or foreseen, is below 0."""
        return False

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        raise NotImplementedError

    def _right(self) -> Verdict:
        return Verdict(True, self.if_right)

    def _wrong(self, message: Prose | None = None) -> Verdict:
        return Verdict(False, self.otherwise if message is None else message)


class Near(NamedTuple):
    """A wrong number, or one for each box, that was foreseen; None fits any."""

    values: tuple[Quantity | None, ...]
    message: Prose


def _is_unsigned(right: Sequence[Quantity], wrong: Sequence[Near], setup: Experiment) -> bool:
    foreseen = (one for near in wrong for one in near.values if one is not None)
    return all(one.of(setup) >= 0 for one in (*right, *foreseen))


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberAnswer(Answer):
    """One number, right within a tolerance."""

    kind: ClassVar[Kind] = "number"
    right: Quantity
    tolerance: float
    wrong: tuple[Near, ...] = ()

    @property
    def is_unsigned(self) -> bool:
        """Whether no number, right or foreseen, is below 0."""
        return _is_unsigned((self.right,), self.wrong, self.setup)

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        value = read_number(given)
        if is_near(value, self.right.of(self.setup), self.tolerance):
            return self._right()
        for foreseen in self.wrong:
            quantity = foreseen.values[0]
            if quantity is None or is_near(value, quantity.of(self.setup), self.tolerance):
                return self._wrong(foreseen.message)
        return self._wrong()


@dataclass(frozen=True, kw_only=True, eq=False)
class NumbersAnswer(Answer):
    """A number in each of several labelled boxes."""

    kind: ClassVar[Kind] = "numbers"
    right: tuple[Quantity, ...]
    tolerance: float
    wrong: tuple[Near, ...] = ()

    @property
    def is_unsigned(self) -> bool:
        """Whether no number, right or foreseen, is below 0."""
        return _is_unsigned(self.right, self.wrong, self.setup)

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        values = read_numbers(given, self.labels)
        if self._fits(values, self.right):
            return self._right()
        for foreseen in self.wrong:
            if self._fits(values, foreseen.values):
                return self._wrong(foreseen.message)
        return self._wrong()

    def _fits(self, values: Sequence[float], wanted: Sequence[Quantity | None]) -> bool:
        return all(
            quantity is None or is_near(value, quantity.of(self.setup), self.tolerance)
            for value, quantity in zip(values, wanted, strict=True)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class ChoiceAnswer(Answer):
    """One of several options: the one whose value is what was computed."""

    kind: ClassVar[Kind] = "choice"
    right: Quantity
    values: tuple[Quantity, ...]
    messages: tuple[Prose, ...]

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        at = read_items(given, self.options, 1)[0]
        value, right = self.values[at].of(self.setup), self.right.of(self.setup)
        is_right = math.isclose(value, right, rel_tol=1e-6, abs_tol=1e-12)
        return Verdict(is_right, self.messages[at])


@dataclass(frozen=True, kw_only=True, eq=False)
class OrderAnswer(Answer):
    """Items put in the order of their values."""

    kind: ClassVar[Kind] = "order"
    values: tuple[Quantity, ...]
    wrong: tuple[tuple[tuple[int, ...], Prose], ...] = ()

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        order = read_items(given, self.options, len(self.options))
        values = [self.values[i].of(self.setup) for i in order]
        if not self.is_largest_first:
            values.reverse()
        if all(before >= after for before, after in pairwise(values)):
            return self._right()
        for foreseen, message in self.wrong:
            if tuple(order) == foreseen:
                return self._wrong(message)
        return self._wrong()


@dataclass(frozen=True, kw_only=True, eq=False)
class StringAnswer(Answer):
    """A string that is handed to the network: what it then does is what is judged."""

    kind: ClassVar[Kind] = "string"
    rows: tuple[tuple[float, ...], ...]
    right: tuple[Condition, ...]
    wrong: tuple[Wrong, ...] = ()

    def shown(self, given: str) -> Experiment:
        """Return the set-up with the string as its sequence, a character a step."""
        text = "".join(given.split())
        for character in text:
            if character not in self.symbols:
                raise ValueError(
                    f"the text holds {shown(character)}: expected only "
                    + " and ".join(self.symbols)
                )
        if not 1 <= len(text) <= MAX_STEPS:
            raise ValueError(
                f"the text has {len(text)} characters: expected 1 to {MAX_STEPS}, each "
                + " or ".join(self.symbols)
            )
        rows = np.array([self.rows[self.symbols.index(character)] for character in text])
        at_end = {"step": len(text) - 1}
        return self.setup.with_sequence(rows, list(text)).look(**at_end)

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        return _judged(self, self.shown(given), self.right, self.wrong)


@dataclass(frozen=True, kw_only=True, eq=False)
class KnobAnswer(Answer):
    """The knob in hand, turned until the network does what is asked."""

    kind: ClassVar[Kind] = "knob"
    right: tuple[Condition, ...]
    wrong: tuple[Wrong, ...] = ()

    def shown(self, given: str) -> Experiment:
        """Return the set-up with its knob at a value."""
        return self.setup.turn(read_number(given))

    def _judged(self, given: str, experiment: Experiment) -> Verdict:
        # An answer that was committed stands, whatever is turned afterwards.
        text = given or self.in_hand(experiment)
        return _judged(self, self.shown(text) if given else experiment, self.right, self.wrong)


def is_near(value: float, right: float, tolerance: float) -> bool:
    """Return whether a number is within a tolerance of another, both ends included."""
    # 1.255 − 1.25 is 0.00499999999999989, and 1.245 as far off the other way.
    return abs(value - right) <= tolerance * (1 + 1e-9) + 1e-12 * abs(right)


def _judged(
    answer: Answer,
    experiment: Experiment,
    right: tuple[Condition, ...],
    wrong: tuple[Wrong, ...],
) -> Verdict:
    if all(condition.holds(experiment) for condition in right):
        return Verdict(True, answer.if_right)
    for foreseen in wrong:
        if all(condition.holds(experiment) for condition in foreseen.conditions):
            return Verdict(False, foreseen.message)
    return Verdict(False, answer.otherwise)
