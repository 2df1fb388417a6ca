"""The Memory page: its six parts, steps down a gradient, and its address."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz import link

PARTS = ("influence", "decay", "copies", "nudge", "untie", "cut")
# How many charts each part has.
CHARTS = {"influence": 1, "decay": 1, "copies": 2, "nudge": 1, "untie": 1, "cut": 1}

W_HH = rv.Knob.entry("W_hh", 0, 0)


@pytest.fixture
def open_memory(open_asking: Callable[..., Any]) -> Callable[..., Any]:
    """A function that opens the Memory page: `open_memory(preset="latch")`."""
    return partial(open_asking, "memory")


def look_at(page: Any, part: str) -> Any:
    """Choose a part of the page, as a click does."""
    page.app.button_group(key="memory_part").set_value(part).run()
    assert not page.app.exception, page.app.exception
    assert page.app.button_group(key="memory_part").value == part
    return page


def choose(page: Any, widget: str, key: str, value: object) -> Any:
    """Give a widget another value, as a click or an entry does."""
    getattr(page.app, widget)(key=f"memory_{key}").set_value(value).run()
    assert not page.app.exception, page.app.exception
    return page


def figures(page: Any) -> list[dict[str, Any]]:
    """The Plotly figures on the page."""
    return [json.loads(chart.proto.spec) for chart in page.app.get("plotly_chart")]


def buttons(page: Any) -> list[str]:
    """The labels of the buttons on the page."""
    return [button.label for button in page.app.button]


def memory_of(page: Any) -> Any:
    """What the address says of the Memory page."""
    return page.linked.view.memory


def shown_by(page: Any) -> tuple[Any, ...]:
    """All that the Memory page shows of its part: sentences, charts, and what is chosen."""
    kinds = (
        "button_group",
        "selectbox",
        "multiselect",
        "slider",
        "text_input",
        "text_area",
        "toggle",
    )
    chosen = {
        widget.key: widget.value
        for kind in kinds
        for widget in getattr(page.app, kind)
        if widget.key and widget.key.startswith("memory_")
    }
    return page.said, figures(page), chosen


def is_same_elsewhere(page: Any, open_memory: Callable[..., Any]) -> None:
    """Check that a new tab at the page's address shows the same."""
    again = open_memory(**page.address)
    assert shown_by(again) == shown_by(page)


def lesson(**view: Any) -> rv.Experiment:
    """Return the network of lesson 8: a unit that forgets by halves, and one pulse."""
    e = rv.presets.load("decay")
    net = e.base.replace(W_hy=[[1.0]], b_y=[0.0])
    e = e.replace(net=net, x=[[1.0], [0.0], [0.0], [0.0]], knob=None, value=None)
    return e.look(memory=view)


def exploding(kick: float = 1.0) -> rv.Experiment:
    """Return a linear network with gain 3 over 200 steps."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[3.0]], W_hy=[[1.0]], activation="linear")
    return rv.Experiment(net=net, x=kick * np.eye(200, 1))


def classes(loss: str = "squared_error") -> rv.Experiment:
    """Return a network of three classes."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, output="softmax", seed=3)
    x = np.random.default_rng(4).normal(size=(5, 2))
    return rv.Experiment(net=net, x=x).look(memory={"part": "copies", "loss": loss})


@pytest.mark.parametrize("name", ["sharing", "latch", "decay", "ring"])
def test_every_part_of_a_small_network_opens(name: str, open_memory: Callable[..., Any]) -> None:
    """Each of the six parts has its charts and a sentence on what they show."""
    page = open_memory(preset=name)
    for part in PARTS:
        look_at(page, part)
        assert len(figures(page)) == CHARTS[part]
        assert page.said
        assert page.payload["notice"] == ""


def test_every_part_of_the_large_network_opens(open_memory: Callable[..., Any]) -> None:
    """With 32 units over 200 steps, each of the six parts has its charts, too."""
    page = open_memory(preset="large")
    for part in PARTS:
        look_at(page, part)
        assert len(figures(page)) == CHARTS[part]


