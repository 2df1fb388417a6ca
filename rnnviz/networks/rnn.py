"""The simple recurrent network: its parameters, its forward pass and its derivatives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import numpy.typing as npt

from rnnviz.networks import activations
from rnnviz.networks.activations import Array
from rnnviz.trace import Trace
from rnnviz.validation import as_array, as_choice, as_count, as_number, make_read_only

PARAMETERS: Final = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")

HiddenActivation = Literal["tanh", "relu", "linear"]
OutputActivation = Literal["identity", "sigmoid", "softmax"]


@dataclass(frozen=True, eq=False)
class RNN:
    """A simple recurrent network (Elman, 1990) in column form.

        a_t = W_xh x_t + W_hh h_{t−1} + b_h        h_t = activation(a_t)
        z_t = W_hy h_t + b_y                       y_t = output(z_t)

    The same five parameters are used at every step. Arrays are copied to
    read-only float64.

    Args:
        W_xh: (H, I), from the inputs to the hidden units.
        W_hh: (H, H), from the state before a step to the state after it.
        W_hy: (O, H), from the hidden units to the outputs.
        b_h: (H,), bias of the hidden units; None means zero.
        b_y: (O,), bias of the outputs; None means zero.
        activation: "tanh", "relu" or "linear".
        output: "identity", "sigmoid" or "softmax".

    Raises:
        ValueError: a shape does not fit, a number is not finite, or a name is unknown.

    Source:
        Goodfellow, Bengio and Courville, Deep Learning (2016), equations 10.8–10.11.
    """

    W_xh: Array
    W_hh: Array
    W_hy: Array
    b_h: Array = None  # type: ignore[assignment]  # None on entry stands for zeros
    b_y: Array = None  # type: ignore[assignment]
    activation: HiddenActivation = "tanh"
    output: OutputActivation = "identity"

    if TYPE_CHECKING:
        # What one may give is more than what is kept: a type checker of a user's code reads this.
        def __init__(
            self,
            W_xh: npt.ArrayLike,
            W_hh: npt.ArrayLike,
            W_hy: npt.ArrayLike,
            b_h: npt.ArrayLike | None = None,
            b_y: npt.ArrayLike | None = None,
            activation: HiddenActivation = "tanh",
            output: OutputActivation = "identity",
        ) -> None: ...

    def __post_init__(self) -> None:
        W_hh = as_array("W_hh", self.W_hh, (None, None))
        H = len(W_hh)
        W_hh = as_array("W_hh", W_hh, (H, H), why="it leads from the state to the state")
        if H == 0:
            raise ValueError("W_hh has shape (0, 0): expected at least one hidden unit")
        W_xh = as_array("W_xh", self.W_xh, (H, None), why="a row for each row of W_hh")
        W_hy = as_array("W_hy", self.W_hy, (None, H), why="a column for each row of W_hh")
        for name, size in (("input", W_xh.shape[1]), ("output", W_hy.shape[0])):
            if size == 0:
                raise ValueError(f"the network has no {name}: expected at least one")
        b_h = np.zeros(H) if self.b_h is None else self.b_h
        b_y = np.zeros(len(W_hy)) if self.b_y is None else self.b_y
        b_h = as_array("b_h", b_h, (H,), why="one for each row of W_hh")
        b_y = as_array("b_y", b_y, (len(W_hy),), why="one for each row of W_hy")
        as_choice("activation", self.activation, activations.HIDDEN)
        as_choice("output", self.output, activations.OUTPUT)
        for name, array in zip(PARAMETERS, (W_xh, W_hh, W_hy, b_h, b_y), strict=True):
            object.__setattr__(self, name, array)

    @classmethod
    def random(
        cls,
        *,
        input_size: int,
        hidden_size: int,
        output_size: int,
        spectral_radius: float = 0.9,
        activation: HiddenActivation = "tanh",
        output: OutputActivation = "identity",
        seed: int = 0,
    ) -> RNN:
        """Return a network with random weights and biases of zero.

        Entries are normal with variance 1/(number of columns); W_hh is then scaled
        so that its largest eigenvalue has the modulus `spectral_radius`. The same
        arguments give the same network in every version.

        Args:
            input_size, hidden_size, output_size: I, H and O, each at least 1.
            spectral_radius: at least 0.
            activation, output: as in `RNN`.
            seed: 0 … 2³²−1.

        Raises:
            ValueError: an argument is out of its range.

        Source:
            Jaeger, "The echo state approach" (2001), section 5.2, for the scaling.
        """
        I = as_count("input_size", input_size)
        H = as_count("hidden_size", hidden_size)
        O = as_count("output_size", output_size)
        as_count("seed", seed, least=0, most=2**32 - 1)
        spectral_radius = as_number("spectral_radius", spectral_radius)
        if spectral_radius < 0:
            raise ValueError(f"spectral_radius is {spectral_radius}: expected at least 0")
        # RandomState's stream is frozen for good (NEP 19), default_rng's is not, and a
        # link that names a seed must mean the same network in every version.
        draw = np.random.RandomState(seed).standard_normal
        W_hh = draw((H, H)) / np.sqrt(H)
        W_xh = draw((H, I)) / np.sqrt(I)
        W_hy = draw((O, H)) / np.sqrt(H)
        with np.errstate(over="ignore"):  # RNN refuses an infinite weight, in words
            W_hh *= spectral_radius / np.abs(np.linalg.eigvals(W_hh)).max()
        return cls(W_xh=W_xh, W_hh=W_hh, W_hy=W_hy, activation=activation, output=output)

    @cached_property
    def input_size(self) -> int:
        """I, the number of inputs."""
        return int(self.W_xh.shape[1])

    @cached_property
    def hidden_size(self) -> int:
        """H, the number of hidden units."""
        return len(self.W_hh)

    @cached_property
    def output_size(self) -> int:
        """O, the number of outputs."""
        return len(self.W_hy)

    @cached_property
    def state_size(self) -> int:
        """S, the size of what one step hands to the next; H for this network."""
        return self.hidden_size

    @property
    def num_parameters(self) -> int:
        """How many numbers the network has, however many steps it runs."""
        return sum(array.size for array in self.parameters.values())

    @property
    def parameters(self) -> Mapping[str, Array]:
        """The parameters by name, in the order of `PARAMETERS`."""
        return {name: getattr(self, name) for name in PARAMETERS}

    @cached_property
    def spectral_radius(self) -> float:
        """The largest modulus of W_hh's eigenvalues."""
        return float(np.abs(np.linalg.eigvals(self.W_hh)).max())

    @cached_property
    def is_nilpotent(self) -> bool:
        """Whether every eigenvalue of W_hh is 0: what a state holds is gone after H steps."""
        # The computed eigenvalues alone cannot tell: rounding moves those of a nilpotent
        # matrix by up to the H-th root of 1e−16. Its H-th power is the zero matrix, and
        # exactly so for small whole numbers and for a chain of units.
        size = np.abs(self.W_hh).max()
        if self.spectral_radius <= 1e-12 * size:
            return True
        scaled = np.ldexp(self.W_hh, -np.frexp(size)[1])  # by a power of 2, which is exact
        with np.errstate(over="ignore", invalid="ignore"):
            return not np.linalg.matrix_power(scaled, self.hidden_size).any()

    def replace(self, **changes: Any) -> RNN:
        """Return a new network with the named fields changed.

        Raises:
            ValueError: a field is unknown, or its new value does not fit.
        """
        for name in changes:
            as_choice("the field to replace", name, [f.name for f in fields(self)])
        return replace(self, **changes)

    @cached_property
    def _step_weights(self) -> Array:
        # [W_hh | W_xh | b_h]ᵀ: a whole step is then one product with [h_{t−1}; x_t; 1].
        blocks = [self.W_hh.T, self.W_xh.T, self.b_h[None]]
        shape = sum(map(len, blocks)), self.hidden_size
        # It begins on a cache line: at 64 units, a product is then a sixth faster.
        numbers = np.empty(math.prod(shape) + 7)
        start = -numbers.ctypes.data % 64 // numbers.itemsize
        aligned = numbers[start : start + math.prod(shape)].reshape(shape)
        return np.concatenate(blocks, out=aligned)

    @cached_property
    def _readout_weights(self) -> Array:
        # [W_hy | 0 | b_y]ᵀ: with [h_t; x_{t+1}; 1], the row of the next step, this gives z_t.
        return np.vstack([self.W_hy.T, np.zeros((self.input_size, self.output_size)), self.b_y])

    @cached_property
    def _pull_weights(self) -> Array:
        # [W_hhᵀ | W_hyᵀ]: with [dL/da_{t+1}; dL/dz_t] this gives dL/dh_t.
        return np.vstack([self.W_hh, self.W_hy]).T

    def rollout(self, x: npt.ArrayLike, initial_state: npt.ArrayLike | None = None) -> Trace:
        """Run the network over a sequence and log every step (the equations of `RNN`).

        Args:
            x: (T, I), or, time first, a batch (T, B, I); finite.
            initial_state: (H,), or (B, H) for a batch; None means zero.

        Returns:
            The Trace: a, h of shape (T, H) and z, y of shape (T, O), or (T, B, ·).
            A ReLU or linear network may overflow; its states are then infinite or
            NaN from that step on (see `Trace.exploded_at`).

        Raises:
            ValueError: a shape does not fit, or a number is not finite.
        """
        x, h_before = check_sequence(self, x, initial_state)
        H, W = self.hidden_size, self._step_weights
        T, batch = len(x), x.shape[1:-1]
        steps = np.empty((T + 1, *batch, len(W)))  # row t holds [h_{t−1}; x_t; 1]
        steps[T] = 1.0
        steps[..., -1] = 1.0
        steps[:T, ..., H:-1] = x
        states = steps[..., :H]
        states[0] = h_before
        h = states[1:]
        a = np.empty(h.shape)
        activate = activations.HIDDEN[self.activation]
        # Of one sequence, Wᵀ·step is a twelfth faster than the same numbers as step·W.
        product = (lambda rows, out: rows.dot(W, out)) if batch else W.T.dot
        with np.errstate(over="ignore", invalid="ignore"):
            for step, a_t, h_t in zip(steps, a, h, strict=False):
                product(step, a_t)
                activate(a_t, h_t)
            if batch:  # as rows, because dot misses gemm on three axes
                z = steps[1:].reshape(-1, len(W)).dot(self._readout_weights)
                z = z.reshape(T, *batch, self.output_size)
            else:
                z = steps[1:].dot(self._readout_weights)
            y = activations.OUTPUT[self.output](z)
        make_read_only(steps, a, h, z, y)
        return Trace(self, x, h_before, a, h, z, y, state=h, starts=steps)

    def read_out(self, h: Array) -> Array:
        """Return y = output(W_hy h + b_y), (O,), of one state (H,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return activations.OUTPUT[self.output](self.W_hy.dot(h) + self.b_y)

    def slopes(self, trace: Trace) -> Array:
        """Return activation′(a_t), (T, H): what of a nudge of a_t reaches h_t."""
        return activations.SLOPE[self.activation](trace.h)

    def state_jacobians(self, trace: Trace) -> Array:
        """Return ∂h_t/∂h_{t−1} = diag(activation′(a_t)) W_hh for each step, (T, S, S)."""
        jacobians: Array = self.slopes(trace)[..., None] * self.W_hh
        return jacobians

    def input_jacobians(self, trace: Trace) -> Array:
        """Return ∂h_t/∂x_t = diag(activation′(a_t)) W_xh for each step, (T, S, I)."""
        jacobians: Array = self.slopes(trace)[..., None] * self.W_xh
        return jacobians

    def pull_back(self, trace: Trace, dL_dz: Array) -> tuple[Array, Array, Array]:
        """Return the derivatives of a loss by the pre-activations and the states.

            dL/dh_t = W_hyᵀ dL/dz_t + W_hhᵀ dL/da_{t+1}        dL/da_t = activation′(a_t) dL/dh_t

        Args:
            trace: of one sequence.
            dL_dz: (T, O), the derivatives by the logits.

        Returns:
            dL/da (T, H), dL/dh (T, H), and by the initial state (H,).

        Source:
            Goodfellow, Bengio and Courville, Deep Learning (2016), equations 10.19–10.21.
        """
        T, H = trace.h.shape
        # Row t holds [dL/da_t; dL/dz_{t−1}]: one product with it is dL/dh_{t−1}.
        rows = np.zeros((T + 1, H + self.output_size))
        rows[1:, H:] = dL_dz
        dL_da = rows[:T, :H]
        dL_da[...] = self.slopes(trace)  # until the loop multiplies them by dL/dh_t
        dL_dh = np.empty((T + 1, H))  # row t is dL/dh_{t−1}
        product = self._pull_weights.dot
        multiply = np.multiply
        # Not strict: to find that an array has ended takes as long as half a step.
        for row, dh, da in zip(rows[:0:-1], dL_dh[:0:-1], dL_da[::-1], strict=False):
            product(row, dh)
            multiply(dh, da, da)
        product(rows[0], dL_dh[0])
        return dL_da, dL_dh[1:], dL_dh[0]

    def pull_back_truncated(
        self, trace: Trace, dL_dz: Array, window: int
    ) -> tuple[Array, Array, Array]:
        """Return what `pull_back` does, where each step's loss reaches back a few steps only.

        The loss at step t counts the copies at t, t − 1, …, t − window + 1; the state
        before those is taken as given. All steps' losses go back together, in one
        product a step back.

        Args:
            trace: of one sequence.
            dL_dz: (T, O), the derivatives by the logits.
            window: how many copies, at least 1.

        Source:
            Williams and Peng, "An efficient gradient-based algorithm for on-line training of
            recurrent network trajectories" (1990), BPTT(h).
        """
        slopes = self.slopes(trace)
        dL_da, dL_dh = np.zeros(slopes.shape), np.zeros(slopes.shape)
        initial = np.zeros(self.hidden_size)
        reached = dL_dz.dot(self.W_hy)  # row k: by h_k, of the loss `back` steps later
        for back in range(min(window, len(slopes))):
            pulled = reached * slopes[: len(reached)]
            dL_dh[: len(reached)] += reached
            dL_da[: len(reached)] += pulled
            reached = pulled.dot(self.W_hh)
            if back + 1 < window:
                initial += reached[0]
            reached = reached[1:]
        return dL_da, dL_dh, initial

    def push_forward(self, trace: Trace, start: Array, step: int) -> Array:
        """Return to first order how all states move when h_step moves by `start`.

            δ_t = activation′(a_t) W_hh δ_{t−1}        δ_step = start

        Args:
            trace: of one sequence.
            start: (H,).
            step: 0 … T − 1, or −1 for the initial state.

        Returns:
            (T, H); zero before the step.
        """
        slopes = self.slopes(trace)
        moved = np.zeros(slopes.shape)
        if step >= 0:
            moved[step] = start
        with np.errstate(over="ignore", invalid="ignore"):
            for t in range(step + 1, len(slopes)):
                start = slopes[t] * self.W_hh.dot(start)
                moved[t] = start
        return moved

    def parameter_gradients(self, trace: Trace, dL_da: Array, dL_dz: Array) -> Mapping[str, Array]:
        """Return the derivative of a loss by each parameter, summed over its copies.

            dL/dW_xh = Σ_t dL/da_t x_tᵀ    dL/dW_hh = Σ_t dL/da_t h_{t−1}ᵀ    dL/db_h = Σ_t dL/da_t
            dL/dW_hy = Σ_t dL/dz_t h_tᵀ    dL/db_y = Σ_t dL/dz_t

        Args:
            trace: of one sequence.
            dL_da: (T, H), the derivatives by the pre-activations.
            dL_dz: (T, O), the derivatives by the logits.
        """
        H = self.hidden_size
        of_cell = dL_da.T.dot(trace.starts[:-1])
        of_readout = dL_dz.T.dot(trace.starts[1:])  # the product with x is not used
        make_read_only(of_cell, of_readout)
        return {
            "W_xh": of_cell[:, H:-1],
            "W_hh": of_cell[:, :H],
            "W_hy": of_readout[:, :H],
            "b_h": of_cell[:, -1],
            "b_y": of_readout[:, -1],
        }

    def contribution(
        self,
        parameter: str,
        trace: Trace,
        dL_da: Array,
        dL_dz: Array,
        index: tuple[int, ...] | None = None,
    ) -> Array:
        """Return (T, …), what the copy of a parameter at each step adds to its gradient.

        Args:
            parameter: its name.
            trace, dL_da, dL_dz: as for `parameter_gradients`.
            index: of one number in it, for (T,) of that number alone; None means all.
        """
        by_sum: Array = dL_dz if parameter in ("W_hy", "b_y") else dL_da
        if parameter in ("b_h", "b_y"):
            return by_sum if index is None else by_sum[:, index[0]]
        before = trace.starts[:-1, : self.hidden_size]
        weighed = {"W_xh": trace.x, "W_hh": before, "W_hy": trace.h}[parameter]
        if index is None:
            rows, columns = by_sum[:, :, None], weighed[:, None, :]
        else:
            rows, columns = by_sum[:, index[0]], weighed[:, index[1]]
        each: Array = rows * columns
        return each


def check_sequence(
    net: RNN, x: npt.ArrayLike, initial_state: npt.ArrayLike | None
) -> tuple[Array, Array]:
    """Return x and the initial state as read-only arrays that fit the network.

    Raises:
        ValueError: a shape does not fit, or a number is not finite.
    """
    I = net.input_size
    x = as_array("x", x, (None, I), (None, None, I), why="time first, a column for each input")
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}: expected at least one step")
    shape = (*x.shape[1:-1], net.state_size)
    if initial_state is None:
        zeros = np.zeros(shape)
        make_read_only(zeros)
        return x, zeros
    return x, as_array("initial_state", initial_state, shape, why="one for each hidden unit")
