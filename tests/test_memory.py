"""Memory: derivatives of states by earlier ones, against PyTorch, products, and known answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.networks import PARAMETERS
from tests.references import make_torch_gradients as reference

I, H, O, T = 2, 4, 3, 6

every_case = pytest.mark.parametrize("name", reference.names())
every_origin = pytest.mark.parametrize("origin", reference.ORIGINS)
every_activation = pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
every_output = pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])


def run(arrays, name):
    """Return the network and the trace of a case of PyTorch's."""
    activation, output, *_ = name.split("-")
    parameters = {key: arrays[key] for key in PARAMETERS}
    net = rv.RNN(**parameters, activation=activation, output=output)
    return net, net.rollout(arrays["x"], arrays["initial_state"])


def make(activation="tanh", output="identity", *, sizes=(I, H, O, T), seed=13):
    """Return a random network with biases, and its rollout from a state that is not zero."""
    inputs, hidden, outputs, steps = sizes
    draw = np.random.default_rng(seed).normal
    net = rv.RNN(
        W_xh=draw(size=(hidden, inputs)), W_hh=0.6 * draw(size=(hidden, hidden)),
        W_hy=draw(size=(outputs, hidden)), b_h=draw(size=hidden), b_y=draw(size=outputs),
        activation=activation, output=output,
    )  # fmt: skip
    return net, net.rollout(draw(size=(steps, inputs)), draw(size=hidden))


def one_unit(weight, start, num_steps, activation="tanh"):
    """Return the memory of one unit without inputs, from a state before step 0."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[weight]], W_hy=[[1]], activation=activation)
    return rv.memory(net, net.rollout(np.zeros((num_steps, 1)), [start]))


def linear(W_hh, num_steps, **others):
    """Return the memory of a linear network at rest: its Jacobians are W_hh at every step."""
    size = len(W_hh)
    arguments = {"W_xh": np.eye(size)[:, :1], "W_hy": np.ones((1, size)), **others}
    net = rv.RNN(W_hh=W_hh, **arguments, activation="linear")
    return rv.memory(net, net.rollout(np.zeros((num_steps, net.input_size))))


def norm(matrix):
    """Return the largest singular value."""
    return np.linalg.svd(matrix, compute_uv=False)[0]


def all_arrays(memory, t):
    """Return every array that a memory gives, by its name."""
    decay, influence = memory.decay(t), memory.influence(unit=0)
    states, inputs, initial_state = influence.gradients(t)
    return {
        "jacobian": memory.jacobian(t, -1),
        "input_jacobian": memory.input_jacobian(t, 0),
        "norms": memory.norms,
        "input_norms": memory.input_norms,
        "step_norms": memory.step_norms,
        "decay.norms": decay.norms,
        "slope_factors": decay.slope_factors,
        "weight_factors": decay.weight_factors,
        "steepest": decay.steepest,
        "of_states": influence.of_states,
        "of_inputs": influence.of_inputs,
        "of_initial_state": influence.of_initial_state,
        "states": states,
        "inputs": inputs,
        "initial_state": initial_state,
    }


@every_origin
@every_case
def test_derivatives_agree_with_torch(name, origin):
    """∂h_t/∂h_k and ∂h_t/∂x_k for all pairs agree with autograd's to 1e−10, norms with SVD's."""
    expected = reference.arrays_of(name, origin)
    net, trace = run(expected, name)
    close = {"rtol": 1e-10, "atol": 1e-10}

    memory = rv.memory(net, trace)

    steps = range(trace.num_steps)
    for t in steps:
        for k in (-1, *steps):
            answer = expected["dh_dh"][t, k + 1]
            np.testing.assert_allclose(memory.jacobian(t, k), answer, **close)
            if k >= 0:
                np.testing.assert_allclose(memory.norms[t, k], norm(answer), **close)
                answer = expected["dh_dx"][t, k]
                np.testing.assert_allclose(memory.input_jacobian(t, k), answer, **close)
                np.testing.assert_allclose(memory.input_norms[t, k], norm(answer), **close)
        of_one_step = norm(expected["dh_dh"][t, t])
        np.testing.assert_allclose(memory.step_norms[t], of_one_step, **close)
        before = norm(expected["dh_dh"][t, 0])
        np.testing.assert_allclose(memory.decay(t).norms[-1], before, **close)


@every_origin
@every_case
def test_the_influence_on_outputs_and_units_agrees_with_torch(name, origin):
    """Lengths and gradients of ∂y_t/∂x_k, ∂y_t/∂h_{−1} and ∂h_t[i]/∂h_k agree with autograd's."""
    expected = reference.arrays_of(name, origin)
    net, trace = run(expected, name)
    close = {"rtol": 1e-10, "atol": 1e-10}
    memory = rv.memory(net, trace)
    for output in range(net.output_size):
        influence = memory.influence(output=output)
        by_inputs = expected["dy_dx"][:, output]
        by_initial = expected["dy_dinitial"][:, output]
        np.testing.assert_allclose(influence.of_inputs, np.linalg.norm(by_inputs, axis=2), **close)
        np.testing.assert_allclose(
            influence.of_initial_state, np.linalg.norm(by_initial, axis=1), **close
        )
        for t in range(trace.num_steps):
            states, inputs, initial_state = influence.gradients(t)
            np.testing.assert_allclose(inputs, by_inputs[t], **close)
            np.testing.assert_allclose(initial_state, by_initial[t], **close)
            np.testing.assert_allclose(
                influence.of_states[t], np.linalg.norm(states, axis=1), **close
            )
    for unit in range(net.hidden_size):
        influence = memory.influence(unit=unit)
        rows = expected["dh_dh"][:, :, unit]
        of_states = np.linalg.norm(rows[:, 1:], axis=2)
        np.testing.assert_allclose(influence.of_states, of_states, **close)
        np.testing.assert_allclose(
            influence.of_initial_state, np.linalg.norm(rows[:, 0], axis=1), **close
        )
        of_inputs = np.linalg.norm(expected["dh_dx"][:, :, unit], axis=2)
        np.testing.assert_allclose(influence.of_inputs, of_inputs, **close)
        states, inputs, initial_state = influence.gradients(2)
        np.testing.assert_allclose(states, rows[2, 1:], **close)
        np.testing.assert_allclose(inputs, expected["dh_dx"][2, :, unit], **close)
        np.testing.assert_allclose(initial_state, rows[2, 0], **close)


