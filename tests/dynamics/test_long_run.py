"""Long runs over a knob: the pitchfork by hand, and every version against its own run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.autonomous import Autonomous
from rnnviz.knobs import Setup


def one_unit(weight: float, activation: Any = "tanh") -> rv.RNN:
    """One unit that nothing drives."""
    return rv.RNN([[1]], [[weight]], [[1]], activation=activation)


def network(activation: Any = "tanh", gain: float = 0.8) -> rv.RNN:
    """A network of I=2, H=4, O=3 with biases."""
    net = rv.RNN.random(
        input_size=2, hidden_size=4, output_size=3, activation=activation,
        spectral_radius=gain, seed=5,
    )  # fmt: skip
    return net.replace(b_h=[0.25, -0.5, 0.125, 0.75])


def test_the_pitchfork_shows_both_branches() -> None:
    """tanh(w h) rests at 0 up to w = 1, and at ±.502941, ±.858560, ±.957504 from there on."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    found = rv.long_run(one_unit(0.3), knob, [0, 0.5, 0.9, 1.1, 1.5, 2], num_starts=5)
    assert found.states.shape == (6, 5, 64, 1)
    np.testing.assert_allclose(found.states[:3], 0, atol=1e-15)
    for at_value, rest in zip(found.states[3:], (0.502941, 0.858560, 0.957504), strict=True):
        np.testing.assert_allclose(np.abs(at_value), rest, atol=5e-7)
        np.testing.assert_array_equal(np.sign(at_value[:, -1, 0]), [1, -1, 1, -1, 1])
    assert not found.exploded.any()


def test_below_minus_1_it_swings() -> None:
    """With w = −2 the state is ±.957504 in turn, from every start."""
    found = rv.long_run(one_unit(1), rv.Knob.gain("W_hh"), [-2], num_kept=7)
    np.testing.assert_allclose(np.abs(found.states), 0.957504, atol=5e-7)
    assert (found.states[:, :, 1:] * found.states[:, :, :-1] < 0).all()


