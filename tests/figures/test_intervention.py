"""What a change does: the moves, what was predicted, and an output before and after."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

import rnnviz as rv
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

MOVES, FORESEEN = "Δh: how far each unit moves", "what the gradient predicts"


def parts(figure):
    """The figure's traces by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data}


def nudged(trace, step=2, amount=0.7):
    """A nudge of the first input of a trace."""
    return rv.nudge(trace.net, trace, step, amount, input=0)


def rerun(trace, step=2, amount=0.7):
    """The same nudge, as a whole rollout of another sequence."""
    x = trace.x.copy()
    x[step, 0] += amount
    return trace.net.rollout(x, trace.initial_state)


@pytest.fixture
def exploding_after():
    """A run that stays small, but explodes at step 6 where step 2 is nudged."""
    net = rv.RNN(W_xh=[[1.0], [0.0]], W_hh=[[1e3, 0], [1, 0.5]], W_hy=[[1, 1]], activation="linear")
    trace = net.rollout(np.zeros((9, 1)))
    change = rv.nudge(net, trace, 2, 3.0, input=0)
    assert trace.exploded_at is None
    assert change.exploded_at == 6
    return change


@pytest.mark.parametrize(("H", "T"), [(4, 7), (32, 200), (12, 40), (1, 3)])
def test_the_moves_are_those_of_another_rollout(rollout, H, T):
    """The map, the bars and the two lines are what a rollout of the changed sequence says."""
    trace = rollout(H=H, T=T)
    after = rerun(trace)
    of = parts(rv.figures.intervention(nudged(trace), output=1))
    np.testing.assert_allclose(of[MOVES].z, (after.h - trace.h).T, atol=1e-12)
    np.testing.assert_array_equal(of[MOVES].x, np.arange(T))
    np.testing.assert_allclose(
        of["|Δh|"].y, np.sqrt(((after.h - trace.h) ** 2).sum(axis=1)), atol=1e-12
    )
    np.testing.assert_array_equal(of["as it was"].y, trace.y[:, 1])
    np.testing.assert_allclose(of["after"].y, after.y[:, 1], atol=1e-12)
    assert of["as it was"].line.dash == "dot"
    assert of["after"].line.dash is None
    assert FORESEEN not in of


def test_the_prediction_is_on_the_same_scale(rollout):
    """What gradients predict, the slope at no nudge at all, is a second map and a dotted line."""
    trace = rollout(H=4, T=7)
    change = nudged(trace)
    figure = rv.figures.intervention(change, prediction=True)
    of, eps = parts(figure), 1e-6
    slope = (rerun(trace, amount=eps).h - rerun(trace, amount=-eps).h) / (2 * eps)
    np.testing.assert_allclose(of[FORESEEN].z, 0.7 * slope.T, atol=1e-6)
    assert of[MOVES].coloraxis == of[FORESEEN].coloraxis == "coloraxis"
    lengths = np.sqrt((0.7 * slope[2:]) ** 2 @ np.ones(4))
    line = of["predicted"]
    np.testing.assert_allclose(line.y[1:], lengths, atol=1e-6)
    np.testing.assert_array_equal(line.x, np.arange(2, 8) - 0.5)
    assert line.yaxis == of["|Δh|"].yaxis
    # The rows of the second map lie below those of the first.
    assert set(of[FORESEEN].y) & set(of[MOVES].y) == set()
    assert min(of[FORESEEN].y) > max(of[MOVES].y)


def test_the_scale_is_symmetric_and_round(rollout):
    """The colours end at ± the next round number above all moves."""
    trace = rollout(H=4, T=7)
    change = nudged(trace)
    axis = rv.figures.intervention(change).layout.coloraxis
    assert axis.cmin == -axis.cmax
    assert np.abs(change.dh).max() <= axis.cmax <= 2 * np.abs(change.dh).max()


