"""Experiment: base and value, limits, and texts that give the same experiment back."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.document import Source, View
from tests.experiments import (
    H,
    I,
    O,
    T,
    assert_same,
    assert_survives_texts,
    make_experiment,
    make_net,
)

# What is shown, and how it is turned


def test_without_a_knob_what_is_shown_is_the_base():
    """A new experiment shows its base, rounded to float32, and has no knob in hand."""
    net, x = make_net(), np.full((T, I), 0.1)

    e = rv.Experiment(net=net, x=x)

    assert (e.knob, e.value) == (None, None)
    assert e.net is e.base
    np.testing.assert_array_equal(e.net.W_hh, net.W_hh.astype(np.float32))
    np.testing.assert_array_equal(e.x, x.astype(np.float32))
    np.testing.assert_array_equal(e.initial_state, np.zeros(H))
    np.testing.assert_array_equal(e.trace.h, e.net.rollout(e.x).h)


def test_turning_changes_what_is_shown_and_not_the_base():
    """The value turns the base into what is shown; the experiment before is left as it was."""
    before = make_experiment().select(rv.Knob.entry("W_hh", 1, 2))

    after = before.turn(0.75)

    assert after.net.W_hh[1, 2] == 0.75
    assert after.value == 0.75
    assert after.base.W_hh[1, 2] == before.base.W_hh[1, 2] == before.net.W_hh[1, 2] != 0.75
    assert not np.array_equal(after.trace.h, before.trace.h)


def test_selecting_makes_what_is_shown_the_new_base():
    """Another knob starts from the turned network, at the value where that is unchanged."""
    turned = make_experiment().select(rv.Knob.gain("W_hh")).turn(1.5)

    next_one = turned.select(rv.Knob.spectral_radius())

    np.testing.assert_array_equal(next_one.base.W_hh, turned.net.W_hh)
    np.testing.assert_array_equal(next_one.net.W_hh, turned.net.W_hh)
    assert next_one.value == pytest.approx(turned.net.spectral_radius, rel=1e-6)
    assert turned.select(rv.Knob.gain("W_hh")) is turned
    np.testing.assert_array_equal(turned.select(None).base.W_hh, turned.net.W_hh)


@pytest.mark.parametrize(
    "knob", [rv.Knob.gain("W_hh"), rv.Knob.spectral_radius(), rv.Knob.shift("b_h")]
)
def test_what_was_turned_to_nothing_can_be_turned_back_up(knob):
    """From a gain or radius of 0, or a far shift, going back to the value gives the same net."""
    start = make_experiment().select(knob)
    first = start.turn(1.25)

    again = first.turn(0.0).turn(1e30).turn(1.25)

    assert_same(first, again)
    assert_same(start, again.turn(start.value))


def test_turning_an_input_and_the_initial_state_changes_the_sequence_shown():
    """Knobs of the sequence turn x and the initial state, and leave their base."""
    e = make_experiment()

    by_input = e.select(rv.Knob.input(4, 1)).turn(2.5)
    by_state = e.select(rv.Knob.initial_state(3)).turn(-2.5)

    assert by_input.x[4, 1] == 2.5
    assert by_input.base_x[4, 1] == e.x[4, 1]
    assert by_state.initial_state[3] == -2.5
    assert by_state.base_initial_state[3] == e.initial_state[3]
    np.testing.assert_array_equal(by_input.trace.h[:4], e.trace.h[:4])
    assert not np.array_equal(by_input.trace.h[4], e.trace.h[4])


def test_turning_needs_a_knob_and_a_value_that_fits():
    """Without a knob, or to a value that float32 cannot hold, turning raises a sentence."""
    e = make_experiment()
    with pytest.raises(ValueError, match=r"^no knob is selected to turn to 0\.5: expected sele"):
        e.turn(0.5)
    with pytest.raises(ValueError, match=r"^the value of gain of W_hh is 1e\+39: expected at mo"):
        e.select(rv.Knob.gain("W_hh")).turn(1e39)
    with pytest.raises(ValueError, match=r"^W_hh holds .*e\+38: expected numbers of at most 3"):
        e.replace(net=make_net(scale=9)).select(rv.Knob.gain("W_hh")).turn(3e38)
    with pytest.raises(ValueError, match=r"^the value of gain of W_hh is 'up': expected a finite"):
        e.select(rv.Knob.gain("W_hh")).turn("up")


def test_an_undefined_knob_cannot_be_selected():
    """Selecting the radius of a nilpotent matrix raises, and says why."""
    e = make_experiment(net=make_net().replace(W_hh=np.eye(H, k=1)))

    with pytest.raises(ValueError, match="every eigenvalue of W_hh is 0"):
        e.select(rv.Knob.spectral_radius())


def test_looking_changes_the_view_only():
    """Look moves the cursor and the selection, and keeps what it was not told to change."""
    e = make_experiment().look(step=2, unit=np.int64(3))

    looked = e.look(output=1, explore={"folded": True})

    assert (looked.view.step, looked.view.unit, looked.view.output) == (2, 3, 1)
    assert type(looked.view.unit) is int
    assert looked.view.explore.folded
    assert looked.base is not None
    np.testing.assert_array_equal(looked.net.W_hh, e.net.W_hh)
    assert e.view.output == 0


def test_pinned_knobs_are_listed_once_each():
    """The pinned knobs come from the view's section, in order, each once."""
    first, second = rv.Knob.entry("W_hh", 0, 1), rv.Knob.entry("b_h", 3)
    pins = [knob.to_dict() for knob in (first, second, first)]

    assert make_experiment().look(explore={"pinned": pins}).pinned == (first, second)


