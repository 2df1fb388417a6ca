"""Lyapunov exponents: known cases, and chaos by the divergence of two trajectories."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.autonomous import Autonomous


def network(W_hh: Any, activation: Any = "tanh", b_h: Any = None) -> rv.RNN:
    """A network of one input that has nothing but these weights."""
    H = len(W_hh)
    return rv.RNN(np.ones((H, 1)), W_hh, np.ones((2, H)), b_h=b_h, activation=activation)


def rotation(gain: float, angle: float) -> np.ndarray:
    """Two units whose state is turned by an angle at each step."""
    c, s = math.cos(angle), math.sin(angle)
    return gain * np.array([[c, -s], [s, c]])


def random_network(hidden_size: int, gain: float, seed: int) -> rv.RNN:
    """A random tanh network: its seed names it."""
    return rv.RNN.random(
        input_size=1, hidden_size=hidden_size, output_size=2, spectral_radius=gain, seed=seed
    )


def assert_within_error(found: rv.Lyapunov, expected: Any) -> None:
    """Every exponent is as far from what is expected as two of its printed errors, at most."""
    assert found.exponents.shape == np.shape(expected)
    assert (np.abs(found.exponents - expected) <= 2 * found.errors).all()


SKEW = np.array([[1, 3, 0], [0, 1, -2], [0, 0, 1]])
DISTINCT = SKEW @ np.diag([0.9, -0.6, 0.25]) @ np.linalg.inv(SKEW)
PAIR = np.zeros((3, 3))
PAIR[:2, :2], PAIR[2, 2] = rotation(0.8, 1.0), -0.5
PAIR = SKEW @ PAIR @ np.linalg.inv(SKEW)


@pytest.mark.parametrize(
    ("W_hh", "moduli"),
    [
        (DISTINCT, [0.9, 0.6, 0.25]),
        (PAIR, [0.8, 0.8, 0.5]),
        (rotation(1.0, 2.0), [1, 1]),
        (rotation(0.9, 0.0004), [0.9, 0.9]),  # too slow to turn once in the run
        ([[1.25]], [1.25]),
        ([[-0.5, 0], [0, 1.5]], [1.5, 0.5]),
        ([[1e-200, 0], [0, 1e-201]], [1e-200, 1e-201]),
        ([[1e200, 0], [0, 1e199]], [1e200, 1e199]),
    ],
)
def test_a_linear_networks_exponents_are_the_logarithms_of_its_moduli(
    W_hh: Any, moduli: Any
) -> None:
    """They are log |λ| of W_hh, non-normal, in pairs, decaying and exploding alike."""
    found = rv.lyapunov(network(W_hh, "linear"))
    assert_within_error(found, np.log(moduli))
    np.testing.assert_allclose(found.exponents, np.log(moduli), atol=1e-9)


@pytest.mark.parametrize("num_transient", [0, 100, 500, 5000])
def test_a_defective_matrix_converges_slowly_and_says_so(num_transient: int) -> None:
    """[[.5, 4], [0, .5]] has one eigenvector: the error of a mean falls like log T / T."""
    found = rv.lyapunov(network([[0.5, 4], [0, 0.5]], "linear"), num_transient=num_transient)
    off = np.abs(found.exponents - math.log(0.5))
    assert (off > 1e-4).all()  # the sum is exact, the two are not
    assert (off <= found.errors).all()
    assert (found.errors < 0.03).all()
    assert found.verdict == "forgets"


@pytest.mark.parametrize("angle", [0.3, 1.0, 2.2])
def test_a_mean_that_oscillates_is_within_its_error(angle: float) -> None:
    """A skewed rotation, as one of tanh units near 0, whose slopes are never quite the same."""
    skew = np.array([[1, 3], [0, 1]])
    W_hh = skew @ rotation(0.995, angle) @ np.linalg.inv(skew)
    # From .001 down to 3e−8: the slopes are 1 but for some 1e−10, and never repeat.
    found = rv.lyapunov(network(W_hh), initial_state=[1e-3, 0], num_transient=50)
    assert (found.errors > 1e-6).all()
    assert_within_error(found, [math.log(0.995)] * 2)


def test_at_a_stable_point_they_are_those_of_its_jacobian() -> None:
    """The latch, and a random network driven to rest by its input."""
    latch = rv.lyapunov(network([[2]]))
    rest = 0.9575040240772688  # tanh(2 h) = h
    assert_within_error(latch, [math.log(2 * (1 - rest**2))])
    net, x = random_network(7, 1.1, 3), [1.5]
    point = net.rollout(np.broadcast_to(x, (3000, 1))).h[-1]
    np.testing.assert_allclose(Autonomous(net, x).step(point), point, atol=1e-14)
    moduli = np.abs(np.linalg.eigvals((1 - point**2)[:, None] * net.W_hh))
    found = rv.lyapunov(net, x)
    assert_within_error(found, np.log(np.sort(moduli)[::-1]))
    assert found.verdict == "forgets"
    assert found.recurs
    np.testing.assert_array_equal(found.x, x)


def test_on_a_cycle_they_are_a_share_of_its_multiplier() -> None:
    """With w = −2 it swings between ±.957504: half of log (2 (1 − h²))², which is that of w = 2."""
    found = rv.lyapunov(network([[-2]]))
    assert_within_error(found, [0.5 * math.log((2 * (1 - 0.9575040240772688**2)) ** 2)])
    # The oscillator's four steps; both of its units have the multiplier of the latch.
    oscillator = rv.lyapunov(network([[0, -2], [2, 0]]), initial_state=[0.9, 0.1])
    assert_within_error(oscillator, [math.log(2 * (1 - 0.9575040240772688**2))] * 2)
    assert oscillator.recurs


def test_on_a_lopsided_cycle_each_step_has_its_share() -> None:
    """With w = −2 and b = .3 the two slopes differ: half of the logarithm of their product."""
    net = network([[-2]], b_h=[0.3])
    h = net.rollout(np.zeros((1001, 1)), [0.5]).h[-2:, 0]
    slopes = 1 - h**2
    assert slopes.max() > 1.5 * slopes.min()
    found = rv.lyapunov(net, num_steps=301)
    assert_within_error(found, [0.5 * math.log(4 * slopes.prod())])


@pytest.mark.parametrize(("gain", "angle"), [(1.5, 1.0), (1.2, math.sqrt(2)), (2, 0.7)])
def test_a_closed_curve_has_one_exponent_of_0(gain: float, angle: float) -> None:
    """Round the curve nothing comes together; towards it, it does."""
    found = rv.lyapunov(network(rotation(gain, angle)))
    assert abs(found.largest) <= 2 * found.error
    assert found.error < 5e-3
    assert found.verdict == "on the edge"
    assert found.exponents[1] < -0.1


CHAOTIC = [(8, 3.0, 22), (16, 3.0, 0), (32, 1.75, 0), (32, 3.0, 2)]


@pytest.mark.parametrize(("hidden_size", "gain", "seed"), CHAOTIC)
def test_named_seeds_are_chaotic_by_two_trajectories_too(
    hidden_size: int, gain: float, seed: int
) -> None:
    """Positive beyond its error, and the rate at which two runs 1e−8 apart separate."""
    net = random_network(hidden_size, gain, seed)
    found = rv.lyapunov(net)
    assert found.verdict == "chaotic"
    assert found.largest > 3 * found.error
    assert found.memory_half_life == math.inf
    rates = separation(net, np.random.default_rng(seed).normal(size=(8, hidden_size)))
    error = rates.std(ddof=1) / math.sqrt(len(rates))
    assert rates.mean() > 3 * error
    assert abs(found.largest - rates.mean()) < 4 * math.hypot(error, found.error)


def separation(net: rv.RNN, starts: np.ndarray) -> np.ndarray:
    """The mean logarithm of how far two near runs separate in a step, for each of B starts.

    After each step the second is set back to a distance of 1e−8 (Wolf et al., 1985).
    """
    apart, rates = 1e-8, []
    one = np.tanh(starts)
    other = one + apart / math.sqrt(starts.shape[1])
    for t in range(2000):
        one, other = np.tanh(one @ net.W_hh.T), np.tanh(other @ net.W_hh.T)
        distance = np.linalg.norm(other - one, axis=1, keepdims=True)
        other = one + (other - one) * apart / distance
        if t >= 500:
            rates.append(np.log(distance[:, 0] / apart))
    return np.mean(rates, axis=0)


def test_a_named_stable_seed_forgets() -> None:
    """Spectral radius .9 and no input: the state dies away at .9 a step."""
    found = rv.lyapunov(random_network(16, 0.9, 2))
    assert found.verdict == "forgets"
    assert found.largest + 3 * found.error < 0
    assert abs(found.largest - math.log(0.9)) <= 2 * found.error
    assert found.memory_half_life == pytest.approx(6.578813)


def test_the_sum_is_the_mean_logarithm_of_the_determinant() -> None:
    """Of a chaotic run: all volume's share is Σ log slope + log |det W_hh|, at each step."""
    net, start = random_network(6, 2.6, 11), np.linspace(-0.5, 0.7, 6)
    found = rv.lyapunov(net, initial_state=start, num_steps=700, num_transient=90)
    h = net.rollout(np.zeros((790, 1)), start).h[90:]
    volume = np.log(1 - h**2).sum(axis=1).mean() + np.linalg.slogdet(net.W_hh)[1]
    np.testing.assert_allclose(found.exponents.sum(), volume, rtol=1e-6)


