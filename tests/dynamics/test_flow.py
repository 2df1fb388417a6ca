"""Where runs go and end, against the known networks and brute force."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import rnnviz as rv

REST = 0.957504  # of tanh(2 h) = h


def network(W_hh: Any, activation: Any = "tanh", **parameters: Any) -> rv.RNN:
    """A network of given recurrent weights, with two inputs and three outputs."""
    H = len(W_hh)
    return rv.RNN(
        W_xh=parameters.pop("W_xh", np.ones((H, 2))),
        W_hh=W_hh,
        W_hy=np.ones((3, H)),
        activation=activation,
        **parameters,
    )


def starts(num: int, H: int, seed: int = 0) -> np.ndarray:
    """Starts within ±1.5."""
    return np.random.default_rng(seed).uniform(-1.5, 1.5, (num, H))


class TestVectorField:
    """`vector_field`."""

    def test_moves_are_differences_of_a_step(self) -> None:
        """At each place of a slice through four units, by the network's own rollout."""
        net = rv.RNN.random(input_size=2, hidden_size=4, output_size=3, seed=1)
        center, x = np.array([0.5, -0.25, 0.125, 1.0]), np.array([1.0, -2.0])
        plane = rv.Projection.of_units((2, 1), center)
        field = rv.vector_field(net, plane, ((-1, 1), (-2, 4)), x, num=5)
        assert field.places.shape == field.moves.shape == (5, 5, 2)
        np.testing.assert_allclose(field.places[3, 1], [-0.5, 2.5])
        h = center.copy()
        h[[2, 1]] = field.places[3, 1]
        move = net.rollout(x[None], h).h[0] - h
        np.testing.assert_allclose(field.moves[3, 1], move[[2, 1]], atol=1e-12)
        assert field.speeds[3, 1] == pytest.approx(np.linalg.norm(move))
        assert not field.is_exact
        assert field.change.shape == (0, 0, 2)

    def test_of_two_units_it_is_exact_and_has_nullclines(self) -> None:
        """Where both units' finer changes are 0 the state rests: at the oscillator's origin."""
        net = rv.presets.load("oscillator").net
        whole = rv.Projection.of_units((0, 1), [0, 0])
        field = rv.vector_field(net, whole, ((-1.5, 1.5), (-1, 1)), num=4)
        assert field.is_exact
        M = field.fine.shape[1]
        assert field.change.shape == (M, M, 2)
        middle = M // 2
        np.testing.assert_array_equal(field.fine[:, middle], 0)
        np.testing.assert_array_equal(field.change[middle, middle], 0)
        # Unit 0 becomes tanh(−2 h₁): its change is 0 on that curve alone.
        h0, h1 = field.fine[0], field.fine[1]
        expected = np.tanh(-2 * h1)[:, None] - h0[None]
        np.testing.assert_allclose(field.change[..., 0], expected, atol=1e-12)

    def test_principal_components_can_be_its_plane(self) -> None:
        """The moves are the plane's part of the change, and never longer than the whole."""
        trace = rv.presets.load("large").trace
        plane = rv.principal_components(trace.h)
        field = rv.vector_field(trace.net, plane, ((-2, 2), (-2, 2)), num=6)
        assert (np.linalg.norm(field.moves, axis=-1) <= field.speeds + 1e-12).all()
        assert not field.moves.flags.writeable

    def test_overflow_is_held(self) -> None:
        """Moves beyond float64 are numbers all the same."""
        net = network(np.array([[1e308, 1e308], [1e308, -1e308]]), "linear")
        field = rv.vector_field(net, rv.Projection.of_units((0, 1), [0, 0]), ((-9, 9), (-9, 9)))
        for array in (field.moves, field.speeds, field.change):
            assert np.isfinite(array).all()


