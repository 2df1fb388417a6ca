"""The bench in tests/bench answers requests as the app does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import rnnviz as rv
from rnnviz.document import MemoryView, View
from rnnviz.panel import request as requests
from tests.bench.answering import Session
from tests.packed import plain

GAIN, ENTRY = rv.Knob.gain("W_hh"), rv.Knob.entry("W_xh", 0, 0)
RADIUS = rv.Knob.spectral_radius()
START = rv.presets.load("latch").select(GAIN).turn(0.5).look(step=3)

OPTIONS: list[dict[str, Any]] = [
    {},
    {"lock": "numbers"},
    {"lock": "knob"},
    {"hide": ["sliders", "heatmap"]},
    {"projector": True, "hide": ["charts"]},  # a projected page has none
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_bench_answers_as_the_app(
    options: dict[str, Any], open_page: Callable[..., Any]
) -> None:
    """To the same requests in the same order come the same payloads, refusals included."""
    said = {
        "lock": options.get("lock", ""),
        "hide": ",".join(part for part in options.get("hide", []) if part != "charts"),
        "view": "projector" if "projector" in options else "",
    }
    address = {name: text for name, text in said.items() if text}
    page = open_page(s=START.to_link(), **address)
    compare(page, Session(START, options=options))


def test_the_bench_shows_memory_as_the_app(open_asking: Callable[..., Any]) -> None:
    """The Memory page's part of the view is answered alike, too."""
    for part in ("influence", "cut"):
        experiment = START.replace(view=View(step=3, memory=MemoryView(part=part)))
        page = open_asking("memory", experiment)
        compare(page, Session(experiment, options={"with_memory": True, "hide": ["charts"]}))


def compare(page: Any, session: Session) -> None:
    """Send both the same requests, and compare every answer."""
    first = plain(session.payload())
    assert first == page.payload
    cached = [first["sweep"]["id"]]
    for request in (
        asked(1, turns=[turn(1, GAIN, 0.25)], cached=cached),
        asked(3, turns=[turn(2, ENTRY, 1.5)], knob=ENTRY),
        asked(4, turns=[turn(2, ENTRY, 9.0), turn(4, GAIN, 2.0)], knob=GAIN, cached=cached),
        {"seq": "one"},
        asked(5, generation=7, turns=[turn(5, GAIN, 0.0)]),
        asked(6, turns=[turn(6, RADIUS, -1.0)], knob=RADIUS),
        asked(7, view={"step": 5, "unit": 0, "output": 0, "folded": True, "opened": False}),
        asked(8, knob=None),
        asked(9, pinned=[GAIN.to_dict()] * 65),
        asked(10, intervention={"step": 2}),
    ):
        session.take(request)
        page.send(request)
        assert plain(session.payload()) == page.payload, request


def asked(seq: int, *, knob: rv.Knob | None = GAIN, **changes: Any) -> dict[str, Any]:
    """Return a request, with what is asked for here."""
    request = {
        "seq": seq,
        "generation": 1,
        "turns": [],
        "knob": knob and knob.to_dict(),
        "pinned": [],
        "view": {"step": 3, "unit": 0, "output": 0, "folded": False, "opened": False},
        **changes,
    }
    requests.read(request)  # it is one
    return request


def turn(seq: int, knob: rv.Knob, value: float) -> dict[str, Any]:
    """Return a turn of a knob to a value."""
    return {"seq": seq, "knob": knob.to_dict(), "value": value}
