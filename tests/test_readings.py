"""Sentences on memory: each says what was worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.readings import read_decay, read_influence

REST = 0.957504  # tanh(2 · REST) = REST


def one_unit(weight, start, num_steps, activation="tanh"):
    """Return the memory of one unit without inputs, from a state before step 0."""
    net = rv.RNN(W_xh=[[1]], W_hh=[[weight]], W_hy=[[1]], activation=activation)
    return rv.memory(net, net.rollout(np.zeros((num_steps, 1)), [start]))


def linear(W_hh, num_steps, **options):
    """Return the memory of a linear network at rest: its Jacobians are W_hh at every step."""
    size = len(W_hh)
    net = rv.RNN(
        W_xh=options.get("W_xh", np.eye(size)[:, :1]), W_hh=W_hh,
        W_hy=options.get("W_hy", np.ones((1, size))), activation="linear",
    )  # fmt: skip
    return rv.memory(net, net.rollout(np.zeros((num_steps, net.input_size))))


def said(memory, t=None):
    """Return what is said of the last step, or of step t."""
    return read_decay(memory, memory.decay(memory.trace.num_steps - 1 if t is None else t))


@pytest.mark.parametrize(
    ("memory", "sentence"),
    [
        # 2¹⁰ = 1024, for at h = 0 the slope is 1.
        (
            one_unit(2, 0, 10),
            "After 10 steps a nudge has grown 1024-fold: the weights stretch it.",
        ),
        # (2 (1 − .957504²))¹⁰ = .166372¹⁰ = 1.6×10⁻⁸; the slope is least where h is largest.
        (
            one_unit(2, REST, 10),
            "After 10 steps 1.6×10⁻⁸ of a nudge is left; saturation took the rest.",
        ),
        (
            one_unit(2, -REST, 10),
            "After 10 steps 1.6×10⁻⁸ of a nudge is left; saturation took the rest.",
        ),
        # .5⁶ = 1/64 = 1.56 %
        (
            one_unit(0.5, 1, 6, "relu"),
            "After 6 steps 1.56 % of a nudge is left; the weights took the rest, a part at "
            "each step.",
        ),
        # .1⁴⁰⁰ is 0 in float64, though nothing was lost for good.
        (
            one_unit(0.1, 0, 400, "linear"),
            "After 400 steps less than 10⁻¹² of a nudge is left; the weights took the "
            "rest, a part at each step.",
        ),
        (
            one_unit(10, 0, 400, "linear"),
            "After 400 steps a nudge has grown beyond 10³⁰⁸: it explodes.",
        ),
        # 10⁷ and 25 000
        (
            one_unit(10, 0, 7, "linear"),
            "After 7 steps a nudge has grown 1×10⁷-fold: the weights stretch it.",
        ),
        (
            one_unit(-158.1138830084, 0, 2, "linear"),
            "After 2 steps a nudge has grown 25000-fold: the weights stretch it.",
        ),
        # 2 (1 − tanh²(.5)) = 1.573
        (
            one_unit(2, 0.25, 1),
            "After 1 step a nudge has grown 1.57-fold: the weights stretch it, though it loses "
            "some to saturation.",
        ),
        # .9999 × 10⁻⁶ is not "10×10⁻⁷"
        (
            one_unit(0.0009999, 0, 2, "linear"),
            "After 2 steps 1×10⁻⁶ of a nudge is left; the weights took the rest, a part at "
            "each step.",
        ),
        (
            one_unit(0, 0, 5, "linear"),
            "Nothing is left of a nudge from 1 step back or earlier: at step 4 no weight leads "
            "to a unit that passes it on.",
        ),
    ],
)  # fmt: skip
def test_one_unit_says_what_was_worked_out(memory, sentence):
    """Growth, loss and their causes are those of w and tanh′ on paper."""
    assert said(memory).startswith(sentence)


@pytest.mark.parametrize(
    ("memory", "sentence"),
    [
        (one_unit(2, 0, 1), "After 1 step a nudge has grown 2-fold: the weights stretch it."),
        (
            one_unit(0.5, 0, 1),
            "After 1 step 50 % of a nudge is left; the weights took the rest.",
        ),
        # 1 · (1 − tanh²(2)) = 7.07 %
        (one_unit(1, 2, 1), "After 1 step 7.07 % of a nudge is left; saturation took the rest."),
        # .5 · (1 − tanh²(1)) = 21 %: .5 and .42, of which neither is the cause alone.
        (
            one_unit(0.5, 2, 1),
            "After 1 step 21 % of a nudge is left; the weights and saturation took the rest.",
        ),
        (
            one_unit(1, -1, 1, "relu"),
            "Nothing is left of a nudge from 1 step back or earlier: at step 0 all that was left "
            "of it met units that are off.",
        ),
        (
            one_unit(0.97, 0, 1),
            "After 1 step a nudge still has its size: nothing is lost, nothing grows.",
        ),
    ],
)
def test_one_step_alone_reads_well(memory, sentence):
    """With T = 1 there is "1 step", and no step that is worse than the others."""
    assert said(memory) == sentence


def test_saturation_names_the_step_of_the_least_slope():
    """A unit pushed to h = .9999 at step 2 alone loses most there."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.9]], W_hy=[[1.0]])
    memory = rv.memory(net, net.rollout([[0], [0], [5], [-4.5], [0]]))
    assert "saturation took the rest, most of it at step 2." in said(memory)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        # .5⁶
        (
            "decay",
            "After 6 steps 1.56 % of a nudge is left; the weights took the rest, a part at "
            "each step.",
        ),
        # .9¹⁴ = .2288
        (
            "leaky_integrator",
            "After 14 steps 22.9 % of a nudge is left; the weights took the rest, a part at "
            "each step.",
        ),
        # ‖[[.5, 4], [0, .5]]‖ = 4.0616; the tenth power is [[.5¹⁰, 10 · 4 · .5⁹], …]
        (
            "non_normal",
            "A nudge from 1 step back has grown up to 4.06-fold, although the spectral radius is "
            "0.5. At most 7.81 % of one from 10 steps back is left; the weights took the rest.",
        ),
        (
            "ring",
            "After 10 steps a nudge can still have its size, in the direction that keeps it.",
        ),
        (
            "delay",
            "Nothing is left of a nudge from 1 step back or earlier: at step 7 all that was left "
            "of it met units that are off.",
        ),
    ],
)
def test_presets_say_what_they_are_there_to_show(name, sentence):
    """At the last step of its own sequence, each preset has the sentence that it is there for."""
    assert said(rv.presets.load(name).memory) == sentence


