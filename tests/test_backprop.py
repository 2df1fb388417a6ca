"""Backpropagation through time: against PyTorch, finite differences, and a lesson by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.networks import PARAMETERS, activations
from tests.references import make_torch_gradients as reference

I, H, O, T = 2, 4, 3, 6

every_case = pytest.mark.parametrize("name", reference.names())
every_origin = pytest.mark.parametrize("origin", reference.ORIGINS)
every_end = pytest.mark.parametrize(
    ("output", "loss"),
    [
        ("identity", "squared_error"),
        ("sigmoid", "squared_error"),
        ("softmax", "squared_error"),
        ("softmax", "cross_entropy"),
    ],
)


def run(arrays, name):
    """Return the network, the trace and the loss of a case of PyTorch's."""
    activation, output, loss, _ = name.split("-")
    parameters = {key: arrays[key] for key in PARAMETERS}
    net = rv.RNN(**parameters, activation=activation, output=output)
    return net, net.rollout(arrays["x"], arrays["initial_state"]), loss


def make(activation="tanh", output="identity", *, seed=4, num_steps=T):
    """Return a random network with biases, and its rollout from a state that is not zero."""
    draw = np.random.default_rng(seed).normal
    net = rv.RNN(
        W_xh=draw(size=(H, I)), W_hh=0.6 * draw(size=(H, H)), W_hy=draw(size=(O, H)),
        b_h=draw(size=H), b_y=draw(size=O), activation=activation, output=output,
    )  # fmt: skip
    return net, net.rollout(draw(size=(num_steps, I)), draw(size=H))


def make_target(loss="squared_error", num_steps=T):
    """Return numbers, or distributions where the loss is the cross entropy."""
    random = np.random.default_rng(7)
    if loss == "cross_entropy":
        return random.dirichlet(np.ones(O), size=num_steps)
    return random.normal(size=(num_steps, O))


def lesson():
    """Return the lesson's decay network and its rollout over 1, 0, 0, 0."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0.5]], W_hy=[[1]], activation="relu")
    return net, net.rollout([[1], [0], [0], [0]])


@every_origin
@every_case
def test_gradients_agree_with_torch(name, origin):
    """Losses, every copy's contribution, totals and dL/dh agree with PyTorch's to 1e−10."""
    expected = reference.arrays_of(name, origin)
    net, trace, loss = run(expected, name)

    gradients = rv.backprop(net, trace, expected["target"], loss, expected["weights"])

    close = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(gradients.loss, expected["loss"], **close)
    np.testing.assert_allclose(gradients.losses, expected["losses"], **close)
    for key in PARAMETERS:
        copies = expected[f"per_step/{key}"]
        assert gradients.per_step[key].shape == (trace.num_steps, *net.parameters[key].shape)
        np.testing.assert_allclose(gradients.per_step[key], copies, **close, err_msg=key)
        np.testing.assert_allclose(gradients[key], copies.sum(axis=0), **close, err_msg=key)
    np.testing.assert_allclose(gradients.dL_da, expected["per_step/b_h"], **close)
    np.testing.assert_allclose(gradients.dL_dz, expected["per_step/b_y"], **close)
    np.testing.assert_allclose(gradients.dL_dh, expected["dL_dh"], **close)
    np.testing.assert_allclose(gradients.initial_state, expected["dL_dinitial"], **close)


@every_origin
@every_case
def test_truncated_gradients_agree_with_torch(name, origin):
    """For windows 1, 2, 3 and T they are those of PyTorch where h_{t − window} is detached."""
    expected = reference.arrays_of(name, origin)
    net, trace, loss = run(expected, name)
    for window in reference.windows(trace.num_steps):
        gradients = rv.backprop(
            net, trace, expected["target"], loss, expected["weights"], window=window
        )

        got = {
            "b_h": gradients.per_step["b_h"],
            "W_hh": gradients.per_step["W_hh"],
            "dL_dh": gradients.dL_dh,
            "dL_dinitial": gradients.initial_state,
        }
        for key, array in got.items():
            answer = expected[f"window{window}/{key}"]
            np.testing.assert_allclose(array, answer, rtol=1e-10, atol=1e-10, err_msg=key)
        for key in PARAMETERS:
            copies = gradients.per_step[key].sum(axis=0)
            np.testing.assert_allclose(gradients[key], copies, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(gradients.loss, expected["loss"], rtol=1e-10)


def test_the_committed_networks_are_not_trivial():
    """Of the ReLU units some are off and some on, and some scored steps count for nothing."""
    for name in reference.names():
        arrays = reference.arrays_of(name)
        assert (arrays["weights"] == 0).any()
        assert arrays["initial_state"].all()
        if name.startswith("relu"):
            _, trace, _ = run(arrays, name)
            assert 0.2 < (trace.h == 0).mean() < 0.6


@every_end
@pytest.mark.parametrize("weights", [None, [1.5, 0, 0.25, 2, -1, 0.5]])
@pytest.mark.parametrize("activation", ["tanh", "linear"])
def test_gradients_agree_with_finite_differences(activation, output, loss, weights):
    """Central differences of the loss agree, for every parameter and the initial state."""
    net, trace = make(activation, output)
    target = make_target(loss)

    rv.check_gradients(net, trace, target, loss, weights)

    gradients = rv.backprop(net, trace, target, loss, weights)
    differences = rv.finite_differences(net, trace, target, loss, weights)
    assert set(differences) == {*PARAMETERS, "initial_state"}
    for key in PARAMETERS:
        np.testing.assert_allclose(differences[key], gradients[key], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(
        differences["initial_state"], gradients.initial_state, rtol=1e-6, atol=1e-7
    )


def test_relu_gradients_agree_with_finite_differences_away_from_the_kink():
    """Where no pre-activation is near 0, ReLU's gradients are those of central differences."""
    net, trace = make("relu", seed=8)
    assert np.abs(trace.a).min() > 1e-3
    assert (trace.h == 0).any()

    rv.check_gradients(net, trace, make_target())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["tanh", "linear"]), st.integers(1, 9))
