"""One shared matrix's copies, side by side, and the matrix that is their sum."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.figures.text import in_cell, signed
from tests.figures.losses import gradients_of, lesson_8, loss_of
from tests.figures.reading import as_json, words

PARAMETERS = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"]


def matrices(figure):
    """The figure's matrices by name, once all numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data if part.type == "heatmap"}


def box(matrix):
    """Where a matrix stands: left, right, top, bottom."""
    return matrix.x[0], matrix.x[-1], matrix.y[0], matrix.y[-1]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_matrix_is_what_its_copy_alone_changes(rollout, parameter):
    """Each number is the slope of the loss when that entry of that copy alone is turned."""
    trace = rollout(H=4, T=5, O=3)
    net, eps = trace.net, 1e-6
    found = matrices(rv.figures.copy_matrices(gradients_of(trace), parameter))
    array = net.parameters[parameter]
    for t in range(5):
        drawn = np.reshape(found[f"step {t}"].z, array.shape)
        for index in np.ndindex(array.shape):
            knob = rv.Knob.entry(parameter, *index)
            up, down = (
                loss_of(rv.untie(net, trace, knob, t, array[index] + d).y) for d in (eps, -eps)
            )
            assert drawn[index] == pytest.approx((up - down) / (2 * eps), abs=1e-7)


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("T", [1, 5, 12])
def test_the_total_is_the_sum_of_all_that_is_shown(rollout, parameter, T):
    """With up to 12 steps every copy is shown, and the total is the sum of the matrices."""
    gradients = gradients_of(rollout(H=4, T=T, O=3))
    figure = rv.figures.copy_matrices(gradients, parameter)
    found = matrices(figure)
    *copies, total = found.values()
    assert list(found) == [*(f"step {t}" for t in range(T)), f"dL/d{parameter}"]
    np.testing.assert_allclose(sum(each.z for each in copies), total.z, atol=1e-12)
    assert total.z.ravel() == pytest.approx(gradients[parameter].ravel())
    assert f"the sum of all {T}" in words(figure)
    assert words(figure).count("+") == T - 1
    assert "=" in words(figure)
    assert "…" not in words(figure)


@pytest.mark.parametrize(
    ("step", "first"), [(None, 18), (0, 0), (5, 0), (6, 0), (7, 1), (15, 9), (24, 18), (29, 18)]
)
def test_a_window_about_the_step_is_shown(rollout, step, first):
    """Of many steps 12 are shown, the marked one among them; the figure says which."""
    gradients = gradients_of(rollout(T=30))
    figure = rv.figures.copy_matrices(gradients, "W_hh", step=step)
    found = matrices(figure)
    assert list(found)[:-1] == [f"step {t}" for t in range(first, first + 12)]
    assert f"steps {first}–{first + 11} of 30" in words(figure)
    assert {"the sum of all 30", "also of those not shown", "…"} <= set(words(figure))
    np.testing.assert_allclose(found["dL/dW_hh"].z, gradients["W_hh"], atol=1e-12)


def test_all_have_one_scale_and_its_ends_are_printed(rollout):
    """With every copy shown, one symmetric scale holds them and the total."""
    gradients = gradients_of(rollout(T=9))
    figure = rv.figures.copy_matrices(gradients, "W_hh", step=3)
    axes = (figure.layout.coloraxis, figure.layout.coloraxis2)
    ends = {(axis.cmin, axis.cmax) for axis in axes}
    assert len(ends) == 1
    ((low, high),) = ends
    largest = max(np.abs(gradients["W_hh"]).max(), np.abs(gradients.per_step["W_hh"]).max())
    assert -low == high
    assert largest <= high <= 2 * largest
    assert list(axes[0].colorbar.ticktext) == [signed(-high), "0", signed(high)]


def test_copies_that_cancel_are_within_the_scale(rollout):
    """A copy larger than the total has its place on the scale that both have."""
    gradients = gradients_of(rollout(T=2))
    cancel = dataclasses.replace(
        gradients,
        dL_da=np.array([[9.0] * 5, [-9.0] * 5]),
        totals={**gradients.totals, "b_h": np.zeros(5)},
    )
    layout = rv.figures.copy_matrices(cancel, "b_h").layout
    assert layout.coloraxis.cmax == layout.coloraxis2.cmax == 10