@every_activation
@pytest.mark.parametrize("sizes", [(2, 4, 3, 6), (5, 3, 2, 4), (1, 2, 3, 5)])
def test_every_derivative_is_a_product_of_steps(activation, sizes):
    """Jacobians, with more or fewer inputs than units, are diag(slopes) W multiplied one by one."""
    net, trace = make(activation, sizes=sizes)
    slopes = {
        "tanh": 1 - np.tanh(trace.a) ** 2,
        "relu": np.where(trace.a > 0, 1.0, 0.0),
        "linear": np.ones(trace.a.shape),
    }[activation]
    close = {"rtol": 1e-12, "atol": 1e-14}

    memory = rv.memory(net, trace)

    steps = range(trace.num_steps)
    for t in steps:
        np.testing.assert_allclose(memory.step_jacobians[t], np.diag(slopes[t]) @ net.W_hh, **close)
        for k in (-1, *steps[: t + 1]):
            product = np.eye(net.hidden_size)
            for step in steps[k + 1 : t + 1]:
                product = np.diag(slopes[step]) @ net.W_hh @ product
            np.testing.assert_allclose(memory.jacobian(t, k), product, **close)
            if k >= 0:
                np.testing.assert_allclose(memory.norms[t, k], norm(product), **close)
                product = product @ np.diag(slopes[k]) @ net.W_xh
                np.testing.assert_allclose(memory.input_jacobian(t, k), product, **close)
                np.testing.assert_allclose(memory.input_norms[t, k], norm(product), **close)


