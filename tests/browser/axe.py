"""What axe says of a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, where: str, within: str | None = None) -> list[str]:
    """Return axe's serious and critical violations, each with its first selectors.

    Args:
        page: the page.
        where: what is shown, for who reads the list.
        within: a selector of what is looked at; None means all of the page.
    """
    result: dict[str, Any] = Axe().run(page, context=within).response
    return [
        f"{where}: {one['id']}, {one['help']}: {[node['target'] for node in one['nodes'][:4]]} "
        f"{one['nodes'][0].get('failureSummary', '')[:300]!r}"
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
    ]
