"""The pieces of code that rebuild an experiment: what a script, a notebook and PyTorch share."""

from __future__ import annotations

import pprint
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rnnviz.experiment import Experiment
from rnnviz.exports.texts import as_comment
from rnnviz.networks import RNN
from rnnviz.sources import numbers

_WIDTH: Final = 100  # of a line of numbers


@dataclass(frozen=True)
class Library:
    """How a library writes an array of float64s.

    Attributes:
        exact: the call before its numbers, and the end of it after them.
        rounded: the same where each number stands for the float32 nearest to it.
    """

    exact: tuple[str, str]
    rounded: tuple[str, str]


NUMPY: Final = Library(
    exact=("np.array(", ")"),
    rounded=("np.array(", ", dtype=np.float32).astype(np.float64)"),
)
TORCH: Final = Library(
    exact=("torch.tensor(", ", dtype=torch.float64)"),
    rounded=("torch.tensor(", ", dtype=torch.float32).double()"),
)

ACTIVATION: Final = {"tanh": "np.tanh(a)", "relu": "np.maximum(a, 0.0)", "linear": "a"}

OUTPUT: Final = {"identity": "z", "sigmoid": "sigmoid(z)", "softmax": "softmax(z)"}

_ROLES: Final = {
    "W_xh": "from the inputs to the hidden units",
    "W_hh": "from the state before a step to the state after it",
    "W_hy": "from the hidden units to the outputs",
    "b_h": "bias of the hidden units",
    "b_y": "bias of the outputs",
}

_FUNCTIONS: Final = {
    "identity": "",
    "sigmoid": '''\
def sigmoid(z):
    """1 / (1 + exp(-z)), written so that nothing overflows."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


''',
    "softmax": '''\
def softmax(z):
    """exp(z) / sum(exp(z)); the largest is subtracted first, so that nothing overflows."""
    e = np.exp(z - z.max())
    return e / e.sum()


''',
}


def heading(experiment: Experiment, first_line: str) -> str:
    """Return the title and the description as a comment.

    Args:
        experiment: what is shown.
        first_line: of the comment. It and the empty line after it keep the reader's own
            words off the two lines where Python looks for the file's encoding.
    """
    words = [as_comment(text) for text in (experiment.title, experiment.description)]
    return "\n#\n".join([as_comment(first_line), *filter(None, words)]) + "\n"


def parameters(experiment: Experiment, library: Library) -> str:
    """Return code that leaves W_xh, W_hh, W_hy, b_h and b_y."""
    given = experiment.net.parameters
    code = "# The parameters: the same at every step.\n"
    if not all(map(_is_exact, given.values())):
        code += "# Where it says float32, a number stands for the float32 nearest to it.\n"
    for name, array in given.items():
        code += f"\n# {array.shape}, {_ROLES[name]}\n{_assignment(name, array, library)}"
    return code


def sequence(experiment: Experiment, library: Library) -> str:
    """Return code that leaves x, initial_state and, if the steps have them, labels."""
    x = experiment.x
    code = f"# The sequence, {x.shape}: a row for each step, a column for each input.\n"
    code += _names("x", experiment.input_names)
    if x.shape[1] == 1:
        code += _assignment("x", x[:, 0], library, after="[:, None]")
    else:
        code += _assignment("x", x, library)
    if experiment.labels is not None:
        code += "\n# What the steps are called.\n"
        listed = pprint.pformat(list(experiment.labels), width=_WIDTH - 10, compact=True)
        code += "labels = " + textwrap.indent(listed, " " * 9).lstrip() + "\n"
    code += "\n# The state before step 0.\n"
    return code + _assignment("initial_state", experiment.initial_state, library)


def rollout(net: RNN) -> str:
    """Return NumPy code that runs the network and leaves h (T, H) and y (T, O)."""
    return f"""\
{_FUNCTIONS[net.output]}# The network, step by step.
h = np.zeros((len(x), len(b_h)))
y = np.zeros((len(x), len(b_y)))
state = initial_state
for t in range(len(x)):
    a = W_xh @ x[t] + W_hh @ state + b_h
    state = {ACTIVATION[net.activation]}
    z = W_hy @ state + b_y
    h[t] = state
    y[t] = {OUTPUT[net.output]}
"""


def table(experiment: Experiment) -> str:
    """Return code that prints h and y, a line for each step."""
    end = '  {labels[t]!r}"' if experiment.labels is not None else '"'
    return f"""\
# The states and the outputs, a line for each step.
{_names("y", experiment.output_names)}\
columns = [f"h[{{i}}]" for i in range(len(b_h))] + [f"y[{{i}}]" for i in range(len(b_y))]
print("step" + "".join(f"{{name:>11}}" for name in columns))
for t in range(len(x)):
    numbers = [*h[t].tolist(), *y[t].tolist()]
    print(f"{{t:4}}" + "".join(f"{{number:11.4g}}" for number in numbers) + f"{end})
"""


def _names(array: str, names: Sequence[str] | None) -> str:
    if names is None:
        return ""
    said = ", ".join(f"{array}[t, {i}] is {name!r}" for i, name in enumerate(names))
    return as_comment(said) + "\n"


def _assignment(
    name: str, array: npt.NDArray[np.float64], library: Library, *, after: str = ""
) -> str:
    begin, end = library.exact if _is_exact(array) else library.rounded
    shortest = np.array(numbers(array))
    width = max(len(repr(number)) for number in shortest.ravel().tolist())
    begin = f"{name} = {begin}"
    literal = np.array2string(
        shortest,
        max_line_width=_WIDTH,
        separator=", ",
        prefix=begin,
        formatter={"float_kind": lambda number: f"{float(number)!r:>{width}}"},
        threshold=sys.maxsize,
        legacy=False,
    )
    return f"{begin}{literal}{end}{after}\n"


def _is_exact(array: npt.NDArray[np.float64]) -> bool:
    """Return whether the numbers as they are written are these numbers, to the last bit."""
    return np.array_equal(np.array(numbers(array)), array)
