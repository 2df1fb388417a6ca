"""The Python script rebuilds the network and its numbers without rnnviz."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import numpy as np
import pytest

import rnnviz as rv

PARAMETERS = ("W_xh", "W_hh", "W_hy", "b_h", "b_y")


def run(script):
    """Return what a script leaves behind, run in a fresh namespace."""
    left = {"__name__": "__main__"}
    exec(compile(script, "script.py", "exec"), left)
    return left


def expect_numbers(left, experiment):
    """Expect that a script left the network that is shown, exactly, and its run to 1e−12."""
    for name in PARAMETERS:
        assert left[name].dtype == np.float64
        np.testing.assert_array_equal(left[name], experiment.net.parameters[name], err_msg=name)
    np.testing.assert_array_equal(left["x"], experiment.x)
    np.testing.assert_array_equal(left["initial_state"], experiment.initial_state)
    shown = experiment.num_shown
    for name in ("h", "y"):
        expected = getattr(experiment.trace, name)
        assert left[name].shape == expected.shape
        np.testing.assert_allclose(
            left[name][:shown], expected[:shown], rtol=1e-12, atol=1e-12, err_msg=name
        )


def statements(script):
    """Return the kinds of all statements of a script, in order."""
    nodes = ast.walk(ast.parse(script))
    return [type(node).__name__ for node in nodes if isinstance(node, ast.stmt)]


@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_a_script_leaves_the_numbers_that_are_shown(activation, output, experiment_of):
    """Parameters, sequence and initial state come back exactly, h and y to 1e−12."""
    experiment = experiment_of(activation, output)

    expect_numbers(run(rv.exports.to_script(experiment)), experiment)


def test_the_knob_is_turned_in_a_script(experiment_of):
    """What is shown is rebuilt, not the base."""
    turned, base = experiment_of(), experiment_of(turned=False)

    W_hh = run(rv.exports.to_script(turned))["W_hh"]

    np.testing.assert_array_equal(W_hh, turned.net.W_hh)
    assert not np.allclose(W_hh, base.net.W_hh)
    np.testing.assert_array_equal(run(rv.exports.to_script(base))["W_hh"], base.net.W_hh)


@pytest.mark.parametrize("name", rv.presets.names())
def test_every_preset_becomes_a_script(name):
    """The presets come back, with labels as plain strings; long runs to their last step."""
    experiment = rv.presets.load(name)

    left = run(rv.exports.to_script(experiment))

    expect_numbers(left, experiment)
    assert left.get("labels") == (experiment.labels and list(experiment.labels))


def test_numbers_of_every_size_come_back_exactly():
    """The smallest, the largest and the longest numbers of float32 lose nothing."""
    numbers = [1e-45, 3.4028234e38, 1 / 3, -1e-7, 16777217.0, 0.1, 1.17549435e-38]
    net = rv.RNN(W_xh=[numbers] * 2, W_hh=np.zeros((2, 2)), W_hy=[[0.1, 1e-45]])
    experiment = rv.Experiment(net=net, x=np.zeros((3, 7)))

    expect_numbers(run(rv.exports.to_script(experiment)), experiment)


def test_the_largest_experiment_becomes_a_script():
    """32 units, 16 inputs, 16 outputs and 200 steps are written whole, without an ellipsis."""
    draw = np.random.default_rng(3)
    net = rv.RNN.random(input_size=16, hidden_size=32, output_size=16, spectral_radius=0.5)
    experiment = rv.Experiment(net=net, x=draw.normal(0, 1, (200, 16)))

    script = rv.exports.to_script(experiment)

    expect_numbers(run(script), experiment)
    assert max(map(len, script.splitlines())) < 130


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_a_run_that_explodes_is_run_to_its_end(output):
    """The script ends, and agrees for as long as there is something to agree with."""
    net = rv.RNN(
        W_xh=[[1.0, 1.0]], W_hh=[[1e30]], W_hy=[[1.0], [-1.0], [2.0]],
        activation="linear", output=output,
    )  # fmt: skip
    experiment = rv.Experiment(net=net, x=np.ones((14, 2)))
    assert 0 < experiment.num_shown < 14

    expect_numbers(run(rv.exports.to_script(experiment)), experiment)


@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_a_script_holds_only_the_functions_in_use(output, experiment_of):
    """A script for relu does not mention tanh, nor softmax where there is none."""
    script = rv.exports.to_script(experiment_of("relu", output))

    assert "np.maximum" in script
    assert "tanh" not in script
    for other in {"sigmoid", "softmax"} - {output}:
        assert other not in script
    assert "rnnviz" not in "".join(line.split("#")[0] for line in script.splitlines())


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_outputs_of_a_script_are_stable(output):
    """Logits of ±1000 give the outputs that they should, without a warning."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.0]], W_hy=[[1e3], [-1e3]], output=output)
    experiment = rv.Experiment(net=net, x=[[9.0], [-9.0], [0.0]])

    y = run(rv.exports.to_script(experiment))["y"]

    np.testing.assert_allclose(y, [[1, 0], [0, 1], [0.5, 0.5]], rtol=0, atol=1e-12)


