"""Oracles: compared with numbers worked out by hand, and with plain Python."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from rnnviz import RNN, Experiment, Knob, presets
from rnnviz.lessons.oracles import ORACLES
from rnnviz.lessons.quantity import Condition, Quantity
from rnnviz.lessons.schema import ConditionData, QuantityData, check

W_XH = [[0.5, -0.25], [0.25, 0.75], [-0.5, 0.125]]
W_HH = [[0.5, 0.25, -0.5], [-0.25, 0.5, 0.75], [0.125, -0.75, 0.25]]
W_HY = [[1.0, -0.5, 0.25]]
X = [[1.0, 0.5], [0.0, 0.0], [-0.5, 1.0], [0.0, 0.0], [0.25, -0.75]]


@pytest.fixture
def experiment():
    """Two inputs, three units, one output, five steps."""
    net = RNN(W_xh=W_XH, W_hh=W_HH, W_hy=W_HY, b_h=[0.5, 0, -0.25], b_y=[0.75])
    return Experiment(net=net, x=X, initial_state=[0.5, -0.5, 0.25])


def ask(experiment, oracle, **arguments):
    """Return what an oracle says."""
    data = check(QuantityData, {"oracle": oracle, **arguments})
    return Quantity.from_data(data).of(experiment)


def h_of(experiment, t):
    """Return the state after t + 1 steps, by the equation as it stands in the lesson."""
    h = [0.5, -0.5, 0.25]
    for x in X[: t + 1]:
        h = [
            math.tanh(
                sum(w * v for w, v in zip(W_XH[i], x, strict=True))
                + sum(w * v for w, v in zip(W_HH[i], h, strict=True))
                + [0.5, 0, -0.25][i]
            )
            for i in range(3)
        ]
    return h


def test_states_and_outputs(experiment):
    """The state, the output, and what wrong ideas would find, of a network with biases."""
    h1, h2 = h_of(experiment, 1), h_of(experiment, 2)
    near = pytest.approx
    assert ask(experiment, "state", step=2, unit=1) == near(h2[1])
    y = sum(w * v for w, v in zip(W_HY[0], h2, strict=True))
    assert ask(experiment, "output", step=2) == near(y + 0.75)
    assert ask(experiment, "output_without_bias", step=2) == near(y)
    alone = 0.25 * -0.5 + 0.75 * 1.0
    assert ask(experiment, "state_without_past", step=2, unit=1) == near(math.tanh(alone))
    assert ask(experiment, "state_with_whole_past", step=2, unit=1) == near(
        math.tanh(alone + h1[1])
    )
    first = sum(w * v for w, v in zip(W_HH[1], [0.5, -0.5, 0.25], strict=True))
    assert ask(experiment, "from_state_before", step=0, unit=1) == near(first)
    same = sum(w * v for w, v in zip(W_HH[1], h2, strict=True))
    assert ask(experiment, "from_same_state", step=2, unit=1) == near(same)
    assert ask(experiment, "sum_of_inputs", input=1) == 0.75


def test_counts(experiment):
    """3×2 + 3×3 + 1×3 + 3 + 1 = 22 numbers, five steps, three units."""
    assert ask(experiment, "steps") == 5
    assert ask(experiment, "hidden_units") == 3
    assert ask(experiment, "unit_copies") == 15
    assert ask(experiment, "parameters") == 22
    assert ask(experiment, "parameters_untied", steps=300) == 6600
    assert ask(experiment, "parameters_without_biases") == 18
    # seven units: 7×2 + 7×7 + 1×7 + 7 + 1
    assert ask(experiment, "parameters_with_unit_per_step", steps=7) == 78


def test_the_share_of_a_copy_is_the_slope_of_untying_it(experiment):
    """∂y₄/∂w by one copy equals the difference that turning that copy alone makes."""
    from rnnviz import untie

    w, eps = 0.25, 1e-5
    for step in range(5):
        up, down = (
            untie(experiment.net, experiment.trace, Knob.entry("W_hh", 0, 1), step, w + side).y[
                3, 0
            ]
            for side in (eps, -eps)
        )
        share = ask(experiment, "copy_of_output", knob="W_hh[0, 1]", step=step, at=3)
        assert share == pytest.approx((up - down) / (2 * eps), abs=1e-8)


def test_a_step_down_the_gradient():
    """Lesson 8's numbers: each copy −0.21875, in sum −0.65625, and w becomes 0.7625."""
    net = presets.load("decay").net.replace(W_hy=[[1]], b_y=[0])
    memory = {"scored": "last", "target": [[1.0]], "rate": 0.4}
    e = Experiment(net=net, x=[[1], [0], [0], [0]]).look(memory=memory)
    shares = [ask(e, "copy_of_loss", knob="W_hh[0,0]", step=t) for t in range(4)]

    assert shares == [0, -0.21875, -0.21875, -0.21875]
    assert ask(e, "gradient", knob="W_hh[0,0]") == -0.65625
    assert ask(e, "after_descent", knob="W_hh[0,0]") == pytest.approx(0.7625)
    assert ask(e, "after_ascent", knob="W_hh[0,0]") == pytest.approx(0.2375)
    one = ask(e, "after_descent_of_one_copy", knob="W_hh[0,0]", step=2)
    assert one == pytest.approx(0.5875)


