"""Quantity: a number that a lesson asks an oracle for, and conditions on it."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError

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
        function = ORACLES[data.oracle]
        known = dict(list(inspect.signature(function).parameters.items())[1:])
        kinds = get_type_hints(function)
        for name, value in arguments.items():
            if name not in known:
                takes = ", ".join(known) or "none"
                raise ValueError(
                    f"{name} is no argument of the oracle {data.oracle}: expected one of {takes}"
                )
            try:
                TypeAdapter(kinds[name], config=ConfigDict(strict=True)).validate_python(value)
            except ValidationError as error:
                expected = error.errors()[0]["msg"]
                raise ValueError(
                    f"{name} is {shown(value)}: {expected[:1].lower()}{expected[1:]}"
                ) from None
        for name, parameter in known.items():
            if parameter.default is parameter.empty and name not in arguments:
                raise ValueError(f"the oracle {data.oracle} lacks {name}: expected it")
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


def _is_same(value: float, bound: float) -> bool:
    """Return whether two numbers are one as float32s: a knob at 1.1 is at 1.10000002."""
    return math.isclose(value, bound, rel_tol=1e-7)


_FITS: Any = {
    "equals": _equals,
    "at_least": lambda value, bound: value >= bound or _is_same(value, bound),
    "at_most": lambda value, bound: value <= bound or _is_same(value, bound),
    "above": lambda value, bound: value > bound,
    "below": lambda value, bound: value < bound,
}