def test_a_scale_of_many_steps_is_fixed_while_the_step_moves(rollout):
    """The window moves and the scale stays; the total's is its own, and printed beside it."""
    gradients = gradients_of(rollout(T=40))
    figures = [rv.figures.copy_matrices(gradients, "W_hh", step=step) for step in (0, 20, 39)]
    assert len({figure.layout.coloraxis.cmax for figure in figures}) == 1
    largest = np.abs(gradients.per_step["W_hh"]).max()
    assert largest <= figures[0].layout.coloraxis.cmax <= 2 * largest
    limit = figures[0].layout.coloraxis2.cmax
    largest = np.abs(gradients["W_hh"]).max()
    assert largest <= limit <= 2 * largest
    assert f"its colours end at ±{limit:g}" in words(figures[0])
    for figure in figures:
        *copies, total = matrices(figure).values()
        assert {each.coloraxis for each in copies} == {"coloraxis"}
        assert total.coloraxis == "coloraxis2"


@pytest.mark.parametrize(
    ("parameter", "index"), [("W_xh", (3, 1)), ("W_hh", (1, 3)), ("b_h", (2,))]
)
def test_the_entry_is_outlined_in_each(rollout, parameter, index):
    """The chosen number has an outline in every copy and in the total, at its row and column."""
    figure = rv.figures.copy_matrices(gradients_of(rollout(H=4, T=5)), parameter, index=index)
    row, column = (*index, 0)[:2]
    outlines = {(s.x0, s.x1, s.y0, s.y1) for s in figure.layout.shapes if s.line.width == 2.5}
    expected = {
        (each.x[column], each.x[column + 1], each.y[row], each.y[row + 1])
        for each in matrices(figure).values()
    }
    assert len(expected) == 6
    np.testing.assert_allclose(sorted(outlines), sorted(expected))


def test_the_step_is_outlined(rollout):
    """The marked step's matrix, and no other, has an outline about it."""
    gradients = gradients_of(rollout(T=30))
    figure = rv.figures.copy_matrices(gradients, "W_hh", step=15)
    (mark,) = [shape for shape in figure.layout.shapes if shape.line.width == 2]
    left, right, top, bottom = box(matrices(figure)["step 15"])
    assert (mark.x0, mark.x1, mark.y0, mark.y1) == (left - 2, right + 2, top - 2, bottom + 2)
    assert not [s for s in rv.figures.copy_matrices(gradients, "W_hh").layout.shapes
                if s.line.width == 2]  # fmt: skip


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize(("H", "T"), [(1, 12), (3, 8), (8, 12), (32, 12), (64, 5)])
def test_no_two_matrices_touch(rollout, parameter, H, T):
    """The matrices and the room for their captions and signs lie apart, within the axes."""
    figure = rv.figures.copy_matrices(gradients_of(rollout(H=H, T=T, O=3)), parameter, step=1)
    boxes = [box(each) for each in matrices(figure).values()]
    width, height = figure.layout.xaxis.range[1], figure.layout.yaxis.range[0]
    assert width <= 362  # at 390 pixels an x is a pixel, and nothing is squeezed
    for i, (left, right, top, bottom) in enumerate(boxes):
        assert left >= 18
        assert right <= width + 1e-9
        assert top >= 22
        assert bottom <= height + 1e-9
        for other_left, other_right, other_top, other_bottom in boxes[:i]:
            beside = left - other_right >= 18 - 1e-9 or other_left - right >= 18 - 1e-9
            below = top - other_bottom >= 22 or other_top - bottom >= 22
            assert beside or below


def test_few_cells_carry_their_numbers(rollout):
    """A small figure writes each signed number, which is left out where it does not fit."""
    figure = rv.figures.copy_matrices(lesson_8(), "W_hh")
    copies, total = (part for part in figure.data if part.type == "bar")
    assert list(copies.text) == ["+0.00", "−0.22", "−0.22", "−0.22"]
    assert list(total.text) == ["−0.66"]
    assert (figure.layout.uniformtext.mode, figure.layout.uniformtext.minsize) == ("hide", 12)
    middles = [(each.x[0] + each.x[1]) / 2 for each in matrices(figure).values()]
    np.testing.assert_allclose([*copies.x, *total.x], middles)
    large = rv.figures.copy_matrices(gradients_of(rollout(H=32)), "W_hh")
    assert all(part.type == "heatmap" for part in large.data)


