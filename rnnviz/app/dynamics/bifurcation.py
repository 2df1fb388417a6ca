"""Bifurcation: where the state ends, at every value of the number in hand."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from rnnviz.app import pictures, state, work
from rnnviz.app.dynamics import showing
from rnnviz.dynamics.fixed_points import FixedPoints, fixed_points
from rnnviz.dynamics.long_run import LongRun, long_run
from rnnviz.dynamics.portrait_readings import read_long_run
from rnnviz.dynamics_view import present_input, turns_the_map, values_of
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob, Setup

_CHART: Final = "dynamics_bifurcation"
_NUM_VALUES: Final = 81
_NUM_STARTS: Final = 6  # the session keeps all their states: 4 MB at 32 units
_NUM_KEPT: Final = 32
_NUM_SEEDS: Final = 48  # at each value: neighbours share most of their fixed points

Array = npt.NDArray[np.float64]


def show(experiment: Experiment) -> None:
    """Show the bifurcation diagram of the number in hand."""
    from rnnviz import figures  # late: Plotly is large to load

    knob = experiment.knob
    if knob is None or not turns_the_map(knob):
        work.drop()
        what = "No number is in hand" if knob is None else f"{knob.name} does not change the map"
        st.text(f"{what}: take a number of W_xh, W_hh or b_h in hand, in the panel.")
        return
    kept = _computed(experiment)
    if kept is None:
        return
    runs, found = kept
    unit = experiment.view.unit
    st.text(read_long_run(runs, unit))
    figure = figures.bifurcation(
        runs.values,
        runs.states,
        unit=unit,
        exploded=runs.exploded,
        fixed=[(float(v), of.points, of.kinds) for v, of in zip(runs.values, found, strict=True)],
        value=experiment.value,
        name=knob.name,
        dark=pictures.is_dark(),
    )
    pictures.chart(
        _CHART,
        figure,
        f"Dots: where unit {unit} ends, at each value of {knob.name}. Lines: its fixed points.",
        on_select=_turn,
        selection_mode="points",
    )
    st.caption("Choose another unit by clicking it in the graph.")
    columns = (knob.name, "start", *(f"state {k}" for k in range(min(8, runs.states.shape[2]))))
    rows = pictures.Rows(
        lambda: (
            (float(value), s, *states[s, -8:, unit].tolist())
            for value, states in zip(runs.values, runs.states, strict=True)
            for s in range(states.shape[0])
        )
    )
    pictures.table(columns, rows)
    pictures.download("long runs", columns, rows)


def _computed(experiment: Experiment) -> tuple[LongRun, list[FixedPoints]] | None:
    """Return the diagram's numbers, computed once a knob and network; None while they are not."""
    knob, base, x = experiment.knob, experiment.base_setup, present_input(experiment)
    assert knob is not None
    values = values_of(experiment, _NUM_VALUES)
    return showing.once_in_pieces(
        "bifurcation",
        (base.net, x, knob, values),
        lambda: diagram(base, knob, values, x),
        text=f"Long runs and fixed points at {len(values)} values of {knob.name}",
        begin_text="Draw the diagram",
    )


def diagram(
    base: Setup, knob: Knob, values: Array, x: Array
) -> work.Pieces[tuple[LongRun, list[FixedPoints]]]:
    """Return the long runs and the fixed points at some values of a knob, in pieces.

    Args:
        base: what is turned.
        knob: by which.
        values: (V,).
        x: (I,), the input at every step.
    """
    # A single piece: all of them at once are no more work than those of some fixed points.
    runs = long_run(base.net, knob, values, x, num_starts=_NUM_STARTS, num_kept=_NUM_KEPT)
    num_pieces, found = 1 + len(values), []
    yield 1 / num_pieces
    for value in values.tolist():
        found.append(fixed_points(knob.turn(base, value).net, x, num_seeds=_NUM_SEEDS))
        yield (1 + len(found)) / num_pieces
    return runs, found


def _turn() -> None:
    """Turn the number in hand to the value that was clicked."""
    place = pictures.clicked(_CHART)
    experiment = state.current().experiment
    if place is None or experiment.knob is None:
        return
    try:
        showing.show(experiment.turn(float(place[0])))
    except ValueError as error:
        showing.refuse(error)
