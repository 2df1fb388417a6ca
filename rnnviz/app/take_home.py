"""What one takes home of a view: files, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import streamlit as st

from rnnviz import exports
from rnnviz.experiment import Experiment
from rnnviz.exports.texts import file_stem
from rnnviz.lessons import progress
from rnnviz.lessons.sheet import sheet_of
from rnnviz.panel.handout import to_handout


class File(NamedTuple):
    """A file to take home: its label, what it is, how its name ends, its kind, its maker."""

    label: str
    what: str
    ending: str
    mime: str
    make: Callable[[Experiment], str | bytes]


FILES: Final = (
    File(
        "Handout",
        "One page that still moves: it opens in any browser, without a server or a network.",
        ".html",
        "text/html",
        to_handout,
    ),
    File(
        "Python script",
        "Network, sequence and numbers, run again with NumPy alone.",
        ".py",
        "text/x-python",
        exports.to_script,
    ),
    File(
        "Notebook",
        "The same, step by step, for Jupyter.",
        ".ipynb",
        "application/x-ipynb+json",
        exports.to_notebook,
    ),
    File(
        "PyTorch",
        "A torch.nn module with the very same weights.",
        "-pytorch.py",
        "text/x-python",
        exports.to_torch,
    ),
    File(
        "Table",
        "Inputs, states and outputs of each step as CSV, for a spreadsheet.",
        ".csv",
        "text/csv",
        exports.to_csv,
    ),
    File(
        "Arrays",
        "Weights and trace as NPZ, for NumPy.",
        ".npz",
        "application/octet-stream",
        exports.to_npz,
    ),
    File(
        "JSON",
        "The whole view: Open file, in the Network menu, shows it again.",
        ".json",
        "application/json",
        Experiment.to_json,
    ),
)


def files(experiment: Experiment, in_lesson: bool) -> None:
    """Offer every file of what is shown; in a lesson the handout has its text."""
    handout, *others = FILES
    title = experiment.title
    if in_lesson:
        handout = handout._replace(make=lesson_handout)
        title = lesson_title(experiment)
    stem = file_stem(title)
    for file in (handout, *others):
        button, words = st.columns([1, 3], vertical_alignment="center")
        button.download_button(
            file.label,
            # Called apart from any script run, where st.session_state is empty.
            data=partial(file.make, experiment),
            file_name=f"{stem}{file.ending}",
            mime=file.mime,
            on_click="ignore",
            width="stretch",
        )
        words.caption(file.what)


def lesson_title(experiment: Experiment) -> str:
    """Return what the files of a part of a lesson are called after."""
    lesson, _ = progress.lesson_of(experiment)
    if len(lesson.parts) == 1:
        return lesson.title
    return f"{lesson.title}, part {experiment.view.lesson.part + 1}"


def lesson_handout(experiment: Experiment) -> str:
    """Return the handout of a part of a lesson, with its text and its second graph.

    All its steps are there: so is its explanation, which speaks of them.
    """
    lesson, part = progress.lesson_of(experiment)
    shown = progress.revealed(experiment)
    return to_handout(
        shown, lesson_html=sheet_of(lesson, part), with_intervention=part.shows_memory
    )
