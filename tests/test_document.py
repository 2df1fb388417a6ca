"""The JSON form: what it looks like, and sentences for what breaks it."""

from __future__ import annotations

import json

import pytest

import rnnviz as rv

NETWORK = {"W_xh": [[1]], "W_hh": [[0.5]], "W_hy": [[2]], "b_h": [0], "b_y": [-1]}
DOCUMENT = {"version": 1, "cell": "rnn", "network": NETWORK, "x": [[1], [2], [0]]}


def text_of(**changes):
    """Return the JSON of a small document with some of its fields changed."""
    return json.dumps({**DOCUMENT, **changes})


def network_of(**changes):
    """Return the document's network with some of its fields changed."""
    return {**NETWORK, **changes}


def test_the_json_is_versioned_and_names_its_cell():
    """Every file says its version and its kind of network."""
    document = json.loads(rv.Experiment.from_json(text_of()).to_json())

    assert document["version"] == 1
    assert document["cell"] == "rnn"


def test_the_json_can_be_read_by_people():
    """A row of a matrix is a line of its own, its numbers as short as float32 allows."""
    net = rv.RNN(W_xh=[[0.1], [0.2]], W_hh=[[1 / 3, 0], [0, 1e-9]], W_hy=[[1, 2]])

    lines = rv.Experiment(net=net, x=[[1.0]]).to_json().splitlines()

    assert "   [0.33333334, 0.0]," in lines
    assert "   [0.0, 1e-09]" in lines


def test_fields_at_their_defaults_are_left_out():
    """A bare experiment is written without titles, labels, knob or view."""
    e = rv.Experiment(net=rv.RNN(W_xh=[[1]], W_hh=[[1]], W_hy=[[1]]), x=[[1]])

    assert set(e.to_document()) == {"version", "cell", "network", "x"}


def test_a_document_is_fresh_every_time():
    """Changing a document changes neither the experiment nor the next document."""
    e = rv.presets.load("latch")
    document = e.to_document()

    document["network"]["W_hh"][0][0] = 99.0
    document["view"]["step"] = 99

    assert e.to_document()["network"]["W_hh"][0][0] != 99.0
    assert rv.presets.load("latch").to_json() == e.to_json()


def test_a_duplicated_key_means_its_last_value():
    """Where a field is given twice, the last one counts, as everywhere in JSON."""
    text = text_of(title="first")[:-1] + ', "title": "last"}'

    assert rv.Experiment.from_json(text).title == "last"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, r"^the text is None: expected a string of JSON"),
        (b"{}", r"^the text is b'\{\}': expected a string of JSON"),
        (5, r"^the text is 5: expected a string of JSON"),
        ("", r"^the text '' is not JSON: EOF"),
        ("hello", r"^the text 'hello' is not JSON: "),
        ("null", r"^the text is None: expected a JSON object"),
        ("[]", r"^the text is \[\]: expected a JSON object"),
        ("1e999", r"^the text is inf: expected a JSON object"),
        ("{}", r"^version is missing: expected a value"),
        ("\ud800", r"^the text '\\ud800' is not JSON: "),
        (text_of(title="\ud800"), r"is not JSON: "),
        ("[" * 100_000, r"is not JSON: recursion limit exceeded"),
        ('{"a":' * 100_000, r"is not JSON: recursion limit exceeded"),
        ("9" * 5000, r"is not JSON: number out of range"),
        (" " * 1_000_001, r"^the text has 1000001 characters: expected at most 1000000"),
        (text_of(version=2), r"^version is 2: input should be less than or equal to 1"),
        (text_of(version=True), r"^version is True: input should be a valid integer"),
        (text_of(version=1.0), r"^version is 1\.0: input should be a valid integer"),
        (text_of(cell="gru"), r"^cell is 'gru': input should be 'rnn'"),
        (text_of(speed=1), r"^speed is not a field of this version: expected it to be left out"),
        (text_of(x=[]), r"^x is \[\]: list should have at least 1 item"),
        (text_of(x=[[1], [2, 3]]), r"^x is \[\[1\.0\], \[2\.0, 3\.0\]\]: expected numbers in ro"),
        (text_of(x=[["1"]]), r"^x\[0\]\[0\] is '1': input should be a valid number"),
        (text_of(x=[[True]]), r"^x\[0\]\[0\] is True: input should be a valid number"),
        (text_of(x=[[None]]), r"^x\[0\]\[0\] is None: input should be a valid number"),
        (text_of(x=[[10**400]]), r"^x\[0\]\[0\] is 1000.*…: input should be"),
        (text_of(x=[[0.25]]).replace("0.25", "1e999"), r"^x\[0\]\[0\] is inf: input should be a f"),
        (text_of(x=[[0.25]]).replace("0.25", "NaN"), r"is not JSON: expected value"),
        (text_of(x=[[1e39]]), r"^x holds 1e\+39: expected numbers of at most 3\.4e38"),
        (text_of(x=[[1]] * 201), r"^x holds 201 steps: expected at most 200$"),
        (text_of(network=network_of(W_hh=[[1, 2]])), r"^W_hh has shape \(1, 2\): expected \("),
        (text_of(network=network_of(b_h=[1, 2])), r"^b_h has shape \(2,\): expected \(1,\)"),
        (text_of(network=network_of(activation="gelu")), r"^network\.activation is 'gelu': input"),
        (text_of(network=None), r"^network is None: input should be a valid dictionary"),
        (text_of(labels=["a"]), r"^labels has 1 texts: expected 3, one for each of the steps"),
        (text_of(knob={"kind": "gain"}), r"^the parameter of gain is None: expected one of"),
        (text_of(knob={"kind": "entry", "parameter": "W_hh", "index": [0, 9]}), r"is out of range"),
        (text_of(knob={"kind": "gain", "parameter": "b_h"}), r"is undefined here: every number of"),
        (text_of(knob=None, value=1.0), r"^the value is 1\.0 without a knob: expected None"),
        (text_of(view={"step": 3}), r"^view\.step is 3: expected at most 2"),
        (text_of(view={"step": 10**300}), r"^view\.step is 1000.*…: expected at most 2"),
        (text_of(source={"preset": "../../etc/passwd"}), r"^there is no preset '\.\./\.\./etc/pas"),
        (text_of(source={"random": {"input_size": 1}}), r"^source\.random\.hidden_size is missing"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_experiment_is_refused_in_one_sentence(text, sentence):
    """The sentence names the field, quotes its value, and says what was expected."""
    with pytest.raises(ValueError, match=sentence) as caught:
        rv.Experiment.from_json(text)
    assert len(str(caught.value)) < 400


def test_a_list_of_a_million_wrong_items_is_refused_at_its_first():
    """A hostile list gives one error and not one for each item."""
    with pytest.raises(ValueError, match=r"^labels\[0\] is 1: input should be a valid string"):
        rv.Experiment.from_json(text_of(labels=[1] * 300_000))