def test_a_number_stands_on_its_own_cell(rollout):
    """The k-th number of a matrix is the one of the row and the column where it stands."""
    figure = rv.figures.copy_matrices(gradients_of(rollout(H=3, T=2)), "W_xh")
    numbers = next(part for part in figure.data if part.type == "bar")
    first = matrices(figure)["step 0"]
    limit = figure.layout.coloraxis.cmax
    for row in range(3):
        for column in range(2):
            k = 2 * row + column
            assert numbers.text[k] == in_cell(first.z[row, column], limit)
            assert first.x[column] < numbers.x[k] < first.x[column + 1]
            assert numbers.base[k] == pytest.approx(first.y[row])
            assert numbers.base[k] + numbers.y[k] == pytest.approx(first.y[row + 1])


def test_small_numbers_are_written_as_powers(rollout):
    """Where the scale ends below 0.1, two decimals would be zeros: there is an exponent."""
    gradients = gradients_of(rollout(T=2))
    small = dataclasses.replace(
        gradients,
        dL_da=np.array([[2e-5, -4e-12, 0, 0, 0], [0.0] * 5]),
        totals={**gradients.totals, "b_h": np.array([2e-5, -4e-12, 0, 0, 0])},
    )
    figure = rv.figures.copy_matrices(small, "b_h")
    numbers = next(part for part in figure.data if part.type == "bar")
    assert list(numbers.text[:3]) == ["+2e−5", "−4e−12", "0"]


def test_labels_stand_beside_the_numbers_where_they_are_short(rollout):
    """Short labels are in the captions; long ones only where the pointer is."""
    gradients = gradients_of(rollout(T=7))
    assert "3 · d" in words(rv.figures.copy_matrices(gradients, "W_hh", labels=list("abcdefg")))
    figure = rv.figures.copy_matrices(gradients, "W_hh", labels=["a long label"] * 7)
    assert {"step 0", "3"} <= set(words(figure))
    assert "step 3 · a long label" in matrices(figure)


@pytest.mark.parametrize("wrong", [np.inf, np.nan])
@pytest.mark.parametrize("T", [5, 30])
def test_what_is_too_large_to_draw_is_said(rollout, wrong, T):
    """Infinite and undefined contributions leave an empty figure that says so."""
    gradients = gradients_of(rollout(T=T))
    dL_da = gradients.dL_da.copy()
    dL_da[1] = wrong
    broken = dataclasses.replace(gradients, dL_da=dL_da)
    figure = rv.figures.copy_matrices(broken, "W_hh", index=(0, 0), step=1)
    assert words(figure) == ["too large to draw"]
    assert len(figure.data) == len(figure.layout.shapes) == 0
    as_json(figure)


def test_zeros_are_drawn(rollout):
    """All zeros have a scale of ±1."""
    gradients = gradients_of(rollout())
    zero = dataclasses.replace(
        gradients,
        dL_da=np.zeros_like(gradients.dL_da),
        totals={**gradients.totals, "W_hh": np.zeros((5, 5))},
    )
    figure = rv.figures.copy_matrices(zero, "W_hh")
    assert figure.layout.coloraxis.cmax == 1
    assert not any(each.z.any() for each in matrices(figure).values())


def test_what_is_not_there_is_refused(rollout):
    """A parameter, a number or gradients that are not there are named in the refusal."""
    gradients = gradients_of(rollout())
    with pytest.raises(ValueError, match="parameter is 'W': expected one of W_xh"):
        rv.figures.copy_matrices(gradients, "W")
    with pytest.raises(ValueError, match=r"W_hh\[0, 5\] is out of range"):
        rv.figures.copy_matrices(gradients, "W_hh", index=(0, 5))
    with pytest.raises(ValueError, match="gradients is Trace"):
        rv.figures.copy_matrices(rollout(), "W_hh")