def test_a_jacobian_says_how_a_nudge_moves_the_later_state():
    """∂h_t/∂h_k and ∂h_t/∂x_k are the central differences of two runs that were nudged."""
    net, trace = make()
    memory = rv.memory(net, trace)
    for unit in range(H):
        ahead = rv.nudge(net, trace, 1, 1e-5, unit=unit).h
        behind = rv.nudge(net, trace, 1, -1e-5, unit=unit).h
        slope = (ahead - behind) / 2e-5
        for t in range(1, T):
            np.testing.assert_allclose(slope[t], memory.jacobian(t, 1)[:, unit], atol=1e-8)
    for i in range(I):
        ahead = rv.nudge(net, trace, 2, 1e-5, input=i).h
        behind = rv.nudge(net, trace, 2, -1e-5, input=i).h
        slope = (ahead - behind) / 2e-5
        for t in range(2, T):
            np.testing.assert_allclose(slope[t], memory.input_jacobian(t, 2)[:, i], atol=1e-8)


def test_the_future_does_not_reach_back():
    """Above the diagonal everything is exactly 0; on it, ∂h_t/∂h_t is the identity."""
    net, trace = make()
    memory = rv.memory(net, trace)
    influence = memory.influence(output=1)
    above = np.triu_indices(T, 1)
    for array in (memory.norms, memory.input_norms, influence.of_states, influence.of_inputs):
        assert array.shape == (T, T)
        assert not array[above].any()
        assert array[np.tril_indices(T)].all()
    np.testing.assert_array_equal(memory.jacobian(1, 4), np.zeros((H, H)))
    np.testing.assert_array_equal(memory.input_jacobian(1, 4), np.zeros((H, I)))
    np.testing.assert_array_equal(memory.jacobian(3, 3), np.eye(H))
    np.testing.assert_array_equal(np.diag(memory.norms), np.ones(T))
    states, inputs, _ = influence.gradients(2)
    assert states[:3].all()
    assert inputs[:3].all()
    assert not states[3:].any()
    assert not inputs[3:].any()


@every_activation
def test_decay_reads_the_last_row_of_the_norms(activation):
    """Decay's norms are those of ∂h_t/∂h_{t−d}, the state before step 0 included."""
    net, trace = make(activation)
    memory = rv.memory(net, trace)
    for t in range(T):
        decay = memory.decay(t)
        jacobians = [memory.jacobian(t, t - d) for d in range(t + 2)]
        np.testing.assert_allclose(decay.norms, list(map(norm, jacobians)), rtol=1e-12)
        np.testing.assert_allclose(decay.norms[: t + 1], memory.norms[t, t::-1], rtol=1e-12)
        assert decay.step == t


@every_activation
def test_decay_splits_a_norm_into_what_slopes_and_what_weights_do(activation):
    """The factors multiply to the norms, step by step, and each is of its half of a step."""
    net, trace = make(activation)
    slopes = net.slopes(trace)
    t = T - 1

    decay = rv.memory(net, trace).decay(t)

    both = decay.slope_factors * decay.weight_factors
    np.testing.assert_allclose(np.cumprod(both), decay.norms[1:], rtol=1e-12)
    product = np.eye(H)
    for d in range(T):
        half = product @ np.diag(slopes[t - d])
        np.testing.assert_allclose(decay.slope_factors[d], norm(half) / norm(product), rtol=1e-12)
        product = half @ net.W_hh
        np.testing.assert_allclose(decay.weight_factors[d], norm(product) / norm(half), rtol=1e-12)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(["tanh", "relu", "linear"]),
    st.integers(1, 7),
    st.floats(0.1, 4),
)
def test_no_norm_is_above_the_guarantee_and_no_slope_adds(seed, activation, hidden, gain):
    """Slope factors are at most 1, and (largest singular value × slope)^d bounds every norm."""
    net, trace = make(activation, sizes=(2, hidden, 1, 9), seed=seed)
    net = net.replace(W_hh=gain * net.W_hh)
    trace = net.rollout(trace.x, trace.initial_state)
    rounding = 1 + 1e-12

    decay = rv.memory(net, trace).decay(8)

    assert (decay.slope_factors <= rounding).all()
    assert (decay.norms <= decay.guarantee * rounding**9).all()
    assert (decay.norms >= 0).all()
    np.testing.assert_allclose(decay.largest_singular_value, norm(net.W_hh), rtol=1e-12)
    steepest = [net.slopes(trace)[8 - i :].max() for i in range(9)]
    np.testing.assert_allclose(decay.steepest, steepest, rtol=1e-12)
    bounds = (norm(net.W_hh) * np.array(steepest)) ** np.arange(1, 10)
    np.testing.assert_allclose(decay.guarantee, [1, *bounds], rtol=1e-10)


