"""Eigenvalues of one step, at the cursor's state or at a fixed point."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from rnnviz.app import pictures, widgets
from rnnviz.app.dynamics import showing
from rnnviz.dynamics.portrait_readings import read_eigenvalues
from rnnviz.dynamics.spectrum import spectra
from rnnviz.experiment import Experiment

_CURSOR: Final = -1


def show(experiment: Experiment) -> None:
    """Show the eigenvalues in the complex plane, with the unit circle."""
    from rnnviz import figures  # late: Plotly is large to load

    found = showing.fixed_points_of(experiment)
    along = spectra(experiment.net, experiment.trace.first(experiment.num_shown))
    step, point = experiment.shown_step, experiment.view.dynamics.point
    if point is not None and point >= len(found.points):
        point = None  # there were more of them before a weight was turned
    names = {_CURSOR: f"the cursor's step {step}"} | {
        k: f"fixed point {k}, {kind}" for k, kind in enumerate(found.kinds)
    }
    _put(list(names.values()), _CURSOR if point is None else point)
    st.selectbox(
        "At", list(names), key="dynamics_point", format_func=names.__getitem__, width=320,
        on_change=_choose_point,
    )  # fmt: skip
    values: npt.NDArray[np.complex128] = along[step] if point is None else found.eigenvalues[point]
    st.text(read_eigenvalues(values))
    pictures.chart(
        "dynamics_eigenvalues",
        figures.eigenvalues(values, others=along, dark=pictures.is_dark()),
        "The complex plane with the unit circle: a mark for each eigenvalue.",
    )
    columns = ("real part", "imaginary part", "modulus")
    pictures.table(columns, [(v.real, v.imag, abs(v)) for v in values.tolist()])
    pictures.download(
        "spectra along the run",
        ("step", *columns),
        pictures.Rows(
            lambda: (
                (t, v.real, v.imag, abs(v)) for t, row in enumerate(along.tolist()) for v in row
            )
        ),
    )


def _put(names: list[str], point: int) -> None:
    """Choose a point in the list.

    The browser knows it by its name: what is chosen is written again where that has changed.
    """
    if st.session_state.get("dynamics_names") != names:
        st.session_state["dynamics_names"] = names
        st.session_state["dynamics_point"] = point
    widgets.put("dynamics_point", point)


def _choose_point() -> None:
    point = st.session_state["dynamics_point"]
    if isinstance(point, int):  # or a name that was in the list before a weight was turned
        showing.choose(point=None if point == _CURSOR else point)
