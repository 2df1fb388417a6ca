"""The run with one thing changed, as the part of the payload of the second graph."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.panel.payload import to_payload
from tests.changed_runs import W_HH_12, experiment, untied
from tests.packed import unpacked


def sent(e: rv.Experiment) -> dict[str, Any]:
    """What the panel reads of an experiment on the Memory page."""
    return unpacked(to_payload(e, with_memory=True))


CHANGES = {
    "cut": (
        {"cut": 4},
        lambda e: rv.cut(e.net, e.trace, 4),
        {"part": "cut", "step": 4, "num_shown": 6, "words": "the past cut off before step 4"},
    ),
    "untie": (
        {"untied": untied(2, -1.5)},
        lambda e: rv.untie(e.net, e.trace, W_HH_12, 2, -1.5),
        {
            "part": "untie",
            "step": 2,
            "num_shown": 6,
            "knob": W_HH_12.to_dict(),
            "value": -1.5,
            "words": "W_hh[1, 2] = −1.5 at step 2 only",
        },
    ),
    "nudge": (
        {"nudge": {"of": "input", "index": 1, "step": 5, "amount": 0.75}},
        lambda e: rv.nudge(e.net, e.trace, 5, 0.75, input=1),
        {
            "part": "nudge",
            "step": 5,
            "num_shown": 6,
            "of": "input",
            "index": 1,
            "words": "input 1 moved by +0.75 at step 5",
        },
    ),
}


@pytest.mark.parametrize("part", CHANGES)
def test_the_second_run_is_the_core_s(part: str) -> None:
    """Its inputs, states and outputs, in float32, and what is changed in it."""
    memory, change, said = CHANGES[part]
    e = experiment(part, **memory)
    data, expected = sent(e), change(e)
    assert data["intervention"] == said
    for name in ("x", "h", "y"):
        wanted = getattr(expected, name).astype(np.float32).ravel()
        np.testing.assert_array_equal(data["arrays"][f"intervention.{name}"], wanted)
    # One question stands beside the graph: the row of influence is another's.
    assert data["influence"] is None
    assert not [name for name in data["arrays"] if "influence" in name]


@pytest.mark.parametrize("part", ["influence", "decay", "copies"])
def test_the_other_parts_have_no_second_run(part: str) -> None:
    """They have the row of influence."""
    data = sent(experiment(part, cut=4))
    assert data["intervention"] is None
    assert data["influence"] is not None
    assert not [name for name in data["arrays"] if name.startswith("intervention")]


def test_no_page_but_memory_is_sent_a_second_run() -> None:
    """Elsewhere the payload has none of it."""
    data = unpacked(to_payload(experiment("cut")))
    assert data["intervention"] is None
    assert not [name for name in data["arrays"] if name.startswith("intervention")]


def test_a_second_run_that_explodes_ends_before() -> None:
    """A nudge that grows past 1e12 ends the second run early, and not the first."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[100.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.zeros((9, 1)))
    e = e.look(memory={"part": "nudge", "nudge": {"of": "input", "step": 2, "amount": 10.0}})
    data = sent(e)
    assert data["num_shown"] == 9
    assert data["intervention"]["num_shown"] == 8  # 10 · 100⁵ = 1e11 at step 7
    assert len(data["arrays"]["intervention.h"]) == 8
    assert np.isfinite(data["arrays"]["intervention.h"]).all()


def test_where_no_step_is_shown_there_is_no_second_run() -> None:
    """A network that explodes at once has nothing to change."""
    net = rv.RNN(W_xh=[[1e30]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.ones((5, 1))).look(memory={"part": "cut"})
    assert sent(e)["intervention"] is None
