"""Sweeps: a knob turned through its range, against one rollout after another."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from tests.browser.reference import Reference
from tests.knobs import KNOBS, VALUES, H, I, O, T, every_knob, setup, values_of


@every_knob
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_a_sweep_is_one_rollout_after_another(knob: rv.Knob, activation: str, output: str) -> None:
    """Each value's a, h, z and y are those of a rollout of the network turned to it."""
    base = setup(activation, output)
    sweep = rv.sweep(base.net, knob, values_of(knob), base.x, base.initial_state)
    np.testing.assert_array_equal(sweep.values, values_of(knob))
    assert sweep.base.net is base.net
    np.testing.assert_array_equal(sweep.base.x, base.x)
    np.testing.assert_array_equal(sweep.base.initial_state, base.initial_state)
    for v, value in enumerate(sweep.values):
        net, x, initial_state = knob.turn(base, value)
        trace = net.rollout(x, initial_state)
        for name in ("a", "h", "z", "y"):
            got, want = getattr(sweep, name)[v], getattr(trace, name)
            assert got.shape == want.shape
            np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", ["W_xh", "W_hh", "W_hy", "b_h", "b_y"])
def test_a_sweep_of_an_entry_is_the_recurrence_written_apart(name: str) -> None:
    """For an entry of each parameter, h and y are those of the tests' own recurrence."""
    reference = Reference.random(I=I, H=H, O=O, T=T, seed=3)
    net = rv.RNN(**{k: getattr(reference, k) for k in ("W_xh", "W_hh", "W_hy", "b_h", "b_y")})
    index = (1, 0) if name.startswith("W") else (1,)
    knob = rv.Knob.entry(name, *index)
    sweep = rv.sweep(net, knob, VALUES, reference.x, reference.initial_state)
    for v, value in enumerate(VALUES):
        h, y = reference.entry(name, index, value).run()
        np.testing.assert_allclose(sweep.h[v], h, rtol=0, atol=1e-12)
        np.testing.assert_allclose(sweep.y[v], y, rtol=0, atol=1e-12)


def test_shapes_tell_values_steps_and_units_apart() -> None:
    """V, T, H and O stand where the docstring says, and nothing can be written to."""
    base = setup()
    sweep = rv.sweep(base.net, rv.Knob.gain("W_hh"), VALUES, base.x)
    V = len(VALUES)
    assert (sweep.a.shape, sweep.h.shape) == ((V, T, H), (V, T, H))
    assert (sweep.z.shape, sweep.y.shape) == ((V, T, O), (V, T, O))
    for array in (sweep.values, sweep.a, sweep.h, sweep.z, sweep.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_an_exploding_value_says_how_many_steps_it_has() -> None:
    """A linear network with one weight w has 1e12 passed where w^t first does."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[0.5]], activation="linear")
    x = np.zeros((9, 1))
    x[0] = 1
    sweep = rv.sweep(net, rv.Knob.entry("W_hh", 0, 0), [0.5, 1e3, 1e4, -2e6, 1e200], x)
    assert sweep.num_shown.tolist() == [9, 5, 4, 2, 1]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "values has shape (0,): expected at least one"),
        ([[1.0]], "values has shape (1, 1): expected (any,)"),
        ([0.5, np.nan], "values[1] is nan: expected a finite number"),
        (["1"], "values is ['1']: expected numbers"),
    ],
)
def test_bad_values_are_refused_in_words(values: object, sentence: str) -> None:
    """Values must be a row of finite numbers."""
    base = setup()
    with pytest.raises(ValueError, match="values") as refused:
        rv.sweep(base.net, rv.Knob.gain("W_hh"), values, base.x)  # type: ignore[arg-type]
    assert sentence in str(refused.value)


def test_a_knob_that_does_not_fit_is_refused_in_words() -> None:
    """An index out of range, a negative radius, a batch, and what is no knob or network."""
    net, x, _ = setup()
    with pytest.raises(ValueError, match=r"W_hh\[4, 0\] is out of range"):
        rv.sweep(net, rv.Knob.entry("W_hh", 4, 0), [1], x)
    with pytest.raises(ValueError, match=r"spectral radius is -0.5: expected at least 0"):
        rv.sweep(net, rv.Knob.spectral_radius(), [1, -0.5], x)
    with pytest.raises(ValueError, match="expected one sequence"):
        rv.sweep(net, rv.Knob.gain("W_hh"), [1], x[:, None])
    with pytest.raises(ValueError, match="knob is 'W_hh': expected a Knob"):
        rv.sweep(net, "W_hh", [1], x)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="net is 3: expected an RNN"):
        rv.sweep(3, rv.Knob.gain("W_hh"), [1], x)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="undefined here"):
        rv.sweep(net.replace(W_hh=np.zeros((H, H))), rv.Knob.gain("W_hh"), [1], x)


def in_hand(knob: rv.Knob) -> rv.Experiment:
    """An experiment with a knob in hand."""
    net, x, initial_state = setup()
    return rv.Experiment(net=net, x=x, initial_state=initial_state).select(knob)


@every_knob
def test_an_experiment_s_sweep_is_what_turning_shows(knob: rv.Knob) -> None:
    """Every value of the slider has the trace of turn(value), rounding of weights included."""
    e = in_hand(knob)
    sweep = e.sweep(e.knob_values(11))
    for v, value in enumerate(e.knob_values(11)):
        np.testing.assert_allclose(sweep.h[v], e.turn(value).trace.h, rtol=0, atol=1e-13)
        np.testing.assert_allclose(sweep.y[v], e.turn(value).trace.y, rtol=0, atol=1e-13)


@every_knob
def test_a_slider_stops_at_its_ends_the_base_s_value_and_the_present_one(knob: rv.Knob) -> None:
    """The values rise, are exact in float32, and hold what must not be lost."""
    e = in_hand(knob).turn(0.123456)
    values = e.knob_values()
    low, high = knob.range(e.base_setup, e.value)
    assert (np.diff(values) > 0).all()
    assert (values == values.astype(np.float32)).all()
    for kept in (low, high, knob.neutral(e.base_setup), 0.123456):
        assert np.float32(kept) in values
    assert 101 <= len(values) <= 103


def test_without_a_knob_there_is_nothing_to_sweep() -> None:
    """An experiment with no knob in hand says so."""
    e = in_hand(KNOBS[0]).select(None)
    for ask in (e.sweep, e.knob_values):
        with pytest.raises(ValueError, match="no knob is selected"):
            ask()
