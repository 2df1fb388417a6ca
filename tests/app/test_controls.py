"""The bar above the panel: presets, reset, random weights, set-up, sequence, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rnnviz as rv

GAIN = rv.Knob.gain("W_hh")


def paste(page: Any, text: str) -> Any:
    """Paste numbers and use them."""
    page.app.text_area(key="numbers").set_value(text)
    return page.press("Use these numbers")


def read(page: Any, text: str) -> Any:
    """Write a text and have it read."""
    page.app.text_input(key="text").set_value(text)
    return page.press("Read this text")


def test_choosing_a_preset_opens_it(open_page: Callable[..., Any]) -> None:
    """The list has every preset; choosing one shows it and writes its short address."""
    page = open_page()
    box = page.app.selectbox(key="preset")
    assert box.value == rv.presets.START
    assert len(box.options) == len(rv.presets.names())
    box.set_value("parity").run()
    assert page.address == {"preset": "parity"}
    assert page.payload["title"] == rv.presets.load("parity").title


def test_the_list_follows_the_address(open_page: Callable[..., Any]) -> None:
    """The list shows the preset that is open, and none for other networks."""
    page = open_page(preset="ring")
    assert page.app.selectbox(key="preset").value == "ring"
    page.go(preset="decay")
    assert page.app.selectbox(key="preset").value == "decay"
    own = rv.Experiment(net=rv.presets.load("decay").net, x=[[1.0], [0.0]])
    page.go(s=own.to_link())
    assert page.app.selectbox(key="preset").value is None


def test_reset_returns_to_what_was_loaded(open_page: Callable[..., Any]) -> None:
    """Reset undoes the knobs, and its address is the preset's."""
    page = open_page(preset="latch")
    before = page.payload
    page.request(knob=GAIN.to_dict(), value=0.5).press("Reset")
    assert page.address == {"preset": "latch"}
    assert page.payload["generation"] > before["generation"]
    for key in ("arrays", "knob", "value", "view"):
        assert page.payload[key] == before[key]


def test_reset_of_a_network_of_one_s_own_returns_to_its_link(open_page: Callable[..., Any]) -> None:
    """A network that is no preset resets to the numbers with which it arrived."""
    own = rv.Experiment(net=rv.presets.load("latch").net, x=[[1.0], [0.0], [-1.0]])
    page = open_page(s=own.to_link()).request(knob=GAIN.to_dict(), value=0.5).press("Reset")
    assert page.address == {"s": own.to_link()}


def test_new_random_weights_count_their_seeds(open_page: Callable[..., Any]) -> None:
    """Each press takes the next seed and names it; reset returns to the preset."""
    page = open_page(preset="delay")
    x = page.payload["arrays"]["x"]
    weights = []
    for seed in (0, 1, 2):
        page.press("New random weights")
        assert page.payload["title"] == f"Random weights, seed {seed}"
        assert page.payload["arrays"]["x"] == x
        weights.append(page.payload["arrays"]["W_hh"])
        sizes = page.linked.source.random
        expected = rv.RNN.random(**sizes.model_dump()).W_hh.astype(np.float32)
        np.testing.assert_array_equal(page.linked.net.W_hh, expected)
    assert len(set(weights)) == 3
    page.press("Reset")
    assert page.address == {"preset": "delay"}


def test_the_activations_change_in_place(open_page: Callable[..., Any]) -> None:
    """Another activation keeps the weights, the sequence and the knob in hand."""
    page = open_page(preset="latch").request(knob=GAIN.to_dict(), value=0.5).whole()
    page.app.selectbox(key="activation").set_value("relu").run()
    page.app.selectbox(key="output").set_value("sigmoid").run()
    assert (page.payload["activation"], page.payload["output"]) == ("relu", "sigmoid")
    assert (page.linked.knob, page.linked.value) == (GAIN, 0.5)
    np.testing.assert_array_equal(page.linked.base.W_hh, rv.presets.load("latch").net.W_hh)


def test_a_new_network_has_the_sizes_that_were_asked_for(open_page: Callable[..., Any]) -> None:
    """The form makes random weights of any size; reset returns to them."""
    page = open_page(preset="latch")
    page = page.press("New random weights")  # the form then shows the sizes of another network
    page.app.text_input(key="radius").set_value("1.5")
    asked = {"hidden_size": 32, "input_size": 3, "output_size": 2, "seed": 11}
    for key, value in asked.items():
        (field,) = (f for f in page.app.number_input if f.key.startswith(key))
        field.set_value(value)
    page.press("Make this network")
    sizes = page.payload["sizes"]
    assert (sizes["I"], sizes["H"], sizes["O"]) == (3, 32, 2)
    assert page.linked.net.spectral_radius == pytest.approx(1.5, rel=1e-5)
    assert page.linked.source.random.seed == 11
    address = page.address
    assert page.request(knob=GAIN.to_dict(), value=0.5).address != address
    assert page.press("Reset").address == address


def test_pasted_numbers_are_run(open_page: Callable[..., Any]) -> None:
    """Pasted numbers are the new sequence, whatever separates them."""
    page = paste(open_page(preset="latch"), "1, 0.5, -2\t3 1e-3")
    np.testing.assert_array_equal(page.linked.x, np.float32([[1], [0.5], [-2], [3], [1e-3]]))
    assert page.payload["sizes"]["T"] == 5
    assert page.payload["labels"] is None
    assert page.said == []


