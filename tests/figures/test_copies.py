"""One shared number's copies: the bars, the sum they pour into, and what truncation loses."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.palette import DARK, LIGHT
from tests.figures.losses import gradients_of, lesson_8, loss_of
from tests.figures.reading import as_json, words

ENTRIES = [
    ("W_xh", (3, 1)), ("W_hh", (1, 3)), ("W_hy", (2, 0)), ("b_h", (3,)), ("b_y", (1,)),
]  # fmt: skip


def parts(figure):
    """The figure's traces by name, once all their numbers are seen to be finite."""
    as_json(figure)
    return {part.name: part for part in figure.data}


@pytest.mark.parametrize(("parameter", "index"), ENTRIES)
def test_a_bar_is_what_its_copy_alone_changes(rollout, parameter, index):
    """Each bar is the slope of the loss when the copy at that step alone is turned."""
    trace = rollout(H=4, T=6, O=3)
    bars = parts(rv.figures.copies(gradients_of(trace), parameter, index))["copies"]
    np.testing.assert_array_equal(bars.x, np.arange(6))
    value, eps = trace.net.parameters[parameter][index], 1e-6
    for t in range(6):
        turned = [
            loss_of(rv.untie(trace.net, trace, rv.Knob.entry(parameter, *index), t, v).y)
            for v in (value + eps, value - eps)
        ]
        assert bars.y[t] == pytest.approx((turned[0] - turned[1]) / (2 * eps), abs=1e-7)


@pytest.mark.parametrize("T", [1, 4, 16, 17, 200])
def test_the_sum_runs_into_the_total(rollout, T):
    """The line is the sum so far; a bridge at its last height leads to the total's bar."""
    gradients = gradients_of(rollout(H=4, T=T, O=3))
    figure = rv.figures.copies(gradients, "W_hh", (0, 2))
    of = parts(figure)
    line = of["the sum so far"]
    np.testing.assert_array_equal(line.x, np.arange(T + 1) - 0.5)
    assert line.y[0] == 0
    np.testing.assert_allclose(np.diff(line.y), of["copies"].y, atol=1e-12)
    assert line.line.shape == "vh"
    assert of["total"].y == pytest.approx(gradients["W_hh"][0, 2], abs=1e-12)
    (bridge,) = figure.layout.shapes
    assert bridge.y0 == bridge.y1 == line.y[-1] == of["total"].y[0]
    assert bridge.x0 == figure.layout.xaxis.domain[1]
    (arrow,) = [note for note in figure.layout.annotations if note.showarrow]
    assert (arrow.x, arrow.y) == (bridge.x1, bridge.y1)
    # The bridge and the line have the same vertical axis as the total's bar.
    assert {part.yaxis or "y" for part in (line, of["total"])} == {"y"} == {bridge.yref or "y"}


@pytest.mark.parametrize("T", [16, 17])
def test_the_sum_of_many_copies_has_a_panel_of_its_own(rollout, T):
    """Up to 16 bars share the sum's axis; more would be flat beside it, and have their own."""
    figure = rv.figures.copies(gradients_of(rollout(T=T)), "W_hh", (0, 0))
    axis = parts(figure)["copies"].yaxis or "y"
    assert axis == ("y" if T == 16 else "y2")
    assert ("the sum so far" in words(figure)) == (T == 17)
    assert len(figure.layout.xaxis3.ticktext) == (16 if T == 16 else 0)


def test_lesson_8():
    """Four copies, of which three contribute −0.21875 each: −0.65625 together."""
    figure = rv.figures.copies(lesson_8(), "W_hh", (0, 0))
    of = parts(figure)
    np.testing.assert_allclose(of["copies"].y, [0, -0.21875, -0.21875, -0.21875])
    assert list(figure.layout.xaxis3.ticktext) == ["0", "−0.219", "−0.219", "−0.219"]
    assert of["total"].y == pytest.approx(-0.65625)
    assert "−0.656" in words(figure)
    assert figure.layout.title.text == "The copies of W_hh[0, 0]"


@pytest.mark.parametrize(("dark", "look"), [(False, LIGHT), (True, DARK)])
def test_bars_have_the_colour_of_their_sign(rollout, dark, look):
    """Negative bars are blue and positive ones are orange, the total's as well."""
    gradients = gradients_of(rollout(T=7))
    of = parts(rv.figures.copies(gradients, "W_hh", (0, 1), dark=dark))
    assert (of["copies"].y < 0).any()
    assert (of["copies"].y > 0).any()
    for bars in (of["copies"], of["total"]):
        expected = [look.value[0] if y < 0 else look.value[-1] for y in bars.y]
        assert list(bars.marker.color) == expected


def test_what_truncation_loses_is_outlined():
    """Dotted outlines show the full contributions where they differ, and the full total."""
    full, truncated = lesson_8(), lesson_8(window=2)
    figure = rv.figures.copies(truncated, "W_hh", (0, 0), full=full)
    of = parts(figure)
    np.testing.assert_allclose(of["copies"].y, [0, 0, -0.21875, -0.21875])
    outline = of["without truncation"]
    np.testing.assert_allclose(outline.x, [0.65, 0.65, 1.35, 1.35])  # of step 1 alone
    np.testing.assert_allclose(outline.y, [0, -0.21875, -0.21875, 0])
    total = of["total without truncation"]
    assert outline.line.dash == total.line.dash == "dot"
    assert total.y.min() == pytest.approx(-0.65625)
    assert {"−0.438", "full −0.656", "dotted: full · −0.219 lost to truncation"} <= set(
        words(figure)
    )
    plain = words(rv.figures.copies(truncated, "W_hh", (0, 0)))
    assert not any("truncation" in text or "full" in text for text in plain)


