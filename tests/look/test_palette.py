"""The palette: one file of colours, and no colour beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from rnnviz.look.blending import luminance, mixed
from rnnviz.look.css import page_properties, panel_properties
from rnnviz.look.palette import DARK, LIGHT, Theme
from rnnviz.panel.style import panel_style

ROOT = Path(__file__).parents[2]
both = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])

# A QR code is black on white whatever is around it, and what lies on a colour is black or white.
PLAIN = {"#000000", "#ffffff"}
# Files that still write colours out: they may only write the palette's.
WRITTEN_OUT = {".streamlit/config.toml"}


def colours_in(name: str | Path) -> set[str]:
    """The colours that a file writes out."""
    return set(re.findall(r"#[0-9a-f]{6}\b", (ROOT / name).read_text("utf-8").lower()))


def test_no_colour_stands_beside_the_palette() -> None:
    """No file of the package writes a colour out, but black and white."""
    files = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("rnnviz/**/*")
        if path.suffix in (".py", ".js", ".css")
    }
    assert {name: colours_in(name) - PLAIN for name in files - WRITTEN_OUT} == {
        name: set() for name in files - WRITTEN_OUT
    }


def test_what_is_written_out_is_of_the_palette() -> None:
    """Where a colour is written out all the same, it is one of the palette's."""
    palette = colours_in("rnnviz/look/colors.json")
    for name in WRITTEN_OUT:
        assert colours_in(name) <= palette | PLAIN, name


@both
def test_streamlit_has_the_colours_of_the_palette(look: Theme) -> None:
    """The page around the panel has the same ground, surface, ink and accent."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    given = config["theme"]["dark" if look is DARK else "light"]
    assert given == {
        "primaryColor": look.accent,
        "backgroundColor": look.ground,
        "secondaryBackgroundColor": look.surface,
        "textColor": look.ink,
    }


@both
def test_style_sheets_know_the_palette_by_name(look: Theme) -> None:
    """The panel's style and a handout's begin with the palette as custom properties."""
    rule = '.rnnviz[data-theme="dark"] {' if look is DARK else ".rnnviz {"
    block = panel_properties().split(rule)[1].split("}")[0]
    assert panel_style().startswith(panel_properties())
    assert f"--soft: {look.soft};" in block
    assert f"--edge: {look.edge};" in block
    assert f"--ramp: linear-gradient(90deg, {', '.join(look.value)});" in block
    assert (
        f"--influence-ramp: linear-gradient(90deg, {look.ground}, {look.ink}, {look.growth});"
        in block
    )
    # The page says which ground and ink it has; ours are there where it does not.
    assert ("--ink: var(--st-text-color, #1b1f26);" in block) == (look is LIGHT)
    assert f"--st-text-color: {look.ink};" in page_properties()


@both
def test_accents_and_warnings_read_as_text(look: Theme) -> None:
    """Both stand out 4.5:1 on their ground and on the surface beside it."""
    for colour in (look.accent, look.warning):
        for ground in (look.ground, look.surface):
            high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5


def test_colours_are_mixed_between_their_neighbours() -> None:
    """A share stands on a straight line between two stops; a half is rounded up."""
    found = mixed(["#000000", "#010100", "#ff0100"], np.array([0, 0.25, 0.5, 0.75, 1]))
    assert found.tolist() == [[0, 0, 0], [1, 1, 0], [1, 1, 0], [128, 1, 0], [255, 1, 0]]


def test_a_number_beyond_the_scale_has_the_colour_of_its_end() -> None:
    """Both ends of the scale hold, and 0 is the middle, at any shape."""
    pixels = LIGHT.pixels([[-7.0, 0.0], [-2.0, 1e30]], limit=2)
    blue, white, orange = ([33, 102, 172], [247, 247, 247], [179, 88, 6])
    assert pixels.tolist() == [[blue, white], [blue, orange]]
