"""Links: short, whole or refused, and safe whatever text they are."""

from __future__ import annotations

import base64
import json
import random
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz as rv
from rnnviz import link, sources
from rnnviz.document import Source

NUM_MUTANTS = 10_000


def encode(data, *, level=9):
    """Return the link of any JSON data, as anyone could make it."""
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return "1" + base64.urlsafe_b64encode(zlib.compress(text, level)).decode().rstrip("=")


def decode(text):
    """Return the JSON data in a link."""
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    return json.loads(zlib.decompress(packed))


def refused_or_whole(read, text):
    """Read a text, which may only raise ValueError or give an experiment that can be shown.

    Returns True if it gave one.
    """
    try:
        experiment = read(text)
    except ValueError:
        return False
    assert experiment.trace.num_steps == len(experiment.x)
    again = rv.Experiment.from_json(experiment.to_json())
    assert again.to_document() == experiment.to_document()
    assert again.trace.h.tobytes() == experiment.trace.h.tobytes()
    return True


# What a link is


def test_a_link_is_text_that_needs_no_escaping_in_a_url():
    """Links begin with their version, and hold letters, digits, − and _ only."""
    for name in rv.presets.names():
        text = rv.presets.load(name).to_link()
        assert text[0] == "1"
        assert text.isascii()
        assert text.replace("-", "").replace("_", "").isalnum()


def test_a_preset_with_one_number_turned_has_a_short_link():
    """A link by preset carries only what differs: here the knob and its value."""
    e = rv.presets.load("sharing").select(rv.Knob.entry("W_hh", 2, 1)).turn(0.3125)

    data = decode(e.to_link())

    assert len(e.to_link()) < 200
    assert data["source"] == {"preset": "sharing"}
    assert data["changes"]["value"] == [0.3125]
    assert set(data["changes"]) <= {"knob", "value", "network"}


def test_random_weights_are_linked_by_their_seed():
    """The largest random network needs no number in its link, and comes back exactly."""
    e = rv.presets.random(input_size=16, hidden_size=32, output_size=15, seed=11)

    again = rv.Experiment.from_link(e.to_link())

    assert len(e.to_link()) < 250
    np.testing.assert_array_equal(again.net.W_hh, e.net.W_hh)
    np.testing.assert_array_equal(again.trace.y, e.trace.y)


def test_a_preset_that_was_given_random_weights_is_linked_by_both():
    """A preset's sequence with random weights is a source too."""
    weights = {"input_size": 2, "hidden_size": 5, "output_size": 2, "seed": 3}
    source = Source(preset="sharing", random=weights)
    e = rv.Experiment.from_document(sources.document_of(source))

    assert len(e.to_link()) < 250
    assert rv.Experiment.from_link(e.to_link()).source == source
    np.testing.assert_array_equal(e.x, rv.presets.load("sharing").x)


def test_an_experiment_without_a_source_has_a_link():
    """What was made in Python, from no preset, is linked by its numbers."""
    e = rv.Experiment(net=rv.RNN(W_xh=[[1], [2]], W_hh=np.eye(2), W_hy=np.ones((3, 2))), x=[[1]])

    assert rv.Experiment.from_link(e.to_link()).to_document() == e.to_document()


def test_a_link_that_would_be_too_long_says_to_save_a_file():
    """Beyond 8,000 characters there is no link, and the sentence says what to do instead."""
    net = rv.RNN.random(input_size=16, hidden_size=32, output_size=15)
    e = rv.Experiment(net=net, x=np.random.default_rng(0).normal(size=(200, 16)))

    with pytest.raises(ValueError, match=r"needs a link of \d+ characters: expected at most 8000"):
        e.to_link()
    with pytest.raises(ValueError, match="save it as a file instead"):
        e.to_link()
    assert rv.Experiment.from_json(e.to_json()).to_document() == e.to_document()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.5, -2.5, "", "a"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd01"), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=500)
@given(old=JSON, new=JSON)
def test_the_differences_lead_from_any_json_to_any_other(old, new):
    """Made on the old value, the differences give the new one, types included."""
    changes = json.loads(json.dumps(link.differences(old, new)))

    got = link.with_changes(old, changes)

    assert json.dumps(got, sort_keys=True) == json.dumps(new, sort_keys=True)


def test_a_change_of_one_number_is_one_number():
    """Differences name the place of what has changed, and nothing else."""
    old = {"network": {"W": [[1, 2, 3], [4, 5, 6]], "b": [7, 8]}, "title": "a"}
    new = {"network": {"W": [[1, 2, 3], [4, 5, 9]], "b": [7, 8]}, "knob": 1}

    assert link.differences(old, new) == {
        "network": {"W": {"1": {"2": [9]}}},
        "title": None,
        "knob": [1],
    }


