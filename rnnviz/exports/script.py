"""An experiment as a Python script that needs NumPy alone."""

from __future__ import annotations

from rnnviz.experiment import Experiment
from rnnviz.exports import pieces
from rnnviz.validation import as_instance


def to_script(experiment: Experiment) -> str:
    """Return a Python script that rebuilds what is shown, network and numbers, with NumPy alone.

        a_t = W_xh x_t + W_hh h_{t−1} + b_h        h_t = activation(a_t)
        z_t = W_hy h_t + b_y                       y_t = output(z_t)

    Run, it prints a table and leaves the parameters by their names, `x` (T, I),
    `initial_state` (H,), `h` (T, H) and `y` (T, O), and `labels` if there are any. Every
    number is exact. Title, description and names are comments, labels are plain strings.

    Args:
        experiment: its base with the knob turned is what the script rebuilds; it may explode.

    Returns:
        The text of the file, to be written as UTF-8.

    Raises:
        ValueError: it is no Experiment.
    """
    as_instance("experiment", experiment, Experiment, "an Experiment")
    return "\n".join(
        [
            pieces.heading(experiment, "A recurrent network with NumPy alone, made with rnnviz."),
            "import numpy as np\n",
            pieces.parameters(experiment, pieces.NUMPY),
            pieces.sequence(experiment, pieces.NUMPY),
            pieces.rollout(experiment.net),
            pieces.table(experiment),
        ]
    )
