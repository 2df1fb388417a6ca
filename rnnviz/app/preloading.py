"""Preloading: the page itself names the scripts that it will want, so they come at once.

Without it a browser learns of them one after another: Streamlit's own once the page has run on
the server, the panel's once Streamlit has shown what stands above it. They are hints: where a
file is missing or another is wanted, the page is only slower.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rnnviz.panel import served

_CHUNKS: Final = Path(streamlit.__file__).parent / "static" / "static" / "js"
# What Streamlit loads for the elements of the bar, and for the panel.
_ELEMENTS: Final = ("BidiComponent", "Html", "Selectbox", "Button", "Popover", "PageLink")
_IMPORT: Final = re.compile(rb'\b(?:from|import) ?"\./([\w.-]+\.js)"')
_HEAD_END: Final = b"</head>"
# So that the page comes plain and whole: a browser that keeps an older one knows other scripts.
_CONDITIONS: Final = (b"accept-encoding", b"if-none-match", b"if-modified-since")
_VALIDATORS: Final = (b"etag", b"last-modified", b"content-length", b"accept-ranges")


@lru_cache(maxsize=4)
def with_hints(page: bytes) -> bytes:
    """Return a page that names, besides its own scripts, those of its elements and the panel.

    The addresses are relative, as Streamlit's own are.
    """
    elements = [path.name for name in _ELEMENTS for path in _CHUNKS.glob(f"{name}.*.js")]
    chunks = with_imports(elements)
    folder = f".{served.FOLDER}{served.version()}/"
    scripts = [f"./static/js/{name}" for name in chunks]
    scripts += [f".{served.FOLDER}entry.js", f"{folder}panel.js"]
    hints = [
        f'<link rel="modulepreload" crossorigin href="{script}">'.encode()
        for script in scripts
        if script.encode() not in page
    ]
    hints.append(f'<link rel="preload" as="style" href="{folder}panel.css">'.encode())
    return page.replace(_HEAD_END, b"".join(hints) + _HEAD_END, 1)


def with_imports(names: list[str]) -> list[str]:
    """Return scripts of Streamlit's, and all that they import."""
    found = dict.fromkeys(names)
    waiting = list(found)
    while waiting:
        imported = (
            more.decode() for more in _IMPORT.findall((_CHUNKS / waiting.pop()).read_bytes())
        )
        fresh = [name for name in imported if name not in found]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return list(found)


class Preloading:
    """Adds the hints to each page, and to nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        accepted = dict(scope.get("headers", ())).get(b"accept", b"")
        if scope["type"] != "http" or scope["method"] != "GET" or b"text/html" not in accepted:
            await self._app(scope, receive, send)
            return
        asked = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        start: Message | None = None
        page = b""

        async def send_with_hints(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                page += message.get("body", b"")
                if not message.get("more_body", False):
                    body = with_hints(page)
                    await send(_with_length(start, len(body)))
                    await send({"type": "http.response.body", "body": body})

        await self._app({**scope, "headers": asked}, receive, send_with_hints)


def _is_page(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"")
    is_html: bool = kind.startswith(b"text/html")
    return message["status"] == 200 and is_html


def _with_length(start: Message, length: int) -> Message:
    headers = [pair for pair in start["headers"] if pair[0] not in _VALIDATORS]
    return {**start, "headers": [*headers, (b"content-length", str(length).encode())]}