def test_any_network_agrees_with_finite_differences(seed, activation, num_steps):
    """Whatever the network and the length, one step included, central differences agree."""
    net, trace = make(activation, "sigmoid", seed=seed, num_steps=num_steps)

    rv.check_gradients(net, trace, make_target(num_steps=num_steps))


def test_a_wrong_slope_is_found_and_both_values_are_told(monkeypatch):
    """With tanh′ = 1 + h² on purpose, check_gradients fails and quotes both derivatives."""
    net, trace = make()
    target = make_target()
    rv.check_gradients(net, trace, target)
    numeric = rv.finite_differences(net, trace, target)
    wrong = {**activations.SLOPE, "tanh": lambda h: 1.0 + h * h}
    monkeypatch.setattr(activations, "SLOPE", wrong)
    exact = rv.backprop(net, trace, target)

    with pytest.raises(AssertionError) as failed:
        rv.check_gradients(net, trace, target)

    worst = np.unravel_index(
        np.argmax(np.abs(exact["W_xh"] - numeric["W_xh"])), numeric["W_xh"].shape
    )
    assert str(failed.value) == (
        f"dL/dW_xh[{worst[0]}, {worst[1]}] is {exact['W_xh'][worst]} by backprop "
        f"and {numeric['W_xh'][worst]} by central differences"
    )


def test_the_tolerance_is_relative_to_large_gradients():
    """Gradients of a million agree to seven digits, which is further apart than 1e−6."""
    net, trace = make("linear")
    target, weights = make_target(), np.full(T, 1e6)
    exact = rv.backprop(net, trace, target, weights=weights)["W_hh"]
    numeric = rv.finite_differences(net, trace, target, weights=weights)["W_hh"]
    assert np.abs(exact - numeric).max() > 1e-5

    rv.check_gradients(net, trace, target, weights=weights)
    with pytest.raises(AssertionError, match="by central differences"):
        rv.check_gradients(net, trace, target, weights=weights, tolerance=1e-15)


