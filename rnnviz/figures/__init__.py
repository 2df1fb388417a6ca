"""Figures: a Trace or a Sweep in, a Plotly figure out; no Streamlit, and nothing is fitted."""

from rnnviz.figures.heatmap import hidden_heatmap
from rnnviz.figures.knob_sweep import knob_sweep
from rnnviz.figures.lines import hidden_lines
from rnnviz.figures.outputs import outputs

__all__ = ["hidden_heatmap", "hidden_lines", "knob_sweep", "outputs"]