def test_factors_after_a_norm_of_zero_are_zero():
    """Where a ReLU unit is off nothing is left, before it neither, and nothing is NaN."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0.5]], W_hy=[[1]], activation="relu")
    memory = rv.memory(net, net.rollout([[1], [-9], [1], [1]]))

    decay = memory.decay(3)

    assert decay.norms.tolist() == [1, 0.5, 0.25, 0, 0]
    assert decay.slope_factors.tolist() == [1, 1, 0, 0]
    assert decay.weight_factors.tolist() == [0.5, 0.5, 0, 0]
    assert memory.norms[3].tolist() == [0, 0.25, 0.5, 1]


@every_output
@every_activation
def test_an_output_is_influenced_through_the_jacobians(activation, output):
    """∂y_t/∂h_k is ∂y_t/∂h_t, by central differences of the readout, times ∂h_t/∂h_k."""
    net, trace = make(activation, output)
    memory = rv.memory(net, trace)
    for which in range(O):
        influence = memory.influence(output=which)
        for t in range(T):
            step = 1e-5 * np.eye(H)
            start = [
                (net.read_out(trace.h[t] + e)[which] - net.read_out(trace.h[t] - e)[which]) / 2e-5
                for e in step
            ]
            np.testing.assert_allclose(influence.starts[t], start, rtol=1e-6, atol=1e-9)
            states, inputs, initial_state = influence.gradients(t)
            for k in range(t + 1):
                row = influence.starts[t] @ memory.jacobian(t, k)
                np.testing.assert_allclose(states[k], row, rtol=1e-10, atol=1e-14)
                np.testing.assert_allclose(
                    influence.of_states[t, k], np.linalg.norm(row), rtol=1e-10, atol=1e-14
                )
                row = influence.starts[t] @ memory.input_jacobian(t, k)
                np.testing.assert_allclose(inputs[k], row, rtol=1e-10, atol=1e-14)
            row = influence.starts[t] @ memory.jacobian(t, -1)
            np.testing.assert_allclose(initial_state, row, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("of_inputs", [False, True])
def test_progress_climbs_to_1(of_inputs):
    """The share that is done grows from above 0 to exactly 1, once a distance."""
    net, trace = make()
    memory = rv.memory(net, trace)
    shares = []

    norms = memory.all_norms(of_inputs=of_inputs, progress=shares.append)

    assert len(shares) == T
    assert shares[0] > 0
    assert (np.diff(shares) > 0).all()
    assert shares[-1] == 1
    np.testing.assert_array_equal(norms, memory.input_norms if of_inputs else memory.norms)


def test_one_step_alone_has_a_memory():
    """With T = 1 there is ∂h_0/∂h_0 = 1, and the state before it."""
    net, trace = make()
    memory = rv.memory(net, trace.first(1))

    assert memory.norms.tolist() == [[1]]
    np.testing.assert_allclose(memory.decay(0).norms, [1, memory.step_norms[0]], rtol=1e-12)
    np.testing.assert_allclose(
        memory.influence(unit=2).of_initial_state[0],
        np.linalg.norm(memory.jacobian(0, -1)[2]),
        rtol=1e-12,
    )


# What is true about vanishing


def test_a_latch_at_its_fixed_point_has_forgotten_how_it_came_there():
    """Ten steps of w = 2 give ∂h₁₀/∂h₀ = 1024 at h = 0, and 1.6e−8 at the resting state .9575."""
    rest = 0.9575
    for _ in range(200):
        rest = np.tanh(2 * rest)

    assert one_unit(2, 0, 10).jacobian(9, -1)[0, 0] == 1024
    np.testing.assert_allclose(one_unit(2, rest, 10).jacobian(9, -1)[0, 0], 1.6e-8, rtol=0.02)
    np.testing.assert_allclose(one_unit(2, -rest, 10).decay(9).norms[-1], 1.6e-8, rtol=0.02)


@pytest.mark.parametrize(("weight", "left"), [(0.9, 0.00515), (1.1, 117.4)])
def test_a_linear_unit_forgets_or_explodes_by_its_weight(weight, left):
    """.9⁵⁰ = .00515 and 1.1⁵⁰ = 117.4, and the asymptotic rate says the same."""
    decay = one_unit(weight, 1, 50, "linear").decay(49)

    np.testing.assert_allclose(decay.norms[50], left, rtol=1e-3)
    np.testing.assert_allclose(decay.asymptotic_rate, weight ** np.arange(51.0), rtol=1e-12)
    np.testing.assert_allclose(decay.norms, decay.asymptotic_rate, rtol=1e-12)
    assert decay.spectral_radius == weight


def test_a_product_can_grow_first_and_vanish_then():
    """From h₀ = .001 with w = 2, ∂h_n/∂h₀ peaks at 370 after step 9 and then vanishes."""
    memory = one_unit(2, 0.001, 60)

    products = [memory.jacobian(t, -1)[0, 0] for t in range(60)]  # [n − 1] is of h_n

    assert np.argmax(products) == 9 - 1
    np.testing.assert_allclose(products[8], 370, atol=0.5)
    assert products[-1] < 1e-30


def test_a_non_normal_network_grows_before_it_vanishes():
    """Its spectral radius is .5, yet norms go 4.06, 4.02, 3.01; in the long run they halve."""
    net = rv.presets.load("non_normal").net.replace(activation="linear")
    memory = rv.memory(net, net.rollout(np.zeros((40, net.input_size))))

    decay = memory.decay(39)

    np.testing.assert_allclose(decay.norms[1:4], [4.06, 4.02, 3.01], atol=0.005)
    np.testing.assert_allclose(decay.asymptotic_rate, 0.5 ** np.arange(41), rtol=1e-12)
    assert (decay.norms[1:] > decay.asymptotic_rate[1:]).all()
    np.testing.assert_allclose(decay.norms[40] / decay.norms[39], 0.5, rtol=0.03)
    assert (decay.norms <= decay.guarantee * (1 + 1e-12)).all()
    np.testing.assert_allclose(memory.norms[39, ::-1], decay.norms[:-1], rtol=1e-12)


def test_a_ring_keeps_everything_for_ever():
    """An orthogonal W_hh under a slope of 1: every norm stays 1, after 200 steps as well."""
    net = rv.presets.load("ring").net
    x = np.zeros((200, net.input_size))
    memory = rv.memory(net, net.rollout(x, np.ones(net.hidden_size)))

    decay = memory.decay(199)

    np.testing.assert_allclose(decay.norms, 1, rtol=1e-12)
    np.testing.assert_allclose(decay.slope_factors, 1, rtol=1e-12)
    np.testing.assert_allclose(decay.guarantee, 1, rtol=1e-12)
    np.testing.assert_array_equal(memory.jacobian(199, -1), np.eye(net.hidden_size))


def test_an_additive_path_keeps_the_gradient():
    """The adding network's last output has gradient 1 by what was marked, 0 by the rest."""
    net = rv.presets.load("adding").net
    marked = np.zeros(100)
    marked[[3, 70]] = 1
    values = np.random.default_rng(1).uniform(0.1, 0.9, size=100)

    memory = rv.memory(net, net.rollout(np.column_stack([values, marked])))
    _, by_inputs, _ = memory.influence(output=0).gradients(99)

    np.testing.assert_array_equal(by_inputs[:, 0], marked)


