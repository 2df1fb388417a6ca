"""The sweep in the payload: what the panel drags through."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.panel import linker, swept
from rnnviz.panel.payload import to_payload
from tests.packed import unpacked

KNOBS = [
    rv.Knob.gain("W_hh"), rv.Knob.spectral_radius(), rv.Knob.shift("b_h"), rv.Knob.input(3, 1),
    rv.Knob.entry("W_xh", 2, 1), rv.Knob.entry("W_hy", 3, 0), rv.Knob.initial_state(1),
]  # fmt: skip


def small(knob: rv.Knob) -> rv.Experiment:
    """A network of I=2, H=3, O=4 over T=5 steps, with a knob in hand."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=4, seed=7)
    x = np.random.default_rng(7).normal(size=(5, 2))
    return rv.Experiment(net=net, x=x, initial_state=[0.5, -0.25, 0.125]).select(knob)


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_every_value_of_the_sweep_is_what_a_commit_would_show(knob: rv.Knob) -> None:
    """Value by value, the h and y sent are those of the experiment turned there, in float32."""
    e = small(knob).turn(0.75)
    payload = unpacked(to_payload(e))
    arrays, said = payload["arrays"], payload["sweep"]
    values = arrays["sweep.values"].astype(float)
    V = len(values)
    h = arrays["sweep.h"].reshape(V, 5, 3)
    y = arrays["sweep.y"].reshape(V, 5, 4)
    assert said["knob"] == knob.to_dict()
    assert said["num_shown"] == [5] * V
    assert 0.75 in values
    for v in range(0, V, 9):
        turned = e.turn(values[v])
        np.testing.assert_allclose(h[v], turned.trace.h, atol=1e-7)
        np.testing.assert_allclose(y[v], turned.trace.y, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_what_is_turned_is_sent_as_it_was(knob: rv.Knob) -> None:
    """The base's array and its neutral value let the panel turn the number by itself."""
    e = small(knob)
    payload = unpacked(to_payload(e.turn(0.75)))
    said = payload["sweep"]
    base = {"x": e.base_x, "initial_state": e.base_initial_state, **e.base.parameters}
    np.testing.assert_array_equal(
        payload["arrays"]["sweep.base"], base[said["target"]].astype(np.float32).ravel()
    )
    assert said["neutral"] == knob.neutral(e.base_setup)


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_the_panel_turns_the_number_as_python_does(
    knob: rv.Knob, run_module: Callable[..., str]
) -> None:
    """At every value, the array that preview.js turns is Python's to the last bit of float32."""
    e = small(knob).turn(0.75)
    modules = {name: (linker.MODULES / f"{name}.js").as_uri() for name in ("payload", "preview")}
    script = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ decode }} from "{modules["payload"]}";
        import {{ indexOf, sweepOf, turned }} from "{modules["preview"]}";
        const model = decode(new Uint8Array(Buffer.from(readFileSync(0, "utf8"), "base64")));
        const sweep = sweepOf(model, null);
        const read = [...sweep.values].map((value) => {{
          const shown = turned(model, sweep, indexOf(sweep, value));
          return [value, ...shown.arrays[sweep.target]];
        }});
        console.log(JSON.stringify(read));
    """
    read = json.loads(run_module(script, base64.b64encode(to_payload(e)).decode("ascii")))
    assert [value for value, *_ in read] == list(e.knob_values())
    for value, *numbers in read:
        net, x, initial_state = e.turn(value).setup
        arrays = {"x": x, "initial_state": initial_state, **net.parameters}
        np.testing.assert_array_equal(numbers, arrays[knob.target].ravel())


def test_a_sweep_that_the_panel_has_is_not_sent_again() -> None:
    """Turning the knob in hand leaves its sweep as it is, so only its name is sent."""
    e = small(rv.Knob.gain("W_hh"))
    name = unpacked(to_payload(e))["sweep"]["id"]
    again = unpacked(to_payload(e.turn(0.5), cached=[name]))
    assert again["sweep"] == {"id": name}
    assert not any(key.startswith("sweep.") for key in again["arrays"])
    assert "sweep.h" in unpacked(to_payload(e.turn(0.5), cached=["another"]))["arrays"]


def test_another_network_knob_range_or_sequence_is_another_sweep() -> None:
    """Whatever changes a trace of the sweep changes its name."""
    e = small(rv.Knob.gain("W_hh"))
    others = [
        e,
        e.turn(3.0),  # beyond the range, which doubles
        e.turn(0.123),  # between the values
        e.select(rv.Knob.gain("W_xh")),
        e.replace(net=e.base.replace(activation="relu")),
        e.replace(net=e.base.replace(output="sigmoid")),
        e.replace(net=e.base.replace(b_y=[1, 0, 0, 0])),
        e.with_sequence(e.x[:4]),
        e.replace(initial_state=[0, 0, 0]),
    ]
    names = [unpacked(to_payload(one))["sweep"]["id"] for one in others]
    assert len(set(names)) == len(names)
    for same in (e.turn(0.5), e.look(step=3), e.replace(title="another")):
        assert unpacked(to_payload(same))["sweep"]["id"] == names[0]


def test_where_a_state_explodes_its_numbers_are_zero() -> None:
    """Numbers beyond 1e12 are not sent, and each value says how many steps it has."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.eye(80, 1)).select(rv.Knob.entry("W_hh", 0, 0))
    payload = unpacked(to_payload(e))
    values = payload["arrays"]["sweep.values"]
    h = payload["arrays"]["sweep.h"].reshape(len(values), 80)
    shown = payload["sweep"]["num_shown"]
    assert shown[int(np.argmin(np.abs(values - 3)))] == 26  # 3^26 is the first beyond 1e12
    assert shown[int(np.argmin(np.abs(values - 1)))] == 80
    assert all((h[v, n:] == 0).all() for v, n in enumerate(shown))
    assert np.isfinite(h).all()


@pytest.mark.parametrize("outputs", [2, 16])
def test_the_largest_sweep_is_about_a_megabyte(outputs: int) -> None:
    """With 32 units over 200 steps a slider still has 26 values or more."""
    net = rv.RNN.random(input_size=3, hidden_size=32, output_size=outputs, seed=1)
    e = rv.Experiment(net=net, x=np.ones((200, 3))).select(rv.Knob.gain("W_hh"))
    payload = to_payload(e)
    assert len(payload) < 1.3e6
    assert len(unpacked(payload)["arrays"]["sweep.values"]) >= 26


def test_a_gain_that_overflows_somewhere_has_no_sweep() -> None:
    """Where a value of the range cannot be shown, the slider works by commits alone."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[3e38]], W_hy=[[1.0]])
    e = rv.Experiment(net=net, x=[[1.0], [0.0]]).select(rv.Knob.gain("W_hh"))
    assert swept.sweep_of(e) == (None, {})
    assert unpacked(to_payload(e))["sweep"] is None
