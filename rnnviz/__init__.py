"""rnnviz: see a recurrent neural network unrolled through time, and turn its shared numbers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from rnnviz import exports, presets, sequences
from rnnviz.backprop import Gradients, backprop
from rnnviz.dynamics.basins import Basins, basins
from rnnviz.dynamics.continua import Continuum
from rnnviz.dynamics.cycles import Cycles, cycles
from rnnviz.dynamics.fixed_points import FixedPoints, fixed_points
from rnnviz.dynamics.flow import Flow, VectorField, flow, vector_field
from rnnviz.dynamics.long_run import LongRun, long_run
from rnnviz.dynamics.lyapunov import Lyapunov, lyapunov
from rnnviz.dynamics.projection import Projection, principal_components
from rnnviz.dynamics.spectrum import spectra
from rnnviz.experiment import Experiment
from rnnviz.finite_differences import check_gradients, finite_differences
from rnnviz.interventions import Intervention, cut, nudge, untie
from rnnviz.knobs import Knob
from rnnviz.memory import Memory, memory
from rnnviz.networks import RNN
from rnnviz.sweeps import Sweep, sweep
from rnnviz.trace import Trace

__version__ = "0.1.0"

__all__ = [
    "RNN",
    "Basins",
    "Continuum",
    "Cycles",
    "Experiment",
    "FixedPoints",
    "Flow",
    "Gradients",
    "Intervention",
    "Knob",
    "LongRun",
    "Lyapunov",
    "Memory",
    "Projection",
    "Sweep",
    "Trace",
    "VectorField",
    "backprop",
    "basins",
    "check_gradients",
    "cut",
    "cycles",
    "exports",
    "figures",
    "finite_differences",
    "fixed_points",
    "flow",
    "lessons",
    "live",
    "long_run",
    "lyapunov",
    "memory",
    "nudge",
    "presets",
    "principal_components",
    "sequences",
    "spectra",
    "sweep",
    "untie",
    "vector_field",
]

if TYPE_CHECKING:
    from rnnviz import figures, lessons
    from rnnviz.panel.notebook import live
else:

    def __getattr__(name):
        # Plotly takes longer to import than all the rest: only who draws pays for it. Who needs
        # lessons pays for Markdown.
        if name in ("figures", "lessons"):
            return importlib.import_module(f"rnnviz.{name}")
        if name == "live":
            from rnnviz.panel.notebook import live

            return live
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
