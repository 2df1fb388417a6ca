"""A loss with its gradients, for figures of a sum over copies."""

from __future__ import annotations

import numpy as np

import rnnviz as rv


def loss_of(y):
    """Half the squared distance of the outputs to 1."""
    return 0.5 * ((y - 1) ** 2).sum()


def gradients_of(trace, window=None):
    """The gradients of `loss_of` over a trace."""
    return rv.backprop(trace.net, trace, np.ones(trace.y.shape), window=window)


def lesson_8(window=None):
    """Lesson 8's gradients: x = 1, 0, 0, 0 and w = 0.5, of which y_3 should be 1."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.5]], W_hy=[[1.0]], activation="relu")
    trace = net.rollout([[1.0], [0.0], [0.0], [0.0]])
    return rv.backprop(net, trace, np.ones((4, 1)), weights=[0, 0, 0, 1], window=window)
