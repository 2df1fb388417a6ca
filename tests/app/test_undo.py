"""Undo and Redo return every change, to the bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import rnnviz as rv
from rnnviz.app.history import MOST, History

ENTRY, GAIN = rv.Knob.entry("W_hh", 0, 0), rv.Knob.gain("W_xh")


def shown(page: Any) -> rv.Experiment:
    """Return what the page shows."""
    experiment: rv.Experiment = page.app.session_state["rnnviz"].experiment
    return experiment


def test_each_change_is_undone_and_done_again(open_page: Callable[..., Any]) -> None:
    """Turns, an array, other weights, another preset: back to the first, and forth to the last."""
    page = open_page(preset="latch")
    states = [shown(page)]
    size = states[0].net.hidden_size
    for change in (
        lambda: page.request(knob=ENTRY.to_dict(), value=0.1),
        lambda: page.request(knob=ENTRY.to_dict(), value=-0.7),
        lambda: page.request(knob=GAIN.to_dict(), value=2.5),
        lambda: page.request(
            pastes=[
                {"seq": 10**6, "parameter": "b_h", "text": "0.25 " * size, "offer": None},
            ]
        ),
        lambda: page.press("New random weights"),
        lambda: page.app.selectbox(key="preset").set_value("sharing").run(),
    ):
        change()
        states.append(shown(page))
    links = [rv.Experiment.from_link(state.to_link()).setup for state in states]
    for then in links[-2::-1]:
        page.press("Undo")
        assert shown(page).setup.equals(then)
        assert rv.Experiment.from_link(shown(page).to_link()).setup.equals(then)
    page.press("Undo")
    assert "nothing to undo" in page.payload["notice"]
    for then in links[1:]:
        page.press("Redo")
        assert shown(page).setup.equals(then)
    page.press("Redo")
    assert "nothing to do again" in page.payload["notice"]


def test_a_move_of_the_cursor_or_the_hand_is_no_change(open_page: Callable[..., Any]) -> None:
    """Undo returns the number that was turned before, and the cursor stays where it is."""
    page = open_page(preset="latch")
    before = shown(page).net.W_hh.copy()
    page.request(knob=ENTRY.to_dict(), value=0.1)
    view = {**page.payload["view"], "step": 2}
    page.request(knob=GAIN.to_dict(), view=view)
    page.press("Undo")
    assert np.array_equal(shown(page).net.W_hh, before)
    assert shown(page).view.step == 2
    page.press("Redo")
    assert shown(page).net.W_hh[0, 0] == np.float32(0.1)


def test_a_new_change_ends_what_could_be_done_again(open_page: Callable[..., Any]) -> None:
    """Else Redo would lead to a network that nobody made."""
    page = open_page(preset="latch").request(knob=ENTRY.to_dict(), value=0.1).press("Undo")
    page.request(knob=GAIN.to_dict(), value=0.5).press("Redo")
    assert shown(page).value == 0.5
    assert shown(page).knob == GAIN


def test_what_was_shown_is_kept_without_its_results() -> None:
    """A session keeps many changes, and must not keep every trace and Jacobian that was seen."""
    history, now = History(), rv.presets.load("large").select(GAIN)
    for k in range(MOST + 3):
        then = now.turn(1 + k / 512)
        assert np.isfinite(now.trace.h).all()
        assert k % 50 or now.influence.of_states.shape == (200, 200)
        history.remember(now, then)
        now = then
    before = history.before(now)
    assert before is not None
    assert before.setup.equals(
        rv.presets.load("large").select(GAIN).turn(1 + (MOST + 1) / 512).setup
    )
    assert not {"trace", "base_trace", "memory", "influence"} & set(vars(before))
    for _ in range(MOST):
        before = history.before(now)
        assert before is not None
        history.go_back(now)
        now = before
    assert history.before(now) is None, "more is kept than is said"


def test_a_lock_holds_for_undo(open_page: Callable[..., Any]) -> None:
    """What the link locks stays, and the page says so."""
    page = open_page(preset="latch").request(knob=ENTRY.to_dict(), value=0.1)
    page.app.query_params["lock"] = "numbers"
    page.app.run()
    page.press("Undo")
    assert "locked" in page.payload["notice"]
    assert shown(page).net.W_hh[0, 0] == np.float32(0.1)
