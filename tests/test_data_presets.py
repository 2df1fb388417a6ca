"""Presets that scripts make: a large random network, a sentence, and the sunspots."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest

from rnnviz import RNN, Experiment, presets
from rnnviz.resources import ASSETS

Array = npt.NDArray[np.float64]

SCRIPTS = Path(__file__).parents[1] / "scripts"
MADE_BY = {"large": "large", "word_length": "text", "sunspots": "sunspots"}


def script_of(name: str) -> ModuleType:
    """Return the script that makes a preset, as a module."""
    path = SCRIPTS / f"make_{MADE_BY[name]}_preset.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_same(e: Experiment, other: Experiment) -> None:
    """Assert that two experiments agree: words exactly, numbers to float32's last digit."""
    arrays = {"x": (e.x, other.x), "initial_state": (e.initial_state, other.initial_state)}
    arrays |= {
        name: (e.net.parameters[name], other.net.parameters[name]) for name in e.net.parameters
    }
    for name, (array, expected) in arrays.items():
        np.testing.assert_allclose(array, expected, rtol=1e-6, atol=1e-7, err_msg=name)
    for field in ("title", "description", "labels", "input_names", "output_names", "knob", "view"):
        assert getattr(e, field) == getattr(other, field)
    assert (e.net.activation, e.net.output) == (other.net.activation, other.net.output)


@pytest.mark.parametrize("name", MADE_BY)
def test_the_script_makes_the_file(name: str) -> None:
    """Running a preset's script gives the preset that ships."""
    assert_same(presets.load(name), script_of(name).make_preset())


# --- large ---------------------------------------------------------------------------


def test_large_is_the_network_of_its_seed() -> None:
    """It fills the limits of the page, with the weights of the seed that it names."""
    e = presets.load("large")
    assert (e.net.hidden_size, len(e.x)) == (32, 200)
    seed = int(re.findall(r"seed (\d+)", e.description)[0])
    drawn = RNN.random(input_size=3, hidden_size=32, output_size=2, spectral_radius=0.95, seed=seed)
    for name, array in drawn.parameters.items():
        np.testing.assert_allclose(e.net.parameters[name], array, rtol=1e-6, atol=1e-7)


def test_large_fades_after_its_last_pulse() -> None:
    """Six pulses, none after step 150; then the state fades below a twentieth."""
    e = presets.load("large")
    assert np.flatnonzero(e.x[:, 1]).tolist() == [10, 40, 50, 90, 130, 150]
    assert not e.x[151:].any()
    assert np.abs(e.trace.h[150]).max() > 0.5
    assert np.abs(e.trace.h[199]).max() < 0.05


def test_large_goes_on_by_itself_at_a_larger_radius() -> None:
    """At a spectral radius of 1.3 the silent network neither fades nor comes to rest."""
    net = presets.load("large").turn(1.3).net
    h = net.rollout(np.zeros((2000, 3)), np.full(32, 0.1)).h[-500:]
    assert np.abs(h).max(axis=1).min() > 0.5
    assert np.abs(np.diff(h, axis=0)).max(axis=1).min() > 0.2


# --- word_length ---------------------------------------------------------------------


def word_lengths(text: str) -> tuple[list[int], list[int]]:
    """Return, for each character, the letters of its word so far and whether one just ended."""
    lengths, ended = [], []
    for t, character in enumerate(text):
        word = re.split(r"[ ,.;:!?]", text[: t + 1])[-1]
        before = re.split(r"[ ,.;:!?]", text[:t])[-1]
        lengths.append(len(word))
        ended.append(int(character in " ,.;:!?" and before != ""))
    return lengths, ended


def test_word_length_is_right_at_every_character() -> None:
    """Both outputs agree with Python's own string functions at each step of the sentence."""
    e = presets.load("word_length")
    assert e.labels is not None
    text = "".join(e.labels)
    assert text.startswith("It is a truth universally acknowledged, that a single man")
    lengths, ended = word_lengths(text)
    np.testing.assert_array_equal(e.trace.y[:, 0], lengths)
    np.testing.assert_array_equal(e.trace.y[:, 1], ended)
    assert max(lengths) == len("acknowledged")
    assert sum(ended) == len(text.split())


def test_word_length_reads_the_characters_of_its_labels() -> None:
    """Each row of x is one-hot at the input named like the character, or at "other"."""
    e = presets.load("word_length")
    assert e.labels is not None
    assert e.input_names is not None
    assert len(e.input_names) == 16
    for row, label in zip(e.x, e.labels, strict=True):
        name = label.lower() if label.lower() in e.input_names else "other"
        assert row.tolist() == [float(n == name) for n in e.input_names]


def test_word_length_reads_other_texts_too() -> None:
    """On random texts with words of up to 24 letters and every break it is right as well."""
    e = presets.load("word_length")
    assert e.input_names is not None
    draw = np.random.default_rng(9)
    longest = "x" * 24
    for _ in range(20):
        symbols = draw.choice(list("etaoinsrqz  ,.;:!?"), 60).tolist()
        text = "".join(symbols[:30]) + " " + longest + "?" + "".join(symbols[30:])
        names = [c if c in e.input_names else "other" for c in text]
        x = np.array([[float(n == name) for n in e.input_names] for name in names])
        lengths, ended = word_lengths(text)
        y = e.net.rollout(x).y
        np.testing.assert_array_equal(y[:, 0], lengths)
        np.testing.assert_array_equal(y[:, 1], ended)


