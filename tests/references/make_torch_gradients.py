"""Make torch_gradients.npz: random networks, and their derivatives by PyTorch's autograd.

Run it from anywhere as `python tests/references/make_torch_gradients.py`; it needs torch.
"""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("torch_gradients.npz")
ACTIVATIONS = ("tanh", "relu", "linear")
# An output activation, the loss, and the kind of target.
ENDS = (
    ("identity", "squared_error", "numbers"),
    ("sigmoid", "squared_error", "numbers"),
    ("softmax", "squared_error", "numbers"),
    ("softmax", "cross_entropy", "classes"),
    ("softmax", "cross_entropy", "distributions"),
)
SIZES = ((6, 2, 4, 3), (5, 3, 4, 2), (5, 2, 3, 4), (6, 1, 5, 3))  # T, I, H, O
PARAMETERS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")
GIVEN = (*PARAMETERS, "x", "initial_state", "target", "weights")
# PyTorch's answers are committed; where it is installed, it is asked again.
ORIGINS = ("committed", *(["live"] if importlib.util.find_spec("torch") else []))


def names() -> list[str]:
    """Return a name for each case: its activation, output, loss and kind of target."""
    return ["-".join((activation, *end)) for activation in ACTIVATIONS for end in ENDS]


def windows(num_steps: int) -> tuple[int, ...]:
    """Return the windows of truncated backpropagation that are asked of PyTorch."""
    return (1, 2, 3, num_steps)


def arrays_of(name: str, origin: str = "committed") -> dict[str, Any]:
    """Return what a case is given and PyTorch's answers, those of the file or live ones."""
    with np.load(FILE, allow_pickle=False) as arrays:
        start = f"{name}/"
        case = {key.removeprefix(start): arrays[key] for key in arrays if key.startswith(start)}
    if origin == "committed":
        return case
    given = {key: case[key] for key in GIVEN}
    return {**given, **run_torch(name, given)}


def make_inputs() -> Iterator[dict[str, Any]]:
    """Yield a network, a sequence, a target and weights for each name; all sizes differ."""
    random = np.random.default_rng(56)
    for case, (_, end) in enumerate(itertools.product(ACTIVATIONS, ENDS)):
        T, I, H, O = SIZES[case % len(SIZES)]
        targets = {
            "numbers": random.normal(size=(T, O)),
            "classes": random.integers(O, size=T),
            "distributions": random.dirichlet(np.ones(O), size=T),
        }
        weights = random.uniform(0.2, 2.0, size=T)
        weights[[1, -1 - case % 2]] = 0.0  # steps that are not scored, now and then the last
        yield {
            "W_xh": random.normal(size=(H, I)),
            "W_hh": random.normal(size=(H, H)) / np.sqrt(H),
            "W_hy": random.normal(size=(O, H)),
            "b_h": random.normal(size=H),
            "b_y": random.normal(size=O),
            "x": random.normal(size=(T, I)),
            "initial_state": random.normal(size=H),
            "target": targets[end[2]],
            "weights": weights,
        }


