"""A figure as its reader meets it: its data, its words, and whether any of them means harm."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

HOSTILE = [
    "<b>x</b>", "$\\href{javascript:alert(1)}{a}$", '<a href="https://example.org">z</a>', "a&lt;b",
    "x<br>y", "\u202eevil", "\ud800", "\x00\x1b", " ", "", "%{x}", "a" * 300,
]  # fmt: skip

OWN_MARKUP = re.compile('</?sub>|<span style="color:#[0-9a-f]{6}">|</span>')


def words(figure):
    """The texts of a figure's annotations."""
    return [str(a.text) for a in figure.layout.annotations]


def every_text(value):
    """All strings in a figure's JSON data."""
    if isinstance(value, dict):
        return [t for key, v in value.items() if key != "template" for t in every_text(v)]
    if isinstance(value, list | tuple):
        return [t for v in value for t in every_text(v)]
    return [value] if isinstance(value, str) else []


def as_json(figure):
    """A figure's JSON data, once all its numbers are seen to be finite."""
    for part in figure.data:
        for array in (part[name] for name in ("x", "y", "z") if name in part):
            assert array is None or np.isfinite(array).all()
    return json.loads(figure.to_json(), parse_constant=pytest.fail)


def expect_inert(figure):
    """See that no text of a figure holds markup or the like."""
    for text in every_text(as_json(figure)):
        bare = text.replace("<br>", "", 2).replace("<extra></extra>", "")
        bare = OWN_MARKUP.sub("", bare)
        assert "<" not in bare
        assert "$" not in bare
        assert not set("\u202e\ud800\x00\x1b") & set(bare)
    templates = {trace.hovertemplate for trace in figure.data}
    assert not any("evil" in str(template) for template in templates)
