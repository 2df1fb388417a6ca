"""Sentences on the moving state: what they say of networks whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics.portrait_readings import (
    read_cycles,
    read_eigenvalues,
    read_fixed_points,
    read_flow,
    read_long_run,
)


def one_unit(w: float, b: float = 0.0, activation: str = "tanh") -> rv.RNN:
    """A network of one unit."""
    return rv.RNN(W_xh=[[1.0]], W_hh=[[w]], W_hy=[[1.0]], b_h=[b], activation=activation)


def test_fixed_points_are_counted_by_kind() -> None:
    """The latch rests at three points, a forgetful unit at one."""
    assert read_fixed_points(rv.fixed_points(one_unit(2.0)), 4) == (
        "With the input of step 4 held constant there are 3 fixed points: 2 stable and 1 unstable."
    )
    assert read_fixed_points(rv.fixed_points(rv.presets.load("flip_flop").net), 6) == (
        "With the input of step 6 held constant there are 27 fixed points: 8 stable, 18 "
        "saddles and 1 unstable."
    )
    assert read_fixed_points(rv.fixed_points(one_unit(0.5)), 0) == (
        "With the input of step 0 held constant there is 1 fixed point, and it is stable."
    )


def test_a_line_of_fixed_points_is_told_as_one() -> None:
    """A counter holds any count."""
    counter = rv.presets.load("counter").net
    assert read_fixed_points(rv.fixed_points(counter), 2) == (
        "With the input of step 2 held constant there is a line of fixed points: a state on "
        "it stays "
        "where it is, so it can hold any value."
    )


def test_no_fixed_point_is_told_as_proved() -> None:
    """A count that goes up at each step rests nowhere: of a linear network that is sure."""
    found = rv.fixed_points(one_unit(1.0, b=1.0, activation="linear"))
    assert (
        read_fixed_points(found, 1)
        == "With the input of step 1 held constant there is no fixed point."
    )


def test_a_slow_place_is_told_apart() -> None:
    """Just past the fold of w = 2, the state nearly rests where two points have vanished."""
    said = read_fixed_points(rv.fixed_points(one_unit(2.0, b=0.54)), 0)
    assert said == (
        "With the input of step 0 held constant there is 1 fixed point, and it is stable. "
        "The state "
        "nearly rests at 1 other place."
    )


def short_cycles(net: rv.RNN) -> list[rv.Cycles]:
    """The cycles of 2, 3 and 4 steps."""
    return [rv.cycles(net, period, num_seeds=64) for period in (2, 3, 4)]


def test_cycles_are_counted_by_period_and_kind() -> None:
    """One, some of one period, some of several, and none."""
    assert read_cycles(short_cycles(one_unit(-2.0))) == "There is a stable cycle of 2 steps."
    assert read_cycles(short_cycles(rv.presets.load("oscillator").net)) == (
        "There are 2 cycles of 4 steps: 1 stable and 1 saddle."
    )
    assert read_cycles(short_cycles(one_unit(2.0))) == ""
    # The oscillator beside a unit that goes to and fro.
    W = np.zeros((3, 3))
    W[:2, :2], W[2, 2] = [[0, -2], [2, 0]], -2
    both = rv.RNN(W_xh=np.ones((3, 1)), W_hh=W, W_hy=np.ones((1, 3)))
    found = short_cycles(both)
    assert [len(one.kinds) for one in found] == [1, 0, 6]
    assert read_cycles(found) == (
        "There are 7 cycles, 1 of 2 and 6 of 4 steps: 2 stable and 5 saddles."
    )


def test_cycles_side_by_side_are_told_as_such() -> None:
    """Whatever stands in a ring of four comes back after four steps, or after two."""
    assert read_cycles(short_cycles(rv.presets.load("ring").net)) == (
        "Cycles of 2 and 4 steps lie side by side without a gap, so none of them is marked."
    )


def test_cycles_that_the_search_missed_are_hinted_at() -> None:
    """Where single seeds found single cycles, others may be left."""
    found = rv.cycles(one_unit(-2.0), 2, num_seeds=64)
    assert read_cycles([replace(found, unseen=0.02)]) == (
        "There is a stable cycle of 2 steps. There may be more."
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            [0.5, 0.25],
            "The largest eigenvalue has modulus 0.5: in its direction a small difference shrinks "
            "to 50 % per step. 0 of the 2 eigenvalues lie outside the unit circle.",
        ),
        (
            [1.2j, -1.2j, 0.1],
            "The largest eigenvalue has modulus 1.2: in its direction a small difference grows to "
            "120 % per step, and turns by 90°, so that a whole turn takes 4 steps. 2 of the 3 "
            "eigenvalues lie outside the unit circle.",
        ),
        (
            [-0.9],
            "The largest eigenvalue has modulus 0.9: in its direction a small difference shrinks "
            "to 90 % per step, and changes its sign each time.",
        ),
        (
            [1.0],
            "The largest eigenvalue lies on the circle: there a difference stays as long as it is.",
        ),
        ([0, 0], "All eigenvalues are 0: after a few steps nothing is left of a small difference."),
    ],
)
def test_eigenvalues_say_what_a_step_does(values: list[complex], sentence: str) -> None:
    """By the largest: how fast, and how far it turns."""
    assert read_eigenvalues(np.array(values, dtype=complex)) == sentence


def test_a_long_run_says_where_its_kind_changes() -> None:
    """The pitchfork: one value up to w = 1, and two beyond."""
    knob = rv.Knob.entry("W_hh", 0, 0)
    runs = rv.long_run(one_unit(0.5), knob, [0.25, 0.5, 0.75, 1.25, 1.5, 2.0])
    assert read_long_run(runs, 0) == (
        "Up to W_hh[0, 0] = 0.75 unit 0 ends at one value; from 1.25 on it ends at 2 values."
    )
    runs = rv.long_run(one_unit(0.5), knob, [0.25, 0.5])
    assert read_long_run(runs, 0) == (
        "At all values of W_hh[0, 0] shown, unit 0 ends at one value."
    )
    linear = one_unit(0.5, activation="linear")
    runs = rv.long_run(linear, knob, [0.5, 2.0])
    assert read_long_run(runs, 0) == (
        "Up to W_hh[0, 0] = 0.5 unit 0 ends at one value; from 2 on it explodes."
    )


def test_many_starts_say_where_they_end() -> None:
    """In one point, in two, on a cycle, and wherever they stand."""
    starts = np.linspace(-1, 1, 6)[:, None]
    assert read_flow(rv.flow(one_unit(0.5), starts, 3)) == "All 6 starts end at one point."
    assert read_flow(rv.flow(one_unit(2.0), starts[:5], 3)) == (
        "3 of the 5 starts end at one point and 2 end at another point."
    )
    assert (
        read_flow(rv.flow(one_unit(-2.0), starts, 3)) == "All 6 starts end at one cycle of 2 steps."
    )
    counter = rv.presets.load("counter").net
    assert read_flow(rv.flow(counter, starts[3:], 3)) == (
        "All 3 starts stay wherever they come to rest, on a line of fixed points."
    )
    linear = one_unit(2.0, activation="linear")
    assert read_flow(rv.flow(linear, starts, 3)) == "All 6 starts explode."
