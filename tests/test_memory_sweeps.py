"""Influence at every value of a knob, against the memory of one network after another."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.memory_sweeps import sweep_influence
from tests.knobs import H, O, T, every_knob, setup, values_of


def one_by_one(sweep):
    """The Memory of each value's own network, its rollout made alone."""
    turned = [sweep.knob.turn(sweep.base, value) for value in sweep.values]
    return [rv.memory(net, net.rollout(x, initial_state)) for net, x, initial_state in turned]


@every_knob
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_it_is_the_influence_in_each_value_s_own_network(knob, activation, output):
    """For every unit and output, and the first, a middle and the last step, they agree to 1e−9."""
    base = setup(activation, output)
    values = np.append(values_of(knob), [0.7, 1.3])
    sweep = rv.sweep(base.net, knob, values, base.x, base.initial_state)
    V = len(values)
    assert len({V, T, H, O}) == 4
    memories = one_by_one(sweep)
    close = {"rtol": 1e-9, "atol": 1e-12}
    for of in (*({"unit": i} for i in range(H)), *({"output": i} for i in range(O))):
        own = [memory.influence(**of) for memory in memories]
        of_states, of_inputs = (
            np.array([getattr(one, past) for one in own]) for past in ("of_states", "of_inputs")
        )
        for t in (0, 4, T - 1):
            states, inputs = sweep_influence(sweep, t, **of)
            assert states.shape == inputs.shape == (V, t + 1)
            np.testing.assert_allclose(states, of_states[:, t, : t + 1], **close)
            np.testing.assert_allclose(inputs, of_inputs[:, t, : t + 1], **close)


def test_it_differs_from_value_to_value():
    """A recurrent weight w gives w^(t − k): the numbers are worked out for each of the values."""
    net = rv.RNN(W_xh=[[2.0]], W_hh=[[0.5]], W_hy=[[3.0]], activation="linear")
    sweep = rv.sweep(net, rv.Knob.entry("W_hh", 0, 0), [-0.5, 0.0, 2.0], [[1.0]] * 4)
    states, inputs = sweep_influence(sweep, 2, output=0)
    np.testing.assert_allclose(states, [[0.75, 1.5, 3], [0, 0, 3], [12, 6, 3]], rtol=1e-12)
    np.testing.assert_allclose(inputs, 2 * states, rtol=1e-12)
    for array in (states, inputs):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.filterwarnings("ignore:overflow")
def test_a_value_that_has_exploded_has_zeros():
    """From the step at which a value's states explode its rows are 0; others are as they were."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[0.5]], activation="linear")
    x = np.zeros((9, 1))
    x[0] = 1
    values = [0.5, 1e3, 1e4, -2e6, 1e200]
    sweep = rv.sweep(net, rv.Knob.entry("W_hh", 0, 0), values, x)
    assert sweep.num_shown.tolist() == [9, 5, 4, 2, 1]
    for t in range(9):
        states, inputs = sweep_influence(sweep, t, unit=0)
        for v, value in enumerate(values):
            expected = np.zeros(t + 1)
            if t < sweep.num_shown[v]:
                expected = abs(value) ** np.arange(t, -1.0, -1)
            np.testing.assert_allclose(states[v], expected, rtol=1e-12)
            np.testing.assert_allclose(inputs[v], expected, rtol=1e-12)


def test_products_far_from_1_are_right():
    """.1 and 10 to the 400th are 0 and infinite; 300 steps back they are 1e∓300."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear")
    sweep = rv.sweep(net, rv.Knob.entry("W_hh", 0, 0), [0.1, 1.0, 10.0], np.zeros((401, 1)))
    states, _ = sweep_influence(sweep, 400, unit=0)
    assert states[:, 0].tolist() == [0, 1, np.inf]
    np.testing.assert_allclose(states[:, 100], [1e-300, 1, 1e300], rtol=1e-12)


def test_an_experiment_s_sweep_is_what_its_turns_show():
    """In an experiment, whose numbers are float32, the sweep agrees to that precision."""
    experiment = rv.presets.load("sunspots").select(rv.Knob.gain("W_hh"))
    sweep = experiment.sweep([0.3, 1.0, 1.7])
    states, inputs = sweep_influence(sweep, 7, unit=1)
    for v, value in enumerate(sweep.values):
        influence = experiment.turn(value).memory.influence(unit=1)
        np.testing.assert_allclose(states[v], influence.of_states[7, :8], rtol=1e-5)
        np.testing.assert_allclose(inputs[v], influence.of_inputs[7, :8], rtol=1e-5)


@pytest.mark.parametrize(
    ("t", "of", "sentence"),
    [
        (T, {"unit": 0}, "t is 7: expected a whole number from 0 to 6"),
        (-1, {"unit": 0}, "t is -1: expected"),
        (2, {}, "unit is None and output None: expected one of the two"),
        (2, {"unit": 0, "output": 1}, "unit is 0 and output 1: expected one of the two"),
        (2, {"unit": H}, "unit is 4: expected a whole number from 0 to 3"),
        (2, {"output": O}, "output is 2: expected a whole number from 0 to 1"),
    ],
)
def test_what_is_out_of_range_is_refused_in_words(t, of, sentence):
    """A step, a unit or an output that is not there is named, with its range."""
    base = setup()
    sweep = rv.sweep(base.net, rv.Knob.gain("W_hh"), [0.5, 1.0], base.x)
    with pytest.raises(ValueError, match="expected") as refused:
        sweep_influence(sweep, t, **of)
    assert sentence in str(refused.value)


def test_what_is_no_sweep_is_refused():
    """Values without a run are refused by name."""
    with pytest.raises(ValueError, match=r"sweep is \[0.5\]: expected a Sweep"):
        sweep_influence([0.5], 0, unit=0)
