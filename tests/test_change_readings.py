"""Sentences about copies and changes: hand-worked cases, word for word."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.change_readings import (
    read_copies,
    read_cut,
    read_nudge,
    read_truncation,
    read_untied,
)


def one_unit(w, activation="relu", u=1.0, v=2.0):
    """A network of one unit: h = f(u x + w h), y = v h."""
    return rv.RNN(W_xh=[[u]], W_hh=[[w]], W_hy=[[v]], activation=activation)


def run(net, *x):
    """Its trace over one input after another."""
    return net.rollout(np.array(x, dtype=float)[:, None])


def lesson_8(window=None):
    """Lesson 8's gradients: x = 1, 0, 0, 0 and w = 0.5, of which y_3 should be 1."""
    net = one_unit(0.5, v=1.0)
    trace = run(net, 1, 0, 0, 0)
    return rv.backprop(net, trace, np.ones((4, 1)), weights=[0, 0, 0, 1], window=window)


def contributing(*each):
    """Gradients whose copies of b_h[0] contribute the given numbers."""
    net = one_unit(0.5)
    T = len(each)
    gradients = rv.backprop(net, run(net, *np.ones(T)), np.ones((T, 1)))
    return dataclasses.replace(gradients, dL_da=np.array(each, dtype=float)[:, None])


def test_lesson_8_is_read_word_for_word():
    """Three copies of −0.21875 are −0.65625, and a step of 0.4 moves w by +0.2625."""
    assert read_copies(lesson_8(), "W_hh", (0, 0)) == (
        "W_hh[0, 0] is used at 4 steps; its copies contribute 0, −0.22, −0.22 and −0.22 to the "
        "gradient: together −0.656. One step of 0.4 down the gradient changes the one shared "
        "number, so all copies, by +0.263."
    )


@pytest.mark.parametrize(
    ("each", "sentence"),
    [
        ((2,), "b_h[0] is used at 1 step; its one copy contributes the whole gradient, 2. "
               "One step of 0.1 down the gradient changes the one shared number, so all copies, "
               "by −0.2."),
        ((0, 0, 0), "b_h[0] is used at 3 steps; no copy contributes to the gradient, so a step "
                    "leaves it as it is."),
        ((3, -2), "b_h[0] is used at 2 steps; its copies contribute 3 and −2 to the gradient: "
                  "together 1. They pull both ways, +3 and −2: most of it cancels. One step of "
                  "0.1 down the gradient changes the one shared number, so all copies, by −0.1."),
        ((0.1, 0.2, -0.3), "b_h[0] is used at 3 steps; its copies contribute 0.1, 0.2 and −0.3 "
                           "to the gradient: together 0. They pull both ways, +0.3 and −0.3: "
                           "most of it cancels. One step of 0.1 down the gradient changes the one "
                           "shared number, so all copies, by 0."),
        ((1, 0, 0, 0, 0, 0, -3), "b_h[0] is used at 7 steps; together its copies contribute −2 "
                                 "to the gradient. The copy at step 6 counts most, with −3: 75 % "
                                 "of all their sizes. One step of 0.1 down the gradient changes "
                                 "the one shared number, so all copies, by +0.2."),
        ((2e5, 1e-7), "b_h[0] is used at 2 steps; its copies contribute 2×10⁵ and 1×10⁻⁷ to the "
                      "gradient: together 2×10⁵. One step of 0.1 down the gradient changes the "
                      "one shared number, so all copies, by −20000."),
        ((np.inf, 1), "b_h[0] is used at 2 steps; its gradient is beyond what a number can hold."),
        ((1e308, 1e308), "b_h[0] is used at 2 steps; its gradient is beyond what a number can "
                         "hold."),
        ((np.nan, 1), "b_h[0] is used at 2 steps; its gradient is beyond what a number can hold."),
    ],
)  # fmt: skip
def test_copies_are_read_word_for_word(each, sentence):
    """Few copies are all named; of many the largest; zeros, cancelling and overflow are said."""
    assert read_copies(contributing(*each), "b_h", (0,), rate=0.1) == sentence