# Products that leave the range of float64 on their way


def test_a_chain_that_grows_beyond_float64_and_comes_back():
    """1e200 · 1e200 · 1e−200 · 1e−200 is 1, in whichever order the chain meets them."""
    for weights in (
        [1e200, 1e200, 1e-200, 1e-200],
        [1e-200, 1e-200, 1e200, 1e200],
        [1e200, 1e-200, 1e-200, 1e200],
    ):
        memory = linear(np.diag(weights, -1), 7)

        last = np.zeros((5, 5))
        last[4, 0] = 1
        np.testing.assert_allclose(memory.jacobian(5, 1), last, rtol=1e-14)
        np.testing.assert_allclose(memory.norms[6, 2], 1, rtol=1e-14)
        np.testing.assert_allclose(memory.decay(3).norms[4], 1, rtol=1e-14)
        np.testing.assert_allclose(memory.input_norms[5, 1], 1, rtol=1e-14)
        np.testing.assert_allclose(memory.input_jacobian(6, 2)[:, 0], last[:, 0], rtol=1e-14)
        influence = memory.influence(unit=4)
        np.testing.assert_allclose(influence.of_states[5, 1], 1, rtol=1e-14)
        np.testing.assert_allclose(influence.of_inputs[6, 2], 1, rtol=1e-14)
        np.testing.assert_allclose(influence.of_initial_state[3], 1, rtol=1e-14)
        np.testing.assert_allclose(influence.gradients(5)[0][1], last[4], rtol=1e-14)
        assert not memory.jacobian(6, 1).any()  # five steps on, nothing is left of a chain of five
        assert memory.norms[6, 1] == 0


