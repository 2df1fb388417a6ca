"""The run as CSV and as NPZ, to the last bit."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.exports.texts import as_cell

ARRAYS = ("x", "a", "h", "z", "y")


def read(text):
    """Return the headings and the rows of a CSV file."""
    headings, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return headings, rows


def expect_numbers(headings, rows, trace):
    """Expect that the columns of each array hold it, to the last bit."""
    for name in ARRAYS:
        columns = [i for i, heading in enumerate(headings) if heading.startswith(f"{name}[")]
        got = np.array([[float(row[i]) for i in columns] for row in rows])
        np.testing.assert_array_equal(got, getattr(trace, name), err_msg=name)


def test_a_trace_as_csv_comes_back_exactly(experiment_of):
    """A line for each step, a column for each number, all of its digits."""
    trace = experiment_of("tanh", "softmax").trace

    headings, rows = read(rv.exports.to_csv(trace))

    assert headings == [
        "step", "x[0]", "x[1]", "a[0]", "a[1]", "a[2]", "h[0]", "h[1]", "h[2]",
        "z[0]", "z[1]", "z[2]", "z[3]", "y[0]", "y[1]", "y[2]", "y[3]",
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["0", "1", "2", "3", "4", "5"]
    expect_numbers(headings, rows, trace)


def test_an_experiment_as_csv_has_labels_and_names(experiment_of):
    """The labels are a column, the names are in the headings, the knob is turned."""
    experiment = experiment_of(
        labels=["a", "b,c", ' "', "\r", "\n", "é"],
        input_names=["u", "v w"],
        output_names=list("pqrs"),
    )

    headings, rows = read(rv.exports.to_csv(experiment))

    assert headings[:4] == ["step", "label", "x[0] u", "x[1] v w"]
    assert headings[-8:] == [f"{array}[{i}] {'pqrs'[i]}" for array in "zy" for i in range(4)]
    assert [row[1] for row in rows] == list(experiment.labels)
    expect_numbers(headings, rows, experiment.trace)


def test_hostile_texts_are_cells_of_csv(hostile_text, experiment_of, said_everywhere):
    """Whatever the texts, the table keeps its shape and its numbers, and the texts are whole."""
    experiment = experiment_of(**said_everywhere(hostile_text))

    headings, rows = read(rv.exports.to_csv(experiment))

    assert {len(row) for row in rows} == {len(headings)}
    expect_numbers(headings, rows, experiment.trace)
    unguarded = [as_cell(label).replace("'", "") for label in experiment.labels]
    assert unguarded == [label.replace("'", "") for label in experiment.labels]
    assert [row[1] for row in rows] == [as_cell(label) for label in experiment.labels]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"), ("\t=1", "'\t'=1"), ("\0=1", "'\0=1"), ("＝1", "'＝1"),
        ("a;=1", "a;'=1"), ('a"=1', 'a"\'=1'), ("a\n@b", "a\n'@b"),
        ("a=1", "a=1"), ("word", "word"), ("1959", "1959"), ("(", "("), ("", ""), ("a-b", "a-b"),
    ],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(text, cell):
    """At its beginning, and wherever a spreadsheet may take something for one."""
    assert as_cell(text) == cell


def test_a_label_is_guarded_in_csv(experiment_of):
    """No field of the file begins a formula but a number."""
    labels = ["=1+1", "+", "-", "@x", "\t=1", "a;=1"]

    _, rows = read(rv.exports.to_csv(experiment_of(labels=labels)))

    assert [row[1] for row in rows] == ["'=1+1", "'+", "'-", "'@x", "'\t'=1", "a;'=1"]


def test_a_run_that_explodes_is_a_table_still():
    """All steps are there; what is not finite is written as Python reads it."""
    net = rv.RNN(W_xh=[[1.0, 1.0]], W_hh=[[1e30]], W_hy=[[1.0]] * 3, activation="linear")
    experiment = rv.Experiment(net=net, x=np.ones((14, 2)))
    assert not np.isfinite(experiment.trace.h).all()

    expect_numbers(*read(rv.exports.to_csv(experiment)), experiment.trace)


def test_npz_comes_back_exactly(experiment_of):
    """Every array, float64 and to the last bit, without pickle."""
    experiment = experiment_of("relu", "sigmoid")

    with np.load(io.BytesIO(rv.exports.to_npz(experiment)), allow_pickle=False) as file:
        arrays = dict(file)

    expected = {
        **experiment.net.parameters,
        "initial_state": experiment.initial_state,
        **{name: getattr(experiment.trace, name) for name in ARRAYS},
    }
    assert set(arrays) == {*expected, "activation", "output"}
    for name, array in expected.items():
        assert arrays[name].dtype == np.float64
        np.testing.assert_array_equal(arrays[name], array, err_msg=name)
    assert (str(arrays["activation"]), str(arrays["output"])) == ("relu", "sigmoid")


def test_what_is_no_run_is_refused(experiment_of):
    """Other things, and a batch, are refused with a sentence."""
    net = experiment_of().net
    with pytest.raises(ValueError, match="run is None: expected a Trace or an Experiment"):
        rv.exports.to_csv(None)
    with pytest.raises(ValueError, match=r"x of shape \(5, 7, 2\): expected one sequence"):
        rv.exports.to_csv(net.rollout(np.zeros((5, 7, 2))))
    with pytest.raises(ValueError, match="experiment is None: expected an Experiment"):
        rv.exports.to_npz(None)
