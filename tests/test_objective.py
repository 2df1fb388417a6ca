"""The loss that a view asks for, and a step down its gradient."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.networks import PARAMETERS
from rnnviz.objective import (
    default_target,
    descended,
    gradients_of,
    losses_at,
    objective_of,
    target_of,
    uncounted_steps,
    wanted_of,
)
from tests.experiments import H, I, O, T, make_experiment, make_net

W_HH = rv.Knob.entry("W_hh", 0, 0)


def lesson_8():
    """Lesson 8: x = 1, 0, 0, 0 into h_t = ½ h_{t−1} + x_t, whose last h should be 1."""
    decay = rv.presets.load("decay")
    net = decay.net.replace(W_hy=[[1.0]], b_y=[0.0])
    experiment = decay.with_sequence([[1.0], [0.0], [0.0], [0.0]]).replace(net=net)
    return experiment.look(memory={"target": [[1.0]], "scored": "last"})


def exploding(**memory):
    """An experiment with h = 10^5, 10^10, 10^15, …: it explodes at step 2 of 5."""
    net = rv.RNN(W_xh=[[1e5]], W_hh=[[1e5]], W_hy=[[1.0], [2.0]], activation="linear")
    experiment = rv.Experiment(net=net, x=np.eye(5, 1))
    assert experiment.trace.exploded_at == 2
    return experiment.look(memory=memory)


def softmax(**memory):
    """The random experiment with a softmax output."""
    return make_experiment(net=make_net(output="softmax")).look(memory=memory)


def changed(before, after):
    """The parameters that differ between what two experiments show."""
    return {
        name for name, array in before.net.parameters.items()
        if not np.array_equal(array, after.net.parameters[name])
    }  # fmt: skip


def test_lesson_8_of_one_number():
    """A rate of .4 against the sum of the copies, −.65625, turns W_hh from .5 to .7625 alone."""
    experiment = lesson_8()
    gradients = gradients_of(experiment)
    assert gradients.loss == pytest.approx((1 - 0.125) ** 2 / 2)
    assert gradients["W_hh"][0, 0] == pytest.approx(-0.65625)
    after = descended(experiment, gradients, 0.4, W_HH)
    assert after.net.W_hh[0, 0] == np.float32(0.7625)
    assert (after.knob, after.value) == (W_HH, float(np.float32(0.7625)))
    assert changed(experiment, after) == {"W_hh"}
    assert gradients_of(after).loss < gradients.loss
    np.testing.assert_array_equal(after.x, experiment.x)


def test_lesson_8_of_all_numbers():
    """Without a knob each parameter moves by −rate · gradient, worked out by hand.

    The error is e = .125 − 1 = −.875; dL/dW_hy = e h₃, dL/db_y = e, dL/dW_xh = e · .5³ x₀,
    dL/db_h = e (1 + .5 + .25 + .125), dL/dW_hh = e · 3 · .5².
    """
    experiment = lesson_8()
    before = dict(experiment.net.parameters)
    after = descended(experiment, gradients_of(experiment), 0.4).net.parameters
    e = -0.875
    by_hand = {
        "W_xh": e * 0.125, "W_hh": e * 0.75, "W_hy": e * 0.125, "b_h": e * 1.875, "b_y": e,
    }  # fmt: skip
    for name in PARAMETERS:
        np.testing.assert_array_equal(
            after[name], (before[name] - 0.4 * by_hand[name]).astype(np.float32)
        )


def test_all_numbers_of_a_random_network_move_against_their_slopes():
    """Each entry moves by −rate times the slope of the loss, by central differences."""
    experiment = make_experiment().look(memory={"scored": [1, 4], "target": [[0.5, 0.1, -1]]})

    def loss(net):
        y = net.rollout(experiment.x, experiment.initial_state).y
        return 0.5 * ((y[[1, 4]] - [0.5, 0.1, -1]) ** 2).sum()

    after = descended(experiment, gradients_of(experiment), 0.03)
    assert changed(experiment, after) == set(PARAMETERS)
    for name, array in experiment.net.parameters.items():
        for index in np.ndindex(array.shape):
            step = np.zeros(array.shape)
            step[index] = 1e-5
            up, down = (experiment.net.replace(**{name: array + s}) for s in (step, -step))
            moved = after.net.parameters[name][index] - array[index]
            slope = (loss(up) - loss(down)) / 2e-5
            assert moved == pytest.approx(-0.03 * slope, abs=1e-6)
    np.testing.assert_array_equal(after.initial_state, experiment.initial_state)


def test_what_is_shown_is_what_steps_down():
    """With a knob in hand that is turned, the turned number is what the step starts from."""
    experiment = lesson_8().select(rv.Knob.gain("W_hh")).turn(0.5)
    gradients = gradients_of(experiment)
    slope = (0.25**3 - 1) * 3 * 0.25**2
    for knob in (None, W_HH):
        after = descended(experiment, gradients, 0.4, knob)
        assert after.net.W_hh[0, 0] == np.float32(0.25 - 0.4 * slope)
    everything = descended(experiment, gradients, 0.4)
    assert (everything.knob, everything.value) == (rv.Knob.gain("W_hh"), 1.0)


def test_a_rate_of_0_changes_nothing():
    """At rate 0 every number stays."""
    experiment = make_experiment()
    assert changed(experiment, descended(experiment, gradients_of(experiment), 0)) == set()


@pytest.mark.parametrize(
    ("scored", "steps"),
    [("last", [5]), ("all", [0, 1, 2, 3, 4, 5]), ([3], [3]), ([4, 0, 2, 4], [0, 2, 4])],
)
def test_steps_that_are_scored(scored, steps):
    """The last step, all of them, or those that were chosen: weight 1 there, 0 elsewhere."""
    target = [[0.25, -0.5, 2.0]]
    objective = objective_of(make_experiment().look(memory={"scored": scored, "target": target}))
    assert objective.steps == steps
    np.testing.assert_array_equal(objective.weights, [float(t in steps) for t in range(T)])
    np.testing.assert_array_equal(objective.target[steps], target * len(steps))
    assert objective.target.shape == (T, O)


def test_a_row_for_each_scored_step():
    """Of several rows the first belongs to the earliest of the scored steps, and so on."""
    rows = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    objective = objective_of(make_experiment().look(memory={"scored": [4, 1], "target": rows}))
    assert objective.steps == [1, 4]
    np.testing.assert_array_equal(objective.target[[1, 4]], rows)
    np.testing.assert_array_equal(objective.target[[0, 2, 3, 5]], 0)


@pytest.mark.parametrize(
    ("output", "wanted"),
    [("softmax", [1, 0, 0]), ("identity", [1, 1, 1]), ("sigmoid", [1, 1, 1])],
)
def test_what_is_wanted_by_default(output, wanted):
    """Without a target the first class is wanted of softmax, and 1 of all other outputs."""
    net = make_net(output=output)
    assert default_target(net) == wanted
    objective = objective_of(make_experiment(net=net))
    np.testing.assert_array_equal(objective.target[objective.steps], [wanted])


def test_cross_entropy_is_for_softmax():
    """With softmax it is −log of the wanted class's probability; at other steps nothing counts."""
    experiment = softmax(loss="cross_entropy", scored=[1, 3], target=[[0.0, 1.0, 0.0]])
    assert objective_of(experiment).loss == "cross_entropy"
    loss = gradients_of(experiment).loss
    assert loss == pytest.approx(-np.log(experiment.trace.y[[1, 3], 1]).sum())
    squared = softmax(loss="squared_error", scored=[2], target=[[0.0, 1.0, 0.0]])
    error = squared.trace.y[2] - [0, 1, 0]
    assert gradients_of(squared).loss == pytest.approx((error**2).sum() / 2)