def test_an_experiment_is_frozen_and_its_arrays_are_read_only():
    """Neither fields nor arrays of an experiment can be changed, turned ones included."""
    e = make_experiment().select(rv.Knob.input(0, 0)).turn(1.0)

    with pytest.raises(dataclasses.FrozenInstanceError):
        e.title = "other"
    for array in (e.x, e.initial_state, e.base_x, e.net.W_hh, e.base_initial_state):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


# Limits and sentences


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"net": None}, r"^net is None: expected an RNN"),
        ({"knob": "W_hh"}, r"^knob is 'W_hh': expected a Knob or None"),
        ({"view": {"step": 1}}, r"^view is \{'step': 1\}: expected a View or None"),
        ({"source": "latch"}, r"^source is 'latch': expected a Source or None"),
        ({"source": Source(preset="../latch")}, r"^there is no preset '\.\./latch': expected one"),
        ({"value": 1.0}, r"^the value is 1\.0 without a knob: expected None"),
        ({"x": np.zeros((201, I))}, r"^the number of steps is 201: expected at most 200, the mo"),
        ({"x": np.zeros((T, 1, I)), "initial_state": None}, r"^x has shape \(6, 1, 2\): expec"),
        ({"x": np.zeros((0, I))}, r"^x has shape \(0, 2\): expected at least one step"),
        ({"x": [[1e39, 0]]}, r"^x holds 1e\+39: expected numbers of at most 3\.4e38"),
        ({"initial_state": [0, 0, 0]}, r"^initial_state has shape \(3,\): expected \(4,\)"),
        ({"labels": ["a"] * 5}, r"^labels has 5 texts: expected 6, one for each of the steps"),
        ({"labels": 6}, r"^labels is 6: expected a text for each of the steps"),
        ({"labels": [1, 2, 3, 4, 5, 6]}, r"^labels\[0\] is 1: expected a text"),
        ({"labels": ["a" * 101] * 6}, r"^labels\[0\] has 101 characters: expected at most 100"),
        ({"labels": ["\ud800"] * 6}, r"^labels\[0\] is '\\ud800': expected text that is valid"),
        ({"input_names": ["a"]}, r"^input_names has 1 texts: expected 2, one for each of the inp"),
        ({"output_names": ["a"]}, r"^output_names has 1 texts: expected 3, one for each of the o"),
        ({"title": "a" * 201}, r"^title has 201 characters: expected at most 200"),
        ({"title": None}, r"^title is None: expected a text"),
        ({"description": "a" * 2001}, r"^description has 2001 characters: expected at most 2000"),
        ({"view": View(step=T)}, r"^view\.step is 6: expected at most 5"),
        ({"view": View(unit=H)}, r"^view\.unit is 4: expected at most 3"),
        ({"view": View(output=O)}, r"^view\.output is 3: expected at most 2"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_one_sentence(changes, sentence):
    """Every argument out of its limits is named, quoted, and told what was expected."""
    with pytest.raises(ValueError, match=sentence):
        make_experiment(**changes)


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ((1, 33, 1), r"^hidden_size is 33: expected at most 32, the most that can be shown"),
        ((17, 1, 1), r"^input_size is 17: expected at most 16"),
        ((1, 1, 17), r"^output_size is 17: expected at most 16"),
    ],
)
def test_a_network_too_large_to_show_is_refused(sizes, sentence):
    """The core runs networks of any size; an experiment takes what can be shown."""
    inputs, hidden, outputs = sizes
    net = rv.RNN.random(input_size=inputs, hidden_size=hidden, output_size=outputs)
    x = np.zeros((T, inputs))

    assert net.rollout(x).h.shape == (T, hidden)
    with pytest.raises(ValueError, match=sentence):
        rv.Experiment(net=net, x=x)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"step": T}, r"^view\.step is 6: expected at most 5"),
        ({"step": -1}, r"^step is -1: input should be greater than or equal to 0"),
        ({"step": 1.0}, r"^step is 1\.0: input should be a valid integer"),
        ({"step": True}, r"^step is True: input should be a valid integer"),
        ({"stpe": 1}, r"^stpe is 1: input should be a valid dictionary"),
        ({"explore": {"folded": 1}}, r"^explore\.folded is 1: input should be a valid boolean"),
        ({"explore": {"pinned": [{"kind": "gain", "parameter": "W"}]}}, r"^the parameter of gain"),
        ({"explore": {"pinned": [{"kind": "input", "index": [T, 0]}]}}, r"^the knob input\[6, 0\]"),
        ({"explore": {"pinned": [{"kind": "spectral_radius"}] * 65}}, r"at most 64"),
        ({"later": {"a": np.ones(2)}}, r"^later\.a is array.*: input was not a valid JSON value"),
        ({"later": {"a": float("inf")}}, r"inf: input should be a finite number"),
        ({"later": {"a": "\ud800"}}, r"^the view is no JSON: .*surrogate"),
        ({"later": {"a": "a" * 100_001}}, r"^the view has 100\d\d\d bytes as JSON: expected"),
    ],
)  # fmt: skip
def test_a_view_that_does_not_fit_is_refused_in_one_sentence(changes, sentence):
    """Positions out of range, wrong types and sections that are no JSON are named."""
    with pytest.raises(ValueError, match=sentence):
        make_experiment().look(**changes)


