"""The request: what the reader asked for in the panel, read, and applied or refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.document import MAX_PINNED
from rnnviz.panel import request as requests
from rnnviz.panel.payload import STANDARD_KNOBS, to_payload
from rnnviz.pasted.refusal import Refusal
from tests.packed import unpacked

every_preset = pytest.mark.parametrize("name", rv.presets.names())


def unchanged(e: rv.Experiment) -> dict[str, Any]:
    """The request of a panel in which nothing was done, from the payload as the panel has it."""
    payload = unpacked(to_payload(e))
    pins = [slider["knob"] for slider in payload["sliders"] if slider["pinned"]]
    kept = {key: payload[key] for key in ("generation", "knob", "view")}
    return {"seq": 2, "turns": [], "pinned": pins[::-1], **kept}


def applied(e: rv.Experiment, **changes: Any) -> rv.Experiment:
    """The experiment after a request that changes this much; a value turns the knob requested."""
    request = {**unchanged(e), **changes}
    if "value" in request:
        request["turns"] = [{"seq": 1, "knob": request["knob"], "value": request.pop("value")}]
    return requests.apply(e, requests.read(request))


def looking(e: rv.Experiment, **changes: Any) -> dict[str, Any]:
    """The view of a request with this much changed."""
    return {**unchanged(e)["view"], **changes}


def small() -> rv.Experiment:
    """A network of I=2, H=3, O=4 over T=5 steps, whose view holds what a later version added."""
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=4, seed=7)
    x = np.random.default_rng(7).normal(size=(5, 2))
    e = rv.Experiment(net=net, x=x, initial_state=[0.5, -0.25, 0.125])
    explore = {"pinned": [GAIN.to_dict(), ENTRY.to_dict()], "zoom": 1.5}
    return e.look(step=2, unit=1, explore=explore, later={"open": [1]})


def look(step: Any, unit: Any, output: Any, folded: Any) -> dict[str, Any]:
    """A requested view."""
    return {"step": step, "unit": unit, "output": output, "folded": folded, "opened": False}


GAIN = rv.Knob.gain("W_hh")
ENTRY = rv.Knob.entry("W_hy", 3, 2)


@every_preset
def test_a_request_for_what_is_there_changes_nothing(name: str) -> None:
    """The panel's own state gives the same link, once the knob in hand is pinned."""
    e = applied(rv.presets.load(name))
    assert e.knob in (*e.pinned, *STANDARD_KNOBS)
    assert applied(e).to_link() == e.to_link()
    turned = applied(e.select(rv.Knob.entry("W_hh", 0, 0)).turn(0.1))
    assert applied(turned).to_link() == turned.to_link()


def test_selecting_takes_a_knob_in_hand() -> None:
    """A knob requested without a value is at the value that changes nothing."""
    e = applied(small(), knob=ENTRY.to_dict())
    assert (e.knob, e.value) == (ENTRY, small().base.W_hy[3, 2])
    np.testing.assert_array_equal(e.trace.y, small().trace.y)


def test_turning_moves_one_number_from_the_base() -> None:
    """A requested value is that of the network shown; the base stays."""
    e = applied(small(), knob=ENTRY.to_dict(), value=-1.5)
    assert (e.net.W_hy[3, 2], e.base.W_hy[3, 2]) == (-1.5, small().base.W_hy[3, 2])
    assert np.count_nonzero(e.net.W_hy != e.base.W_hy) == 1
    again = applied(e, value=2)
    assert (again.value, again.base.W_hy[3, 2]) == (2, small().base.W_hy[3, 2])


def test_selecting_another_knob_keeps_what_is_shown_as_the_base() -> None:
    """The turned network becomes the base of the next knob."""
    turned = applied(small(), knob=GAIN.to_dict(), value=0.5)
    e = applied(turned, knob=ENTRY.to_dict())
    np.testing.assert_array_equal(e.base.W_hh, turned.net.W_hh)
    np.testing.assert_array_equal(e.trace.h, turned.trace.h)
    assert not np.array_equal(e.base.W_hh, small().base.W_hh)


def test_letting_go_keeps_what_is_shown() -> None:
    """Without a knob in hand, the network stays as it was turned."""
    turned = applied(small(), knob=GAIN.to_dict(), value=0.5)
    e = applied(turned, knob=None)
    assert (e.knob, e.value) == (None, None)
    np.testing.assert_array_equal(e.base.W_hh, turned.net.W_hh)


def test_pinning_and_unpinning_keep_the_order() -> None:
    """The list of pins becomes the one requested, in its order."""
    e = small()
    assert e.pinned == (GAIN, ENTRY)
    more = applied(e, pinned=[ENTRY.to_dict(), rv.Knob.input(4, 1).to_dict(), GAIN.to_dict()])
    assert more.pinned == (ENTRY, rv.Knob.input(4, 1), GAIN)
    assert applied(more, pinned=[]).pinned == ()


