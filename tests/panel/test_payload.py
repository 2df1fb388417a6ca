"""The payload: an experiment as the data that the renderer draws."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.limits import limit_over
from rnnviz.panel import linker
from rnnviz.panel import payload as panel
from rnnviz.panel.payload import STANDARD_KNOBS
from tests.packed import unpacked

every_preset = pytest.mark.parametrize("name", rv.presets.names())

HUGE = 1e38


def to_payload(e: rv.Experiment, **told: Any) -> dict[str, Any]:
    """What the panel reads of an experiment."""
    return unpacked(panel.to_payload(e, **told))


def slider_of(payload: dict[str, Any], name: str) -> dict[str, Any]:
    """The slider of the knob of this name."""
    (slider,) = (slider for slider in payload["sliders"] if slider["name"] == name)
    return slider


def small(**changes: Any) -> rv.Experiment:
    """A network of I=2, H=3, O=4 over T=5 steps."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=4, seed=7)
    x = np.random.default_rng(7).normal(size=(5, 2))
    return rv.Experiment(net=net, x=x, initial_state=[0.5, -0.25, 0.125]).replace(**changes)


def exploding(first: int, num_steps: int = 6) -> rv.Experiment:
    """A linear network that passes 1e12 at step `first`, given a kick."""
    net = rv.RNN(W_xh=[[1.0, 0.0]], W_hh=[[1e3]], W_hy=[[1.0], [-1.0], [0.5]], activation="linear")
    x = np.zeros((num_steps, 2))
    x[0, 0] = 2 * 10.0 ** (12 - 3 * first)
    return rv.Experiment(net=net, x=x)


def extremes() -> Iterator[tuple[str, rv.Experiment]]:
    """Networks that overflow, at once, late or never."""
    yield "at step 0", exploding(0)
    yield "at the last step", exploding(5)
    for activation in ("tanh", "relu", "linear"):
        for output in ("identity", "sigmoid", "softmax"):
            net = rv.RNN(
                W_xh=np.full((3, 2), HUGE),
                W_hh=np.full((3, 3), HUGE),
                W_hy=np.full((4, 3), -HUGE),
                b_h=np.full(3, HUGE),
                b_y=np.full(4, HUGE),
                activation=activation,
                output=output,
            )
            e = rv.Experiment(net=net, x=np.full((5, 2), HUGE), initial_state=np.full(3, -HUGE))
            yield f"{activation}, {output}", e
            yield f"{activation}, {output}, in hand", e.select(rv.Knob.gain("W_hh")).turn(0)


@every_preset
def test_arrays_are_the_trace_in_float32(name: str) -> None:
    """Each array is the parameter, the input or the logged numbers, row by row."""
    e = rv.presets.load(name)
    arrays = to_payload(e)["arrays"]
    logged = {key: getattr(e.trace, key) for key in ("x", "initial_state", "h", "y")}
    wanted = {**e.net.parameters, **logged}
    assert {key for key in arrays if not key.startswith("sweep.")} == set(wanted)
    for key, array in wanted.items():
        np.testing.assert_array_equal(arrays[key], array.astype(np.float32).ravel())


def test_the_browser_reads_the_numbers_that_were_sent(run_module: Callable[..., str]) -> None:
    """Decoded by payload.js, every array is Python's, to the last bit of float32."""
    e = rv.presets.load("large")
    address = (linker.MODULES / "payload.js").as_uri()
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ decode }} from "{address}";
        // Begun askew, as the bytes in a message from the server do.
        const sent = Buffer.from(readFileSync(0, "utf8"), "base64");
        const askew = new Uint8Array(sent.length + 1);
        askew.set(sent, 1);
        const {{ arrays }} = decode(askew.subarray(1));
        const listed = Object.entries(arrays).map(([name, array]) => [name, [...array]]);
        console.log(JSON.stringify(Object.fromEntries(listed)));
    """
    sent = panel.to_payload(e.select(rv.Knob.gain("W_hh")))
    read = json.loads(run_module(script, base64.b64encode(sent).decode("ascii")))
    assert set(read) == set(unpacked(sent)["arrays"])
    for key, array in (*e.net.parameters.items(), ("h", e.trace.h), ("y", e.trace.y)):
        np.testing.assert_array_equal(np.float32(read[key]), array.astype(np.float32).ravel())


@every_preset
def test_a_preset_has_no_number_that_json_cannot_carry(name: str) -> None:
    """Nothing in a preset's payload is infinite or NaN."""
    payload = to_payload(rv.presets.load(name))
    json.dumps({**payload, "arrays": None}, allow_nan=False)
    assert all(np.isfinite(array).all() for array in payload["arrays"].values())


