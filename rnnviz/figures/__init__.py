"""Figures: a Trace or a Sweep in, a Plotly figure out; no Streamlit, and nothing is fitted.

Plotly checks and copies at each change of a figure, and each object that goes into another one
again: a figure's traces and its layout are plain dicts, and all of them go in at once.
"""

from rnnviz.figures.bifurcation import bifurcation
from rnnviz.figures.cobweb import cobweb
from rnnviz.figures.copies import copies
from rnnviz.figures.copy_matrices import copy_matrices
from rnnviz.figures.decay import decay
from rnnviz.figures.eigenvalues import eigenvalues
from rnnviz.figures.enlarged import enlarged
from rnnviz.figures.heatmap import hidden_heatmap
from rnnviz.figures.influence import influence, norms
from rnnviz.figures.intervention import intervention
from rnnviz.figures.knob_sweep import knob_sweep
from rnnviz.figures.lines import hidden_lines
from rnnviz.figures.many_starts import many_starts
from rnnviz.figures.outputs import outputs
from rnnviz.figures.phase_portrait import phase_portrait

__all__ = [
    "bifurcation",
    "cobweb",
    "copies",
    "copy_matrices",
    "decay",
    "eigenvalues",
    "enlarged",
    "hidden_heatmap",
    "hidden_lines",
    "influence",
    "intervention",
    "knob_sweep",
    "many_starts",
    "norms",
    "outputs",
    "phase_portrait",
]
