"""The eigenvalues of one step's Jacobian, along a rollout."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz.backprop import check_trace
from rnnviz.dynamics.stability import falling
from rnnviz.networks import RNN
from rnnviz.trace import Trace


def spectra(net: RNN, trace: Trace) -> npt.NDArray[np.complex128]:
    """Return the eigenvalues of ∂h_t/∂h_{t−1} at every step of a rollout.

        ∂h_t/∂h_{t−1} = diag(activation′(a_t)) W_hh

    They tell what repeating this one step would do. The steps of a rollout differ, so that no
    product of their moduli bounds what is left of a nudge: that is what `memory` says.

    Args:
        net: the network that ran.
        trace: its rollout over one sequence; finite.

    Returns:
        (T, H) complex, read-only, at each step by falling modulus; of a conjugate pair the
        one above the real axis stands first.

    Raises:
        ValueError: the trace is of another network, of a batch, or not finite.
    """
    check_trace(net, trace)
    eigenvalues = np.linalg.eigvals(net.state_jacobians(trace)).astype(np.complex128)
    found = falling(eigenvalues)
    found.setflags(write=False)
    return found
