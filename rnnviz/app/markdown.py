"""Texts where Streamlit reads Markdown."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|$:<>~])")


def escaped(text: str) -> str:
    """Return a text that is shown as it stands, where Markdown would be read in it."""
    return _MARKS.sub(r"\\\1", text)