def run_torch(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return PyTorch's answers.

    loss, losses (T,); per_step/W_hh and so on, (T, …), the gradients of copies that are not
    tied; dL_dh (T, H); dL_dinitial (H,);
    window3/b_h (T, H), window3/W_hh (T, H, H), window3/dL_dh, window3/dL_dinitial and so on
    where the loss of step t sees the state h_{t − 3} as given;
    dh_dh (T, T + 1, H, H), ∂h_t/∂h_k at [t, k + 1]; dh_dx (T, T, H, I);
    dy_dx (T, O, T, I); dy_dinitial (T, O, H).
    """
    import torch

    T = len(given["x"])
    answers = {**_gradients(name, given, None), **_derivatives(name, given)}
    for window in windows(T):
        truncated = _gradients(name, given, window)
        for key in ("per_step/b_h", "per_step/W_hh", "dL_dh", "dL_dinitial"):
            answers[f"window{window}/{key.removeprefix('per_step/')}"] = truncated[key]
    return {
        key: value.detach().numpy() if isinstance(value, torch.Tensor) else np.array(value)
        for key, value in answers.items()
    }


def _gradients(name: str, given: Mapping[str, Any], window: int | None) -> dict[str, Any]:
    """Return the losses and their gradients by copies of the parameters, one a step.

    Truncated, each step's loss has a run of its own, cut before the window.
    """
    import torch

    T, H = len(given["x"]), len(given["W_hh"])
    copies = {
        key: [torch.tensor(given[key], requires_grad=True) for _ in range(T)] for key in PARAMETERS
    }
    initial = torch.tensor(given["initial_state"], requires_grad=True)
    x, weights = torch.tensor(given["x"]), torch.tensor(given["weights"])
    losses: list[Any] = [None] * T
    runs = []  # of states
    for scored in [range(T)] if window is None else [[t] for t in range(T)]:
        states = []
        state = initial
        for t in range(scored[-1] + 1):
            if window is not None and t == scored[-1] - window + 1:
                state = state.detach()  # h_{t − window} of the scored step
            of_step = {key: tensors[t] for key, tensors in copies.items()}
            state = _step(name, of_step, x[t], state)
            state.retain_grad()
            states.append(state)
            if t in scored:
                losses[t] = _loss(name, _logits(of_step, state), given["target"][t])
        runs.append(states)
    total = (weights * torch.stack(losses)).sum()
    total.backward()
    dL_dh = torch.zeros(T, H, dtype=torch.float64)
    for states in runs:
        for t, state in enumerate(states):
            if state.grad is not None:
                dL_dh[t] += state.grad
    per_step = {
        f"per_step/{key}": torch.stack([copy.grad for copy in tensors])
        for key, tensors in copies.items()
    }
    dL_dinitial = torch.zeros(H) if initial.grad is None else initial.grad
    losses = torch.stack(losses)
    return {"loss": total, "losses": losses, **per_step, "dL_dh": dL_dh, "dL_dinitial": dL_dinitial}


def _derivatives(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the derivatives of states and outputs by earlier states and inputs."""
    import torch
    from torch.autograd.functional import jacobian

    T, I = given["x"].shape
    H, O = len(given["W_hh"]), len(given["W_hy"])
    parameters = {key: torch.tensor(given[key]) for key in PARAMETERS}
    initial, x = torch.tensor(given["initial_state"]), torch.tensor(given["x"])

    def states_after(step: int, state: Any, inputs: Any) -> Any:
        states = []
        for t in range(step + 1, T):
            state = _step(name, parameters, inputs[t], state)
            states.append(state)
        return torch.stack(states)

    def outputs(state: Any, inputs: Any) -> Any:
        z = _logits(parameters, states_after(-1, state, inputs))
        return _output(name.split("-")[1], z)

    h = states_after(-1, initial, x)
    dh_dh = torch.zeros(T, T + 1, H, H, dtype=torch.float64)
    for k in range(-1, T):
        state = h[k] if k >= 0 else initial
        if k >= 0:
            dh_dh[k, k + 1] = torch.eye(H)
        if k + 1 < T:
            later = jacobian(lambda state, k=k: states_after(k, state, x), state)
            dh_dh[k + 1 :, k + 1] = later
    dh_dx = jacobian(lambda inputs: states_after(-1, initial, inputs), x)
    assert dh_dx.shape == (T, H, T, I)
    dy_dinitial, dy_dx = jacobian(outputs, (initial, x))
    assert dy_dx.shape == (T, O, T, I)
    return {
        "dh_dh": dh_dh,
        "dh_dx": dh_dx.transpose(1, 2).contiguous(),
        "dy_dx": dy_dx,
        "dy_dinitial": dy_dinitial,
    }


def _step(name: str, parameters: Mapping[str, Any], x: Any, state: Any) -> Any:
    import torch

    a = parameters["W_xh"] @ x + parameters["W_hh"] @ state + parameters["b_h"]
    activation = name.split("-")[0]
    return {"tanh": torch.tanh, "relu": torch.relu, "linear": torch.clone}[activation](a)


def _logits(parameters: Mapping[str, Any], h: Any) -> Any:
    import torch

    return torch.nn.functional.linear(h, parameters["W_hy"], parameters["b_y"])


def _output(output: str, z: Any) -> Any:
    import torch

    if output == "softmax":
        return torch.softmax(z, dim=-1)
    return torch.sigmoid(z) if output == "sigmoid" else z


def _loss(name: str, z: Any, target: Any) -> Any:
    import torch

    _, output, loss, _ = name.split("-")
    if loss == "cross_entropy":
        return torch.nn.functional.cross_entropy(z, torch.tensor(target))
    error = _output(output, z) - torch.tensor(target)
    return 0.5 * error.square().sum()


def main() -> None:
    """Write the file."""
    arrays = {}
    for name, given in zip(names(), make_inputs(), strict=True):
        for key, array in {**given, **run_torch(name, given)}.items():
            arrays[f"{name}/{key}"] = array
    np.savez_compressed(FILE, **arrays)


if __name__ == "__main__":
    main()
