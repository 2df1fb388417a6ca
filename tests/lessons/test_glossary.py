"""The glossary: every symbol and term of the pages, one sentence each."""

from __future__ import annotations

import re

import pytest

from rnnviz import lessons
from rnnviz.lessons.glossary import glossary
from rnnviz.lessons.prose import parse, plain
from rnnviz.lessons.schema import KINDS

SYMBOLS = ["t", "T", "x_t", "h_t", "y_t", "a_t", "z_t", "W_xh", "W_hh", "W_hy", "b_h", "b_y",
           "L", "dL/dw", "J_t"]  # fmt: skip
TERMS = """hidden unit; state; cell; unrolling; parameter sharing; knob; sweep; gain; spectral
radius; gradient; BPTT; copy; Jacobian; saturation; vanishing; exploding; fixed point;
attractor; saddle; basin; bifurcation; cycle; eigenvalue; Lyapunov exponent; principal
component; nudge; untie; cut; softmax; cross-entropy; step; input; output; initial
state; pre-activation; logit; weight; parameter; activation; tanh; ReLU; sigmoid;
folding; preset; shift; loss; squared error; influence; truncation; learning rate;
slope; singular value; half-life; vector field; nullcline; cobweb; repeller; continuum;
chaos"""

ALL = [term for group in glossary() for term in group.terms]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_explained(symbol):
    """Each symbol of the formulas stands there once."""
    assert [term.symbol for term in ALL].count(symbol) == 1


@pytest.mark.parametrize("name", [" ".join(term.split()) for term in TERMS.split(";")])
def test_a_term_is_explained(name):
    """Each word of the pages that needs it has its sentence."""
    assert name in [term.name for term in ALL]


@pytest.mark.parametrize("term", ALL, ids=lambda term: term.name)
def test_an_explanation_is_one_sentence(term):
    """It begins large, ends with its only full stop, and is plain text."""
    assert term.sentence[0].isupper()
    assert len(re.findall(r"[.!?](?:\s|$)", term.sentence)) == 1
    assert plain(parse(term.sentence)) == term.sentence
    assert len(term.sentence.split()) <= 40


def test_what_the_lessons_emphasise_is_explained():
    """A word that a lesson introduces, such as *saturated*, can be looked up."""
    known = " ".join(term.name + " " + term.sentence for term in ALL).lower()
    emphatic = {"balanced", "not", "one", "down"}  # everyday words
    for name in lessons.names():
        for part in lessons.load(name).parts:
            for block in part.text:
                for run in (run for runs in (block.items or (block.runs,)) for run in runs):
                    if run.em and " " not in run.text and run.text not in emphatic:
                        assert run.text.lower()[:5] in known, (name, run.text)


def test_the_kinds_of_answers_are_those_of_the_schema():
    """Every kind is asked for by some lesson."""
    asked = {part.answer.kind for name in lessons.names() for part in lessons.load(name).parts}
    assert asked == set(KINDS)
