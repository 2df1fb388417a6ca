"""What one takes home as files: code that rebuilds an experiment, and its numbers."""

from rnnviz.exports.notebook import to_notebook
from rnnviz.exports.script import to_script
from rnnviz.exports.tables import to_csv, to_npz
from rnnviz.exports.torch_script import to_torch

__all__ = ["to_csv", "to_notebook", "to_npz", "to_script", "to_torch"]
