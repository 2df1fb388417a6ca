"""Refusal: a text that is not read, why, and how it could be read if the reader agrees.

A reader is a function of the *consent*, the set of options that the reader has agreed to. Where
it would have to guess, it raises a `Question` that names options; `answered` asks it again with
each of them, and what it then reads is an offer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from rnnviz.validation import make_read_only

Array = npt.NDArray[np.float64]
Option = Literal[
    "blank", "columns", "cut", "decimals", "figures", "groups", "headings", "one_hot", "one_row",
    "separators", "space_groups", "space_separators", "steps", "transpose",
]  # fmt: skip
Consent = frozenset[Option]

NONE: Consent = frozenset()


@dataclass(frozen=True, eq=False)
class Reading:
    """What a text says.

    Attributes:
        values: the numbers, of the shape that was asked for.
        names: what the first line calls the columns, or None.
        labels: what the text calls the steps, or None.
    """

    values: Array
    names: tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        make_read_only(self.values)


@dataclass(frozen=True, eq=False)
class Offer:
    """A way to read a text that was refused.

    Attributes:
        action: what agreeing does, as it stands on a button: "Keep the first 200".
        reading: what is read then.
    """

    action: str
    reading: Reading


class Refusal(ValueError):
    """A text that is not read: the message says why.

    Attributes:
        offers: the ways to read it all the same; often none.
    """

    def __init__(self, sentence: str, offers: tuple[Offer, ...] = ()) -> None:
        super().__init__(sentence)
        self.offers = offers


class Question(ValueError):
    """What a reader may not decide alone: a sentence, and (option, action) pairs."""

    def __init__(self, sentence: str, *options: tuple[Option, str]) -> None:
        super().__init__(sentence)
        self.options = options


def answered(read: Callable[[Consent], Reading]) -> Reading:
    """Return what a reader reads without consent.

    Raises:
        Refusal: it asks for consent; the refusal offers what it reads with it.
        ValueError: it reads nothing.
    """
    try:
        return read(NONE)
    except Question as question:
        raise Refusal(str(question), _offers(read, NONE, question)) from None
    except ValueError as error:
        raise Refusal(str(error)) from None


def _offers(
    read: Callable[[Consent], Reading], consent: Consent, question: Question
) -> tuple[Offer, ...]:
    """Return an offer for each option that leads to a reading, over further questions, too."""
    offers: list[Offer] = []
    for option, action in question.options:
        more = consent | {option}
        try:
            offers.append(Offer(action, read(more)))
        except Question as further:
            offers += [
                Offer(f"{action}, {after.action[0].lower()}{after.action[1:]}", after.reading)
                for after in _offers(read, more, further)
            ]
        except ValueError:
            pass  # this way leads nowhere
    return tuple(offers)
