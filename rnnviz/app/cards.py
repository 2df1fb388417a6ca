"""Cards: experiments as pictures that open them. The whole of a card is one link."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from typing import Final, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from rnnviz import presets
from rnnviz.app import flags
from rnnviz.drawings import Drawing, draw
from rnnviz.look.palette import theme
from rnnviz.thumbnail import of_presets

_COLUMNS: Final = (4, 3, 2)
_STYLE: Final = Template((Path(__file__).parent / "cards.css").read_text(encoding="utf-8"))


class Card(NamedTuple):
    """A picture of an experiment, and where it leads; all texts are plain.

    Attributes:
        name: for the page: letters, digits and dashes.
        title: of what opens.
        words: what to look for.
        picture: what is drawn, on the present ground.
        page: the name of the page that opens, "" for Explore.
        address: the query parameters that name what opens.
        is_done: whether the reader has done it.
    """

    name: str
    title: str
    words: str
    picture: Drawing
    page: str
    address: Mapping[str, str]
    is_done: bool = False


def is_dark() -> bool:
    """Return whether the page's ground is dark."""
    return bool(st.context.theme.type == "dark")


def presets_of(names: Sequence[str]) -> Iterator[Card]:
    """Return the cards of presets, which open them on the first page."""
    for name in names:
        preset = presets.load(name)
        picture = picture_of(name, is_dark())
        yield Card(name, preset.title, preset.description, picture, "", {"preset": name})


def show(cards: Sequence[Card], heading: str = "") -> None:
    """Show cards side by side, in rows that are as full as can be, under a heading."""
    look, told = theme(is_dark()), flags.current().parameters()
    style = _STYLE.substitute(
        ink=look.ink, soft=look.soft, card=look.card, rule=look.rule, surface=look.surface,
        accent=look.accent,
    )  # fmt: skip
    above = f'<h2 class="cards-heading">{escape(heading)}</h2>' if heading else ""
    items = "".join(item(card, told) for card in cards)
    st.html(
        f'<style>{style}</style>{above}<ul class="cards of-{columns_of(len(cards))}">{items}</ul>'
    )


def columns_of(count: int) -> int:
    """Return into how many columns so many cards go: the fewest places stay empty."""
    return min(_COLUMNS, key=lambda columns: (-count % columns, -columns))


def item(card: Card, told: Mapping[str, str]) -> str:
    """Return a card as HTML, in which its texts are texts.

    Args:
        card: to show.
        told: the query parameters of what is hidden and locked.
    """
    # Beside the present page: wherever the app is, and behind whatever proxy.
    href = f"./{card.page}?{urlencode({**card.address, **told}, safe=',')}"
    source = base64.b64encode(card.picture.svg.encode()).decode("ascii")
    title, words = f"card-{card.name}", f"card-{card.name}-idea"
    done = ' <span class="done">✓ done</span>' if card.is_done else ""
    return (
        f'<li><a class="card" href="{escape(href)}" aria-labelledby="{escape(title)}" '
        f'aria-describedby="{escape(words)}">'
        f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(card.picture.words)}">'
        f'<span class="says"><span class="name" id="{escape(title)}">{escape(card.title)}{done}'
        f'</span><span class="idea" id="{escape(words)}">{escape(card.words)}</span></span>'
        "</a></li>"
    )


@lru_cache(maxsize=64)
def picture_of(name: str, dark: bool) -> Drawing:
    """Return the picture of a preset; it is drawn once for each ground."""
    return draw(presets.load(name), of_presets()[name], dark=dark)
