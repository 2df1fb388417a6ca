"""Interventions: a run with one thing changed at one step, against a plain loop."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.networks import PARAMETERS

I, H, O, T = 2, 4, 3, 6

every_step = pytest.mark.parametrize("step", [0, 3, T - 1])
every_network = pytest.mark.parametrize(
    ("activation", "output"),
    [("tanh", "identity"), ("relu", "softmax"), ("linear", "sigmoid"), ("tanh", "softmax")],
)
ENTRIES = [
    rv.Knob.entry("W_xh", 3, 1), rv.Knob.entry("W_hh", 2, 3), rv.Knob.entry("W_hy", 1, 2),
    rv.Knob.entry("b_h", 2), rv.Knob.entry("b_y", 2),
]  # fmt: skip
every_entry = pytest.mark.parametrize("knob", ENTRIES, ids=lambda knob: knob.name)


def make(activation="tanh", output="identity"):
    """Return a random network with biases, and its rollout from a state that is not zero.

    No pre-activation is near 0, and some ReLU units are off.
    """
    draw = np.random.default_rng(13).normal
    net = rv.RNN(
        W_xh=0.5 * draw(size=(H, I)), W_hh=0.4 * draw(size=(H, H)), W_hy=draw(size=(O, H)),
        b_h=draw(size=H), b_y=draw(size=O), activation=activation, output=output,
    )  # fmt: skip
    return net, net.rollout(draw(size=(T, I)), draw(size=H))


def loop(net, trace, change):
    """Return h and y by the equations, where `change(t, now)` may turn what a step has.

    `now` holds the step's own parameters, its x, and "before", the state that enters it;
    "added" is what is added to the state after it.
    """
    activate = {"tanh": np.tanh, "relu": lambda a: a * (a > 0), "linear": lambda a: a}
    read = {
        "identity": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
    }
    state, h, y = trace.initial_state, [], []
    for t in range(T):
        now = {name: net.parameters[name].copy() for name in PARAMETERS}
        now.update(x=trace.x[t].copy(), before=state.copy(), added=np.zeros(H))
        change(t, now)
        a = now["W_xh"] @ now["x"] + now["W_hh"] @ now["before"] + now["b_h"]
        state = activate[net.activation](a) + now["added"]
        h.append(state)
        y.append(read[net.output](now["W_hy"] @ state + now["b_y"]))
    return np.array(h), np.array(y)


def assert_is(intervention, trace, step, expected):
    """Check that an intervention gives these h and y, the same as before until its step."""
    h, y = expected
    assert (intervention.h.shape, intervention.y.shape) == ((T, H), (T, O))
    assert intervention.step == step
    assert intervention.trace is trace
    np.testing.assert_allclose(intervention.h, h, rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(intervention.y, y, rtol=1e-12, atol=1e-13)
    np.testing.assert_array_equal(intervention.h[:step], trace.h[:step])
    np.testing.assert_array_equal(intervention.y[:step], trace.y[:step])
    np.testing.assert_array_equal(intervention.dh, intervention.h - trace.h)
    np.testing.assert_array_equal(intervention.dy, intervention.y - trace.y)
    assert np.abs(intervention.dy[step]).max() > 1e-6
    assert not intervention.predicted[:step].any()


@every_network
@every_step
def test_a_nudged_input_moves_its_step_and_all_after_it(activation, output, step):
    """x_step[1] + .7 gives the run of the equations with that one input changed."""
    net, trace = make(activation, output)

    def change(t, now):
        if t == step:
            now["x"][1] += 0.7

    assert_is(rv.nudge(net, trace, step, 0.7, input=1), trace, step, loop(net, trace, change))


@every_network
@every_step
def test_a_nudged_unit_moves_its_step_and_all_after_it(activation, output, step):
    """h_step[2] − .4 gives the run in which that unit is moved after its step."""
    net, trace = make(activation, output)

    def change(t, now):
        if t == step:
            now["added"][2] = -0.4

    intervention = rv.nudge(net, trace, step, -0.4, unit=2)

    assert_is(intervention, trace, step, loop(net, trace, change))
    moved = np.zeros(H)
    moved[2] = -0.4
    np.testing.assert_allclose(intervention.dh[step], moved, atol=1e-15)
    np.testing.assert_array_equal(intervention.predicted[step], moved)


@every_network
@every_entry
@every_step
def test_an_untied_copy_has_a_value_of_its_own_at_one_step(activation, output, knob, step):
    """The copy at one step is 2.5, and all others are as they were."""
    net, trace = make(activation, output)
    net = net.replace(b_h=np.abs(net.b_h))  # so that no unit that is turned is off
    trace = net.rollout(trace.x, trace.initial_state)

    def change(t, now):
        if t == step:
            now[knob.parameter][knob.index] = 2.5

    intervention = rv.untie(net, trace, knob, step, 2.5)

    assert_is(intervention, trace, step, loop(net, trace, change))
    if knob.parameter in ("W_hy", "b_y"):
        assert not intervention.dh.any()
        assert not intervention.predicted.any()
        np.testing.assert_allclose(intervention.dy[step + 1 :], 0, atol=1e-15)


@every_network
@every_step
def test_a_cut_step_knows_nothing_of_the_past(activation, output, step):
    """The state that enters the step is 0; from there on the run is that of a new sequence."""
    net, trace = make(activation, output)

    def change(t, now):
        if t == step:
            now["before"][:] = 0

    intervention = rv.cut(net, trace, step)

    assert_is(intervention, trace, step, loop(net, trace, change))
    fresh = net.rollout(trace.x[step:])
    np.testing.assert_allclose(intervention.h[step:], fresh.h, rtol=1e-12, atol=1e-13)


@every_step
def test_untying_every_copy_in_turn_adds_up_to_the_gradient(step):
    """To first order a copy's own turn moves the loss by its share of the gradient."""
    net, trace = make("tanh", "sigmoid")
    target = np.zeros((T, O))
    gradients = rv.backprop(net, trace, target)

    def loss(y):
        return 0.5 * ((y - target) ** 2).sum()

    for knob in ENTRIES:
        value = net.parameters[knob.parameter][knob.index]
        ahead = rv.untie(net, trace, knob, step, value + 1e-5)
        behind = rv.untie(net, trace, knob, step, value - 1e-5)
        share = gradients.per_step[knob.parameter][step][knob.index]
        np.testing.assert_allclose((loss(ahead.y) - loss(behind.y)) / 2e-5, share, atol=1e-8)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@every_step
