"""What the figures show is what the trace holds."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz.figures.placement import spread
from rnnviz.figures.scale import nice
from rnnviz.figures.text import MAX_SHOWN, inert, signed
from rnnviz.look.blending import luminance
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.reading import HOSTILE, as_json, every_text, expect_inert, words

FIGURES = [rv.figures.hidden_heatmap, rv.figures.hidden_lines, rv.figures.outputs]


def copies(trace, **options):
    """The figure of one number's copies, for a loss over a trace."""
    return rv.figures.copies(_gradients(trace), "W_hh", (0, 0), **options)


def copy_matrices(trace, **options):
    """The figure of a parameter's copies, for a loss over a trace."""
    return rv.figures.copy_matrices(_gradients(trace), "W_hh", index=(0, 0), **options)


def intervention(trace, **options):
    """The figure of a nudge of a trace."""
    return rv.figures.intervention(
        rv.nudge(trace.net, trace, 1, 0.5, input=0), prediction=True, **options
    )


def influence(trace, **options):
    """The figure of the influence on an output."""
    return rv.figures.influence(rv.memory(trace.net, trace).influence(output=0), **options)


def norms(trace, **options):
    """The figure of the norms of all pairs, lengths of the same size in their place."""
    memory = rv.memory(trace.net, trace)
    return rv.figures.norms(memory, memory.influence(unit=0).of_states, **options)


def decay(trace, *, step=None, **options):
    """The figure of what is left in a step, the last by default."""
    memory = rv.memory(trace.net, trace)
    return rv.figures.decay(memory.decay(trace.num_steps - 1 if step is None else step), **options)


def _gradients(trace):
    return rv.backprop(trace.net, trace, np.ones(trace.y.shape))


NAMED = [*FIGURES, intervention]  # figures that take names
STEPPED = [*NAMED, copies, copy_matrices, influence, norms]  # figures that take a step to mark
ALL = [*STEPPED, decay]


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize(("H", "T"), [(3, 8), (32, 200), (12, 40), (1, 1)])
def test_the_heatmap_holds_h(rollout, H, T, activation):
    """The heatmap's rows are the hidden units, its columns the steps, its numbers h."""
    trace = rollout(H, T, activation=activation)
    heatmap = rv.figures.hidden_heatmap(trace).data[0]
    np.testing.assert_array_equal(heatmap.z, trace.h.T)
    np.testing.assert_array_equal(heatmap.x, np.arange(T))
    np.testing.assert_array_equal(heatmap.y, np.arange(H))


@pytest.mark.parametrize(("H", "T"), [(3, 8), (32, 200), (8, 31), (2, 200), (1, 1)])
def test_the_lines_hold_h(rollout, H, T):
    """There is one line for each hidden unit, and it holds that unit's h at every step."""
    trace = rollout(H, T)
    lines = rv.figures.hidden_lines(trace).data
    assert [line.name for line in lines] == [f"unit {i}" for i in range(H)]
    for i, line in enumerate(lines):
        np.testing.assert_array_equal(line.y, trace.h[:, i])
        np.testing.assert_array_equal(line.x, np.arange(T))


@pytest.mark.parametrize("T", [6, 200])
@pytest.mark.parametrize("O", [2, 11])
def test_softmax_outputs_are_bars_that_stack_to_one(rollout, T, O):
    """Class probabilities are stacked bars, one trace a class, that sum to 1 at each step."""
    trace = rollout(T=T, O=O, output="softmax")
    figure = rv.figures.outputs(trace)
    assert figure.layout.barmode == "stack"
    assert all(isinstance(bar, go.Bar) for bar in figure.data)
    np.testing.assert_array_equal(np.stack([bar.y for bar in figure.data], axis=1), trace.y)
    np.testing.assert_allclose(sum(bar.y for bar in figure.data), 1, rtol=1e-12)
    assert figure.layout.yaxis.range == (0, 1)


