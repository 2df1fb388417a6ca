"""The network under a constant input: a map of the hidden state to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.networks import RNN, activations
from rnnviz.validation import as_array, as_count, as_instance

Array = npt.NDArray[np.float64]

ROUNDING: Final = 1e-12  # of the size of its terms: below that, a pre-activation counts as 0


@dataclass(frozen=True, eq=False)
class Autonomous:
    """The network under a constant input, as a map of its state.

        F(h) = activation(W_hh h + W_xh x + b_h)

    Args:
        net: the network.
        x: (I,), the input at every step; None means zeros.

    Raises:
        ValueError: it is no network, or x does not fit it.
    """

    net: RNN
    x: Array = None  # type: ignore[assignment]  # None on entry stands for zeros

    def __post_init__(self) -> None:
        as_instance("net", self.net, RNN, "an RNN")
        I = self.net.input_size
        given = np.zeros(I) if self.x is None else self.x
        object.__setattr__(self, "x", as_array("x", given, (I,), why="one constant input"))

    @property
    def drive(self) -> Array:
        """(H,), W_xh x + b_h: what a step adds to W_hh h."""
        with np.errstate(over="ignore", invalid="ignore"):
            drive: Array = self.net.W_xh.dot(self.x) + self.net.b_h
        return drive

    def pre_activations(self, h: Array) -> Array:
        """Return W_hh h + W_xh x + b_h of states (…, H)."""
        with np.errstate(over="ignore", invalid="ignore"):
            a: Array = h.dot(self.net.W_hh.T) + self.drive
        return a

    def step(self, h: Array) -> Array:
        """Return F(h) of states (…, H)."""
        a = self.pre_activations(h)
        activations.HIDDEN[self.net.activation](a, a)
        return a

    def jacobian(self, h: Array) -> Array:
        """Return ∂F/∂h = diag(activation′(a)) W_hh at states (…, H), as (…, H, H).

        At a kink of the ReLU it is the one-sided derivative from below.
        """
        slopes = activations.SLOPE[self.net.activation](self.step(h))
        with np.errstate(over="ignore", invalid="ignore"):
            jacobian: Array = slopes[..., None] * self.net.W_hh
        return jacobian

    def run(self, starts: npt.ArrayLike, num_steps: int) -> Array:
        """Return every state of runs from many starts, (num_steps + 1, B, H), the starts first.

        Args:
            starts: (B, H).
            num_steps: at least 1.

        Raises:
            ValueError: an argument does not fit.
        """
        starts = as_array("starts", starts, (None, self.net.hidden_size), why="a state a row")
        num_steps = as_count("num_steps", num_steps)
        states = np.empty((num_steps + 1, *starts.shape))
        states[0] = starts
        W, drive = np.ascontiguousarray(self.net.W_hh.T), self.drive
        activate = activations.HIDDEN[self.net.activation]
        with np.errstate(over="ignore", invalid="ignore"):
            for before, after in pairwise(states):
                before.dot(W, after)
                after += drive
                activate(after, after)
        return states

    def is_at_kink(self, h: Array) -> npt.NDArray[np.bool_]:
        """Return whether states (…, H) stand where a ReLU has no derivative, but for rounding."""
        if self.net.activation != "relu":
            return np.zeros(h.shape[:-1], dtype=np.bool_)
        with np.errstate(over="ignore", invalid="ignore"):
            terms = np.abs(h).dot(np.abs(self.net.W_hh.T)) + np.abs(self.drive)
            at_kink = np.abs(self.pre_activations(h)) <= ROUNDING * terms
        # A unit that nothing ever drives stays at 0 whatever is nudged.
        moves = np.abs(self.net.W_hh).any(axis=1)
        found: npt.NDArray[np.bool_] = (at_kink & moves).any(axis=-1)
        return found