def test_differences_tell_a_number_from_a_truth_but_not_from_its_float():
    """1 and true are different in JSON, wherever they stand; 1 and 1.0 are the same number."""
    assert link.differences({"a": 1, "b": [0, 1]}, {"a": True, "b": [0, 1.0]}) == {"a": [True]}
    assert link.differences({"a": [[1, 2, 3]]}, {"a": [[True, 2, 3]]}) == {
        "a": {"0": {"0": [True]}}
    }


@pytest.mark.parametrize(
    ("field", "value", "still_opens"),
    [
        ("description", "A better sentence.", True),
        ("title", "Another", True),
        ("x", [[9.0]], False),
    ],
)
def test_a_preset_may_change_its_words_but_not_its_numbers(monkeypatch, field, value, still_opens):
    """A link by preset outlives better words, and is refused where the numbers are others."""
    link = rv.presets.load("latch").turn(0.25).to_link()
    changed = {**sources._preset("latch"), field: value}
    monkeypatch.setattr(sources, "_preset", lambda name: changed)
    sources._document_text.cache_clear()
    sources.checksum.cache_clear()
    try:
        if still_opens:
            assert getattr(rv.Experiment.from_link(link), field) == value
        else:
            with pytest.raises(ValueError, match=r"^the link was made from another version of"):
                rv.Experiment.from_link(link)
    finally:
        sources._document_text.cache_clear()
        sources.checksum.cache_clear()


