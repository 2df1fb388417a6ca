"""An experiment as a Jupyter notebook that needs NumPy alone."""

from __future__ import annotations

import json
from typing import Any, Final

from rnnviz.experiment import Experiment
from rnnviz.exports import pieces
from rnnviz.exports.texts import as_markdown, one_line
from rnnviz.networks import RNN
from rnnviz.validation import as_instance

_ACTIVATION: Final = {"tanh": r"\tanh(a_t)", "relu": r"\max(a_t, 0)", "linear": "a_t"}
_OUTPUT: Final = {
    "identity": "z_t",
    "sigmoid": r"\mathrm{sigmoid}(z_t)",
    "softmax": r"\mathrm{softmax}(z_t)",
}

_PICTURE: Final = """\
try:
    import matplotlib.pyplot as plt
except ImportError:
    print("Where matplotlib is installed, this cell draws the hidden states.")
else:
    lines = plt.plot(h, marker="o")
    plt.legend(lines, [f"h[{i}]" for i in range(len(b_h))])
    plt.xlabel("step")
    plt.ylabel("hidden state")
    plt.show()
"""


def to_notebook(experiment: Experiment) -> str:
    """Return a Jupyter notebook that rebuilds what is shown with NumPy alone.

    Its code is that of `to_script`, in pieces, each with a heading. The last cell draws the
    hidden states if matplotlib is there, and says so if it is not. Title and description
    are Markdown that shows them as they are.

    Args:
        experiment: its base with the knob turned is what the notebook rebuilds; it may explode.

    Returns:
        JSON of nbformat 4.5, to be written as UTF-8 into a file that ends in .ipynb.

    Raises:
        ValueError: it is no Experiment.
    """
    as_instance("experiment", experiment, Experiment, "an Experiment")
    parameters = "import numpy as np\n\n" + pieces.parameters(experiment, pieces.NUMPY)
    cells = [
        _markdown("title", _title(experiment)),
        _markdown("about-parameters", "## The parameters"),
        _code("parameters", parameters),
        _markdown("about-sequence", "## The sequence"),
        _code("sequence", pieces.sequence(experiment, pieces.NUMPY)),
        _markdown("about-rollout", _equations(experiment.net)),
        _code("rollout", pieces.rollout(experiment.net)),
        _markdown("about-table", "## The numbers"),
        _code("table", pieces.table(experiment)),
        _code("picture", _PICTURE),
    ]
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _title(experiment: Experiment) -> str:
    title = as_markdown(one_line(experiment.title)) or "A recurrent network"
    description = as_markdown(experiment.description)
    made = "A recurrent network with NumPy alone, made with rnnviz."
    return "\n\n".join(filter(None, [f"# {title}", description, made]))


def _equations(net: RNN) -> str:
    return rf"""## The network, step by step

$$a_t = W_{{xh}} x_t + W_{{hh}} h_{{t-1}} + b_h \qquad h_t = {_ACTIVATION[net.activation]}$$

$$z_t = W_{{hy}} h_t + b_y \qquad y_t = {_OUTPUT[net.output]}$$"""


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(text)}


def _code(name: str, text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": _lines(text.rstrip("\n")),
    }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