def test_a_size_that_is_kept_by_two_forces_says_so():
    """2 (1 − h²) = 1 where tanh(2 h₋₁) = √.5: the weights give back what saturation takes."""
    start = np.arctanh(0.5**0.5) / 2
    assert said(one_unit(2, start, 1)) == (
        "After 1 step a nudge still has its size: the weights give back what saturation takes."
    )


def test_a_size_that_was_lost_and_came_back_is_not_called_kept():
    """1e−200 · 1e200 = 1 in two steps: what is in between has not kept its size."""
    W_hh = np.roll(np.diag([1e-200, 1e-200, 1e200, 1e200]), 1, axis=0)
    memory = linear(W_hh, 4)
    assert memory.decay(3).norms[4] == pytest.approx(1)
    assert "still has its size" not in said(memory)
    # Three quarters of the way round the ring it is at 1e200, half way beyond float64.
    assert "nan" not in said(memory)


def test_growth_beyond_float64_on_the_way_has_no_number():
    """A ring of 1e200, 1e200, 1e−200, 1e−201: half way it is 1e400, at its end .1."""
    W_hh = np.roll(np.diag([1e200, 1e200, 1e-200, 1e-201]), 1, axis=0)
    assert said(linear(W_hh, 4)).startswith(
        "A nudge from 2 steps back has grown beyond 10³⁰⁸-fold, although the spectral radius is "
        "0.562. At most 10 % of one from 4 steps back is left; the weights took the rest."
    )


def test_an_end_is_told_from_a_product_that_is_too_small():
    """A chain of three 1e−200s is 0 in float64 after two steps, and nothing after four."""
    memory = linear(np.diag([1e-200] * 3, -1), 5)
    assert memory.decay(4).norms.tolist() == [1, 1e-200, 0, 0, 0, 0]
    assert said(memory) == (
        "Nothing is left of a nudge from 4 steps back or earlier: at step 1 no weight leads to a "
        "unit that passes it on."
    )
    assert said(memory, 2).startswith("After 3 steps less than 10⁻¹² of a nudge is left")


# Influence


def lines(W_hy):
    """Return a linear network's memory: unit 0 halves, unit 1 keeps, unit 2 forgets at once."""
    return linear(np.diag([0.5, 1.0, 0.0]), 6, W_xh=np.eye(3), W_hy=[W_hy])


@pytest.mark.parametrize(
    ("W_hy", "step", "of", "sentence"),
    [
        (
            [3, 0, 0], 5, "inputs",
            "At step 5, it depends most on the input of step 5: a small nudge there moves it "
            "up to 3 "
            "times as far. Step 0 matters 3.13 % as much.",  # 1/32
        ),
        (
            [1, 0, 0], 2, "states",
            "At step 2, it depends most on the state of step 2: a small nudge there moves it "
            "just as "
            "far. Step 0 matters 25 % as much.",
        ),
        (
            [0, 0.2, 0], 4, "inputs",
            "At step 4, it depends on the inputs of all 5 steps alike: a small nudge to any "
            "of them "
            "moves it up to 0.2 times as far.",
        ),
        (
            [0, 0, 7], 3, "states",
            "At step 3, it depends most on the state of step 3: a small nudge there moves it "
            "up to 7 "
            "times as far. Nothing is left of step 0.",
        ),
        (
            [0, 0, 7], 0, "inputs",
            "At step 0, it depends most on the input of step 0: a small nudge there moves it "
            "up to 7 "
            "times as far.",
        ),
        ([0, 0, 0], 4, "inputs",
         "At step 4, it depends on nothing: no small change of an input so far moves it."),
        ([0, 0, 0], 0, "states",
         "At step 0, it depends on nothing: no small change of a state so far moves it."),
    ],
)  # fmt: skip
def test_influence_says_which_step_bears_most(W_hy, step, of, sentence):
    """The step, how far a nudge moves it, and what is left of step 0 are those of the weights."""
    influence = lines(W_hy).influence(output=0)
    assert read_influence(influence, step, "it", of) == sentence


