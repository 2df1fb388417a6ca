"""The change at one step that a view asks for, and where it is put by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.alteration import (
    altered_at,
    changes_a_step,
    cut_of,
    intervention_of,
    nudge_of,
    number_of,
    untied_of,
)
from tests.changed_runs import W_HH_12, experiment, untied


def test_until_the_reader_says_where_the_change_is_the_cursor_s() -> None:
    """A cut and an untied copy stand at the cursor's step, a nudge moves the first input."""
    e = experiment()
    assert cut_of(e) == 3
    assert untied_of(e).model_dump() == {
        "knob": rv.Knob.entry("W_hh", 0, 0).to_dict(),
        "step": 3,
        "value": 0.0,
    }
    assert nudge_of(e).model_dump() == {"of": "input", "index": 0, "step": 0, "amount": 0.5}


def test_at_step_0_without_a_state_before_it_the_change_is_at_the_next() -> None:
    """There is no past to cut off, and a weight of W_hh carries nothing."""
    e = experiment().look(step=0)
    assert cut_of(e) == 1
    assert untied_of(e).step == 1
    assert untied_of(e.select(rv.Knob.entry("W_xh", 0, 0))).step == 0
    assert cut_of(e.replace(initial_state=[1, 0, 0, 0])) == 0
    assert cut_of(e.with_sequence([[1.0, 2.0]])) == 0


def test_the_number_looked_at_is_the_entry_in_hand() -> None:
    """Another knob than an entry has no copies of one number: then it is W_hh[0, 0]."""
    e = experiment()
    assert number_of(e) == rv.Knob.entry("W_hh", 0, 0)
    assert number_of(e.select(W_HH_12)) == W_HH_12
    assert number_of(e.select(rv.Knob.gain("W_hh"))) == rv.Knob.entry("W_hh", 0, 0)
    assert untied_of(e.select(W_HH_12)).knob.index == [1, 2]


def test_a_number_that_is_zero_is_untied_to_one() -> None:
    """An untied copy begins with another value than the shared one, so that something moves."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.0]], W_hy=[[1.0]])
    e = rv.Experiment(net=net, x=np.ones((3, 1)))
    assert untied_of(e).value == 1.0


@pytest.mark.parametrize(
    ("part", "memory", "expected"),
    [
        ("cut", {"cut": 4}, lambda e: rv.cut(e.net, e.trace, 4)),
        (
            "untie",
            {"untied": untied(2, -1.5)},
            lambda e: rv.untie(e.net, e.trace, W_HH_12, 2, -1.5),
        ),
        (
            "nudge",
            {"nudge": {"of": "unit", "index": 1, "step": 2, "amount": -0.25}},
            lambda e: rv.nudge(e.net, e.trace, 2, -0.25, unit=1),
        ),
        (
            "nudge",
            {"nudge": {"of": "input", "index": 1, "step": 5, "amount": 0.75}},
            lambda e: rv.nudge(e.net, e.trace, 5, 0.75, input=1),
        ),
    ],
)
def test_the_intervention_is_the_one_that_the_view_says(
    part: str, memory: dict[str, Any], expected: Any
) -> None:
    """The altered run is that of `rv.cut`, `rv.untie` or `rv.nudge` with the view's numbers."""
    e = experiment(part, **memory)
    found, wanted = intervention_of(e), expected(e)
    assert changes_a_step(e.view.memory)
    assert found is not None
    assert found.step == wanted.step
    for name in ("x", "h", "y", "predicted"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


@pytest.mark.parametrize("part", ["influence", "decay", "copies"])
def test_the_other_parts_change_nothing(part: str) -> None:
    """They look at the run as it is, and say so when asked to change it elsewhere."""
    e = experiment(part, cut=4)
    assert intervention_of(e) is None
    assert not changes_a_step(e.view.memory)
    with pytest.raises(ValueError, match=f"the part is '{part}': expected one that changes"):
        altered_at(e, 2)


def test_a_cut_moves_to_another_step() -> None:
    """Only the step of the cut is another."""
    e = experiment("cut", cut=4, past="states")
    moved = altered_at(e, 1)
    assert moved.view.memory.cut == 1
    assert moved.view.memory.past == "states"
    assert moved.view.step == 3


def test_a_nudge_moves_with_its_amount() -> None:
    """The amount stays; what is nudged is said or stays, too."""
    e = experiment("nudge", nudge={"of": "unit", "index": 1, "step": 2, "amount": -0.25})
    assert altered_at(e, 4).view.memory.nudge.model_dump() == {  # type: ignore[union-attr]
        "of": "unit", "index": 1, "step": 4, "amount": -0.25,
    }  # fmt: skip
    of_input = altered_at(e, 0, input=0).view.memory.nudge
    assert of_input is not None
    assert (of_input.of, of_input.index, of_input.step, of_input.amount) == ("input", 0, 0, -0.25)
    of_unit = altered_at(e, 5, unit=3).view.memory.nudge
    assert of_unit is not None
    assert (of_unit.of, of_unit.index, of_unit.step) == ("unit", 3, 5)


def test_an_untied_copy_keeps_its_value_at_another_step_and_not_as_another_number() -> None:
    """The value was meant for that number: another one begins anew."""
    e = experiment("untie", untied=untied(2, -1.5))
    assert altered_at(e, 4).view.memory.untied.model_dump() == untied(4, -1.5)  # type: ignore[union-attr]
    same = altered_at(e, 4, knob=W_HH_12).view.memory.untied
    assert same is not None
    assert same.value == -1.5
    other = altered_at(e, 1, knob=rv.Knob.entry("W_xh", 3, 1)).view.memory.untied
    assert other is not None
    assert other.model_dump() == {
        "knob": rv.Knob.entry("W_xh", 3, 1).to_dict(),
        "step": 1,
        "value": 0.0,
    }


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("cut", {"step": 6}),
        ("nudge", {"step": 6}),
        ("nudge", {"step": 0, "input": 2}),
        ("nudge", {"step": 0, "unit": 4}),
        ("untie", {"step": 6}),
        ("untie", {"step": 0, "knob": rv.Knob.entry("W_hh", 0, 4)}),
        ("untie", {"step": 0, "knob": rv.Knob.gain("W_hh")}),
    ],
)
def test_a_place_outside_the_network_is_refused(part: str, place: dict[str, Any]) -> None:
    """The sentence says which it was, and what there is."""
    with pytest.raises(ValueError, match="expected"):
        altered_at(experiment(part), **place)


def test_a_change_at_a_step_that_explodes_stands_at_the_last_one_shown() -> None:
    """Where the network explodes before the view's step, the change moves to what is shown."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e5]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.eye(6, 1))
    assert e.num_shown == 3
    e = e.look(step=5, memory={"part": "cut", "cut": 4, "untied": None})
    assert cut_of(e) == 2
    assert untied_of(e).step == 2
    found = intervention_of(e)
    assert found is not None
    assert len(found.h) == 3