def test_every_part_of_an_exploding_network_opens(open_memory: Callable[..., Any]) -> None:
    """Where the states explode at a later step, each part shows the steps before it."""
    page = open_memory(exploding())
    assert 0 < page.payload["num_shown"] < 200
    for part in PARTS:
        look_at(page, part)
        assert len(figures(page)) == CHARTS[part]


def test_a_network_that_explodes_at_once_says_so(open_memory: Callable[..., Any]) -> None:
    """Where no step can be shown, each part says why in a sentence, and none has a chart."""
    page = open_memory(exploding(1e13))
    for part in PARTS:
        look_at(page, part)
        assert figures(page) == []
        assert page.said[-1].startswith("The network explodes at step 0")


@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_every_part_of_a_network_of_classes_opens(
    loss: str, open_memory: Callable[..., Any]
) -> None:
    """With softmax each part opens, and the loss on the page is the core's."""
    e = classes(loss)
    page = open_memory(e)
    target = np.tile([1.0, 0.0, 0.0], (5, 1))
    wanted = rv.backprop(e.net, e.trace, target, loss, [0, 0, 0, 0, 1])
    assert f"Loss: {wanted.loss:.6g}" in page.said
    for part in PARTS:
        look_at(page, part)
        assert len(figures(page)) == CHARTS[part]


def test_cross_entropy_is_offered_for_classes_only(open_memory: Callable[..., Any]) -> None:
    """The loss can be chosen where the output is softmax; the address keeps the choice."""
    page = choose(open_memory(classes()), "selectbox", "loss", "cross_entropy")
    assert memory_of(page).loss == "cross_entropy"
    is_same_elsewhere(page, open_memory)
    page = open_memory(lesson(part="copies"))
    assert "memory_loss" not in [box.key for box in page.app.selectbox]


def test_a_target_that_is_no_distribution_says_so(open_memory: Callable[..., Any]) -> None:
    """For cross entropy a target must be probabilities; the sentence leaves the controls."""
    page = choose(open_memory(classes("cross_entropy")), "text_area", "target", "1 1 1")
    assert any("expected probabilities whose sum is 1" in said for said in page.said)
    choose(page, "text_area", "target", "0 0.5 0.5")
    assert any(said.startswith("Loss: ") for said in page.said)


def test_a_step_down_changes_one_number(open_memory: Callable[..., Any]) -> None:
    """Lesson 8: W_hh = 0.5 becomes 0.7625 by a step of 0.4, and nothing else changes."""
    page = choose(open_memory(lesson(part="copies")), "text_input", "rate", "0.4")
    before = page.linked
    page.press("Step W_hh[0, 0] down")
    after = page.linked
    assert after.net.W_hh[0, 0] == np.float32(0.7625)
    for name, array in before.net.parameters.items():
        if name != "W_hh":
            np.testing.assert_array_equal(after.net.parameters[name], array)
    np.testing.assert_array_equal(after.x, before.x)
    np.testing.assert_array_equal(after.initial_state, before.initial_state)
    assert after.view == before.view
    assert page.payload["arrays"]["W_hh"] == (float(np.float32(0.7625)),)


def test_a_step_follows_the_truncated_gradient(open_memory: Callable[..., Any]) -> None:
    """With a window of 2, two of lesson 8's copies count, each −0.21875: 0.5 becomes 0.675."""
    page = open_memory(lesson(part="copies", rate=0.4, window=2))
    page.press("Step W_hh[0, 0] down")
    assert page.linked.net.W_hh[0, 0] == np.float32(0.675)