def test_a_prediction_far_beyond_the_moves_leaves_the_scale_in_words():
    """Where gradients foresee much more than happens, the moves keep the scale."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[2.0]], W_hy=[[1.0]])
    trace = net.rollout(np.zeros((10, 1)))  # at rest at 0, where a nudge doubles at each step
    figure = rv.figures.intervention(nudged(trace, step=0, amount=0.1), prediction=True)
    of = parts(figure)
    np.testing.assert_allclose(of[FORESEEN].z[0], 0.1 * 2.0 ** np.arange(10))
    assert 0.95 < figure.layout.coloraxis.cmax <= 2
    assert figure.layout.yaxis2.range[1] < 3
    assert "the prediction passes the scale" in words(figure)
    quiet = rv.figures.intervention(nudged(trace, step=0, amount=1e-6), prediction=True)
    assert not any("passes" in text for text in words(quiet))


def test_states_before_and_after(rollout):
    """The states themselves are two maps on the scale of the activation."""
    trace = rollout(H=4, T=7)
    figure = rv.figures.intervention(nudged(trace), show="states", prediction=True)
    of = parts(figure)
    np.testing.assert_array_equal(of["h, as it was"].z, trace.h.T)
    np.testing.assert_allclose(of["h, after"].z, rerun(trace).h.T, atol=1e-12)
    assert figure.layout.coloraxis.cmax == 1
    assert {"h, as it was", "h, after"} <= set(words(figure))
    assert MOVES not in of
    assert FORESEEN not in of
    assert "predicted" in of


def test_the_change_is_marked_and_named(rollout):
    """A dotted line stands where the changed step begins; words say which, and what."""
    change = nudged(rollout(), step=3)
    figure = rv.figures.intervention(change, changed="x₀ + 0.7", step=5, labels=list("abcdefg"))
    across = [s for s in figure.layout.shapes if s.yref == "paper"]
    assert [(s.x0, s.x1, s.line.dash) for s in across] == [
        (2.5, 2.5, "dot"), (4.5, 5.5, "solid"),
    ]  # fmt: skip
    assert {"changed at step 3: x₀ + 0.7", "step 5 · f"} <= set(words(figure))
    assert "changed at step 3" in words(rv.figures.intervention(change))


@pytest.mark.parametrize("H", [3, 9])
def test_rows_have_the_names_of_their_units(rollout, H):
    """Each row of either map is called by its unit, in print and under the pointer."""
    names = [f"u{i}" for i in range(H)]
    for given, called in ((None, list(map(str, range(H)))), (names, names)):
        figure = rv.figures.intervention(nudged(rollout(H=H)), prediction=True, names=given)
        of, alias = parts(figure), figure.layout.yaxis3.labelalias
        for rows in (of[MOVES].y, of[FORESEEN].y):
            assert [alias[str(row)] for row in rows] == called
        assert set(figure.layout.yaxis3.tickvals) == {*of[MOVES].y, *of[FORESEEN].y}


@pytest.mark.parametrize("show", ["difference", "states"])
def test_few_cells_carry_their_numbers(rollout, show):
    """A small map writes its numbers from the change on, or all states; a large one none."""
    trace = rollout(H=3, T=7)
    change = nudged(trace, step=2, amount=3.0)
    figure = rv.figures.intervention(change, prediction=True, show=show)
    first, second = (p for p in figure.data if p.name == "numbers")
    upper, lower = (p for p in figure.data if p.type == "heatmap")
    begin = 2 if show == "difference" else 0
    for numbers, drawn in ((first, upper), (second, lower)):
        assert len(numbers.text) == 3 * (7 - begin)
        assert min(numbers.x) == begin
        for x, base, text in zip(numbers.x, numbers.base, numbers.text, strict=True):
            value = drawn.z[list(drawn.y).index(base + 0.5), x]
            assert text == f"{round(value, 2) + 0.0:+.2f}".replace("-", "−")
    # Plotly leaves out what does not fit only in the last pair of axes.
    assert {first.yaxis, second.yaxis} == {"y3"}
    assert max((part.yaxis or "y") for part in figure.data) == "y3"
    assert figure.layout.uniformtext.mode == "hide"
    large = rv.figures.intervention(nudged(rollout(H=9, T=7)))
    assert "numbers" not in parts(large)


def test_a_run_that_explodes_is_drawn_up_to_there(exploding_after):
    """Steps from the explosion on are not drawn, and the figure says which is the first."""
    figure = rv.figures.intervention(exploding_after, prediction=True, step=8, changed="x₀ + 3")
    assert all(max(part.x) <= 5.5 for part in parts(figure).values())
    assert "exploded at step 6" in words(figure)
    assert figure.layout.xaxis.range == (-0.5, 8.5)
    for show in ("difference", "states"):
        of = parts(rv.figures.intervention(exploding_after, show=show))
        assert len(of["|Δh|"].y) == 6


def test_a_run_that_explodes_at_once_still_gives_a_figure():
    """Where the first step is beyond the limit, nothing is drawn, and the figure says so."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[2.0]], W_hy=[[1.0]], activation="linear")
    trace = net.rollout([[1.0], [1.0]])
    change = rv.nudge(net, trace, 0, 1e13, unit=0)
    figure = rv.figures.intervention(change, prediction=True)
    of = parts(figure)
    assert all(len(of[name].x) == 0 for name in (MOVES, FORESEEN, "|Δh|", "after", "as it was"))
    assert "exploded at step 0" in words(figure)


