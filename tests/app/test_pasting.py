"""What people paste and type on the pages: offers as buttons, and number fields that guess not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from tests.app.test_controls import paste, read
from tests.app.test_memory import choose, classes, lesson, memory_of


def labels(page: Any) -> list[str]:
    """The labels of the buttons that stand below a refusal."""
    keys = [(button.key or "", button.label) for button in page.app.button]
    return [label for key, label in keys if "_way_" in key]


def experiment(**changes: Any) -> rv.Experiment:
    """Return a network of five inputs, with names or without."""
    net = rv.RNN.random(input_size=5, hidden_size=3, output_size=2, seed=2)
    return rv.Experiment(net=net, x=np.eye(5)[[0, 1]], **changes)


@pytest.mark.parametrize(
    ("text", "label", "x"),
    [
        ("0,5", "Read '0,5' as 0\\.5", [[0.5]]),
        ("0,5", "Read '0,5' as 0 and 5", [[0], [5]]),
        ("1 " * 282, "Keep the first 200", np.ones((200, 1))),
        ("1\n\n3", "Leave out empty lines", [[1], [3]]),
        ("–2", "Read – as a minus", [[-2]]),
    ],
)
def test_an_offer_is_a_button_that_reads_the_text(
    text: str, label: str, x: Any, open_page: Callable[..., Any]
) -> None:
    """Nothing changes before it is pressed; then the sequence is what it said, and it is gone."""
    page = open_page(preset="latch")
    before = page.payload
    paste(page, text)
    assert page.payload == before
    assert page.app.text_area(key="numbers").value == text
    assert label in labels(page)
    page.press(label)
    np.testing.assert_array_equal(page.linked.x, np.float32(x))
    assert page.app.text_area(key="numbers").value == text
    assert (labels(page), page.said) == ([], [])


def test_a_heading_row_names_the_inputs_when_asked(open_page: Callable[..., Any]) -> None:
    """The names are those of the first line, and the link keeps them."""
    before = rv.presets.load("flip_flop")
    page = paste(open_page(s=before.to_link()), "dog\tbig cat\tox\n1\t0\t-1\n0\t1\t0")
    assert page.linked.input_names == before.input_names
    page.press("Take line 1 as names")
    assert page.linked.input_names == ("dog", "big cat", "ox")
    np.testing.assert_array_equal(page.linked.x, [[1, 0, -1], [0, 1, 0]])


def test_a_name_too_long_is_refused_in_words(open_page: Callable[..., Any]) -> None:
    """What a reading cannot give the network is said, and what was shown stays."""
    page = paste(open_page(preset="latch"), "n" * 101 + "\n1\n0")
    before = page.payload
    page.press("Take line 1 as names")
    (said,) = page.said
    assert "at most 100" in said
    assert page.payload == before


def test_classes_are_one_hot_rows_when_asked(open_page: Callable[..., Any]) -> None:
    """A class a line, for a network of five inputs."""
    page = paste(open_page(s=experiment().to_link()), "0\n1\n2\n3\n0\n4")
    page.press("Read as one\\-hot")
    np.testing.assert_array_equal(page.linked.x, np.eye(5)[[0, 1, 2, 3, 0, 4]])


def test_text_among_the_numbers_is_read_as_text_when_asked(open_page: Callable[..., Any]) -> None:
    """A network that reads characters offers to, where a text was put into the other field."""
    page = paste(open_page(preset="word_length"), "to be")
    page.press("Read as text")
    assert page.payload["labels"] == list("to be")


def test_a_text_too_long_keeps_its_beginning_when_asked(open_page: Callable[..., Any]) -> None:
    """The first 200 characters are the sequence."""
    page = read(open_page(preset="word_length"), "ab" * 101)
    page.press("Keep the first 200")
    assert page.payload["labels"] == list("ab" * 100)


def test_words_are_read_where_inputs_are_words(open_page: Callable[..., Any]) -> None:
    """The field says that it reads words."""
    names = ("the", "cat", "sat", "on", "mat")
    page = open_page(s=experiment(input_names=names).to_link())
    assert page.app.text_input(key="text").label == "Text, read word by word"
    read(page, "the cat sat on the mat")
    np.testing.assert_array_equal(page.linked.x, np.eye(5)[[0, 1, 2, 3, 0, 4]])
    assert page.payload["labels"] == ["the", "cat", "sat", "on", "the", "mat"]


def test_symbols_of_several_code_points_are_read(open_page: Callable[..., Any]) -> None:
    """A family is a symbol and a step, a flag another."""
    names = ("👨‍👩‍👧‍👦", "🇩🇪", "e\u0301", "a", "other")
    page = read(open_page(s=experiment(input_names=names).to_link()), "a🇩🇪👨‍👩‍👧‍👦é🇫🇷")
    np.testing.assert_array_equal(page.linked.x, np.eye(5)[[3, 1, 0, 2, 4]])
    assert page.payload["labels"] == ["a", "🇩🇪", "👨‍👩‍👧‍👦", "é", "🇫🇷"]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (None, "quantities, not characters or words\\."),
        (("a", "b", "c", "d", "a"), "two are named 'a'"),
        (("a", "b b", "c", "d", "e"), "'b b' is neither"),
    ],
)
def test_the_page_says_why_text_does_not_fit(
    names: Any, why: str, open_page: Callable[..., Any]
) -> None:
    """Where there is no field for text, a sentence says what is in the way."""
    page = open_page(s=experiment(input_names=names).to_link())
    assert "text" not in [field.key for field in page.app.text_input]
    assert any("Text cannot be read here" in c.value and why in c.value for c in page.app.caption)


def test_a_file_with_too_many_steps_is_offered_cut(open_page: Callable[..., Any]) -> None:
    """The sentence is the reader's, and the first 200 steps open with their labels."""
    latch = rv.presets.load("latch").select(None)
    long = json.loads(latch.to_json())
    long["x"] = [[t / 8] for t in range(282)]
    long["labels"] = [str(t) for t in range(282)]
    page = open_page(preset="parity")
    before = page.payload
    page.app.file_uploader(key="file").upload("long.json", json.dumps(long).encode()).run()
    assert page.said == ["This file could not be opened: x holds 282 steps: expected at most 200."]
    assert page.payload == before
    page.press("Keep the first 200 steps")
    np.testing.assert_array_equal(page.linked.x.ravel(), np.arange(200) / 8)
    assert page.payload["labels"] == long["labels"][:200]


