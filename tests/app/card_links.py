"""The cards of a page, read from its HTML."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_KNOWN = {
    "style": set(),
    "h2": {"class"},
    "ul": {"class"},
    "li": set(),
    "a": {"class", "href", "aria-labelledby", "aria-describedby"},
    "img": {"src", "alt"},
    "span": {"class", "id"},
}


@dataclass
class Link:
    """A card: where it leads, its texts, its picture and what that shows."""

    href: str
    texts: list[str] = field(default_factory=list)
    picture: str = ""
    alt: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert given.keys() <= _KNOWN[tag], (tag, given)
        if tag == "a":
            assert "a" not in self.open
            self.links.append(Link(given["href"]))
        if tag == "img":
            kind, _, data = given["src"].partition(",")
            assert kind == "data:image/svg+xml;base64"
            self.links[-1].picture = base64.b64decode(data).decode()
            self.links[-1].alt = given["alt"]
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and not {"style", "h2"} & set(self.open):
            self.links[-1].texts.append(data.strip())


def read(html: str) -> list[Link]:
    """Return the cards of an HTML text, in which there is nothing but cards."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader.links


def links_of(page: Any) -> list[Link]:
    """Return the cards of a page."""
    shown = [one.proto.body for one in page.app.get("html")]
    return [link for body in shown if 'class="cards' in body for link in read(body)]