@pytest.mark.parametrize(
    ("kept", "full", "sentence"),
    [
        ((1, 2), (1, 2), "Nothing of dL/db_h[0] is lost: it is 3 with and without the window."),
        ((0, 2), (1, 2), "The window keeps 2 of dL/db_h[0] = 3. 1 is lost, 33 %: it comes from "
                         "further back than the window."),
        ((0, -2), (3, -2), "dL/db_h[0] is 1, but −2 within the window: truncated, a step goes "
                           "the wrong way."),
        ((0, 0), (3, -2), "All of dL/db_h[0] is lost: it is 1, and 0 within the window."),
        ((0, 3), (-1, 3), "dL/db_h[0] is 2, but 3 within the window: the lost part, −1, would "
                          "have taken some of it back."),
        ((0, 2), (1, 1), "dL/db_h[0] is 2 with and without the window: what the copies lose "
                         "cancels."),
        ((0, 2), (np.inf, 2), "dL/db_h[0] is beyond what a number can hold."),
    ],
)  # fmt: skip
def test_truncation_is_read_word_for_word(kept, full, sentence):
    """What is lost is told by its share, its direction, or that it cancels."""
    assert read_truncation(contributing(*kept), contributing(*full), "b_h", (0,)) == sentence


def test_lesson_8_truncated():
    """A window of 2 reaches the copies at steps 3 and 2, two of the three that count."""
    assert read_truncation(lesson_8(window=2), lesson_8(), "W_hh", (0, 0)) == (
        "The window keeps −0.438 of dL/dW_hh[0, 0] = −0.656. −0.219 is lost, 33 %: "
        "it comes from further back than the window."
    )
    assert read_truncation(lesson_8(window=3), lesson_8(), "W_xh", (0, 0)) == (
        "All of dL/dW_xh[0, 0] is lost: it is −0.109, and 0 within the window."
    )


@pytest.mark.parametrize(
    ("net", "x", "step", "amount", "sentence"),
    [
        # h = 1, 2.5, 1.25 becomes 2, 3, 1.5.
        (one_unit(0.5), (1, 2, 0), 0, 1,
         "Unit 0 moves most, by +1 at step 0. The gradient predicts all of it to within 1 %. "
         "At the last step 25 % of the largest move is left."),
        # h = 0, 0 becomes tanh 1 = 0.762, 0.
        (one_unit(0.0, "tanh"), (0, 0), 0, 1,
         "Unit 0 moves most, by +0.762 at step 0. The gradient predicts +1 for unit 0 at step 0, "
         "where +0.762 happens: the tanh bends. "
         "At the last step less than 1 % of the largest move is left."),
        # h = 0, since x = −1; becomes 2.
        (one_unit(0.5), (-1,), 0, 3,
         "Unit 0 moves most, by +2 at step 0. The gradient predicts 0 for unit 0 at step 0, "
         "where +2 happens: the ReLU of unit 0 switches on at step 0."),
        # h = 1, 3, 7 becomes 0.5, 2, 5: 2 h + x.
        (one_unit(2.0, "linear"), (1, 1, 1), 0, -0.5,
         "Unit 0 moves most, by −2 at step 2. The gradient predicts all of it to within 1 %. "
         "At the last step the state is as far away as it has ever been."),
        (one_unit(0.5), (-1, 2), 0, 0.5, "Nothing moves: no unit and no output changes."),
        # h is 10¹³ at once.
        (one_unit(0.5), (1, 2), 0, 1e13, "The run explodes at step 0."),
    ],
)  # fmt: skip
def test_a_nudge_is_read_word_for_word(net, x, step, amount, sentence):
    """The largest move, what was predicted and why that fails, and what is left are said."""
    assert read_nudge(rv.nudge(net, run(net, *x), step, amount, input=0)) == sentence


def test_the_relu_that_switches_is_the_one_that_parts_run_and_prediction():
    """A state that is nudged below 0 has switched no ReLU; the step after has."""
    net = one_unit(0.5)
    # h = 1, 0.5, 0.25 becomes −1, 0, 0.
    assert read_nudge(rv.nudge(net, run(net, 1, 0, 0), 0, -2, unit=0)) == (
        "Unit 0 moves most, by −2 at step 0. The gradient predicts −1 for unit 0 at step 1, "
        "where −0.5 happens: the ReLU of unit 0 switches off at step 1. "
        "At the last step 13 % of the largest move is left."
    )