def test_a_ring_of_weights_that_multiply_to_1():
    """Round a ring of 1e200, 1e200, 1e−200, 1e−200 every unit comes back as it was."""
    W_hh = np.roll(np.diag([1e200, 1e200, 1e-200, 1e-200]), 1, axis=0)
    memory = linear(W_hh, 203)

    np.testing.assert_allclose(memory.jacobian(201, 1), np.eye(4), rtol=1e-12)
    for array in (memory.norms, memory.norms[3:, 3:]):
        distances = np.subtract.outer(np.arange(len(array)), np.arange(len(array)))
        for apart, expected in ((4, 1), (100, 1), (1, 1e200), (2, np.inf), (3, 1e200)):
            np.testing.assert_allclose(array[distances == apart], expected, rtol=1e-12)
    np.testing.assert_allclose(memory.decay(199).norms[::4], 1, rtol=1e-12)


def test_a_long_path_beside_a_huge_one_is_not_lost():
    """A chain that reaches 1e600 and ends does not drown the one beside it, which stays at 1."""
    W_hh = np.zeros((6, 6))
    W_hh[1, 0] = W_hh[2, 1] = W_hh[3, 2] = 1e200
    W_hh[4, 4] = 1
    W_hh[5, 5] = 0.5
    memory = linear(W_hh, 6, W_xh=np.eye(6)[:, 4:5])

    np.testing.assert_allclose(memory.norms[5], [1, 1, np.inf, np.inf, 1e200, 1], rtol=1e-14)
    np.testing.assert_allclose(memory.decay(5).norms[4:], 1, rtol=1e-14)
    np.testing.assert_allclose(memory.input_norms[5], 1, rtol=1e-14)
    assert memory.jacobian(4, 0)[4:, 4:].tolist() == [[1, 0], [0, 0.0625]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-900, 900), min_size=2, max_size=6))