FIELDS = {
    "rate": ("copies", "0.1"),
    "nudge_amount": ("nudge", "0.1"),
    "untied_value": ("untie", "0"),
}

REFUSED = {
    "0,5": "0.5 (decimal comma): write 0.5",
    "-0,5": "write -0.5",
    "2,923": "is it 2.923 (decimal comma) or 2923",
    "1.234,5": "write 1234.5",
    "1/2": "a fraction",
    "50%": "a percentage",
    "": "is empty",
    "1e400": "a finite number",
    "–3": "en dash",
}


@pytest.mark.parametrize("key", FIELDS)
def test_a_number_field_refuses_in_words_and_keeps_its_number(
    key: str, open_asking: Callable[..., Any]
) -> None:
    """What is no number, or could be two, stays in the field; the old value stays in force."""
    part, before = FIELDS[key]
    page = open_asking("memory", lesson(part=part, nudge=None))
    if key == "nudge_amount":
        choose(page, "text_input", key, before)
    address = page.address
    for text, why in REFUSED.items():
        choose(page, "text_input", key, text)
        (said,) = (said for said in page.said if "The field " in said)
        assert why in said
        assert said.endswith(f"It stays {before}.")
        assert page.app.text_input(key=f"memory_{key}").value == text
        assert page.address == address
    choose(page, "text_input", key, "0.25")
    assert not any("The field " in said for said in page.said)
    assert page.address != address


