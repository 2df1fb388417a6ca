"""The questions of the Memory page: their sentences and their tables are the core's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.change_readings import read_copies, read_cut, read_nudge, read_truncation, read_untied
from rnnviz.readings import read_decay, read_influence

# I=2, H=4, O=3, T=6.
E = rv.Experiment(
    net=rv.RNN.random(input_size=2, hidden_size=4, output_size=3, seed=73),
    x=np.random.default_rng(73).normal(0, 0.7, (6, 2)),
    initial_state=np.random.default_rng(74).normal(0, 0.7, 4),
)
KNOB = rv.Knob.entry("W_hh", 1, 2)


@pytest.fixture
def ask(open_asking: Callable[..., Any]) -> Callable[..., Any]:
    """A function that opens the page at a question, with its table: `ask("cut", step=3)`."""

    def open_one(part: str, experiment: rv.Experiment = E, **view: Any) -> Any:
        page = open_asking("memory", experiment.look(**view, memory={"part": part}))
        page.app.session_state["picture_table"] = True
        return page.whole()

    return open_one


def choose(page: Any, widget: str, key: str, value: object) -> None:
    """Give a widget another value, as a click or an entry does."""
    getattr(page.app, widget)(key=f"memory_{key}").set_value(value).run()
    assert not page.app.exception, page.app.exception


def expect_table(page: Any, wanted: Sequence[Sequence[float]]) -> None:
    """Compare the table with numbers, NaN where it has none."""
    (table,) = (one.proto.body for one in page.app.get("html") if "<table>" in one.proto.body)
    rows = [re.findall("<td>(.*?)</td>", row) for row in re.findall("<tr>(<td>.*?)</tr>", table)]
    shown = [[_number(cell) for cell in row] for row in rows]
    assert [len(row) for row in shown] == [len(row) for row in wanted]
    np.testing.assert_allclose(shown, np.array(wanted, dtype=float), rtol=1e-5, atol=0)


def expect_moves(page: Any, change: rv.Intervention, sentence: str) -> None:
    """Compare the sentence on a change, and how far each step has moved."""
    assert sentence in page.said
    lengths = [np.linalg.norm(of, axis=1) for of in (change.dh, change.predicted, change.dy)]
    expect_table(page, [(t, *row) for t, row in enumerate(zip(*lengths, strict=True))])


def test_who_mattered(ask: Callable[..., Any]) -> None:
    """On a unit and on an output, of inputs and of states, whatever the picture's scale."""
    page = ask("influence", step=4, unit=2, output=1)
    of_unit = rv.memory(E.net, E.trace).influence(unit=2)
    assert read_influence(of_unit, 4, "unit 2", "inputs") in page.said
    expect_table(page, [(k, of_unit.of_inputs[4, k], of_unit.of_states[4, k]) for k in range(5)])
    choose(page, "button_group", "of", "output")
    choose(page, "button_group", "past", "states")
    of_output = rv.memory(E.net, E.trace).influence(output=1)
    wanted = [(k, of_output.of_inputs[4, k], of_output.of_states[4, k]) for k in range(5)]
    for is_relative in (False, True):
        choose(page, "toggle", "relative", is_relative)
        assert read_influence(of_output, 4, "output 1", "states") in page.said
        expect_table(page, wanted)


def test_vanish_or_explode(ask: Callable[..., Any]) -> None:
    """What is left at each distance, and what the weights and the slopes took."""
    page = ask("decay", step=4)
    found = rv.memory(E.net, E.trace)
    decay = found.decay(4)
    assert read_decay(found, decay) in page.said
    wanted = [(0, 4, 1.0, np.nan, np.nan)]
    for d in range(1, 6):
        step = 4 - d if d <= 4 else np.nan
        factors = decay.slope_factors[d - 1], decay.weight_factors[d - 1]
        wanted.append((d, step, decay.norms[d], *factors))
    expect_table(page, wanted)


def test_a_sum_over_copies(ask: Callable[..., Any]) -> None:
    """With a loss at all steps, another target and a window, shares and losses are right."""
    page = ask("copies", E.select(KNOB), step=3)
    choose(page, "selectbox", "scored", "all")
    choose(page, "text_area", "target", "0.5 -0.25 0")
    target = np.tile([0.5, -0.25, 0.0], (6, 1))
    full = rv.backprop(E.net, E.trace, target)
    assert f"Loss: {full.loss:.6g}" in page.said
    assert read_copies(full, "W_hh", (1, 2), rate=0.1) in page.said
    expect_copies(page, full)
    choose(page, "slider", "window", 2)
    short = rv.backprop(E.net, E.trace, target, window=2)
    expect_copies(page, short)
    assert read_truncation(short, full, "W_hh", (1, 2)) in page.said


def expect_copies(page: Any, gradients: rv.Gradients) -> None:
    """Compare the share of each copy, and their sum."""
    shares = gradients.copies("W_hh", (1, 2))
    rows = [(t, gradients.losses[t], shares[t]) for t in range(6)]
    expect_table(page, [*rows, (np.nan, gradients.loss, gradients["W_hh"][1, 2])])


def test_a_nudge(ask: Callable[..., Any]) -> None:
    """A unit nudged by an amount at a step moves that step and all later ones."""
    page = ask("nudge", step=3)
    change = rv.nudge(E.net, E.trace, 0, 0.5, input=0)
    expect_moves(page, change, read_nudge(change))
    choose(page, "selectbox", "nudged", ("unit", 1))
    choose(page, "text_input", "nudge_amount", "-0.8")
    choose(page, "slider", "nudge_step", 2)
    change = rv.nudge(E.net, E.trace, 2, -0.8, unit=1)
    expect_moves(page, change, read_nudge(change))


def test_an_untied_copy(ask: Callable[..., Any]) -> None:
    """One copy with a value of its own moves its step and the later ones; tied again, as before."""
    page = ask("untie", E.select(KNOB), step=3)
    before = rv.untie(E.net, E.trace, KNOB, 3, 0.0)
    expect_moves(page, before, read_untied(before, E.net, 6))
    choose(page, "text_input", "untied_value", "1.5")
    choose(page, "slider", "untied_step", 1)
    change = rv.untie(E.net, E.trace, KNOB, 1, 1.5)
    expect_moves(page, change, read_untied(change, E.net, 6))
    page.press("Tie again")
    expect_moves(page, before, read_untied(before, E.net, 6))


def test_a_cut(ask: Callable[..., Any]) -> None:
    """Cut at the cursor's step, and then at another."""
    page = ask("cut", step=3)
    for step in (3, 4):
        choose(page, "slider", "cut", step)
        change = rv.cut(E.net, E.trace, step)
        expect_moves(page, change, read_cut(change))


def _number(cell: str) -> float:
    try:
        return float(cell.replace("−", "-"))
    except ValueError:  # "all", or no number
        return float("nan")
