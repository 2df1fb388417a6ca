"""RNN: its parameters, its checks, and rollouts whose answers are known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv

I, H, O, T, B = 2, 5, 3, 7, 4


def make_net(**changes):
    """Return a random network with some of its arguments changed."""
    random = np.random.default_rng(1)
    arguments = {
        "W_xh": random.normal(size=(H, I)),
        "W_hh": random.normal(size=(H, H)),
        "W_hy": random.normal(size=(O, H)),
        "b_h": random.normal(size=H),
        "b_y": random.normal(size=O),
    }
    return rv.RNN(**{**arguments, **changes})


def make_x(*shape):
    """Return random numbers of a shape."""
    return np.random.default_rng(2).normal(size=shape)


def nested(depth):
    """Return lists within lists."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


def test_decay_gives_the_hand_worked_states_and_outputs():
    """The lesson's decay network turns 1, 2, 0 into h = 1, 2.5, 1.25 and y = 1, 4, 1.5."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[0.5]], W_hy=[[2]], b_y=[-1], activation="relu")

    trace = net.rollout([[1], [2], [0]])

    np.testing.assert_array_equal(trace.h, [[1], [2.5], [1.25]])
    np.testing.assert_array_equal(trace.y, [[1], [4], [1.5]])


def test_a_column_of_weights_leads_from_one_input():
    """W_xh is (hidden, input) and W_hh (to, from): a single 1 carries a value one way only."""
    W_hh = np.zeros((3, 3))
    W_hh[2, 0] = 5.0
    net = rv.RNN(W_xh=[[1, 0], [0, 1], [0, 0]], W_hh=W_hh, W_hy=np.eye(3), activation="linear")

    h = net.rollout([[1, 10], [0, 0], [0, 0]]).h

    np.testing.assert_array_equal(h, [[1, 10, 0], [0, 0, 5], [0, 0, 0]])


@pytest.mark.parametrize("batch", [(), (B,)])
def test_every_logged_number_satisfies_the_equations(batch):
    """Step by step, a, h, z and y are what the two equations say, from any initial state."""
    net = make_net(output="sigmoid")
    x, state = make_x(T, *batch, I), make_x(*batch, H)

    trace = net.rollout(x, initial_state=state)

    assert trace.h.shape == (T, *batch, H)
    assert trace.y.shape == (T, *batch, O)
    for t in range(T):
        a = x[t] @ net.W_xh.T + state @ net.W_hh.T + net.b_h
        state = np.tanh(a)
        z = state @ net.W_hy.T + net.b_y
        np.testing.assert_allclose(trace.a[t], a, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(trace.h[t], state, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(trace.z[t], z, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(trace.y[t], 1 / (1 + np.exp(-z)), rtol=1e-12)


def test_a_batch_is_its_sequences_one_by_one():
    """Each sequence of a batch gives the trace that it gives alone."""
    net = make_net(output="softmax")
    x, states = make_x(T, B, I), make_x(B, H)

    batch = net.rollout(x, initial_state=states)

    for b in range(B):
        alone = net.rollout(x[:, b], initial_state=states[b])
        for name in ("a", "h", "z", "y"):
            np.testing.assert_allclose(
                getattr(batch, name)[:, b], getattr(alone, name), rtol=1e-12, atol=1e-13
            )


def test_a_rollout_can_be_continued_from_its_last_state():
    """Running the second half from the first half's last state gives the whole run."""
    net, x = make_net(), make_x(T, I)
    whole = net.rollout(x)

    rest = net.rollout(x[4:], initial_state=net.rollout(x[:4]).state[-1])

    np.testing.assert_array_equal(rest.h, whole.h[4:])


def test_without_initial_state_the_run_starts_at_zero():
    """None as the initial state means zero, in the trace as well."""
    net, x = make_net(), make_x(T, I)

    trace = net.rollout(x)

    np.testing.assert_array_equal(trace.initial_state, np.zeros(H))
    np.testing.assert_array_equal(trace.h, net.rollout(x, initial_state=np.zeros(H)).h)


