"""The triangles of influence: how far each earlier step moves a unit or an output, in decades."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.figures.fading import decades, fading_colour
from rnnviz.look.blending import luminance
from rnnviz.look.palette import DARK, LIGHT
from rnnviz.number_words import brief
from tests.figures.reading import HOSTILE, as_json, expect_inert, words

ODD = [0.0, 5e-324, 1e-300, 1e-5, 1e-4, 0.03, 1.0, 250.0, 1e4, 1e5, 1e300, np.inf]
H, T, O = 4, 6, 3


def influence_of(trace, **of):
    """The influence on hidden unit 2, or on what is given."""
    return rv.memory(trace.net, trace).influence(**(of or {"unit": 2}))


def by_hand(trace, start, t):
    """The lengths of ∂q_t/∂h_k and of ∂q_t/∂x_k for k = 0 … t, by tanh's equations."""
    net, row = trace.net, start
    states, inputs = [], []
    for k in range(t, -1, -1):
        states.append(np.sqrt((row**2).sum()))
        row = row @ np.diag(1 - trace.h[k] ** 2)
        inputs.append(np.sqrt(((row @ net.W_xh) ** 2).sum()))
        row = row @ net.W_hh
    return np.array(states[::-1]), np.array(inputs[::-1])


def cells(figure):
    """The cells of a triangle as {(t, k): colour}."""
    heatmap = figure.data[0]
    return dict(
        zip(zip(heatmap.y.tolist(), heatmap.x.tolist(), strict=True), heatmap.z, strict=True)
    )


def odd(trace, numbers=ODD):
    """An influence of numbers that are far from 1, 0 and infinite ones among them."""
    T = trace.num_steps
    lengths = np.tril(np.resize(numbers, (T, T)))
    return dataclasses.replace(influence_of(trace), of_inputs=lengths, of_states=lengths)


@pytest.mark.parametrize("of", ["states", "inputs"])
@pytest.mark.parametrize("quantity", [{"unit": 2}, {"output": 1}], ids=["unit", "output"])
def test_a_cell_is_the_logarithm_of_a_length(rollout, of, quantity):
    """At row t and column k stands log₁₀ of the length of ∂q_t/∂h_k or ∂q_t/∂x_k, by hand."""
    trace = rollout(H=H, T=T, O=O)
    figure = rv.figures.influence(influence_of(trace, **quantity), of=of)
    found = cells(figure)
    start = np.eye(H)[2] if "unit" in quantity else trace.net.W_hy[1]
    assert set(found) == {(t, k) for t in range(T) for k in range(t + 1)}
    for t in range(T):
        lengths = by_hand(trace, start, t)[of == "inputs"]
        np.testing.assert_allclose(
            [found[t, k] for k in range(t + 1)], np.log10(lengths).clip(-4, 4), rtol=1e-5, atol=1e-6
        )
    low, high = figure.layout.yaxis.range
    assert low > high  # later steps are lower
    assert figure.layout.xaxis.title.text == f"step whose {of[:-1]} is nudged"


def test_the_most_that_is_left_is_the_spectral_norm(rollout):
    """`norms` shows log₁₀ of the largest singular value of ∂h_t/∂h_k."""
    trace = rollout(H=H, T=T, O=O)
    memory = rv.memory(trace.net, trace)
    found = cells(rv.figures.norms(memory, memory.norms))
    for t in range(T):
        product = np.eye(H)
        for k in range(t, -1, -1):
            largest = np.linalg.svd(product, compute_uv=False)[0]
            assert found[t, k] == pytest.approx(np.log10(largest), abs=1e-5)
            product = product @ np.diag(1 - trace.h[k] ** 2) @ trace.net.W_hh


@pytest.mark.parametrize("relative", [False, True])
def test_the_scale_is_fixed(rollout, relative):
    """The colours end at 10⁻⁴ and 10⁴ whatever the data are; what is beyond has the end's."""
    trace = rollout(H=H, T=T, O=O)
    for influence in (influence_of(trace), odd(trace), odd(trace, [1e-30]), odd(trace, [7e6])):
        figure = rv.figures.influence(influence, relative=relative)
        axis = figure.layout.coloraxis
        assert (axis.cmin, axis.cmax) == (-4, 4)
        assert np.abs(figure.data[0].z).max() <= 4
        assert list(axis.colorbar.tickvals) == [-4, -2, 0, 2, 4]
        assert axis.colorbar.ticktext[0].startswith("≤ 10⁻⁴")
        assert axis.colorbar.ticktext[4].startswith("≥ 10⁴")
    np.testing.assert_array_equal(rv.figures.influence(odd(trace, [7e6])).data[0].z, 4)
    np.testing.assert_array_equal(rv.figures.influence(odd(trace, [1e-30])).data[0].z, -4)


