"""The bar above the panel: presets, sequences, and the menu of the network.

A menu that a test leaves open would take the next click: what follows loads the app anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import rnnviz as rv
from tests.browser.reading import (
    SYMBOL,
    eventually,
    expect_numbers,
    field,
    listed,
    node,
    numbers,
    slider,
    wait_for_another_address,
    weight,
)
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=29)


def opened(page: Page, name: str) -> Locator:
    """Open one of the bar's popovers and return it, once all that it holds stands in its place."""
    page.get_by_role("button", name=name, exact=True).click()
    popover = page.get_by_test_id("stPopoverBody").filter(visible=True)
    expect(popover).to_be_visible()
    expect(popover.get_by_test_id("stSkeleton")).to_have_count(0)
    return popover


def choose(page: Page, box: Locator, option: str) -> None:
    """Choose an option of a selectbox."""
    box.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_preset_loads(show: Callable[[str], Page]) -> None:
    """Choosing a network shows its title and its numbers, and puts its name in the address."""
    page = show("/")
    experiment = rv.presets.load("flip_flop")
    choose(page, page.get_by_role("combobox", name="Network"), experiment.title)
    expect_numbers(page, Reference.preset("flip_flop"))
    expect(page.get_by_role("heading", name=experiment.title)).to_be_visible()
    page.wait_for_url("**/?preset=flip_flop")


def test_pasted_numbers_become_the_sequence(visit: Callable[[str], Page]) -> None:
    """Pasted rows run through the network; what is no sequence gets a sentence and is not run."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    address = page.url
    popover = opened(page, "Sequence")
    box = popover.get_by_role("textbox", name=re.compile("^Numbers"))
    box.fill("1, 0.5\n-0.25\t2\n0 0\n−1, 1e-1; 0.125 3")
    popover.get_by_role("button", name="Use these numbers").click()
    x = np.array([[1, 0.5], [-0.25, 2], [0, 0], [-1, 0.1], [0.125, 3]])
    pasted = REFERENCE.changed(x=x)
    expect_numbers(page, pasted)
    address = wait_for_another_address(page, address)
    box.fill("1 x\n2 3")  # tests/app has more
    popover.get_by_role("button", name="Use these numbers").click()
    expect(popover.get_by_text("'x'")).to_be_visible()
    expect_numbers(page, pasted)
    assert page.url == address
    box.fill("0,5\n0,7")
    popover.get_by_role("button", name="Use these numbers").click()
    popover.get_by_role("button", name="Read '0,5' as 0 and 5").click()
    expect_numbers(page, REFERENCE.changed(x=np.array([[0.0, 5], [0, 7]])))
    expect(box).to_have_value("0,5\n0,7")


def test_pasted_text_becomes_the_sequence(visit: Callable[[str], Page]) -> None:
    """Text is read character by character: one-hot inputs, with NumPy's states and outputs."""
    page = visit("/?preset=word_length")
    preset, names = Reference.preset("word_length"), rv.presets.load("word_length").input_names
    assert names is not None
    text = "ab cde"
    popover = opened(page, "Sequence")
    popover.get_by_role("textbox", name=re.compile("^Text")).fill(text)
    popover.get_by_role("button", name="Read this text").click()
    symbols = [names.index(c) if c in names else names.index("other") for c in text]
    expect_numbers(page, preset.changed(x=np.eye(len(names))[symbols]), range(2, 6))
    address = page.url
    popover.get_by_role("textbox", name=re.compile("^Text")).fill("a" * 201)
    popover.get_by_role("button", name="Read this text").click()
    expect(popover.get_by_text("201 characters")).to_be_visible()
    assert page.url == address


def test_a_saved_file_opens_again(visit: Callable[[str], Page], tmp_path: Path) -> None:
    """Save file, then Open file on another network, brings the same view back."""
    page = visit(REFERENCE.link(title="Mine"))
    weight(page, "W_hh[1, 2]").click()
    field(page, "W_hh[1, 2]").fill("-0.375")
    page.keyboard.press("Enter")
    turned = REFERENCE.entry("W_hh", (1, 2), -0.375)
    expect_numbers(page, turned)
    popover = opened(page, "Network")
    with page.expect_download() as download:
        popover.get_by_role("button", name="Save file").click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text(encoding="utf-8"))["value"] == -0.375
    page.keyboard.press("Escape")
    choose(page, page.get_by_role("combobox", name="Network"), rv.presets.load("latch").title)
    expect_numbers(page, Reference.preset("latch"))
    popover = opened(page, "Network")
    popover.locator("input[type=file]").set_input_files(saved)
    expect_numbers(page, turned)
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    expect(field(page, "W_hh[1, 2]")).to_have_value("-0.375")


def test_another_network_of_another_size_has_no_old_mark(visit: Callable[[str], Page]) -> None:
    """The number that was in hand is not marked in the grid of a network with a gain in hand."""
    page = visit("/")
    expect(weight(page, "W_hh[0, 0]")).to_have_attribute("aria-pressed", "true")
    other = rv.presets.load("oscillator")
    assert other.knob == rv.Knob.spectral_radius()
    choose(page, page.get_by_role("combobox", name="Network"), other.title)
    expect_numbers(page, Reference.preset("oscillator"))
    expect(weight(page, "W_hh[0, 0]")).to_have_attribute("aria-pressed", "false")


