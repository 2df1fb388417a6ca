"""Knob: one scalar handle on a network, its sequence or its initial state."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnviz.networks.rnn import PARAMETERS, RNN
from rnnviz.validation import as_choice, as_count, as_number, make_read_only, shown

Array = npt.NDArray[np.float64]

WEIGHTS: Final = ("W_xh", "W_hh", "W_hy")
BIASES: Final = ("b_h", "b_y")

MAX_INDEX: Final = 2**31 - 1

# How many indices each kind takes; an entry takes as many as its parameter has axes.
_NUM_INDICES: Final = {
    "entry": None, "gain": 0, "spectral_radius": 0, "shift": 0, "input": 2, "initial_state": 1,
}  # fmt: skip
# What those without a parameter turn.
_TARGETS: Final = {"spectral_radius": "W_hh", "input": "x", "initial_state": "initial_state"}
_PARAMETERS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "entry": PARAMETERS,
    "gain": PARAMETERS,
    "shift": BIASES,
}


class Setup(NamedTuple):
    """What a rollout starts from, and so what a knob can turn."""

    net: RNN
    x: Array
    initial_state: Array

    @property
    def sizes(self) -> tuple[int, ...]:
        """(I, H, O, T)."""
        net = self.net
        return net.input_size, net.hidden_size, net.output_size, len(self.x)

    def equals(self, other: Setup) -> bool:
        """Return whether every number is the same, and so every step of the rollout."""
        if self is other:
            return True
        nets = self.net, other.net
        return (
            self.sizes == other.sizes
            and nets[0].activation == nets[1].activation
            and nets[0].output == nets[1].output
            and all(
                np.array_equal(nets[0].parameters[n], nets[1].parameters[n]) for n in PARAMETERS
            )
            and np.array_equal(self.x, other.x)
            and np.array_equal(self.initial_state, other.initial_state)
        )


@dataclass(frozen=True, slots=True)
class Knob:
    """One scalar handle, as plain data: hashable, and it survives JSON.

    Turning a knob maps a base Setup to a new one. Make knobs with the class
    methods (`Knob.entry("W_hh", 0, 1)`), which say what each kind does.

    Attributes:
        kind: "entry", "gain", "spectral_radius", "shift", "input" or "initial_state".
        parameter: the parameter's name for the kinds that have one, else None.
        index: whole numbers of at least 0; empty for the kinds without any. NumPy's
            are kept as plain ones.

    Raises:
        ValueError: the kind is unknown, or does not go with this parameter or index.
    """

    kind: str
    parameter: str | None = None
    index: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        as_choice("the knob's kind", self.kind, _NUM_INDICES)
        if self.kind in _PARAMETERS_OF:
            as_choice(f"the parameter of {self.kind}", self.parameter, _PARAMETERS_OF[self.kind])
        elif self.parameter is not None:
            raise ValueError(
                f"the parameter of {self.kind} is {shown(self.parameter)}: expected none"
            )
        wanted = _NUM_INDICES[self.kind]
        if wanted is None:
            wanted = 2 if self.parameter in WEIGHTS else 1
        what = " ".join(filter(None, ("the index of", self.kind, self.parameter)))
        given = self.index if isinstance(self.index, tuple | list) else None
        if given is None or len(given) != wanted:
            raise ValueError(f"{what} is {shown(self.index)}: expected {wanted} whole numbers")
        index = tuple(as_count(what, i, least=0, most=MAX_INDEX) for i in given)
        object.__setattr__(self, "index", index)

    @classmethod
    def entry(cls, parameter: str, *index: int) -> Knob:
        """One number of a parameter, a bias by one index: the value is the number itself."""
        return cls("entry", parameter, index)

    @classmethod
    def gain(cls, parameter: str) -> Knob:
        """A whole parameter times the value; 1 is as it is."""
        return cls("gain", parameter)

    @classmethod
    def spectral_radius(cls) -> Knob:
        """W_hh rescaled so that its largest eigenvalue has the value as modulus."""
        return cls("spectral_radius")

    @classmethod
    def shift(cls, parameter: str) -> Knob:
        """The value added to every number of a bias; 0 is as it is."""
        return cls("shift", parameter)

    @classmethod
    def input(cls, t: int, i: int) -> Knob:
        """Input i at step t: the value is the number itself."""
        return cls("input", None, (t, i))

    @classmethod
    def initial_state(cls, i: int) -> Knob:
        """Unit i of the state before step 0: the value is the number itself."""
        return cls("initial_state", None, (i,))

    @property
    def name(self) -> str:
        """What people call it, such as "W_hh[0, 1]", "gain of W_hh" or "spectral radius"."""
        if self.is_relative:
            return f"{self.kind} of {self.parameter}"
        if self.kind == "spectral_radius":
            return "spectral radius"
        return f"{self.parameter or self.kind}[{', '.join(map(str, self.index))}]"

    @property
    def is_relative(self) -> bool:
        """True where the value is measured from the base network: gain and shift."""
        return self.kind in ("gain", "shift")

    def to_dict(self) -> dict[str, Any]:
        """Return the knob as JSON data."""
        return {"kind": self.kind, "parameter": self.parameter, "index": list(self.index)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Knob:
        """Return the knob that `to_dict` described.

        Raises:
            ValueError: it does not describe a knob.
        """
        try:
            return cls(data["kind"], data["parameter"], tuple(data["index"]))
        except (KeyError, TypeError):
            raise ValueError(
                f"the knob is {shown(data)}: expected kind, parameter and index"
            ) from None

    def neutral(self, base: Setup) -> float:
        """Return the value at which the base stays as it is.

        Raises:
            ValueError: the knob does not fit the base, or is undefined there
                (`why_undefined` says why).
        """
        why = self.why_undefined(base)
        if why is not None:
            raise ValueError(f"the knob {self.name} is undefined here: {why}")
        if self.kind == "gain":
            return 1.0
        if self.kind == "shift":
            return 0.0
        if self.kind == "spectral_radius":
            return base.net.spectral_radius
        return float(self._array(base)[self.index])

    def why_undefined(self, base: Setup) -> str | None:
        """Return why the knob cannot be turned here, as a sentence, or None if it can be.

        Raises:
            ValueError: the knob does not fit the base (an index beyond its array).
        """
        if self.kind == "spectral_radius":
            if base.net.is_nilpotent:
                return "every eigenvalue of W_hh is 0, so no scaling can reach another radius"
            return None
        array = self._array(base)
        if self.kind == "gain" and not array.any():
            return f"every number of {self.parameter} is 0, so no gain can change it"
        if len(self.index) and any(
            i >= size for i, size in zip(self.index, array.shape, strict=True)
        ):
            raise ValueError(
                f"the knob {self.name} is out of range: expected an index within {array.shape}"
            )
        return None

    def turn(self, base: Setup, value: float) -> Setup:
        """Return the base with the knob at `value`.

        Raises:
            ValueError: the value is not a finite number (or a negative spectral
                radius), or the knob does not fit the base or is undefined there.
        """
        value = as_number(f"the value of {self.name}", value)
        array = self.versions(base, np.array([value]))[0]
        make_read_only(array)
        return self.changed(base, array)

    def versions(self, base: Setup, values: Array) -> Array:
        """Return the array that the knob turns, once for each of its values.

        Args:
            base: what is turned.
            values: (V,), finite.

        Returns:
            (V, …), where … is the shape of the array that `target` names.

        Raises:
            ValueError: a spectral radius is negative, or the knob does not fit the
                base or is undefined there.
        """
        neutral = self.neutral(base)
        if self.kind == "spectral_radius" and (values < 0).any():
            least = float(values.min())
            raise ValueError(f"the value of {self.name} is {least}: expected at least 0")
        array = self._array(base)
        each = values.reshape(-1, *(1,) * array.ndim)
        with np.errstate(over="ignore", invalid="ignore"):  # the network refuses what overflows
            if self.kind == "gain":
                return array * each
            if self.kind == "spectral_radius":
                return array * (each / neutral)
            if self.kind == "shift":
                return array + each
        turned = np.repeat(array[None], len(values), axis=0)
        turned[(slice(None), *self.index)] = values  # type: ignore[index]  # a tuple of mixed kinds
        return turned

    @property
    def target(self) -> str:
        """The name of the array that the knob turns: a parameter, "x" or "initial_state"."""
        return self.parameter or _TARGETS[self.kind]

    def changed(self, base: Setup, array: Array) -> Setup:
        """Return the base with another array in the place of the one that the knob turns.

        Raises:
            ValueError: the array does not fit.
        """
        if self.target == "x":
            return base._replace(x=array)
        if self.target == "initial_state":
            return base._replace(initial_state=array)
        return base._replace(net=base.net.replace(**{self.target: array}))

    def range(self, base: Setup, value: float | None = None) -> tuple[float, float]:
        """Return the ends of the range in which the knob is swept.

        gain and spectral radius: 0 … 2, doubled until it holds the value.
        shift: −2 … 2; entries, inputs and the initial state: −3 … 3 (weights) or
        −2 … 2; each doubled until it holds both the base's number and the value
        (a negative gain makes the range of a gain two-sided).

        Raises:
            ValueError: the value is not a finite number, or the knob does not fit the
                base or is undefined there.
        """
        neutral = self.neutral(base)
        value = neutral if value is None else as_number(f"the value of {self.name}", value)
        limit = 3.0 if self.kind == "entry" else 2.0
        while limit < max(abs(neutral), abs(value)):
            limit = min(2 * limit, sys.float_info.max)
        one_sided = self.kind in ("gain", "spectral_radius") and value >= 0
        return (0.0 if one_sided else -limit), limit

    def _array(self, base: Setup) -> Array:
        target = self.target
        owner = base if target in ("x", "initial_state") else base.net
        array: Array = getattr(owner, target)
        return array
