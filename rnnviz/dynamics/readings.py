"""What the dynamics of the present case are, as short sentences."""

from __future__ import annotations

import math
from typing import Final

from rnnviz.dynamics.lyapunov import Lyapunov
from rnnviz.number_words import in_print
from rnnviz.validation import as_instance

SLOWEST: Final = 0.002  # a share of a step below it is said in half-lives only

ROUNDED: Final = 1e-9  # numbers below it are 0 in a sentence


def read_lyapunov(lyapunov: Lyapunov) -> str:
    """Return whether nearby states come together or separate, how fast, and what that is called.

    Args:
        lyapunov: the exponents of a run.

    Raises:
        ValueError: it is something else.
    """
    as_instance("lyapunov", lyapunov, Lyapunov, "a Lyapunov")
    said = _said(lyapunov)
    if lyapunov.is_at_kink:
        said += (
            " Some unit is exactly where its ReLU turns on: a nudge the other way may have another "
            "effect."
        )
    return said


def _said(lyapunov: Lyapunov) -> str:
    largest, verdict = lyapunov.largest, lyapunov.verdict
    if verdict == "explodes":
        return "The state grows beyond all bounds: the network explodes."
    if verdict == "on the edge":
        number = in_print(largest, 2) if abs(largest) > ROUNDED else "0"
        about = f" ± {in_print(lyapunov.error, 1)}" if lyapunov.error > ROUNDED else ""
        return (
            "In the long run some small difference of states neither fades nor grows: the largest "
            f"Lyapunov exponent is {number}{about}. The network is on the edge."
        )
    if verdict == "forgets":
        if largest == -math.inf:
            return (
                "In the long run nothing at all is left of a small difference of states. "
                "The network forgets."
            )
        return f"{_coming_together(largest, lyapunov.memory_half_life)} The network forgets."
    steps = math.log(2) / largest
    how = f"doubling their distance every {_steps(steps)}"
    if steps <= 1:
        how = f"to {in_print(math.exp(largest), 2)} times their distance per step"
    said = f"Nearby states separate, {how}"
    if verdict == "unstable":
        return (
            f"{said}: the run is on an unstable point or cycle, and nearly every start beside it "
            "leads away."
        )
    return f"{said}: the network is chaotic."


def _coming_together(largest: float, half_life: float) -> str:
    share = -math.expm1(largest)
    if share > 0.995:
        return (
            f"One step later {_percent(math.exp(largest))} of a small difference of states is left."
        )
    speed = f" by {_percent(share)} per step" if share >= SLOWEST else ""
    if half_life < 1:
        return f"Nearby states come together{speed}."
    return (
        f"Nearby states come together{speed}: half of a difference is gone after "
        f"{_steps(half_life)}."
    )


def _percent(share: float) -> str:
    return f"{in_print(100 * share, 2)} %"


def _steps(number: float) -> str:
    words = in_print(number, 2)
    return f"{words} step{'s' * (words != '1')}"
