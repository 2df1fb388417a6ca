"""The Dynamics page: its questions, clicks in its pictures, files, and its address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz import link
from rnnviz.app import pictures, work
from rnnviz.app.dynamics import bifurcation
from rnnviz.app.dynamics.section import QUESTIONS


@pytest.fixture
def open_dynamics(open_asking: Callable[..., Any]) -> Callable[..., Any]:
    """A function that opens the Dynamics page: `open_dynamics(preset="latch")`."""
    return partial(open_asking, "dynamics")


def look_at(page: Any, part: str) -> Any:
    """Choose a question of the page, as a click does."""
    page.app.button_group(key="dynamics_part").set_value(part).run()
    assert not page.app.exception, page.app.exception
    return page


def choose(page: Any, widget: str, key: str, value: object) -> Any:
    """Give a widget another value, as a click or an entry does."""
    getattr(page.app, widget)(key=f"dynamics_{key}").set_value(value).run()
    assert not page.app.exception, page.app.exception
    return page


def figures(page: Any) -> list[dict[str, Any]]:
    """The Plotly figures on the page."""
    return [json.loads(chart.proto.spec) for chart in page.app.get("plotly_chart")]


def buttons(page: Any) -> set[str]:
    """What the buttons of a computation that takes long say."""
    return {one.label for one in page.app.button} & {"Cancel", "Draw the diagram"}


def dynamics_of(page: Any) -> Any:
    """What the address says of the Dynamics page."""
    return page.linked.view.dynamics


def network(hidden_size: int = 3, activation: str = "tanh", **view: Any) -> rv.Experiment:
    """A network of I=2, O=1 over T=5 steps, the cursor at step 2."""
    net = rv.RNN.random(
        input_size=2, hidden_size=hidden_size, output_size=1, activation=activation, seed=4
    )
    x = np.random.default_rng(4).normal(size=(5, 2))
    return rv.Experiment(net=net, x=x).look(step=2, dynamics=view)


@pytest.mark.parametrize(
    "name", ["latch", "sharing", "oscillator", "ring", "counter", "delay", "flip_flop", "adding"]
)
def test_every_question_of_a_preset_opens(name: str, open_dynamics: Callable[..., Any]) -> None:
    """Each question has a sentence, and no preset breaks any."""
    page = open_dynamics(preset=name)
    for part in QUESTIONS:
        look_at(page, part)
        assert page.said
        assert page.payload["notice"] == ""


def test_every_question_of_the_large_network_opens(open_dynamics: Callable[..., Any]) -> None:
    """With 32 units over 200 steps, too."""
    page = open_dynamics(preset="large")
    for part in QUESTIONS:
        look_at(page, part)
        assert page.payload["notice"] == ""
        page.app.run()
        assert len(figures(page)) == (0 if part == "summary" else 1)
        assert page.said


def test_a_network_that_explodes_at_once_says_so(open_dynamics: Callable[..., Any]) -> None:
    """Where no step can be shown, each question says why, and none has a chart."""
    net = rv.RNN(W_xh=[[1e13]], W_hh=[[3.0]], W_hy=[[1.0]], activation="linear")
    page = open_dynamics(rv.Experiment(net=net, x=np.ones((4, 1))))
    for part in QUESTIONS:
        look_at(page, part)
        assert figures(page) == []
        assert page.said[-1].startswith("The network explodes at step 0")


@pytest.mark.parametrize(
    ("name", "weight"), [("linear", 3.0), ("relu", 1e20), ("linear", 1e30), ("tanh", 1e30)]
)
def test_extreme_networks_break_no_question(
    name: str, weight: float, open_dynamics: Callable[..., Any]
) -> None:
    """Weights of 1e30, and runs that explode after some steps."""
    W = weight * np.array([[1.0, -0.5], [0.25, 1.0]])
    net = rv.RNN(W_xh=[[1.0], [0.5]], W_hh=W, W_hy=[[1.0, 1.0]], activation=name)
    page = open_dynamics(rv.Experiment(net=net, x=np.eye(40, 1)))
    for part in QUESTIONS:
        look_at(page, part)
        assert page.said


def test_what_is_chosen_ends_in_the_address(open_dynamics: Callable[..., Any]) -> None:
    """Part, plane, units, basins and point; and a new tab there shows the same."""
    page = open_dynamics(network())
    choose(page, "selectbox", "upwards", 2)
    assert dynamics_of(page).units == [0, 2]
    choose(page, "toggle", "basins", True)
    assert dynamics_of(page).basins
    again = open_dynamics(**page.address)
    assert figures(again) == figures(page)
    choose(page, "button_group", "plane", "components")
    assert dynamics_of(page).plane == "components"
    look_at(page, "eigenvalues")
    choose(page, "selectbox", "point", 0)
    assert dynamics_of(page).point == 0
    again = open_dynamics(**page.address)
    assert again.said == page.said
    assert figures(again) == figures(page)
    choose(again, "selectbox", "point", -1)
    assert dynamics_of(again).point is None


def test_units_are_two_different_ones(open_dynamics: Callable[..., Any]) -> None:
    """The other axis' unit is not offered; two units have nothing to choose."""
    page = open_dynamics(network())
    assert page.app.selectbox(key="dynamics_across").options == ["unit 0", "unit 2"]
    assert page.app.selectbox(key="dynamics_upwards").options == ["unit 1", "unit 2"]
    pair = open_dynamics(network(2))
    assert not [box for box in pair.app.selectbox if box.key == "dynamics_across"]