def test_decades_are_clipped():
    """log₁₀ stops at ±4; 0 and infinity are at the ends, without a warning."""
    np.testing.assert_allclose(
        decades(np.array(ODD)), [-4, -4, -4, -4, -4, np.log10(0.03), 0, np.log10(250), 4, 4, 4, 4]
    )


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_ink_is_all_of_it_and_the_ground_is_nothing(rollout, dark, look):
    """1 is ink, nothing is the ground, and growth has a colour of its own."""
    figure = rv.figures.influence(influence_of(rollout()), dark=dark)
    stops = figure.layout.coloraxis.colorscale
    assert list(stops) == [(0, look.ground), (0.5, look.ink), (1, look.growth)]
    assert [fading_colour(d, look) for d in (-4, 0, 4)] == [look.ground, look.ink, look.growth]


def test_rows_are_divided_by_their_maxima(rollout):
    """With relative=True each row's largest is 1; what it was stands at the row's end."""
    trace = rollout(H=H, T=T, O=O)
    influence = influence_of(trace)
    figure = rv.figures.influence(influence, of="inputs", relative=True, step=3)
    found = cells(figure)
    for t in range(T):
        _, lengths = by_hand(trace, np.eye(H)[2], t)
        np.testing.assert_allclose(
            [found[t, k] for k in range(t + 1)],
            np.maximum(np.log10(lengths / lengths.max()), -4), rtol=1e-5, atol=1e-6,
        )  # fmt: skip
        assert max(found[t, k] for k in range(t + 1)) == 0
        (printed,) = [a for a in figure.layout.annotations if a.xref == "paper" and a.y == t
                      and a.yref != "paper"]  # fmt: skip
        assert printed.text == brief(lengths.max())
    assert {"largest", "each row is divided by its largest number"} <= set(words(figure))
    plain = words(rv.figures.influence(influence, of="inputs", step=3))
    assert not any("largest" in text for text in plain)


def test_where_rows_are_too_thin_the_outlined_row_prints_its_maximum(rollout):
    """Of 60 steps only the outlined row says what it was divided by."""
    trace = rollout(H=H, T=60)
    figure = rv.figures.influence(influence_of(trace), of="states", relative=True, step=41)
    states, _ = by_hand(trace, np.eye(H)[2], 41)
    assert f"outlined: step 41, largest {brief(states.max())}" in words(figure)
    assert "largest" not in words(figure)


def test_a_row_of_nothing_and_one_of_infinity_can_be_divided(rollout):
    """A row of zeros stays nothing; of a row with infinities, those are all of it."""
    trace = rollout(H=H, T=3)
    rows = [[0, 0, 0], [1e-320, 2e-320, 0], [np.inf, 5, np.inf]]
    influence = dataclasses.replace(influence_of(trace), of_inputs=np.array(rows, dtype=float))
    found = cells(rv.figures.influence(influence, relative=True))
    assert found[0, 0] == -4
    assert found[1, 0] == pytest.approx(np.log10(0.5), abs=1e-3)
    assert [found[1, 1], *(found[2, k] for k in range(3))] == [0, 0, -4, 0]


@pytest.mark.parametrize("draw", ["influence", "norms"])
def test_a_row_is_outlined(rollout, draw):
    """The later step's row is outlined as far as it reaches, and named with its label."""
    trace = rollout(T=7)
    memory = rv.memory(trace.net, trace)
    made = {
        "influence": lambda **o: rv.figures.influence(memory.influence(unit=0), **o),
        "norms": lambda **o: rv.figures.norms(memory, memory.norms, **o),
    }[draw]
    figure = made(step=4, labels=list("network"))
    (row,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (row.x0, row.x1, row.y0, row.y1) == (-0.5, 4.5, 3.5, 4.5)
    assert "outlined: step 4 · o" in words(figure)
    assert not [shape for shape in made().layout.shapes if shape.type == "rect"]
    assert not any(text.startswith("outlined") for text in words(made()))


def test_few_cells_carry_their_numbers(rollout):
    """Up to 10 steps each cell has its number, in black or white as it stands out; 11 have none.

    Where a cell is too narrow for it, on a phone, a number is smaller or left out.
    """
    trace = rollout(H=H, T=10)
    influence = influence_of(trace)
    figure = rv.figures.influence(influence, of="states")
    assert figure.layout.uniformtext.mode == "hide"
    heatmap, texts = figure.data
    rows = texts.base + texts.y / 2
    assert len(texts.text) == 10 * 11 / 2
    for t, k, text, colour, z in zip(
        rows, texts.x, texts.text, texts.insidetextfont.color, heatmap.z, strict=True
    ):
        assert text == brief(by_hand(trace, np.eye(H)[2], int(t))[0][k])
        is_dark = luminance(fading_colour(float(z), LIGHT)) < 0.179
        assert colour == ("#ffffff" if is_dark else "#000000")
    assert len(rv.figures.influence(influence_of(rollout(T=11))).data) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (1, "1"), (0.456, "0.46"), (0.994, "0.99"), (0.996, "1"), (2.236, "2.2"),
        (9.96, "10"), (1024, "1024"), (9999.4, "9999"), (9999.6, "1e4"), (0.0096, "0.01"),
        (0.031, "0.031"), (0.0049, "5e−3"), (3.2e-5, "3e−5"), (1e300, "1e300"), (1e-300, "1e−300"),
        (5e-324, "5e−324"), (np.inf, "∞"),
    ],
)  # fmt: skip
def test_a_cell_s_number_is_short(value, text):
    """A length fits its cell: two digits, whole numbers to 9999, then a power of ten."""
    assert brief(value) == text


