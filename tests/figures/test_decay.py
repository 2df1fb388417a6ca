"""Vanish or explode: what is left of a nudge over distance, and what each step did to it."""

from __future__ import annotations

import re

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.figures.theme import CHARACTER
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

H, T, O = 4, 6, 3
LEFT, GUARANTEE, RATE = "left of a nudge", "(σ·slope)ᵈ: never above", "ρᵈ: no bound"
AT_ENDS = {LEFT: "left of{}<br>a nudge", GUARANTEE: "(σ·slope)ᵈ{}<br>never above",
           RATE: "ρᵈ{}<br>no bound"}  # fmt: skip


def memory_of(trace):
    """The memory of a trace."""
    return rv.memory(trace.net, trace)


def linear(W_hh, num_steps):
    """The memory of a linear network at rest: its Jacobians are W_hh at every step."""
    net = rv.RNN(W_xh=np.ones((len(W_hh), 1)), W_hh=W_hh, W_hy=np.ones((2, len(W_hh))),
                 activation="linear")  # fmt: skip
    return rv.memory(net, net.rollout(np.zeros((num_steps, 1))))


def parts(figure):
    """The figure's lines and bars by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data}


def shows(figure, part):
    """Whether each number of a part lies within its axis."""
    low, high = figure.layout[(part.yaxis or "y").replace("y", "yaxis")].range
    return (low <= part.y) & (part.y <= high)


def at_end(name, arrow=""):
    """What stands at the end of a line."""
    return AT_ENDS[name].format(f" {arrow}" if arrow else "")


def starting(figure, beginning):
    """The one annotation that starts with a text."""
    (found,) = [a for a in figure.layout.annotations if a.text.startswith(beginning)]
    return found


@pytest.mark.parametrize("t", [0, 3, 5])
def test_the_line_is_what_is_left(rollout, t):
    """Its heights are log₁₀ of the largest singular values of J_t … J_{t−d+1}, by hand."""
    trace = rollout(H=H, T=T, O=O)
    figure = rv.figures.decay(memory_of(trace).decay(t))
    line = parts(figure)[LEFT]
    product, expected = np.eye(H), [1.0]
    for k in range(t, -1, -1):
        product = product @ np.diag(1 - trace.h[k] ** 2) @ trace.net.W_hh
        expected.append(np.linalg.svd(product, compute_uv=False)[0])
    np.testing.assert_array_equal(line.x, np.arange(t + 2))
    np.testing.assert_allclose(10**line.y, expected, rtol=1e-9)
    assert line.hovertext[0] == f"step {t}: 1"
    assert line.hovertext[-1].startswith("before step 0: ")
    assert f"at step {t}" in figure.layout.title.text
    assert shows(figure, line).all()


def test_the_quoted_lines_are_a_bound_and_a_rate(rollout):
    """One is (largest singular value × largest slope)^d, the other spectral_radius^d."""
    trace = rollout(H=H, T=T, O=O)
    W_hh, t = trace.net.W_hh, 4
    of = parts(rv.figures.decay(memory_of(trace).decay(t)))
    slopes = 1 - trace.h**2
    largest = np.linalg.svd(W_hh, compute_uv=False)[0]
    radius = np.abs(np.linalg.eigvals(W_hh)).max()
    d = np.arange(t + 2)
    bound = [1.0] + [(largest * slopes[t - n + 1 : t + 1].max()) ** n for n in d[1:]]
    np.testing.assert_allclose(10 ** of[GUARANTEE].y, bound, rtol=1e-9)
    np.testing.assert_allclose(10 ** of[RATE].y, radius**d, rtol=1e-9)
    assert (of[LEFT].y <= of[GUARANTEE].y + 1e-9).all()
    assert of[LEFT].yaxis == of[GUARANTEE].yaxis == of[RATE].yaxis == "y2"
    assert (of[GUARANTEE].line.dash, of[RATE].line.dash) == ("solid", "dot")


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_the_bars_sum_to_the_line(rollout, activation):
    """Each bar is log₁₀ of a step's factor, and up to each distance they sum to the line."""
    trace = rollout(H=H, T=T, O=O, activation=activation, spectral_radius=1.4)
    decay = memory_of(trace).decay(5)
    of = parts(rv.figures.decay(decay))
    assert (decay.norms > 0).all()
    np.testing.assert_allclose(10 ** of["slopes"].y, decay.slope_factors, rtol=1e-9)
    np.testing.assert_allclose(10 ** of["weights"].y, decay.weight_factors, rtol=1e-9)
    np.testing.assert_array_equal(of["slopes"].x, np.arange(1, 7))
    np.testing.assert_allclose(
        np.cumsum(of["slopes"].y + of["weights"].y), of[LEFT].y[1:], atol=1e-9
    )
    factor = f"{decay.slope_factors[0]:.4g}"
    assert of["slopes"].hovertext[0] == f"step 5: ×{factor}"


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_bars_are_told_apart_without_colour(rollout, dark, look):
    """The weights' bar has W_hh's colour and a pattern, the slopes' neither; a key says so."""
    figure = rv.figures.decay(memory_of(rollout()).decay(4), dark=dark)
    of = parts(figure)
    assert of["weights"].marker.color == look.role["W_hh"]
    assert of["weights"].marker.pattern.shape == "/"
    assert of["slopes"].marker.color != look.role["W_hh"]
    assert not of["slopes"].marker.pattern.shape
    key = starting(figure, "What each step did").text
    assert f'{look.role["W_hh"]}">▨</span> its weights W_hh' in key
    assert f'{of["slopes"].marker.color}">■</span> its slopes' in key


