"""The pictures of the Memory page for the largest experiment: server time, beside the budget."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

import numpy as np

import rnnviz as rv
from rnnviz.objective import gradients_of
from rnnviz.panel.payload import to_payload

BUDGET = 250  # ms, of all pictures together
NUM_ROUNDS = 9


def report() -> None:
    """Print a line a picture: milliseconds from the trace to the figure's JSON."""
    print("Memory's pictures at 32 units, 200 steps: from the trace to the JSON that is sent")
    total = 0.0
    for name, make in _pictures().items():
        times = []
        for _ in range(NUM_ROUNDS):
            start = time.perf_counter()
            make()
            times.append(time.perf_counter() - start)
        took = float(np.median(times)) * 1e3
        total += took
        print(f"{name:>28} {took:>7.0f} ms", flush=True)
    print(f"{'together':>28} {total:>7.0f} ms   at most {BUDGET} ms")


def _pictures() -> dict[str, Callable[[], object]]:
    e = rv.presets.load("large").look(step=199)
    trace, knob = e.trace, rv.Knob.entry("W_hh", 0, 0)

    def fresh() -> rv.Experiment:
        return e.replace()  # with nothing computed yet

    figures = rv.figures
    return {
        "row under the graph": lambda: to_payload(fresh(), with_memory=True),
        "who mattered": lambda: figures.influence(fresh().influence, step=199).to_json(),
        "vanish or explode": lambda: figures.decay(fresh().memory.decay(199)).to_json(),
        "copies": lambda: figures.copies(gradients_of(fresh()), "W_hh", (0, 0)).to_json(),
        "copies as matrices": lambda: figures.copy_matrices(
            gradients_of(fresh()), "W_hh", step=199
        ).to_json(),
        "nudge": functools.partial(
            _intervention, lambda: rv.nudge(e.net, trace, 0, 0.5, input=0), prediction=True
        ),
        "untie": functools.partial(
            _intervention, lambda: rv.untie(e.net, trace, knob, 0, 0.0), prediction=False
        ),
        "cut": functools.partial(_intervention, lambda: rv.cut(e.net, trace, 1), prediction=False),
    }


def _intervention(make: Callable[[], rv.Intervention], *, prediction: bool) -> object:
    show = "difference" if prediction else "states"
    return rv.figures.intervention(make(), prediction=prediction, show=show).to_json()