@pytest.mark.parametrize("output", ["sigmoid", "identity"])
def test_other_outputs_are_lines(rollout, output):
    """Outputs that are no classes are lines; sigmoid's axis runs from 0 to 1."""
    trace = rollout(O=4, output=output)
    figure = rv.figures.outputs(trace)
    np.testing.assert_array_equal(np.stack([line.y for line in figure.data], axis=1), trace.y)
    low, high = figure.layout.yaxis.range
    if output == "sigmoid":
        assert -0.1 < low < 0
        assert 1 < high < 1.1
    else:
        assert low < trace.y.min()
        assert trace.y.max() < high


def test_the_scale_of_tanh_is_fixed(rollout):
    """For tanh the colours end at ±1, however small the states are."""
    trace = rollout(spectral_radius=0.1)
    small = trace.net.replace(W_xh=trace.net.W_xh * 1e-3).rollout(trace.x)
    for each in (trace, small):
        axis = rv.figures.hidden_heatmap(each).layout.coloraxis
        assert (axis.cmin, axis.cmax) == (-1, 1)
        assert rv.figures.hidden_lines(each).layout.yaxis.range == (-1.08, 1.08)


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_any_other_scale_is_symmetric_and_prints_its_limit(rollout, activation):
    """Without tanh the colours end at ± a round number above max |h|, printed at both ends."""
    trace = rollout(activation=activation, seed=3)
    trace = trace.net.replace(W_xh=trace.net.W_xh * 30).rollout(trace.x)
    axis = rv.figures.hidden_heatmap(trace).layout.coloraxis
    largest = np.abs(trace.h).max()
    assert axis.cmin == -axis.cmax
    assert largest <= axis.cmax <= 2 * largest
    assert list(axis.colorbar.ticktext) == [signed(-axis.cmax), "0", signed(axis.cmax)]


