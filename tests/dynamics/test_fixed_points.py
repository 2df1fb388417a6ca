"""Fixed points, against what is known by hand, dense grids, and plain loops."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.dynamics import continua
from rnnviz.dynamics import fixed_points as module
from rnnviz.dynamics.autonomous import Autonomous

FOLD = 0.532839975  # |b| at which two of the three points of tanh(2h + b) merge


def one_unit(w: float, b: float = 0.0, activation: Any = "tanh") -> rv.RNN:
    """Return the network h ← activation(w h + b)."""
    return rv.RNN(W_xh=[[1.0]], W_hh=[[w]], W_hy=[[1.0]], b_h=[b], activation=activation)


def network(W_hh: Any, b_h: Any = None, activation: Any = "tanh") -> rv.RNN:
    """Return a network of two inputs and three outputs."""
    H = len(W_hh)
    return rv.RNN(
        W_xh=np.ones((H, 2)), W_hh=W_hh, W_hy=np.ones((3, H)), b_h=b_h, activation=activation
    )


def random_network(H: int, gain: float, seed: int, bias: float = 0.0) -> rv.RNN:
    """Return a tanh network of normal weights with variance gain²/H."""
    random = np.random.RandomState(seed)
    W = gain * random.standard_normal((H, H)) / np.sqrt(H)
    return network(W, bias * random.standard_normal(H))


def values(found: rv.FixedPoints) -> list[float]:
    """Return the points of one unit, in their order."""
    return found.points[:, 0].tolist()


@pytest.mark.parametrize(
    ("w", "expected"), [(0.9, None), (1.1, 0.502941), (1.5, 0.858560), (2.0, 0.957504)]
)
def test_the_pitchfork(w: float, expected: float | None) -> None:
    """Up to w = 1 only 0, stable; above it 0 is unstable, and ±h are stable beside it."""
    found = rv.fixed_points(one_unit(w))
    if expected is None:
        assert values(found) == [0.0]
        assert found.kinds == ("stable",)
    else:
        np.testing.assert_allclose(values(found), [-expected, 0, expected], atol=1e-6)
        assert found.kinds == ("stable", "unstable", "stable")
        np.testing.assert_allclose(found.eigenvalues[1], [w])
        np.testing.assert_allclose(found.eigenvalues[0], [w * (1 - expected**2)], atol=1e-5)
        np.testing.assert_array_equal(found.is_stable, [True, False, True])
    assert (found.residuals <= 1e-15).all()
    assert found.num_hits.sum() == found.num_seeds == 256
    assert (found.num_hits > 30).all()
    assert not found.is_complete
    assert found.unseen == found.num_lost == 0
    assert found.continua == ()
    assert found.slow_points.shape == (0, 1)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("b", "number"),
    [(0.0, 3), (0.3, 3), (0.53283, 3), (FOLD - 1e-9, 3), (0.53285, 1), (0.54, 1), (5.0, 1)],
)
def test_two_points_merge_at_the_fold(b: float, number: int, sign: int) -> None:
    """tanh(2h + b) has three fixed points below |b| = .53284 and one above."""
    found = rv.fixed_points(one_unit(2.0, sign * b))
    assert len(found.points) == number
    assert (found.residuals <= 1e-15).all()
    edges = np.linspace(-1, 1, 2_000_001)
    change = np.tanh(2 * edges + sign * b) - edges
    crossings = edges[:-1][np.sign(change[:-1]) * np.sign(change[1:]) < 0]
    if b in (0.3, 0.53283, 0.54):
        np.testing.assert_allclose(values(found), crossings, atol=2e-6)


@pytest.mark.parametrize("b", [FOLD + 1e-8, 0.53285, 0.54, -0.6])
def test_what_merged_leaves_a_slow_point(b: float) -> None:
    """Just beyond the fold the state all but rests where the two were; that is no fixed point."""
    found = rv.fixed_points(one_unit(2.0, b))
    # Slowest where the slope is 1: tanh′(2h + b) = ½.
    a = -np.sign(b) * np.arctanh(np.sqrt(0.5))
    h = (a - b) / 2
    np.testing.assert_allclose(found.slow_points, [[h]], atol=1e-7)
    np.testing.assert_allclose(found.slow_speeds, [abs(np.tanh(a) - h)], rtol=1e-6)
    assert found.num_lost > 50
    assert found.num_lost + found.num_hits.sum() == 256
    # At |b| = .85 it still is slowest there, but not slow.
    assert rv.fixed_points(one_unit(2.0, 0.85 * np.sign(b))).slow_points.shape == (0, 1)


@pytest.mark.parametrize("w", [1.0, 1 - 1e-6, 1 - 1e-9])
def test_a_point_that_newton_only_creeps_up_to_is_one_point(w: float) -> None:
    """Where the eigenvalue is 1, all seeds end close to 0, and 0 is all that is reported."""
    found = rv.fixed_points(one_unit(w))
    np.testing.assert_array_equal(found.points, [[0.0]])
    assert found.kinds == (("stable" if w == 1 - 1e-6 else "marginal"),)
    assert found.num_hits.tolist() == [256]
    assert found.continua == ()


def test_a_degenerate_point_away_from_zero_is_one_point() -> None:
    """Three units at the middle of a pitchfork of the third, driven by the two others."""
    found = rv.fixed_points(network([[0, 0, 0], [0.5, 0, 0], [2, -1, 1.0]], [0.7, -0.4, 0.0]))
    h = np.tanh(0.7), np.tanh(0.5 * np.tanh(0.7) - 0.4)
    drive = 2 * h[0] - h[1]
    found = rv.fixed_points(network(found.net.W_hh, [0.7, -0.4, -drive]))
    np.testing.assert_allclose(found.points, [[*h, 0]], atol=1e-5)
    assert found.kinds == ("marginal",)
    assert (found.residuals <= 1e-15).all()


@pytest.mark.parametrize("above", [1e-6, 1e-8])
def test_points_close_to_each_other_stay_apart(above: float) -> None:
    """Just above w = 1 there are three points within 4e−3, and within 4e−4."""
    found = rv.fixed_points(one_unit(1 + above))
    h = np.sqrt(3 * above)
    np.testing.assert_allclose(values(found), [-h, 0, h], rtol=1e-4)
    if above == 1e-6:
        assert found.kinds == ("stable", "unstable", "stable")


def test_the_flip_flop_has_27_points() -> None:
    """Three latches: every corner is stable, 0 unstable, and all between are saddles."""
    found = rv.fixed_points(rv.presets.load("flip_flop").net)
    expected = list(itertools.product([-0.957504, 0, 0.957504], repeat=3))
    np.testing.assert_allclose(found.points, expected, atol=1e-6)
    zeros = (np.abs(found.points) < 0.5).sum(axis=1)
    assert [("stable", "saddle", "saddle", "unstable")[n] for n in zeros] == list(found.kinds)
    assert found.is_stable.sum() == 8


@pytest.mark.parametrize(("gain", "kind"), [(1.5, "unstable"), (0.9, "stable"), (1.0, "marginal")])
def test_rotations_rest_at_zero_only(gain: float, kind: str) -> None:
    """A Neimark–Sacker bifurcation at gain 1: the eigenvalues are gain·e^{±iπ/4}."""
    turn = np.sqrt(0.5) * np.array([[1, -1], [1, 1]])
    found = rv.fixed_points(network(gain * turn))
    np.testing.assert_allclose(found.points, [[0, 0]], atol=1e-12)
    assert found.kinds == (kind,)
    expected = gain * np.exp([0.25j * np.pi, -0.25j * np.pi])
    np.testing.assert_allclose(found.eigenvalues, [expected], atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_two_units_agree_with_a_dense_grid(seed: int) -> None:
    """Every cell of a fine grid in which both entries of F(h) − h may vanish is followed up."""
    net = random_network(2, 3.0, seed, bias=0.3)
    x = np.array([0.1, -0.3])
    W, c = net.W_hh, net.W_xh @ x + net.b_h
    grid = np.linspace(-1, 1, 801)
    h = np.stack(np.meshgrid(grid, grid), axis=-1)
    change = np.tanh(h @ W.T + c) - h
    corners = np.stack([change[:-1, :-1], change[1:, :-1], change[:-1, 1:], change[1:, 1:]])
    both = ((corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0)).all(axis=-1)
    met: list[np.ndarray] = []
    for start in h[:-1, :-1][both]:
        point = start + 0.00125
        for _ in range(20):
            f = np.tanh(W @ point + c)
            point = point + np.linalg.solve(np.eye(2) - (1 - f * f)[:, None] * W, f - point)
        if np.abs(point - start).max() < 0.01 and all(np.abs(point - m).max() > 1e-6 for m in met):
            met.append(point)
    found = rv.fixed_points(net, x)
    expected = sorted(met, key=lambda point: point[0])
    np.testing.assert_allclose(found.points, expected, atol=1e-9)
    np.testing.assert_array_equal(found.x, x)


@pytest.mark.parametrize("seed", [1, 3])
def test_where_plain_runs_rest_is_among_them(seed: int) -> None:
    """Long runs of `rollout` from 40 states end at points that were found, and are stable."""
    net = random_network(7, 2.5, seed, bias=0.2)
    found = rv.fixed_points(net)
    starts = np.random.default_rng(3).uniform(-1, 1, (40, 7))
    h = net.rollout(np.zeros((4000, 40, 2)), starts).h
    rests = h[-1][np.abs(h[-1] - h[-2]).max(axis=1) < 1e-13]
    gaps = np.abs(rests[:, None] - found.points).max(axis=2)
    assert (gaps.min(axis=1, initial=np.inf) < 1e-10).all()
    assert found.is_stable[gaps.argmin(axis=1)].all() if len(rests) else True
    if not len(rests):
        assert not found.is_stable.any()


@pytest.mark.parametrize(("H", "seed", "number"), [(16, 3, 7), (16, 5, 3), (32, 0, 7), (32, 3, 5)])
def test_256_seeds_find_what_many_more_find(H: int, seed: int, number: int) -> None:
    """Random networks at gain 1.5: as many as 4000 seeds do, whichever the seeds are."""
    net = random_network(H, 1.5, seed)
    found = rv.fixed_points(net)
    assert len(found.points) == number
    assert (found.residuals <= 1e-14).all()
    assert found.unseen < 0.02
    others = rv.fixed_points(net, num_seeds=4000 if H == 16 else 1000, seed=9)
    np.testing.assert_allclose(found.points, others.points, atol=1e-9)
    # F is odd: with h, −h is a fixed point.
    mirrored = np.abs(found.points[:, None] + found.points).max(axis=2).min(axis=1)
    assert mirrored.max() < 1e-9


def test_a_slow_point_is_a_minimum_of_the_speed() -> None:
    """Around each, in random directions, every state moves faster; and it is no fixed point."""
    net = random_network(16, 1.5, 4)
    found = rv.fixed_points(net)
    assert len(found.slow_points) == 2
    np.testing.assert_allclose(found.slow_points.sum(axis=0), 0, atol=1e-6)
    map_ = Autonomous(net)
    for point, speed in zip(found.slow_points, found.slow_speeds, strict=True):
        assert 0.07 < speed < 0.08
        np.testing.assert_allclose(np.linalg.norm(map_.step(point) - point), speed)
        aside = np.random.default_rng(1).standard_normal((300, 16))
        beside = point + 1e-2 * aside / np.linalg.norm(aside, axis=1, keepdims=True)
        assert (np.linalg.norm(map_.step(beside) - beside, axis=1) > speed).all()


def test_a_poor_search_says_so() -> None:
    """Twelve seeds for 31 points: most are hit once at most."""
    net = random_network(16, 5.0, 3)
    few, many = rv.fixed_points(net, num_seeds=12), rv.fixed_points(net, num_seeds=1500)
    assert len(few.points) < len(many.points)
    assert few.unseen > 0.2 > 0.02 > many.unseen
    assert many.num_hits.sum() + many.num_lost == many.num_seeds == 1500


def test_of_mirror_images_only_one_need_be_hit() -> None:
    """Three seeds: whatever they find, its mirror image is there too."""
    found = rv.fixed_points(random_network(16, 5.0, 3), num_seeds=3)
    assert found.num_hits.sum() + found.num_lost == 3
    assert len(found.points) > 1
    np.testing.assert_allclose(found.points, -found.points[::-1], atol=1e-9)


def test_rare_points_are_found_between_others() -> None:
    """Of 25 points at gain 5, 256 seeds alone hit 23."""
    net = random_network(16, 5.0, 6)
    found = rv.fixed_points(net)
    assert len(found.points) == 25
    assert (found.num_hits == 0).any()


def by_regions(net: rv.RNN) -> list[np.ndarray]:
    """Return the fixed points of a ReLU network, one region after the other."""
    W, c = net.W_hh, net.b_h
    found = []
    for on in itertools.product([0.0, 1.0], repeat=len(c)):
        D = np.diag(on)
        h = np.linalg.solve(np.eye(len(c)) - D @ W, D @ c)
        if np.abs(np.maximum(W @ h + c, 0) - h).max() < 1e-12:
            found.append(h)
    return sorted(found, key=lambda h: np.round(h, 9).tolist())


@pytest.mark.parametrize("seed", range(8))
def test_of_a_relu_network_all_regions_are_solved(seed: int) -> None:
    """Five units and a bias: the same as a plain loop over 32 regions, and proved complete."""
    random = np.random.RandomState(seed)
    net = network(1.3 * random.standard_normal((5, 5)), random.standard_normal(5), "relu")
    found = rv.fixed_points(net)
    expected = by_regions(net)
    np.testing.assert_allclose(found.points, np.reshape(expected, (-1, 5)), atol=1e-9)
    assert (found.points >= 0).all()
    assert found.is_complete
    assert found.unseen == found.num_seeds == found.num_lost == 0
    assert (found.residuals <= 1e-13).all()


@pytest.mark.parametrize("seed", range(8))
def test_a_large_relu_network_is_searched(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were 6 units too many for all regions, seeds would find the same points."""
    random = np.random.RandomState(seed)
    net = network(1.2 * random.standard_normal((6, 6)), random.standard_normal(6), "relu")
    proved = rv.fixed_points(net)
    monkeypatch.setattr(module, "MOST_REGIONS", 5)
    found = rv.fixed_points(net, num_seeds=300)
    np.testing.assert_allclose(found.points, proved.points, atol=1e-9)
    assert not found.is_complete
    assert found.num_seeds == found.num_hits.sum() + found.num_lost == 300