def test_a_number_field_reads_the_minus_of_the_page(open_asking: Callable[..., Any]) -> None:
    """−0.5, copied from the page, is −0.5, and −1.5×10⁻⁷ what it says."""
    page = open_asking("memory", lesson(part="nudge"))
    choose(page, "text_input", "nudge_amount", "−0.5")
    assert memory_of(page).nudge.amount == -0.5
    assert page.app.text_input(key="memory_nudge_amount").value == "−0.5"
    choose(page, "text_input", "nudge_amount", "−1.5×10⁻⁷")
    assert memory_of(page).nudge.amount == -1.5e-7
    choose(page, "text_input", "nudge_amount", "1000001")
    assert any("expected a number from −1×10⁶ to 1×10⁶" in said for said in page.said)
    assert memory_of(page).nudge.amount == -1.5e-7


def test_a_refusal_ends_with_the_number_it_was_about(open_asking: Callable[..., Any]) -> None:
    """Another number in the same field is shown as it is, without the sentence."""
    page = open_asking("memory", lesson(part="untie"))
    choose(page, "text_input", "untied_value", "1.5")
    choose(page, "text_input", "untied_value", "1,5")
    assert page.app.text_input(key="memory_untied_value").value == "1,5"
    page.press("Tie again")
    assert page.app.text_input(key="memory_untied_value").value == "0"
    assert not any("The field " in said for said in page.said)


@pytest.mark.parametrize("text", ["0,5", "1/2", "50%", "", "1e400", "-1", "101"])
def test_the_radius_of_a_new_network_is_refused_in_words(
    text: str, open_page: Callable[..., Any]
) -> None:
    """No network is made with a radius that was not meant, and the text stays."""
    page = open_page(preset="latch")
    before = page.payload
    page.app.text_input(key="radius").set_value(text)
    page.press("Make this network")
    (said,) = page.said
    assert said.startswith("Spectral radius: the field ")
    assert page.payload == before
    assert page.app.text_input(key="radius").value == text
    page.app.text_input(key="radius").set_value("1.25")
    assert page.press("Make this network").said == []
    assert page.linked.net.spectral_radius == pytest.approx(1.25, rel=1e-5)


def test_a_class_number_is_a_target_on_the_page(open_asking: Callable[..., Any]) -> None:
    """With softmax, 1 is the second class, and the field shows its row."""
    page = choose(open_asking("memory", classes("cross_entropy")), "text_area", "target", "1")
    assert memory_of(page).target == [[0, 1, 0]]
    assert page.app.text_area(key="memory_target").value == "0 1 0"


def test_cells_of_a_spreadsheet_are_rows_of_a_target(open_asking: Callable[..., Any]) -> None:
    """A row on each line, for each step that has a loss."""
    e = classes().look(memory={"part": "copies", "scored": [0, 2]})
    page = choose(open_asking("memory", e), "text_area", "target", "0.5\t0.25\t0\n1\t0\t2\n")
    assert memory_of(page).target == [[0.5, 0.25, 0], [1, 0, 2]]


def test_a_target_that_could_be_two_is_asked_about(open_asking: Callable[..., Any]) -> None:
    """The same sentence as for sequences, the same buttons, and the text stays in its field."""
    page = choose(open_asking("memory", lesson(part="copies")), "text_area", "target", "0,5")
    assert any("is it 0.5 (decimal comma) or 0 and 5?" in said for said in page.said)
    assert page.app.text_area(key="memory_target").value == "0,5"
    assert memory_of(page).target == []
    page.press("Read '0,5' as 0\\.5")
    assert memory_of(page).target == [[0.5]]
    assert labels(page) == []


def test_a_target_of_no_probabilities_is_quoted_as_it_was_written(
    open_asking: Callable[..., Any],
) -> None:
    """Cross-entropy names the row of the field."""
    page = open_asking("memory", classes("cross_entropy"))
    choose(page, "text_area", "target", "0.2 0.3 0.4")
    wanted = (
        "Row 1 is 0.2 0.3 0.4: expected probabilities whose sum is 1, or the number of a class."
    )
    assert wanted in page.said
