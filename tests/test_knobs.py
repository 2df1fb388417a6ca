"""Knob: each kind's name, value, range and limits."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.knobs import Knob, Setup

I, H, O, T = 2, 4, 3, 6


def make_setup(**changes):
    """Return a random set-up; sizes all differ, biases and the initial state are not zero."""
    random = np.random.default_rng(5)
    arguments = {
        "W_xh": random.normal(size=(H, I)),
        "W_hh": random.normal(size=(H, H)),
        "W_hy": random.normal(size=(O, H)),
        "b_h": random.normal(size=H),
        "b_y": random.normal(size=O),
    }
    net = rv.RNN(**{**arguments, **changes})
    return Setup(net, random.normal(size=(T, I)), random.normal(size=H))


SETUP = make_setup()
NET = SETUP.net

# Knob, its name, the value at which nothing changes, and its range there.
KINDS = [
    (Knob.entry("W_xh", 3, 1), "W_xh[3, 1]", NET.W_xh[3, 1], (-3, 3)),
    (Knob.entry("W_hh", 0, 2), "W_hh[0, 2]", NET.W_hh[0, 2], (-3, 3)),
    (Knob.entry("W_hy", 2, 3), "W_hy[2, 3]", NET.W_hy[2, 3], (-3, 3)),
    (Knob.entry("b_h", 3), "b_h[3]", NET.b_h[3], (-3, 3)),
    (Knob.entry("b_y", 0), "b_y[0]", NET.b_y[0], (-3, 3)),
    (Knob.gain("W_hh"), "gain of W_hh", 1.0, (0, 2)),
    (Knob.gain("b_y"), "gain of b_y", 1.0, (0, 2)),
    (Knob.spectral_radius(), "spectral radius", NET.spectral_radius, (0, 2)),
    (Knob.shift("b_h"), "shift of b_h", 0.0, (-2, 2)),
    (Knob.input(5, 1), "input[5, 1]", SETUP.x[5, 1], (-2, 2)),
    (Knob.initial_state(3), "initial_state[3]", SETUP.initial_state[3], (-4, 4)),
]
KNOBS = [knob for knob, *_ in KINDS]
NAMES = [knob.name for knob in KNOBS]


def arrays(setup):
    """Return every array of a set-up by its name."""
    return {**setup.net.parameters, "x": setup.x, "initial_state": setup.initial_state}


def changed(before, after):
    """Return the places where two set-ups differ, as {name: list of indices}."""
    places = {}
    for name, array in arrays(before).items():
        at = np.argwhere(array != arrays(after)[name])
        if len(at):
            places[name] = [tuple(map(int, index)) for index in at]
    return places


@pytest.mark.parametrize(("knob", "name", "neutral", "ends"), KINDS, ids=NAMES)
def test_each_kind_has_a_name_a_neutral_value_and_a_range(knob, name, neutral, ends):
    """The name is what people call it; the range is the documented one."""
    assert knob.name == name
    assert knob.neutral(SETUP) == neutral
    assert type(knob.neutral(SETUP)) is float
    assert knob.range(SETUP) == ends
    assert knob.why_undefined(SETUP) is None
    assert knob.is_relative == (knob.kind in ("gain", "shift"))


@pytest.mark.parametrize("knob", KNOBS, ids=NAMES)
def test_turning_to_the_neutral_value_changes_nothing(knob):
    """At its neutral value, a knob leaves every number of the set-up as it is."""
    assert changed(SETUP, knob.turn(SETUP, knob.neutral(SETUP))) == {}


@pytest.mark.parametrize(
    ("knob", "name", "index"),
    [
        (Knob.entry("W_xh", 3, 1), "W_xh", (3, 1)),
        (Knob.entry("b_y", 2), "b_y", (2,)),
        (Knob.input(5, 1), "x", (5, 1)),
        (Knob.initial_state(3), "initial_state", (3,)),
    ],
)
def test_a_single_number_is_set_and_no_other_changes(knob, name, index):
    """An entry, an input or a unit of the initial state becomes the value; all else stays."""
    turned = knob.turn(SETUP, 7.5)

    assert changed(SETUP, turned) == {name: [index]}
    assert arrays(turned)[name][index] == 7.5
    assert not arrays(turned)[name].flags.writeable


@pytest.mark.parametrize("parameter", ["W_xh", "W_hh", "W_hy", "b_h", "b_y"])
def test_gain_multiplies_one_parameter(parameter):
    """A gain of −1.5 multiplies one parameter by −1.5 and touches no other."""
    turned = Knob.gain(parameter).turn(SETUP, -1.5)

    assert set(changed(SETUP, turned)) == {parameter}
    np.testing.assert_allclose(turned.net.parameters[parameter], -1.5 * arrays(SETUP)[parameter])


@pytest.mark.parametrize("parameter", ["b_h", "b_y"])
def test_shift_adds_to_a_whole_bias(parameter):
    """A shift of 0.25 adds 0.25 to every number of one bias."""
    turned = Knob.shift(parameter).turn(SETUP, 0.25)

    assert set(changed(SETUP, turned)) == {parameter}
    np.testing.assert_allclose(turned.net.parameters[parameter], arrays(SETUP)[parameter] + 0.25)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0, 25.0])
def test_spectral_radius_is_what_it_was_turned_to(value):
    """After turning, W_hh has the asked radius and is a multiple of what it was."""
    turned = Knob.spectral_radius().turn(SETUP, value)

    assert turned.net.spectral_radius == pytest.approx(value, abs=1e-12)
    np.testing.assert_allclose(
        turned.net.W_hh * NET.spectral_radius, NET.W_hh * value, rtol=1e-12, atol=1e-14
    )


@settings(deadline=None)
@given(
    knob=st.sampled_from(KNOBS),
    value=st.floats(allow_nan=False, allow_infinity=False),
)
def test_the_range_is_finite_and_holds_the_base_s_number_and_the_value(knob, value):
    """However far a value is, the range holds it, and the number of the base too."""
    value = abs(value) if knob.kind == "spectral_radius" else value
    neutral = knob.neutral(SETUP)

    low, high = knob.range(SETUP, value)

    assert low <= min(neutral, value) <= max(neutral, value) <= high
    assert np.isfinite([low, high]).all()
    assert low in (0.0, -high)


def test_ranges_grow_by_doubling():
    """A range is doubled until it holds the value: 5 is held by ±6 for a weight, 0…8 for a gain."""
    assert Knob.entry("W_hh", 0, 0).range(SETUP, 5) == (-6, 6)
    assert Knob.gain("W_hh").range(SETUP, 5) == (0, 8)
    assert Knob.gain("W_hh").range(SETUP, -5) == (-8, 8)
    assert Knob.input(0, 0).range(SETUP, 2.0) == (-2, 2)
    big = make_setup(b_h=[10, 0, 0, 0])
    assert Knob.entry("b_h", 0).range(big, 0.0) == (-12, 12)


@pytest.mark.parametrize(
    "W_hh",
    [
        np.zeros((4, 4)),
        np.eye(4, k=-1),
        0.3 * np.eye(4, k=1)[[2, 0, 3, 1]][:, [2, 0, 3, 1]],  # the chain in another order
        np.kron(np.eye(2), [[1, -1], [1, -1]]),  # its computed eigenvalues are not exactly 0
        [[2, 2, -2, 0], [5, 1, -3, 0], [1, 5, -3, 0], [0, 0, 0, 0]],
    ],
)
def test_the_radius_of_a_nilpotent_matrix_cannot_be_turned(W_hh):
    """Where W_hh is nilpotent, the spectral radius says why it is undefined, and raises."""
    setup = make_setup(W_hh=W_hh)
    knob = Knob.spectral_radius()

    assert "every eigenvalue of W_hh is 0" in knob.why_undefined(setup)
    for act in (knob.neutral, knob.range, lambda base: knob.turn(base, 0.5)):
        with pytest.raises(ValueError, match=r"^the knob spectral radius is undefined here: every"):
            act(setup)


@pytest.mark.parametrize(
    "W_hh", [np.diag([0, 0, 0, 1e-6]), 1e-200 * np.eye(4), np.triu(np.ones((4, 4)))]
)
def test_the_radius_of_a_small_or_a_triangular_matrix_can_be_turned(W_hh):
    """A radius that is small, or repeated, is still a radius that can be scaled."""
    setup = make_setup(W_hh=W_hh)

    assert Knob.spectral_radius().why_undefined(setup) is None
    turned = Knob.spectral_radius().turn(setup, 0.5)
    assert turned.net.spectral_radius == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("parameter", ["W_hh", "b_h"])
def test_the_gain_of_a_zero_parameter_cannot_be_turned(parameter):
    """A parameter of zeros has no gain, says so, and raises; its entries can be turned."""
    setup = make_setup(**{parameter: np.zeros_like(getattr(NET, parameter))})

    assert Knob.gain(parameter).why_undefined(setup) == (
        f"every number of {parameter} is 0, so no gain can change it"
    )
    with pytest.raises(ValueError, match=f"^the knob gain of {parameter} is undefined here"):
        Knob.gain(parameter).turn(setup, 2.0)
    assert Knob.entry(parameter, *([0] * getattr(NET, parameter).ndim)).neutral(setup) == 0.0


def test_a_knob_is_plain_data():
    """Equal knobs are one key of a dict; different ones are not; NumPy's indices become plain."""
    counts = {Knob.entry("W_hh", 0, 1): 1}
    counts[Knob.entry("W_hh", np.int64(0), np.uint8(1))] = 2
    counts[Knob.entry("W_hh", 1, 0)] = 3

    assert list(counts.values()) == [2, 3]
    assert all(type(i) is int for i in Knob.entry("W_hh", np.int64(0), np.uint8(1)).index)


