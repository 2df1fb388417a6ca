"""The influence of the past, as the part of the payload that is drawn under the graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.figures.fading import DECADES, fading_colour
from rnnviz.look.palette import DARK, LIGHT
from rnnviz.panel import influences, linker
from rnnviz.panel.payload import to_payload
from tests.packed import unpacked


def sent(e: rv.Experiment, **told: Any) -> dict[str, Any]:
    """What the panel reads of an experiment on the Memory page."""
    return unpacked(to_payload(e, with_memory=True, **told))


def network(output: str = "softmax") -> rv.Experiment:
    """A network of I=2, H=4, O=3 over T=6 steps, a weight in hand, the cursor at step 3."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, output=output, seed=3)
    x = np.random.default_rng(3).normal(size=(6, 2))
    e = rv.Experiment(net=net, x=x, initial_state=[0.5, -0.25, 0.125, 1])
    return e.select(rv.Knob.entry("W_hh", 1, 2)).look(step=3, unit=2, output=1)


@pytest.mark.parametrize("of", ["unit", "output"])
def test_the_rows_are_the_lower_half_of_all_pairs(of: str) -> None:
    """Row t has t + 1 numbers: how far the chosen number at t moves for each earlier step."""
    e = network().look(memory={"of": of})
    data = sent(e)
    index = {"unit": 2, "output": 1}[of]
    swept = f"{data['sweep']['id']} {of} {index} 3"
    assert data["influence"] == {"of": of, "index": index, "step": 3, "swept": swept}
    memory = rv.memory(e.net, e.trace)
    expected = memory.influence(**{of: index})
    start = 0
    for t in range(6):
        inputs, states = (data["arrays"][f"influence.{past}"] for past in ("inputs", "states"))
        np.testing.assert_allclose(
            inputs[start : start + t + 1], expected.of_inputs[t, : t + 1], rtol=1e-6
        )
        np.testing.assert_allclose(
            states[start : start + t + 1], expected.of_states[t, : t + 1], rtol=1e-6
        )
        start += t + 1
    assert len(inputs) == start


def test_the_sweep_has_the_row_of_the_cursor_at_each_value() -> None:
    """At each value the slider stops at, the panel holds the cursor's row of that network."""
    e = network().look(memory={"of": "output"})
    arrays = sent(e)["arrays"]
    values = e.knob_values()
    rows = np.reshape(arrays["sweep.influence.states"], (len(values), 4))
    for v in (0, 40, len(values) - 1):
        turned = e.turn(values[v])
        expected = rv.memory(turned.net, turned.trace).influence(output=1)
        np.testing.assert_allclose(rows[v], expected.of_states[3, :4], rtol=1e-5)


def cached_after(data: dict[str, Any]) -> list[str]:
    """What the panel holds once it has read an answer."""
    return [data["sweep"]["id"], data["influence"]["swept"]]


def test_the_influence_of_a_sweep_that_the_panel_has_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While only the knob in hand is turned, neither the sweep nor its influence is."""
    e = network()
    before = sent(e)
    monkeypatch.delattr(rv.Experiment, "sweep")
    monkeypatch.delattr(influences, "sweep_influence")
    data = sent(e.turn(e.knob_values()[9]), cached=cached_after(before))
    assert cached_after(data) == cached_after(before)
    assert not [name for name in data["arrays"] if name.startswith("sweep.")]
    assert len(data["arrays"]["influence.inputs"]) == 21


def test_another_cursor_number_or_sweep_has_another_influence() -> None:
    """The cursor's row at each value is sent when the cursor moves, though the sweep is cached."""
    e = network()
    cached = cached_after(sent(e))
    for other, num_steps in (
        (e.look(step=4), 5),
        (e.look(unit=1), 4),
        (e.look(memory={"of": "output"}), 4),
        (e.select(rv.Knob.gain("W_hh")), 4),
    ):
        data = sent(other, cached=cached)
        assert data["influence"]["swept"] not in cached
        assert ("sweep.h" in data["arrays"]) == (other.knob != e.knob)
        rows = data["arrays"]["sweep.influence.inputs"]
        assert len(rows) == num_steps * len(other.knob_values())


def test_no_page_but_memory_is_sent_any_of_it() -> None:
    """Elsewhere the payload has none of these numbers."""
    data = unpacked(to_payload(network()))
    assert data["influence"] is None
    assert not [name for name in data["arrays"] if "influence" in name]


def test_extremes_reach_the_panel_as_finite_numbers() -> None:
    """What grows beyond float32 is its largest number, and where nothing is shown nothing is."""
    net = rv.RNN(W_xh=[[1e30]], W_hh=[[1e30]], W_hy=[[1.0]], activation="linear")
    grown = sent(rv.Experiment(net=net, x=np.zeros((5, 1))))["arrays"]
    assert np.isfinite(grown["influence.states"]).all()
    assert np.max(grown["influence.states"]) > 3e38
    gone = sent(rv.Experiment(net=net, x=np.ones((5, 1))))
    assert gone["num_shown"] == 0
    assert gone["influence"] is None


def test_the_row_has_the_colours_of_the_figure(run_module: Callable[..., str]) -> None:
    """Ink and red are the same in the panel and in `rv.figures.influence`, decade by decade."""
    address = (linker.MODULES / "color.js").as_uri()
    decades = np.arange(-5, 6)
    script = f"""
        import {{ influenceColor }} from "{address}";
        const sizes = {[float(f"1e{k}") for k in decades]};
        const grounds = ["light", "dark"];
        const all = grounds.map((name) => sizes.map((size) => influenceColor(size, name)));
        console.log(JSON.stringify(all));
    """
    figure = [
        [fading_colour(float(k), look) for k in decades.clip(-DECADES, DECADES)]
        for look in (LIGHT, DARK)
    ]
    assert json.loads(run_module(script)) == figure
