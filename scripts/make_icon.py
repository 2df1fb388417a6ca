"""Draw assets/images/icon.png: a disc with a dashed loop, the folded network."""

from __future__ import annotations

from PIL import Image, ImageDraw

from rnnviz.look.palette import LIGHT
from rnnviz.resources import ASSETS

SIZE = 64
DRAWN = 8 * SIZE  # drawn large and reduced, so that edges are smooth

icon = Image.new("RGBA", (DRAWN, DRAWN))
pen = ImageDraw.Draw(icon)
loop, disc = LIGHT.role["W_hh"], LIGHT.line["positive"]
middle, ring, width = DRAWN / 2, DRAWN * 0.40, DRAWN // 11
for start in range(0, 360, 45):
    pen.arc((middle - ring,) * 2 + (middle + ring,) * 2, start, start + 28, loop, width)
radius = DRAWN * 0.19
pen.ellipse((middle - radius,) * 2 + (middle + radius,) * 2, disc)
icon.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(ASSETS / "images" / "icon.png")