@pytest.mark.parametrize("output", ["identity", "sigmoid"])
def test_cross_entropy_falls_back_to_the_squared_error(output):
    """Without softmax, a view that asks for cross entropy has the squared error."""
    experiment = make_experiment(net=make_net(output=output)).look(
        memory={"loss": "cross_entropy", "target": [[0.5, 0.0, 2.0]]}
    )
    assert objective_of(experiment).loss == "squared_error"
    error = experiment.trace.y[-1] - [0.5, 0, 2]
    assert gradients_of(experiment).loss == pytest.approx((error**2).sum() / 2)


def test_an_exploded_run_has_its_loss_before_the_explosion():
    """Steps 0 and 1 alone count: "last" is step 1, and chosen steps beyond it are left out."""
    for memory, steps in (
        ({}, [1]), ({"scored": "all"}, [0, 1]), ({"scored": [0, 3]}, [0]), ({"scored": [4]}, []),
    ):  # fmt: skip
        experiment = exploding(**memory)
        objective = objective_of(experiment)
        assert objective.steps == steps
        assert objective.target.shape == (2, 2)
        y = np.array([[1e5, 2e5], [1e10, 2e10]])[steps]
        assert gradients_of(experiment).loss == pytest.approx(((y - 1) ** 2).sum() / 2, rel=1e-6)