def test_what_is_predicted_is_the_slope_of_what_happens(activation, step):
    """For tiny changes either way, central differences of the states are the prediction."""
    net, trace = make(activation)
    assert np.abs(trace.a).min() > 1e-2
    tiny = 1e-5
    changes = [
        lambda amount: rv.nudge(net, trace, step, amount, input=0),
        lambda amount: rv.nudge(net, trace, step, amount, unit=1),
    ]
    for knob in ENTRIES:
        value = net.parameters[knob.parameter][knob.index]
        changes.append(
            lambda amount, knob=knob, value=value: rv.untie(net, trace, knob, step, value + amount)
        )
    for change in changes:
        ahead, behind = change(tiny), change(-tiny)

        slope = (ahead.h - behind.h) / (2 * tiny)
        np.testing.assert_allclose(ahead.predicted / tiny, slope, atol=1e-8)
        np.testing.assert_allclose(behind.predicted, -ahead.predicted, rtol=1e-9, atol=1e-18)


@every_step
def test_a_prediction_is_linear_in_the_change(step):
    """Ten times the nudge predicts ten times the move, however far off that is."""
    net, trace = make()

    one = rv.nudge(net, trace, step, 0.3, input=1)
    ten = rv.nudge(net, trace, step, 3.0, input=1)

    assert one.predicted[step].all()
    np.testing.assert_allclose(ten.predicted, 10 * one.predicted, rtol=1e-12)
    assert np.abs(ten.dh - 10 * one.dh).max() > 0.1


def test_a_linear_network_does_what_is_predicted():
    """Without a curve the first order is all there is, for a cut as well."""
    net, trace = make("linear")
    for intervention in (
        rv.nudge(net, trace, 2, 5.0, input=0),
        rv.nudge(net, trace, 2, 5.0, unit=3),
        rv.untie(net, trace, rv.Knob.entry("W_hh", 1, 2), 2, -4),
        rv.cut(net, trace, 2),
        rv.cut(net, trace, 0),
    ):
        np.testing.assert_allclose(intervention.predicted, intervention.dh, rtol=1e-11, atol=1e-12)


def test_predictions_follow_the_jacobians():
    """A nudge of a unit predicts ∂h_t/∂h_step's column, and a cut ∂h_t/∂h_{step−1} of all."""
    net, trace = make()
    memory = rv.memory(net, trace)
    nudged, cut = rv.nudge(net, trace, 1, 1.0, unit=3), rv.cut(net, trace, 2)
    for t in range(2, T):
        np.testing.assert_allclose(nudged.predicted[t], memory.jacobian(t, 1)[:, 3], rtol=1e-12)
        expected = -memory.jacobian(t, 1) @ trace.h[1]
        np.testing.assert_allclose(cut.predicted[t], expected, rtol=1e-12)