@pytest.mark.parametrize("T", [7, 60])
def test_the_axes_hold_all_that_is_drawn(rollout, T):
    """Bars, sum, total and dotted outlines lie within their axes, with room for the number."""
    full = gradients_of(rollout(T=T))
    truncated = dataclasses.replace(full, dL_da=0.1 * full.dL_da)
    figure = rv.figures.copies(truncated, "W_hh", (1, 1), full=full)
    for part in figure.data:
        low, high = figure.layout[(part.yaxis or "y").replace("y", "yaxis")].range
        assert low <= min(part.y)
        assert max(part.y) <= high


def test_copies_that_contribute_nothing_are_drawn_as_zeros(rollout):
    """All zeros give bars of no height, and a total of 0."""
    gradients = gradients_of(rollout())
    zero = dataclasses.replace(gradients, dL_da=np.zeros_like(gradients.dL_da))
    figure = rv.figures.copies(zero, "W_hh", (0, 0))
    assert not parts(figure)["copies"].y.any()
    assert list(figure.layout.xaxis3.ticktext) == ["0"] * 7
    low, high = figure.layout.yaxis.range
    assert low <= -1 < 1 <= high


@pytest.mark.parametrize("scale", [1e300, 1e-12])
def test_huge_and_tiny_numbers_are_drawn(scale):
    """Numbers up to 1e300 are drawn as they are, and written as powers of ten."""
    gradients = lesson_8()
    figure = rv.figures.copies(
        dataclasses.replace(gradients, dL_da=scale * gradients.dL_da), "W_hh", (0, 0)
    )
    assert parts(figure)["total"].y == pytest.approx(-0.65625 * scale)
    exponent = {1e300: "²⁹⁹", 1e-12: "⁻¹³"}[scale]
    assert f"−6.56×10{exponent}" in words(figure)


@pytest.mark.parametrize("wrong", [np.inf, -np.inf, np.nan, 1e308])
@pytest.mark.parametrize("T", [7, 60])
def test_what_is_too_large_to_draw_is_said(rollout, wrong, T):
    """Infinite and undefined contributions, or their sum, leave an empty figure with words."""
    gradients = gradients_of(rollout(T=T))
    dL_da = gradients.dL_da.copy()
    dL_da[3:6] = wrong
    broken = dataclasses.replace(gradients, dL_da=dL_da)
    for options in ({}, {"full": gradients}):
        figure = rv.figures.copies(broken, "b_h", (0,), **options)
        assert "too large to draw" in words(figure)
        assert all(len(part.y) == 0 for part in parts(figure).values())
    figure = rv.figures.copies(gradients, "b_h", (0,), full=broken)
    assert "too large to draw" in words(figure)


@pytest.mark.parametrize("T", [7, 60])
def test_the_step_is_outlined(rollout, T):
    """The marked step is outlined and named, by its number and its label."""
    labels = [chr(97 + t % 26) for t in range(T)]
    figure = rv.figures.copies(gradients_of(rollout(T=T)), "W_hh", (0, 0), step=4, labels=labels)
    (mark,) = [shape for shape in figure.layout.shapes if shape.xref != "paper"]
    assert (mark.x0 + mark.x1) / 2 == 4
    assert mark.x1 - mark.x0 == (1 if T == 7 else 0)
    assert "step 4 · e" in words(figure)
    assert figure.layout.xaxis.ticktext[0].endswith("a")
    assert list(figure.layout.xaxis2.ticktext) == ["total"]


def test_steps_beyond_the_limit_of_pictures_still_have_their_gradient():
    """A state beyond 1e12 ends the pictures of states, but its copy's contribution is drawn."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e5]], W_hy=[[1.0]], activation="linear")
    trace = net.rollout([[1.0], [0.0], [0.0], [0.0]])
    assert trace.exploded_at == 3
    gradients = rv.backprop(net, trace, np.zeros((4, 1)))
    figure = rv.figures.copies(gradients, "W_hh", (0, 0))
    assert len(parts(figure)["copies"].y) == 4
    assert not any("exploded" in text for text in words(figure))


@pytest.mark.parametrize(
    ("parameter", "index", "sentence"),
    [
        ("W", (0, 0), "parameter of entry is 'W': expected one of W_xh"),
        ("W_hh", (0,), r"index of entry W_hh is \(0,\): expected 2 whole numbers"),
        ("W_hh", (0, 5), r"W_hh\[0, 5\] is out of range"),
        ("b_h", (-1,), "index of entry b_h is -1"),
        ("b_h", 0, "index of entry b_h is 0: expected 1 whole numbers"),
    ],
)
def test_a_number_that_is_not_there_is_refused(rollout, parameter, index, sentence):
    """A parameter or an index that the network does not have is named in the refusal."""
    with pytest.raises(ValueError, match=sentence):
        rv.figures.copies(gradients_of(rollout()), parameter, index)


def test_what_is_not_gradients_of_the_same_rollout_is_refused(rollout):
    """Something else than gradients, or those of another rollout, are refused by name."""
    gradients = gradients_of(rollout())
    with pytest.raises(ValueError, match="gradients is Trace"):
        rv.figures.copies(rollout(), "W_hh", (0, 0))
    with pytest.raises(ValueError, match="full is of another rollout"):
        rv.figures.copies(gradients, "W_hh", (0, 0), full=gradients_of(rollout(seed=1)))
    with pytest.raises(ValueError, match="full is Trace"):
        rv.figures.copies(gradients, "W_hh", (0, 0), full=rollout())