@pytest.mark.parametrize(("case", "e"), list(extremes()))
def test_an_overflowing_network_is_sent_in_finite_numbers(case: str, e: rv.Experiment) -> None:
    """Weights of 1e38 and exploding states leave the payload whole and finite."""
    payload = to_payload(e)
    json.dumps({**payload, "arrays": None}, allow_nan=False)
    assert all(np.isfinite(array).all() for array in payload["arrays"].values()), case
    assert all(1 <= limit < math.inf for limit in payload["limits"].values())


@pytest.mark.parametrize("first", [0, 1, 4, 5])
def test_steps_from_the_explosion_on_are_left_out(first: int) -> None:
    """Exploding at step k leaves k steps of logged numbers, and the whole sequence."""
    payload = to_payload(exploding(first))
    assert payload["num_shown"] == first
    assert payload["sizes"] == {"I": 2, "H": 1, "O": 3, "T": 6}
    sizes = {key: len(array) for key, array in payload["arrays"].items()}
    assert [sizes[key] for key in "xhy"] == [12, first, 3 * first]


def test_a_state_that_stays_small_is_shown_whole() -> None:
    """Without an explosion every step is shown."""
    assert to_payload(small())["num_shown"] == 5


def test_what_is_sent_beside_the_numbers() -> None:
    """Title, names, sizes, knob and view come from the experiment; the rest is given."""
    e = small(
        title="a <b>title</b>", description="words", labels=list("hello"),
        input_names=["in", "$x$"], output_names=["1", "2", "3", "4"],
    )  # fmt: skip
    e = e.select(rv.Knob.entry("W_hy", 3, 2)).turn(0.5).look(step=2, unit=1, output=3)
    payload = to_payload(e, generation=4, ack=9, notice="no", flash="knob")
    assert payload["sizes"] == {"I": 2, "H": 3, "O": 4, "T": 5}
    assert payload["num_parameters"] == 6 + 9 + 12 + 3 + 4
    wanted = {
        "generation": 4, "ack": 9, "notice": "no", "flash": "knob",
        "title": "a <b>title</b>", "description": "words",
        "labels": list("hello"), "input_names": ["in", "$x$"],
        "output_names": ["1", "2", "3", "4"], "activation": "tanh", "output": "identity",
        "knob": {"kind": "entry", "parameter": "W_hy", "index": [3, 2]}, "value": 0.5,
        "view": {"step": 2, "unit": 1, "output": 3, "folded": False, "opened": False},
    }  # fmt: skip
    assert {key: payload[key] for key in wanted} == wanted


def test_what_is_missing_is_null() -> None:
    """Without names, labels or a knob in hand, these are null."""
    payload = to_payload(small())
    missing = ("labels", "input_names", "output_names", "knob", "value", "sweep")
    assert [payload[key] for key in missing] == [None] * 6


@pytest.mark.parametrize(
    ("activation", "output", "h", "y"),
    [("tanh", "identity", 1, 5), ("relu", "sigmoid", 20, 1), ("linear", "softmax", 20, 1)],
)
def test_limits_follow_what_a_number_can_be(
    activation: str, output: str, h: float, y: float
) -> None:
    """tanh, sigmoid and softmax end at 1; elsewhere the limit holds the largest number."""
    net = rv.RNN(
        W_xh=[[3.0, 0.0]], W_hh=[[0.0]], W_hy=[[-4.0], [1.0], [0.0]],
        activation=activation, output=output,
    )  # fmt: skip
    limits = to_payload(rv.Experiment(net=net, x=[[4, 0], [1, -40]]))["limits"]
    assert limits == {"x": 50, "h": h, "y": y, "W": 5}


@pytest.mark.parametrize(
    "knob",
    [rv.Knob.gain("W_hh"), rv.Knob.entry("W_xh", 2, 1), rv.Knob.input(3, 1), rv.Knob.shift("b_h"),
     rv.Knob.initial_state(2), rv.Knob.spectral_radius()],
    ids=lambda knob: knob.name,
)  # fmt: skip
def test_the_colour_scales_stay_while_a_knob_turns(knob: rv.Knob) -> None:
    """Limits belong to the base, so turning a knob moves numbers and no scale."""
    e = small(net=small().base.replace(activation="relu")).select(knob)
    turned = e.turn(77.0)
    assert limit_over(turned.trace.h) > to_payload(e)["limits"]["h"]
    assert to_payload(turned)["limits"] == to_payload(e)["limits"]