def test_a_ring_is_a_flat_line():
    """A network that keeps everything has 1 at all distances, on an axis with room for loss."""
    experiment = rv.presets.load("ring")
    figure = rv.figures.decay(experiment.memory.decay(9))
    for line in (LEFT, GUARANTEE, RATE):
        np.testing.assert_allclose(parts(figure)[line].y, 0, atol=1e-9)
    low, high = figure.layout.yaxis2.range
    assert low <= -1 < 0 < high
    assert "1" in figure.layout.yaxis2.ticktext


def test_where_nothing_is_left_words_say_so():
    """The line ends in a cross at the lower edge, at the first distance with nothing left."""
    decay = rv.presets.load("delay").memory.decay(7)
    assert decay.norms.tolist() == [1] + [0] * 8
    figure = rv.figures.decay(decay)
    line = parts(figure)[LEFT]
    assert list(line.marker.symbol) == ["circle", "x"]
    assert list(line.x) == [0, 1]
    assert line.y[1] == figure.layout.yaxis2.range[0]
    assert starting(figure, "nothing is left").text == "nothing is left, from 1 step back on"
    beside = starting(figure, "0 from here on")
    assert (beside.x, beside.y, beside.yref) == (1, line.y[1], "y2")
    assert at_end(LEFT) not in words(figure)
    # Where all is lost, no step before can take or give anything.
    assert list(parts(figure)["slopes"].x) == [1]
    assert list(parts(figure)["weights"].x) == [1]
    assert parts(figure)["slopes"].hovertext[0] == "step 7: ×0"


def test_a_product_too_small_for_a_float_is_not_called_nothing():
    """.1^324 is below all floats: the words say below what, and not that nothing is left."""
    decay = linear([[0.1]], 400).decay(399)
    figure = rv.figures.decay(decay)
    assert starting(figure, "below 10⁻³²³").text.endswith("from 324 steps back on")
    assert not any("nothing is left" in text for text in words(figure))
    assert "then too small" in words(figure)
    assert "0 from here on" not in words(figure)
    line = parts(figure)[LEFT]
    np.testing.assert_allclose(line.y[:299], -np.arange(299.0), atol=1e-6)
    # A real end before it is nothing, however small it is.
    ends = rv.figures.decay(linear(np.diag([1e-200] * 3, -1), 5).decay(4))
    assert starting(ends, "below 10⁻³²³").text.endswith("from 2 steps back on")
    chain = rv.figures.decay(linear(np.diag([1e-20] * 3, -1), 6).decay(5))
    assert starting(chain, "nothing is left").text.endswith("from 4 steps back on")


def test_where_it_explodes_words_say_so():
    """Infinite norms are crosses at the upper edge, and the words name what they are beyond."""
    figure = rv.figures.decay(linear([[10.0]], 400).decay(399))
    line = parts(figure)[LEFT]
    said = starting(figure, "beyond 10³⁰⁸")
    assert said.text == "beyond 10³⁰⁸, from 309 steps back on"
    assert set(line.marker.symbol[309:]) == {"x"}
    assert set(line.marker.symbol[:309]) == {"circle"}
    np.testing.assert_allclose(line.y[:299], np.arange(299.0), atol=1e-6)
    assert line.hovertext[-1] == "before step 0: ∞"
    assert shows(figure, line).all()


@pytest.mark.parametrize(
    ("W_hh", "num_steps", "name", "arrow"),
    [
        ([[1e-3, 1e6], [0, 1e-3]], 2, RATE, "↓"),
        ([[0.5, 9e9], [0, 0.5]], 6, GUARANTEE, "↑"),
    ],
)
def test_a_line_that_is_far_away_has_an_arrow(W_hh, num_steps, name, arrow):
    """A quoted line beyond the picture ends in an arrow, and does not stretch the axis."""
    figure = rv.figures.decay(linear(W_hh, num_steps).decay(num_steps - 1))
    of = parts(figure)
    assert not shows(figure, of[name])[-1]
    assert at_end(name, arrow) in words(figure)
    assert at_end(LEFT) in words(figure)
    low, high = figure.layout.yaxis2.range
    drawn = of[LEFT].y[shows(figure, of[LEFT])]
    assert high - low <= 1.3 * (drawn.max() - min(drawn.min(), -1) + 3)