def test_any_chain_is_right_to_the_last_step(powers):
    """With powers of two as weights, norms, decay and influence are those of whole numbers."""
    size = len(powers) + 1
    memory = linear(np.diag(np.ldexp(1.0, powers), -1), size + 1)
    sums = np.concatenate([[0], np.cumsum(powers)])
    close = {"rtol": 1e-12, "atol": 1e-322}
    for distance in range(size):
        largest = max(sums[i + distance] - sums[i] for i in range(size - distance))
        with np.errstate(over="ignore"):
            expected = np.ldexp(1.0, largest)
            to_last = np.ldexp(1.0, sums[-1] - sums[-1 - distance])
        of_norms = memory.norms[distance:, :].diagonal()
        np.testing.assert_allclose(of_norms, expected, **close)
        np.testing.assert_allclose(memory.decay(size).norms[distance], expected, **close)
        influence = memory.influence(unit=size - 1).of_states[size, size - distance]
        np.testing.assert_allclose(influence, to_last, **close)
        by_unit = memory.influence(unit=size - 1).gradients(size)[0][size - distance]
        np.testing.assert_allclose(by_unit[-1 - distance], to_last, **close)
    for array in all_arrays(memory, size).values():
        assert not np.isnan(array).any()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(-150, 150))
def test_a_dense_network_far_from_1_is_right(seed, center):
    """W_hh · 2^c has the norms of W_hh times 2^cd, as far as float64 reaches."""
    W_hh = np.random.default_rng(seed).normal(size=(3, 3))
    plain, shifted = linear(W_hh, 12), linear(np.ldexp(W_hh, center), 12)

    for distance in range(12):
        with np.errstate(over="ignore"):
            expected = np.ldexp(plain.norms[11, 11 - distance], center * distance)
            jacobian = np.ldexp(plain.jacobian(11, 11 - distance), center * distance)
        close = {"rtol": 1e-12, "atol": 1e-322}
        np.testing.assert_allclose(shifted.norms[11, 11 - distance], expected, **close)
        np.testing.assert_allclose(shifted.decay(11).norms[distance], expected, **close)
        np.testing.assert_allclose(shifted.jacobian(11, 11 - distance), jacobian, **close)


def test_huge_and_tiny_input_weights_have_their_norms():
    """W_xh of 1e200, 1e−200 and nearly the largest float: none of the squares overflows."""
    for weight in (1e200, 1e-200, 1e308, 1e-308):
        memory = linear(0.5 * np.eye(2), 3, W_xh=weight * np.array([[1, 0], [0, 0.5]]))

        expected = weight * np.array([[1, 0, 0], [0.5, 1, 0], [0.25, 0.5, 1]])
        np.testing.assert_allclose(memory.input_norms, expected, rtol=1e-12)
        np.testing.assert_allclose(memory.influence(unit=0).of_inputs, expected, rtol=1e-12)


def test_weights_at_the_end_of_float64_have_no_nan():
    """Weights whose sum overflows give infinities and zeros that are right, and no warning."""
    huge = 2.0**1023
    memory = linear(np.array([[huge, -huge], [huge, huge]]), 4)

    np.testing.assert_array_equal(memory.norms.diagonal(), 1)
    np.testing.assert_allclose(memory.step_norms, 2**0.5 * huge, rtol=1e-12)
    np.testing.assert_allclose(memory.norms[1, 0], 2**0.5 * huge, rtol=1e-12)
    assert memory.norms[3, 0] == np.inf
    assert memory.jacobian(3, 1).tolist() == [[0, -np.inf], [np.inf, 0]]  # huge² [[0, −2], [2, 0]]
    for array in all_arrays(memory, 3).values():
        assert not np.isnan(array).any()
    large = linear(np.full((2, 2), 1.7e308), 4)
    for array in all_arrays(large, 3).values():
        assert not np.isnan(array).any()
    assert large.decay(3).weight_factors.tolist() == [np.inf] * 4


