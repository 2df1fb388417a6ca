"""rv.live: the handout within a notebook."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.panel.handout import to_handout

NET = rv.RNN.random(input_size=2, hidden_size=3, output_size=1, seed=3)
X = np.random.default_rng(3).normal(size=(4, 2))


class Frames(HTMLParser):
    """The attributes of each element of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.all.append((tag, dict(attrs)))


def test_a_notebook_shows_the_handout_in_a_sandbox() -> None:
    """One iframe holds the very page of to_handout, may run its script, and no more."""
    shown = rv.live(NET, X, title='a "title" & <b>\'s', labels=list("abcd"), height=500)
    ((tag, given),) = Frames(shown._repr_html_()).all
    e = rv.Experiment(net=NET, x=X, title='a "title" & <b>\'s', labels=list("abcd"))
    assert tag == "iframe"
    assert given["srcdoc"] == to_handout(e) == shown.html
    assert given["sandbox"] == "allow-scripts allow-downloads"
    assert given["height"] == "500"
    assert len(repr(shown)) < 100


def test_an_experiment_is_shown_as_it_is() -> None:
    """An Experiment brings all of its own; the knobs can be chosen."""
    e = rv.Experiment(net=NET, x=X).select(rv.Knob.gain("W_hh")).turn(0.5)
    assert rv.live(e).html == to_handout(e)
    knobs = [rv.Knob.input(0, 1)]
    assert rv.live(e, knobs=knobs).html == to_handout(e, knobs=knobs)
    state = [0.5, 0.25, -1]
    started = rv.Experiment(net=NET, x=X, initial_state=state)
    assert rv.live(NET, X, initial_state=state).html == to_handout(started)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((1,), "net is 1: expected an RNN or an Experiment"),
        ((NET,), "x is None: expected a sequence, (steps, inputs)"),
        ((rv.Experiment(net=NET, x=X), X), "x, initial_state, labels or title was given beside"),
    ],
)
def test_a_wrong_argument_is_refused_in_a_sentence(arguments: Any, said: str) -> None:
    """What cannot be shown is refused before the notebook shows anything."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  # the sentence is compared below
        rv.live(*arguments)
    assert str(refusal.value).startswith(said)


def test_it_comes_without_streamlit_or_plotly() -> None:
    """rv.live needs NumPy and pydantic alone."""
    code = (
        "import sys, rnnviz as rv; rv.live(rv.presets.load('decay'));"
        "print({'plotly', 'streamlit', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
