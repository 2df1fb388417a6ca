"""Write assets/presets/word_length.json: a network that reads a sentence and counts letters.

The weights follow from what the three ReLU units are to hold, with c = 1 where the
character is a letter, else 0:

    length_t = ReLU(length_{t−1} + c_t − LONGEST (1 − c_t))    letters of the present word
    letter_t = ReLU(c_t)
    ended_t  = ReLU(letter_{t−1} + (1 − c_t) − 1)              1 just after a word's last letter

Run from the checkout: python scripts/make_text_preset.py
"""

from __future__ import annotations

import numpy as np

from rnnviz import RNN, Experiment, Knob
from rnnviz.document import View
from rnnviz.pasted.text import OTHER, parse_text
from rnnviz.resources import ASSETS

# Jane Austen, Pride and Prejudice (1813), the first sentence; in the public domain.
TEXT = (
    "It is a truth universally acknowledged, that a single man in possession of a good "
    "fortune, must be in want of a wife."
)

# One input each, as pasted text is read too (`rnnviz.pasted.text`): "other" takes every
# character without an input of its own, and counts as a letter.
BREAKS = tuple(" ,.;:!?")
LETTERS = (*"etaoinsr", OTHER)
ALPHABET = BREAKS + LETTERS

LONGEST = 24  # a break takes this much off the count: a longer word would leave a rest

DESCRIPTION = (
    "The network reads Jane Austen's sentence character by character: the first output is the "
    "length of the word so far, the second is 1 where a word has just ended. Turn W_xh[0, 0], "
    "with which a space clears the count, from −24 to 0: the count runs on from word to word."
)


def make_network() -> RNN:
    """Return the network with the units length, letter, ended (the equations above)."""
    is_letter = np.array([symbol in LETTERS for symbol in ALPHABET], dtype=np.float64)
    is_break = 1 - is_letter
    return RNN(
        W_xh=np.array([is_letter - LONGEST * is_break, is_letter, is_break]),
        W_hh=np.array([[1, 0, 0], [0, 0, 0], [0, 1, 0]]),
        W_hy=np.array([[1, 0, 0], [0, 0, 1]]),
        b_h=np.array([0, 0, -1]),
        activation="relu",
    )


def make_preset() -> Experiment:
    """Return the preset, its cursor on the space after "universally"."""
    x, labels = parse_text(TEXT, ALPHABET)
    return Experiment(
        net=make_network(),
        x=x,
        knob=Knob.entry("W_xh", 0, ALPHABET.index(" ")),
        labels=labels,
        input_names=ALPHABET,
        output_names=["length so far", "word ended"],
        title="Word lengths in Pride and Prejudice",
        description=DESCRIPTION,
        view=View(step=TEXT.index(" acknowledged")),
    )


if __name__ == "__main__":
    (ASSETS / "presets" / "word_length.json").write_text(make_preset().to_json(), encoding="utf-8")