def test_the_sentence_on_fixed_points_is_the_core_s(open_dynamics: Callable[..., Any]) -> None:
    """Under the cursor's input the latch rests at one point, and at three under none."""
    page = open_dynamics(preset="latch")
    e = rv.presets.load("latch")
    assert e.view.step == 7
    assert (
        page.said[0]
        == "With the input of step 7 held constant there is 1 fixed point, and it is stable."
    )
    page.request(view={**page.payload["view"], "step": 5})
    assert page.said[0] == (
        "With the input of step 5 held constant there are 3 fixed points: 2 stable and 1 unstable."
    )


def test_cycles_are_said_drawn_and_listed(open_dynamics: Callable[..., Any]) -> None:
    """Of two units the oscillator's, of one that of w = −2: sentence, figure, table."""
    page = open_dynamics(preset="oscillator")
    assert page.said[0] == (
        "With the input of step 4 held constant there is 1 fixed point, and it is unstable. "
        "There are 2 cycles of 4 steps: 1 stable and 1 saddle."
    )
    names = [trace["name"] for trace in figures(page)[0]["data"]]
    assert names.count("cycle of 4") == 2
    page.app.session_state["picture_table"] = True
    e = rv.presets.load("latch").select(rv.Knob.entry("W_hh", 0, 0)).replace(value=-2.0)
    page = open_dynamics(e.look(step=5))
    assert page.said[0] == (
        "With the input of step 5 held constant there is 1 fixed point, and it is unstable. "
        "There is a stable cycle of 2 steps."
    )
    names = [trace["name"] for trace in figures(page)[0]["data"]]
    assert names.count("cycle of 2") == 1
    page.app.session_state["picture_table"] = True
    page.app.run()
    (table,) = (one for one in page.app.get("html") if "numbers" in one.proto.body)
    rows = re.findall("<tr><td>(.*?)</tr>", table.proto.body)
    cells = [row.removesuffix("</td>").split("</td><td>") for row in rows]
    assert [(row[0], row[1], row[-1]) for row in cells] == [
        ("unstable", "1", "0"), ("stable", "2", "−0.957504"), ("stable", "2", "0.957504"),
    ]  # fmt: skip


def test_dragging_past_a_bifurcation_changes_the_fixed_points(
    open_dynamics: Callable[..., Any],
) -> None:
    """The latch at w = 2 has three points; turned to 0.5, one."""
    e = rv.presets.load("latch").select(rv.Knob.entry("W_hh", 0, 0)).look(step=5)
    page = open_dynamics(e)
    assert "3 fixed points" in page.said[0]
    page.request(value=0.5)
    assert (
        page.said[0]
        == "With the input of step 5 held constant there is 1 fixed point, and it is stable."
    )
    page.request(value=1.1)
    assert "3 fixed points" in page.said[0]


def test_the_diagram_is_that_of_the_number_in_hand(open_dynamics: Callable[..., Any]) -> None:
    """It is kept while the number turns, and says what there is to do without one."""
    e = rv.presets.load("latch").select(rv.Knob.entry("W_hh", 0, 0))
    page = look_at(open_dynamics(e.look(step=5)), "bifurcation")
    (figure,) = figures(page)
    assert "ends at" in page.said[0]
    page.request(value=0.5)
    (turned,) = figures(page)
    assert turned["data"] == figure["data"]
    assert turned["layout"]["shapes"] != figure["layout"]["shapes"]
    page.request(knob=None)
    assert page.said[0].startswith("No number is in hand")
    page.request(knob=rv.Knob.entry("W_hy", 0, 0).to_dict())
    assert page.said[0].startswith("W_hy[0, 0] does not change the map")
    assert figures(page) == []


def test_the_diagram_in_pieces_is_the_core_s() -> None:
    """After as many shares as there are values, and one, it has the core's very numbers."""
    e = network().select(rv.Knob.spectral_radius())
    values, x = np.linspace(0.2, 1.8, 7), e.x[2]
    pieces, shares = bifurcation.diagram(e.base_setup, e.knob, values, x), []
    while True:
        try:
            shares.append(next(pieces))
        except StopIteration as end:
            runs, found = end.value
            break
    np.testing.assert_allclose(shares, np.arange(1, 9) / 8)
    whole = rv.long_run(e.net, e.knob, values, x, num_starts=6, num_kept=32)
    np.testing.assert_array_equal(runs.states, whole.states)
    for value, one in zip(values, found, strict=True):
        net = e.knob.turn(e.base_setup, value).net
        np.testing.assert_array_equal(one.points, rv.fixed_points(net, x, num_seeds=48).points)


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch, open_dynamics: Callable[..., Any]) -> Any:
    """A page that has begun a diagram, with a run for every piece of it."""
    monkeypatch.setattr(work, "_MOMENT", 0)
    e = network().select(rv.Knob.spectral_radius()).look(dynamics={"part": "bifurcation"})
    page = open_dynamics(e)
    assert buttons(page) == {"Cancel"}
    return page