def test_a_long_product_vanishes_to_0_and_explodes_to_infinity():
    """.1^400 is 0 and 10^400 infinite in float64, both reached without a NaN or a warning."""
    small, large = one_unit(0.1, 0, 400, "linear"), one_unit(10, 0, 400, "linear")

    assert small.jacobian(399, -1)[0, 0] == small.norms[399, 0] == 0
    assert large.jacobian(399, -1)[0, 0] == large.norms[399, 0] == np.inf
    np.testing.assert_allclose(small.norms[399, 100], 1e-299, rtol=1e-12)
    np.testing.assert_allclose(large.norms[399, 100], 1e299, rtol=1e-12)
    np.testing.assert_allclose(small.decay(399).weight_factors, 0.1, rtol=1e-12)
    np.testing.assert_allclose(large.decay(399).weight_factors, 10, rtol=1e-12)
    np.testing.assert_array_equal(small.decay(399).guarantee[-1], 0)
    np.testing.assert_array_equal(large.decay(399).guarantee[-1], np.inf)
    np.testing.assert_array_equal(large.decay(399).asymptotic_rate[-1], np.inf)


# What is given, and what is refused


def test_everything_is_read_only():
    """No array of a memory can be written to."""
    net, trace = make()
    memory = rv.memory(net, trace)
    arrays = {**all_arrays(memory, 3), "step_jacobians": memory.step_jacobians}
    arrays["starts"] = memory.influence(output=0).starts
    for name, array in arrays.items():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
        assert not array.flags.writeable, name


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda m: m.jacobian(6, 0), "t is 6: expected a whole number from 0 to 5"),
        (lambda m: m.jacobian(-1, 0), "t is -1: expected"),
        (lambda m: m.jacobian(2, -2), "k is -2: expected a whole number from -1 to 5"),
        (lambda m: m.jacobian(2, 6), "k is 6: expected"),
        (lambda m: m.jacobian(0.5, 0), "t is 0.5: expected"),
        (lambda m: m.input_jacobian(2, -1), "k is -1: expected a whole number from 0 to 5"),
        (lambda m: m.input_jacobian(6, 1), "t is 6: expected"),
        (lambda m: m.decay(6), "t is 6: expected"),
        (lambda m: m.decay(-1), "t is -1: expected"),
        (lambda m: m.influence(), "unit is None and output None: expected one of the two"),
        (lambda m: m.influence(unit=0, output=0), "unit is 0 and output 0: expected one"),
        (lambda m: m.influence(unit=4), "unit is 4: expected a whole number from 0 to 3"),
        (lambda m: m.influence(output=3), "output is 3: expected a whole number from 0 to 2"),
        (lambda m: m.influence(unit=-1), "unit is -1: expected"),
        (lambda m: m.influence(unit=0).gradients(6), "t is 6: expected"),
        (lambda m: m.influence(unit=0).gradients(-1), "t is -1: expected"),
    ],
)
def test_steps_and_units_out_of_range_are_refused_in_words(call, sentence):
    """The sentence names the argument, quotes it, and says the range."""
    net, trace = make()
    with pytest.raises(ValueError, match="expected") as refused:
        call(rv.memory(net, trace))
    assert sentence in str(refused.value)


def test_a_trace_that_does_not_fit_is_refused():
    """Of another network, of a batch, not finite, or no trace at all."""
    net, trace = make()
    with pytest.raises(ValueError, match="the trace is of another network"):
        rv.memory(net.replace(W_hh=np.eye(H)), trace)
    with pytest.raises(ValueError, match="expected one sequence"):
        rv.memory(net, net.rollout(np.zeros((5, 3, I))))
    with pytest.raises(ValueError, match="trace is None: expected a Trace"):
        rv.memory(net, None)
    net = rv.RNN(W_xh=[[1]], W_hh=[[1e200]], W_hy=[[1]], activation="linear")
    trace = net.rollout([[1], [0], [0], [0]])
    with pytest.raises(ValueError, match="not finite at step 2"):
        rv.memory(net, trace)
    assert rv.memory(net, trace.first(2)).norms.tolist() == [[1, 0], [1e200, 1]]
