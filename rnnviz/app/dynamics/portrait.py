"""Where does it go: the state's path in a plane, and what the network does around it."""

from __future__ import annotations

from typing import Final

import numpy as np
import streamlit as st

from rnnviz.app import pictures, state, widgets
from rnnviz.app.dynamics import planes, showing
from rnnviz.dynamics.basins import Basins, basins
from rnnviz.dynamics.cycles import Cycles
from rnnviz.dynamics.fixed_points import FixedPoints
from rnnviz.dynamics.flow import vector_field
from rnnviz.dynamics.portrait_readings import read_cycles, read_fixed_points
from rnnviz.dynamics.projection import Projection
from rnnviz.dynamics_view import Bounds, bounds_of, plane_of, present_input, started_at
from rnnviz.experiment import Experiment

_CHART: Final = "dynamics_portrait"
_NUM_FOR: Final = {True: 60, False: 30}  # starts along an axis; a slice of many units takes longer


def show(experiment: Experiment) -> None:
    """Show the phase portrait, or of one unit the cobweb."""
    found = showing.fixed_points_of(experiment)
    cycles = showing.cycles_of(experiment)
    is_line = experiment.net.hidden_size == 1
    if not is_line:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            planes.choose(experiment)
            if experiment.view.dynamics.plane == "units":
                widgets.put("dynamics_basins", experiment.view.dynamics.basins)
                st.toggle(
                    "Basins", key="dynamics_basins",
                    on_change=lambda: showing.choose(basins=st.session_state["dynamics_basins"]),
                    help="Shades for the starts that end at the same place under this input.",
                )  # fmt: skip
    said = read_fixed_points(found, experiment.shown_step), read_cycles(cycles)
    st.text(" ".join(filter(None, said)))
    if is_line:
        _cobweb(experiment, found, cycles)
    else:
        _plane(experiment, found, cycles)
    _table(found, cycles)


def _plane(experiment: Experiment, found: FixedPoints, cycles: tuple[Cycles, ...]) -> None:
    from rnnviz import figures  # late: Plotly is large to load

    net, x = experiment.net, present_input(experiment)
    plane = plane_of(experiment)
    visited = [orbit for of_period in cycles for orbit in of_period.points]
    bounds = bounds_of(experiment, plane, found.points, *visited)
    figure = figures.phase_portrait(
        experiment.trace.first(experiment.num_shown),
        plane,
        field=vector_field(net, plane, bounds, x),
        points=found.points,
        kinds=found.kinds,
        cycles=cycles,
        slow_points=found.slow_points,
        basins=_basins(experiment, plane, bounds),
        step=experiment.shown_step,
        labels=pictures.labels_of(experiment),
        dark=pictures.is_dark(),
    )
    pictures.chart(
        _CHART,
        figure,
        "A plane of hidden states: the run as a line, arrows for where a step leads, and marks "
        "for fixed points and cycles.",
        on_select=_go,
        selection_mode="points",
    )


def _basins(experiment: Experiment, plane: Projection, bounds: Bounds) -> Basins | None:
    view = experiment.view.dynamics
    if not view.basins or plane.units is None:
        return None
    net, x = experiment.net, present_input(experiment)
    units, center = (view.units[0], view.units[1]), plane.center
    about = (net, x, units, center, bounds)
    return showing.once("basins", about, lambda: basins(net, bounds, x, units=units, center=center))


def _cobweb(experiment: Experiment, found: FixedPoints, cycles: tuple[Cycles, ...]) -> None:
    from rnnviz import figures

    figure = figures.cobweb(
        experiment.trace.first(experiment.num_shown),
        points=found.points,
        kinds=found.kinds,
        cycles=cycles,
        step=experiment.shown_step,
        dark=pictures.is_dark(),
    )
    pictures.chart(
        _CHART,
        figure,
        "One step as a curve over the state before it, the diagonal on which nothing moves, and "
        "the run between them as a cobweb.",
        on_select=_go,
        selection_mode="points",
    )


def _go() -> None:
    """Begin the run at the place that was clicked, or go to the step."""
    place = pictures.clicked(_CHART)
    if place is None:
        return
    experiment = state.current().experiment
    if len(place) == 1:  # on the path: its step
        showing.show(experiment.look(step=max(0, int(place[0]))))
        return
    try:
        if experiment.net.hidden_size == 1:
            start = np.array(place[:1], dtype=float)
        else:
            start = plane_of(experiment).lift(np.array(place, dtype=float))
        showing.show(started_at(experiment, start))
    except ValueError as error:
        showing.refuse(error)


def _table(found: FixedPoints, cycles: tuple[Cycles, ...]) -> None:
    H = found.points.shape[1]
    units = (f"unit {j}" for j in range(H))
    columns = ("kind", "period", "largest |eigenvalue|", "residual", *units)
    largest = np.abs(found.eigenvalues[:, 0]).tolist()
    rows = [
        (kind, 1, size, residual, *point)
        for kind, size, residual, point in zip(
            found.kinds, largest, found.residuals.tolist(), found.points.tolist(), strict=True
        )
    ]
    for of_period in cycles:
        largest = np.abs(of_period.multipliers[:, 0]).tolist()
        rows += [
            (kind, of_period.period, size, residual, *point)
            for kind, size, residual, orbit in zip(
                of_period.kinds,
                largest,
                of_period.residuals.tolist(),
                of_period.points.tolist(),
                strict=True,
            )
            for point in orbit
        ]
    pictures.table(columns, rows)
    pictures.download("fixed points and cycles", columns, rows)
