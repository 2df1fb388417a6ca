"""Many versions of a simple recurrent network, run at the same time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from rnnviz.networks import activations
from rnnviz.networks.activations import Array
from rnnviz.networks.rnn import RNN

Logged = tuple[Array, Array, Array, Array]  # a, h, z, y
Product = Callable[[Array, Array], object]  # writes W_hh h_{t−1} of the first into the second


def rollouts(net: RNN, target: str, versions: Array, x: Array, initial_state: Array) -> Logged:
    """Run versions of a rollout that differ in one array, all at the same time.

    Args:
        net: the network, as it is.
        target: the array's name: a parameter, "x" or "initial_state".
        versions: (V, …), the array itself, V times.
        x: (T, I), finite, where x is not the target.
        initial_state: (H,), finite, where it is not the target.

    Returns:
        a, h of shape (V, T, H) and z, y of shape (V, T, O).
    """
    arrays = {**net.parameters, "x": x, "initial_state": initial_state, target: versions}
    W_xh, W_hh, W_hy, b_h, b_y, x, h_before = arrays.values()
    V, T, H = len(versions), x.shape[-2], net.hidden_size
    # The states do not hear of the readout: one rollout serves all of its versions.
    num_runs = 1 if target in ("W_hy", "b_y") else V
    with np.errstate(over="ignore", invalid="ignore"):
        drive = x @ W_xh.swapaxes(-1, -2) + b_h[..., None, :]
        drive = np.broadcast_to(drive, (num_runs, T, H)).swapaxes(0, 1)
        start = np.broadcast_to(h_before, (num_runs, H))
        if W_hh.ndim == 2:
            product: Product = partial(_rows_times, W_hh.T)
        else:
            product = partial(_each_times, W_hh)
        a, h = _run(net, drive, start, product)
        z = _logits(h, W_hy, b_y, V)
        y = activations.OUTPUT[net.output](z)
    a, h = (np.broadcast_to(array.swapaxes(0, 1), (V, T, H)) for array in (a, h))
    return a, h, z, y


def rollouts_by_entry(
    net: RNN, index: tuple[int, ...], values: Array, x: Array, initial_state: Array
) -> Logged:
    """Run a network with one entry of W_hh at each of many values, at the same time.

    Turning an entry adds a rank-one term to the product that all share:

        a_t = W_hh h_{t−1} + (value − W_hh[i, j]) e_i h_{t−1}[j] + W_xh x_t + b_h

    Args:
        net: the network, as it is.
        index: (i, j).
        values: (V,), finite.
        x: (T, I), finite.
        initial_state: (H,), finite.

    Returns:
        As `rollouts`.
    """
    i, j = index
    H, T, V = net.hidden_size, len(x), len(values)
    unit = np.eye(H)[:, i : i + 1]
    weights = np.hstack([net.W_hh, unit, net.W_xh, net.b_h[:, None]])
    # Column v of step t holds [h_{t−1}; (value − W_hh[i, j]) h_{t−1}[j]; x_t; 1] of version
    # v: a step of all versions is one product of two matrices.
    steps = np.empty((T + 1, weights.shape[1], V))
    steps[0, :H] = initial_state[:, None]
    steps[:T, H + 1 : -1] = x[:, :, None]
    steps[:, -1] = 1.0
    states = steps[1:, :H]
    a = np.empty(states.shape)
    added = values - net.W_hh[i, j]
    activate = activations.HIDDEN[net.activation]
    with np.errstate(over="ignore", invalid="ignore"):
        for step, h_j, term, a_t, h_t in zip(
            steps, steps[:, j], steps[:, H], a, states, strict=False
        ):
            np.multiply(added, h_j, term)
            weights.dot(step, a_t)
            activate(a_t, h_t)
        z = np.matmul(net.W_hy, states).transpose(2, 0, 1) + net.b_y
        y = activations.OUTPUT[net.output](z)
    return a.transpose(2, 0, 1), states.transpose(2, 0, 1), z, y


def _run(net: RNN, drive: Array, start: Array, product: Product) -> tuple[Array, Array]:
    """Return a and h, (T, V, H), from W_xh x_t + b_h, the states before, and W_hh's product."""
    states = np.empty((len(drive) + 1, *start.shape))
    states[0] = start
    h = states[1:]
    a = np.empty(h.shape)
    activate = activations.HIDDEN[net.activation]
    for h_before, drive_t, a_t, h_t in zip(states, drive, a, h, strict=False):
        product(h_before, a_t)
        a_t += drive_t
        activate(a_t, h_t)
    return a, h


def _rows_times(W: Array, rows: Array, out: Array) -> Array:
    return rows.dot(W, out)


def _each_times(W: Array, rows: Array, out: Array) -> Array:
    product: Array = np.matmul(W, rows[..., None], out=out[..., None])
    return product


def _logits(h: Array, W_hy: Array, b_y: Array, V: int) -> Array:
    """Return z, (V, T, O), of the states of one run or of V, by one readout or by V."""
    if W_hy.ndim == 2:  # as rows, because dot misses gemm on three axes
        z = h.reshape(-1, h.shape[-1]).dot(W_hy.T).reshape(*h.shape[:2], len(W_hy))
        z = z.swapaxes(0, 1)
    else:
        z = h.swapaxes(0, 1) @ W_hy.swapaxes(1, 2)
    return np.broadcast_to(z, (V, *z.shape[1:])) + b_y[..., None, :]
