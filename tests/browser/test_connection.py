"""A bad line between browser and server loses no turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.reading import expect_numbers, field
from tests.browser.reference import Reference

pytestmark = pytest.mark.timed

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=43)


def test_a_turn_that_was_lost_on_the_way_arrives_with_the_next(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """After a message that never reached the server, both turns are done."""
    losing = False

    def between(socket: Any) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if losing else server.send(message))

    page.route_web_socket("**/_stcore/stream", between)
    page.goto(app_url + REFERENCE.link())
    settled(page)
    expect_numbers(page, REFERENCE)
    losing = True
    turn(page, "gain of W_hh", "0.5")
    page.wait_for_timeout(300)
    losing = False
    turn(page, "gain of W_xh", "0.25")
    expect_numbers(page, REFERENCE.changed(W_xh=REFERENCE.W_xh * 0.25, W_hh=REFERENCE.W_hh * 0.5))


def test_knobs_turned_during_one_round_trip_all_arrive(
    page: Page, app_url: str, settled: Callable[[Page], None]
) -> None:
    """On a slow line, three knobs turned before the first answer are all turned, each once."""
    held: list[tuple[Any, Any]] = []
    holding = False

    def between(socket: Any) -> None:
        server = socket.connect_to_server()

        def send(message: Any) -> None:
            if holding:
                held.append((server, message))
            else:
                server.send(message)

        socket.on_message(send)

    page.route_web_socket("**/_stcore/stream", between)
    page.goto(app_url + REFERENCE.link())
    settled(page)
    expect_numbers(page, REFERENCE)
    holding = True
    turn(page, "shift of b_h", "0.125")
    turn(page, "gain of W_hh", "0.5")
    turn(page, "gain of W_xh", "0.25")
    page.wait_for_timeout(300)
    holding = False
    for server, message in held:
        server.send(message)
    expect_numbers(
        page,
        REFERENCE.changed(
            b_h=REFERENCE.b_h + 0.125, W_xh=REFERENCE.W_xh * 0.25, W_hh=REFERENCE.W_hh * 0.5
        ),
    )


def turn(page: Page, name: str, value: str) -> None:
    """Type a value into a knob's field."""
    field(page, name).fill(value)
    page.keyboard.press("Enter")