def test_rows_stay_with_their_steps_where_some_are_cut_off():
    """Of three rows for steps 0, 1 and 3, those of 0 and 1 are used."""
    rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    objective = objective_of(exploding(scored=[0, 1, 3], target=rows))
    np.testing.assert_array_equal(objective.target, rows[:2])


@pytest.mark.parametrize(
    ("scored", "uncounted"), [([0, 1], []), ([4, 1, 3, 3], [3, 4]), ("last", []), ("all", [])]
)
def test_chosen_losses_after_an_explosion_do_not_count(scored, uncounted):
    """They are the chosen steps from the explosion at step 2 on, in order, each once."""
    assert uncounted_steps(exploding(scored=scored)) == uncounted


def test_steps_after_an_explosion_stay_chosen():
    """Steps 2 and 4 are not among those that a reader sees, and keep their loss."""
    experiment = exploding(scored=[0, 2, 4])
    assert losses_at(experiment, [1]) == {"scored": [1, 2, 4], "target": []}
    one_row = exploding(scored=[0, 2, 4], target=[[1.0, 2.0]])
    assert losses_at(one_row, [0, 1]) == {"scored": [0, 1, 2, 4], "target": [[1, 2]]}


def test_each_step_keeps_what_is_wanted_there():
    """Another choice of steps leaves the rows of those that stay; a new one has the first's."""
    rows = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    experiment = exploding(scored=[1, 2, 4], target=rows)
    assert losses_at(experiment, [1, 0]) == {"scored": [1, 0, 2, 4], "target": [rows[0], *rows]}
    assert losses_at(experiment, [0])["target"] == rows
    experiment.look(memory=losses_at(experiment, [0]))


def test_what_is_wanted_after_an_explosion_is_kept_and_not_asked_for():
    """Of rows for steps 0, 1, 3 and 4 the first two are seen, and others take their places."""
    rows = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]]
    experiment = exploding(scored=[4, 0, 1, 3], target=rows)
    assert wanted_of(experiment) == rows[:2]
    others = [[8.0, 9.0], [10.0, 11.0]]
    assert target_of(experiment, others) == [*others, *rows[2:]]
    assert target_of(experiment, others[:1]) == others[:1]  # for all steps
    with pytest.raises(ValueError, match=r"^there are 4 rows: expected 1, or 2, one for each step"):
        target_of(experiment, rows)
    experiment = exploding(scored=[0, 3], target=rows[:2])
    assert target_of(experiment, others[:1]) == [others[0], rows[1]]
    assert wanted_of(exploding(scored=[4], target=rows[:1])) == rows[:1]


