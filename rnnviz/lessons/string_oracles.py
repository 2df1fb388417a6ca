"""String oracles: what is true of a string, and whether a network that read it says so.

The string is what the steps of an experiment are labelled with, a character a step.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Final

from rnnviz.experiment import Experiment
from rnnviz.validation import as_choice, as_count

_CLOSE: Final = 1e-6


def is_balanced(experiment: Experiment) -> bool:
    """Return whether every bracket has its partner, in the right order."""
    return depth(experiment) == 0 and not goes_below(experiment)


def depth(experiment: Experiment) -> float:
    """Return how many more ( than ) there are at the end."""
    return _depths(experiment)[-1]


def goes_below(experiment: Experiment) -> bool:
    """Return whether somewhere a ) comes that has no ( before it."""
    return min(_depths(experiment)) < 0


def is_odd(experiment: Experiment) -> bool:
    """Return whether the number of ones is odd."""
    return text_of(experiment).count("1") % 2 == 1


def length(experiment: Experiment) -> float:
    """Return how many characters there are."""
    return len(text_of(experiment))


def is_fooled(experiment: Experiment, truth: str, output: int, says: float) -> bool:
    """Return whether a network answers wrongly.

    Args:
        experiment: the network that has read the string.
        truth: "is_balanced" or "is_odd".
        output: where it answers, at the last step.
        says: the output by which it says yes; anything else is a no.
    """
    as_choice("truth", truth, _TRUTHS)
    outputs = experiment.trace.y[-1]
    at = as_count("output", output, least=0, most=len(outputs) - 1)
    says_yes = abs(float(outputs[at]) - says) < _CLOSE
    return says_yes != _TRUTHS[truth](experiment)


def text_of(experiment: Experiment) -> str:
    """Return the string that an experiment's steps are labelled with.

    Raises:
        ValueError: it has no labels.
    """
    if experiment.labels is None:
        raise ValueError("the steps have no labels: expected a string, a character a step")
    return "".join(experiment.labels)


def _depths(experiment: Experiment) -> list[int]:
    steps = {"(": 1, ")": -1}
    return list(accumulate(steps.get(character, 0) for character in text_of(experiment)))


_TRUTHS: Final[dict[str, Callable[[Experiment], bool]]] = {
    "is_balanced": is_balanced,
    "is_odd": is_odd,
}