def test_a_nan_fails_the_check():
    """A loss beyond float64 has no differences: the check fails rather than passes."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[1]], W_hy=[[1e200]], activation="linear")

    with pytest.raises(AssertionError, match="by backprop and nan by central differences"):
        rv.check_gradients(net, net.rollout([[1], [1]]), [[0], [0]])


@pytest.mark.parametrize(
    ("weight", "x", "sentence"),
    [
        (1e-5, 1e160, "is inf by backprop and inf by central differences"),
        (10, 1.34078e153, "e+307 by backprop and inf by central differences"),
    ],
)
def test_an_infinite_difference_fails_the_check(weight, x, sentence):
    """Where only the loss of one side is beyond float64, nothing agrees with the difference."""
    net = rv.RNN(W_xh=[[weight]], W_hh=[[0]], W_hy=[[1]], activation="linear")

    with pytest.raises(AssertionError, match="dL/dW_xh") as failed:
        rv.check_gradients(net, net.rollout([[x]]), [[0]])

    assert sentence in str(failed.value)


def test_nothing_comes_back_from_the_future():
    """Copies after the last scored step contribute exactly 0, and so does a later input."""
    net, trace = make("tanh", "softmax")
    weights = np.array([1, 0, 2, 0, 0, 0])
    classes = np.array([0, 1, 2, 0, 1, 2])

    gradients = rv.backprop(net, trace, classes, "cross_entropy", weights)

    for name in PARAMETERS:
        each = gradients.per_step[name]
        assert not each[3:].any()
        assert each[2].any()
    assert not gradients.dL_dh[3:].any()
    assert not gradients.per_step["W_hy"][1].any()  # not scored itself
    assert gradients.per_step["W_hh"][1].all()  # but on the way from step 2
    np.testing.assert_allclose(gradients.loss, gradients.losses @ weights, rtol=1e-14)


def test_the_gradients_are_those_of_the_shorter_sequence():
    """Scored up to step 3 only, a run has the gradients of a run that ended there."""
    net, trace = make()
    target = make_target()
    weights = np.array([1.0, 1, 1, 1, 0, 0])

    long = rv.backprop(net, trace, target, weights=weights)
    short = rv.backprop(net, trace.first(4), target[:4])

    for name in PARAMETERS:
        np.testing.assert_allclose(long[name], short[name], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(long.initial_state, short.initial_state, rtol=1e-12)


def test_without_weights_every_step_counts_once():
    """No weights are weights of 1."""
    net, trace = make()

    without = rv.backprop(net, trace, make_target())
    ones = rv.backprop(net, trace, make_target(), weights=np.ones(T))

    np.testing.assert_allclose(without.loss, ones.loss, rtol=1e-14)
    for name in PARAMETERS:
        np.testing.assert_array_equal(without[name], ones[name])


@pytest.mark.parametrize("classes", [[0, 2, 1, 1, 0, 2], [0.0, 2.0, 1.0, 1.0, 0.0, 2.0]])
def test_class_numbers_are_certain_distributions(classes):
    """A class number stands for the distribution that is 1 there, as int or as float."""
    net, trace = make(output="softmax")

    by_class = rv.backprop(net, trace, classes, "cross_entropy")
    by_row = rv.backprop(net, trace, np.eye(O)[np.array(classes, int)], "cross_entropy")

    assert by_class.loss == by_row.loss
    np.testing.assert_array_equal(by_class["W_hh"], by_row["W_hh"])
    np.testing.assert_allclose(
        by_class.losses, -np.log(trace.y[np.arange(T), np.array(classes, int)]), rtol=1e-12
    )


def test_the_window_is_how_many_copies_a_loss_reaches():
    """Of the loss at step 4 alone, a window of w moves the w copies at 4, 3, … and no more."""
    net, trace = make()
    weights = np.array([0, 0, 0, 0, 1.0, 0])
    full = rv.backprop(net, trace, make_target(), weights=weights)
    for window in range(1, T + 3):
        gradients = rv.backprop(net, trace, make_target(), weights=weights, window=window)

        first = max(0, 5 - window)
        for name in ("W_xh", "W_hh", "b_h"):
            each = gradients.per_step[name]
            assert not each[:first].any()
            np.testing.assert_allclose(each[first:], full.per_step[name][first:], rtol=1e-12)
        assert gradients.initial_state.any() == (window > 5)  # it is one step before copy 0
        np.testing.assert_array_equal(gradients["W_hy"], full["W_hy"])
        assert gradients.loss == full.loss


def test_a_window_that_holds_everything_is_no_truncation():
    """With T copies and the state before them in the window, the gradients are the full ones."""
    net, trace = make("relu")

    full = rv.backprop(net, trace, make_target())
    wide = rv.backprop(net, trace, make_target(), window=T + 1)

    for name in PARAMETERS:
        np.testing.assert_allclose(wide[name], full[name], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(wide.initial_state, full.initial_state, rtol=1e-12)
    np.testing.assert_allclose(wide.dL_dh, full.dL_dh, rtol=1e-12, atol=1e-14)


def test_the_copies_of_one_number_are_those_of_its_parameter():
    """Bit for bit, each number's contributions are its column of the whole parameter's."""
    net, trace = make("tanh")
    gradients = rv.backprop(net, trace, make_target())

    for name in PARAMETERS:
        each = gradients.per_step[name]
        for index in np.ndindex(net.parameters[name].shape):
            np.testing.assert_array_equal(
                gradients.copies(name, index), each[(slice(None), *index)], err_msg=name
            )


def test_lesson_8_the_gradient_of_a_shared_weight_is_a_sum_over_its_copies():
    """Copies' shares of ½(y₃ − 1)² are 0 and three times −.21875; rate .4 makes w = .7625."""
    net, trace = lesson()

    gradients = rv.backprop(net, trace, [[0], [0], [0], [1]], weights=[0, 0, 0, 1])

    assert gradients.loss == 0.5 * 0.875**2
    assert gradients.per_step["W_hh"].ravel().tolist() == [0, -0.21875, -0.21875, -0.21875]
    assert gradients["W_hh"].tolist() == [[-0.65625]]
    np.testing.assert_allclose(0.5 - 0.4 * gradients["W_hh"][0, 0], 0.7625, rtol=1e-15)


