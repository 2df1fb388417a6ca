"""Where scales of colours end."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.look.limits import limit_of, limit_over, limits_of


@pytest.mark.parametrize(
    ("most", "limit"),
    [(0, 1), (0.3, 1), (1, 1), (1.01, 2), (2.5, 5), (5, 5), (7, 10), (11, 20), (499, 500)],
)
def test_a_limit_is_the_next_nice_number(most: float, limit: float) -> None:
    """A scale ends at 1, 2, 5, 10, … and holds every value, negative ones too."""
    assert limit_over(np.array([[-most, most / 2]])) == limit
    assert limit_over(np.array([])) == 1


@pytest.mark.parametrize("exponent", [3, 12, 25, 38])
def test_a_large_limit_is_nice_too(exponent: int) -> None:
    """A number of any size has a limit of 1, 2 or 5 times a power of ten, not far above it."""
    most = 3.3 * 10.0**exponent
    assert limit_over(np.array([most])) == pytest.approx(5 * 10.0**exponent, rel=1e-12)


@pytest.mark.parametrize("function", ["tanh", "sigmoid", "softmax"])
def test_what_is_bounded_ends_at_1(function: str) -> None:
    """Functions that never pass 1 have the scale of all that they can give."""
    assert limit_of(function, np.array([0.001])) == 1
    assert limit_of("relu", np.array([0.001]), np.array([7.0])) == 10


def test_an_explosion_is_left_out_of_the_limits() -> None:
    """Only the steps before the one that explodes are drawn, so only they count."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e5]], W_hy=[[3.0]], activation="linear")
    e = rv.Experiment(net=net, x=[[1.5], [0], [0], [0]])
    assert limits_of(e) == (2, 2e10, 5e10, 1e5)  # 1.5·10¹⁰ at step 2, 1.5·10¹⁵ at step 3
