"""Flags: what a teacher hides or locks, as query parameters beside the view.

`?s=…&hide=setup,sequence&lock=knob`. They say how a view is met and nothing of what it
is, so they stand apart from its link, stay while it changes, and go along to every page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from rnnviz.panel.locks import Lock
from rnnviz.validation import shown

PARTS: Final = {
    "network": "List of networks",
    "setup": "New networks",
    "sequence": "Sequence",
    "file": "Save and open",
    "share": "Share",
    "pages": "Other pages",
    "description": "Description",
    "sliders": "Slider",
    "matrices": "Shared weights",
    "arithmetic": "Arithmetic",
    "heatmap": "Heatmap",
    "charts": "Charts",
}
"""What can be hidden, and what a reader calls it."""

LOCKS: Final[dict[Lock, str]] = {
    "": "None",
    "knob": "All but the one in hand",
    "numbers": "All",
}
"""Which numbers can be locked."""

_FREE: Final = ("network", "setup", "sequence", "file")  # by which any number can be another

NAMES: Final = ("hide", "lock")  # the query parameters


@dataclass(frozen=True)
class Flags:
    """What is hidden and locked.

    Attributes:
        hide: names of parts, in the order of PARTS.
        lock: which numbers cannot be turned.
        notice: a sentence about names that mean nothing, or "".
    """

    hide: tuple[str, ...] = ()
    lock: Lock = ""
    notice: str = ""

    def shows(self, part: str) -> bool:
        """Return whether a part is shown: what could give any other numbers is not under a lock."""
        return part not in self.hide and not (self.lock and part in _FREE)

    def parameters(self) -> dict[str, str]:
        """Return the query parameters that say the same."""
        told = {"hide": ",".join(self.hide), "lock": self.lock}
        return {name: text for name, text in told.items() if text}


def read(parameters: Mapping[str, str]) -> Flags:
    """Return what query parameters say; names that mean nothing are told in the notice."""
    hidden, locked = (_names(parameters.get(name, "")) for name in NAMES)
    notices = (
        _unknown("hides", hidden, list(PARTS)),
        _unknown("locks", locked, [name for name in LOCKS if name]),
    )
    # Where both are asked for, the stricter one counts.
    lock: Lock = "numbers" if "numbers" in locked else "knob" if "knob" in locked else ""
    return Flags(
        hide=tuple(part for part in PARTS if part in hidden),
        lock=lock,
        notice=" ".join(filter(None, notices)),
    )


def current() -> Flags:
    """Return what the page's address says."""
    return read(st.query_params.to_dict())


def _names(text: str) -> list[str]:
    return [name for name in (part.strip().lower() for part in text.split(",")) if name]


def _unknown(does: str, names: Sequence[str], known: Sequence[str]) -> str:
    unknown = [name for name in names if name not in known]
    if not unknown:
        return ""
    return (
        f"The address {does} {shown(unknown[0], 24)}, which means nothing here: "
        f"expected some of {', '.join(known)}."
    )