def test_a_prediction_that_explodes_is_drawn_up_to_there():
    """Where only the prediction explodes, the rest is drawn whole."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e4]], W_hy=[[1.0]])
    trace = net.rollout(np.zeros((6, 1)))
    figure = rv.figures.intervention(nudged(trace, step=0, amount=1.0), prediction=True)
    of = parts(figure)
    assert len(of[FORESEEN].x) == 4  # 1, 1e4, 1e8, 1e12
    assert len(of[MOVES].x) == 6
    assert "the prediction explodes at step 4" in words(figure)
    broken = dataclasses.replace(nudged(trace, step=0), predicted=np.full((6, 1), np.nan))
    assert len(parts(rv.figures.intervention(broken, prediction=True))[FORESEEN].x) == 0


def test_nothing_moves(rollout):
    """A change that changes nothing is drawn as zeros on a scale of ±1, in words."""
    trace = rollout()
    still = rv.cut(trace.net, trace, 0)
    figure = rv.figures.intervention(still, changed="the past is cut off", prediction=True)
    of = parts(figure)
    assert not of[MOVES].z.any()
    assert figure.layout.coloraxis.cmax == 1
    assert "nothing moves" in words(figure)
    assert "nothing moves" not in words(rv.figures.intervention(nudged(trace)))


def test_rounding_does_not_count_as_a_move(rollout):
    """A difference in the last digits does not fill the scale."""
    trace = rollout()
    still = rv.cut(trace.net, trace, 0)
    noisy = dataclasses.replace(still, h=still.h * (1 + 1e-15), y=still.y * (1 - 1e-15))
    figure = rv.figures.intervention(noisy)
    assert not parts(figure)[MOVES].z.any()
    assert "nothing moves" in words(figure)


@pytest.mark.parametrize("kind", ["identity", "sigmoid", "softmax"])
def test_the_output_has_its_name_and_range(rollout, kind):
    """The picked output is named above its panel; probabilities run from 0 to 1."""
    trace = rollout(output=kind)
    figure = rv.figures.intervention(nudged(trace), output=2)
    assert ("class 2" if kind == "softmax" else "output 2") in words(figure)
    low, high = figure.layout.yaxis.range
    if kind != "identity":
        assert -0.1 < low < 0
        assert 1 < high < 1.1
    named = rv.figures.intervention(nudged(trace), output=2, output_names=["a", "b", "c"])
    assert "c" in words(named)
    assert {"as it was", "after"} <= set(words(named))


@pytest.mark.parametrize(("H", "T"), [(1, 1), (3, 8), (32, 200), (64, 30)])
@pytest.mark.parametrize("prediction", [False, True])
def test_panels_do_not_touch(rollout, H, T, prediction):
    """The panels lie apart with room for their headings, and within the figure."""
    figure = rv.figures.intervention(nudged(rollout(H=H, T=T), step=0), prediction=prediction)
    layout = figure.layout
    data = layout.height - layout.margin.t - layout.margin.b
    lower, middle, upper = (axis.domain for axis in (layout.yaxis, layout.yaxis2, layout.yaxis3))
    assert lower[0] == 0
    assert (middle[0] - lower[1]) * data == pytest.approx(34)
    assert (upper[0] - middle[1]) * data == pytest.approx(34)
    assert (1 - upper[1]) * data == pytest.approx(22)
    bottom, top = layout.yaxis3.range
    row = (upper[1] - upper[0]) * data / (bottom - top)
    assert row >= 4 - 1e-9
    maps = [part for part in figure.data if part.type == "heatmap"]
    for above, below in itertools.pairwise(maps):
        assert (min(below.y) - max(above.y) - 1) * row >= 20  # a heading is 17 pixels high


def test_hostile_words_are_inert(rollout):
    """What was changed and the outputs' names are shown character by character."""
    change = nudged(rollout(H=12, O=12))
    for text in HOSTILE:
        expect_inert(rv.figures.intervention(change, changed=text, output_names=HOSTILE, output=1))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"show": "both"}, "show is 'both': expected one of difference, states"),
        ({"output": 3}, "output is 3: expected a whole number from 0 to 2"),
        ({"output_names": ["a"]}, "output_names has 1 texts"),
        ({"changed": 3}, "changed is 3: expected a text"),
    ],
)
def test_options_that_do_not_fit_are_refused(rollout, options, sentence):
    """Each option that does not fit the run is named."""
    with pytest.raises(ValueError, match=sentence):
        rv.figures.intervention(nudged(rollout()), **options)


def test_something_else_is_refused(rollout):
    """A trace is no intervention."""
    with pytest.raises(ValueError, match="intervention is Trace"):
        rv.figures.intervention(rollout())