class TestFlow:
    """`flow`."""

    def test_states_are_those_of_rollouts(self) -> None:
        """Under a constant input, from seven starts over five steps."""
        net, x = network(0.5 * np.eye(4)), np.array([0.5, -0.25])
        found = rv.flow(net, starts(7, 4), 5, x)
        expected = net.rollout(np.broadcast_to(x, (5, 7, 2)), starts(7, 4)).h
        np.testing.assert_array_equal(found.states[0], starts(7, 4))
        np.testing.assert_allclose(found.states[1:], expected, atol=1e-12)
        assert (found.exploded_at == -1).all()

    def test_the_latch_ends_on_the_side_it_starts(self) -> None:
        """Its two attractors stand by value; the start at 0 is balanced between them."""
        net = rv.presets.load("latch").net
        h = np.linspace(-1, 1, 9)[:, None]
        found = rv.flow(net, h, 3)
        np.testing.assert_allclose(
            np.concatenate(found.attractors).ravel(), [-REST, REST], atol=1e-6
        )
        np.testing.assert_array_equal(found.ends, [0] * 4 + [-1] + [1] * 4)
        assert found.fates.tolist() == ["settled"] * 4 + ["balanced"] + ["settled"] * 4
        assert found.num_settled == 8

    def test_an_input_takes_one_of_the_rests_away(self) -> None:
        """A held input of .1 leaves the latch both, .2 one: LESSONS.md, |x| < .13321."""
        net = rv.presets.load("latch").net
        h = starts(20, 1)
        assert len(rv.flow(net, h, 2, [0.133]).attractors) == 2
        assert len(rv.flow(net, h, 2, [0.1335]).attractors) == 1

    def test_the_flip_flop_has_eight_corners(self) -> None:
        """Each start ends at the corner of its own signs."""
        net = rv.presets.load("flip_flop").net
        h = starts(200, 3)
        found = rv.flow(net, h, 4)
        corners = [REST * np.array(signs) for signs in product((-1, 1), repeat=3)]
        assert len(found.attractors) == 8
        np.testing.assert_allclose(np.concatenate(found.attractors), corners, atol=1e-6)
        ends = np.concatenate(found.attractors)[found.ends]
        np.testing.assert_array_equal(np.sign(ends), np.sign(h))
        assert found.num_settled == 200

    def test_a_cycle_is_one_attractor_of_several_states(self) -> None:
        """The oscillator's, of four states, in the order of its visits, from its largest."""
        net = rv.presets.load("oscillator").net
        found = rv.flow(net, starts(50, 2), 3)
        (cycle,) = found.attractors
        expected = REST * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
        np.testing.assert_allclose(cycle, expected, atol=1e-6)
        assert (found.ends == 0).all()
        # The preset's own kick keeps one unit at 0: that cycle is a saddle.
        kicked = rv.flow(net, [[np.tanh(2), 0]], 3)
        assert kicked.fates.tolist() == ["balanced"]

    def test_a_negative_weight_makes_a_cycle_of_two(self) -> None:
        """W = −2 swaps sides: ±.957504."""
        found = rv.flow(network([[-2.0]]), starts(30, 1), 2)
        (cycle,) = found.attractors
        np.testing.assert_allclose(cycle.ravel(), [REST, -REST], atol=1e-6)

    @pytest.mark.parametrize(("H", "necklaces"), [(3, 4), (5, 8), (7, 20)])
    def test_longer_cycles_are_found_up_to_eight(self, H: int, necklaces: int) -> None:
        """Latches in a ring hand on their signs: a cycle for each necklace of H signs."""
        net = network(2 * np.roll(np.eye(H), 1, axis=0))
        h = np.array(list(product((-1.0, 1.0), repeat=H)))
        found = rv.flow(net, h, 3)
        assert [len(cycle) for cycle in found.attractors] == [1, 1] + [H] * (necklaces - 2)
        assert found.num_settled == 2**H
        for end, start in zip(found.ends, h, strict=True):
            assert (np.sign(found.attractors[end]) == start).all(axis=1).any()
        for cycle in found.attractors[2:]:
            run = net.rollout(np.zeros((H, 2)), cycle[0]).h
            np.testing.assert_allclose(run, np.roll(cycle, -1, axis=0), atol=1e-9)

    def test_a_cycle_of_nine_is_too_long(self) -> None:
        """Nine latches in a ring, all signs but one the same: unsettled, and no attractor."""
        h = np.ones((2, 9))
        h[0, 4] = -1
        found = rv.flow(network(2 * np.roll(np.eye(9), 1, axis=0)), h, 3)
        assert found.fates.tolist() == ["unsettled", "settled"]
        assert len(found.attractors) == 1

    def test_a_point_neared_from_side_to_side_is_no_cycle(self) -> None:
        """With a factor of −.9 a step, two steps are closer than one."""
        found = rv.flow(network([[-0.9]], "linear", b_h=[1.9]), starts(40, 1), 2)
        (point,) = found.attractors
        np.testing.assert_allclose(point, [[1.0]], atol=1e-9)
        assert found.num_settled == 40

    def test_a_contraction_brings_everything_to_one_point(self) -> None:
        """A linear network of radius .9 under an input: at (I − W)⁻¹ drive."""
        W = np.array([[0.5, 0.4, 0], [-0.4, 0.5, 0], [0, 0.3, 0.9]])
        net, x = network(W, "linear", b_h=[1, 2, 3]), [0.5, -1.5]
        found = rv.flow(net, starts(11, 3), 4, x)
        (point,) = found.attractors
        np.testing.assert_allclose(point[0], np.linalg.solve(np.eye(3) - W, [0, 1, 2]), rtol=1e-9)
        assert (found.ends == 0).all()

    @pytest.mark.parametrize("preset", ["ring", "counter", "adding"])
    def test_a_continuum_is_not_a_list_of_attractors(self, preset: str) -> None:
        """Every start rests elsewhere: none is called an attractor."""
        net = rv.presets.load(preset).net
        found = rv.flow(net, np.abs(starts(200, net.hidden_size)), 3)
        assert found.attractors == ()
        assert (found.ends == -1).all()
        assert set(found.fates.tolist()) == {"neutral"}

    def test_a_start_at_a_kink_that_is_drawn_in_is_settled(self) -> None:
        """ReLU units that only decay rest at 0, where there is no derivative."""
        found = rv.flow(network(0.5 * np.eye(3), "relu"), starts(9, 3), 2)
        (point,) = found.attractors
        np.testing.assert_allclose(point, 0, atol=1e-9)
        assert (found.ends == 0).all()

    def test_chaos_settles_nowhere(self) -> None:
        """A random network of radius 3 and 24 units."""
        net = rv.RNN.random(
            input_size=2, hidden_size=24, output_size=1, spectral_radius=3.0, seed=2
        )
        found = rv.flow(net, starts(12, 24), 3)
        assert (found.ends == -1).sum() > 6
        assert "unsettled" in found.fates

    def test_an_exploding_run_stays_where_it_was(self) -> None:
        """No number of the record passes 1e12, and the first step that would have is named."""
        found = rv.flow(network([[1e5, 0], [0, 0.5]], "linear"), [[0.0, 1], [1, 1]], 6)
        np.testing.assert_array_equal(found.exploded_at, [-1, 3])
        np.testing.assert_allclose(found.states[:, 1, 0], [1, 1e5, 1e10] + [1e10] * 4)
        assert found.fates[1] == "exploded"
        assert found.ends[1] == -1
        # At 0 along a direction that grows: on a saddle.
        assert found.fates[0] == "balanced"

    @pytest.mark.parametrize("activation", ["relu", "linear"])
    def test_a_run_that_explodes_later_is_said_to(self, activation: str) -> None:
        """Within the record nothing happens; running on it does, past infinity and back."""
        net = network(np.array([[2.0, 0], [-3.0, 0.5]]), activation)
        found = rv.flow(net, [[1.0, 0.0]], 5)
        assert found.fates.tolist() == ["exploded"]
        assert found.exploded_at.tolist() == [-1]
        beyond = rv.flow(net, [[1e300, 0.0]], 5)
        assert beyond.exploded_at.tolist() == [0]

    def test_slow_runs_end_at_the_same_place(self) -> None:
        """Near a bifurcation, tanh(1.005 h): two rests, ±.121797, and no more."""
        found = rv.flow(network([[1.005]]), starts(100, 1), 2)
        assert len(found.attractors) == 2
        assert found.num_settled == 100
        for (h,) in np.concatenate(found.attractors):
            assert np.tanh(1.005 * h) == pytest.approx(h, abs=1e-9)

    def test_many_attractors_are_cut_at_64(self) -> None:
        """Eight latches have 256 corners: 64 are kept, those that most runs end at."""
        h = np.random.default_rng(0).choice([-1.0, 1.0], (600, 8))
        h[:100] = 1.0
        found = rv.flow(network(2 * np.eye(8)), h, 2)
        assert len(found.attractors) == 64
        np.testing.assert_allclose(found.attractors[-1], REST, atol=1e-6)
        assert (found.ends[:100] == 63).all()

    def test_it_is_as_brute_force_says(self) -> None:
        """Ends of a random network with two rests agree with 3000 plain steps each."""
        net = rv.RNN.random(input_size=2, hidden_size=6, output_size=1, spectral_radius=1.6, seed=4)
        h = starts(40, 6)
        found = rv.flow(net, h, 2)
        last = net.rollout(np.zeros((3000, 40, 2)), h).h[-1]
        for end, state in zip(found.ends, last, strict=True):
            if end >= 0:
                apart = np.abs(found.attractors[end] - state).max(axis=1)
                assert apart.min() < 1e-6


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda n, p: rv.vector_field(n, p, ((0, 1), (1, 1))), "expected low < high"),
        (lambda n, p: rv.vector_field(n, p, (0, 1)), r"bounds has shape \(2,\)"),
        (lambda n, p: rv.vector_field(n, p, ((0, 1), (0, 1)), num=1), "num is 1"),
        (lambda n, p: rv.vector_field(n, p, ((0, 1), (0, 1)), [1.0]), r"x has shape \(1,\)"),
        (lambda n, p: rv.vector_field(n, "p", ((0, 1), (0, 1))), "expected a Projection"),
        (
            lambda n, p: rv.vector_field(n, rv.Projection.of_units((0,), [0, 0, 0]), p),
            r"axes of shape \(1, 3\): expected \(2, 3\)",
        ),
        (lambda n, p: rv.flow(n, [[1.0, 2.0]], 3), r"starts has shape \(1, 2\)"),
        (lambda n, p: rv.flow(n, [[1.0, 2.0, 3.0]], 0), "num_steps is 0"),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        call(network(np.eye(3)), rv.Projection.of_units((0, 1), [0, 0, 0]))
