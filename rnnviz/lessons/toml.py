"""TOML: a file as a table, with a sentence where it is none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_table(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises:
        ValueError: it is no TOML, or no UTF-8; the sentence says where.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is no UTF-8: expected a text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:  # which says the line and the column
        raise ValueError(f"this is no TOML: {str(error)[:1].lower()}{str(error)[1:]}") from None