def test_a_broken_file_gets_a_sentence(
    visit: Callable[[str], Page], settled: Callable[[Page], None], tmp_path: Path
) -> None:
    """A file that is no set-up is refused in words that quote it; the view stays."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    address = page.url
    popover = opened(page, "Network")
    for i, (content, said) in enumerate(
        ((b"\xff\xfe\x00", "could not be opened"), (b"[" * 100_000, "is not JSON"))
    ):  # tests/app has more
        file = tmp_path / f"broken{i}.json"
        file.write_bytes(content)
        settled(page)  # a file that comes while the one before is answered may be lost
        popover.locator("input[type=file]").set_input_files(file)
        expect(popover.get_by_text(file.name)).to_be_visible()
        expect(popover.get_by_text("This file could not be opened")).to_contain_text(said)
        expect_numbers(page, REFERENCE)
    assert page.url == address


def test_fold_shows_one_column_and_unroll_all(visit: Callable[[str], Page]) -> None:
    """The fold switch leaves the cursor's step alone on the page, then brings all back."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    node(page, 3, "hidden unit", 1).click()
    page.get_by_role("button", name="Fold").click()
    size = sum(a.shape[1] for a in (REFERENCE.x, *REFERENCE.run()))
    eventually(lambda: _same({t for _, t, _ in numbers(page)}, {3}))
    expect_numbers(page, REFERENCE, range(3, 4))
    assert len(numbers(page)) == size
    page.get_by_role("button", name="One step forward").click()
    expect_numbers(page, REFERENCE, range(4, 5))
    page.get_by_role("button", name="Unroll").click()
    expect_numbers(page, REFERENCE)


def test_new_weights_and_reset(visit: Callable[[str], Page]) -> None:
    """New random weights are other ones each time, shown with their seed; Reset undoes them."""
    page = visit("/?preset=latch")
    latch = Reference.preset("latch")
    expect_numbers(page, latch)
    seen = [numbers(page)]
    popover = opened(page, "Network")
    for seed in (0, 1):
        address = page.url
        popover.get_by_role("button", name="New random weights").click()
        wait_for_another_address(page, address)
        expect(page.get_by_role("heading", name=f"seed {seed}")).to_be_visible()
        net = rv.RNN.random(
            input_size=1, hidden_size=len(latch.W_hh), output_size=len(latch.W_hy), seed=seed
        )
        weights = {name: np.float32(a).astype(float) for name, a in net.parameters.items()}
        expect_numbers(page, replace(latch, **weights))
        assert numbers(page) not in seen
        seen.append(numbers(page))
    popover.get_by_role("button", name="Reset").click()
    expect_numbers(page, latch)


def test_reset_returns_to_what_was_loaded(visit: Callable[[str], Page]) -> None:
    """Reset undoes a turned weight, a pin and a pasted sequence of a link's own network."""
    page = visit(REFERENCE.link())
    expect_numbers(page, REFERENCE)
    weight(page, "W_xh[2, 1]").click()
    field(page, "W_xh[2, 1]").fill("2.5")
    page.keyboard.press("Enter")
    expect_numbers(page, REFERENCE.entry("W_xh", (2, 1), 2.5))
    expect(listed(page, "W_xh[2, 1]")).to_have_count(1)
    opened(page, "Network").get_by_role("button", name="Reset").click()
    expect_numbers(page, REFERENCE)
    for of in (slider, listed):
        expect(of(page, "W_xh[2, 1]")).to_have_count(0)


def test_another_activation_runs_the_same_weights(visit: Callable[[str], Page]) -> None:
    """Another hidden and output activation show NumPy's numbers for them."""
    page = visit(REFERENCE.link())
    popover = opened(page, "Network")
    choose(page, popover.get_by_role("combobox", name="Hidden activation"), "ReLU")
    expect_numbers(page, replace(REFERENCE, activation="relu"))
    choose(page, popover.get_by_role("combobox", name="Output activation"), "softmax (classes)")
    expect_numbers(page, replace(REFERENCE, activation="relu", output="softmax"))


def test_other_sizes_make_another_network(visit: Callable[[str], Page]) -> None:
    """New sizes give a network of just these sizes, with the radius and the seed asked for."""
    page = visit(REFERENCE.link())
    popover = opened(page, "Network")
    for name, value in (
        ("Hidden units", 5), ("Inputs", 3), ("Outputs", 2), ("Seed", 7),
    ):  # fmt: skip
        popover.get_by_role("spinbutton", name=re.compile(f"^{name}")).fill(str(value))
    popover.get_by_role("textbox", name="Spectral radius").fill("1.25")
    popover.get_by_role("button", name="Make this network").click()
    expect(page.get_by_role("heading", name="seed 7")).to_be_visible()
    shown = rv.Experiment.from_link(page.url.split("?s=")[1])
    assert (shown.net.hidden_size, shown.net.input_size, shown.net.output_size) == (5, 3, 2)
    radius = np.abs(np.linalg.eigvals(shown.net.W_hh)).max()
    assert radius == pytest.approx(1.25, abs=1e-5)
    reference = REFERENCE.changed(
        **shown.net.parameters, x=shown.x, initial_state=shown.initial_state
    )
    expect_numbers(page, reference)
    expect(page.locator(SYMBOL)).to_have_count(len(shown.x) * (3 + 5 + 2) + 5)


def _same(got: object, wanted: object) -> None:
    assert got == wanted
