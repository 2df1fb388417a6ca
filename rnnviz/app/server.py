"""What stands before Streamlit's own server: the panel's files, and headers of every answer."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url

from rnnviz.app.preloading import Preloading
from rnnviz.panel import served

SCRIPT: Final = Path(__file__).parent / "script" / "main.py"

FRAMES: Final = "RNNVIZ_FRAME_ANCESTORS"
"""The environment variable that says which pages may show the app in a frame."""

_LISTENS_WITHIN: Final = 0.5  # seconds


def middleware() -> list[Middleware]:
    """Return what a request passes before Streamlit answers it."""
    frames = os.environ.get(FRAMES, "*")
    return [
        Middleware(Headers, policy=policy(frames)),
        Middleware(Scripts),
        Middleware(Preloading),
    ]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Open the browser once the server listens, as `streamlit run` does for a plain script."""
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_later(_LISTENS_WITHIN, _open)
    yield


def _open() -> None:
    open_browser(get_url(st.get_option("browser.serverAddress")))


def policy(frames: str) -> str:
    """Return the Content-Security-Policy: all comes from the server itself, and nothing else does.

    Streamlit runs what is written in a page (`st.html`, inline components) and styles elements
    by attributes; Vega and Plotly are not given `eval`.

    Args:
        frames: which pages may show the app in a frame, as in CSP's frame-ancestors.
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        )
    )


class Headers:
    """Says in every answer what a browser may do with it."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._headers = [
            (b"content-security-policy", policy.encode("latin-1")),
            (b"x-content-type-options", b"nosniff"),
            # The address holds the whole view: it is nobody else's to know.
            (b"referrer-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name for name, _ in message.get("headers", ())}
                more = [pair for pair in self._headers if pair[0] not in known]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Scripts:
    """Serves the panel's files, from memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        found = served.find(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        file, caching = found
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        is_compressed = b"gzip" in accepted
        body = file.compressed if is_compressed else file.plain
        headers = [
            (b"content-type", f"{file.media_type}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", caching.encode()),
            (b"vary", b"accept-encoding"),
        ]
        if is_compressed:
            headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )
