"""The networks whose answer is known, computed from the weights of their presets."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from rnnviz import RNN, presets

Array = npt.NDArray[np.float64]

REST = 0.957504  # the positive solution of h = tanh(2h)


def net_of(name: str) -> RNN:
    """Return a preset's network."""
    return presets.load(name).net


def bisect(is_beyond: Callable[[float], bool], low: float, high: float) -> float:
    """Return where `is_beyond` turns from False to True."""
    assert not is_beyond(low)
    assert is_beyond(high)
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (low, middle) if is_beyond(middle) else (middle, high)
    return high


def all_sequences(symbols: tuple[float, float], length: int) -> Array:
    """Return every sequence of two symbols as a batch (length, 2**length, 1)."""
    rows = np.array(list(itertools.product(symbols, repeat=length)), dtype=np.float64)
    return rows.T[:, :, None]


def is_balanced(brackets: str) -> bool:
    """Return whether a stack takes every bracket and ends empty."""
    stack = []
    for bracket in brackets:
        if bracket == "(":
            stack.append(bracket)
        elif not stack or stack.pop() != "(":
            return False
    return not stack


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("leaky_integrator", [0]),
        ("forgetful", [0]),
        ("latch", [0]),
        ("flip_flop", [0, 1, 2]),
        ("ring", [3]),
        ("oscillator", [0]),
        ("counter", [0]),
        ("non_normal", [0]),
    ],
)
def test_outputs_show_single_units(name: str, units: list[int]) -> None:
    """Where the bank gives no readout, each output is one unit's state."""
    trace = presets.load(name).trace
    np.testing.assert_array_equal(trace.y, trace.h[:, units])
    np.testing.assert_array_equal(
        np.vstack([trace.net.W_hy.T, trace.net.b_y]),
        np.vstack([np.eye(trace.net.hidden_size)[:, units], np.zeros(len(units))]),
    )


def test_sharing_counts_its_numbers_right() -> None:
    """The network of the first page has the 26 numbers that its description names."""
    e = presets.load("sharing")
    assert e.net.num_parameters == 26
    assert "26 numbers" in e.description
    assert "all eight" in e.description
    assert len(e.x) == 8


def test_sharing_forgets_without_its_self_connection() -> None:
    """Unit 0 keeps the sign of its last pulse; with W_hh[0, 0] at 0 a step without input is 0."""
    e = presets.load("sharing")
    np.testing.assert_array_equal(np.sign(e.trace.h[:, 0]), [1, 1, 1, -1, -1, -1, 1, 1])
    silent = e.x[:, 0] == 0
    np.testing.assert_array_equal(e.turn(0.0).trace.h[silent, 0], np.zeros(silent.sum()))


def test_decay_halves_its_state() -> None:
    """Inputs 1, 2, 0 give h = 1, 2.5, 1.25 and y = 1, 4, 1.5, worked by hand."""
    trace = presets.load("decay").trace
    np.testing.assert_array_equal(trace.x[:, 0], [1, 2, 0, 0, 0, 0])
    np.testing.assert_array_equal(trace.h[:, 0], [1, 2.5, 1.25, 0.625, 0.3125, 0.15625])
    np.testing.assert_array_equal(trace.y[:3, 0], [1, 4, 1.5])


def test_decay_with_weight_one_keeps_the_sum() -> None:
    """With W_hh = 1 the state is the sum of the inputs, 3, for ever; beyond 1 it grows."""
    e = presets.load("decay")
    np.testing.assert_array_equal(e.turn(1.0).trace.h[1:, 0], [3] * 5)
    assert (np.diff(e.turn(1.25).trace.h[:, 0]) > 0).all()


def test_leaky_integrator_answers_a_step() -> None:
    """The step response is 1 − 0.9^(t+1), 0.651322 at step 9."""
    h = net_of("leaky_integrator").rollout(np.ones((30, 1))).h[:, 0]
    np.testing.assert_allclose(h, [1 - 0.9 ** (t + 1) for t in range(30)], atol=1e-6)
    assert h[9] == pytest.approx(0.651322, abs=1e-6)