def test_a_large_ring_is_a_continuum() -> None:
    """Fourteen units, each handing on: whatever is the same in all of them rests."""
    found = rv.fixed_points(network(np.roll(np.eye(14), 1, axis=0), activation="relu"))
    assert len(found.points) == 0
    (line,) = found.continua
    np.testing.assert_allclose(line.directions, np.full((1, 14), 14**-0.5), atol=1e-12)
    assert not found.is_complete


@pytest.mark.parametrize(
    ("name", "point", "direction", "high"),
    [
        ("ring", [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], np.inf),
        ("counter", [0], [1], np.inf),
        ("adding", [0, 0], [0, 1], np.inf),
        # h₂ = relu(h₁ − 1) is 0, and h₁ whatever it is, up to 1.
        ("parity", [0, 0], [1, 0], 1.0),
    ],
)
def test_what_can_rest_all_along_a_line_is_a_continuum(
    name: str, point: list[float], direction: list[float], high: float
) -> None:
    """Never N points of it; all of these are at or beyond a kink somewhere."""
    found = rv.fixed_points(rv.presets.load(name).net)
    assert found.points.shape == (0, len(point))
    assert found.kinds == ()
    (line,) = found.continua
    np.testing.assert_allclose(line.point, point, atol=1e-12)
    np.testing.assert_allclose(line.directions, [direction], atol=1e-12)
    assert (line.low, line.high) == (0, pytest.approx(high))
    assert found.is_complete
    for along in (0.0, 0.25, min(high, 7.0)):
        h = line.point + along * line.directions[0]
        np.testing.assert_allclose(Autonomous(found.net).step(h), h, atol=1e-12)
    beyond = line.point - 0.1 * line.directions[0]
    assert np.abs(Autonomous(found.net).step(beyond) - beyond).max() > 0.01


