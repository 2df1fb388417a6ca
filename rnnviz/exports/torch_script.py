"""An experiment as PyTorch code."""

from __future__ import annotations

from typing import Final

from rnnviz.experiment import Experiment
from rnnviz.exports import pieces
from rnnviz.networks import RNN
from rnnviz.validation import as_instance

_OUTPUT: Final = {
    "identity": "readout(h)",
    "sigmoid": "torch.sigmoid(readout(h))",
    "softmax": "torch.softmax(readout(h), dim=-1)",
}


def to_torch(experiment: Experiment) -> str:
    """Return PyTorch code with the same weights that computes the same numbers, in float64.

    The network is a `torch.nn.RNN` (its b_ih is b_h, its b_hh is 0) and a
    `torch.nn.Linear`; with the activation "linear", which `torch.nn.RNN` does not have,
    a loop and a `torch.nn.Linear`. Run, it prints a table and leaves `h` (T, H) and
    `y` (T, O), through which gradients flow back to the weights.

    Args:
        experiment: its base with the knob turned is what the code rebuilds; it may explode.

    Returns:
        The text of the file, to be written as UTF-8.

    Raises:
        ValueError: it is no Experiment.
    """
    as_instance("experiment", experiment, Experiment, "an Experiment")
    return "\n".join(
        [
            pieces.heading(experiment, "A recurrent network with PyTorch, made with rnnviz."),
            "import torch\n",
            pieces.parameters(experiment, pieces.TORCH),
            pieces.sequence(experiment, pieces.TORCH),
            _readout(),
            _loop() if experiment.net.activation == "linear" else _recurrence(experiment.net),
            f"# The outputs.\ny = {_OUTPUT[experiment.net.output]}\n",
            pieces.table(experiment),
        ]
    )


def _readout() -> str:
    return """\
# The readout.
readout = torch.nn.Linear(len(b_h), len(b_y), dtype=torch.float64)
with torch.no_grad():
    readout.weight.copy_(W_hy)
    readout.bias.copy_(b_y)
"""


def _recurrence(net: RNN) -> str:
    return f"""\
# The recurrence. PyTorch adds two biases where one does: the second is zero.
rnn = torch.nn.RNN(x.shape[1], len(b_h), nonlinearity="{net.activation}", dtype=torch.float64)
with torch.no_grad():
    rnn.weight_ih_l0.copy_(W_xh)
    rnn.weight_hh_l0.copy_(W_hh)
    rnn.bias_ih_l0.copy_(b_h)
    rnn.bias_hh_l0.zero_()
h, _ = rnn(x, initial_state[None])
"""


def _loop() -> str:
    return """\
# The recurrence, step by step: torch.nn.RNN has no linear activation.
for parameter in (W_xh, W_hh, b_h):
    parameter.requires_grad_()
states = []
state = initial_state
for t in range(len(x)):
    state = W_xh @ x[t] + W_hh @ state + b_h
    states.append(state)
h = torch.stack(states)
"""
