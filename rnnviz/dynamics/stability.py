"""What kind of point a fixed point or a cycle is, from the eigenvalues of its Jacobian."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["stable", "saddle", "unstable", "marginal", "undefined"]

KINDS: Final = ("stable", "saddle", "unstable", "marginal", "undefined")
CLOSE: Final = 1e-7  # to 1, where the linear part alone does not decide


def kinds_of(
    eigenvalues: npt.NDArray[np.complex128], is_at_kink: npt.NDArray[np.bool_]
) -> tuple[Kind, ...]:
    """Return the kind of each of N points.

        stable     all |λ| < 1: whatever is near comes nearer
        unstable   all |λ| > 1: whatever is near goes away
        saddle     some above and some below
        marginal   some |λ| = 1, to within 1e−7, and none above: the linear part does not decide
        undefined  at a kink of the ReLU, where there is no derivative

    Args:
        eigenvalues: (N, H) of the Jacobian at each.
        is_at_kink: (N,).
    """
    sizes = np.abs(eigenvalues)
    above, at_one = sizes > 1 + CLOSE, np.abs(sizes - 1) <= CLOSE
    kinds: list[Kind] = []
    for up, one, kink in zip(above, at_one, is_at_kink, strict=True):
        if kink:
            kinds.append("undefined")
        elif up.all():
            kinds.append("unstable")
        elif up.any():
            kinds.append("saddle")
        else:
            kinds.append("marginal" if one.any() else "stable")
    return tuple(kinds)


def falling(eigenvalues: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    """Return eigenvalues (…, H) by falling modulus; of a pair, the one above the axis first."""
    sizes = np.abs(eigenvalues)
    with np.errstate(over="ignore"):  # beyond 1e296
        rounded = np.round(sizes, 12)
    rounded = np.where(np.isfinite(rounded), rounded, sizes)
    order = np.lexsort((-eigenvalues.imag, -rounded), axis=-1)
    sorted_: npt.NDArray[np.complex128] = np.take_along_axis(eigenvalues, order, axis=-1)
    return sorted_