def test_only_the_entry_that_is_stepped_changes(open_memory: Callable[..., Any]) -> None:
    """In a network of many numbers, a step of one leaves each of the others as it was."""
    e = classes().select(rv.Knob.entry("W_xh", 2, 1))
    page = open_memory(e).press("Step W_xh[2, 1] down")
    wanted = rv.backprop(e.net, e.trace, np.tile([1.0, 0.0, 0.0], (5, 1)), weights=[0, 0, 0, 0, 1])
    for name, array in e.net.parameters.items():
        expected = array.copy()
        if name == "W_xh":
            expected[2, 1] = np.float32(array[2, 1] - 0.1 * wanted["W_xh"][2, 1])
        np.testing.assert_array_equal(page.linked.net.parameters[name], expected)


def test_all_numbers_step_at_once(open_memory: Callable[..., Any]) -> None:
    """Each number changes by the rate times its own gradient, and the loss falls."""
    e = classes()
    page = open_memory(e).press("Step all numbers")
    target, weights = np.tile([1.0, 0.0, 0.0], (5, 1)), [0, 0, 0, 0, 1]
    wanted = rv.backprop(e.net, e.trace, target, weights=weights)
    after = page.linked
    for name, array in e.net.parameters.items():
        stepped = (array - 0.1 * wanted[name]).astype(np.float32)
        np.testing.assert_array_equal(after.net.parameters[name], stepped)
    assert rv.backprop(after.net, after.trace, target, weights=weights).loss < wanted.loss


def test_undo_returns_to_the_very_same_numbers(open_memory: Callable[..., Any]) -> None:
    """Several steps undone one by one restore each saved file of before, whole."""
    page = open_memory(classes().select(W_HH))
    saved = [page.linked.to_json()]
    steps = ["Step W_hh[0, 0] down", "Step all numbers", "Step W_hh[0, 0] down"]
    for label in steps:
        page.press(label)
        saved.append(page.linked.to_json())
    assert len(set(saved)) == 4
    for before in saved[-2::-1]:
        assert "Undo step" in buttons(page)
        page.press("Undo step")
        assert page.linked.to_json() == before
    assert "Undo step" not in buttons(page)
    page.press("Step all numbers").press("Undo step")
    assert page.linked.to_json() == saved[0]


def test_undo_keeps_what_was_looked_at_since(open_memory: Callable[..., Any]) -> None:
    """Undo brings back the numbers, not the rate, the loss or the cursor of before."""
    e = lesson(part="copies")
    page = open_memory(e).press("Step all numbers")
    choose(page, "text_input", "rate", "0.7")
    choose(page, "selectbox", "scored", "all")
    page.press("Undo step")
    np.testing.assert_array_equal(page.linked.net.W_hh, e.net.W_hh)
    assert (memory_of(page).rate, memory_of(page).scored) == (0.7, "all")


@pytest.mark.parametrize("how", ["preset", "reset", "weights", "address"])
def test_another_set_up_forgets_the_undo(how: str, open_memory: Callable[..., Any]) -> None:
    """After a preset, a reset, new weights or another link there is no step to undo."""
    page = open_memory(lesson(part="copies")).press("Step all numbers")
    assert "Undo step" in buttons(page)
    page.app.run()  # a press in a part has run that part alone
    if how == "preset":
        page.app.selectbox(key="preset").set_value("latch").run()
    elif how == "address":
        page.go(s=classes().to_link())
    else:
        page.press({"reset": "Reset", "weights": "New random weights"}[how])
    look_at(page, "copies")
    assert "Undo step" not in buttons(page)