# What no link is


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, r"^the link is None: expected a text that rnnviz made"),
        (b"1abc", r"^the link is b'1abc': expected a text"),
        (5, r"^the link is 5: expected a text"),
        ("", r"^the link is '': expected a text"),
        ("2abc", r"^the link '2abc' begins with '2': expected 1, the version that this rnnviz can"),
        ("1", r"^the link '1' is damaged: expected it whole, as it was copied"),
        ("1abc", r"^the link '1abc' is damaged"),
        ("1äöü", r"^the link '1äöü' is damaged"),
        ("1\ud800", r"^the link '1\\ud800' is damaged"),
        ("1" + "a" * 8000, r"^the link has 8001 characters: expected at most 8000"),
        (encode(b"\xff\xfe"), r"is damaged"),
        (encode(b"[1]"), r"is damaged"),
        (encode({}), r"is damaged"),
        (encode({"source": 5}), r"is damaged"),
        (encode({"document": None, "source": {"preset": "latch"}}), r"is damaged"),
        (encode({"source": {}}), r"^the source names neither a preset nor random weights"),
        (encode({"source": {"preset": "nowhere"}}), r"^there is no preset 'nowhere': expected one"),
        (encode({"source": {"preset": "../../etc/passwd"}}), r"^there is no preset '\.\./\.\./"),
        (encode({"source": {"preset": "latch"}, "check": 1}), r"^the link was made from another v"),
        (encode({"source": {"preset": "latch"}}), r"^the link .* version of the preset 'latch'"),
        (encode({"document": {"version": 1}}), r"^cell is missing: expected a value"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_link_is_refused_in_one_sentence(text, sentence):
    """Each text that is no link of this version gets a sentence that says why."""
    with pytest.raises(ValueError, match=sentence):
        rv.Experiment.from_link(text)


def test_a_link_made_from_another_version_of_a_preset_is_refused(monkeypatch):
    """A link by preset does not quietly show other numbers once the preset has changed."""
    text = rv.presets.load("latch").turn(1.5).to_link()
    data = decode(text)
    assert encode(data) != encode({**data, "check": data["check"] + 1})

    with pytest.raises(ValueError, match=r"^the link was .* version of the preset 'latch'"):
        rv.Experiment.from_link(encode({**data, "check": data["check"] + 1}))


@pytest.mark.parametrize(
    "changes",
    [
        5, "all", None, True, [], [1, 2], [None], {"x": 5}, {"x": {"0": {"0": 1}}},
        {"x": {"99": [[1]]}}, {"x": {"-1": [[1]]}}, {"x": {"00": [[1]]}}, {"x": {"0": {"9": [1]}}},
        {"network": None}, {"network": {"W_hh": [1]}}, {"title": {"0": ["a"]}}, {"new": [1]},
        {"new": {"newer": [1]}}, {"network": [{}]}, {"knob": [{"kind": "gain"}]},
        {"view": {"step": [10**30]}}, {"value": ["1"]}, {"value": [1e39]}, {"x": {"0": None}},
    ],
    ids=str,
)  # fmt: skip
def test_changes_that_do_not_fit_their_source_are_refused(changes):
    """Changes of a place that is not there, or to what is no experiment, raise ValueError."""
    data = decode(rv.presets.load("latch").to_link())

    with pytest.raises(ValueError, match=r"\w"):
        rv.Experiment.from_link(encode({**data, "changes": changes}))


def test_a_link_cut_short_anywhere_is_refused():
    """A link that lost its end while it was copied is refused, however little is missing."""
    text = rv.presets.load("latch").to_link()

    for length in range(1, len(text)):
        with pytest.raises(ValueError, match=r"is damaged: expected it whole, as it was copied$"):
            rv.Experiment.from_link(text[:length])


@pytest.mark.parametrize("size", [2_000_000, 7_000_000])
def test_a_bomb_is_refused_by_its_size(size):
    """A short link that unpacks to megabytes is refused before it is unpacked whole."""
    bomb = encode(b'{"document": "' + b"a" * size + b'"}')

    assert len(bomb) <= link.MAX_LINK or size > 5_000_000
    with pytest.raises(ValueError, match=r"is damaged|at most 8000"):
        rv.Experiment.from_link(bomb)


# Ten thousand texts


ODD = [
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**30, 0.5, -0.0, 1e38, 3.5e38, 1e308, 5e-324, "",
    "a", "W_hh", "relu", "softmax", "../../etc/passwd", "latch", "\x00", "<script>", "א", [], {},
    [[]], [[1]], [1], [0, 0], [[1, 2], [3]], {"preset": "latch"}, {"kind": "gain"}, {"a": {"b": 1}},
]  # fmt: skip
PIECES = [
    "NaN", "Infinity", "1e999", "-1e999", "1" * 400, "9" * 5000, "[" * 100_000, '{"a":' * 5000,
    '"\\ud800"', "\ud800", "\x00", "null", "true", "1e38", "-3.4e38", "]", "}", ",", '"', "\\",
    '"version":2,', '"x":[[1]],',
]  # fmt: skip


def mutated_data(draw, value, odds):
    """Return JSON data in which each part is odd, gone or doubled with some odds."""
    if draw.random() < odds:
        return draw.choice(ODD)
    if isinstance(value, dict):
        changed = {key: mutated_data(draw, item, odds) for key, item in value.items()}
        if changed and draw.random() < odds:
            del changed[draw.choice(list(changed))]
        if draw.random() < odds:
            changed[draw.choice(["version", "knob", "value", "x", "later"])] = draw.choice(ODD)
        return changed
    if isinstance(value, list):
        changed = [mutated_data(draw, item, odds) for item in value]
        return changed * 2 if draw.random() < odds else changed
    return value


def mutated_text(draw, text):
    """Return a text with a few characters changed, a piece spliced in, or a part cut out."""
    for _ in range(draw.randint(1, 3)):
        at, end = sorted(draw.randint(0, len(text)) for _ in range(2))
        kind = draw.randrange(4)
        if kind == 0 and text:
            at = draw.randrange(len(text))
            text = text[:at] + chr(ord(text[at]) ^ (1 << draw.randrange(7))) + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + draw.choice(PIECES) + text[at:]
        elif kind == 2:
            text = text[: end if draw.random() < 0.5 else at] + text[end:]
        else:
            text = text[:end] + text[at:]
    return text


def mutants(seed, number):
    """Yield (reader, text): mutated links, mutated JSON texts, and links of mutated JSON."""
    draw = random.Random(seed)
    originals = [rv.presets.load(name) for name in ("sharing", "latch", "delay", "parity")]
    originals.append(originals[0].select(rv.Knob.gain("W_hh")).turn(0.5).look(later={"a": [1]}))
    texts = [(e.to_json(), e.to_link()) for e in originals]
    for _ in range(number):
        text, linked = draw.choice(texts)
        odds = draw.choice([0.002, 0.01, 0.05])
        kind = draw.randrange(5)
        if kind == 0:
            yield rv.Experiment.from_link, mutated_text(draw, linked)
        elif kind == 1:
            yield rv.Experiment.from_json, mutated_text(draw, text)
        elif kind == 2:
            mutant = mutated_data(draw, json.loads(text), odds)
            yield rv.Experiment.from_json, json.dumps(mutant)
        elif kind == 3:
            yield rv.Experiment.from_link, encode(mutated_data(draw, decode(linked), 20 * odds))
        else:
            mutant = mutated_data(draw, {"document": json.loads(text)}, odds)
            yield rv.Experiment.from_link, encode(mutant, level=1)


def test_ten_thousand_mutated_texts_are_refused_or_whole():
    """Any mutated link or JSON raises ValueError, or gives an experiment that can be shown."""
    read_well = sum(refused_or_whole(read, text) for read, text in mutants(0, NUM_MUTANTS))

    assert 0.05 * NUM_MUTANTS < read_well < 0.95 * NUM_MUTANTS  # both ends are met often


@settings(deadline=None, max_examples=300)
@given(st.text() | st.text().map("1".__add__) | st.binary().map(encode) | JSON.map(encode))
def test_any_text_is_a_link_or_is_refused(text):
    """No text at all makes from_link raise anything but ValueError."""
    refused_or_whole(rv.Experiment.from_link, text)


@settings(deadline=None, max_examples=300)
@given(st.text() | JSON.map(json.dumps))
def test_any_text_is_a_file_or_is_refused(text):
    """No text at all makes from_json raise anything but ValueError."""
    refused_or_whole(rv.Experiment.from_json, text)