@pytest.mark.parametrize(("dark", "ends"), [(False, LIGHT.value), (True, DARK.value)])
def test_negative_is_blue_and_positive_is_orange(rollout, dark, ends):
    """Both grounds have their own value colours, and 0 has the middle one."""
    figure = rv.figures.hidden_heatmap(rollout(), dark=dark)
    stops = figure.layout.coloraxis.colorscale
    assert [colour for _, colour in stops] == list(ends)
    assert [at for at, _ in stops] == [0, 0.25, 0.5, 0.75, 1]
    ground = figure.layout.template.layout.paper_bgcolor
    assert luminance(ground) < 0.05 if dark else luminance(ground) == pytest.approx(1)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_text_has_contrast(look):
    """Text and role colours stand out 4.5:1 on their ground, outlines and lines 3:1."""

    def contrast(a, b):
        high, low = sorted((luminance(a), luminance(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert min(contrast(c, look.ground) for c in (look.ink, look.soft, *look.role.values())) >= 4.5
    assert min(contrast(c, look.ground) for c in (look.edge, *look.lines(8))) >= 3
    cells = [look.of(share) for share in np.linspace(0, 1, 101)]
    assert min(contrast(look.on(colour), colour) for colour in cells) >= 4.5


def test_few_cells_carry_their_numbers(rollout):
    """A small heatmap writes each signed number on its cell; a large one does not."""
    trace = rollout(H=3, T=8)
    texts = rv.figures.hidden_heatmap(trace).data[1]
    expected = [f"{round(v, 2) + 0.0:+.2f}".replace("-", "−") for v in trace.h.T.ravel()]
    assert list(texts.text) == expected
    np.testing.assert_array_equal(texts.x, np.tile(np.arange(8), 3))
    np.testing.assert_array_equal(texts.y, np.repeat(np.arange(3), 8))
    assert len(rv.figures.hidden_heatmap(rollout(H=3, T=50)).data) == 1


@pytest.mark.parametrize("draw", FIGURES)
def test_the_cursor_is_marked_and_named(rollout, draw):
    """The cursor's step is marked by a shape there, and named by its number and label."""
    trace = rollout(output="softmax")
    plain = draw(trace)
    marked = draw(trace, step=4, labels=list("abcdefg"))
    (cursor,) = [shape for shape in marked.layout.shapes if shape.xref != "paper"]
    assert (cursor.x0 + cursor.x1) / 2 == 4
    assert "step 4 · e" in words(marked)
    assert "step 4" in words(draw(trace, step=4))
    assert all(shape.xref == "paper" for shape in plain.layout.shapes)
    assert not any(text.startswith("step") for text in words(plain))


@pytest.mark.parametrize("draw", FIGURES)
def test_names_replace_numbers(rollout, draw):
    """The names given to units or outputs are the ones shown."""
    trace = rollout(H=3, O=3)
    texts = every_text(as_json(draw(trace, names=["alpha", "beta", "gamma"])))
    assert {"alpha", "beta", "gamma"} <= set(texts)
    assert not {"unit 0", "output 0"} & set(texts)


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("T", [12, 60])
def test_hostile_texts_are_inert(rollout, draw, T):
    """No markup, mathematics, control or override of a user reaches any text of a figure."""
    trace = rollout(H=12, T=T, O=12)
    hostile = (HOSTILE * 5)[:T]
    names = {"names": HOSTILE} if draw in NAMED else {}
    expect_inert(draw(trace, step=1, labels=hostile, **names))


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters()))
def test_any_text_is_made_inert(text):
    """Any text becomes one that Plotly draws as it is: encodable, short, without markup."""
    safe = inert(text)
    safe.encode("utf-8")
    assert not set("<>$\n\r\t\u202e\u2066") & set(safe)
    assert len(safe) <= 5 * MAX_SHOWN


def test_long_sequences_have_sparse_labels(rollout):
    """All steps of a short sequence carry their label; of a long one, those that fit a phone."""
    few = rv.figures.hidden_lines(rollout(T=7), labels=list("network")).layout.xaxis
    assert list(few.ticktext) == list("network")
    years = [str(1800 + t) for t in range(200)]
    many = rv.figures.hidden_lines(rollout(T=200), labels=years).layout.xaxis
    assert list(many.ticktext) == [years[t] for t in many.tickvals]
    assert 2 <= len(many.tickvals) <= 12


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("output", ["softmax", "sigmoid", "identity"])
@pytest.mark.filterwarnings("ignore:overflow")
def test_an_exploded_network_is_drawn_up_to_there(exploding, draw, output):
    """Nothing from the exploded step on is drawn, and the figure says at which step that was."""
    trace = exploding.net.replace(output=output).rollout(exploding.x)
    figure = draw(trace, step=15)
    for part in figure.data:
        assert all(x < trace.exploded_at for x in part.x)
    assert f"exploded at step {trace.exploded_at}" in words(figure)
    assert figure.layout.xaxis.range == (-0.5, 15.5)
    as_json(figure)


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("output", ["softmax", "identity"])
def test_a_network_that_explodes_at_once_still_gives_a_figure(draw, output):
    """Where the first step is already beyond the limit, the empty figure says so in words."""
    net = rv.RNN(W_xh=[[1e13]], W_hh=[[2]], W_hy=[[1], [2]], activation="relu", output=output)
    figure = draw(net.rollout([[1.0], [1.0], [1.0]]))
    assert all(len(part.x) == 0 for part in figure.data)
    assert "exploded at step 0" in words(figure)
    as_json(figure)


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("options", [{}, {"labels": [f"day {t}" for t in range(200)], "step": 199}])
def test_numbers_reach_plotly_as_arrays(rollout, draw, options):
    """Data are NumPy arrays, never lists, which Plotly would go through one by one."""
    figure = draw(rollout(H=32, T=200, output="softmax"), **options)
    for part in figure.data:
        for name in ("x", "y", "z", "base", "customdata", "text", "hovertext"):
            assert name not in part or part[name] is None or isinstance(part[name], np.ndarray)


@pytest.mark.parametrize("draw", FIGURES)
def test_a_batch_is_refused(draw):
    """A batched trace is refused in a sentence that says what is expected."""
    net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3)
    with pytest.raises(ValueError, match=r"x has shape \(5, 6, 2\): expected one sequence"):
        draw(net.rollout(np.zeros((5, 6, 2))))