def test_sensitivities(experiment):
    """∂h by ∂h, and ∂y by ∂x, equal differences of runs; of the latch at 0 it is 2¹⁰."""
    eps, net = 1e-6, experiment.net
    x = np.array(X)
    x[1, 1] += eps
    difference = (net.rollout(x, [0.5, -0.5, 0.25]).y - experiment.trace.y)[4, 0] / eps
    asked = ask(experiment, "input_sensitivity", step=4, since=1, input=1)
    assert asked == pytest.approx(difference, abs=1e-5)
    latch = presets.load("latch").replace(knob=None, value=None, x=[[0]] * 11, view=None)
    assert ask(latch, "state_sensitivity", step=10, since=0) == 1024
    assert ask(latch, "weight_power", steps=10) == 1024
    assert ask(latch, "weight_times_steps", steps=10) == 20


def test_what_lasts():
    """After silence a latch keeps its sign, growth is found, and resting states are counted."""
    latch = presets.load("latch").replace(
        knob=None, value=None, x=[[0], [-1], [0]], initial_state=[0.9575], view=None
    )
    assert ask(latch, "is_flipped", step=1) == 1
    assert ask(latch, "state_after", steps=100) == pytest.approx(-0.957504, abs=1e-6)
    assert ask(latch, "size_after", steps=100) == pytest.approx(0.957504, abs=1e-6)
    assert ask(latch, "resting_states") == 2
    assert ask(presets.load("flip_flop"), "resting_states") == 8
    decay = presets.load("decay").replace(knob=None, value=None)
    grown = decay.replace(net=decay.net.replace(W_hh=[[1.5]]))  # 1, 3.5, 5.25, 7.875, …
    assert ask(decay, "growth_in_silence") < 0
    assert ask(grown, "growth_in_silence") == pytest.approx(3.5 * (1.5**4 - 1.5**3))


def with_text(name, text):
    """Return a network that has read a string."""
    symbols = {"(": 1, ")": -1, "0": 0, "1": 1}
    return presets.load(name).with_sequence([[symbols[c]] for c in text], list(text))


def is_balanced(text):
    """Return whether a string of brackets is balanced, by taking pairs out."""
    while "()" in text:
        text = text.replace("()", "")
    return text == ""


def test_strings():
    """Every string up to eight brackets: what is true of it, and whom it fools."""
    for size in range(1, 9):
        for text in map("".join, itertools.product("()", repeat=size)):
            counted, checked = with_text("counter", text), with_text("parentheses", text)
            assert ask(counted, "is_balanced") == is_balanced(text)
            assert ask(counted, "depth") == text.count("(") - text.count(")")
            says = {"truth": "is_balanced", "output": 1, "says": 1}
            assert not ask(checked, "is_fooled", **says)
            depth = 0
            for c in text:
                depth = max(0, depth + (1 if c == "(" else -1))
            fooled = (depth == 0) != is_balanced(text)
            says = {"truth": "is_balanced", "output": 0, "says": 0}
            assert ask(counted, "is_fooled", **says) == fooled
    assert ask(with_text("parity", "10110"), "is_odd") == 1
    assert ask(with_text("parity", "10110"), "length") == 5


def test_on_another_experiment(experiment):
    """A quantity may be asked of the same set-up with something changed."""
    on = {"sequence": X[:2]}
    assert ask(experiment, "steps", on=on) == 2
    on = {"preset": "counter"}
    says = {"truth": "is_balanced", "output": 0, "says": 0}
    assert ask(with_text("parentheses", "())"), "is_fooled", **says, on=on) == 1


@pytest.mark.parametrize(
    ("bounds", "holds"),
    [
        ({}, True), ({"equals": 3}, True), ({"equals": 4}, False), ({"at_least": 3}, True),
        ({"at_most": 3}, True), ({"above": 3}, False), ({"below": 3}, False),
        ({"above": 2, "below": 4}, True), ({"above": 2, "below": 2.5}, False),
    ],
)  # fmt: skip
def test_bounds(experiment, bounds, holds):
    """Ends count where the name says so; all bounds must hold."""
    data = check(ConditionData, {"value": {"oracle": "hidden_units"}, **bounds})
    assert Condition.from_data(data).holds(experiment) is holds


def test_every_oracle_says_what_it_computes():
    """Each has a sentence, which a teacher finds by the name that stands in the file."""
    for name, function in ORACLES.items():
        assert function.__doc__.startswith("Return "), name
