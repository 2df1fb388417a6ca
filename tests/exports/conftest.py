"""Experiments to take home, and texts that try to be more than words in them."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv

I, H, O, T = 2, 3, 4, 6

HOSTILE = {
    "html": "<script>raise SystemExit</script><img src=x onerror='alert(1)'><!-- & -->",
    "quotes": "\"'`''' \"\"\" '); raise SystemExit #",
    "triple quotes": '"""\nraise SystemExit\n"""',
    "newlines": "a\nraise SystemExit\rraise SystemExit\r\nraise SystemExit\x0braise SystemExit",
    "other newlines": "a\u2028raise SystemExit\u2029raise SystemExit\x85raise SystemExit\x0c1",
    "backslashes": "\\\nraise SystemExit \\\" \\' \\N{BULLET} \\x0a \\",
    "controls": "\x00\x07\x1b[31m\x7f\x00=1+1",
    "bidi": "\u202eraise\u2066 \u200f\u200b\ufeff",
    "templates": "{raise_} {{7*7}} ${7*7} {% raise %} <%= 1 %> %(a)s %s {labels[0]}",
    "magics": "%run evil\n%%bash\n!reboot\n? x\nhelp?\n+\n# %% [x]",
    "encoding": "-*- coding: utf-7 -*-\ncoding=rot13",
    "dependencies": '/// script\ndependencies = ["evil"]\n///',
    "markdown": "# a\n- b\n1. c\n[d](javascript:e) ![f](g) **h** _i_ ~j~ | k | <http://l> www.m.n",
    "formulas": "$\\href{javascript:1}{x}$ \\(a\\) $$b$$ \\begin{equation}c\\end{equation}",
    "spreadsheet": "=cmd|' /C calc'!A0;+1\t-1\n@SUM(1)\"=1+1",
    "astral": "👩‍👩‍👧 é e\u0301 中文 −×",
}


def experiment_of(activation="tanh", output="identity", *, seed=5, turned=True, **changes):
    """Return an experiment with random numbers, all sizes unequal, and the knob turned."""
    draw = np.random.default_rng(seed)
    shapes = {"W_xh": (H, I), "W_hh": (H, H), "W_hy": (O, H), "b_h": (H,), "b_y": (O,)}
    weights = {name: draw.normal(0, 0.7, shape) for name, shape in shapes.items()}
    experiment = rv.Experiment(
        net=rv.RNN(**weights, activation=activation, output=output),
        x=draw.normal(0, 1, (T, I)),
        initial_state=draw.normal(0, 1, H),
        knob=rv.Knob.gain("W_hh"),
        value=1.3 if turned else None,
        **changes,
    )
    assert experiment.num_shown == T
    return experiment


def said_everywhere(text):
    """Return the arguments that put a text wherever an experiment takes one."""
    return {
        "title": text[:200],
        "description": text,
        "labels": [text[:100]] * T,
        "input_names": [text[:100]] * I,
        "output_names": [text[:100]] * O,
    }


@pytest.fixture(params=HOSTILE, ids=lambda name: name.replace(" ", "-"))
def hostile_text(request):
    """Each of the texts that try to be more than words."""
    return HOSTILE[request.param]


@pytest.fixture(name="experiment_of")
def make_experiment():
    """The function `experiment_of`."""
    return experiment_of


@pytest.fixture(name="said_everywhere")
def make_texts():
    """The function `said_everywhere`."""
    return said_everywhere