KNOBS = [
    (rv.Knob.entry("W_hh", 2, 1), [-0.6, 0.2, 0.5]),
    (rv.Knob.entry("W_hh", 3, 3), [-0.6, 0.2, 0.5]),
    (rv.Knob.gain("W_hh"), [-0.5, 0, 1.1]),
    (rv.Knob.spectral_radius(), [0, 0.4, 0.9]),
    (rv.Knob.entry("W_xh", 3, 0), [-2, 0.1, 3]),
    (rv.Knob.gain("W_xh"), [-1, 0.1, 3]),
    (rv.Knob.entry("b_h", 1), [-2, 0, 1]),
    (rv.Knob.gain("b_h"), [-2, 0, 1]),
    (rv.Knob.shift("b_h"), [-2, 0, 1]),
    (rv.Knob.entry("W_hy", 2, 3), [-2, 0, 1]),
    (rv.Knob.shift("b_y"), [-2, 0, 1]),
]


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize(("knob", "values"), KNOBS, ids=lambda k: getattr(k, "name", ""))
def test_each_version_is_its_own_run(knob: rv.Knob, values: Any, activation: Any) -> None:
    """The last states of `Autonomous.run` of each turned network, from the same starts."""
    net, x = network(activation), np.array([0.5, -1.5])
    found = rv.long_run(net, knob, values, x, num_starts=5, num_transient=13, num_kept=6, seed=2)
    assert found.states.shape == (3, 5, 6, 4)
    assert found.starts.shape == (5, 4)
    for value, states in zip(values, found.states, strict=True):
        turned = knob.turn(Setup(net, x[None], np.zeros(4)), value).net
        expected = Autonomous(turned, x).run(found.starts, 19)[14:].swapaxes(0, 1)
        np.testing.assert_allclose(states, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("knob", [rv.Knob.entry("W_hh", 0, 1), rv.Knob.shift("b_h")])
def test_many_values_are_run_in_parts(knob: rv.Knob) -> None:
    """1500 values of 7 starts take several parts: each is as it is alone."""
    net, values = network(), np.linspace(-1, 1, 1500)
    shares: list[float] = []
    options: Any = {"num_starts": 7, "num_transient": 70, "num_kept": 3}
    found = rv.long_run(net, knob, values, progress=shares.append, **options)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert sum(share < 1 for share in shares) > 2
    for i in (0, 700, 1499):
        alone = rv.long_run(net, knob, values[i : i + 1], **options)
        np.testing.assert_allclose(found.states[i], alone.states[0], atol=1e-12)


def test_runs_that_explode_are_told_and_hold_zeros() -> None:
    """A linear unit past 1 explodes, before it stays; the record is finite and silent."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    found = rv.long_run(one_unit(0.5, "linear"), knob, [-1.2, 0.9, 1, 1.2, 50], num_starts=3)
    np.testing.assert_array_equal(found.exploded, np.outer([1, 0, 0, 1, 1], [1, 1, 1]))
    np.testing.assert_array_equal(found.states[found.exploded], 0)
    np.testing.assert_array_equal(found.states[2, :, -1], found.starts)
    assert np.isfinite(found.states).all()


def test_one_run_of_a_value_may_explode_alone() -> None:
    """A ReLU unit with a bias of −1 and w = 2: from above 1 it explodes, from below it dies."""
    net = one_unit(2, "relu").replace(b_h=[-2.0])
    found = rv.long_run(net, rv.Knob.shift("b_h"), [1], num_starts=6)
    np.testing.assert_array_equal(found.exploded[0], found.starts[:, 0] > 1)
    assert 0 < found.exploded.sum() < 6
    np.testing.assert_array_equal(found.states, 0)


def test_a_run_that_comes_back_from_beyond_counts_as_exploded() -> None:
    """Unit 0 is off at once, so that unit 1 is 0 again after one step beyond 1e12."""
    net = rv.RNN(np.ones((2, 1)), [[0, 0], [1, 0]], np.ones((1, 2)), activation="relu")
    found = rv.long_run(net, rv.Knob.entry("W_hh", 1, 0), [1, 1e300], num_starts=2)
    np.testing.assert_array_equal(found.exploded, [[False, False], [True, True]])


def test_not_a_number_counts_as_exploded() -> None:
    """∞ − ∞ within a tanh: two units at 1 that hold each other back, driven without end."""
    net = rv.RNN([[1e308], [1e308]], np.full((2, 2), -1.7e308), [[1, 1]])
    found = rv.long_run(net, rv.Knob.gain("W_xh"), [0, 1], [10], num_starts=3)
    np.testing.assert_array_equal(found.exploded, [[False] * 3, [True] * 3])
    np.testing.assert_array_equal(found.states[1], 0)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_starts_are_spread_over_where_states_can_be(activation: Any) -> None:
    """Of both signs, but for a ReLU; as large as the drive, but for a tanh; by the seed."""
    net, knob = network(activation), rv.Knob.gain("W_hh")
    starts = rv.long_run(net, knob, [1], [20, 0], num_starts=50, num_kept=1).starts
    drive = np.abs(net.W_xh @ [20, 0] + net.b_h).max()
    most = 1 if activation == "tanh" else drive
    assert 0.9 * most < starts.max() <= most
    if activation == "relu":
        assert 0 <= starts.min() < 0.1 * most
    else:
        np.testing.assert_array_equal(starts[1::2], -starts[::2])
    other = rv.long_run(net, knob, [1], [20, 0], num_starts=50, num_kept=1, seed=1).starts
    assert not np.isin(starts, other).any()


def test_the_record_is_as_asked_and_read_only() -> None:
    """It names what it is of, and the same arguments give the same numbers."""
    net, knob = network(), rv.Knob.shift("b_y")
    found, again = (rv.long_run(net, knob, [0, 1], [1, 2], num_transient=9) for _ in range(2))
    assert (found.net, found.knob, found.num_transient) == (net, knob, 9)
    np.testing.assert_array_equal(found.x, [1, 2])
    np.testing.assert_array_equal(found.values, [0, 1])
    np.testing.assert_array_equal(found.states, again.states)
    assert found.exploded.shape == (2, 8)
    for array in (found.states, found.exploded, found.values, found.starts, found.x):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("knob", "values", "options", "sentence"),
    [
        (rv.Knob.input(2, 0), [1], {}, "turns one step of a sequence: a long run has one"),
        (rv.Knob.initial_state(0), [1], {}, "turns where a run starts: a long run has starts of"),
        ("W_hh", [1], {}, "knob is 'W_hh': expected a Knob"),
        (rv.Knob.gain("W_hh"), [], {}, "expected at least one"),
        (rv.Knob.gain("W_hh"), [np.nan], {}, "values"),
        (rv.Knob.gain("W_hh"), [1], {"x": [1.0]}, r"x has shape \(1,\)"),
        (rv.Knob.gain("W_hh"), [1], {"num_starts": 0}, "num_starts is 0"),
        (rv.Knob.gain("W_hh"), [1], {"num_kept": 0}, "num_kept is 0"),
        (rv.Knob.gain("W_hh"), [1], {"num_transient": -1}, "num_transient is -1"),
        (rv.Knob.gain("W_hh"), [1], {"seed": -1}, "seed is -1"),
        (rv.Knob.gain("W_hh"), [1], {"num_kept": 10**8}, "3200000000 numbers: expected at most"),
        (rv.Knob.gain("W_hh"), [1e307], {"num_kept": 1}, None),
        (rv.Knob.shift("b_h"), [1e308], {}, None),
        (rv.Knob.entry("W_hh", 4, 0), [1], {}, "out of range"),
        (rv.Knob.spectral_radius(), [-1], {}, "expected at least 0"),
        (rv.Knob.gain("b_y"), [1], {}, "the knob gain of b_y is undefined here"),
    ],
)
def test_what_does_not_fit_is_refused(
    knob: Any, values: Any, options: Any, sentence: str | None
) -> None:
    """The sentence says what was wrong; what is only large is run."""
    if sentence is None:
        assert np.isfinite(rv.long_run(network(), knob, values, **options).states).all()
    else:
        with pytest.raises(ValueError, match=sentence):
            rv.long_run(network(), knob, values, **options)
    with pytest.raises(ValueError, match="expected an RNN"):
        rv.long_run("net", rv.Knob.gain("W_hh"), [1])  # type: ignore[arg-type]


def test_weights_that_overflow_are_refused() -> None:
    """A gain that leads beyond what a number can hold, as in a sweep."""
    with pytest.raises(ValueError, match=r"W_hh\[0, 0, 0\] is inf"):
        rv.long_run(one_unit(1e200), rv.Knob.gain("W_hh"), [1e200])