def test_the_ring_keeps_all_and_the_leaky_integrator_forgets() -> None:
    """Four exponents of 0; and the half-life of .9, 6.58 steps, whatever drives it."""
    ring = rv.lyapunov(network(np.roll(np.eye(4), 1, 0), "relu"))
    np.testing.assert_allclose(ring.exponents, 0, atol=1e-12)
    assert ring.verdict == "on the edge"
    assert not ring.is_at_kink
    for x in (None, [2.0]):
        leaky = rv.lyapunov(network([[0.9]], "relu"), x)
        assert leaky.memory_half_life == pytest.approx(6.578813)
        assert not leaky.is_at_kink


def test_an_integrator_is_on_the_edge_though_it_grows() -> None:
    """The counter under a constant input: it grows by 1 a step, and keeps every difference."""
    found = rv.lyapunov(network([[1.0]], "relu"), [1.0])
    assert (found.largest, found.verdict, found.diverged) == (0.0, "on the edge", False)


def test_a_lost_direction_is_minus_infinity() -> None:
    """A delay line, a singular W_hh, no weights at all, and ReLUs that are off."""
    for activation in ("relu", "tanh", "linear"):
        delay = rv.lyapunov(network(np.eye(5, k=-1), activation))
        np.testing.assert_array_equal(delay.exponents, [-math.inf] * 5)
        np.testing.assert_array_equal(delay.errors, np.zeros(5))
        assert (delay.verdict, delay.memory_half_life) == ("forgets", 0.0)
    singular = rv.lyapunov(network(np.outer([1, 2, 3], [0.3, 0.1, 0.1]), "linear"))
    np.testing.assert_allclose(singular.exponents, [math.log(0.8), -math.inf, -math.inf])
    assert rv.lyapunov(network(np.zeros((2, 2)))).largest == -math.inf
    off = rv.lyapunov(network([[0.5, 0.1], [0.2, 0.4]], "relu", b_h=[1.0, -3.0]))
    np.testing.assert_allclose(off.exponents, [math.log(0.5), -math.inf])
    assert rv.lyapunov(network([[20.0]])).exponents.tolist() == [-math.inf]  # saturated