def test_the_standard_sliders_are_always_there() -> None:
    """Four sliders stand in the list from the start, at the values that change nothing."""
    e = small()
    sliders = to_payload(e)["sliders"]
    names = ["gain of W_xh", "gain of W_hh", "spectral radius", "shift of b_h"]
    assert [slider["name"] for slider in sliders] == names
    assert [slider["value"] for slider in sliders] == [1, 1, e.net.spectral_radius, 0]
    assert [slider["knob"] for slider in sliders] == [knob.to_dict() for knob in STANDARD_KNOBS]
    assert not any(slider["pinned"] or slider["why_undefined"] for slider in sliders)


def pinned(e: rv.Experiment, *knobs: rv.Knob) -> rv.Experiment:
    """The experiment with knobs pinned in this order."""
    return e.look(explore={"pinned": [knob.to_dict() for knob in knobs]})


def test_the_newest_pin_stands_first() -> None:
    """Pinned knobs stand above the standard ones, the last pinned at the top."""
    e = pinned(small(), rv.Knob.entry("W_hh", 0, 1), rv.Knob.input(4, 1))
    sliders = to_payload(e)["sliders"]
    assert [slider["name"] for slider in sliders[:3]] == [
        "input[4, 1]",
        "W_hh[0, 1]",
        "gain of W_xh",
    ]
    assert [slider["pinned"] for slider in sliders] == [True, True, False, False, False, False]
    assert [slider["value"] for slider in sliders[:2]] == [e.x[4, 1], e.net.W_hh[0, 1]]


def test_the_knob_in_hand_is_in_the_list_once() -> None:
    """A knob in hand that is not pinned stands first; otherwise it keeps its place."""
    e = pinned(small(), rv.Knob.entry("W_hh", 0, 1), rv.Knob.entry("b_y", 3))
    for knob, place, length in (
        (rv.Knob.entry("W_hy", 2, 1), 0, 7),
        (rv.Knob.entry("W_hh", 0, 1), 1, 6),
        (rv.Knob.spectral_radius(), 4, 6),
    ):
        names = [slider["name"] for slider in to_payload(e.select(knob))["sliders"]]
        assert names.index(knob.name) == place
        assert len(names) == len(set(names)) == length


def test_the_knob_in_hand_is_measured_from_the_base_and_the_others_from_what_is_shown() -> None:
    """A gain in hand shows its value; the radius beside it shows the network that it made."""
    e = small().select(rv.Knob.gain("W_hh")).turn(1.5)
    payload = to_payload(pinned(e, rv.Knob.entry("W_hh", 2, 0)))
    assert slider_of(payload, "gain of W_hh")["value"] == 1.5
    radius = slider_of(payload, "spectral radius")["value"]
    assert radius == pytest.approx(1.5 * e.base.spectral_radius, rel=1e-6)
    entry = slider_of(payload, "W_hh[2, 0]")["value"]
    assert entry == np.float32(1.5 * e.base.W_hh[2, 0])


def test_a_gain_turned_to_zero_can_be_turned_back() -> None:
    """In hand, a gain of 0 keeps its range; out of hand, it says why it is undefined."""
    knob = rv.Knob.gain("W_hh")
    e = small().select(knob).turn(0)
    slider = slider_of(to_payload(e), knob.name)
    assert (slider["value"], slider["low"], slider["high"]) == (0, 0, 2)
    assert slider["why_undefined"] is None
    left = slider_of(to_payload(e.select(None)), knob.name)
    assert left["value"] is None
    assert left["low"] < left["high"]
    assert left["why_undefined"] == "every number of W_hh is 0, so no gain can change it"


def test_the_radius_of_a_nilpotent_matrix_says_why_it_is_undefined() -> None:
    """A spectral radius that cannot be reached by scaling is shown without a value."""
    slider = slider_of(to_payload(rv.presets.load("delay")), "spectral radius")
    assert slider["value"] is None
    assert "eigenvalue" in slider["why_undefined"]


@every_preset
def test_every_present_value_is_within_its_range(name: str) -> None:
    """Every slider holds its value, whatever the knob in hand was turned to."""
    e = rv.presets.load(name)
    knobs = [rv.Knob.gain("W_xh"), rv.Knob.entry("W_hh", 0, 0), rv.Knob.shift("b_h")]
    for experiment in (e, *(e.select(knob).turn(to) for knob in knobs for to in (-9.5, 0.1, 1e6))):
        for slider in to_payload(pinned(experiment, *knobs))["sliders"]:
            assert slider["low"] < slider["high"]
            assert (slider["value"] is None) == (slider["why_undefined"] is not None)
            if slider["value"] is not None:
                assert slider["low"] <= slider["value"] <= slider["high"]