@pytest.mark.parametrize("knob", KNOBS, ids=NAMES)
def test_a_knob_survives_json(knob):
    """Written as JSON and read again, a knob is equal to itself."""
    assert Knob.from_dict(json.loads(json.dumps(knob.to_dict()))) == knob


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("turn", None, ()), r"^the knob's kind is 'turn': expected one of entry, gain"),
        ((None,), r"^the knob's kind is None: expected one of"),
        ((["entry"],), r"^the knob's kind is \['entry'\]: expected one of"),
        (("entry", "W_hx", (0, 0)), r"^the parameter of entry is 'W_hx': expected one of W_xh"),
        (("gain", None), r"^the parameter of gain is None: expected one of"),
        (("shift", "W_hh"), r"^the parameter of shift is 'W_hh': expected one of b_h, b_y"),
        (("spectral_radius", "W_hh"), r"^the parameter of spectral_radius is 'W_hh': expected no"),
        (("entry", "W_hh", (0,)), r"^the index of entry W_hh is \(0,\): expected 2 whole numbers"),
        (("entry", "b_h", (0, 0)), r"^the index of entry b_h is \(0, 0\): expected 1 whole"),
        (("gain", "W_hh", (0, 0)), r"^the index of gain W_hh is \(0, 0\): expected 0 whole"),
        (("entry", "W_hh", (0, -1)), r"^the index of entry W_hh is -1: expected a whole number"),
        (("entry", "W_hh", (0, 1.0)), r"^the index of entry W_hh is 1\.0: expected a whole"),
        (("entry", "W_hh", (0, True)), r"^the index of entry W_hh is True: expected a whole"),
        (("entry", "W_hh", ("0", "1")), r"^the index of entry W_hh is '0': expected a whole"),
        (("entry", "W_hh", "01"), r"^the index of entry W_hh is '01': expected 2 whole numbers"),
        (("entry", "W_hh", None), r"^the index of entry W_hh is None: expected 2 whole numbers"),
        (("input", None, (0, 10**5000)), r"^the index of input is a very long int: expected"),
    ],
)  # fmt: skip
def test_a_knob_that_makes_no_sense_is_refused_in_one_sentence(arguments, sentence):
    """An unknown kind, a parameter or an index that does not go with it: each is named."""
    with pytest.raises(ValueError, match=sentence):
        Knob(*arguments)