@pytest.mark.parametrize(
    ("W_hh", "activation"), [([[1.005]], "linear"), ([[1.005]], "relu"), ([[1.5]], "relu")]
)
def test_growth_without_bounds_explodes(W_hh: Any, activation: Any) -> None:
    """At the rate of its weight; slow or fast, driven or not, silent though it overflows."""
    for b_h in (None, [0.5]):
        found = rv.lyapunov(network(W_hh, activation, b_h))
        assert (found.verdict, found.diverged) == ("explodes", True)
        assert found.memory_half_life == math.inf
        assert_within_error(found, [math.log(W_hh[0][0])])


@pytest.mark.parametrize(
    ("net", "start", "verdict"),
    [
        (network([[0.9]], "linear"), 1e100, "forgets"),  # on its way down
        (network([[0.9]], "relu", [1e13]), 0.5, "forgets"),  # to rest at 1e14
        (network([[1.0]], "relu", [1e13]), 0.5, "on the edge"),  # an integrator
        (network([[1.5]], "linear"), 1e-100, "explodes"),
    ],
)
def test_only_what_goes_on_growing_explodes(net: rv.RNN, start: float, verdict: str) -> None:
    """Not what is large and rests or comes down, nor a tanh network that takes off from 0."""
    found = rv.lyapunov(net, initial_state=[start], num_steps=60, num_transient=0)
    assert (found.verdict, found.diverged) == (verdict, verdict == "explodes")
    away = rv.lyapunov(network([[2]]), initial_state=[1e-100], num_steps=60, num_transient=0)
    assert not away.diverged