def test_a_diagram_goes_on_run_by_run_to_its_end(working: Any) -> None:
    """The browser asks for the run after that of the whole page, and each run for the next."""
    working.trigger("work_next", "next", True)
    assert len(figures(working)) == 1
    assert buttons(working) == set()
    assert "work" not in working.app.session_state


def test_a_cancelled_diagram_can_be_begun_again(working: Any) -> None:
    """Nothing is drawn until the reader asks for it."""
    working.press("Cancel")
    assert buttons(working) == {"Draw the diagram"}
    working.app.run()
    assert buttons(working) == {"Draw the diagram"}
    assert figures(working) == []
    working.press("Draw the diagram")
    assert len(figures(working)) == 1


def test_a_change_of_what_it_is_about_begins_a_diagram_anew(working: Any) -> None:
    """A turn of the number in hand does not, another input does, whatever was cancelled."""
    begun = working.app.session_state["work"]
    working.press("Cancel").app.run()
    working.request(value=0.75)
    assert working.app.session_state["work"] is begun
    assert buttons(working) == {"Draw the diagram"}
    working.request(view={**working.payload["view"], "step": 3})
    assert "work" not in working.app.session_state
    assert len(figures(working)) == 1


@pytest.mark.parametrize(
    "leave", [lambda page: look_at(page, "summary"), lambda page: page.request(knob=None)]
)
def test_a_diagram_that_is_left_is_dropped(working: Any, leave: Callable[[Any], Any]) -> None:
    """For another question, or with the number in hand."""
    assert "work" in working.app.session_state
    leave(working)
    assert "work" not in working.app.session_state
    assert buttons(working) == set()


def test_many_starts_are_scrubbed(open_dynamics: Callable[..., Any]) -> None:
    """The steps gone end in the address; each value draws the same runs, further on."""
    page = look_at(open_dynamics(preset="sharing"), "starts")
    first = figures(page)[0]["data"]
    choose(page, "slider", "gone", 12)
    assert dynamics_of(page).gone == 12
    assert figures(page)[0]["data"] != first
    again = open_dynamics(**page.address)
    assert figures(again) == figures(page)


def test_a_point_that_is_gone_gives_way_to_the_cursor(open_dynamics: Callable[..., Any]) -> None:
    """Of three points the last was chosen; where one is left, the cursor's state is shown."""
    e = rv.presets.load("latch").select(rv.Knob.entry("W_hh", 0, 0))
    page = open_dynamics(e.look(step=5, dynamics={"part": "eigenvalues", "point": 2}))
    assert page.app.selectbox(key="dynamics_point").value == 2
    page.request(value=0.5)
    assert page.app.selectbox(key="dynamics_point").value == -1


def test_the_numbers_are_there_as_a_table_and_as_a_file(
    open_dynamics: Callable[..., Any],
) -> None:
    """The table says what the core says; the file keeps every digit."""
    page = open_dynamics(preset="latch")
    page.app.session_state["picture_table"] = True
    page.request(view={**page.payload["view"], "step": 5})
    (table,) = (one for one in page.app.get("html") if "numbers" in one.proto.body)
    assert "0.957504" in table.proto.body
    found = rv.fixed_points(rv.presets.load("latch").net)
    text = pictures.csv_text(("h",), [(float(h),) for h in found.points[:, 0]])
    assert [float(line) for line in text.split()[1:]] == found.points[:, 0].tolist()
    labels = [one.label for one in page.app.get("download_button")]
    assert labels == ["Save fixed points and cycles (CSV)"]


def test_a_refused_click_says_why_at_once(open_dynamics: Callable[..., Any]) -> None:
    """In the panel, which is run again for it."""
    page = open_dynamics(network(2))
    page.click("dynamics_portrait", 1e300, 0)
    assert "Initial_state holds 1e+300" in page.payload["notice"]
    # AppTest runs the whole page after a click, unless a callback asks for less; a browser does
    # not run the panel after one in a chart, unless asked to.
    assert "Reset" not in [one.label for one in page.app.button]


def test_the_projector_view_has_the_same_questions(open_dynamics: Callable[..., Any]) -> None:
    """Each opens, and there is a way out."""
    page = open_dynamics(s=network().to_link(), view="projector")
    for part in QUESTIONS:
        look_at(page, part)
        assert page.said
    page.app.run()
    page.press("Leave projector view")
    assert "view" not in page.address
    assert not page.app.exception


def test_a_wrong_section_in_a_link_gives_a_notice(open_page: Callable[..., Any]) -> None:
    """Units that the network has not are refused in words, and the start is shown."""
    with pytest.raises(ValueError, match="expected units from 0 to 2"):
        network(units=[0, 3])
    data = json.loads(network().to_json())
    data["view"]["dynamics"] = {"units": [0, 3]}
    page = open_page(s=link.pack(data))
    assert "expected units from 0 to 2" in page.payload["notice"]