def test_the_parentheses_rest_on_a_plane() -> None:
    """At (d, 0, e): the depth d and the flag e stay, whatever they are, as d ≥ 0 and e ≥ d."""
    found = rv.fixed_points(rv.presets.load("parentheses").net)
    assert len(found.points) == 0
    (plane,) = found.continua
    assert plane.directions.shape == (2, 3)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane.directions[:, 1], 0, atol=1e-12)
    assert np.isnan(plane.low)
    assert np.isnan(plane.high)


def test_a_continuum_that_bends_comes_in_straight_pieces() -> None:
    """h₁ = relu(h₁), h₂ = relu(h₁ − 1): a line along the first axis, and one up from (1, 0)."""
    found = rv.fixed_points(network([[1, 0], [1, 0.0]], [0, -1.0], "relu"))
    assert len(found.points) == 0
    flat, rising = sorted(found.continua, key=lambda line: line.high)
    np.testing.assert_allclose([flat.point, rising.point], [[0, 0], [1, 0]], atol=1e-12)
    np.testing.assert_allclose(np.abs(flat.directions), [[1, 0]], atol=1e-12)
    np.testing.assert_allclose(np.abs(rising.directions), [[0.5**0.5, 0.5**0.5]], atol=1e-12)
    assert flat.high == pytest.approx(1)
    assert rising.high == np.inf