def test_lesson_3_an_untied_copy_moves_one_step_and_a_shared_weight_all():
    """Decay over 1, 2, 0: W_hh of step 1 alone at 1 makes h 1, 3, 1.5; shared it makes 1, 3, 3."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0.5]], W_hy=[[2]], b_y=[-1], activation="relu")
    trace = net.rollout([[1], [2], [0]])

    untied = rv.untie(net, trace, rv.Knob.entry("W_hh", 0, 0), 1, 1)

    assert untied.h.ravel().tolist() == [1, 3, 1.5]
    assert untied.y.ravel().tolist() == [1, 5, 2]
    assert untied.dh.ravel().tolist() == [0, 0.5, 0.25]
    assert net.replace(W_hh=[[1]]).rollout(trace.x).h.ravel().tolist() == [1, 3, 3]


def test_everything_is_read_only_and_the_trace_stays_as_it_was():
    """No array of the result can be written to, and nothing of the run before is changed."""
    net, trace = make()
    h, y = trace.h.copy(), trace.y.copy()
    for intervention in (
        rv.nudge(net, trace, 2, 1, input=0),
        rv.nudge(net, trace, 2, 1, unit=0),
        rv.untie(net, trace, ENTRIES[0], 2, 1),
        rv.cut(net, trace, 2),
    ):
        for name in ("h", "y", "dh", "dy", "predicted"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(intervention, name)[0] = 1
    np.testing.assert_array_equal(trace.h, h)
    np.testing.assert_array_equal(trace.y, y)


def test_a_run_that_explodes_after_the_change_is_shown_as_it_is():
    """What follows may pass float64: it is infinite then, without a warning."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[1e150]], W_hy=[[1]], activation="relu")
    trace = net.rollout(np.zeros((5, 1)))

    intervention = rv.nudge(net, trace, 1, 10, input=0)

    np.testing.assert_allclose(intervention.h.ravel(), [0, 10, 1e151, 1e301, np.inf], rtol=1e-12)
    np.testing.assert_array_equal(intervention.dh, intervention.h)
    assert intervention.predicted[3, 0] == 0  # at the kink nothing is predicted


def test_changes_beyond_float64_warn_nothing():
    """Huge amounts saturate tanh, or are refused in words where a state would be infinite."""
    net = rv.RNN(W_xh=[[1e200]], W_hh=[[0]], W_hy=[[1]])
    trace = net.rollout([[0], [0]])
    assert rv.nudge(net, trace, 1, 1e200, input=0).h.ravel().tolist() == [0, 1]
    assert rv.nudge(net, trace, 1, 1e200, input=0).predicted[1, 0] == np.inf
    saturated = net.rollout([[1], [1]])  # its slope is 0, and 0 · ∞ is NaN
    assert np.isnan(rv.nudge(net, saturated, 1, 1e200, input=0).predicted[1, 0])

    linear = rv.RNN(W_xh=[[1]], W_hh=[[1]], W_hy=[[0]], activation="linear")
    trace = linear.rollout([[1e308], [0]])
    with pytest.raises(ValueError, match=r"x\[0, 0\] is inf: expected a finite number"):
        rv.nudge(linear, trace, 0, 1e308, input=0)
    with pytest.raises(ValueError, match=r"step 0 gives \[inf\]: expected finite states"):
        rv.nudge(linear, trace, 0, 1e308, unit=0)


