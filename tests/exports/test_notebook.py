"""The notebook is one that Jupyter reads, and its cells rebuild the numbers."""

from __future__ import annotations

import html
import json
import re
import sys
import types
from unittest.mock import MagicMock

import numpy as np
import pytest

import rnnviz as rv


def cells_of(experiment, kind):
    """Return the sources of a notebook's cells of a kind, in order."""
    notebook = json.loads(rv.exports.to_notebook(experiment))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def run(experiment):
    """Return what the code cells leave behind, run in order in one namespace."""
    left = {}
    for number, cell in enumerate(cells_of(experiment, "code")):
        exec(compile(cell, f"cell {number}", "exec"), left)
    return left


def expect_numbers(left, experiment):
    """Expect that the cells left the run that is shown, to 1e−12."""
    for name in ("h", "y"):
        expected = getattr(experiment.trace, name)
        assert left[name].shape == expected.shape
        np.testing.assert_allclose(left[name], expected, rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.fixture(autouse=True)
def no_matplotlib(monkeypatch):
    """Without matplotlib, wherever the tests run."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)


def check_fields(text):
    """Expect the fields that nbformat 4.5 asks for, and no others."""
    notebook = json.loads(text)
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert set(notebook["metadata"]["kernelspec"]) == {"display_name", "language", "name"}
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        fields = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            fields |= {"execution_count", "outputs"}
            assert cell["execution_count"] is None
            assert cell["outputs"] == []
        else:
            assert cell["cell_type"] == "markdown"
        assert set(cell) == fields
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell["id"])
        assert cell["metadata"] == {}
        assert all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") and line.count("\n") == 1 for line in cell["source"][:-1])
        assert not cell["source"][-1].endswith("\n")


@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_the_cells_of_a_notebook_leave_the_numbers_that_are_shown(
    activation, output, experiment_of
):
    """Run in order, they give h and y to 1e−12."""
    experiment = experiment_of(activation, output, labels=list("abcdef"))

    expect_numbers(run(experiment), experiment)


def test_a_notebook_has_the_fields_of_its_format(hostile_text, experiment_of, said_everywhere):
    """It is JSON of nbformat 4.5, whatever the texts in it."""
    check_fields(rv.exports.to_notebook(experiment_of()))
    check_fields(rv.exports.to_notebook(experiment_of(**said_everywhere(hostile_text))))


def test_nbformat_finds_a_notebook_valid(experiment_of):
    """The format's own validator has nothing to say, where it is installed."""
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")

    nbformat.validate(nbformat.reads(rv.exports.to_notebook(experiment_of()), as_version=4))


def test_a_notebook_and_a_script_are_the_same_code(experiment_of):
    """Every cell but the picture stands in the script, word for word."""
    experiment = experiment_of("relu", "softmax", title="A", labels=list("abcdef"))
    script = rv.exports.to_script(experiment)

    for cell in cells_of(experiment, "code")[:-1]:
        assert cell in script


def test_the_last_cell_draws_the_states_if_it_can(experiment_of, monkeypatch, capsys):
    """Without matplotlib it says so; with it, it draws h."""
    experiment = experiment_of()
    run(experiment)
    assert "matplotlib" in capsys.readouterr().out.splitlines()[-1]

    pyplot = MagicMock()
    package = types.ModuleType("matplotlib")
    package.pyplot = pyplot
    monkeypatch.setitem(sys.modules, "matplotlib", package)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    run(experiment)
    np.testing.assert_allclose(pyplot.plot.call_args.args[0], experiment.trace.h, atol=1e-12)
    pyplot.show.assert_called_once_with()


def test_a_notebook_begins_with_title_and_description():
    """They are the first cell, readable as they were written."""
    experiment = rv.presets.load("parentheses")

    title, description, *_ = cells_of(experiment, "markdown")[0].split("\n\n")

    assert title == "# Brackets, with a memory for mistakes"
    assert html.unescape(description) == experiment.description
    assert cells_of(experiment.replace(title=""), "markdown")[0].startswith("# A recurrent network")


def test_hostile_texts_are_words_in_a_notebook(hostile_text, experiment_of, said_everywhere):
    """No markup, HTML or formula in Markdown, and the same numbers and labels in the code."""
    experiment = experiment_of(**said_everywhere(hostile_text))

    title, *description = cells_of(experiment, "markdown")[0].split("\n\n")[:-1]

    for paragraph in (title.removeprefix("# "), *description):
        words = re.sub(r"<span>&#(36|92);</span>|&#\d+;", "", paragraph)
        assert not set(words) & set('<>&#*_`~[](){}|\\!$%:/@=^"+-')
        assert not re.search(r"\d\.|www\.\S", words)
        assert words.isprintable()
        assert not re.search("(?<!<span>)&#(36|92);", paragraph)  # MathJax reads what is shown
    shown = [html.unescape(re.sub("</?span>", "", paragraph)) for paragraph in description]
    assert "".join("".join(shown).split()) == "".join(
        "".join(c for c in hostile_text if c.isprintable()).split()
    )
    left = run(experiment)
    expect_numbers(left, experiment)
    assert left["labels"] == list(experiment.labels)


def test_only_an_experiment_becomes_a_notebook():
    """Anything else is refused with a sentence."""
    with pytest.raises(ValueError, match="experiment is 3: expected an Experiment"):
        rv.exports.to_notebook(3)