def test_the_view_becomes_the_one_requested() -> None:
    """The cursor, the selection and the drawing follow; what the panel does not know stays."""
    view = {"step": 4, "unit": 2, "output": 3, "folded": True, "opened": True}
    e = applied(small(), view=view)
    assert (e.view.step, e.view.unit, e.view.output) == (4, 2, 3)
    assert e.view.explore.folded
    assert e.view.explore.opened
    assert e.view.model_dump()["later"] == {"open": [1]}
    assert e.view.explore.model_dump()["zoom"] == 1.5
    assert e.pinned == (GAIN, ENTRY)


def test_turns_are_done_in_their_order_and_once() -> None:
    """Each turn starts from what the one before left, and one that was answered is not repeated."""
    turns = [
        {"seq": 4, "knob": GAIN.to_dict(), "value": 0.5},
        {"seq": 5, "knob": ENTRY.to_dict(), "value": 2},
        {"seq": 6, "knob": GAIN.to_dict(), "value": 3},
    ]
    request = requests.read({**unchanged(small()), "turns": turns, "knob": GAIN.to_dict()})
    base = small().base
    np.testing.assert_allclose(
        requests.apply(small(), request).net.W_hh, 1.5 * base.W_hh, rtol=1e-6, atol=0
    )
    late = requests.apply(small(), request, answered=4)
    np.testing.assert_allclose(late.net.W_hh, 3 * base.W_hh, rtol=1e-6, atol=0)
    assert late.net.W_hy[3, 2] == 2
    np.testing.assert_array_equal(requests.apply(small(), request, answered=6).net.W_hh, base.W_hh)


