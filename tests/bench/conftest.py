"""The panel on a bench: the real renderer and the real Python, without a server between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.bench import Bench


@pytest.fixture(scope="session")
def _bench(
    browser: Browser, watch: Callable[[Page, list[str]], None]
) -> Iterator[tuple[Bench, list[str]]]:
    """One page for all tests, and what goes wrong on it."""
    bench = Bench(browser)
    wrong: list[str] = []
    watch(bench.page, wrong)
    bench.load()
    yield bench, wrong
    bench.page.context.close()


@pytest.fixture
def bench(_bench: tuple[Bench, list[str]]) -> Iterator[Bench]:
    """An empty bench: `page = bench.show(experiment)` puts a panel on it.

    A test during which the page logged an error, or raised one, fails.
    """
    bench, wrong = _bench
    bench.begin()
    yield bench
    bench.end()
    if wrong:
        said = "\n".join(wrong)
        wrong.clear()
        pytest.fail(said, pytrace=False)