def test_leaky_integrator_has_a_half_life() -> None:
    """Left alone, the state is halved in 6.58 steps."""
    h = net_of("leaky_integrator").rollout(np.zeros((20, 1)), [1.0]).h[:, 0]
    assert h[5] > 0.5 > h[6]  # h[t] is the state t + 1 steps later
    assert math.log(0.5) / math.log(h[11] / h[10]) == pytest.approx(6.58, abs=0.005)


def test_latch_rests_at_two_points() -> None:
    """Every start but 0 leads to ±0.957504, and 0 stays where it is."""
    starts = np.array([-3, -0.5, -1e-3, 0, 1e-3, 0.2, 0.99])[:, None]
    h = net_of("latch").rollout(np.zeros((200, len(starts), 1)), starts).h
    np.testing.assert_allclose(h[-1], REST * np.sign(starts), atol=1e-6)


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_latch_flips_for_a_large_pulse_only(side: float) -> None:
    """From rest a pulse against the state flips it if it is larger than 0.478752."""
    net = net_of("latch")

    def flips(pulse: float) -> bool:
        x = np.zeros((300, 1))
        x[0] = -side * pulse
        return bool(net.rollout(x, [side * REST]).h[-1, 0] * side < 0)

    assert bisect(flips, 0.0, 1.0) == pytest.approx(0.478752, abs=1e-6)


def test_latch_survives_a_weak_opposing_input() -> None:
    """A sustained opposing input flips it from 0.13321 on, where its rest point disappears."""
    net = net_of("latch")

    def flips(level: float) -> bool:
        return bool(net.rollout(np.full((4000, 1), -level), [REST]).h[-1, 0] < 0)

    # The fold of h = tanh(2h − 4x): 2 (1 − h²) = 1, so h = 1/√2.
    h = 1 / math.sqrt(2)
    fold = (2 * h - math.atanh(h)) / 4
    assert fold == pytest.approx(0.13321, abs=1e-5)
    assert bisect(flips, 0.0, 1.0) == pytest.approx(fold, abs=1e-5)


def test_latch_shows_one_weak_and_one_strong_push() -> None:
    """In its sequence −0.3 leaves the sign and −0.6 flips it, and the flip ends at about −0.479."""
    e = presets.load("latch")
    np.testing.assert_array_equal(np.sign(e.trace.h[:, 0]), [1] * 7 + [-1] * 5)
    # +0.3 at the end must not decide it: the sign just before is what the push left.
    threshold = bisect(lambda push: bool(e.turn(-push).trace.h[9, 0] < 0), 0.0, 0.6)
    assert threshold == pytest.approx(0.479, abs=0.003)


def test_forgetful_is_full_and_forgets() -> None:
    """After the pulse: 0.9993, 0.4619, 0.2269, 0.1130."""
    h = presets.load("forgetful").trace.h[:, 0]
    np.testing.assert_allclose(h[:4], [0.9993, 0.4619, 0.2269, 0.1130], atol=5e-5)


def test_forgetful_with_a_larger_weight_remembers() -> None:
    """With W_hh = 1.1 the state settles at 0.5029, far from full."""
    e = presets.load("forgetful").turn(1.1)
    x = np.zeros((300, 1))
    x[0] = 1
    assert e.net.rollout(x).h[-1, 0] == pytest.approx(0.5029, abs=5e-5)


def test_flip_flop_has_eight_stable_corners() -> None:
    """Each corner (±0.957504)³ is a rest point, and a small push away from it returns."""
    net = net_of("flip_flop")
    corners = REST * np.array(list(itertools.product([-1.0, 1.0], repeat=3)))
    once = net.rollout(np.zeros((1, 8, 3)), corners).h[0]
    np.testing.assert_allclose(once, corners, atol=1e-6)
    pushed = corners + np.random.default_rng(5).uniform(-0.2, 0.2, corners.shape)
    np.testing.assert_allclose(net.rollout(np.zeros((60, 8, 3)), pushed).h[-1], corners, atol=1e-6)