@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_enormous_weights_run_without_a_warning(activation, output):
    """Weights of 1e300 overflow in silence: ReLU and linear states become infinite or NaN."""
    net = make_net(W_hh=np.full((H, H), 1e300), activation=activation, output=output)

    trace = net.rollout(1 + np.abs(make_x(T, I)), initial_state=np.ones(H))

    assert trace.exploded_at == 0  # its pre-activations are beyond 1e12 at once
    assert np.isfinite(trace.h).all() == (activation == "tanh")


def test_parameters_are_copied_and_read_only():
    """A network keeps copies of its arrays as read-only float64, so nothing can change under it."""
    W_hh = np.eye(H, dtype=np.float32)
    net = make_net(W_hh=W_hh)

    W_hh[0, 0] = 7

    assert net.W_hh[0, 0] == 1.0
    assert net.W_hh.dtype == np.float64
    for array in net.parameters.values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_trace_does_not_change_with_the_array_it_was_run_on():
    """A rollout copies x and the initial state, and all that it logs is read-only."""
    net, x, state = make_net(), make_x(T, I), make_x(H)
    trace = net.rollout(x, initial_state=state)
    first = x[0, 0], state[0]

    x[0, 0], state[0] = 100.0, 100.0

    assert (trace.x[0, 0], trace.initial_state[0]) == first
    for name in ("x", "initial_state", "a", "h", "z", "y", "state"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(trace, name)[...] = 0


def test_fields_cannot_be_assigned():
    """A network is frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_net().activation = "relu"


def test_replace_changes_the_named_fields_only():
    """Replace gives a new network with the named fields changed and the rest equal."""
    net = make_net()

    other = net.replace(W_hh=2 * net.W_hh, activation="relu")

    np.testing.assert_array_equal(other.W_hh, 2 * net.W_hh)
    assert (other.activation, other.output) == ("relu", net.output)
    for name in ("W_xh", "W_hy", "b_h", "b_y"):
        np.testing.assert_array_equal(getattr(other, name), getattr(net, name))
    assert net.activation == "tanh"
    assert other.spectral_radius == pytest.approx(2 * net.spectral_radius, rel=1e-12)
    with pytest.raises(ValueError, match=r"field to replace is 'W_xx': expected one of W_xh"):
        net.replace(W_xx=1)


def test_sizes_and_the_count_of_parameters():
    """The sizes are read off the shapes, and H(I + H + 1) + O(H + 1) numbers are counted."""
    net = make_net()

    assert (net.input_size, net.hidden_size, net.output_size, net.state_size) == (I, H, O, H)
    assert net.num_parameters == H * (I + H + 1) + O * (H + 1)
    assert list(net.parameters) == ["W_xh", "W_hh", "W_hy", "b_h", "b_y"]


def test_biases_left_out_are_zero():
    """None as a bias means zeros of the right length."""
    net = make_net(b_h=None, b_y=None)

    np.testing.assert_array_equal(net.b_h, np.zeros(H))
    np.testing.assert_array_equal(net.b_y, np.zeros(O))


@pytest.mark.parametrize(
    ("W_hh", "expected"),
    [
        ([[0.5, 4.0], [0.0, 0.5]], 0.5),
        ([[0.0, -2.0], [2.0, 0.0]], 2.0),
        ([[1.0, -2.0], [1.0, -2.0]], 1.0),
        ([[0.0, 0.0], [0.0, 0.0]], 0.0),
    ],
)
def test_spectral_radius_is_the_largest_modulus_of_an_eigenvalue(W_hh, expected):
    """The spectral radius is known for a Jordan block, a rotation, a projection and zero."""
    net = rv.RNN(W_xh=np.ones((2, 1)), W_hh=W_hh, W_hy=np.ones((3, 2)))

    assert net.spectral_radius == pytest.approx(expected, abs=1e-12)


def test_random_networks_have_the_radius_they_were_asked_for():
    """A random network has the asked sizes and spectral radius, and biases of zero."""
    net = rv.RNN.random(
        input_size=I, hidden_size=H, output_size=O, spectral_radius=1.7, output="softmax", seed=3
    )

    assert (net.input_size, net.hidden_size, net.output_size) == (I, H, O)
    assert net.spectral_radius == pytest.approx(1.7, rel=1e-12)
    assert not net.b_h.any()
    assert not net.b_y.any()
    assert net.output == "softmax"


def test_a_seed_means_the_same_network_for_ever():
    """Seed 0 gives the numbers that it gave when the first link was made, and seed 1 others."""
    sizes = {"input_size": 1, "hidden_size": 2, "output_size": 1}
    net = rv.RNN.random(**sizes, seed=0)

    # MT19937's first normals for seed 0 are 1.764052, 0.400157, 0.978738, 2.240893: the rows
    # of W_hh before scaling; the next two are W_xh.
    normals = np.array([[1.764052345967664, 0.4001572083672233],
                        [0.9787379841057392, 2.240893199201458]])  # fmt: skip
    largest = np.abs(np.linalg.eigvals(normals)).max()
    np.testing.assert_allclose(net.W_hh, 0.9 * normals / largest, rtol=1e-12)
    np.testing.assert_allclose(net.W_xh, [[1.8675579901499675], [-0.977277879876411]], rtol=1e-12)
    assert not np.allclose(net.W_hh, rv.RNN.random(**sizes, seed=1).W_hh)


BAD_PARAMETERS = [
    ({"W_hh": np.ones((4, 5))}, r"^W_hh has shape \(4, 5\): expected \(4, 4\), it leads from"),
    ({"W_xh": np.ones((I, H))}, r"^W_xh has shape \(2, 5\): expected \(5, any\), a row for each"),
    ({"W_hy": np.ones((H, O))}, r"^W_hy has shape \(5, 3\): expected \(any, 5\), a column for"),
    ({"b_h": np.ones(O)}, r"^b_h has shape \(3,\): expected \(5,\), one for each row of W_hh"),
    ({"b_y": np.ones((O, 1))}, r"^b_y has shape \(3, 1\): expected \(3,\), one for each row"),
    ({"W_hh": 1.5}, r"^W_hh has shape \(\): expected \(any, any\)"),
    ({"W_hh": np.ones((0, 0))}, r"^W_hh has shape \(0, 0\): expected at least one hidden unit"),
    ({"W_xh": np.ones((H, 0))}, r"^the network has no input: expected at least one"),
    ({"W_hy": np.ones((0, H))}, r"^the network has no output: expected at least one"),
    ({"W_hh": [[1, 2], [3]]}, r"^W_hh is \[\[1, 2\], \[3\]\]: expected numbers in rows of equal"),
    ({"W_hh": None}, r"^W_hh is None: expected numbers"),
    ({"W_hh": "many"}, r"^W_hh is 'many': expected numbers"),
    ({"W_hh": [["1"]]}, r"^W_hh is \[\['1'\]\]: expected numbers"),
    ({"W_hh": [[1j]]}, r"^W_hh is \[\[1j\]\]: expected numbers"),
    ({"W_hh": np.array([[None]])}, r"^W_hh is array\(\[\[None\]\], dtype=object\): expected"),
    ({"W_hh": [[10**400]]}, r"^W_hh is \[\[1000.*…: expected numbers"),
    ({"W_hh": 10**5000}, r"^W_hh is a very long int: expected numbers"),
    ({"W_hh": nested(100_000)}, r"^W_hh is a very long list: expected numbers"),
    ({"b_h": [0, 0, float("nan"), 0, 0]}, r"^b_h\[2\] is nan: expected a finite number"),
    ({"W_hy": np.diag([np.inf] * H)[:O]}, r"^W_hy\[0, 0\] is inf: expected a finite number"),
    ({"b_y": [0, 0, float("1e999")]}, r"^b_y\[2\] is inf: expected a finite number"),
    ({"activation": "Tanh"}, r"^activation is 'Tanh': expected one of tanh, relu, linear"),
    ({"activation": ["tanh"]}, r"^activation is \['tanh'\]: expected one of"),
    ({"output": None}, r"^output is None: expected one of identity, sigmoid, softmax"),
]


@pytest.mark.parametrize(("changes", "sentence"), BAD_PARAMETERS)
def test_a_bad_parameter_is_refused_in_one_sentence(changes, sentence):
    """The sentence names the argument, quotes its value or shape, and says what is expected."""
    with pytest.raises(ValueError, match=sentence):
        make_net(**changes)


@pytest.mark.parametrize(
    ("x", "initial_state", "sentence"),
    [
        (np.ones((T, O)), None, r"^x has shape \(7, 3\): expected \(any, 2\) or \(any, any, 2\)"),
        (np.ones(T), None, r"^x has shape \(7,\): expected"),
        (np.ones((1, 1, 1, I)), None, r"^x has shape \(1, 1, 1, 2\): expected"),
        (np.ones((0, I)), None, r"^x has shape \(0, 2\): expected at least one step"),
        (np.ones((T, 0, I)), None, r"^x has shape \(7, 0, 2\): expected at least one"),
        ([[1, 2], [3]], None, r"^x is \[\[1, 2\], \[3\]\]: expected numbers in rows"),
        ("abc", None, r"^x is 'abc': expected numbers"),
        (None, None, r"^x is None: expected numbers"),
        (nested(100_000), None, r"^x is a very long list: expected numbers"),
        ([[1, 2], [3, np.nan]], None, r"^x\[1, 1\] is nan: expected a finite number"),
        (np.ones((T, I)), np.ones(O), r"^initial_state has shape \(3,\): expected \(5,\)"),
        (np.ones((T, B, I)), np.ones(H), r"^initial_state has shape \(5,\): expected \(4, 5\)"),
        (np.ones((T, I)), "zero", r"^initial_state is 'zero': expected numbers"),
        (np.ones((T, I)), [0, 0, 0, 0, np.inf], r"^initial_state\[4\] is inf: expected"),
    ],
)  # fmt: skip
def test_a_bad_sequence_is_refused_in_one_sentence(x, initial_state, sentence):
    """Each bad x or initial state gets a sentence with its name, its value and what fits."""
    with pytest.raises(ValueError, match=sentence):
        make_net().rollout(x, initial_state=initial_state)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"input_size": 0}, r"^input_size is 0: expected a whole number of at least 1"),
        ({"hidden_size": 2.0}, r"^hidden_size is 2\.0: expected a whole number of at least 1"),
        ({"output_size": True}, r"^output_size is True: expected a whole number of at least 1"),
        ({"seed": -1}, r"^seed is -1: expected a whole number from 0 to 4294967295"),
        ({"seed": 2**32}, r"^seed is 4294967296: expected a whole number from 0"),
        ({"spectral_radius": -0.5}, r"^spectral_radius is -0\.5: expected at least 0"),
        ({"spectral_radius": float("nan")}, r"^spectral_radius is nan: expected a finite number"),
        ({"spectral_radius": "1"}, r"^spectral_radius is '1': expected a finite number"),
        ({"spectral_radius": None}, r"^spectral_radius is None: expected a finite number"),
        ({"spectral_radius": 10**400}, r"^spectral_radius is 1000.*…: expected a finite number"),
        (
            {"spectral_radius": 1.7e308, "seed": 9},
            r"^W_hh\[\d, \d\] is -?inf: expected a finite number",
        ),
    ],
)
def test_bad_arguments_of_random_are_refused_in_one_sentence(arguments, sentence):
    """Sizes, seed and spectral radius of a random network are checked by name."""
    sizes = {"input_size": I, "hidden_size": H, "output_size": O}
    with pytest.raises(ValueError, match=sentence):
        rv.RNN.random(**{**sizes, "activation": "linear", **arguments})


def test_numpy_scalars_are_taken_as_numbers():
    """NumPy's whole numbers serve as sizes and seeds, its floats as a radius, bits as inputs."""
    net = rv.RNN.random(
        input_size=np.int64(I), hidden_size=np.uint8(H), output_size=O,
        spectral_radius=np.float32(0.5), seed=np.int32(3),
    )  # fmt: skip
    bits = np.array([[True, False], [False, True]])

    assert net.spectral_radius == pytest.approx(0.5)
    np.testing.assert_array_equal(net.rollout(bits).h, net.rollout([[1, 0], [0, 1]]).h)