def test_units_that_keep_what_they_have_fill_an_orthant(monkeypatch: pytest.MonkeyPatch) -> None:
    """W_hh = 1 of five units: one continuum of five dimensions, not its 32 faces."""
    looked_at = []

    def piece(map_: Autonomous, region: np.ndarray) -> Any:
        looked_at.append(region)
        return original(map_, region)

    original = continua._piece
    monkeypatch.setattr(continua, "_piece", piece)
    found = rv.fixed_points(network(np.eye(5), activation="relu"))
    (orthant,) = found.continua
    assert len(looked_at) == 1  # 2^12 faces would take seconds
    assert orthant.directions.shape == (5, 5)
    assert (orthant.point > 0).all()


def test_at_a_kink_stability_is_undefined() -> None:
    """The decay preset rests at 0, where its slope is .5 on one side and 0 on the other."""
    found = rv.fixed_points(rv.presets.load("decay").net)
    np.testing.assert_array_equal(found.points, [[0]])
    assert found.kinds == ("undefined",)
    assert not found.is_stable.any()


@pytest.mark.parametrize("activation", ["relu", "linear"])
def test_tiny_numbers_count(activation: str) -> None:
    """A fixed point of relu(2h + 1e−11) is nowhere, one of h/2 + 1e−11 at 2e−11."""
    found = rv.fixed_points(one_unit(2.0, 1e-11, activation))
    assert values(found) == ([] if activation == "relu" else [pytest.approx(-1e-11)])
    found = rv.fixed_points(one_unit(0.5, 1e-11, activation))
    assert values(found) == [pytest.approx(2e-11)]


