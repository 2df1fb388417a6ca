"""Making: an Answer from what a lesson's file says of it, every part tried once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rnnviz.experiment import Experiment
from rnnviz.lessons.answers import (
    Answer,
    ChoiceAnswer,
    KnobAnswer,
    Near,
    NumberAnswer,
    NumbersAnswer,
    OrderAnswer,
    StringAnswer,
    Wrong,
)
from rnnviz.lessons.prose import Prose
from rnnviz.lessons.quantity import Condition, Quantity
from rnnviz.lessons.schema import (
    AnswerData,
    ChoiceData,
    ConditionData,
    KnobAnswerData,
    NumberData,
    NumbersData,
    OrderData,
    QuantityData,
    StringData,
    WrongState,
)

Words = Callable[[str, str], Prose]  # a place within the answer, and its Markdown


def answer_of(data: AnswerData, setup: Experiment, place: str, words: Words) -> Answer:
    """Return the answer that a file describes, on its part's set-up.

    Args:
        data: what the file says.
        setup: on which it is checked.
        place: where in the file it stands.
        words: reads the Markdown that stands at a place within it.

    Raises:
        ValueError: something does not fit; the sentence begins with the place.
    """
    common: dict[str, Any] = {"setup": setup}
    for name in ("if_right", "otherwise"):
        if getattr(data, name) is not None:
            common[name] = words(name, getattr(data, name))
    made: Answer = _MAKERS[type(data)](data, _Reader(setup, place, words), common)
    return made


class _Reader:
    """Reads quantities and messages of one answer; errors get their place."""

    def __init__(self, setup: Experiment, place: str, words: Words) -> None:
        self.setup = setup
        self.place = place
        self.words = words

    def error(self, place: str, why: ValueError | str) -> ValueError:
        """Return an error that says where in the file it is."""
        return ValueError(f"{self.place}.{place}: {why}")

    def quantity(self, place: str, data: QuantityData) -> Quantity:
        """Return a quantity that can be computed on the set-up."""
        try:
            quantity = Quantity.from_data(data)
            quantity.of(self.setup)
        except ValueError as error:
            raise self.error(place, error) from None
        return quantity

    def conditions(
        self, place: str, data: Iterable[ConditionData], on: Experiment
    ) -> tuple[Condition, ...]:
        """Return conditions that can be tried on an experiment."""
        conditions = []
        for i, one in enumerate(data):
            try:
                conditions.append(Condition.from_data(one))
                conditions[-1].holds(on)
            except ValueError as error:
                raise self.error(f"{place}[{i}]", error) from None
        return tuple(conditions)

    def states(self, data: Iterable[WrongState], on: Experiment) -> tuple[Wrong, ...]:
        """Return the wrong answers that are known by what the network does."""
        return tuple(
            Wrong(self.conditions(f"wrong[{i}].when", one.when, on), self.message(i, one.message))
            for i, one in enumerate(data)
        )

    def message(self, i: int, text: str) -> Prose:
        """Return the message of a wrong answer."""
        return self.words(f"wrong[{i}].message", text)


def _number(data: NumberData, read: _Reader, common: dict[str, Any]) -> Answer:
    wrong = tuple(
        Near((read.quantity(f"wrong[{i}].value", one.value),), read.message(i, one.message))
        for i, one in enumerate(data.wrong)
    )
    right = read.quantity("right", data.right)
    return NumberAnswer(
        **common, right=right, tolerance=data.tolerance, unit=data.unit, wrong=wrong
    )


def _numbers(data: NumbersData, read: _Reader, common: dict[str, Any]) -> Answer:
    wrong = []
    for i, one in enumerate(data.wrong):
        if len(one.values) != len(data.boxes):
            raise read.error(
                f"wrong[{i}].values",
                f"there are {len(one.values)}: expected {len(data.boxes)}, one for each box",
            )
        values = tuple(
            None if value == "any" else read.quantity(f"wrong[{i}].values[{j}]", value)
            for j, value in enumerate(one.values)
        )
        wrong.append(Near(values, read.message(i, one.message)))
    right = tuple(read.quantity(f"boxes[{i}].right", box.right) for i, box in enumerate(data.boxes))
    labels = tuple(box.label for box in data.boxes)
    return NumbersAnswer(
        **common, right=right, tolerance=data.tolerance, labels=labels, wrong=tuple(wrong)
    )


def _choice(data: ChoiceData, read: _Reader, common: dict[str, Any]) -> Answer:
    options = tuple(option.text.strip() for option in data.options)
    _check_different(read, "options", options)
    answer = ChoiceAnswer(
        **common,
        options=options,
        right=read.quantity("right", data.right),
        values=tuple(
            read.quantity(f"options[{i}].value", option.value)
            for i, option in enumerate(data.options)
        ),
        messages=tuple(
            read.words(f"options[{i}].message", option.message)
            for i, option in enumerate(data.options)
        ),
    )
    count = sum(answer.check(option, read.setup).is_right for option in options)
    if count != 1:
        raise read.error("options", f"{count} of them are right: expected one")
    return answer


def _order(data: OrderData, read: _Reader, common: dict[str, Any]) -> Answer:
    items = tuple(item.text.strip() for item in data.items)
    _check_different(read, "items", items)
    for i, one in enumerate(data.wrong):
        if sorted(one.order) != list(range(len(items))):
            raise read.error(f"wrong[{i}].order", f"{one.order} is no order: expected 0 to "
                      f"{len(items) - 1}, each once")  # fmt: skip
    return OrderAnswer(
        **common,
        options=items,
        values=tuple(
            read.quantity(f"items[{i}].value", item.value) for i, item in enumerate(data.items)
        ),
        is_largest_first=data.first == "largest",
        wrong=tuple(
            (tuple(one.order), read.message(i, one.message)) for i, one in enumerate(data.wrong)
        ),
    )


def _string(data: StringData, read: _Reader, common: dict[str, Any]) -> Answer:
    symbols, rows = "".join(data.symbols), tuple(tuple(row) for row in data.symbols.values())
    for symbol, row in data.symbols.items():
        if len(row) != read.setup.net.input_size:
            raise read.error(
                f"symbols.{symbol}",
                f"there are {len(row)} numbers: expected {read.setup.net.input_size}, one for each "
                "input",
            )
    tried = StringAnswer(**common, symbols=symbols, rows=rows, right=()).shown(symbols)
    return StringAnswer(
        **common,
        symbols=symbols,
        rows=rows,
        right=read.conditions("right", data.right, tried),
        wrong=read.states(data.wrong, tried),
    )


def _knob(data: KnobAnswerData, read: _Reader, common: dict[str, Any]) -> Answer:
    if read.setup.knob is None:
        raise read.error(
            "kind", "a knob is asked for, and the set-up has none in hand: expected one"
        )
    return KnobAnswer(
        **common,
        right=read.conditions("right", data.right, read.setup),
        wrong=read.states(data.wrong, read.setup),
    )


_MAKERS: dict[type, Callable[[Any, _Reader, dict[str, Any]], Answer]] = {
    NumberData: _number,
    NumbersData: _numbers,
    ChoiceData: _choice,
    OrderData: _order,
    StringData: _string,
    KnobAnswerData: _knob,
}


def _check_different(read: _Reader, place: str, texts: tuple[str, ...]) -> None:
    for i, text in enumerate(texts):
        if text in texts[:i]:
            raise read.error(
                f"{place}[{i}]", f"{text!r} stands there twice: expected different ones"
            )