def test_numbers_have_a_column_for_each_input(open_page: Callable[..., Any]) -> None:
    """With three inputs, a row is a step."""
    page = paste(open_page(preset="flip_flop"), "1 0 0\n0 -1 0\n0 0 1\n1 1 1")
    np.testing.assert_array_equal(
        page.linked.x, [[1, 0, 0], [0, -1, 0], [0, 0, 1], [1, 1, 1]]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the text is empty"),
        ("1\n2 3", "line 2 holds 2 numbers"),
        ("1 <b>two</b>", "line 1 holds '<b>two</b>'"),
        ("1 nan", "expected a finite number"),
        ("1e999", "expected a finite number"),
        ("1e39", "3.4e38"),
        ("1 " * 201, "the text holds 201 steps: expected at most 200"),
    ],
)
def test_bad_numbers_are_refused_in_words(
    text: str, sentence: str, open_page: Callable[..., Any]
) -> None:
    """What cannot be used is quoted, what was shown stays, and good numbers clear the words."""
    page = open_page(preset="latch")
    before = page.payload
    paste(page, text)
    (said,) = page.said
    assert sentence.lower() in said.lower()
    assert page.payload == before
    assert page.address == {"preset": "latch"}
    assert paste(page, "1 0 -1").said == []


def test_a_text_is_read_character_by_character(open_page: Callable[..., Any]) -> None:
    """On a network that reads characters, a text is the sequence, its characters the labels."""
    page = read(open_page(preset="word_length"), "two Words")
    assert page.payload["labels"] == list("two Words")
    assert page.payload["sizes"]["T"] == 9
    assert (page.linked.x.sum(axis=1) == 1).all()
    assert page.said == []


@pytest.mark.parametrize(("text", "sentence"), [("", "is empty"), ("a" * 201, "201 characters")])
def test_a_bad_text_is_refused_in_words(
    text: str, sentence: str, open_page: Callable[..., Any]
) -> None:
    """An empty or too long text leaves what was shown."""
    page = open_page(preset="word_length")
    before = page.payload
    (said,) = read(page, text).said
    assert sentence in said
    assert page.payload == before


def test_only_a_network_of_characters_asks_for_text(open_page: Callable[..., Any]) -> None:
    """Where inputs are quantities, no text can be pasted."""
    assert "text" not in [field.key for field in open_page(preset="latch").app.text_input]


def test_pasting_lets_an_input_knob_go(open_page: Callable[..., Any]) -> None:
    """A knob on an input of the old sequence is not kept for the new one."""
    page = open_page(preset="latch").request(knob=rv.Knob.input(9, 0).to_dict(), value=0.5).whole()
    paste(page, "1 0")
    assert (page.payload["knob"], page.payload["sizes"]["T"]) == (None, 2)


def test_a_saved_file_opens_again(open_page: Callable[..., Any]) -> None:
    """Opening a file shows its experiment, and reset returns to it."""
    e = rv.presets.load("latch").select(GAIN).turn(0.5)
    page = open_page(preset="parity")
    page.app.file_uploader(key="file").upload("rnnviz.json", e.to_json().encode()).run()
    assert page.address == {"s": e.to_link()}
    assert page.payload["value"] == 0.5
    page.request(knob=GAIN.to_dict(), value=0.25)
    assert page.payload["value"] == 0.25
    assert page.press("Reset").payload["value"] == 0.5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[1, NaN]", ""),
        (b"\xff\xfe\x00", ""),
        (b"null", "expected a JSON object"),
        (b"{}", "version is missing"),
        (b'{"version": 2}', "version is 2"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_bad_file_is_refused_in_words(
    content: bytes, sentence: str, open_page: Callable[..., Any]
) -> None:
    """A file that is no experiment leaves what was shown, and says why."""
    page = open_page(preset="parity")
    before = page.payload
    page.app.file_uploader(key="file").upload("rnnviz.json", content).run()
    (said,) = page.said
    assert said.startswith("This file could not be opened: ")
    assert sentence in said
    assert page.payload == before


def test_the_form_shows_the_sizes_of_the_network(open_page: Callable[..., Any]) -> None:
    """Another preset brings its own sizes to the form for a new network."""
    page = open_page()
    page.app.selectbox(key="preset").set_value("sunspots").run()
    sizes = {f.key.split("-")[0]: f.value for f in page.app.number_input}
    assert (sizes["hidden_size"], sizes["input_size"], sizes["output_size"]) == (24, 1, 1)


def test_new_weights_on_a_sequence_of_one_s_own_keep_it(open_page: Callable[..., Any]) -> None:
    """The words are true of the sequence, and reset after a reload does not lose it."""
    own = rv.Experiment(net=rv.RNN(W_xh=[[1.0]], W_hh=[[0.5]], W_hy=[[2.0]]), x=[[3.0], [4.0]])
    page = open_page(s=own.to_link()).press("New random weights")
    assert page.payload["description"].startswith("The same sequence, and weights that learned")
    again = open_page(**page.address)
    again.press("Reset")
    np.testing.assert_array_equal(again.linked.x, own.x)


def test_new_weights_go_with_sizes_that_a_preset_never_had(open_page: Callable[..., Any]) -> None:
    """A link that began as a preset and has other sizes since gets weights of its sizes."""
    latch = rv.presets.load("latch")
    net = rv.RNN.random(input_size=2, hidden_size=3, output_size=4)
    other = rv.Experiment(net=net, x=[[1, 0], [0, 1]], source=latch.source)
    page = open_page(s=other.to_link()).press("New random weights")
    sizes = page.payload["sizes"]
    assert (sizes["I"], sizes["H"], sizes["O"], sizes["T"]) == (2, 3, 4, 2)


def test_an_old_error_goes_with_the_set_up_it_was_about(open_page: Callable[..., Any]) -> None:
    """After wrong numbers, another preset shows no complaint."""
    page = paste(open_page(preset="latch"), "one two")
    assert len(page.said) == 1
    page.app.selectbox(key="preset").set_value("parity").run()
    assert page.said == []