def test_a_linear_network_is_solved() -> None:
    """One point; a line where an eigenvalue is 1; nothing where the drive pushes along it."""
    W = np.array([[0.5, 0.2, 0], [0, 0.25, 0], [0, 0, 1.0]])
    found = rv.fixed_points(network(np.diag([0.5, 2, 0]) + 0.1, [1.0, 2, 3], "linear"))
    expected = np.linalg.solve(np.eye(3) - found.net.W_hh, found.net.b_h)
    np.testing.assert_allclose(found.points, [expected])
    assert found.kinds == ("saddle",)
    found = rv.fixed_points(network(W, [1.0, 3, 0], "linear"))
    (line,) = found.continua
    np.testing.assert_allclose(line.point, [3.6, 4, 0], atol=1e-12)
    np.testing.assert_allclose(np.abs(line.directions), [[0, 0, 1]], atol=1e-12)
    assert (line.low, line.high) == (-np.inf, np.inf)
    assert len(found.points) == 0
    found = rv.fixed_points(network(W, [1.0, 3, 1e-3], "linear"))
    assert found.continua == ()
    assert len(found.points) == 0
    assert found.is_complete


def test_units_of_different_sizes_are_not_taken_for_a_continuum() -> None:
    """A weight of 1e14 makes the equations look singular; they are not."""
    found = rv.fixed_points(network([[0.5, 1e14], [0, 0.5]], [1.0, 1.0], "linear"))
    np.testing.assert_allclose(found.points, [[2 + 4e14, 2]])
    assert found.continua == ()


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("size", [1e-300, 1e8, 1e150, 1e300])
@pytest.mark.parametrize("H", [1, 3, 13])
def test_no_weight_is_too_large(activation: Any, size: float, H: int) -> None:
    """No warning, and no NaN in the record; whatever is found is a fixed point."""
    random = np.random.RandomState(H)
    W, b = size * random.standard_normal((H, H)), random.standard_normal(H)
    for bias in (b, size * b, 0 * b):
        found = rv.fixed_points(network(W, bias, activation), [1.0, 0.0], num_seeds=40)
        reach = np.maximum(1, np.abs(found.points).max(axis=1, initial=0))
        assert (found.residuals <= 1e-10 * reach).all()
        for array in (found.points, found.eigenvalues, found.slow_points, found.slow_speeds):
            assert not np.isnan(array).any()