def test_flip_flop_takes_a_pulse_at_once() -> None:
    """From 0 a pulse of 1 brings its own unit to tanh(4) and leaves the others at 0."""
    h = net_of("flip_flop").rollout(np.eye(3)[None]).h[0]
    np.testing.assert_allclose(h, math.tanh(4) * np.eye(3), atol=1e-15)


def test_flip_flop_remembers_each_last_pulse() -> None:
    """The sign of each output is that of the last pulse on its own input, 0 before the first."""
    x = np.random.default_rng(6).choice([-1.0, 0, 0, 0, 1.0], (70, 5, 3))
    y = net_of("flip_flop").rollout(x).y
    for b, i in itertools.product(range(5), range(3)):
        last = 0.0
        for t in range(70):
            last = x[t, b, i] or last
            assert np.sign(y[t, b, i]) == last


def test_flip_flop_lets_go_at_a_small_gain() -> None:
    """With the gain of W_hh at 0.45 nothing is left of the pulses sixty steps later."""
    e = presets.load("flip_flop")
    later = np.vstack([e.x, np.zeros((60, 3))])
    assert np.abs(e.turn(0.45).net.rollout(later).h[-1]).max() < 0.01
    assert np.abs(e.net.rollout(later).h[-1]).min() > 0.95


def test_delay_repeats_its_input_two_steps_later() -> None:
    """y_t = x_{t−2} exactly for any x of at least 0, although the spectral radius is 0."""
    net = net_of("delay")
    x = np.random.default_rng(7).uniform(0, 9, (41, 1))
    np.testing.assert_array_equal(net.rollout(x).y, np.vstack([[[0.0], [0.0]], x[:-2]]))
    assert net.spectral_radius == 0


def test_delay_changes_in_strength_not_in_time() -> None:
    """With W_hh[1, 0] at 0.5 the same echo comes at the same steps, half as strong."""
    e = presets.load("delay")
    np.testing.assert_array_equal(e.turn(0.5).trace.y, 0.5 * e.trace.y)


def test_ring_has_period_four() -> None:
    """Any state of at least 0 moves on by one unit a step; its length never changes."""
    net = net_of("ring")
    start = np.array([0.3, 0.0, 2.0, 5.0])
    h = net.rollout(np.zeros((401, 1)), start).h
    for t in range(401):
        np.testing.assert_array_equal(h[t], [start[(unit - t - 1) % 4] for unit in range(4)])
    np.testing.assert_array_equal(net.W_hh @ net.W_hh.T, np.eye(4))


def test_ring_takes_its_input_at_unit_zero() -> None:
    """An input enters unit 0 and goes round from there."""
    h = net_of("ring").rollout([[7.0], [0.0], [0.0]]).h
    np.testing.assert_array_equal(h, 7 * np.eye(4)[:3])


def test_ring_with_a_weaker_link_loses_half_a_round() -> None:
    """With W_hh[0, 3] at 0.5 the state is half of what it was four steps before."""
    h = presets.load("ring").turn(0.5).trace.h
    assert h.max() > 0
    np.testing.assert_allclose(h[4:], 0.5 * h[:-4], atol=1e-15)


def test_oscillator_has_period_four() -> None:
    """After one kick both units swing between ±0.957504 and repeat every four steps."""
    x = np.zeros((90, 1))
    x[0] = 1
    h = net_of("oscillator").rollout(x).h
    np.testing.assert_allclose(h[0], [math.tanh(2), 0], atol=1e-15)
    h = h[50:]
    np.testing.assert_allclose(h[4:], h[:-4], atol=1e-12)
    assert min(np.abs(h[k:] - h[:-k]).max() for k in (1, 2, 3)) > 0.9
    np.testing.assert_allclose(h.max(axis=0), REST, atol=1e-6)
    np.testing.assert_allclose(h.min(axis=0), -REST, atol=1e-6)


