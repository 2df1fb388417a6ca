"""Quantity: a number that a lesson asks an oracle for, and conditions on it."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnnviz.experiment import Experiment
from rnnviz.lessons.oracles import ORACLES
from rnnviz.lessons.schema import ConditionData, QuantityData, SetUp
from rnnviz.lessons.set_up import changed
from rnnviz.validation import shown


@dataclass(frozen=True, eq=False)
class Quantity:
    """An oracle and its arguments, perhaps on an experiment that is changed first.

    Attributes:
        oracle: the name of the computation.
        arguments: by name.
        on: what is changed before it computes, or None.
    """

    oracle: str
    arguments: Mapping[str, Any]
    on: SetUp | None = None

    @classmethod
    def from_data(cls, data: QuantityData) -> Quantity:
        """Return the quantity that a lesson's file describes.

        Raises:
            ValueError: there is no such oracle, or its arguments are others.
        """
        arguments = data.arguments
        if data.oracle not in ORACLES:
            raise ValueError(
                f"there is no oracle {shown(data.oracle)}: expected one of {', '.join(ORACLES)}"
            )
        known = list(inspect.signature(ORACLES[data.oracle]).parameters.values())[1:]
        names = [parameter.name for parameter in known]
        for name in arguments:
            if name not in names:
                takes = ", ".join(names) or "none"
                raise ValueError(
                    f"{name} is no argument of the oracle {data.oracle}: expected one of {takes}"
                )
        for parameter in known:
            if parameter.default is parameter.empty and parameter.name not in arguments:
                raise ValueError(f"the oracle {data.oracle} lacks {parameter.name}: expected it")
        return cls(data.oracle, arguments, data.on)

    def of(self, experiment: Experiment) -> float:
        """Return the quantity of an experiment; of a yes or no, 1 or 0.

        Raises:
            ValueError: an argument does not fit the experiment.
        """
        if self.on is not None:
            experiment = changed(experiment, self.on)
        return float(ORACLES[self.oracle](experiment, **self.arguments))


@dataclass(frozen=True, eq=False)
class Condition:
    """A quantity within bounds; without any, one that is not 0: a yes."""

    quantity: Quantity
    bounds: Mapping[str, float]

    @classmethod
    def from_data(cls, data: ConditionData) -> Condition:
        """Return the condition that a lesson's file describes.

        Raises:
            ValueError: as of `Quantity.from_data`.
        """
        bounds = data.model_dump(exclude_none=True, exclude={"value"})
        return cls(Quantity.from_data(data.value), bounds)

    def holds(self, experiment: Experiment) -> bool:
        """Return whether an experiment fulfils it."""
        value = self.quantity.of(experiment)
        if not self.bounds:
            return value != 0
        return all(_FITS[name](value, float(bound)) for name, bound in self.bounds.items())


def _equals(value: float, bound: float) -> bool:
    return math.isclose(value, bound, rel_tol=1e-6, abs_tol=1e-9)


_FITS: Any = {
    "equals": _equals,
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "above": lambda value, bound: value > bound,
    "below": lambda value, bound: value < bound,
}