def test_a_request_made_of_whole_numbers_is_read() -> None:
    """JavaScript writes 2.0 as 2: a whole number is a value."""
    assert applied(small(), knob=GAIN.to_dict(), value=2).value == 2.0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"knob": GAIN.to_dict(), "value": math.nan}, r"value is nan"),
        ({"knob": GAIN.to_dict(), "value": math.inf}, r"value is inf"),
        ({"knob": GAIN.to_dict(), "value": "2"}, r"value is '2'"),
        ({"knob": GAIN.to_dict(), "value": True}, r"value is True"),
        ({"knob": GAIN.to_dict(), "value": 10**400}, r"value is 1000"),
        ({"knob": GAIN.to_dict(), "value": 3.5e38}, r"the value of gain of W_hh is 3.5e\+38"),
        ({"knob": GAIN.to_dict(), "value": 1e308}, r"the value of gain of W_hh is 1e\+308"),
        ({"knob": rv.Knob.spectral_radius().to_dict(), "value": -1}, r"spectral radius is -1"),
        ({"knob": {"kind": "entry", "parameter": "W_hh", "index": [3, 0]}}, r"out of range"),
        ({"knob": {"kind": "entry", "parameter": "W_hh", "index": [-1, 0]}}, r"knob\.index\[0\]"),
        ({"knob": {"kind": "entry", "parameter": "W_hh", "index": [2**70, 0]}}, r"the index of"),
        ({"knob": {"kind": "entry", "parameter": "U", "index": [0, 0]}}, r"the parameter of entry"),
        ({"knob": {"kind": "request"}}, r"the knob's kind is 'request'"),
        ({"knob": [1]}, r"knob"),
        ({"pinned": [ENTRY.to_dict()] * (MAX_PINNED + 1)}, r"^65 numbers are in the list of nu"),
        ({"turns": [{"seq": 1, "knob": GAIN.to_dict(), "value": 1}] * 257}, r"turns"),
        ({"turns": [{"seq": 1, "knob": None, "value": 1}]}, r"turns\[0\]\.knob is None"),
        ({"pinned": [rv.Knob.input(5, 0).to_dict()]}, r"input\[5, 0\] is out of range"),
        ({"pinned": None}, r"pinned is None"),
        ({"view": {"step": 0, "unit": 0, "output": 0}}, r"view\.folded is missing"),
        ({"view": look(0, 0, 0, 1)}, r"view\.folded is 1"),
        ({"view": look(5, 0, 0, True)}, r"view\.step is 5"),
        ({"view": look(0, 3, 0, True)}, r"view\.unit is 3"),
        ({"view": look(0, 0, 4, True)}, r"view\.output is 4"),
        ({"view": look(-1, 0, 0, True)}, r"view\.step is -1"),
        ({"view": look(1.5, 0, 0, True)}, r"view\.step is 1\.5"),
        ({"seq": -1}, r"seq is -1"),
        ({"generation": None}, r"generation is None"),
        ({"more": 1}, r"more is not a field"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_applied_says_why(changes: dict[str, Any], sentence: str) -> None:
    """A bad request raises ValueError, and its sentence names what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        applied(small(), **changes)


@pytest.mark.parametrize("field", ["seq", "generation", "turns", "knob", "pinned", "view"])
def test_a_field_may_not_be_missing(field: str) -> None:
    """A request holds everything that the panel can change."""
    request = unchanged(small())
    del request[field]
    with pytest.raises(ValueError, match=f"^{field} is missing"):
        requests.read(request)


NUMBERS = (
    st.sampled_from([0, 1, 2, 4, -1, 10**400, -(2**63), 1e38, 3.5e38, 1e308, math.nan, math.inf])
    | st.integers(0, 5)
    | st.floats()
)
JUNK = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=3), some),
    max_leaves=6,
)
KNOBS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["entry", "gain", "spectral_radius", "shift", "input", "initial_state", "?"]
        ),
        "parameter": st.sampled_from(["W_xh", "W_hh", "W_hy", "b_h", "b_y", None]),
        "index": st.lists(st.integers(0, 4), max_size=3) | JUNK,
    }
)
VIEWS = st.fixed_dictionaries(
    {key: st.integers(0, 4) | NUMBERS for key in ("step", "unit", "output")}
    | {"folded": st.booleans() | JUNK, "opened": st.booleans()}
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "seq": NUMBERS,
        "generation": NUMBERS,
        "knob": st.none() | KNOBS | JUNK,
        "turns": st.lists(
            st.fixed_dictionaries({"seq": NUMBERS, "knob": KNOBS, "value": NUMBERS}), max_size=3
        )
        | JUNK,
        "value": st.none() | NUMBERS | JUNK,
        "pinned": st.lists(KNOBS, max_size=3) | JUNK,
        "view": VIEWS | JUNK,
        "other": JUNK,
    },
)


@settings(deadline=None, max_examples=300)
@given(CHANGES)
def test_any_request_is_applied_whole_or_refused(changes: dict[str, Any]) -> None:
    """Whatever a browser sends raises ValueError, or gives what can be shown and linked."""
    try:
        e = applied(small(), **changes)
    except ValueError:
        return
    unpacked(to_payload(e))
    assert rv.Experiment.from_link(e.to_link()).to_link() == e.to_link()


@settings(deadline=None, max_examples=100)
@given(JUNK)
def test_what_is_no_request_is_refused(data: Any) -> None:
    """Anything but a request raises ValueError."""
    with pytest.raises(ValueError, match=r"."):
        requests.read(data)


def test_a_request_moves_the_change_to_another_place() -> None:
    """The step of a cut, the number and step of an untied copy, and what is nudged."""
    cut = applied(small().look(memory={"part": "cut"}), intervention={"step": 4})
    assert cut.view.memory.cut == 4
    assert cut.view.step == 2
    place = {"step": 1, "knob": ENTRY.to_dict()}
    untied = applied(small().look(memory={"part": "untie"}), intervention=place).view.memory.untied
    assert untied is not None
    assert (untied.step, untied.knob.model_dump()) == (1, ENTRY.to_dict())
    nudged = applied(small().look(memory={"part": "nudge"}), intervention={"step": 3, "unit": 2})
    assert nudged.view.memory.nudge is not None
    assert (nudged.view.memory.nudge.of, nudged.view.memory.nudge.index) == ("unit", 2)


@pytest.mark.parametrize(
    ("part", "place"),
    [("cut", {"step": 5}), ("nudge", {"step": 0, "input": 2}), ("influence", {"step": 0})],
)
def test_a_change_at_a_place_that_is_not_there_is_refused(part: str, place: dict[str, Any]) -> None:
    """The sentence says what was expected."""
    with pytest.raises(ValueError, match="expected"):
        applied(small().look(memory={"part": part}), intervention=place)


def test_pasted_arrays_and_turns_are_done_in_their_order() -> None:
    """A number that was turned before is pasted over; one that was turned after stays turned."""
    pasted = {"seq": 8, "parameter": "W_hh", "text": "1 0 0; 0 2 0; 0 0 3", "offer": None}
    turns = [
        {"seq": 7, "knob": rv.Knob.entry("W_hh", 0, 0).to_dict(), "value": 9.0},
        {"seq": 9, "knob": rv.Knob.entry("W_hh", 1, 1).to_dict(), "value": 0.5},
    ]
    e = applied(small(), turns=turns, pastes=[pasted], knob=turns[1]["knob"])
    assert np.array_equal(e.net.W_hh, np.diag([1, 0.5, 3]))
    assert e.value == 0.5


def test_a_pasted_array_is_done_once() -> None:
    """An answer that was lost does not undo what came after it."""
    e = small()
    pasted = {"seq": 4, "parameter": "b_h", "text": "1 2 3", "offer": None}
    request = requests.read({**unchanged(e), "pastes": [pasted]})
    assert np.array_equal(requests.apply(e, request).net.b_h, [1, 2, 3])
    assert np.array_equal(requests.apply(e, request, answered=4).net.b_h, e.net.b_h)


def test_a_pasted_array_that_is_the_other_way_round_is_transposed_when_agreed() -> None:
    """Without that it is refused, with the way on."""
    text = "1 2 3\n4 5 6"
    pasted = {"seq": 4, "parameter": "W_xh", "text": text, "offer": None}
    with pytest.raises(Refusal, match="transposed") as caught:
        applied(small(), pastes=[pasted])
    assert [offer.action for offer in caught.value.offers] == ["Transpose it"]
    e = applied(small(), pastes=[{**pasted, "offer": 0}])
    assert np.array_equal(e.net.W_xh, [[1, 4], [2, 5], [3, 6]])
    with pytest.raises(Refusal, match="transposed"):
        applied(small(), pastes=[{**pasted, "offer": 1}])
