"""Interleaved rounds: contestants take turns, so that a busy machine slows all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def interleaved(
    contestants: Mapping[str, Callable[[], float]], num_rounds: int
) -> dict[str, Array]:
    """Return (num_rounds,) measurements for each contestant; each call measures once.

    One round before them is thrown away, and every second round runs in reverse order.
    """
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    for round_number in range(num_rounds + 1):
        for name in list(contestants)[:: 1 if round_number % 2 else -1]:
            result = contestants[name]()
            if round_number > 0:
                measured[name].append(result)
    return {name: np.array(results) for name, results in measured.items()}


def seconds_of(function: Callable[[], object], num_calls: int) -> Callable[[], float]:
    """Return a measurement: the mean seconds of a call, over calls in a row."""

    def measure() -> float:
        start = time.perf_counter()
        for _ in range(num_calls):
            function()
        return (time.perf_counter() - start) / num_calls

    return measure