def test_a_script_prints_its_states_and_outputs(capsys):
    """The table has a line for each step, with h, y and the label."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[0.5]], W_hy=[[2.0]], b_y=[-1.0], activation="relu")
    run(rv.exports.to_script(rv.Experiment(net=net, x=[[1], [2], [0]], labels=["a", "b", "c"])))

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["step", "h[0]", "y[0]"],
        ["0", "1", "1", "'a'"],
        ["1", "2.5", "4", "'b'"],
        ["2", "1.25", "1.5", "'c'"],
    ]


def test_title_description_and_names_are_comments():
    """The words stand in the script, wrapped, each paragraph apart."""
    experiment = rv.presets.load("parentheses").replace(description="One " * 30 + "\n\nTwo")

    comments = [line for line in rv.exports.to_script(experiment).splitlines() if line[:1] == "#"]

    text = "\n".join(comments)
    assert f"# {experiment.title}\n#\n# One One" in text
    assert "One\n#\n# Two" in text
    assert "# y[t, 0] is 'depth', y[t, 1] is 'balanced'" in text
    assert max(map(len, comments)) <= 90


def test_hostile_texts_are_no_part_of_a_script(hostile_text, experiment_of, said_everywhere):
    """Whatever the texts, the script has the same statements, numbers and labels."""
    plain = experiment_of(**said_everywhere("plain"))
    hostile = experiment_of(**said_everywhere(hostile_text))

    script = rv.exports.to_script(hostile)

    assert statements(script) == statements(rv.exports.to_script(plain))
    left = run(script)
    expect_numbers(left, hostile)
    assert left["labels"] == list(hostile.labels)
    assert all(line.isprintable() for line in script.split("\n"))


def test_tools_that_read_comments_find_none_for_them(hostile_text, experiment_of, said_everywhere):
    """No comment declares an encoding or dependencies, is a cell's first line, or a command."""
    script = rv.exports.to_script(experiment_of(**said_everywhere(hostile_text)))

    lines = script.split("\n")
    assert not any(re.match(r"[ \t\f]*#.*?coding[:=]", line) for line in lines[:2])
    comments = [line for line in lines if line.startswith("#")]
    assert not any(re.match(r"[# ]*(%|!|\?|///|\+)", comment) for comment in comments)


def test_a_hostile_script_runs_as_a_file(hostile_text, experiment_of, said_everywhere, tmp_path):
    """Python reads the file in its own encoding, and what it prints has no control characters."""
    file = tmp_path / "script.py"
    script = rv.exports.to_script(experiment_of(**said_everywhere(hostile_text)))
    file.write_text(script, encoding="utf-8", newline="\n")

    command = [sys.executable, "-X", "utf8", "-W", "error", file]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, encoding="utf-8")

    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")[:-1]
    assert len(lines) == 7
    assert all(line.isprintable() for line in lines)


def test_only_an_experiment_becomes_a_script():
    """Anything else is refused with a sentence."""
    with pytest.raises(ValueError, match="experiment is None: expected an Experiment"):
        rv.exports.to_script(None)
