"""What one takes home as files: code that rebuilds an experiment."""

from rnnviz.exports.notebook import to_notebook
from rnnviz.exports.script import to_script
from rnnviz.exports.torch_script import to_torch

__all__ = ["to_notebook", "to_script", "to_torch"]
