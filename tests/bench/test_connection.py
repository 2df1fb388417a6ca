"""A bad line between the panel and Python loses no turn, and does none twice."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page

from tests.bench.bench import Bench
from tests.browser.reading import choose, expect_numbers, field
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=43)
LOST = 3_000  # milliseconds without an answer after which a request is made again


def test_a_turn_that_was_lost_on_the_way_arrives_with_the_next(bench: Bench) -> None:
    """After a request that never reached Python, both turns are done, and in one request."""
    page = bench.show(REFERENCE.experiment())
    with bench.losing_requests():
        turn(page, "gain of W_hh", "0.5")
    turn(page, "gain of W_xh", "0.25")
    bench.pass_time(LOST - 10)
    assert len(bench.requests) == 1
    bench.pass_time(20)
    assert [len(request["turns"]) for request in bench.requests] == [0, 2]
    expect_numbers(page, REFERENCE.changed(W_xh=REFERENCE.W_xh * 0.25, W_hh=REFERENCE.W_hh * 0.5))
    bench.pass_time(10 * LOST)
    assert len(bench.requests) == 2


def test_turns_whose_answer_was_lost_are_not_done_again(bench: Bench) -> None:
    """Gains multiply: done twice they would give another network."""
    page = bench.show(REFERENCE.experiment())
    turned = REFERENCE.changed(W_xh=REFERENCE.W_xh * 0.25, W_hh=REFERENCE.W_hh * 0.5)
    with bench.losing_answers():
        turn(page, "gain of W_hh", "0.5")
        turn(page, "gain of W_xh", "0.25")
        bench.pass_time(LOST)
        assert bench.experiment.value == 0.25
    assert [len(request["turns"]) for request in bench.requests] == [0, 2]
    bench.pass_time(LOST)
    assert [len(request["turns"]) for request in bench.requests] == [0, 2, 2]
    expect_numbers(page, turned)
    assert np.array_equal(bench.experiment.net.W_hh, turned.W_hh)
    assert np.array_equal(bench.experiment.net.W_xh, turned.W_xh)


def test_an_answer_after_the_request_was_made_again_is_of_use(bench: Bench) -> None:
    """Whichever comes first is shown; the other changes nothing, and no turn is done twice."""
    page = bench.show(REFERENCE.experiment())
    with bench.holding_answers():
        turn(page, "gain of W_hh", "0.5")
        bench.pass_time(2 * LOST)
    assert len(bench.requests) == 3
    expect_numbers(page, REFERENCE.changed(W_hh=REFERENCE.W_hh * 0.5))
    turn(page, "gain of W_hh", "1")
    expect_numbers(page, REFERENCE)
    bench.pass_time(10 * LOST)
    assert len(bench.requests) == 4


def test_knobs_turned_during_one_round_trip_all_arrive(bench: Bench) -> None:
    """On a slow line, three knobs turned before the first answer are all turned, each once."""
    page = bench.show(REFERENCE.experiment())
    turned = REFERENCE.changed(
        b_h=REFERENCE.b_h + 0.125, W_xh=REFERENCE.W_xh * 0.25, W_hh=REFERENCE.W_hh * 0.5
    )
    with bench.holding_answers():
        turn(page, "shift of b_h", "0.125")
        turn(page, "gain of W_hh", "0.5")
        turn(page, "gain of W_xh", "0.25")
        bench.pass_time(300)
        assert len(bench.requests) == 1
    expect_numbers(page, turned)
    assert [len(request["turns"]) for request in bench.requests] == [0, 3]


def turn(page: Page, name: str, value: str) -> None:
    """Take a knob in hand, and type a value into its field."""
    choose(page, name)
    field(page, name).fill(value)
    page.keyboard.press("Enter")