def test_lesson_8_the_shares_of_the_last_output():
    """Copies' shares of ∂y₃/∂w are 0, .25, .25, .25: the loss ½(y₃ − target)² at an error of 1."""
    net, trace = lesson()

    gradients = rv.backprop(net, trace, trace.y - [[0], [0], [0], [1]])

    assert gradients.per_step["W_hh"].ravel().tolist() == [0, 0.25, 0.25, 0.25]
    assert gradients.losses.tolist() == [0, 0, 0, 0.5]


def test_everything_is_read_only():
    """No array of the result can be written to, whatever the window."""
    net, trace = make()
    for window in (None, 2):
        gradients = rv.backprop(net, trace, make_target(), window=window)
        arrays = [gradients.losses, gradients.dL_dz, gradients.dL_da, gradients.dL_dh]
        arrays += [gradients.initial_state]
        arrays += [gradients[name] for name in PARAMETERS]
        arrays += [gradients.per_step[name] for name in PARAMETERS]
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_what_was_given_stays_as_it_was():
    """The target and the weights of the caller are neither changed nor kept."""
    net, trace = make()
    target, weights = make_target(), np.ones(T)
    kept = target.copy()

    gradients = rv.backprop(net, trace, target, weights=weights)
    before = gradients["W_hh"].copy()
    np.testing.assert_array_equal(target, kept)
    target[:] = weights[:] = 9

    np.testing.assert_array_equal(gradients["W_hh"], before)
    np.testing.assert_allclose(gradients.per_step["W_hh"].sum(axis=0), before, rtol=1e-12)


