import numpy as np
import pytest

import rnnviz as rv
from rnnviz.drawings import draw
from rnnviz.look.palette import LIGHT
from rnnviz.thumbnail import Portrait
from tests.drawings.reading import circles, paths, texts

PORTRAIT = Portrait(kind="portrait")


def resting_place():
    """Return where tanh(2 h) = h, by running there."""
    h = 1.0
    for _ in range(200):
        h = np.tanh(2 * h)
    return h


def test_one_unit_is_drawn_with_its_fixed_points():
    """They stand on the diagonal, filled where stable, each with its number and its slope."""
    drawing = draw(rv.presets.load("latch").look(step=1), PORTRAIT)
    on_diagonal = [mark for mark in circles(drawing) if abs(mark.x - 6 + mark.y - 146) < 0.2]
    h = resting_place()
    fills = [LIGHT.accent, LIGHT.card, LIGHT.accent]
    assert [mark.fill for mark in on_diagonal] == fills
    lower, middle, upper = (mark.x for mark in on_diagonal)
    assert upper - middle == pytest.approx(middle - lower, abs=0.2)
    assert f"−{h:.3f}, stable: each step × {2 * (1 - h * h):.3f}" in drawing.words
    assert "0, unstable: each step × 2" in drawing.words
    assert f"+{h:.3f}, stable" in {mark.text for mark in texts(drawing)}


def test_two_units_are_drawn_with_their_cycle():
    """The oscillator: nothing rests at 0, and the run goes round through four places."""
    e = rv.presets.load("oscillator")
    drawing = draw(e, PORTRAIT)
    dots = [mark for mark in circles(drawing) if mark.fill == LIGHT.ink]
    # The plane goes from −1.15 to 1.15, which tanh units never leave.
    for state in [(0.0, 0.0), *e.trace.h]:
        place = 6 + 142 * (state[0] + 1.15) / 2.3, 146 - 142 * (state[1] + 1.15) / 2.3
        assert min(np.hypot(dot.x - place[0], dot.y - place[1]) for dot in dots) < 1
    assert len(dots) <= 6
    assert "fixed point 0, 0: unstable" in drawing.words
    assert "cycle of 4 steps" in drawing.words
    assert sum(path["stroke"] == LIGHT.edge for path in paths(drawing)) == 80  # nothing moves at 0


def test_three_units_have_no_portrait():
    """A plane would hide one of them."""
    with pytest.raises(ValueError, match="3 hidden units: expected 1 or 2"):
        draw(rv.presets.load("flip_flop"), PORTRAIT)
