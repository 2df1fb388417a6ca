"""Saving the graph as it is drawn, as SVG and PNG, without Python."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import MemoryView, View
from tests.bench.bench import Bench
from tests.browser.pictures import all_of, kept_in, look
from tests.browser.reading import expect_numbers
from tests.browser.reference import Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=59)
STEP_4 = View(step=4)
MARGIN, TITLE = 20, 34  # of a picture of the graph: around it, and over it
LINES = {"#2f76b5", "#c96f14"}  # the colours of weights below and above 0, on white
HARMLESS = {"svg", "title", "g", "path", "rect", "text", "use", "clipPath"}

_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"[+−]\d+\.\d+")


def test_the_graph_is_saved_as_it_is_drawn(bench: Bench, tmp_path: Path) -> None:
    """The SVG has NumPy's numbers and a line for each weight; both files look like the page."""
    title = "Notes & <b onclick='x'>\"bold\"</b>"
    page = bench.show(
        REFERENCE.experiment(
            title=title,
            labels=["<script>1</script>"] * 6,
            output_names=['"><img src=x>'] * 3,
            knob=rv.Knob.entry("W_hh", 0, 1),
            view=STEP_4,
        )
    )
    expect_numbers(page, REFERENCE)
    svg, png = save(page, "SVG", tmp_path), save(page, "PNG", tmp_path)
    assert (svg.stem, png.stem) == ("notes-b-onclick-x-bold-b",) * 2
    bench.pass_time(700)
    assert bench.requests == [], "Python has nothing to do with it"

    root = ElementTree.parse(svg).getroot()
    expect_harmless(root)
    assert root.findtext("{*}title") == title
    assert [t.text for t in all_of(root, "text") if t.get("font-size") == "20"] == [title]
    texts = {t.text for t in all_of(root, "text")}
    assert {"<script>1…", '"><img src=x>', "step 4, marked"} <= texts
    [in_hand] = (text for text in texts if text and text.endswith(", lit"))
    assert in_hand.startswith("W_hh[0, 1] = ")
    assert np.float32(in_hand[13:-5].replace("−", "-")) == np.float32(REFERENCE.W_hh[0, 1])
    h, y = REFERENCE.run()
    wanted = [REFERENCE.initial_state, *np.hstack([y, h, REFERENCE.x])]
    columns = columns_of(root)
    # Between the columns, the number in hand stands on each of its copies, which are one drawing.
    copies = [column for column in columns if len(column) == 1]
    assert copies == [[written(REFERENCE.W_hh[0, 1])]]
    [drawing] = (
        one.get("id")
        for one in all_of(root, "g")
        if one.get("id") and any(text.text == copies[0][0] for text in all_of(one, "text"))
    )
    assert sum(use.get(_HREF) == f"#{drawing}" for use in all_of(root, "use")) == 6 - 1  # again
    columns = [column for column in columns if column not in copies]
    assert columns == [[written(value) for value in column] for column in wanted]
    assert lines_of(root) == 6 * (4 * 2 + 4 * 4 + 3 * 4) + 2  # and two in the legend
    assert sum(path.get("stroke-width") == "11" for path in all_of(root, "path")) == 6

    graph = page.locator(".graph").first
    box = graph.bounding_box()
    assert box is not None
    shot, _ = look(page, graph.screenshot(), "png", 0, 0, box)
    for file, times in ((png, 3), (svg, 1)):
        drawn, size = look(page, file.read_bytes(), file.suffix[1:], MARGIN, MARGIN + TITLE, box)
        assert size[0] == times * (round(box["width"]) + 2 * MARGIN)
        assert size[1] == times * int(root.get("height") or "")
        # What is drawn is where it is on the page; the SVG's font may be another.
        assert np.abs(drawn - shot).mean() < 0.25 * np.abs(255 - shot).mean(), file


def test_a_large_network_s_file_is_small(bench: Bench, tmp_path: Path) -> None:
    """Strips have no line a weight, an opened step has all of them; neither is 2 MB large."""
    large = Reference.random(I=16, H=32, O=16, T=200, seed=5)
    page = bench.show(large.experiment(title="Large"))
    for switch, lines in (("", 0), ("Open step", 32 * (16 + 32) + 16 * 32 + 2)):
        if switch:
            page.get_by_role("button", name=switch).click()
        saved = save(page, "SVG", tmp_path)
        assert 50_000 < saved.stat().st_size < 2_000_000
        assert lines_of(ElementTree.parse(saved).getroot()) == lines


