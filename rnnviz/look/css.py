"""The palette as custom properties, which the style sheets use by name: `var(--soft)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rnnviz.look.palette import DARK, LIGHT, Theme

# Colours that the page around the panel has chosen: Streamlit, or the style of a handout.
_OF_THE_PAGE: Final = {"ground": "--st-background-color", "ink": "--st-text-color"}


def panel_properties() -> str:
    """Return the rules that give the panel its colours: the page's ground and ink, else ours."""
    light, dark = _properties(LIGHT), _properties(DARK)
    for key, given in _OF_THE_PAGE.items():
        light[f"--{key}"] = f"var({given}, {getattr(LIGHT, key)})"
        del dark[f"--{key}"]
    return _rule(".rnnviz", light) + _rule('.rnnviz[data-theme="dark"]', dark)


def page_properties() -> str:
    """Return the rules that give a page without Streamlit the ground that its reader prefers."""
    light, dark = (_rule(":root", _of_a_page(look)) for look in (LIGHT, DARK))
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _of_a_page(look: Theme) -> dict[str, str]:
    given = {name: getattr(look, key) for key, name in _OF_THE_PAGE.items()}
    return given | {"--soft": look.soft, "--rule": look.rule}


def _properties(look: Theme) -> dict[str, str]:
    """Return each colour that has a name of its own, and the scales as gradients."""
    colours = {
        f"--{name}": colour
        for name in Theme.__slots__
        if isinstance(colour := getattr(look, name), str)
    }
    return colours | {"--ramp": _gradient(look.value), "--influence-ramp": _gradient(look.fading)}


def _gradient(stops: Sequence[str]) -> str:
    return f"linear-gradient(90deg, {', '.join(stops)})"


def _rule(selector: str, properties: dict[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in properties.items())
    return f"{selector} {{\n{lines}}}\n"
