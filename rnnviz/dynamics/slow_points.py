"""Slow points: where the state all but rests, and yet there is no fixed point."""

from __future__ import annotations

from typing import Final

import numpy as np

from rnnviz.dynamics.autonomous import Array, Autonomous
from rnnviz.dynamics.newton import NEAR, Bools, newton

NUM_STEPS: Final = 60
MOST_STARTS: Final = 16
SHARE: Final = 0.1  # of a typical step: what is faster is not called slow
FLAT: Final = 1e-8  # of the speed: a gradient below that is none
LARGEST: Final = 1e60  # weight, whose powers are still within float64
CLOSE: Final = 1e-4  # closer than that, two of them are one


def slow_points(
    map_: Autonomous, starts: Array, typical: float, is_odd: bool
) -> tuple[Array, Array, Array]:
    """Return the local minima of the speed of a tanh network that are no fixed points.

        q(h) = ½ |F(h) − h|²,   ∇q = 0,   0 < |F(h) − h| ≤ 0.1 · a typical step

    By Newton's method on q, damped (Levenberg and Marquardt) so that q falls at each step.

    Args:
        map_: a tanh network under a constant input.
        starts: (N, H), of which the 16 slowest are used.
        typical: a typical step |F(h) − h|.
        is_odd: whether F(−h) = −F(h), so that −h is one too.

    Returns:
        Points (K, H), slowest first; their speeds (K,); and fixed points that were met on the
        way, (M, H), not told apart.

    Source:
        Sussillo and Barak, "Opening the black box" (2013), section 2.
    """
    if np.abs(map_.net.W_hh).max() > LARGEST:
        none = np.empty((0, starts.shape[1]))
        return none, np.empty(0), none
    with np.errstate(invalid="ignore"):
        order = np.argsort(_speeds(map_, starts), kind="stable")
    h = starts[order[:MOST_STARTS]]
    h, is_minimum = _minima(map_, h)
    ends, ended = newton(map_, h)
    is_near = np.abs(ends - h).max(axis=1, initial=0.0) <= NEAR
    speeds = _speeds(map_, h)
    is_slow = is_minimum & ~(ended & is_near) & (speeds <= SHARE * typical)
    is_slow &= (np.abs(h) <= 1).all(axis=1)
    h, speeds = h[is_slow], speeds[is_slow]
    if is_odd:
        h, speeds = np.concatenate([h, 0.0 - h]), np.concatenate([speeds, speeds])
    left, kept = np.argsort(speeds, kind="stable"), []
    while len(left):
        kept.append(left[0])
        left = left[np.abs(h[left] - h[left[0]]).max(axis=1) > CLOSE]
    return h[kept], speeds[kept], ends[ended]


def _minima(map_: Autonomous, h: Array) -> tuple[Array, Bools]:
    """Return where states (N, H) slide down q, and whether that is a minimum above 0."""
    H = h.shape[1]
    eye = np.eye(H)
    damping = np.full(len(h), 1e-2)
    h = h + 0.0
    gradients, curvatures, speeds = _slopes(map_, h)
    active = np.arange(len(h))
    for _ in range(NUM_STEPS):
        flat = np.abs(gradients[active]).max(axis=1, initial=0.0) <= FLAT * speeds[active]
        active = active[~flat & (damping[active] < 1e8)]
        if len(active) == 0:
            break
        damped = curvatures[active] + damping[active, None, None] * eye
        try:
            steps = np.linalg.solve(damped, -gradients[active][..., None])[..., 0]
        except np.linalg.LinAlgError:  # one is just without an inverse: damp a little more
            damping[active] *= 1.5
            continue
        moved = h[active] + np.clip(steps, -0.5, 0.5)
        new = _slopes(map_, moved)
        better = new[2] < speeds[active]
        damping[active] = np.where(
            better, np.maximum(damping[active] / 5, 1e-14), damping[active] * 4
        )
        chosen = active[better]
        h[chosen] = moved[better]
        for old, fresh in zip((gradients, curvatures, speeds), new, strict=True):
            old[chosen] = fresh[better]
    flat = np.abs(gradients).max(axis=1, initial=0.0) <= 1e3 * FLAT * speeds
    lowest = np.linalg.eigvalsh(curvatures)[:, 0]
    return h, flat & (lowest > 0) & (speeds > 0)


def _slopes(map_: Autonomous, h: Array) -> tuple[Array, Array, Array]:
    """Return ∇q (N, H), the Hessians of q (N, H, H) and |F(h) − h| (N,) of states (N, H)."""
    W = map_.net.W_hh
    f = map_.step(h)
    r, slopes = f - h, 1.0 - f * f
    A = slopes[:, :, None] * W - np.eye(h.shape[1])
    gradients = np.vecdot(A.swapaxes(1, 2), r[:, None, :])
    # tanh″ = −2 tanh tanh′: the second derivative of unit i is that times w_i w_iᵀ.
    bends = -2.0 * r * f * slopes
    curvatures = A.swapaxes(1, 2) @ A + W.T @ (bends[:, :, None] * W)
    return gradients, curvatures, np.sqrt(np.vecdot(r, r))


def _speeds(map_: Autonomous, h: Array) -> Array:
    moves = map_.step(h) - h
    speeds: Array = np.sqrt(np.vecdot(moves, moves))
    return speeds