CALLS = {
    "input": lambda net, trace, step: rv.nudge(net, trace, step, 1, input=0),
    "unit": lambda net, trace, step: rv.nudge(net, trace, step, 1, unit=0),
    "untie": lambda net, trace, step: rv.untie(net, trace, ENTRIES[1], step, 1),
    "cut": rv.cut,
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@every_call
@pytest.mark.parametrize("step", [-1, T, 1.5, None, True])
def test_a_step_out_of_range_is_refused(call, step):
    """The sentence quotes the step and says which there are."""
    net, trace = make()
    with pytest.raises(ValueError, match=f"step is {step}: expected a whole number from 0 to 5"):
        call(net, trace, step)


@every_call
def test_a_trace_that_does_not_fit_is_refused(call):
    """Of another network, of a batch, or not finite."""
    net, trace = make()
    with pytest.raises(ValueError, match="the trace is of another network"):
        call(net.replace(b_h=np.ones(H)), trace, 1)
    with pytest.raises(ValueError, match="expected one sequence"):
        call(net, net.rollout(np.zeros((5, 3, I))), 1)
    exploding = net.replace(activation="linear", W_hh=np.full((H, H), 1e200))
    with pytest.raises(ValueError, match="not finite at step"):
        call(exploding, exploding.rollout(trace.x, trace.initial_state), 1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda n, t: rv.nudge(n, t, 0, 1), "input is None and unit None: expected one of the two"),
        (lambda n, t: rv.nudge(n, t, 0, 1, input=0, unit=0), "input is 0 and unit 0: expected one"),
        (lambda n, t: rv.nudge(n, t, 0, 1, input=2), "input is 2: expected a whole number from 0"),
        (lambda n, t: rv.nudge(n, t, 0, 1, input=-1), "input is -1: expected a whole number"),
        (lambda n, t: rv.nudge(n, t, 0, 1, unit=4), "unit is 4: expected a whole number from 0"),
        (lambda n, t: rv.nudge(n, t, 0, np.nan, unit=0), "amount is nan: expected a finite number"),
        (lambda n, t: rv.nudge(n, t, 0, "1", unit=0), "amount is '1': expected a finite number"),
        (lambda n, t: rv.untie(n, t, "W_hh", 0, 1), "knob is 'W_hh': expected a Knob"),
        (
            lambda n, t: rv.untie(n, t, rv.Knob.gain("W_hh"), 0, 1),
            "the knob is gain of W_hh: expected an entry of a parameter",
        ),
        (
            lambda n, t: rv.untie(n, t, rv.Knob.input(0, 0), 0, 1),
            "the knob is input[0, 0]: expected an entry of a parameter",
        ),
        (
            lambda n, t: rv.untie(n, t, rv.Knob.entry("W_xh", 0, 2), 0, 1),
            "W_xh[0, 2] is out of range: expected an index within (4, 2)",
        ),
        (
            lambda n, t: rv.untie(n, t, ENTRIES[0], 0, np.inf),
            "the value of W_xh[3, 1] is inf: expected a finite number",
        ),
    ],
)
def test_bad_arguments_are_refused_in_words(call, sentence):
    """The sentence names the argument, quotes it, and says what was expected."""
    with pytest.raises(ValueError, match="expected") as refused:
        call(*make())
    assert sentence in str(refused.value)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("amount", [1e-12, -1e-12, 1e-9])
def test_a_tiny_nudge_is_no_rounding(activation, amount):
    """What moves a state by 10⁻¹² moves something, by just that much, and the gradient knows."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, activation=activation, seed=2)
    trace = net.rollout(np.random.default_rng(5).normal(size=(6, 2)))
    change = rv.nudge(net, trace, 1, amount, unit=3)
    assert not change.changes_nothing
    assert change.dh[1, 3] == pytest.approx(amount, rel=1e-3)
    np.testing.assert_allclose(change.dh, change.predicted, atol=1e-3 * abs(amount))
    assert not rv.nudge(net, trace, 1, amount, input=0).changes_nothing


def test_small_numbers_move_by_small_amounts():
    """In a network of numbers near 10⁻³⁰ a nudge moves a state by all that it has."""
    net = rv.RNN(W_xh=[[1e-30]], W_hh=[[1e-30]], W_hy=[[1e-30]], activation="linear")
    trace = net.rollout([[1.0], [0.0]])
    change = rv.nudge(net, trace, 0, 0.5, input=0)
    assert not change.changes_nothing
    assert change.dh[0, 0] == pytest.approx(5e-31)


@pytest.mark.parametrize("seed", range(5))
def test_what_does_not_matter_moves_nothing_to_the_last_bit(seed):
    """No number changes at all, though one step alone is rounded otherwise than a whole run.

    Of a nudge by 0, by less than the last bit, or of what no weight reads; of a cut of a zero
    state; of a copy untied at its own value, or of a weight that meets 0.
    """
    rng = np.random.default_rng(seed)
    W_xh, W_hh, W_hy = (rng.normal(size=size) for size in ((5, 3), (5, 5), (4, 5)))
    W_xh[:, 1] = 0.0
    net = rv.RNN(W_xh=W_xh, W_hh=W_hh, W_hy=W_hy, b_h=rng.normal(size=5), b_y=rng.normal(size=4))
    x = rng.normal(size=(7, 3))
    x[2, 0] = 0.0
    trace = net.rollout(x)
    W_xh_20 = rv.Knob.entry("W_xh", 2, 0)
    for change in (
        rv.nudge(net, trace, 3, 0.0, input=0),
        rv.nudge(net, trace, 3, 0.0, unit=4),
        rv.nudge(net, trace, 3, 1e-20, unit=4),
        rv.nudge(net, trace, 3, 0.5, input=1),
        rv.cut(net, trace, 0),
        rv.untie(net, trace, W_xh_20, 3, W_xh[2, 0]),
        rv.untie(net, trace, W_xh_20, 2, 9.0),
        rv.untie(net, trace, rv.Knob.entry("W_hy", 1, 3), 4, W_hy[1, 3]),
    ):
        assert change.changes_nothing
        assert not change.dh.any()
        assert not change.dy.any()