def test_a_view_nested_too_deeply_is_refused():
    """A section that no text could carry is refused when it is made."""
    for depth in (60, 100_000):
        nested = []
        for _ in range(depth):
            nested = [nested]
        with pytest.raises(ValueError, match=r"deep|recursion|JSON"):
            make_experiment().look(later={"a": nested})


def test_an_argument_that_experiment_does_not_have_is_refused():
    """Replace names an unknown argument."""
    with pytest.raises(ValueError, match=r"^speed is not an argument of Experiment: expected one"):
        make_experiment().replace(speed=1)


# Texts


@pytest.mark.parametrize("knob", [
    None, rv.Knob.entry("W_hh", 3, 1), rv.Knob.gain("W_hh"), rv.Knob.spectral_radius(),
    rv.Knob.shift("b_y"), rv.Knob.input(5, 1), rv.Knob.initial_state(3),
], ids=str)  # fmt: skip
def test_every_field_survives_json_and_a_link(knob):
    """An experiment with every field set, any knob turned, is the same after JSON and a link."""
    e = make_experiment(
        labels=["<script>", "$\\href{}", "שלום", "👩‍👩‍👧", "\x00\x1f\u2028", ""],
        input_names=["a", "b"],
        output_names=["yes", "no", '"'],
        title="¿</title>?",
        description="line\nline",
        source=Source(preset="latch"),
        view=View(step=5, unit=3, output=2),
    ).select(knob)
    if knob is not None:
        e = e.turn(1 / 3)

    assert_survives_texts(e)


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    scale=st.sampled_from([1.0, 3.0]),
    activation=st.sampled_from(["tanh", "relu", "linear"]),
    exponent=st.integers(-30, 30),
)
def test_traces_of_random_networks_are_bit_identical_after_a_text(
    seed, scale, activation, exponent
):
    """JSON and links lose nothing of any random float64 network, of any order of magnitude."""
    random = np.random.default_rng(seed)
    net = make_net(seed=seed, scale=scale, activation=activation)
    x = random.normal(size=(40, I)) * 10.0**exponent
    e = rv.Experiment(net=net, x=x, knob=rv.Knob.gain("W_hh"), value=random.normal())

    assert_survives_texts(e)