def test_word_length_runs_on_where_spaces_clear_nothing() -> None:
    """With W_xh[0, 0] at 0 the count at the first comma's word is that of all letters before."""
    e = presets.load("word_length")
    assert e.labels is not None
    text = "".join(e.labels)
    comma = text.index(",")
    letters = len(text[:comma].replace(" ", ""))
    assert e.turn(0.0).trace.y[comma - 1, 0] == letters


# --- sunspots ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def series() -> dict[int, float]:
    """The yearly sunspot numbers of the CSV, by year."""
    lines = (ASSETS / "data" / "sunspots.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "year,sunspots"
    return {int(line.split(",")[0]): float(line.split(",")[1]) for line in lines[1:]}


def test_the_series_is_the_known_one(series: dict[int, float]) -> None:
    """Every year from 1700 to 2008, with well-known maxima and the silent year 1810."""
    assert list(series) == list(range(1700, 2009))
    assert max(series, key=lambda year: series[year]) == 1957
    known = {1700: 5, 1778: 154.4, 1810: 0, 1816: 45.8, 1957: 190.2, 1979: 155.4, 2008: 2.9}
    assert {year: series[year] for year in known} == known


def test_sunspots_shows_the_series(series: dict[int, float]) -> None:
    """Each step's input is the number of the year that labels it, in hundreds."""
    e = presets.load("sunspots")
    assert e.labels == tuple(str(year) for year in range(1908, 2008))
    np.testing.assert_allclose(
        e.x[:, 0], [series[int(year)] / 100 for year in e.labels], rtol=1e-7, atol=0
    )
    assert e.labels[e.view.step] == "1957"


def test_sunspots_starts_from_the_years_before(series: dict[int, float]) -> None:
    """The initial state is what the network holds after reading 1700 to 1907."""
    e = presets.load("sunspots")
    before = np.array([[series[year] / 100] for year in range(1700, 1908)])
    np.testing.assert_allclose(e.initial_state, e.net.rollout(before).h[-1], rtol=1e-4, atol=1e-6)


def test_sunspots_readout_is_the_ridge_solution(series: dict[int, float]) -> None:
    """W_hy and b_y solve the ridge problem of the years 1711 to 1908, as least squares has it."""
    e = presets.load("sunspots")
    x = np.array([[series[year] / 100] for year in range(1700, 1908)])
    h = e.net.rollout(x).h[10:]
    target = [series[year] / 100 for year in range(1711, 1909)]
    H = e.net.hidden_size
    ridge = np.sqrt(0.1) * np.eye(H, H + 1)  # rows that pull each weight, not the bias, to 0
    rows = np.vstack([np.hstack([h, np.ones((len(h), 1))]), ridge])
    solution = np.linalg.lstsq(rows, np.append(target, np.zeros(H)), rcond=None)[0]
    np.testing.assert_allclose(e.net.W_hy[0], solution[:H], atol=1e-4)
    np.testing.assert_allclose(e.net.b_y, solution[H:], atol=1e-4)


def test_sunspots_is_fitted_without_the_years_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other numbers after 1908 leave every weight as it is."""
    script = script_of("sunspots")
    years, known = script.read_series()
    other = np.where(np.array(years) > 1908, 0.5, known)
    monkeypatch.setattr(script, "read_series", lambda: (years, other))
    e = script.make_preset()
    for name, array in presets.load("sunspots").net.parameters.items():
        np.testing.assert_allclose(e.net.parameters[name], array, rtol=1e-6, atol=1e-7)


def errors_of(e: Experiment, series: dict[int, float]) -> tuple[float, float]:
    """Return the mean absolute errors of the outputs and of "same as last year"."""
    assert e.labels is not None
    years = [int(label) for label in e.labels]
    guesses = [100 * float(y) for y in e.trace.y[:, 0]]
    network = [abs(g - series[year + 1]) for g, year in zip(guesses, years, strict=True)]
    same = [abs(series[year] - series[year + 1]) for year in years]
    return sum(network) / len(years), sum(same) / len(years)


def test_sunspots_states_its_error(series: dict[int, float]) -> None:
    """The description's two errors are those of the years 1909 to 2008, to the digit shown."""
    e = presets.load("sunspots")
    network, same = errors_of(e, series)
    assert f"it is off by {network:.1f} sunspots" in e.description
    assert f'"same as last year" is off by {same:.1f}.' in e.description
    assert "1909–2008" in e.description
    assert network < 0.7 * same


def test_sunspots_needs_its_memory(series: dict[int, float]) -> None:
    """With the gain of W_hh at 0 it is worse than "same as last year"."""
    network, same = errors_of(presets.load("sunspots").turn(0.0), series)
    assert network > same