@pytest.mark.parametrize("draw", STEPPED)
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"step": 7}, "step is 7: expected a whole number from 0 to 6"),
        ({"step": -1}, "step is -1"),
        ({"labels": ["a"]}, "labels has 1 texts: expected 7, one for each step"),
        ({"labels": "network"}, "labels has 7 texts"),
        ({"labels": [1] * 7}, r"labels\[0\] is 1: expected a text"),
    ],
)
def test_options_that_do_not_fit_are_refused(rollout, draw, options, sentence):
    """An option that does not fit the trace is refused in a sentence that names it."""
    with pytest.raises(ValueError, match=sentence):
        draw(rollout(), **options)


@pytest.mark.parametrize("draw", NAMED)
def test_names_that_do_not_fit_are_refused(rollout, draw):
    """A list of names that is too short is refused in a sentence that says how many there are."""
    with pytest.raises(ValueError, match="names has 2 texts: expected "):
        draw(rollout(), names=["a", "b"])


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.floats(-50, 300), min_size=1, max_size=15))
def test_labels_at_the_ends_never_overlap(wanted):
    """Labels stand a line apart within the axis, in the order of what they label."""
    wanted = np.array(wanted)
    placed = spread(wanted, 17, 8.5, 260)
    assert (np.diff(np.sort(placed)) >= 17 - 1e-9).all()
    assert placed.min() >= 8.5 - 1e-9
    assert placed.max() <= 260 + 1e-9
    assert (np.diff(placed[np.argsort(wanted, kind="stable")]) > 0).all()


def test_labels_with_room_stay_where_they_belong():
    """Labels that do not touch are not moved; two that do are moved by equal amounts."""
    np.testing.assert_allclose(spread(np.array([50.0, 10.0, 90.0]), 17, 0, 100), [50, 10, 90])
    np.testing.assert_allclose(spread(np.array([52.0, 50.0]), 10, 0, 100), [56, 46])


@pytest.mark.parametrize(("H", "T"), [(8, 30), (32, 200)])
def test_every_line_is_named_at_its_end(rollout, H, T):
    """Lines are named beside their ends, not in a legend: together while few, else in lanes."""
    figure = rv.figures.hidden_lines(rollout(H, T))
    named = [text for text in words(figure) if text.startswith("unit")]
    assert named == [f"unit {i}" for i in range(H)]
    assert not figure.layout.template.layout.showlegend
    axes = {line.yaxis or "y" for line in figure.data}
    assert len(axes) == (1 if H <= 8 else H)
    ranges = {figure.layout[axis.replace("y", "yaxis")].range for axis in axes}
    assert ranges == {(-1.08, 1.08) if H <= 8 else (-1, 1)}


@settings(deadline=None)  # the machine may be busy
@given(st.floats(1e-12, 1e12))
def test_round_numbers_are_the_next_above(value):
    """The end of a scale is never below the value, and at most twice it."""
    assert value <= nice(value) <= 2 * value * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "+1"), (-0.5, "−0.5"), (0, "0"), (200.0, "+200"), (2e11, "+2×10¹¹"), (-5e-7, "−5×10⁻⁷")],
)
def test_numbers_are_written_as_in_print(value, text):
    """Numbers beside a scale have a sign, a true minus, and powers of ten as in print."""
    assert signed(value) == text


def test_plotly_is_imported_only_by_who_draws():
    """`import rnnviz` leaves Plotly alone; `rnnviz.figures` brings it in."""
    code = (
        "import sys, rnnviz as rv; assert 'plotly' not in sys.modules; "
        "rv.figures.hidden_heatmap; assert 'plotly' in sys.modules; "
        "assert 'streamlit' not in sys.modules; assert 'figures' in rv.__all__"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


def test_an_unknown_name_is_an_attribute_error():
    """A name that rnnviz does not have is refused as of any module."""
    with pytest.raises(AttributeError, match="nonsense"):
        _ = rv.nonsense
