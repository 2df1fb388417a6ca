"""Saving a chart as SVG and PNG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.pictures import all_of, kept_in, look
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=59)


def test_a_chart_is_saved_as_it_is_drawn(visit: Callable[[str], Page], tmp_path: Path) -> None:
    """By the keyboard, too: the SVG has NumPy's curves at the page's size, the PNG is finer."""
    page = visit(REFERENCE.link())
    page.get_by_text("Charts of the same numbers").click()
    charts = page.locator(".js-plotly-plot")
    expect(charts).to_have_count(3)
    box = charts.first.bounding_box()
    assert box is not None
    shot, _ = look(page, charts.first.screenshot(), "png", 0, 0, box)
    files = {}
    for name in ("SVG", "PNG"):
        button = page.get_by_role("button", name=f"Save the picture above as {name}").first
        target = button.bounding_box()
        assert target is not None
        assert min(target["width"], target["height"]) >= 24
        button.focus()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        files[name] = kept_in(tmp_path, download.value)
    assert [file.name for file in files.values()] == ["chart-lines.svg", "chart-lines.png"]
    root = ElementTree.parse(files["SVG"]).getroot()
    assert (float(root.get("width") or 0), float(root.get("height") or 0)) == (
        box["width"],
        box["height"],
    )
    assert not [
        one for one in root.iter() if one.tag.rsplit("}")[-1] in ("script", "foreignObject")
    ]
    h, _ = REFERENCE.run()
    curves = [one.get("d") or "" for one in all_of(root, "path") if one.get("class") == "js-line"]
    heights = [heights_of(d) for d in curves if d.count("L") == 5]
    assert len(heights) == 4
    down, up = np.polyfit(h.T.ravel(), np.ravel(heights), 1)
    assert down < 0
    assert np.allclose(down * h.T + up, heights, atol=0.1)
    for name, times in (("SVG", 1), ("PNG", 3)):
        drawn, size = look(page, files[name].read_bytes(), name.lower(), 0, 0, box)
        assert np.allclose(size, [times * box["width"], times * box["height"]], atol=times)
        assert np.abs(drawn - shot).mean() < 0.6 * np.abs(255 - shot).mean()


def heights_of(d: str) -> list[float]:
    """Return the heights of the points of a path that is made of lines."""
    return [float(point.split(",")[1]) for point in re.split("[ML]", d)[1:]]
