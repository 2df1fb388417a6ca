"""The panel's script and style as files that a browser loads once.

They are served in a folder named after their content (`VERSION`), beside the entry that
Streamlit serves, so a browser may keep them for ever and never mixes two versions.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from rnnviz.panel import linker
from rnnviz.panel.style import panel_style

_HERE: Final = Path(__file__).parent

COMPONENT: Final = "rnnviz.live"
"""The component's name for Streamlit: the package's, and the one in pyproject.toml."""

FOLDER: Final = f"/_stcore/bidi-components/{COMPONENT}/"
"""Where Streamlit serves the component's entry."""

FOR_EVER: Final = "public, max-age=31536000, immutable"

_TYPES: Final = {".js": "text/javascript", ".css": "text/css"}


class File(NamedTuple):
    """A file as it is sent: its type, its bytes, and the same compressed by gzip."""

    media_type: str
    plain: bytes
    compressed: bytes


class Found(NamedTuple):
    """A file, and what a browser is told of keeping it."""

    file: File
    caching: str


@lru_cache
def files() -> dict[str, File]:
    """Return the files by name, as the package has them when first asked."""
    texts = {"panel.js": linker.linked("streamlit"), "panel.css": panel_style()}
    return {name: _file(name, text.encode("utf-8")) for name, text in texts.items()}


@lru_cache
def entry() -> File:
    """Return the entry, whose address stays the same: it is asked for at each visit."""
    return _file("entry.js", (_HERE / "entry" / "entry.js").read_bytes())


@lru_cache
def version() -> str:
    """Return the name of the folder: other files, another name."""
    digest = hashlib.blake2b(digest_size=8)
    for name, file in files().items():
        digest.update(f"{name} {len(file.plain)}\n".encode())
        digest.update(file.plain)
    return digest.hexdigest()


def find(path: str) -> Found | None:
    """Return what is at the path of a request, under whichever base path; None: nothing is."""
    _, found, rest = path.partition(FOLDER)
    if found and rest == "entry.js":
        return Found(entry(), "no-cache")
    folder, _, name = rest.partition("/")
    file = files().get(name) if found and folder == version() else None
    return None if file is None else Found(file, FOR_EVER)


def _file(name: str, text: bytes) -> File:
    return File(_TYPES[Path(name).suffix], text, gzip.compress(text, mtime=0))
