"""Figures: a Trace in, a Plotly figure out; no Streamlit, and nothing is fitted or rescaled."""

from rnnviz.figures.heatmap import hidden_heatmap
from rnnviz.figures.lines import hidden_lines
from rnnviz.figures.outputs import outputs

__all__ = ["hidden_heatmap", "hidden_lines", "outputs"]
