"""Memory: how much of step k is left in step t."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import check_trace
from rnnviz.networks import RNN, activations
from rnnviz.trace import Trace
from rnnviz.validation import as_count, make_read_only

Array = npt.NDArray[np.float64]
Exponents = npt.NDArray[np.intc]


@dataclass(frozen=True, eq=False)
class Memory:
    """The derivatives of later states by earlier states and inputs. Arrays are read-only.

        ∂h_t/∂h_k = J_t J_{t−1} … J_{k+1}        J_t = ∂h_t/∂h_{t−1}
        ∂h_t/∂x_k = ∂h_t/∂h_k ∂h_k/∂x_k

    The rows of a product are kept as numbers times a power of two each, so that none overflows
    or vanishes on the way; only what is beyond float64 itself becomes infinite or 0 (or is
    below 1e−300 of the largest entry of its row).

    Attributes:
        net: the network.
        trace: its rollout over one sequence.
        step_jacobians: (T, S, S), J_t.

    Source:
        Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks"
        (2013), equation 5.
    """

    net: RNN
    trace: Trace
    step_jacobians: Array

    def jacobian(self, t: int, k: int) -> Array:
        """Return ∂h_t/∂h_k, (S, S): zero where k > t, for the future does not reach back.

        Args:
            t: 0 … T − 1.
            k: 0 … T − 1, or −1 for the state before step 0.

        Raises:
            ValueError: a step is out of its range.
        """
        self._check(t, k)
        return unscaled(*self._product(t, k))

    def input_jacobian(self, t: int, k: int) -> Array:
        """Return ∂h_t/∂x_k, (S, I): zero where k > t.

        Args:
            t, k: 0 … T − 1.

        Raises:
            ValueError: a step is out of its range.
        """
        as_count("k", k, least=0, most=len(self.step_jacobians) - 1)
        self._check(t, k)
        rows, exponents = self._product(t, k)
        return unscaled(rows.dot(self._input_jacobians[k]), exponents)

    @cached_property
    def step_norms(self) -> Array:
        """(T,), the spectral norms of J_t: the most that a nudge can grow in one step."""
        norms: Array = np.linalg.norm(self.step_jacobians, ord=2, axis=(1, 2))
        make_read_only(norms)
        return norms

    @cached_property
    def norms(self) -> Array:
        """(T, T), the spectral norms of ∂h_t/∂h_k at [t, k]; 0 above the diagonal.

        All pairs take seconds where H = 32 and T = 200: see `all_norms`, `decay`, `influence`.
        """
        return self.all_norms()

    @cached_property
    def input_norms(self) -> Array:
        """(T, T), the spectral norms of ∂h_t/∂x_k at [t, k]; 0 above the diagonal."""
        return self.all_norms(of_inputs=True)

    def all_norms(
        self, *, of_inputs: bool = False, progress: Callable[[float], object] | None = None
    ) -> Array:
        """Return the norms of all pairs, (T, T), computed distance by distance.

        Args:
            of_inputs: `input_norms` instead of `norms`.
            progress: called with the share that is done, 0 … 1.
        """
        T = len(self.step_jacobians)
        norms = np.zeros((T, T))
        done, pairs = 0, T * (T + 1) // 2
        for distance, (products, exponents) in enumerate(self._products()):
            k = np.arange(T - distance)
            if of_inputs:
                products = products @ self._input_jacobians[: len(k)]
                products, exponents = scaled(products, exponents)
            norms[k + distance, k] = unscaled(*_spectral_norms(products, exponents))
            done += len(k)
            if progress is not None:
                progress(done / pairs)
        make_read_only(norms)
        return norms

    def decay(self, t: int) -> Decay:
        """Return what is left in step t of a nudge at each earlier state, and where it was lost.

        Args:
            t: 0 … T − 1.

        Raises:
            ValueError: the step is out of its range.
        """
        self._check(t, -1)
        slopes, W = self.net.slopes(self.trace), self.net.W_hh
        H = self.net.hidden_size
        products = np.empty((2 * (t + 1) + 1, H, H))
        exponents = np.zeros(products.shape[:2], dtype=np.intc)
        products[0] = np.eye(H)
        # Each step back has two halves: through the activation's slopes, then through W_hh.
        for i, step in enumerate(range(t, -1, -1)):
            at = 2 * i
            rows, powers = scaled(products[at] * slopes[step], exponents[at])
            products[at + 1], exponents[at + 1] = rows, powers
            products[at + 2], exponents[at + 2] = scaled(rows.dot(W), powers)
        sizes, powers = _spectral_norms(products, exponents)
        # Of the same power of two on both sides, the ratio never leaves float64.
        ratios = unscaled(sizes[1:], powers[1:] - powers[:-1])
        with np.errstate(over="ignore"):
            factors = np.divide(ratios, sizes[:-1], out=np.zeros(len(ratios)), where=sizes[:-1] > 0)
        norms = unscaled(sizes[::2], powers[::2])
        steepest = np.maximum.accumulate(slopes[t::-1].max(axis=1))
        make_read_only(factors, steepest)
        return Decay(
            step=t,
            norms=norms,
            slope_factors=factors[::2],
            weight_factors=factors[1::2],
            steepest=steepest,
            largest_singular_value=float(np.linalg.norm(W, ord=2)),
            spectral_radius=self.net.spectral_radius,
        )

    def influence(self, *, unit: int | None = None, output: int | None = None) -> Influence:
        """Return how every earlier state and input bears on one hidden unit or one output.

        Args:
            unit: which hidden unit, or None.
            output: which output, or None; one of the two is given.

        Raises:
            ValueError: none or both are given, or the one is out of its range.
        """
        return _influence(self, starts_of(self.net, self.trace.y, self.net.W_hy, unit, output))

    @cached_property
    def _input_jacobians(self) -> Array:
        return self.net.input_jacobians(self.trace)

    def _product(self, t: int, k: int) -> tuple[Array, Exponents]:
        """Return the rows of ∂h_t/∂h_k and their powers of two."""
        S = self.net.state_size
        rows: Array = np.eye(S) if k <= t else np.zeros((S, S))
        exponents = np.zeros(S, dtype=np.intc)
        for step in range(t, k, -1):
            rows, exponents = scaled(rows, exponents)
            rows = rows.dot(self.step_jacobians[step])
        return scaled(rows, exponents)

    def _products(self) -> Iterator[tuple[Array, Exponents]]:
        """Yield the rows of ∂h_{k+d}/∂h_k for all k, (T − d, S, S), with their powers, d by d."""
        J = self.step_jacobians
        T, S = J.shape[:2]
        rows: Array = np.broadcast_to(np.eye(S), (T, S, S))
        exponents = np.zeros((T, S), dtype=np.intc)
        for distance in range(T):
            if distance:
                rows, exponents = scaled(rows[1:] @ J[1 : T - distance + 1], exponents[1:])
            yield rows, exponents

    def _check(self, t: int, k: int) -> None:
        most = len(self.step_jacobians) - 1
        as_count("t", t, least=0, most=most)
        as_count("k", k, least=-1, most=most)


@dataclass(frozen=True, eq=False)
class Decay:
    """What is left in one step's state of a nudge at each earlier state; d is the distance.

        norms[d] = ‖∂h_t/∂h_{t−d}‖₂ = Π_{i < d} slope_factors[i] weight_factors[i]

    Attributes:
        step: t.
        norms: (t + 2,), from d = 0, which is 1, to the state before step 0.
        slope_factors: (t + 1,), at [i] what the slopes of step t − i leave: at most 1 for
            tanh and ReLU. Saturation is a slope near 0.
        weight_factors: (t + 1,), at [i] what W_hh makes of the rest.
        steepest: (t + 1,), the largest slope of any unit in the steps t − i … t.
        largest_singular_value: of W_hh.
        spectral_radius: of W_hh.
    """

    step: int
    norms: Array
    slope_factors: Array
    weight_factors: Array
    steepest: Array
    largest_singular_value: float
    spectral_radius: float

    @property
    def guarantee(self) -> Array:
        """(t + 2,), (largest singular value × largest slope)^d: no norm is ever above it.

        Source:
            Pascanu, Mikolov and Bengio (2013), section 2.1.
        """
        with np.errstate(over="ignore", under="ignore"):
            powers = (self.largest_singular_value * self.steepest) ** np.arange(1, self.step + 2)
        return np.concatenate([[1.0], powers])

    @property
    def asymptotic_rate(self) -> Array:
        """(t + 2,), spectral_radius^d: the rate of a linear network in the long run, no bound."""
        with np.errstate(over="ignore", under="ignore"):
            powers: Array = self.spectral_radius ** np.arange(float(self.step + 2))
        return powers


@dataclass(frozen=True, eq=False)
class Influence:
    """How every earlier state and input bears on one quantity q_t, a unit or an output.

    Attributes:
        memory: what it is computed from.
        starts: (T, H), ∂q_t/∂h_t.
        of_states: (T, T), the length of ∂q_t/∂h_k at [t, k]; 0 above the diagonal.
        of_inputs: (T, T), the length of ∂q_t/∂x_k at [t, k]; 0 above the diagonal.
        of_initial_state: (T,), the length of ∂q_t/∂h_{−1}.
    """

    memory: Memory
    starts: Array
    of_states: Array
    of_inputs: Array
    of_initial_state: Array

    def gradients(self, t: int) -> tuple[Array, Array, Array]:
        """Return ∂q_t/∂h_k (T, H), ∂q_t/∂x_k (T, I) and ∂q_t/∂h_{−1} (H,).

        They are zero after step t.

        Raises:
            ValueError: the step is out of its range.
        """
        memory = self.memory
        memory._check(t, -1)
        states = np.zeros(self.starts.shape)
        inputs = np.zeros(memory.trace.x.shape)
        row, exponent = self.starts[t], np.zeros((), dtype=np.intc)
        for k in range(t, -1, -1):
            row, exponent = scaled(row, exponent)
            states[k] = unscaled(row, exponent)
            inputs[k] = unscaled(row.dot(memory._input_jacobians[k]), exponent)
            row = row.dot(memory.step_jacobians[k])
        make_read_only(states, inputs)
        return states, inputs, unscaled(row, exponent)


def memory(net: RNN, trace: Trace) -> Memory:
    """Return what is left of each step in the steps after it.

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.

    Raises:
        ValueError: the trace is of another network, of a batch, or not finite.
    """
    check_trace(net, trace)
    jacobians = net.state_jacobians(trace)
    make_read_only(jacobians)
    return Memory(net, trace, jacobians)


def starts_of(net: RNN, y: Array, W_hy: Array, unit: int | None, output: int | None) -> Array:
    """Return ∂q/∂h, (N, H), of a hidden unit or of an output, for each of N outputs.

    Args:
        net: the network.
        y: (N, O), outputs.
        W_hy: (O, H), or (N, O, H), one for each.
        unit: q is this hidden unit, or None.
        output: q is this output, or None; one of the two is given.

    Raises:
        ValueError: none or both are given, or the one is out of its range.
    """
    if (unit is None) == (output is None):
        raise ValueError(f"unit is {unit} and output {output}: expected one of the two")
    if unit is not None:
        starts = np.zeros((len(y), net.hidden_size))
        starts[:, as_count("unit", unit, least=0, most=net.hidden_size - 1)] = 1.0
        return starts
    wanted = np.zeros(y.shape)
    wanted[:, as_count("output", output, least=0, most=net.output_size - 1)] = 1.0
    return each_times(activations.OUTPUT_PULL[net.output](y, wanted), W_hy)


def _influence(memory: Memory, starts: Array) -> Influence:
    """Return the Influence on q_t, for all t at once: one product a step back.

    Args:
        memory: of the rollout.
        starts: (T, H), ∂q_t/∂h_t.
    """
    T, H = starts.shape
    net = memory.net
    slopes = net.slopes(memory.trace)
    weights = np.hstack([net.W_hh, net.W_xh])
    # Only the products follow one another: what each pair of steps has of them is kept, a
    # distance after the other, and the lengths of all pairs are taken at once.
    num_pairs = T * (T + 1) // 2
    squares, inputs = np.empty(num_pairs), np.empty((num_pairs, net.input_size))
    powers = np.empty(num_pairs, dtype=np.intc)
    oldest, oldest_powers = np.empty((T, H)), np.empty(T, dtype=np.intc)
    rows, exponents = starts, np.zeros(T, dtype=np.intc)
    end = 0
    for distance in range(T):
        rows, exponents = scaled(rows, exponents)
        start, end = end, end + len(rows)
        np.vecdot(rows, rows, out=squares[start:end])
        powers[start:end] = exponents
        before = (rows * slopes[: len(rows)]).dot(weights)
        inputs[start:end] = before[:, H:]
        oldest[distance], oldest_powers[distance] = before[0, :H], exponents[0]
        rows, exponents = before[1:, :H], exponents[1:]
    distances, t = np.triu_indices(T)
    pairs = t, t - distances
    of_states, of_inputs = np.zeros((T, T)), np.zeros((T, T))
    of_states[pairs] = unscaled(np.sqrt(squares), powers)
    of_inputs[pairs] = lengths(*scaled(inputs, powers))
    of_initial_state = lengths(*scaled(oldest, oldest_powers))
    make_read_only(starts, of_states, of_inputs, of_initial_state)
    return Influence(memory, starts, of_states, of_inputs, of_initial_state)


def scaled(rows: Array, exponents: Exponents) -> tuple[Array, Exponents]:
    """Return (…, S) rows divided by a power of two each, which is exact, and the powers' sums.

    The magnitudes of a row then sum to less than 1, and no product with it can overflow on
    the way to a number within float64. Zeros stay as they are.
    """
    powers = np.frexp(np.abs(rows).max(axis=-1))[1] + rows.shape[-1].bit_length()
    powers = np.maximum(powers, -1000)  # or the factor would overflow
    return rows * np.ldexp(1.0, -powers)[..., None], exponents + powers


def unscaled(numbers: Array, exponents: Exponents) -> Array:
    """Return what numbers, or rows of them, and their powers of two stand for; read-only."""
    each = np.reshape(exponents, (*np.shape(exponents), *(1,) * (numbers.ndim - exponents.ndim)))
    with np.errstate(over="ignore"):
        unscaled: Array = np.ldexp(numbers, each)
    make_read_only(unscaled)
    return unscaled


def _spectral_norms(rows: Array, exponents: Exponents) -> tuple[Array, Exponents]:
    """Return the largest singular values of (N, S, columns), and a power of two for each.

    By the largest eigenvalue of AᵀA, as exact as by all singular values, and faster.

    Args:
        rows: (N, S, columns), scaled.
        exponents: (N, S), the powers of two of the rows.
    """
    # Of rows that are not 0: the others have no size, whatever their powers.
    powers = exponents.max(axis=-1, where=rows.any(axis=-1), initial=-(2**30))
    below = np.minimum(exponents - powers[:, None], 0)
    matrices = rows * np.ldexp(1.0, below)[..., None]
    tall = matrices if matrices.shape[1] >= matrices.shape[2] else matrices.swapaxes(1, 2)
    squares = tall.swapaxes(1, 2) @ tall
    norms: Array = np.sqrt(np.maximum(np.linalg.eigvalsh(squares)[:, -1], 0.0))
    return norms, powers


def lengths(rows: Array, exponents: Exponents) -> Array:
    """Return the lengths of rows that are scaled."""
    return unscaled(np.sqrt(np.vecdot(rows, rows)), exponents)


def each_times(rows: Array, W: Array) -> Array:
    """Return (N, rows) times one matrix, or times N matrices, one for each row."""
    product: Array = rows.dot(W) if W.ndim == 2 else np.matmul(rows[:, None], W)[:, 0]
    return product
