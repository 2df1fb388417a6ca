"""Trace: what a rollout logged, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from rnnviz.validation import as_count, make_read_only

if TYPE_CHECKING:
    from rnnviz.networks.rnn import RNN

Array = npt.NDArray[np.float64]

NO_GATES: Final[Mapping[str, Array]] = MappingProxyType({})

# A state beyond this is called exploded: nothing after it can be read off a picture.
EXPLODED: Final = 1e12


@dataclass(frozen=True, eq=False, init=False)
class Trace:
    """Everything a network did over a sequence; index t is step t. Arrays are read-only.

    Attributes:
        net: the network that ran.
        x: (T, I), the inputs; (T, B, I) for a batch, and so on below.
        initial_state: (S,), the state before step 0.
        a: (T, H), pre-activations.
        h: (T, H), hidden states; h[t] is h_t.
        z: (T, O), logits.
        y: (T, O), outputs, y = output(z).
        state: (T, S), what each step hands to the next; h is a part of it.
        gates: the gates by name, (T, H) each; empty for a simple RNN.
    """

    net: RNN
    x: Array
    initial_state: Array
    a: Array
    h: Array
    z: Array
    y: Array
    state: Array
    gates: Mapping[str, Array]

    def __init__(
        self,
        net: RNN,
        x: Array,
        initial_state: Array,
        a: Array,
        h: Array,
        z: Array,
        y: Array,
        *,
        state: Array,
        gates: Mapping[str, Array] = NO_GATES,
        starts: Array | None = None,
    ) -> None:
        # All at once: a dataclass's own guarded assignments take a tenth of a short rollout.
        self.__dict__.update(
            net=net, x=x, initial_state=initial_state, a=a, h=h, z=z, y=y, state=state, gates=gates
        )
        if starts is not None:  # a rollout has them already
            self.__dict__["starts"] = starts

    @cached_property
    def starts(self) -> Array:
        """(T + 1, H + I + 1), what each step starts from: row t is [h_{t−1}; x_t; 1].

        Row T is [h_{T−1}; 1 …], since there is no x_T.
        """
        T, H = len(self.h), self.h.shape[-1]
        starts = np.ones((T + 1, *self.h.shape[1:-1], H + self.x.shape[-1] + 1))
        starts[0, ..., :H] = self.initial_state
        starts[1:, ..., :H] = self.h
        starts[:T, ..., H:-1] = self.x
        make_read_only(starts)
        return starts

    @property
    def num_steps(self) -> int:
        """T, the number of steps."""
        return len(self.x)

    @cached_property
    def exploded_at(self) -> int | None:
        """The first step at which any logged number is not finite or beyond 1e12, or None."""
        fits = np.ones(self.num_steps, dtype=bool)
        for array in (self.a, self.state, self.z, self.y):
            rows = array.reshape(self.num_steps, -1)
            with np.errstate(invalid="ignore"):
                fits &= (np.abs(rows) <= EXPLODED).all(axis=1)
        return None if fits.all() else int(np.argmin(fits))

    def first(self, num_steps: int) -> Trace:
        """Return the trace of the first steps only, as if the sequence had ended there.

        Args:
            num_steps: 1 … T.

        Raises:
            ValueError: there are not so many.
        """
        as_count("num_steps", num_steps, most=self.num_steps)
        if num_steps == self.num_steps:
            return self
        x, a, h, z, y, state = (
            array[:num_steps] for array in (self.x, self.a, self.h, self.z, self.y, self.state)
        )
        gates = {name: gate[:num_steps] for name, gate in self.gates.items()}
        return Trace(self.net, x, self.initial_state, a, h, z, y, state=state, gates=gates)
