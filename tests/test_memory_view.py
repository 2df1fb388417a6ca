"""What the Memory page's part of a view may say, and what an experiment makes of it."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.document import MemoryView
from rnnviz.memory_view import scored_steps, without_steps
from tests.experiments import H, I, O, T, assert_survives_texts, make_experiment, make_net

ENTRY = {"kind": "entry", "parameter": "W_hy", "index": [2, 3]}
FULL = {
    "part": "untie", "of": "output", "past": "states", "relative": True, "loss": "cross_entropy",
    "scored": [1, 4, 5], "target": [[1, 0, 0.5], [0.25, 1, 0], [0, 0, -2]], "rate": 0.75,
    "window": 3, "nudge": {"of": "unit", "index": 3, "step": 5, "amount": -0.125},
    "untied": {"knob": ENTRY, "step": 2, "value": 1.5}, "cut": 4, "later": [1, {"a": None}],
}  # fmt: skip


def look(**memory):
    """The random experiment with a section of its view for the Memory page."""
    return make_experiment().look(memory=memory)


def shown_at(num_shown):
    """An experiment of 5 steps of which only so many come before the explosion."""
    weight = {0: 1e13, 2: 1e5, 5: 1.0}[num_shown]
    net = rv.RNN(W_xh=[[weight]], W_hh=[[weight]], W_hy=[[1.0], [0.5]], activation="linear")
    return rv.Experiment(net=net, x=np.eye(5, 1))


def test_a_full_section_survives_its_texts():
    """All fields, and one of a later version, come back from JSON and from a link."""
    experiment = look(**FULL)
    assert_survives_texts(experiment)
    again = rv.Experiment.from_link(experiment.to_link()).view.memory.model_dump()
    defaults = MemoryView().model_dump()
    for name, value in FULL.items():
        assert again[name] == value
        assert name == "later" or defaults[name] != value  # or nothing would have been seen
    assert set(defaults) < set(FULL)


def test_the_first_section_is_left_out_of_texts():
    """A view at its defaults adds nothing to a document."""
    assert "view" not in make_experiment().to_document()
    assert look(cut=3).to_document()["view"] == {"memory": {"cut": 3}}


def test_another_sequence_drops_what_belonged_to_steps():
    """Chosen steps, their targets, the nudge, the untied copy and the cut go; the rest stays."""
    memory = look(**FULL).with_sequence(np.zeros((2, I))).view.memory.model_dump()
    gone = {"scored": "last", "target": FULL["target"][:1], "nudge": None, "untied": None,
            "cut": None}  # fmt: skip
    assert memory == {**FULL, **gone}


def test_another_sequence_keeps_what_is_said_of_all_steps():
    """A loss at all steps stays one; of a target for each step the first is kept for all."""
    rows = [[float(t), 0.0, 1.0] for t in range(T)]
    memory = look(scored="all", target=rows).with_sequence(np.zeros((9, I))).view.memory
    assert (memory.scored, memory.target) == ("all", rows[:1])
    assert without_steps(MemoryView()) == MemoryView()


@pytest.mark.parametrize(
    ("scored", "num_steps", "steps"),
    [
        ("last", 4, [3]), ("last", 0, []), ("all", 3, [0, 1, 2]), ("all", 0, []),
        ([3, 1, 1], 4, [1, 3]), ([3, 1], 2, [1]), ([3], 3, []),
    ],
)  # fmt: skip
def test_scored_steps_are_those_that_there_are(scored, num_steps, steps):
    """In order, each once, and none beyond the number of steps."""
    assert scored_steps(MemoryView(scored=scored), num_steps) == steps


@pytest.mark.parametrize(
    ("memory", "sentence"),
    [
        ({"scored": [0, T]}, r"view\.memory\.scored is 6: expected at most 5"),
        ({"scored": []}, r"view\.memory\.scored is \[\]: expected at least one step"),
        (
            {"scored": [0, 1, 3], "target": [[1, 2, 3]] * 2},
            r"view\.memory\.target has 2 rows: expected 1, or 3, one for each step that has a loss",
        ),
        ({"target": [[1, 2, 3]] * 2}, "target has 2 rows: expected 1, or 1, one for each"),
        (
            {"scored": [1, 2], "target": [[1, 2, 3], [1, 2]]},
            r"view\.memory\.target\[1\] is \[1\.0, 2\.0\]: expected 3 numbers, one for each output",
        ),
        ({"nudge": {"step": T}}, r"view\.memory\.nudge\.step is 6: expected at most 5"),
        ({"nudge": {"index": I}}, r"view\.memory\.nudge\.index is 2: expected at most 1"),
        (
            {"nudge": {"of": "unit", "index": H}},
            r"view\.memory\.nudge\.index is 4: expected at most 3",
        ),
        (
            {"untied": {"knob": {"kind": "gain", "parameter": "W_hh"}, "step": 0, "value": 1}},
            r"view\.memory\.untied is gain of W_hh: expected an entry",
        ),
        (
            {"untied": {"knob": {**ENTRY, "index": [O, 0]}, "step": 0, "value": 1}},
            r"view\.memory\.untied is W_hy\[3, 0\]: expected one within \(3, 4\)",
        ),
        (
            {"untied": {"knob": {**ENTRY, "index": [0]}, "step": 0, "value": 1}},
            r"the index of entry W_hy is \(0,\): expected 2 whole numbers",
        ),
        (
            {"untied": {"knob": ENTRY, "step": T, "value": 1}},
            r"view\.memory\.untied\.step is 6: expected at most 5",
        ),
        ({"cut": T}, r"view\.memory\.cut is 6: expected at most 5"),
        ({"window": 0}, r"memory\.window"),
        ({"window": 201}, r"memory\.window"),
        ({"rate": -0.1}, r"memory\.rate is -0\.1: .*greater than or equal to 0"),
        ({"rate": 1e7}, r"memory\.rate is 10000000\.0: .*less than or equal to 1000000"),
        ({"part": "all"}, r"memory\.part is 'all'"),
        ({"of": "state"}, r"memory\.of is 'state'"),
        ({"scored": "first"}, r"memory\.scored"),
        ({"target": [[float("nan")]]}, r"memory\.target\[0\]\[0\] is nan: .*finite number"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(memory, sentence):
    """The sentence names the field, quotes its value and says what was expected."""
    with pytest.raises(ValueError, match=sentence) as refused:
        look(**memory)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "memory",
    [
        {"scored": [0, T - 1]}, {"target": [[1, 2, 3]]}, {"cut": T - 1}, {"cut": 0},
        {"scored": "all", "target": [[1, 2, 3]] * T}, {"window": 200}, {"window": 1},
        {"nudge": {"index": I - 1, "step": T - 1}}, {"nudge": {"of": "unit", "index": H - 1}},
        {"untied": {"knob": ENTRY, "step": T - 1, "value": -2}}, {"rate": 0},
    ],
)  # fmt: skip
def test_what_just_fits_is_accepted(memory):
    """The last step, unit, input and entry are within their range, and a row may do for all."""
    assert_survives_texts(look(**memory))


# What an experiment makes of it


@pytest.mark.parametrize("num_shown", [2, 5])
def test_memory_is_of_the_steps_before_the_explosion(num_shown):
    """Of 5 steps with h = w^t, the memory holds those of at most 1e12: w^(t − k) for each pair."""
    experiment = shown_at(num_shown)
    assert experiment.num_shown == num_shown
    memory = experiment.memory
    assert memory.trace.num_steps == num_shown
    weight = experiment.net.W_hh[0, 0]
    t = np.arange(float(num_shown))
    np.testing.assert_allclose(memory.norms, np.tril(weight ** (t[:, None] - t)), rtol=1e-12)
    assert experiment.memory is memory  # computed once


def test_a_network_that_explodes_at_once_has_no_memory():
    """Memory and influence are refused in one sentence."""
    experiment = shown_at(0)
    assert experiment.num_shown == 0
    for name in ("memory", "influence"):
        with pytest.raises(ValueError, match="the network explodes at step 0: expected a first"):
            getattr(experiment, name)


def test_influence_is_on_what_the_view_has_chosen():
    """It is on the view's unit or its output, of the network as it is turned."""
    experiment = make_experiment().select(rv.Knob.entry("W_hh", 1, 0)).turn(0.5)
    experiment = experiment.look(unit=3, output=1)
    net = experiment.net
    assert net.W_hh[1, 0] == 0.5
    starts = experiment.influence.starts
    np.testing.assert_array_equal(starts, np.tile(np.eye(H)[3], (T, 1)))
    of_output = experiment.look(memory={"of": "output"}).influence
    np.testing.assert_allclose(of_output.starts, np.tile(net.W_hy[1], (T, 1)))
    row = net.W_hy[1] @ np.diag(1 - experiment.trace.h[5] ** 2)
    np.testing.assert_allclose(of_output.of_states[5, 4], np.linalg.norm(row @ net.W_hh))
    np.testing.assert_allclose(of_output.of_inputs[5, 5], np.linalg.norm(row @ net.W_xh))


def test_a_view_is_checked_against_the_network_it_goes_with():
    """A network with fewer units or outputs is refused while the view speaks of the others."""
    small = make_net(2)
    experiment = look(nudge={"of": "unit", "index": 3})
    with pytest.raises(ValueError, match=r"view\.memory\.nudge\.index is 3: expected at most 1"):
        experiment.replace(net=small, initial_state=None)
