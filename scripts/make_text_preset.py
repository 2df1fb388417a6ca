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
import numpy.typing as npt

from rnnviz import RNN, Experiment, Knob
from rnnviz.document import View
from rnnviz.resources import ASSETS

# Jane Austen, Pride and Prejudice (1813), the first sentence; in the public domain.
TEXT = (
    "It is a truth universally acknowledged, that a single man in possession of a good "
    "fortune, must be in want of a wife."
)

# One input each. A name of one character stands for that character, upper case or
# lower; "other" for all the rest, which in this sentence are the rarer letters.
BREAKS = ("space", ",", ".")
LETTERS = (*"etaoinsrhldu", "other")
ALPHABET = BREAKS + LETTERS

LONGEST = 24  # a break takes this much off the count: a longer word would leave a rest

DESCRIPTION = (
    "The network reads Jane Austen's sentence character by character: the first output is the "
    "length of the word so far, the second is 1 where a word has just ended. Turn W_xh[0, 0], "
    "with which a space clears the count, from −24 to 0: the count runs on from word to word."
)


def one_hot(text: str) -> npt.NDArray[np.float64]:
    """Return x (T, 16): in each row a 1 for the character's symbol in `ALPHABET`."""
    x = np.zeros((len(text), len(ALPHABET)))
    for t, character in enumerate(text.lower()):
        symbol = "space" if character == " " else character
        x[t, ALPHABET.index(symbol if symbol in ALPHABET else "other")] = 1
    return x


def make_network() -> RNN:
    """Return the network with the units length, letter, ended (the equations above)."""
    is_letter = np.array([symbol in LETTERS for symbol in ALPHABET], dtype=np.float64)
    is_break = 1 - is_letter
    return RNN(
        W_xh=[is_letter - LONGEST * is_break, is_letter, is_break],
        W_hh=[[1, 0, 0], [0, 0, 0], [0, 1, 0]],
        W_hy=[[1, 0, 0], [0, 0, 1]],
        b_h=[0, 0, -1],
        activation="relu",
    )


def make_preset() -> Experiment:
    """Return the preset, its cursor on the space after "universally"."""
    return Experiment(
        net=make_network(),
        x=one_hot(TEXT),
        knob=Knob.entry("W_xh", 0, ALPHABET.index("space")),
        labels=list(TEXT),
        input_names=ALPHABET,
        output_names=["length so far", "word ended"],
        title="Word lengths in Pride and Prejudice",
        description=DESCRIPTION,
        view=View(step=TEXT.index(" acknowledged")),
    )


if __name__ == "__main__":
    (ASSETS / "presets" / "word_length.json").write_text(make_preset().to_json(), encoding="utf-8")