def test_oscillator_dies_away_at_spectral_radius_one() -> None:
    """At a spectral radius of 1 the swing dies away, and below 1 faster."""
    e = presets.load("oscillator")
    x = np.zeros((400, 1))
    x[0] = 1
    at_one = np.abs(e.turn(1.0).net.rollout(x).h).max(axis=1)
    below = np.abs(e.turn(0.8).net.rollout(x).h).max(axis=1)
    assert at_one[0] > 0.9
    assert at_one[-1] < 0.08
    assert below[-1] < 1e-12


def test_oscillator_turned_by_an_eighth_has_period_eight() -> None:
    """With 1.5 times a rotation by 45° it repeats every eight steps; with 1 times it decays."""
    net = net_of("oscillator")
    c = math.cos(math.pi / 4)
    rotation = np.array([[c, -c], [c, c]])
    x = np.zeros((2000, 1))
    x[0] = 1
    h = net.replace(W_hh=1.5 * rotation).rollout(x).h[-100:]
    np.testing.assert_allclose(h[8:], h[:-8], atol=1e-9)
    assert min(np.abs(h[k:] - h[:-k]).max() for k in range(1, 8)) > 0.1
    assert np.abs(net.replace(W_hh=rotation).rollout(x).h[-1]).max() < 0.05


def test_parity_is_right_on_every_string_up_to_twelve() -> None:
    """The output is the parity of the bits so far, on every bit string up to length 12."""
    x = all_sequences((0, 1), 12)
    y = net_of("parity").rollout(x).y[:, :, 0]
    for b, bits in enumerate(itertools.product((0, 1), repeat=12)):
        np.testing.assert_array_equal(y[:, b], [sum(bits[: t + 1]) % 2 for t in range(12)])


def test_parity_turns_every_later_answer_over() -> None:
    """A 0 turned into a 1 leaves the answers before it and changes all from there on."""
    e = presets.load("parity")
    before, after = e.trace.y[:, 0], e.turn(1.0).trace.y[:, 0]
    np.testing.assert_array_equal(after, [*before[:5], *(1 - before[5:])])


def test_counter_counts_open_brackets() -> None:
    """The output is the depth on every string up to length 10 that never closes too many."""
    x = all_sequences((1, -1), 10)
    y = net_of("counter").rollout(x).y[:, :, 0]
    checked = 0
    for b in range(x.shape[1]):
        for t in range(10):
            depth = sum(x[: t + 1, b, 0])
            if depth < 0:
                break
            assert y[t, b] == depth
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("string", ["())", "(()))()"])
def test_counter_is_fooled_by_a_bracket_too_many(string: str) -> None:
    """It wrongly calls "())" balanced, and so its own sequence."""
    x = [[1.0 if bracket == "(" else -1.0] for bracket in string]
    assert not is_balanced(string)
    assert net_of("counter").rollout(x).y[-1, 0] == 0


def test_counter_shows_what_its_description_says() -> None:
    """One bracket too many at step 4, a last 0, and counts that leak at a weight of 0.5."""
    e = presets.load("counter")
    assert e.labels is not None
    string = "".join(e.labels)
    np.testing.assert_array_equal(e.x[:, 0], [1 if bracket == "(" else -1 for bracket in string])
    assert (string[:5].count(")"), string[:4].count(")")) == (3, 2)
    np.testing.assert_array_equal(e.trace.y[:, 0], [1, 2, 1, 0, 0, 1, 0])
    np.testing.assert_array_equal(e.turn(0.5).trace.y[:3, 0], [1, 1.5, 0])


