"""Sequences: what a person pastes, as the x of a network, and what goes with it.

Nothing is guessed: what can be read in more than one way raises a `Refusal`, whose `offers` hold
the readings, each to be taken if the reader agrees.
"""

from __future__ import annotations

from rnnviz.pasted.matrix import parse_matrix
from rnnviz.pasted.number import parse_number
from rnnviz.pasted.refusal import Offer, Reading, Refusal
from rnnviz.pasted.sequence import parse_numbers
from rnnviz.pasted.targets import parse_targets
from rnnviz.pasted.text import parse_text

__all__ = [
    "Offer",
    "Reading",
    "Refusal",
    "parse_matrix",
    "parse_number",
    "parse_numbers",
    "parse_targets",
    "parse_text",
]