def test_an_exploding_relu_network_is_carried_in_its_own_units() -> None:
    """The bias no longer counts: unit 1 is on since unit 0 is large, and stays on."""
    found = rv.lyapunov(network([[1.5, 0], [1e-9, 0.5]], "relu", b_h=[0, -1]))
    assert_within_error(found, [math.log(1.5), math.log(0.5)])


def test_a_relu_network_that_dies_away_never_gets_to_0() -> None:
    """.5 to the power of 2500 is 0 in float64, where the ReLU would be off."""
    found = rv.lyapunov(network([[0.5]], "relu"))
    assert_within_error(found, [math.log(0.5)])
    assert (found.is_at_kink, found.memory_half_life) == (False, pytest.approx(1))


def test_on_an_unstable_point_it_is_not_chaotic() -> None:
    """The latch from exactly 0 stays there; from anywhere else it leaves."""
    found = rv.lyapunov(network([[2]]), initial_state=[0])
    assert_within_error(found, [math.log(2)])
    assert (found.verdict, found.recurs) == ("unstable", True)


def test_a_kink_on_the_way_is_told() -> None:
    """From one unit alone, the ring's other three stand at 0: their derivative is one-sided."""
    net = network(np.roll(np.eye(4), 1, 0), "relu")
    found = rv.lyapunov(net, initial_state=[1, 0, 0, 0])
    assert found.is_at_kink
    np.testing.assert_array_equal(found.exponents, [0, -math.inf, -math.inf, -math.inf])
    assert not rv.lyapunov(network(np.roll(np.eye(4), 1, 0))).is_at_kink


def test_at_the_pitchfork_it_is_on_the_edge() -> None:
    """With w = 1 it dies away like 1/√(2t), its exponent's mean like 1/t."""
    found = rv.lyapunov(network([[1.0]]))
    assert found.verdict == "on the edge"
    assert_within_error(found, [0.0])


def test_progress_goes_from_step_to_step_and_nothing_else_changes() -> None:
    """It rises to 1; the record is read-only, and the same arguments give the same numbers."""
    net, shares = random_network(6, 2.0, 1), []
    found = rv.lyapunov(net, num_steps=230, num_transient=70, progress=shares.append)
    again = rv.lyapunov(net, num_steps=230, num_transient=70)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 2
    assert found.num_steps == 230
    np.testing.assert_array_equal(found.exponents, again.exponents)
    for array in (found.exponents, found.errors):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"x": [1.0, 2.0]}, r"x has shape \(2,\)"),
        ({"initial_state": [0.5]}, r"initial_state has shape \(1,\)"),
        ({"initial_state": [0.5, 0.5, np.nan]}, "initial_state"),
        ({"num_steps": 39}, "num_steps is 39: expected a whole number of at least 40"),
        ({"num_transient": -1}, "num_transient is -1"),
    ],
)
def test_what_does_not_fit_is_refused(options: Any, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        rv.lyapunov(random_network(3, 1.0, 0), **options)
    with pytest.raises(ValueError, match="expected an RNN"):
        rv.lyapunov("net")  # type: ignore[arg-type]


def test_weights_beyond_all_numbers_are_refused() -> None:
    """In a sentence, and without a warning."""
    with pytest.raises(ValueError, match=r"W_hh is up to 1e\+308: expected smaller weights"):
        rv.lyapunov(network([[1e308, -1e308], [1e308, 1e308]], "linear"))
    with pytest.raises(ValueError, match="beyond what a number can hold from step 1"):
        rv.lyapunov(network([[1e300]], "linear"), initial_state=[1e10])
