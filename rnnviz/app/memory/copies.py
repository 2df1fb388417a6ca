"""A sum over copies: a loss, what each copy of a number contributes, and a step down."""

from __future__ import annotations

from typing import Final

import streamlit as st

from rnnviz import sequences
from rnnviz.alteration import number_of
from rnnviz.app import flags, pictures, refusals, state, widgets
from rnnviz.app.memory import showing
from rnnviz.app.number_field import number_field, text_of
from rnnviz.backprop import Gradients
from rnnviz.change_readings import read_copies, read_truncation
from rnnviz.document import MAX_RATE
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.networks import RNN
from rnnviz.number_words import in_print
from rnnviz.objective import (
    descended,
    gradients_of,
    losses_at,
    objective_of,
    target_of,
    uncounted_steps,
    wanted_of,
)
from rnnviz.pasted.refusal import Reading

_LOSSES: Final = {"squared_error": "½ squared error", "cross_entropy": "cross-entropy"}
_SCORED: Final = {"last": "the last step", "all": "all steps", "chosen": "chosen steps"}
_TARGET: Final = "memory_target"  # what a refusal is about
_CLASSES: Final = " A row may also be the number of a class, counted from 0."
_MOST_NAMED: Final = 6  # steps in a sentence


def show(experiment: Experiment) -> None:
    """Show the copies of the number in hand, and offer a step down the gradient."""
    from rnnviz import figures  # late: Plotly is large to load

    knob = number_of(experiment)
    window = experiment.view.memory.window
    _objective(experiment)
    try:
        full = gradients_of(experiment)
        gradients = full if window is None else gradients_of(experiment, window=window)
    except ValueError as error:  # a target that is no distribution, for example
        st.text(state.sentence(error))
        way_back()
        return
    _step(experiment, full.loss, knob)
    rate = experiment.view.memory.rate
    st.text(read_copies(gradients, knob.target, knob.index, rate=rate))
    step = experiment.shown_step
    labels, dark = pictures.labels_of(experiment), pictures.is_dark()
    pictures.chart(
        "memory_copies",
        figures.copies(
            gradients,
            knob.target,
            knob.index,
            full=None if window is None else full,
            step=step,
            labels=labels,
            dark=dark,
        ),
        f"A bar for each step's copy of {knob.name}, and their sum.",
    )
    _window(experiment)
    if window is not None:
        st.text(read_truncation(gradients, full, knob.target, knob.index))
    pictures.chart(
        "memory_matrices",
        figures.copy_matrices(
            gradients, knob.target, index=knob.index, step=step, labels=labels, dark=dark
        ),
        f"What each step's copy of {knob.target} contributes, number by number, and the sum.",
    )
    st.caption(
        f"The same for all of {knob.target}: the matrix of each step adds to one matrix, by which "
        "all copies change together."
    )
    _table(gradients, knob, objective_of(experiment).steps)


def _objective(experiment: Experiment) -> None:
    chosen, view, net = st.session_state, experiment.view.memory, experiment.net
    last = experiment.num_shown - 1
    loss = objective_of(experiment).loss
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if net.output == "softmax":
            widgets.put("memory_loss", loss)
            st.selectbox(
                "Loss", list(_LOSSES), key="memory_loss", format_func=_LOSSES.__getitem__,
                on_change=lambda: showing.choose(loss=chosen["memory_loss"]), width=180,
            )  # fmt: skip
        widgets.put("memory_scored", view.scored if isinstance(view.scored, str) else "chosen")
        st.selectbox(
            "Loss at", list(_SCORED), key="memory_scored", format_func=_SCORED.__getitem__,
            on_change=lambda: _choose_scored(last), width=160,
        )  # fmt: skip
        _target(experiment)
    if not isinstance(view.scored, str):
        widgets.put("memory_steps", [t for t in view.scored if t <= last])
        st.multiselect(
            "Steps that have a loss", list(range(last + 1)), key="memory_steps",
            on_change=lambda: _choose_steps(chosen["memory_steps"]),
        )  # fmt: skip
        if uncounted := uncounted_steps(experiment):
            st.text(_why_uncounted(uncounted, experiment.num_shown))


def _choose_scored(last: int) -> None:
    refusals.drop(_TARGET)  # it was about another number of steps
    scored = st.session_state["memory_scored"]
    target = state.current().experiment.view.memory.target[:1]
    showing.choose(scored=[last] if scored == "chosen" else scored, target=target)


def _choose_steps(steps: list[int]) -> None:
    if steps:  # a loss at no step would be no loss
        refusals.drop(_TARGET)
        showing.choose(**losses_at(state.current().experiment, steps))