@pytest.mark.parametrize("T", [6, 25])
@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("of", ["inputs", "states"])
def test_numbers_far_from_1_are_drawn(rollout, T, relative, of):
    """0, infinity and 1e±300 leave JSON without NaN, and the exact number in the hover text."""
    influence = odd(rollout(H=H, T=T))
    figure = rv.figures.influence(influence, of=of, relative=relative, step=T - 1)
    as_json(figure)
    texts = " ".join(figure.data[0].hovertext)
    assert all(number in texts for number in ("∞", "1e+300", "1e−300", "4.941e−324"))
    assert "nan" not in texts
    assert ("of the row's largest" in texts) == relative


def test_a_hover_text_names_both_steps(rollout):
    """The label of the nudged step, then that of the step that feels it, then the length."""
    trace = rollout(H=H, T=7, O=O)
    figure = rv.figures.influence(influence_of(trace), of="states", labels=list("network"))
    heatmap = figure.data[0]
    length = by_hand(trace, np.eye(H)[2], 5)[0][1]
    (at,) = np.flatnonzero((heatmap.y == 5) & (heatmap.x == 1))
    assert heatmap.hovertext[at] == f"e → r<br>{length:.4g}".replace("e-0", "e−")
    assert heatmap.hovertemplate.startswith("nudged at step %{x:d}, felt at step %{y:d}")


def test_the_empty_half_says_why(rollout):
    """Above the diagonal there is no cell, but a note, once there is room for it."""
    note = "the future does<br>not reach back"
    assert note in words(rv.figures.influence(influence_of(rollout(T=5))))
    assert note not in words(rv.figures.influence(influence_of(rollout(T=4))))


def test_steps_beyond_the_limit_are_shaded(exploding):
    """Rows and columns from the exploded step on are empty, and the figure says so."""
    D = exploding.exploded_at
    figure = rv.figures.influence(influence_of(exploding), step=15)
    assert figure.data[0].x.max() == figure.data[0].y.max() == D - 1
    assert f"exploded at step {D}" in words(figure)
    rows = [s for s in figure.layout.shapes if s.type == "rect" and s.yref != "paper"]
    assert (D - 0.5, 15.5) in [(s.y0, s.y1) for s in rows]
    assert not any((s.y0, s.y1) == (14.5, 15.5) for s in rows)
    as_json(figure)


def test_a_network_that_explodes_at_once_still_gives_a_figure():
    """No cell is drawn, and the words say that step 0 exploded."""
    net = rv.RNN(W_xh=[[1e13]], W_hh=[[2]], W_hy=[[1], [2]], activation="relu")
    trace = net.rollout([[1.0], [1.0], [1.0]])
    for relative in (False, True):
        figure = rv.figures.influence(
            rv.memory(net, trace).influence(unit=0), relative=relative, step=1
        )
        assert len(figure.data[0].x) == 0
        assert "exploded at step 0" in words(figure)
        as_json(figure)


def test_hostile_names_are_inert(rollout):
    """No markup of a name reaches the title; a plain name is shown as it is."""
    influence = influence_of(rollout())
    for name in HOSTILE:
        expect_inert(rv.figures.influence(influence, name=name))
    assert rv.figures.influence(influence, name="unit 2").layout.title.text == "Influence on unit 2"


def test_what_is_no_influence_is_refused(rollout):
    """Other records, unknown quantities and arrays of another size are refused by name."""
    trace = rollout(T=7)
    memory = rv.memory(trace.net, trace)
    influence = memory.influence(unit=0)
    with pytest.raises(ValueError, match=r"influence is Memory[\s\S]*: expected an Influence"):
        rv.figures.influence(memory)
    with pytest.raises(ValueError, match="of is 'outputs': expected one of states, inputs"):
        rv.figures.influence(influence, of="outputs")
    with pytest.raises(ValueError, match="name is 3: expected a text"):
        rv.figures.influence(influence, name=3)
    with pytest.raises(ValueError, match=r"memory is Influence[\s\S]*: expected a Memory"):
        rv.figures.norms(influence, memory.norms)
    with pytest.raises(ValueError, match=r"norms has shape \(6, 6\): expected \(7, 7\)"):
        rv.figures.norms(memory, memory.norms[1:, 1:])


@pytest.mark.parametrize("relative", [False, True])
def test_the_largest_network_builds(rollout, relative):
    """32 units over 200 steps have their 20 100 cells, and a height that fits a screen."""
    figure = rv.figures.influence(
        influence_of(rollout(H=32, T=200)), relative=relative, step=180,
        labels=[str(1700 + t) for t in range(200)],
    )  # fmt: skip
    assert len(figure.data[0].z) == 200 * 201 / 2
    as_json(figure)
    assert figure.layout.height < 700