@pytest.mark.parametrize("scored", ["all", [0, 1, 2, 3, 4]])
def test_a_row_for_each_step_that_is_seen_will_do(scored):
    """Steps after the explosion, of which the reader is not asked, go on wanting the same."""
    experiment = exploding(scored=scored, target=[[1.0, 2.0]])
    assert wanted_of(experiment) == [[1, 2]]
    rows = [[3.0, 4.0], [5.0, 6.0]]
    target = target_of(experiment, rows)
    assert target == [*rows, [1, 2], [1, 2], [1, 2]]
    again = exploding(scored=scored, target=target)
    assert wanted_of(again) == rows
    np.testing.assert_array_equal(objective_of(again).target, rows)


@pytest.mark.parametrize(
    ("memory", "rows", "sentence"),
    [
        ({}, 2, "^there are 2 rows: expected 1$"),
        ({"scored": [0, 3]}, 2, "^there are 2 rows: expected 1$"),
        ({"scored": "all"}, 5, "^there are 5 rows: expected 1, or 2, one for each step that has a"),
    ],
)
def test_another_number_of_rows_is_refused(memory, rows, sentence):
    """The sentence counts the steps whose loss counts, and speaks of rows as the reader does."""
    with pytest.raises(ValueError, match=sentence):
        target_of(exploding(**memory), [[1.0, 2.0]] * rows)
    of_one_output = lesson_8().look(memory={"scored": [1, 3]})
    with pytest.raises(ValueError, match=r"^there are 3 numbers: expected 1, or 2, one for each"):
        target_of(of_one_output, [[1.0]] * 3)


def test_a_run_that_explodes_at_once_has_no_gradients():
    """No step has a loss, and the gradients are refused in a sentence."""
    net = rv.RNN(W_xh=[[1e13]], W_hh=[[1]], W_hy=[[1]], activation="linear")
    experiment = rv.Experiment(net=net, x=np.ones((3, 1)))
    assert objective_of(experiment).steps == []
    with pytest.raises(ValueError, match=r"the network explodes at step 0: expected a first step"):
        gradients_of(experiment)


def test_a_window_cuts_the_gradient():
    """Lesson 8 with two copies: each sends −.21875, so −.4375 is what is left of −.65625."""
    assert gradients_of(lesson_8(), window=2)["W_hh"][0, 0] == pytest.approx(-0.4375)


def test_a_target_that_is_no_distribution_is_refused_for_cross_entropy():
    """Cross entropy names the step whose wanted probabilities do not sum to 1."""
    with pytest.raises(ValueError, match=r"target\[5\] is .*: expected probabilities whose sum is"):
        gradients_of(softmax(loss="cross_entropy", target=[[0.5, 0.1, 0.1]]))


@pytest.mark.parametrize(
    ("rate", "knob", "sentence"),
    [
        (-0.1, None, r"rate is -0\.1: expected at least 0"),
        (np.inf, None, "rate is inf: expected a finite number"),
        ("1", None, "rate is '1': expected"),
        (0.1, rv.Knob.gain("W_hh"), "the knob is gain of W_hh: expected an entry of a parameter"),
        (0.1, rv.Knob.input(0, 1), r"the knob is input\[0, 1\]: expected an entry"),
        (0.1, rv.Knob.entry("W_hh", 0, H), r"the knob W_hh\[0, 4\] is out of range: expected"),
        (1e300, None, r"W_xh holds .*: expected numbers of at most 3\.4e38"),
        (1e300, rv.Knob.entry("b_y", 1), r"b_y\[1\] is .*: expected at most 3\.4e38"),
    ],
)
def test_steps_that_cannot_be_taken_are_refused(rate, knob, sentence):
    """A negative or infinite rate, a knob that is no entry, and what is too large are refused."""
    experiment = make_experiment()
    assert experiment.net.input_size == I
    with pytest.raises(ValueError, match=sentence):
        descended(experiment, gradients_of(experiment), rate, knob)
