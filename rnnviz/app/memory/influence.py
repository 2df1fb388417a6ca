"""Who mattered? How earlier inputs and states bear on one unit or output."""

from __future__ import annotations

import streamlit as st

from rnnviz.app import pictures, widgets
from rnnviz.app.memory import showing
from rnnviz.experiment import Experiment
from rnnviz.readings import read_influence


def show(experiment: Experiment) -> None:
    """Show the influence on the chosen unit or output, for all pairs of steps."""
    from rnnviz import figures  # late: Plotly is large to load

    view = experiment.view.memory
    _controls(experiment)
    step, name = experiment.shown_step, name_of(experiment)
    influence = experiment.influence
    st.text(read_influence(influence, step, name, view.past))
    pictures.chart(
        "memory_influence",
        figures.influence(
            influence,
            of=view.past,
            step=step,
            relative=view.relative,
            name=name,
            labels=pictures.labels_of(experiment),
            dark=pictures.is_dark(),
        ),
        "A triangle of cells: a row for each step, a column for each step before it. "
        "Darker means that the earlier step matters more.",
    )
    st.caption(
        "Each row is a step that looks back, each column an earlier step. The outlined row is the "
        "cursor's: it has the same numbers as the row under the graph. The upper half is empty, "
        "since no step looks ahead."
    )
    pictures.table(
        ("earlier step", f"of its input on {name}", f"of its state on {name}"),
        (
            (k, float(influence.of_inputs[step, k]), float(influence.of_states[step, k]))
            for k in range(step + 1)
        ),
    )


def name_of(experiment: Experiment) -> str:
    """Return what people call the unit or output that the view has chosen."""
    view = experiment.view
    if view.memory.of == "unit":
        return f"unit {view.unit}"
    names = experiment.output_names
    return f"output {view.output}" if names is None else names[view.output]


def _controls(experiment: Experiment) -> None:
    view = experiment.view
    chosen = st.session_state
    widgets.put("memory_of", view.memory.of)
    widgets.put("memory_past", view.memory.past)
    widgets.put("memory_relative", view.memory.relative)
    words = {"unit": f"unit {view.unit}", "output": f"output {view.output}"}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "On", ["unit", "output"], key="memory_of", format_func=words.__getitem__,
            on_change=_choose_of, required=True,
            help="Click another unit or output in the graph to choose it.",
        )  # fmt: skip
        st.segmented_control(
            "Of earlier", ["inputs", "states"], key="memory_past",
            on_change=lambda: showing.choose(past=chosen["memory_past"]), required=True,
        )  # fmt: skip
        st.toggle(
            "Each row by its own maximum", key="memory_relative",
            on_change=lambda: showing.choose(relative=chosen["memory_relative"]),
            help="Rows can then no longer be compared with each other; each shows its maximum.",
        )  # fmt: skip


def _choose_of() -> None:
    # The options are called after the unit and the output in the graph. Where the browser has not
    # heard of others yet, it sends a name of before, which is none of them.
    of = st.session_state["memory_of"]
    if of is not None:
        showing.choose(of=of)