def test_no_reason_is_given_where_none_is_known():
    """A ReLU is blamed only where it has switched."""
    net = one_unit(0.5)
    change = rv.nudge(net, run(net, 1, 0, 0), 0, 1, unit=0)
    other = dataclasses.replace(change, predicted=0.5 * change.predicted)
    assert "where +1 happens. At the last step" in read_nudge(other)


def test_a_prediction_beyond_float64_is_said():
    """Where the predicted moves overflow, no number is read off them."""
    net = one_unit(1e200, "tanh")
    change = rv.nudge(net, run(net, 0, 0, 0, 0), 0, 1, input=0)
    assert "The gradient's prediction explodes." in read_nudge(change)


def test_an_untied_copy_is_read_word_for_word():
    """Lesson 3: 22 numbers serve 3 steps, where a network that shares nothing needs 66."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=1)
    assert net.num_parameters == 22
    trace = net.rollout(np.zeros((3, 2)))
    still = rv.untie(net, trace, rv.Knob.entry("W_hh", 0, 0), 1, 2.0)
    cost = "A network that shares nothing needs 22 × 3 = 66 numbers instead of 22."
    assert read_untied(still, net, 3) == (
        f"Nothing moves: at step 1 this number makes no difference. {cost}"
    )


@pytest.mark.parametrize(
    ("parameter", "value", "sentence"),
    [
        # h = 1, 2.5, 1.25 becomes 1, 3, 1.5.
        ("W_hh", 1.0, "One copy changed, at step 1: unit 0 moves most, by +0.5 at step 1."),
        # y = 2, 5, 2.5 becomes 2, 7.5, 2.5.
        ("W_hy", 3.0, "One copy changed, at step 1: no state moves, and output 0 moves by +2.5 "
                      "at that step alone."),
        ("W_hh", 1e13, "The run explodes at step 1."),
    ],
)  # fmt: skip
def test_what_an_untied_copy_moves(parameter, value, sentence):
    """The largest move of a state is said, or that of an output where no state moves."""
    net = one_unit(0.5)
    trace = run(net, 1, 2, 0)
    change = rv.untie(net, trace, rv.Knob.entry(parameter, 0, 0), 1, value)
    cost = "A network that shares nothing needs 5 × 3 = 15 numbers instead of 5."
    assert read_untied(change, net, 3) == f"{sentence} {cost}"


def test_sharing_over_one_step_saves_nothing():
    """With one step there is one copy of each number either way, and nothing is said of it."""
    net = one_unit(0.5)
    change = rv.untie(net, run(net, 2), rv.Knob.entry("W_xh", 0, 0), 0, 2.0)
    assert read_untied(change, net, 1) == (
        "One copy changed, at step 0: unit 0 moves most, by +2 at step 0."
    )


@pytest.mark.parametrize(
    ("w", "x", "step", "sentence"),
    [
        # h = 1, 2.5, 1.25 becomes 1, 2, 1; y = 2 h.
        (0.5, (1, 2, 0), 1,
         "A feedforward network knows x at step 1 and nothing before: its state is 0.5 away from "
         "this one, and its output 1. At the last step 50 % of the largest difference is left: "
         "the part that was cut off has not come back by then."),
        (0.4, (1, 2, 0), 1,
         "A feedforward network knows x at step 1 and nothing before: its state is 0.4 away from "
         "this one, and its output 0.8. At the last step 40 % of the largest difference is left."),
        # Differences of 0.05, 0.0025, 0.000125.
        (0.05, (1, 0, 0, 0), 1,
         "A feedforward network knows x at step 1 and nothing before: its state is 0.05 away from "
         "this one, and its output 0.1. From step 3 on, less than 1 % of the largest difference "
         "is left: the network would have forgotten the part that was cut off."),
        (0.5, (1, 2, 0), 2,
         "A feedforward network knows x at step 2 and nothing before: its state is 1.25 away from "
         "this one, and its output 2.5."),
        (0.5, (1, 2, 0), 0, "Nothing changes: before step 0 there is no past."),
        (0.5, (-1, 2, 0), 1, "Nothing changes: step 1 does not use the past."),
    ],
)  # fmt: skip
def test_a_cut_is_read_word_for_word(w, x, step, sentence):
    """How far off a network without a past is, and whether the difference stays."""
    net = one_unit(w)
    assert read_cut(rv.cut(net, run(net, *x), step)) == sentence


def test_a_cut_from_an_initial_state_is_no_cut_from_nothing():
    """Step 0 has a past where the initial state is not 0."""
    net = one_unit(0.5)
    trace = net.rollout([[1.0]], [2.0])
    assert "its state is 1 away" in read_cut(rv.cut(net, trace, 0))
    off = net.rollout([[-3.0]], [2.0])
    assert read_cut(rv.cut(net, off, 0)) == "Nothing changes: step 0 does not use the past."


@pytest.mark.parametrize("name", rv.presets.names())
def test_every_preset_has_readings_without_nonsense(name):
    """No sentence about a preset holds NaN, infinity or a minus that is a hyphen."""
    e = rv.presets.load(name)
    net, trace = e.net, e.trace
    if trace.exploded_at is not None:
        trace = trace.first(trace.exploded_at)
    full, part = (rv.backprop(net, trace, np.ones(trace.y.shape), window=w) for w in (None, 2))
    T, knob = trace.num_steps, rv.Knob.entry("W_hh", 0, 0)
    said = [
        read_copies(full, "W_hh", (0, 0)),
        read_truncation(part, full, "W_hh", (0, 0)),
        read_nudge(rv.nudge(net, trace, T // 2, 0.5, input=0)),
        read_nudge(rv.nudge(net, trace, T // 2, 0.5, unit=0)),
        read_untied(rv.untie(net, trace, knob, T // 2, 1.5), net, T),
        read_cut(rv.cut(net, trace, T // 2)),
    ]
    for sentence in said:
        assert sentence.endswith(".")
        assert "nan" not in sentence
        assert "inf" not in sentence
        assert "-" not in sentence


def test_bad_arguments_are_refused():
    """Each argument that is not what it should be is named."""
    net = one_unit(0.5)
    change = rv.cut(net, run(net, 1, 2), 1)
    for call, sentence in (
        (lambda: read_copies(change, "b_h", (0,)), "gradients is Intervention"),
        (lambda: read_copies(lesson_8(), "b_h", (1,)), r"b_h\[1\] is out of range"),
        (lambda: read_copies(lesson_8(), "b_h", (0,), rate=np.nan), "rate is nan"),
        (lambda: read_truncation(lesson_8(), change, "b_h", (0,)), "full is Intervention"),
        (lambda: read_truncation(change, lesson_8(), "b_h", (0,)), "gradients is Intervention"),
        (lambda: read_nudge(net), "intervention is RNN"),
        (lambda: read_cut(net), "intervention is RNN"),
        (lambda: read_untied(net, net, 2), "intervention is RNN"),
        (lambda: read_untied(change, change, 2), "net is Intervention"),
        (lambda: read_untied(change, net, 0), "num_steps is 0"),
    ):
        with pytest.raises(ValueError, match=sentence):
            call()


def test_copies_are_the_numbers_of_per_step():
    """`Gradients.copies` picks one number out of what all copies contribute."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3)
    trace = net.rollout(np.random.RandomState(0).standard_normal((5, 2)))
    gradients = rv.backprop(net, trace, np.ones((5, 3)))
    each = gradients.copies("W_hy", (2, 3))
    np.testing.assert_allclose(each, gradients.dL_dz[:, 2] * trace.h[:, 3])
    np.testing.assert_array_equal(gradients.copies("b_h", (1,)), gradients.dL_da[:, 1])
    assert not each.flags.writeable


def test_an_intervention_says_where_it_explodes_and_whether_it_moves():
    """The limit is that of a trace; what was already beyond it counts as well."""
    net = one_unit(1e6, "linear")
    still = run(net, 0, 0, 0, 0)
    assert rv.nudge(net, still, 0, 1e-9, input=0).exploded_at is None  # 1e9 at the end
    assert rv.nudge(net, still, 0, 1.0, input=0).exploded_at == 2  # y = 2×10¹²
    assert not rv.nudge(net, still, 0, 1.0, input=0).changes_nothing
    assert rv.cut(net, still, 2).changes_nothing
    already = run(net, 0, 1, 0, 0)
    assert rv.nudge(net, already, 3, 1.0, input=0).exploded_at == 3
    assert rv.cut(net, already, 2).exploded_at == 3  # the run as it was
    one_bit = dataclasses.replace(rv.cut(net, run(net, 1), 0), h=np.array([[1 + 2e-16]]))
    assert one_bit.changes_nothing