@pytest.mark.parametrize("window", [None, 4])
def test_gradients_beyond_float64_are_infinite_and_warn_nothing(window):
    """A gradient that passes the range of float64 is infinite or NaN, without a warning."""
    net = rv.RNN(
        W_xh=[[1], [0]], W_hh=[[1e100, 0], [0, -1e100]], W_hy=[[1, 1]], activation="linear"
    )
    trace = net.rollout(np.zeros((5, 1)), [0.0, 0.0])

    gradients = rv.backprop(net, trace, np.full((5, 1), 1e10), window=window)

    assert gradients.loss == 2.5e20
    assert not np.isfinite(gradients.dL_dh[0]).any()
    assert np.isfinite(gradients.dL_dh[-1]).all()
    assert not np.isfinite(gradients["W_xh"]).any()
    for name in ("W_xh", "W_hh", "b_h"):
        assert not np.isfinite(gradients.per_step[name][0]).any()


def test_a_loss_beyond_float64_is_infinite_and_warns_nothing():
    """The square of an error of 1e200 is infinite; its derivative is not."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0]], W_hy=[[1]], activation="linear")

    gradients = rv.backprop(net, net.rollout([[1e200]]), [[0]])

    assert gradients.loss == np.inf
    assert gradients["b_h"].tolist() == [1e200]


def test_the_cross_entropy_of_an_impossible_class_is_exact():
    """Where y underflows to 0, the loss is still the difference of the logits, and 0 if right."""
    net = rv.RNN(
        W_xh=[[1]], W_hh=[[0]], W_hy=[[2000], [-2000]], activation="linear", output="softmax"
    )

    gradients = rv.backprop(net, net.rollout([[1], [1]]), [0, 1], "cross_entropy")

    assert gradients.losses.tolist() == [0, 4000]
    np.testing.assert_array_equal(gradients.dL_dz, [[0, 0], [1, -1]])


def test_logits_at_the_ends_of_float64_have_a_loss():
    """Logits further apart than float64 reaches give 0 for the right class, and never NaN."""
    net = rv.RNN(
        W_xh=[[1]], W_hh=[[0]], W_hy=[[1e308], [-1e308]], activation="linear", output="softmax"
    )

    gradients = rv.backprop(net, net.rollout([[1], [1]]), [0, 1], "cross_entropy")

    assert gradients.losses.tolist() == [0, np.inf]
    np.testing.assert_array_equal(gradients.dL_dz, [[0, 0], [1, -1]])


def test_a_trace_whose_squares_overflow_is_still_finite():
    """States and logits of 1e154, whose squares add up to more than float64, are taken."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0]], W_hy=[[1]], activation="linear")
    trace = net.rollout([[1.2e154]])

    assert rv.backprop(net, trace, trace.y).loss == 0
    assert rv.backprop(net, net.rollout([[1e200]]), [[1e200]]).loss == 0


def test_a_network_of_the_same_numbers_is_the_same_network():
    """A network that was made again, or came back from a link, takes the trace."""
    net, trace = make()
    again = rv.backprop(net.replace(), trace, make_target())

    assert again.loss == rv.backprop(net, trace, make_target()).loss


@pytest.mark.parametrize(
    "change",
    [
        {"W_hh": np.eye(H)},
        {"b_y": np.ones(O)},
        {"activation": "relu"},
        {"output": "sigmoid"},
        {"W_xh": np.ones((H, I + 1))},
    ],
)
def test_a_trace_of_another_network_is_refused(change):
    """One other number, activation or size, and the trace does not belong."""
    net, trace = make()
    with pytest.raises(ValueError, match="the trace is of another network"):
        rv.backprop(net.replace(**change), trace, make_target())


def test_a_batch_is_refused():
    """Only one sequence has gradients here."""
    net, _ = make()
    with pytest.raises(ValueError, match=r"h of shape \(5, 2, 4\): expected one sequence"):
        rv.backprop(net, net.rollout(np.zeros((5, 2, I))), np.zeros((5, O)))


def test_a_trace_that_is_not_finite_is_refused_and_its_finite_steps_are_not():
    """The sentence names the first step that is infinite; `first` gives the steps before it."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[1e200]], W_hy=[[1]], activation="linear")
    trace = net.rollout([[1], [0], [0], [0]])

    with pytest.raises(ValueError, match=r"not finite at step 2.*trace\.first"):
        rv.backprop(net, trace, np.zeros((4, 1)))
    rv.backprop(net, trace.first(2), np.zeros((2, 1)))


def test_infinite_logits_are_refused():
    """A readout that overflows is refused as an infinite state is."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[1]], W_hy=[[1e308]], activation="linear")
    with pytest.raises(ValueError, match="not finite at step 1"):
        rv.backprop(net, net.rollout([[1], [1]]), np.zeros((2, 1)))


