"""Saving what is drawn as SVG and PNG, without the server."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from playwright.sync_api import Page, expect

import rnnviz as rv
from rnnviz.document import View
from tests.browser.reading import expect_numbers, frames_sent
from tests.browser.reference import Array, Reference

REFERENCE = Reference.random(I=2, H=4, O=3, T=6, seed=59)
STEP_4 = View(step=4)
MARGIN, TITLE = 20, 34  # of a picture of the graph: around it, and over it
LINES = {"#2f76b5", "#c96f14"}  # the colours of weights below and above 0, on white
HARMLESS = {"svg", "title", "g", "path", "rect", "text", "use", "clipPath"}

_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"[+−]\d+\.\d+")

# What an image shows: its size, and its mean colours in tiles of eight of the page's pixels.
_LOOK = """async ({file, type, part}) => {
  const image = new Image();
  image.src = `data:${type};base64,${file}`;
  await image.decode();
  const scale = image.naturalWidth / part.of;
  const drawn = (from, x, y, width, height, times) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(from, x * times, y * times, width * times, height * times, 0, 0, width, height);
    return canvas;
  };
  const [width, height] = [Math.floor(part.width / 8), Math.floor(part.height / 8)];
  const page = drawn(image, part.x, part.y, 8 * width, 8 * height, scale);
  const pen = drawn(page, 0, 0, width, height, 8).getContext('2d');
  const pixels = pen.getImageData(0, 0, width, height).data;
  return {size: [image.naturalWidth, image.naturalHeight], tiles: Array.from(pixels)};
}"""


def test_the_graph_is_saved_as_it_is_drawn(
    page: Page, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    """The SVG has NumPy's numbers and a line for each weight; both files look like the page."""
    title = "Notes & <b onclick='x'>\"bold\"</b>"
    sent = frames_sent(page)
    visit(
        REFERENCE.link(
            title=title,
            labels=["<script>1</script>"] * 6,
            output_names=['"><img src=x>'] * 3,
            knob=rv.Knob.entry("W_hh", 0, 1),
            view=STEP_4,
        )
    )
    expect_numbers(page, REFERENCE)
    before = len(sent)
    assert before
    svg, png = save(page, "SVG", tmp_path), save(page, "PNG", tmp_path)
    assert (svg.stem, png.stem) == ("notes-b-onclick-x-bold-b",) * 2
    assert len(sent) == before, "the server has nothing to do with it"

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
    assert columns_of(root) == [[written(value) for value in column] for column in wanted]
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


def test_large_folded_and_second_graphs_are_saved(
    visit: Callable[[str], Page], visit_page: Callable[..., Page], tmp_path: Path
) -> None:
    """A large network's file is small; a folded one has one column; a second run is in it."""
    page = visit("/?preset=ring")
    large = Reference.random(I=16, H=32, O=16, T=200, seed=5)
    file = tmp_path / "large.json"
    net = rv.RNN(W_xh=large.W_xh, W_hh=large.W_hh, W_hy=large.W_hy)
    file.write_text(rv.Experiment(net=net, x=large.x, title="Large").to_json(), encoding="utf-8")
    page.get_by_role("button", name="File", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("heading", name="Large")).to_be_visible()
    page.keyboard.press("Escape")
    for switch, lines in (("", 0), ("Open step", 32 * (16 + 32) + 16 * 32 + 2)):
        if switch:
            page.get_by_role("button", name=switch).click()
        saved = save(page, "SVG", tmp_path)
        assert 50_000 < saved.stat().st_size < 2_000_000
        assert lines_of(ElementTree.parse(saved).getroot()) == lines

    visit(REFERENCE.link(view=STEP_4))
    page.get_by_role("button", name="Fold").click()
    page.wait_for_timeout(1_500)  # until it stands still
    h, y = REFERENCE.run()
    now = [written(value) for value in (*y[4], *h[4], *REFERENCE.x[4])]
    assert columns_of(ElementTree.parse(save(page, "SVG", tmp_path)).getroot()) == [now]

    memory = visit_page("memory", REFERENCE.link(view=STEP_4))
    memory.get_by_role("radio", name="Cut").click()
    expect(memory.locator(".intervention .graph")).to_be_visible()
    root = ElementTree.parse(save(memory, "SVG", tmp_path)).getroot()
    expect_harmless(root)
    assert any("cut off before step 4" in (text.text or "") for text in all_of(root, "text"))
    h, y = REFERENCE.changed(x=REFERENCE.x[4:], initial_state=np.zeros(4)).run()
    cut = [written(value) for value in (*y[0], *h[0], *REFERENCE.x[4])]
    assert columns_of(root)[5] == now + cut


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


def kept_in(folder: Path, download: Any) -> Path:
    """Keep what was saved, under the name that it was given."""
    file = folder / str(download.suggested_filename)
    download.save_as(file)
    return file


def expect_harmless(root: ElementTree.Element) -> None:
    """Fail if an SVG holds anything but drawing, or asks for anything outside itself."""
    for one in root.iter():
        assert one.tag.rsplit("}")[-1] in HARMLESS
        for name, value in one.attrib.items():
            assert not name.startswith("on")
            assert name != _HREF or value.startswith("#")
            assert "url(" not in value or value.startswith("url(#")


def all_of(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """Return the elements of a tag, wherever they are."""
    return root.findall(f".//{{*}}{tag}")


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


def heights_of(d: str) -> list[float]:
    """Return the heights of the points of a path that is made of lines."""
    return [float(point.split(",")[1]) for point in re.split("[ML]", d)[1:]]


def look(page: Page, file: bytes, kind: str, x: float, y: float, box: Any) -> tuple[Array, Any]:
    """Return the mean colours of an image's tiles from a point on, and the image's size."""
    margins = 2 * x
    part = {"x": x, "y": y, "of": box["width"] + margins} | {
        side: box[side] for side in ("width", "height")
    }
    of = {"svg": "image/svg+xml", "png": "image/png"}[kind]
    given = {"file": base64.b64encode(file).decode(), "type": of, "part": part}
    seen = page.evaluate(_LOOK, given)
    return np.array(seen["tiles"], dtype=float), seen["size"]