def _why_uncounted(steps: list[int], exploded: int) -> str:
    """Return why the losses at some steps do not count."""
    if len(steps) == 1:
        return (
            f"The loss at step {steps[0]} is not counted, since the network explodes at step "
            f"{exploded}."
        )
    few, rest = steps[:_MOST_NAMED], len(steps) - _MOST_NAMED
    *first, last = [*map(str, few), *([f"{rest} more"] if rest > 0 else [])]
    return (
        f"The losses at steps {', '.join(first)} and {last} are not counted, since the network "
        f"explodes at step {exploded}."
    )


def _target(experiment: Experiment) -> None:
    """Offer a field for what is wanted; what cannot be read stays in it, with the reason."""
    chosen, net = st.session_state, experiment.net
    O = net.output_size
    text = "; ".join(" ".join(map(text_of, row)) for row in wanted_of(experiment))
    is_refused = refusals.is_kept(_TARGET)
    widgets.put("memory_target", chosen.get("memory_refused", "") if is_refused else text)
    what = "a number" if O == 1 else f"{O} numbers"
    # An area, since a field of one line would lose the ends of pasted lines.
    st.text_area(
        f"Wanted: {what}", key="memory_target", on_change=_choose_target, width=180, height=68,
        help="For each step that has a loss the same, or a row for each: on a line of its own, or "
        "with a semicolon between." + (_CLASSES if _is_of_classes(net) else ""),
    )  # fmt: skip
    refusals.show(_TARGET)


def _choose_target() -> None:
    experiment, text = state.current().experiment, st.session_state["memory_target"]
    net = experiment.net
    try:
        rows = sequences.parse_targets(
            text, net.output_size, classes=_is_of_classes(net),
            probabilities=objective_of(experiment).loss == "cross_entropy",
        )  # fmt: skip
        _want(rows.tolist())
    except ValueError as error:
        st.session_state["memory_refused"] = text
        refusals.keep(_TARGET, state.sentence(error), *refusals.ways_of(error, _take_target))


def _take_target(reading: Reading) -> None:
    try:
        _want(reading.values.tolist())
    except ValueError as error:
        refusals.keep(_TARGET, state.sentence(error))


def _want(rows: list[list[float]]) -> None:
    target = target_of(state.current().experiment, rows)
    refusals.drop(_TARGET)
    showing.choose(target=target)


def _is_of_classes(net: RNN) -> bool:
    return net.output == "softmax" and net.output_size > 1


def _step(experiment: Experiment, loss: float, knob: Knob) -> None:
    """Offer a step down the gradient, of one number or of all, and the way back."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number_field(
            "Rate", experiment.view.memory.rate, key="memory_rate", least=0, most=MAX_RATE,
            take=lambda rate: showing.choose(rate=rate), width=120,
            help="The number changes by the rate times its gradient.",
        )  # fmt: skip
        is_locked = flags.current().lock != ""
        step_one = f"Step {knob.name} down"
        st.button(step_one, on_click=_descend, args=(knob,), disabled=is_locked)
        st.button("Step all numbers", on_click=_descend, args=(None,), disabled=is_locked)
        way_back()
    st.text(f"Loss: {in_print(loss, 6)}")  # small steps change its last digits


def way_back() -> None:
    """Offer to undo the latest step down the gradient, if there was one."""
    if state.current().before_steps:
        st.button("Undo step", on_click=_undo)


def _descend(knob: Knob | None) -> None:
    session = state.current()
    experiment = session.experiment
    try:
        view = experiment.view.memory
        # Down what is shown: truncated, where the reader has set a window.
        gradients = gradients_of(experiment, window=view.window)
        after = descended(experiment, gradients, view.rate, knob)
    except ValueError as error:
        session.notice = state.sentence(error)
    else:
        state.step_to(after)
    showing.refresh()


def _undo() -> None:
    state.undo_step()
    showing.refresh()


def _window(experiment: Experiment) -> None:
    chosen, T = st.session_state, experiment.num_shown
    if T == 1:
        return
    window = experiment.view.memory.window
    widgets.put("memory_window", T if window is None else min(window, T))
    st.slider(
        "Truncation window: steps each loss reaches back", 1, T,
        key="memory_window",
        on_change=lambda: showing.choose(
            window=None if chosen["memory_window"] == T else chosen["memory_window"]
        ),
    )  # fmt: skip


def _table(gradients: Gradients, knob: Knob, scored: list[int]) -> None:
    shares = gradients.copies(knob.target, knob.index)
    pictures.table(
        ("step", "loss of the step", f"share of dL/d{knob.name}"),
        [
            *(
                (t, float(gradients.losses[t]) if t in scored else "", float(share))
                for t, share in enumerate(shares)
            ),
            ("all", gradients.loss, float(gradients[knob.target][knob.index])),
        ],
    )