def test_steps_that_bear_alike_are_named_together():
    """The adding network's output has 1 by the two values that were marked, and 0 by the rest."""
    net = rv.presets.load("adding").net
    marked = np.zeros(9)
    marked[[3, 6]] = 1
    memory = rv.memory(net, net.rollout(np.column_stack([np.full(9, 0.5), marked])))
    influence = memory.influence(output=0)
    np.testing.assert_allclose(influence.gradients(8)[1][:, 0], marked)
    sentence = read_influence(influence, 8, "the sum", "inputs")
    most = np.flatnonzero(np.isclose(influence.of_inputs[8], influence.of_inputs[8].max()))
    assert most.tolist() == [3, 6]
    assert sentence.startswith(
        "At step 8, the sum depends most on the inputs of 2 steps, the last of them step 6: "
        "a small "
        "nudge to any of them moves it up to "
    )
    assert sentence.endswith(" times as far. Nothing is left of step 0.")


def test_an_infinite_influence_is_said_in_words():
    """10⁴⁰⁰ is beyond float64: the sentence has no number."""
    influence = one_unit(10, 0, 400, "linear").influence(unit=0)
    assert read_influence(influence, 399, "unit 0", "states") == (
        "At step 399, unit 0 depends on some step more than a number can say: it explodes."
    )
    assert "up to 1×10¹⁰ times as far" in read_influence(influence, 10, "unit 0", "states")


def test_a_tiny_influence_is_said_with_a_power():
    """.001⁵ of a nudge is below a hundredth of a percent, .001¹⁹ below all that is told."""
    influence = one_unit(0.001, 0, 20, "linear").influence(unit=0)
    assert read_influence(influence, 2, "u", "inputs").endswith("Step 0 matters 1×10⁻⁶ as much.")
    assert read_influence(influence, 19, "u", "inputs").endswith("less than 10⁻¹² as much.")


def test_what_does_not_fit_is_refused():
    """Other records, steps out of range and an unknown past are refused by name."""
    memory = one_unit(0.5, 1, 4)
    influence = memory.influence(unit=0)
    with pytest.raises(ValueError, match=r"memory is Decay[\s\S]*: expected a Memory"):
        read_decay(memory.decay(2), memory.decay(2))
    with pytest.raises(ValueError, match=r"decay is Memory[\s\S]*: expected a Decay"):
        read_decay(memory, memory)
    with pytest.raises(ValueError, match=r"influence is Memory[\s\S]*: expected an Influence"):
        read_influence(memory, 1, "u", "inputs")
    with pytest.raises(ValueError, match="step is 4: expected a whole number from 0 to 3"):
        read_influence(influence, 4, "u", "inputs")
    with pytest.raises(ValueError, match="of is 'past': expected one of inputs, states"):
        read_influence(influence, 1, "u", "past")


@pytest.mark.parametrize(
    ("W_hh", "num_steps", "sentence"),
    [
        # diag(1.2, .1): 1.2⁶ = 2.99 in one direction, 10⁻⁶ in the other.
        (
            [[1.2, 0], [0, 0.1]],
            6,
            "After 6 steps a nudge has grown up to 2.99-fold: the weights stretch it.",
        ),
        # Two steps give the identity; one gives 2 in one direction and ½ in the other.
        (
            [[0, 2], [0.5, 0]],
            6,
            "A nudge from 1 step back has grown up to 2-fold. One from 6 steps back is at most as "
            "large as it was.",
        ),
    ],
)
def test_of_many_units_the_most_is_said(W_hh, num_steps, sentence):
    """A norm is the most of all directions, and the sentence does not promise it to all."""
    assert said(linear(np.array(W_hh, dtype=float), num_steps)) == sentence


def test_a_peak_is_named_where_a_nudge_has_shrunk_since():
    """[[.9, 30], [0, .85]] grows to its peak and shrinks for 20 steps, though above its size."""
    W_hh = np.array([[0.9, 30], [0, 0.85]])
    sizes = [np.linalg.norm(np.linalg.matrix_power(W_hh, d), 2) for d in range(31)]
    peak = int(np.argmax(sizes))
    words = said(linear(W_hh, 30))
    assert words.startswith(
        f"A nudge from {peak} steps back has grown up to {sizes[peak]:.1f}-fold"
    )
    assert f"One from 30 steps back has grown up to {sizes[30]:.1f}-fold" in words