def test_a_distant_bound_does_not_flatten_the_data():
    """The norms fill a good part of the height where the bound is decades above them."""
    latch = rv.RNN(W_xh=[[1]], W_hh=[[2]], W_hy=[[1]])
    trace = latch.rollout(np.eye(60, 1) * 1e-3)
    decay = rv.memory(latch, trace).decay(59)
    figure = rv.figures.decay(decay)
    low, high = figure.layout.yaxis2.range
    assert np.log10(decay.guarantee[-1]) > high
    line = parts(figure)[LEFT]
    assert (line.y.max() - line.y.min()) > 0.8 * (high - low)
    assert at_end(GUARANTEE, "↑") in words(figure)


def test_near_lines_are_named_without_an_arrow(rollout):
    """Lines within the picture have names at their ends: what each is, and whether a bound."""
    figure = rv.figures.decay(memory_of(rollout(spectral_radius=0.95, T=4)).decay(2))
    assert {at_end(LEFT), at_end(GUARANTEE), at_end(RATE)} <= set(words(figure))


@pytest.mark.parametrize(
    "W_hh",
    [
        np.diag([1e200, 1e-200, 1e200], -1), np.full((3, 3), 1.7e308), np.zeros((3, 3)),
        np.diag([1e-300, 5e-324]), np.roll(np.diag([1e200, 1e200, 1e-200, 1e-200]), 1, axis=0),
        np.eye(2),
    ],
)  # fmt: skip
def test_numbers_at_the_ends_of_float64_are_drawn(W_hh):
    """All numbers of the figure stay finite, its ticks are in order, and no text has a NaN."""
    memory = linear(W_hh, 9)
    for t in (0, 8):
        figure = rv.figures.decay(memory.decay(t))
        data = as_json(figure)
        assert "nan" not in str(data["data"])
        for axis in (figure.layout.yaxis, figure.layout.yaxis2):
            assert axis.range[0] < axis.range[1]
            assert len(axis.tickvals) >= 2
            assert (np.diff(axis.tickvals) > 0).all()
        for part in figure.data:
            if part.name not in (GUARANTEE, RATE):
                assert shows(figure, part).all()


def test_labels_name_the_steps(rollout):
    """Hover texts name each step by its number and label; labels beyond the step are allowed."""
    decay = memory_of(rollout(T=7)).decay(4)
    of = parts(rv.figures.decay(decay, labels=list("network")))
    assert [text.split(":")[0] for text in of[LEFT].hovertext] == [
        "step 4 · o", "step 3 · w", "step 2 · t", "step 1 · e", "step 0 · n", "before step 0",
    ]  # fmt: skip
    assert of["weights"].hovertext[1].startswith("step 3 · w: ×")
    expect_inert(rv.figures.decay(decay, labels=HOSTILE))


def test_what_does_not_fit_is_refused(rollout):
    """Something else than a Decay, and labels that are too few or no texts, are refused."""
    memory = memory_of(rollout(T=7))
    decay = memory.decay(4)
    with pytest.raises(ValueError, match=r"decay is Memory[\s\S]*: expected a Decay"):
        rv.figures.decay(memory)
    with pytest.raises(ValueError, match="labels has 4 texts: expected at least 5"):
        rv.figures.decay(decay, labels=list("netw"))
    with pytest.raises(ValueError, match=r"labels\[1\] is 3: expected a text"):
        rv.figures.decay(decay, labels=["a", 3, "c", "d", "e"])
    with pytest.raises(ValueError, match="labels has 7 texts"):
        rv.figures.decay(decay, labels="network")


def test_the_longest_run_builds(rollout):
    """200 steps of 32 units have 201 points, no marks on the line, and bars without gaps."""
    figure = rv.figures.decay(memory_of(rollout(H=32, T=200)).decay(199))
    of = parts(figure)
    assert len(of[LEFT].y) == 201
    assert len(of["weights"].y) == 200
    assert of[LEFT].mode == "lines"
    assert figure.layout.bargap == 0


@pytest.mark.parametrize("num_steps", [2, 6, 40, 200])
def test_the_data_have_room_on_a_phone(num_steps):
    """Of 340 pixels the margins leave the data 170, and no row of words passes the edge."""
    figure = rv.figures.decay(linear(np.diag([0.5, 0.9]), num_steps).decay(num_steps - 1))
    axis = 8 * max(len(text) for text in figure.layout.yaxis2.ticktext)
    assert 340 - figure.layout.margin.r - axis >= 170
    rows = [row for text in words(figure) for row in text.split("<br>")]
    shown = [re.sub("<[^>]*>", "", row) for row in rows]
    assert max(map(len, shown)) * CHARACTER <= 340 - axis