def test_a_step_too_far_can_be_undone(open_memory: Callable[..., Any]) -> None:
    """A step after which no step of the network can be shown leaves the way back."""
    net = rv.RNN(W_xh=[[1e5]], W_hh=[[0.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=[[1e3], [0.0]])
    e = e.look(memory={"part": "copies", "rate": 1e6, "scored": "all"})
    page = open_memory(e).press("Step all numbers")
    assert page.payload["num_shown"] == 0
    page.press("Undo step")
    assert page.linked.to_json() == e.to_json()
    assert len(figures(page)) == 2


def test_a_step_beyond_float32_is_refused(open_memory: Callable[..., Any]) -> None:
    """A step that no number can hold gives a notice, changes nothing and leaves no undo."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[1e38]], activation="linear")
    e = rv.Experiment(net=net, x=[[1e-30], [0.0]])
    e = e.look(memory={"part": "copies", "rate": 1e6, "target": [[-1e38]]})
    page = open_memory(e).press("Step W_hh[0, 0] down")
    assert page.payload["notice"]
    assert page.address == {"s": e.to_link()}
    assert "Undo step" not in buttons(page)


def test_the_number_in_hand_is_the_one_whose_copies_are_shown(
    open_memory: Callable[..., Any],
) -> None:
    """Another number taken in hand, in the panel, is what the part is about from then on."""
    page = open_memory(classes())
    page.request(knob=rv.Knob.entry("b_h", 2).to_dict())
    assert "Step b_h[2] down" in buttons(page)
    assert any(said.startswith("b_h[2] is used at 5 steps") for said in page.said)


def test_what_is_chosen_of_the_influence_ends_in_the_address(
    open_memory: Callable[..., Any],
) -> None:
    """On what, of what, and each row by its own maximum: a reload shows the same."""
    page = open_memory(classes().look(memory={}))
    for widget, key, value in (
        ("button_group", "of", "output"),
        ("button_group", "past", "states"),
        ("toggle", "relative", True),
    ):
        before = figures(page)
        choose(page, widget, key, value)
        assert getattr(memory_of(page), key) == value
        assert figures(page) != before
        is_same_elsewhere(page, open_memory)


@pytest.mark.parametrize("part", PARTS)
def test_the_part_ends_in_the_address(part: str, open_memory: Callable[..., Any]) -> None:
    """A reload shows the part that was chosen."""
    page = look_at(open_memory(classes()), part)
    assert memory_of(page).part == part
    is_same_elsewhere(page, open_memory)


def test_chosen_steps_and_targets_end_in_the_address(open_memory: Callable[..., Any]) -> None:
    """Losses at some steps, with a target each, are the core's and survive a reload."""
    e = classes()
    page = choose(open_memory(e), "selectbox", "scored", "chosen")
    assert memory_of(page).scored == [4]
    choose(page, "multiselect", "steps", [3, 1])
    assert memory_of(page).scored == [3, 1]
    choose(page, "text_area", "target", "1 0 0; 0 0.25 0.75")
    assert memory_of(page).target == [[1, 0, 0], [0, 0.25, 0.75]]
    target = np.zeros((5, 3))
    target[[1, 3]] = memory_of(page).target
    wanted = rv.backprop(e.net, e.trace, target, weights=[0, 1, 0, 1, 0])
    assert f"Loss: {wanted.loss:.6g}" in page.said
    is_same_elsewhere(page, open_memory)
    choose(page, "multiselect", "steps", [])
    assert memory_of(page).scored == [3, 1]
    choose(page, "selectbox", "scored", "all")
    assert memory_of(page).target == [[1, 0, 0]]
    is_same_elsewhere(page, open_memory)


def test_rate_and_window_end_in_the_address(open_memory: Callable[..., Any]) -> None:
    """A window loses what is further back, as the core does, and the whole one is none."""
    e = lesson(part="copies")
    page = choose(open_memory(e), "text_input", "rate", "0.25")
    assert memory_of(page).rate == 0.25
    choose(page, "slider", "window", 2)
    assert memory_of(page).window == 2
    target, weights = np.ones((4, 1)), [0, 0, 0, 1]
    short = rv.backprop(e.net, e.trace, target, weights=weights, window=2)
    whole = rv.backprop(e.net, e.trace, target, weights=weights)
    lost = whole["W_hh"][0, 0] - short["W_hh"][0, 0]
    assert any(f"{lost:.3g}".replace("-", "−") in s and "is lost" in s for s in page.said)
    is_same_elsewhere(page, open_memory)
    choose(page, "slider", "window", 4)
    assert memory_of(page).window is None
    is_same_elsewhere(page, open_memory)


def test_a_nudge_ends_in_the_address(open_memory: Callable[..., Any]) -> None:
    """What is nudged, by how much and at which step survive a reload."""
    page = look_at(open_memory(classes()), "nudge")
    choose(page, "selectbox", "nudged", ("unit", 2))
    choose(page, "text_input", "nudge_amount", "-0.75")
    choose(page, "slider", "nudge_step", 3)
    wanted = {"of": "unit", "index": 2, "step": 3, "amount": -0.75}
    assert memory_of(page).nudge.model_dump() == wanted
    is_same_elsewhere(page, open_memory)


def test_an_untied_copy_ends_in_the_address_until_it_is_tied_again(
    open_memory: Callable[..., Any],
) -> None:
    """A copy's own value survives a reload; tied again, nothing of it is left."""
    page = look_at(open_memory(classes().select(rv.Knob.entry("W_xh", 1, 0))), "untie")
    tied = page.linked.to_json()
    choose(page, "text_input", "untied_value", "1.5")
    choose(page, "slider", "untied_step", 3)
    untied = memory_of(page).untied
    assert (untied.knob.parameter, untied.knob.index) == ("W_xh", [1, 0])
    assert (untied.step, untied.value) == (3, 1.5)
    np.testing.assert_array_equal(page.linked.net.W_xh, classes().net.W_xh.astype(np.float32))
    is_same_elsewhere(page, open_memory)
    page.press("Tie again")
    assert memory_of(page).untied is None
    assert page.linked.to_json() == tied
    is_same_elsewhere(page, open_memory)


def test_a_cut_ends_in_the_address(open_memory: Callable[..., Any]) -> None:
    """Where the arrow is cut survives a reload; before, it is at the cursor."""
    page = look_at(open_memory(classes().look(step=2)), "cut")
    assert page.app.slider(key="memory_cut").value == 2
    choose(page, "slider", "cut", 3)
    assert memory_of(page).cut == 3
    is_same_elsewhere(page, open_memory)


@pytest.mark.parametrize("text", ["abc", "1 2 3", "1;2;3", "", "1e999"])
def test_a_target_that_cannot_be_read_stays_in_its_field(
    text: str, open_memory: Callable[..., Any]
) -> None:
    """What was written stays there with a sentence, and the target of before still holds."""
    page = open_memory(lesson(part="copies", scored=[1, 3], target=[[0.5], [0.25]]))
    address, before = page.address, page.said
    choose(page, "text_area", "target", text)
    assert page.app.text_area(key="memory_target").value == text
    (sentence,) = set(page.said) - set(before)
    assert sentence.endswith(".")
    assert page.address == address
    look_at(look_at(page, "cut"), "copies")
    assert page.app.text_area(key="memory_target").value == text
    assert sentence in page.said
    choose(page, "text_area", "target", "0.75")
    assert sentence not in page.said
    assert memory_of(page).target == [[0.75]]
    assert memory_of(page).scored == [1, 3]


@pytest.mark.parametrize(
    "memory",
    [
        {"part": "sums"},
        {"scored": [9]},
        {"scored": []},
        {"target": [[1.0, 2.0]]},
        {"window": 0},
        {"rate": -1.0},
        {"cut": 4},
        {"nudge": {"index": 5}},
        {"nudge": {"amount": 1e9}},
        {"untied": {"knob": {"kind": "gain", "parameter": "W_hh"}, "step": 0, "value": 1.0}},
        {
            "untied": {
                "knob": {"kind": "entry", "parameter": "W_hh", "index": [0, 0]},
                "step": 0,
                "value": -1e9,
            }
        },
    ],
)
def test_a_wrong_memory_section_in_a_link_gives_a_notice(
    memory: dict[str, Any], open_memory: Callable[..., Any]
) -> None:
    """A link that asks for what does not fit opens the start instead, and says why."""
    document = lesson().to_document()
    document["view"] = {"memory": memory}
    page = open_memory(s=link.pack(document))
    assert page.payload["notice"].startswith("This address could not be opened: ")
    assert page.payload["title"] == rv.presets.load(rv.presets.START).title
    assert len(figures(page)) == 1


def test_the_numbers_of_each_part_are_there_as_a_table(open_memory: Callable[..., Any]) -> None:
    """The table opens in every part, and holds the influence as the core has it."""
    page = open_memory(lesson().look(step=3))
    page.app.session_state["picture_table"] = True
    page.app.run()
    for part in PARTS:
        look_at(page, part)
        (table,) = (h.proto.body for h in page.app.get("html") if "<table>" in h.proto.body)
        if part == "influence":
            e = lesson()
            of = rv.memory(e.net, e.trace).influence(unit=0)
            for k in range(4):
                row = f"<td>{k}</td><td>{of.of_inputs[3, k]:.6g}</td><td>{of.of_states[3, k]:.6g}"
                assert row in table


def test_all_pairs_of_steps_are_computed_when_asked_for(open_memory: Callable[..., Any]) -> None:
    """The button draws the norms of all pairs; a turned weight asks for them anew."""
    page = look_at(open_memory(classes()), "decay").press("All pairs of steps")
    assert len(figures(page)) == 2
    page.app.run()
    assert len(figures(page)) == 2
    assert "All pairs of steps" not in buttons(page)
    page.request(knob=rv.Knob.gain("W_hh").to_dict(), value=0.5)
    assert len(figures(page)) == 1
    assert "All pairs of steps" in buttons(page)


def test_the_projector_view_has_the_same_part(open_memory: Callable[..., Any]) -> None:
    """In the projector view each part opens, half as large again, and there is a way out."""
    page, desk = (
        open_memory(s=classes().to_link(), **view) for view in ({"view": "projector"}, {})
    )
    for part in PARTS:
        look_at(page, part)
        look_at(desk, part)
        assert len(figures(page)) == CHARTS[part]
        for shown, small in zip(figures(page), figures(desk), strict=True):
            of_text = [
                one["layout"]["template"]["layout"]["font"]["size"] for one in (shown, small)
            ]
            assert of_text[0] == 1.5 * of_text[1]
            assert shown["layout"]["height"] == 1.5 * small["layout"]["height"]
    page.app.run()
    page.press("Leave projector view")
    assert "view" not in page.address
    assert not page.app.exception


def test_all_pairs_are_asked_for_anew_where_fewer_steps_are_shown(
    open_memory: Callable[..., Any],
) -> None:
    """A readout that makes the outputs explode earlier leaves the states, and not the pairs."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[5.0]], W_hy=[[1e-3]], activation="linear")
    e = rv.Experiment(net=net, x=np.eye(6, 1))
    page = look_at(open_memory(e), "decay").press("All pairs of steps")
    assert len(figures(page)) == 2
    page.request(knob=rv.Knob.entry("W_hy", 0, 0).to_dict(), value=1e9)
    assert page.payload["num_shown"] < 6
    assert "All pairs of steps" in buttons(page)


def test_a_turn_by_hand_ends_the_way_back(open_memory: Callable[..., Any]) -> None:
    """After a slider was turned, "Undo step" would take the turn back as well: it is gone."""
    page = open_memory(lesson(part="copies")).press("Step all numbers")
    page.request()
    assert "Undo step" in buttons(page)
    page.request(knob=rv.Knob.gain("W_xh").to_dict(), value=0.5)
    assert "Undo step" not in buttons(page)


def test_a_step_can_be_undone_while_the_target_does_not_fit(
    open_memory: Callable[..., Any],
) -> None:
    """A loss that refuses the target hides the pictures, and not the way back."""
    page = open_memory(classes()).press("Step all numbers")
    choose(page, "text_area", "target", "1 1 1")
    choose(page, "selectbox", "loss", "cross_entropy")
    assert not figures(page)
    assert "Undo step" in buttons(page)


def test_a_target_is_shown_in_full_and_its_refusal_ends_with_its_reason(
    open_memory: Callable[..., Any],
) -> None:
    """A third is shown so that it is still a third; another choice of steps drops the sentence."""
    page = open_memory(lesson(part="copies", target=[[1 / 3]]))
    assert float(page.app.text_area(key="memory_target").value) == pytest.approx(1 / 3, rel=1e-8)
    choose(page, "text_area", "target", "1; 0")
    assert any("expected" in text for text in page.said)
    choose(page, "selectbox", "scored", "all")
    assert not any("expected" in text for text in page.said)


def test_a_step_without_a_loss_has_none_in_the_table(open_memory: Callable[..., Any]) -> None:
    """Only the last step of lesson 8 is scored: the others' cells are empty."""
    page = open_memory(lesson(part="copies"))
    page.app.session_state["picture_table"] = True
    page.app.run()
    (table,) = (one.proto.body for one in page.app.get("html") if "numbers" in one.proto.body)
    assert "<tr><td>0</td><td></td>" in table
    assert "<tr><td>3</td><td>0.382813</td>" in table


def test_losses_after_an_explosion_stay_chosen(open_memory: Callable[..., Any]) -> None:
    """They are not on offer, and are kept; a sentence says that they do not count, and why."""
    e = exploding()
    assert e.num_shown == 26
    page = open_memory(e.look(memory={"part": "copies", "scored": [3, 40, 30]}))
    assert page.app.multiselect(key="memory_steps").value == [3]
    two = "The losses at steps 30 and 40 are not counted, since the network explodes at step 26."
    assert two in page.said
    choose(page, "multiselect", "steps", [2, 3])
    assert memory_of(page).scored == [2, 3, 30, 40]
    assert two in page.said
    page = open_memory(e.look(memory={"part": "copies", "scored": [3, 40]}))
    one = "The loss at step 40 is not counted, since the network explodes at step 26."
    assert one in page.said
    page = open_memory(e.look(memory={"part": "copies", "scored": [3, *range(100, 120)]}))
    assert any("105 and 14 more are not counted" in said for said in page.said)
    page = open_memory(e.look(memory={"part": "copies", "scored": [3, 25]}))
    assert not any("not counted" in said for said in page.said)


def test_a_wrong_number_of_targets_is_told_in_the_reader_s_words(
    open_memory: Callable[..., Any],
) -> None:
    """The sentence names no field of a file, and counts the steps whose loss counts."""
    memory = {"part": "copies", "scored": [1, 3, 40], "target": [[0.5], [0.25], [2.0]]}
    page = open_memory(exploding().look(memory=memory))
    assert page.app.text_area(key="memory_target").value == "0.5; 0.25"
    choose(page, "text_area", "target", "1; 2; 3")
    wanted = "There are 3 numbers: expected 1, or 2, one for each step that has a loss."
    assert wanted in page.said
    choose(page, "text_area", "target", "1; 2")
    assert memory_of(page).target == [[1], [2], [2]]
    page = choose(open_memory(classes()), "text_area", "target", "1 2")
    wanted = "Line 1 holds 2 numbers: expected 3, one for each output, or the number of a class."
    assert wanted in page.said


def test_the_part_s_table_has_a_name_of_its_own(open_memory: Callable[..., Any]) -> None:
    """It is told from "The same numbers as a table", the panel's on the same page."""
    page = open_memory(lesson())
    (expander,) = page.app.expander
    assert expander.label == "The picture's numbers as a table"
    page.app.session_state["picture_table"] = True
    page.app.run()
    (table,) = (one.proto.body for one in page.app.get("html") if "<table>" in one.proto.body)
    assert 'aria-label="The picture&#39;s numbers"' in table
