"""Saved pictures, and what they show."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from playwright.sync_api import Page

from tests.browser.reference import Array

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


def kept_in(folder: Path, download: Any) -> Path:
    """Keep what was saved, under the name that it was given."""
    file = folder / str(download.suggested_filename)
    download.save_as(file)
    return file


def all_of(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """Return the elements of a tag, wherever they are."""
    return root.findall(f".//{{*}}{tag}")


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
