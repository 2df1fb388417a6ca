"""The bar above the panel: the pages, which network, menus for it and for its sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from rnnviz import presets
from rnnviz.app import (
    chrome,
    flags,
    projector,
    refusals,
    sequence,
    share,
    state,
    tabs,
    ways,
    widgets,
)
from rnnviz.document import (
    MAX_HIDDEN,
    MAX_INPUTS,
    MAX_OUTPUTS,
    MAX_RADIUS,
    MAX_STEPS,
    shortened,
)
from rnnviz.experiment import Experiment
from rnnviz.pasted.number import parse_number

_ACTIVATIONS: Final = {"tanh": "tanh", "relu": "ReLU", "linear": "linear"}
_OUTPUTS: Final = {"identity": "identity", "sigmoid": "sigmoid", "softmax": "softmax (classes)"}


def bar(session: state.Session, page: tabs.Page) -> None:
    """Show the bar of a page; in a frame, the way out of it alone."""
    ways.renew()
    if ways.is_embedded():
        chrome.embed()
        ways.out_of_frame()
        return
    shows = flags.current().shows
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="bar"):
        chrome.brand()
        if shows("pages"):
            tabs.in_bar(page)
        if shows("network"):
            _preset(session)
        if shows("setup") or shows("file"):
            with st.popover("Network", icon=":material/menu:", key="network_menu"):
                if shows("pages"):
                    tabs.in_menu(page)
                _network(session)
        else:
            _reset()
        if shows("sequence"):
            with st.popover("Sequence", icon=":material/input:", key="sequence_menu"):
                sequence.show(session.experiment)
        _undoing()
        if shows("share"):
            share.button()
        projector.enter("Larger, black on white: the graph, the transport and the number in hand.")


def bar_of(page: tabs.Page) -> Callable[[state.Session], None]:
    """Return what shows the bar of a page."""
    return lambda session: bar(session, page)


def _undoing() -> None:
    st.button(
        "Undo", icon=":material/undo:", key="undo", on_click=state.undo, type="tertiary",
        help="Take back the last change (Ctrl+Z).",
    )  # fmt: skip
    st.button(
        "Redo", icon=":material/redo:", key="redo", on_click=state.redo, type="tertiary",
        help="Do it again (Ctrl+Shift+Z).",
    )  # fmt: skip


def _reset() -> None:
    st.button("Reset", on_click=state.reset, help="Back to what was loaded.")


def _network(session: state.Session) -> None:
    shows = flags.current().shows
    with st.container(horizontal=True, gap="xsmall"):
        _reset()
        if shows("setup"):
            st.button(
                "New random weights",
                on_click=_new_weights,
                help="The same network and sequence with other weights; the seed is in the title.",
            )
    if shows("file"):
        _files(session)
    if shows("setup"):
        st.divider()
        _set_up(session)


def _preset(session: state.Session) -> None:
    names = presets.names()
    source = session.experiment.source
    shown = source.preset if source.random is None else None
    widgets.put("preset", shown)
    st.selectbox(
        "Network",
        names,
        key="preset",
        format_func=_titles().__getitem__,
        placeholder="A network of your own",
        on_change=_open_preset,
        label_visibility="collapsed",
        width=280,
    )


@st.cache_resource
def _titles() -> dict[str, str]:
    return {name: presets.load(name).title for name in presets.names()}


def _open_preset() -> None:
    name = st.session_state["preset"]
    if name is not None:
        state.open_preset(name)


def _new_weights() -> None:
    experiment = state.current().experiment
    state.show(presets.with_new_weights(experiment))


def _set_up(session: state.Session) -> None:
    net = session.experiment.net
    widgets.put("activation", net.activation)
    widgets.put("output", net.output)
    st.selectbox(
        "Hidden activation", list(_ACTIVATIONS), key="activation",
        format_func=_ACTIVATIONS.__getitem__, on_change=_change_functions,
        help="The function that each hidden unit applies to its sum.",
    )  # fmt: skip
    st.selectbox(
        "Output activation", list(_OUTPUTS), key="output",
        format_func=_OUTPUTS.__getitem__, on_change=_change_functions,
        help="identity for numbers, sigmoid for yes or no, softmax for classes.",
    )  # fmt: skip
    with st.form("sizes", border=False):
        st.markdown("**A new network with random weights**")
        sizes = (
            ("hidden_size", "Hidden units", net.hidden_size, MAX_HIDDEN),
            ("input_size", "Inputs", net.input_size, MAX_INPUTS),
            ("output_size", "Outputs", net.output_size, MAX_OUTPUTS),
        )
        for column, (name, label, value, most) in zip(st.columns(3), sizes, strict=True):
            # A widget keeps its value for good; each network has widgets of its own.
            key = f"{name}-{session.generation}"
            column.number_input(f"{label}, to {most}", 1, most, value, key=key)
        left, right = st.columns(2)
        left.text_input(
            "Spectral radius", "0.9", key="radius",
            help="The largest eigenvalue of W_hh: well below 1 the past fades fast.",
        )  # fmt: skip
        right.number_input(
            "Seed", 0, 2**32 - 1, 0, key="seed", help="The same seed gives the same weights."
        )
        st.form_submit_button("Make this network", on_click=_make_network)
    refusals.show("set_up")


def _change_functions() -> None:
    experiment = state.current().experiment
    net = experiment.base.replace(
        activation=st.session_state["activation"], output=st.session_state["output"]
    )
    state.show(experiment.replace(net=net))


def _make_network() -> None:
    chosen = st.session_state
    generation = state.current().generation
    try:
        radius = parse_number(chosen["radius"], least=0, most=MAX_RADIUS)
    except ValueError as error:
        refusals.keep("set_up", f"Spectral radius: {error}.")
        return
    experiment = presets.random(
        input_size=chosen[f"input_size-{generation}"],
        hidden_size=chosen[f"hidden_size-{generation}"],
        output_size=chosen[f"output_size-{generation}"],
        spectral_radius=radius,
        seed=chosen["seed"],
        activation=chosen["activation"],
        output=chosen["output"],
    )
    state.show(experiment, loaded=True)


def _files(session: state.Session) -> None:
    if session.is_unlinked:
        st.caption("This set-up fits no address: save it as a file to keep or share it.")
    else:
        st.caption("The page's address holds everything shown: copy it to share this view.")
    st.download_button(
        "Save file",
        # Called apart from any script run, where st.session_state is empty.
        data=lambda: session.experiment.to_json(),
        file_name="rnnviz.json",
        mime="application/json",
        on_click="ignore",
    )
    st.file_uploader("Open file", type="json", key="file", on_change=_open_file)
    refusals.show("file")


def _open_file() -> None:
    file = st.session_state["file"]
    if file is None:
        return
    try:
        text = file.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        refusals.keep(
            "file", "This file could not be opened: it is not text, as Save file makes it."
        )
        return
    try:
        state.show(Experiment.from_json(text), loaded=True)
    except ValueError as error:
        refusals.keep("file", f"This file could not be opened: {error}.", *_shortened(text))


def _shortened(text: str) -> list[refusals.Way]:
    """Return the way to open a file whose sequence alone is too long."""
    try:
        experiment = Experiment.from_json(shortened(text))
    except ValueError:
        return []
    return [(f"Keep the first {MAX_STEPS} steps", lambda: state.show(experiment, loaded=True))]