@pytest.mark.parametrize(
    "data", [{}, [], "gain", None, {"kind": "gain", "parameter": "W_hh"}, {"kind": "entry",
    "parameter": "W_hh", "index": 3}],
)  # fmt: skip
def test_data_that_describe_no_knob_are_refused(data):
    """Data without kind, parameter and index are no knob."""
    with pytest.raises(ValueError, match=r"^the knob is .*: expected kind, parameter and index"):
        Knob.from_dict(data)


@pytest.mark.parametrize(
    "knob",
    [
        Knob.entry("W_xh", 0, I), Knob.entry("W_hh", H, 0), Knob.entry("b_y", O),
        Knob.input(T, 0), Knob.input(0, I), Knob.initial_state(H),
    ],
)  # fmt: skip
def test_an_index_beyond_the_array_is_refused(knob):
    """A knob whose index is beyond the set-up's sizes raises, and quotes the shape."""
    for act in (knob.why_undefined, knob.neutral, lambda base: knob.turn(base, 0.0)):
        with pytest.raises(ValueError, match=r"is out of range: expected an index within \(\d"):
            act(SETUP)


@pytest.mark.parametrize("value", [None, "1", [1.0], 1j, True, float("nan"), np.inf, 10**400])
@pytest.mark.parametrize("knob", [Knob.gain("W_hh"), Knob.spectral_radius(), Knob.input(0, 0)])
def test_a_value_that_is_no_finite_number_is_refused(knob, value):
    """Only finite numbers can be turned to; the sentence names the knob and quotes the value."""
    sentence = f"^the value of {knob.name}".replace("[", r"\[") + r" is .*: expected a finite"
    with pytest.raises(ValueError, match=sentence):
        knob.turn(SETUP, value)
    if value is not None:  # which, for a range, means the neutral one
        with pytest.raises(ValueError, match=sentence):
            knob.range(SETUP, value)


def test_a_negative_radius_is_refused():
    """A spectral radius cannot be negative."""
    with pytest.raises(ValueError, match=r"^the value of spectral radius is -1\.0: expected at l"):
        Knob.spectral_radius().turn(SETUP, -1.0)


@pytest.mark.parametrize("knob", [Knob.gain("W_hh"), Knob.spectral_radius()])
def test_a_value_that_overflows_a_weight_is_refused_without_a_warning(knob):
    """A value that would make a weight infinite is refused in a sentence that names the weight."""
    setup = make_setup(W_hh=np.diag([1e-3, 1e-3, 1e-3, 0]) + 1e4 * np.eye(H, k=1))

    with pytest.raises(ValueError, match=r"^W_hh\[0, 1\] is inf: expected a finite number"):
        knob.turn(setup, 1e305)


@pytest.mark.parametrize("value", [np.float32(0.5), np.int64(2), 3])
def test_numbers_of_any_real_kind_can_be_turned_to(value):
    """NumPy's scalars and plain integers are values like any other."""
    turned = Knob.entry("W_hh", 0, 0).turn(SETUP, value)

    assert turned.net.W_hh[0, 0] == float(value)