DISTRIBUTIONS = np.full((T, O), 1 / O)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target": np.zeros((T, O + 1))}, "target has shape (6, 4): expected (6, 3)"),
        ({"target": np.zeros((T - 1, O))}, "target has shape (5, 3): expected (6, 3)"),
        ({"target": np.zeros((O, T))}, "target has shape (3, 6): expected (6, 3)"),
        ({"target": np.full((T, O), np.nan)}, "target[0, 0] is nan: expected a finite number"),
        ({"target": "none"}, "target is 'none': expected numbers"),
        ({"loss": "hinge"}, "loss is 'hinge': expected one of squared_error, cross_entropy"),
        ({"weights": np.ones(T - 1)}, "weights has shape (5,): expected (6,)"),
        ({"weights": [1, 1, np.nan, 1, 1, 1]}, "weights[2] is nan: expected a finite number"),
        ({"window": 0}, "window is 0: expected a whole number of at least 1"),
        ({"window": 1.5}, "window is 1.5: expected a whole number of at least 1"),
        ({"net": None}, "net is None: expected an RNN"),
        ({"trace": [1.0]}, "trace is [1.0]: expected a Trace"),
        (
            {"loss": "cross_entropy", "target": [0, 1, 2, 3, 0, 0]},
            "target[3] is 3: expected a class from 0 to 2",
        ),
        (
            {"loss": "cross_entropy", "target": [0, -1, 2, 0, 0, 0]},
            "target[1] is -1: expected a class from 0 to 2",
        ),
        (
            {"loss": "cross_entropy", "target": [0, 1, 0.5, 0, 0, 0]},
            "target[2] is 0.5: expected a class from 0 to 2",
        ),
        (
            {"loss": "cross_entropy", "target": [0, 1]},
            "target has shape (2,): expected (6,) or (6, 3)",
        ),
        (
            {"loss": "cross_entropy", "target": 2 * DISTRIBUTIONS},
            "expected probabilities whose sum is 1",
        ),
        (
            {"loss": "cross_entropy", "target": np.tile([1.5, -0.5, 0], (T, 1))},
            "target[0] is [1.5, -0.5, 0.0]: expected probabilities whose sum is 1",
        ),
    ],
)
def test_bad_arguments_are_refused_in_words(changes, sentence):
    """The sentence names the argument, quotes it, and says what was expected."""
    net, trace = make(output="softmax")
    arguments = {"net": net, "trace": trace, "target": DISTRIBUTIONS, **changes}
    with pytest.raises(ValueError, match="expected") as refused:
        rv.backprop(**arguments)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("output", ["identity", "sigmoid"])
def test_cross_entropy_without_softmax_is_refused(output):
    """The cross entropy is of a softmax."""
    net, trace = make(output=output)
    with pytest.raises(ValueError, match=f"output '{output}': expected 'softmax'"):
        rv.backprop(net, trace, np.zeros(T), "cross_entropy")


@pytest.mark.parametrize("name", ["W", "initial_state", None, "w_hh"])
def test_an_unknown_parameter_is_refused(name):
    """Both look-ups say which parameters there are."""
    net, trace = make()
    gradients = rv.backprop(net, trace, make_target())
    for looked_up in (gradients, gradients.per_step):
        with pytest.raises(ValueError, match=r"the parameter is .*: expected one of W_xh, W_hh"):
            looked_up[name]


@pytest.mark.parametrize("step", [0, -1e-5, np.nan, "1"])
def test_a_step_of_differences_that_is_not_above_0_is_refused(step):
    """Finite differences need a step above 0."""
    net, trace = make()
    with pytest.raises(ValueError, match="step is"):
        rv.finite_differences(net, trace, make_target(), step=step)