def test_parentheses_are_right_on_every_string_up_to_fourteen() -> None:
    """Output 0 is the depth, and output 1 is 1 for balanced strings alone, up to length 14."""
    x = all_sequences((1, -1), 14)
    y = net_of("parentheses").rollout(x).y
    for b, brackets in enumerate(itertools.product("()", repeat=14)):
        string = "".join(brackets)
        prefixes = [string[: t + 1] for t in range(14)]
        assert y[:, b, 0].tolist() == [p.count("(") - p.count(")") for p in prefixes]
        assert (y[:, b, 1] == 1).tolist() == [is_balanced(p) for p in prefixes]


def test_parentheses_lose_one_for_each_that_is_wrong() -> None:
    """Output 1 is 1 less the depth's size, less each earlier step's depth below 0."""
    x = all_sequences((1, -1), 9)
    y = net_of("parentheses").rollout(x).y[:, :, 1]
    depth = np.cumsum(x[:, :, 0], axis=0)
    below = np.maximum(-depth, 0)
    np.testing.assert_array_equal(y, 1 - np.abs(depth) - (np.cumsum(below, axis=0) - below))


def test_parentheses_show_what_their_description_says() -> None:
    """Balanced at steps 1 and 3 alone; without W_hh[2, 2] the last step passes for balanced."""
    e = presets.load("parentheses")
    assert e.labels is not None
    np.testing.assert_array_equal(e.x[:, 0], [1 if bracket == "(" else -1 for bracket in e.labels])
    assert np.flatnonzero(e.trace.y[:, 1] == 1).tolist() == [1, 3]
    assert np.flatnonzero(e.trace.h[:, 2]).tolist() == [5, 6, 7]
    assert e.turn(0.0).trace.y[-1, 1] == 1


def test_adding_sums_the_marked_values() -> None:
    """The output is the sum of the marked values so far, exact to rounding for 119 steps."""
    draw = np.random.default_rng(8)
    x = np.stack([draw.uniform(0, 1, (119, 3)), draw.choice([0.0, 1.0], (119, 3))], axis=2)
    y = net_of("adding").rollout(x).y
    for b, t in itertools.product(range(3), range(119)):
        expected = math.fsum(value for value, mark in x[: t + 1, b] if mark)
        assert y[t, b, 0] == pytest.approx(expected, abs=1e-12)


def test_adding_shows_what_its_description_says() -> None:
    """The sum is 0.65 + 0.9 + 0.7; a leak leaves the least of the value that came first."""
    e = presets.load("adding")
    np.testing.assert_allclose(e.x[e.x[:, 1] == 1, 0], [0.65, 0.9, 0.7], rtol=1e-7)
    assert e.trace.y[-1, 0] == pytest.approx(2.25, abs=1e-6)
    leaky = e.turn(0.9).net
    left = []
    for t in np.flatnonzero(e.x[:, 1]):
        alone = e.x.copy()
        alone[:, 1] = np.arange(len(e.x)) == t
        left.append(leaky.rollout(alone).y[-1, 0] / e.x[t, 0])
    assert left[0] < left[1] < left[2] < 1


def test_non_normal_grows_before_it_fades() -> None:
    """The spectral radius is 0.5, yet the powers of W_hh have the norms 4.06, 4.02, 3.01."""
    net = net_of("non_normal")
    assert net.spectral_radius == pytest.approx(0.5)
    # A batch of unit vectors, left alone, reads the powers of W_hh off the rollout.
    h = net.rollout(np.zeros((40, 2, 1)), np.eye(2)).h
    norms = [np.linalg.svd(power, compute_uv=False)[0] for power in h]
    np.testing.assert_allclose(norms[:3], [4.06, 4.02, 3.01], atol=0.005)
    assert norms[-1] < 1e-9


def test_non_normal_without_its_link_only_fades() -> None:
    """The kick of 1 grows to 4; with W_hh[0, 1] at 0 it never grows, at the same radius."""
    e = presets.load("non_normal")
    assert np.abs(e.trace.h).max() == 4
    fading = e.turn(0.0)
    assert (np.diff(np.abs(fading.trace.h).sum(axis=1)) < 0).all()
    assert fading.net.spectral_radius == pytest.approx(0.5)