def test_a_folded_graph_is_saved_as_one_column(bench: Bench, tmp_path: Path) -> None:
    """Folded, the picture has the cursor's step and nothing else."""
    page = bench.show(REFERENCE.experiment(view=STEP_4))
    page.get_by_role("button", name="Fold").click()
    bench.skip_time(1_000)  # until it stands still
    h, y = REFERENCE.run()
    now = [written(value) for value in (*y[4], *h[4], *REFERENCE.x[4])]
    assert columns_of(ElementTree.parse(save(page, "SVG", tmp_path)).getroot()) == [now]


def test_the_second_graph_is_saved_with_the_first(bench: Bench, tmp_path: Path) -> None:
    """Where the run is cut off its past, the picture has both runs, and says where."""
    view = View(step=4, memory=MemoryView(part="cut"))
    page = bench.show(REFERENCE.experiment(view=view), with_memory=True)
    expect(page.locator(".intervention .graph")).to_be_visible()
    root = ElementTree.parse(save(page, "SVG", tmp_path)).getroot()
    expect_harmless(root)
    assert any("cut off before step 4" in (text.text or "") for text in all_of(root, "text"))
    h, y = REFERENCE.run()
    now = [written(value) for value in (*y[4], *h[4], *REFERENCE.x[4])]
    h, y = REFERENCE.changed(x=REFERENCE.x[4:], initial_state=np.zeros(4)).run()
    cut = [written(value) for value in (*y[0], *h[0], *REFERENCE.x[4])]
    assert columns_of(root)[5] == now + cut


def save(page: Page, name: str, folder: Path) -> Path:
    """Save the picture of the graph as "SVG" or "PNG", by the keyboard, and return its file."""
    offer = page.locator("summary", has_text="Save picture")
    offer.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if name == "PNG":
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=f"{name}:")).to_be_focused()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    expect(offer).to_be_focused()
    expect(page.get_by_role("button", name=f"{name}:")).to_be_hidden()
    return kept_in(folder, download.value)


def expect_harmless(root: ElementTree.Element) -> None:
    """Fail if an SVG holds anything but drawing, or asks for anything outside itself."""
    for one in root.iter():
        assert one.tag.rsplit("}")[-1] in HARMLESS
        for name, value in one.attrib.items():
            assert not name.startswith("on")
            assert name != _HREF or value.startswith("#")
            assert "url(" not in value or value.startswith("url(#")


def columns_of(root: ElementTree.Element) -> list[list[str]]:
    """Return the numbers that stand above each other, from left to right, each from the top."""
    found: dict[float, list[tuple[float, str]]] = {}

    def read(one: ElementTree.Element, left: float, top: float) -> None:
        move = re.fullmatch(r"translate\((\S+) (\S+)\)", one.get("transform") or "translate(0 0)")
        assert move is not None
        left, top = left + float(move[1]), top + float(move[2])
        if one.get("text-anchor") == "middle" and _NUMBER.fullmatch(one.text or ""):
            x, y = left + float(one.get("x") or 0), top + float(one.get("y") or 0)
            found.setdefault(round(x, 1), []).append((y, one.text or ""))
        for part in one:
            read(part, left, top)

    read(root, 0, 0)
    return [[text for _, text in sorted(found[x])] for x in sorted(found)]


def lines_of(root: ElementTree.Element) -> int:
    """Return how many weights are drawn as lines, those of a part once for each of its uses."""
    uses = [one.get(_HREF) for one in all_of(root, "use")]
    count = {
        f"#{one.get('id')}": sum(path.get("stroke") in LINES for path in all_of(one, "path"))
        for one in all_of(root, "g")
        if one.get("id")
    }
    once = sum(path.get("stroke") in LINES for path in all_of(root, "path"))
    return once + sum(count[use or ""] for use in uses)


def written(value: float) -> str:
    """Return a number with its sign and two decimals, as the graph has it."""
    text = f"{value:+.2f}".replace("-", "−")
    return "+0.00" if text == "−0.00" else text