def test_a_drive_beyond_float64_is_no_error() -> None:
    """Tanh saturates; the others have nowhere to rest that could be written down."""
    for activation, number in (("tanh", 1), ("relu", 0), ("linear", 0)):
        net = one_unit(0.5, activation=activation).replace(W_xh=[[1e200]])
        found = rv.fixed_points(net, [1e200], num_seeds=7)
        assert len(found.points) == number
        assert not found.is_complete


def test_where_float64_is_too_coarse_nothing_is_claimed() -> None:
    """1e300 (1 − h) = h is solved by a number just below 1 that float64 lacks."""
    for activation in ("relu", "linear"):
        found = rv.fixed_points(one_unit(-1e300, 1e300, activation))
        assert len(found.points) == 0
        assert not found.is_complete


def test_the_record_is_read_only_and_the_search_repeatable() -> None:
    """The same seed gives the same numbers; nothing in the record can be changed."""
    net = random_network(6, 2.0, 1)
    found, again = rv.fixed_points(net, seed=5), rv.fixed_points(net, seed=5)
    np.testing.assert_array_equal(found.points, again.points)
    np.testing.assert_array_equal(found.num_hits, again.num_hits)
    for name in ("points", "eigenvalues", "residuals", "num_hits", "slow_points", "slow_speeds"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[...] = 0
    (line,) = rv.fixed_points(rv.presets.load("counter").net).continua
    with pytest.raises(ValueError, match="read-only"):
        line.point[...] = 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"x": [1.0]}, r"x has shape \(1,\)"),
        ({"num_seeds": 0}, "num_seeds is 0: expected a whole number of at least 1"),
        ({"seed": -1}, "seed is -1: expected a whole number of at least 0"),
        ({"net": "net"}, "net is 'net': expected an RNN"),
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    """The sentence says what was wrong."""
    with pytest.raises(ValueError, match=sentence):
        rv.fixed_points(**{"net": random_network(3, 1.0, 0), **arguments})
