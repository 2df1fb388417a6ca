"""What the Dynamics page's part of a view asks for, and what fits no network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics_view import (
    bounds_of,
    cloud_of,
    plane_of,
    present_input,
    started_at,
    states_of,
    turns_the_map,
    values_of,
)


def experiment(activation: str = "tanh", **dynamics: Any) -> rv.Experiment:
    """A network of I=2, H=4, O=3 over T=6 steps, the cursor at step 3."""
    net = rv.RNN.random(
        input_size=2,
        hidden_size=4,
        output_size=3,
        activation=activation,
        spectral_radius=0.8,
        seed=3,
    )
    x = np.random.default_rng(3).normal(size=(6, 2))
    start = [0.5, -0.25, 0.125, 1]
    e = rv.Experiment(net=net, x=x, initial_state=start)
    return e.look(step=3, dynamics=dynamics)


def test_the_present_input_is_the_cursor_s() -> None:
    """And where the network explodes before, that of the last step shown."""
    e = experiment()
    np.testing.assert_array_equal(present_input(e), e.x[3])
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e5]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=[[1.0], [2.0], [3.0], [4.0], [5.0]]).look(step=4)
    assert e.num_shown == 3
    assert present_input(e).tolist() == [3.0]
    np.testing.assert_array_equal(states_of(e).ravel(), [0, *e.trace.h[:3, 0]])


def test_the_plane_is_of_two_units_through_the_cursor_s_state() -> None:
    """Its coordinates are those units; what it lifts has the others as at the cursor."""
    e = experiment(units=[3, 1])
    plane = plane_of(e)
    np.testing.assert_array_equal(plane.project(e.trace.h), e.trace.h[:, [3, 1]])
    lifted = plane.lift(np.array([0.5, -0.5]))
    np.testing.assert_allclose(lifted, [e.trace.h[3, 0], -0.5, e.trace.h[3, 2], 0.5])
    assert bounds_of(e, plane) == ((-1.15, 1.15), (-1.15, 1.15))


def test_the_plane_of_one_unit_is_a_line() -> None:
    """Whatever plane the view asks for."""
    e = rv.presets.load("latch").look(dynamics={"plane": "components"})
    np.testing.assert_array_equal(plane_of(e).project(e.trace.h), e.trace.h)


def test_the_plane_of_components_is_that_of_all_states_shown() -> None:
    """The state before step 0 is one of them; all of them lie within what is drawn."""
    e = experiment(plane="components")
    plane, states = plane_of(e), states_of(e)
    assert len(states) == 7
    np.testing.assert_allclose(plane.center, states.mean(axis=0), atol=1e-12)
    others = 3 * np.eye(4)
    for bounds, shown in ((bounds_of(e, plane), states), (bounds_of(e, plane, others), others)):
        (a, b), (c, d) = bounds
        drawn = plane.project(shown)
        assert ((drawn > [a, c]) & (drawn < [b, d])).all()


def test_states_on_a_line_have_a_plane_around_them() -> None:
    """A network at rest, and one that moves along one unit only, are drawn with room."""
    net = rv.RNN(W_xh=np.zeros((2, 1)), W_hh=np.zeros((2, 2)), W_hy=[[1.0, 1.0]], activation="relu")
    for b_h in ([0.0, 0.0], [2.0, 0.0]):
        e = rv.Experiment(net=net.replace(b_h=b_h), x=np.zeros((3, 1)))
        (a, b), (c, d) = bounds_of(e, plane_of(e))
        assert a < 0 < b
        assert c < 0 < d
        assert b >= b_h[0]


def test_another_start_keeps_all_but_the_state_before_the_first_step() -> None:
    """The number in hand stays in hand, at the value that is shown."""
    knob = rv.Knob.entry("W_hh", 0, 1)
    e = experiment().select(knob).turn(0.75)
    after = started_at(e, [0.25, -0.5, 0.0, 0.125])
    assert after.initial_state.tolist() == [0.25, -0.5, 0.0, 0.125]
    assert after.knob == knob
    assert after.value == 0.75
    np.testing.assert_array_equal(after.net.W_hh, e.net.W_hh)
    np.testing.assert_array_equal(
        after.trace.h[0], after.net.rollout(e.x, after.initial_state).h[0]
    )
    of_start = started_at(e.select(rv.Knob.initial_state(2)).turn(9), [0, 0, 0, 0])
    assert of_start.knob is None
    assert not of_start.initial_state.any()
    with pytest.raises(ValueError, match="initial_state has shape"):
        started_at(e, [1, 2])


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_many_starts_are_the_same_each_time_and_where_states_can_be(activation: str) -> None:
    """Within the cube of a tanh; none below 0 for a ReLU; as far as the run goes elsewhere."""
    e = experiment(activation)
    cloud = cloud_of(e)
    assert cloud.shape == (160, 4)
    np.testing.assert_array_equal(cloud, cloud_of(e))
    far = 1.0 if activation == "tanh" else max(1.0, np.abs(states_of(e)).max())
    assert np.abs(cloud).max() <= far
    assert (cloud.min() >= 0) == (activation == "relu")


@pytest.mark.parametrize(
    ("knob", "turns"),
    [
        (None, False),
        (rv.Knob.entry("W_hh", 0, 0), True),
        (rv.Knob.entry("W_hy", 0, 0), False),
        (rv.Knob.gain("W_xh"), True),
        (rv.Knob.shift("b_h"), True),
        (rv.Knob.shift("b_y"), False),
        (rv.Knob.spectral_radius(), True),
        (rv.Knob.input(0, 0), False),
        (rv.Knob.initial_state(0), False),
    ],
)
def test_which_knobs_turn_the_map(knob: rv.Knob | None, turns: bool) -> None:
    """Those of what leads into the state, at every step; not the readout's, nor one step's."""
    assert turns_the_map(knob) is turns


def test_the_values_of_long_runs_stay_while_the_knob_turns() -> None:
    """They are those around the base, until the knob is turned beyond them."""
    e = experiment().select(rv.Knob.entry("W_hh", 0, 1))
    values = values_of(e, 11)
    np.testing.assert_array_equal(values, e.knob_values(11))
    np.testing.assert_array_equal(values_of(e.turn(0.123), 11), values)
    far = values_of(e.turn(9.0), 11)
    assert far[-1] >= 9.0
    with pytest.raises(ValueError, match="no knob is selected"):
        values_of(experiment(), 11)


@pytest.mark.parametrize(
    ("units", "sentence"),
    [([1, 1], "expected two different units"), ([0, 4], "expected units from 0 to 3")],
)
def test_units_that_fit_no_plane_are_refused(units: list[int], sentence: str) -> None:
    """The sentence says what there is."""
    with pytest.raises(ValueError, match=sentence):
        experiment(units=units)


def test_a_link_restores_the_page_s_view() -> None:
    """Part, plane, units, basins, point and steps gone come back from a link."""
    view = {
        "part": "starts",
        "plane": "components",
        "units": [2, 0],
        "basins": True,
        "point": 4,
        "gone": 17,
    }
    e = rv.Experiment.from_link(experiment(**view).to_link())
    assert e.view.dynamics.model_dump() == view
