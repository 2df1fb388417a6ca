"""The PyTorch code has the same weights and computes the same numbers."""

from __future__ import annotations

import ast
import importlib.util

import numpy as np
import pytest

import rnnviz as rv


def run(script):
    """Return what the code leaves behind, run in a fresh namespace."""
    pytest.importorskip("torch", reason="PyTorch is not installed")
    left = {}
    exec(compile(script, "torch_script.py", "exec"), left)
    return left


def expect_numbers(left, experiment):
    """Expect that the code left the run that is shown, to 1e−12."""
    for name in ("h", "y"):
        got, expected = left[name].detach().numpy(), getattr(experiment.trace, name)
        assert got.dtype == np.float64
        assert got.shape == expected.shape
        np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12, err_msg=name)


def literals(script):
    """Return the arrays that a script assigns, by name, as its source has them."""
    found = {}
    for node in ast.parse(script).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            lists = [part for part in ast.walk(node.value) if isinstance(part, ast.List)]
            if lists and node.targets[0].id != "columns":
                found[node.targets[0].id] = ast.literal_eval(lists[0])
    return found


@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_torch_computes_the_numbers_that_are_shown(activation, output, experiment_of):
    """With the initial state and the knob turned, h and y agree to 1e−12."""
    experiment = experiment_of(activation, output)

    left = run(rv.exports.to_torch(experiment))

    expect_numbers(left, experiment)
    assert ("rnn" in left) == (activation != "linear")


@pytest.mark.parametrize("activation", ["tanh", "linear"])
def test_gradients_flow_to_the_weights(activation, experiment_of):
    """The gradient of a loss by W_hh is that of `rv.backprop`."""
    experiment = experiment_of(activation)
    left = run(rv.exports.to_torch(experiment))

    (left["y"] ** 2).sum().mul(0.5).backward()

    by_hand = rv.backprop(experiment.net, experiment.trace, np.zeros((6, 4)))
    weight = left["W_hh"] if activation == "linear" else left["rnn"].weight_hh_l0
    np.testing.assert_allclose(weight.grad.numpy(), by_hand["W_hh"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", rv.presets.names())
def test_every_preset_becomes_torch_code(name):
    """The presets come back as they are."""
    experiment = rv.presets.load(name)

    expect_numbers(run(rv.exports.to_torch(experiment)), experiment)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_the_code_holds_the_weights_that_are_shown(activation, experiment_of):
    """Each array is in the source, whether or not PyTorch is there to run it."""
    experiment = experiment_of(activation)

    found = literals(rv.exports.to_torch(experiment))

    expected = {
        **experiment.net.parameters, "x": experiment.x, "initial_state": experiment.initial_state
    }  # fmt: skip
    for name, array in expected.items():
        np.testing.assert_array_equal(np.array(found[name], dtype=np.float32), array, err_msg=name)


def test_hostile_texts_are_no_part_of_torch_code(hostile_text, experiment_of, said_everywhere):
    """Whatever the texts, the code has the same statements, numbers and labels."""
    hostile = experiment_of(**said_everywhere(hostile_text))
    script = rv.exports.to_torch(hostile)
    plain = rv.exports.to_torch(experiment_of(**said_everywhere("plain")))

    kinds = [
        [type(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
        for text in (script, plain)
    ]
    assert kinds[0] == kinds[1]
    assert literals(script)["labels"] == list(hostile.labels)
    if importlib.util.find_spec("torch"):
        expect_numbers(run(script), hostile)


def test_only_an_experiment_becomes_torch_code():
    """Anything else is refused with a sentence."""
    with pytest.raises(ValueError, match="experiment is None: expected an Experiment"):
        rv.exports.to_torch(None)
