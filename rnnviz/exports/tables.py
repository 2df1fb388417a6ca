"""The numbers of a run as a table, for spreadsheets, and as arrays, for NumPy."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from rnnviz.experiment import Experiment
from rnnviz.exports.texts import as_cell
from rnnviz.trace import Trace
from rnnviz.validation import as_instance


def to_csv(run: Trace | Experiment) -> str:
    """Return a run as CSV: a line for each step, all digits of every number.

    Columns: step; label, if the steps have any; x[0] …, a[0] …, h[0] …, z[0] …, y[0] ….
    The names of inputs and outputs follow in the headings: "y[0] depth". Before a text that
    a spreadsheet would compute stands an apostrophe. Where the network explodes, numbers
    may be inf or nan.

    Args:
        run: a Trace of one sequence, or an Experiment, which has labels and names besides.

    Returns:
        The text of the file, to be written as UTF-8 and with its line ends as they are
        (`open(path, "w", encoding="utf-8", newline="")`).

    Raises:
        ValueError: it is neither, or the trace is of a batch.
    """
    as_instance("run", run, Trace | Experiment, "a Trace or an Experiment")
    trace = run if isinstance(run, Trace) else run.trace
    if trace.x.ndim != 2:
        raise ValueError(f"the trace has x of shape {trace.x.shape}: expected one sequence, (T, I)")
    labels = input_names = output_names = None
    if isinstance(run, Experiment):
        labels, input_names, output_names = run.labels, run.input_names, run.output_names
    arrays = {"x": trace.x, "a": trace.a, "h": trace.h, "z": trace.z, "y": trace.y}
    names = {"x": input_names, "z": output_names, "y": output_names}
    headings = ["step"] if labels is None else ["step", "label"]
    for name, array in arrays.items():
        headings += _headings(name, array.shape[1], names.get(name))
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(headings)
    for step, row in enumerate(np.hstack(list(arrays.values())).tolist()):
        label = [] if labels is None else [as_cell(labels[step])]
        table.writerow([step, *label, *row])
    return file.getvalue()


def to_npz(experiment: Experiment) -> bytes:
    """Return what is shown as the bytes of an .npz file.

    Its arrays are W_xh (H, I), W_hh (H, H), W_hy (O, H), b_h (H,), b_y (O,), x (T, I),
    initial_state (H,), and the run: a and h (T, H), z and y (T, O); all are float64. Besides,
    activation and output are texts without dimensions.

    Args:
        experiment: its base with the knob turned is what is kept.

    Returns:
        A file that `np.load(…, allow_pickle=False)` reads.

    Raises:
        ValueError: it is no Experiment.
    """
    as_instance("experiment", experiment, Experiment, "an Experiment")
    net, trace = experiment.net, experiment.trace
    file = io.BytesIO()
    np.savez_compressed(
        file,
        allow_pickle=False,
        **net.parameters,
        activation=np.array(net.activation),
        output=np.array(net.output),
        x=trace.x,
        initial_state=trace.initial_state,
        a=trace.a,
        h=trace.h,
        z=trace.z,
        y=trace.y,
    )
    return file.getvalue()


def _headings(array: str, size: int, names: Sequence[str] | None) -> list[str]:
    if names is None:
        return [f"{array}[{i}]" for i in range(size)]
    return [as_cell(f"{array}[{i}] {name}") for i, name in enumerate(names)]