def test_the_trace_of_a_chaotic_network_is_bit_identical_after_a_text():
    """Where the last bit of a weight changes everything, a reload still shows the same trace."""
    net = make_net(16, seed=4, scale=4.0)
    e = rv.Experiment(net=net, x=np.zeros((200, I)), initial_state=np.full(16, 0.1))
    nudged = e.replace(initial_state=e.initial_state * (1 + 2**-20))

    assert np.abs(nudged.trace.h[-50:] - e.trace.h[-50:]).max() > 0.5  # it is chaotic
    assert_survives_texts(e)


def test_a_section_of_a_later_version_survives():
    """What a later version added to the view, or to a page's section, comes back unchanged."""
    later = {"range": [1, 2.5, None, True, {"deep": "ü"}], "1": 1, "yes": True}
    e = make_experiment().look(later=later, explore={"folded": True, "zoom": 2})

    for again in (rv.Experiment.from_json(e.to_json()), rv.Experiment.from_link(e.to_link())):
        moved = rv.Experiment.from_json(again.look(step=1).to_json())
        sections = moved.view.model_dump()
        assert json.dumps(sections["later"]) == json.dumps(later)
        assert sections["explore"]["zoom"] == 2


def test_a_section_cannot_be_changed_from_outside():
    """A view keeps its own copy of a section that it was given."""
    later = {"a": [1]}
    e = make_experiment().look(later=later)

    later["a"].append(2)

    assert e.view.model_dump()["later"] == {"a": [1]}


def test_every_preset_is_the_same_after_a_text():
    """Each preset survives JSON and a link, and its link is short, for it names the preset."""
    for name in rv.presets.names():
        e = rv.presets.load(name)
        assert_survives_texts(e)
        assert len(e.to_link()) < 200, name


def test_negative_zero_is_zero():
    """−0 becomes 0 on entry, so that no text can change a bit."""
    e = rv.Experiment(net=make_net(), x=[[-0.0, 1.0]], initial_state=[-0.0, 0, 0, -0.0])

    assert not np.signbit(e.x).any()
    assert not np.signbit(e.initial_state).any()
    assert_survives_texts(e)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_the_largest_numbers_a_text_can_hold_are_shown_without_a_warning(activation, output):
    """Weights and inputs of 3e38 load, run, and say where they exploded."""
    e = make_experiment()
    document = e.to_document()
    network = {name: (np.sign(array) * 3e38).tolist() for name, array in e.base.parameters.items()}
    document["network"] = {**network, "activation": activation, "output": output}
    document["x"] = [[3e38, -3e38]] * T

    loaded = rv.Experiment.from_json(json.dumps(document))

    assert loaded.trace.exploded_at == 0
    assert loaded.net.spectral_radius > 1e38
    assert_survives_texts(loaded)


def test_numpy_texts_are_kept_as_plain_ones():
    """Labels may come from a NumPy array or a string; they are kept as plain texts."""
    by_array = make_experiment(labels=np.array(list("abcdef")))
    by_text = make_experiment(labels="abcdef")

    assert by_array.labels == by_text.labels == ("a", "b", "c", "d", "e", "f")
    assert all(type(label) is str for label in by_array.labels)


@pytest.mark.parametrize("x", [5, None, "abc", [[1], [1, 2]], []])
def test_what_is_no_sequence_is_refused_in_words(x: object) -> None:
    """with_sequence names the argument and says what was expected."""
    e = rv.presets.load("latch")
    with pytest.raises(ValueError, match=r"^x .*: expected"):
        e.with_sequence(x)  # type: ignore[arg-type]


def test_nothing_is_no_value() -> None:
    """turn(None) is refused, not taken for the base's own value."""
    e = rv.presets.load("latch").select(rv.Knob.gain("W_hh"))
    with pytest.raises(ValueError, match="gain of W_hh is None: expected a finite number"):
        e.turn(None)  # type: ignore[arg-type]
