"""Links: a document as a short text for a URL, and back.

A link is "1" (its version) and the base64url of zlib-compressed JSON. Where the
document came from a preset or a seed, the JSON holds only the differences, if
that is shorter; a checksum tells when the source has changed since.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any, Final

from rnnviz import sources
from rnnviz.document import MAX_TEXT, Source, check, parse
from rnnviz.validation import shown

VERSION: Final = "1"
MAX_LINK: Final = 8_000  # characters


def pack(document: dict[str, Any]) -> str:
    """Return the link of a document.

    Raises:
        ValueError: the link would be longer than 8,000 characters.
    """
    text = _text({"document": document})
    source = check(Source, document.get("source", {}))
    if source != Source():
        packed = {
            "source": document["source"],
            "check": sources.checksum(source),
            "changes": differences(sources.document_of(source), document),
        }
        text = min(text, _text(packed), key=len)
    encoded = base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8"), 9))
    link = VERSION + encoded.decode("ascii").rstrip("=")
    if len(link) > MAX_LINK:
        raise ValueError(
            f"this set-up needs a link of {len(link)} characters: expected at most {MAX_LINK}; "
            "save it as a file instead"
        )
    return link


def unpack(link: str) -> dict[str, Any]:
    """Return the document of a link, not yet checked.

    Raises:
        ValueError: it is no link, is damaged, or is of another version.
    """
    if not isinstance(link, str) or not link:
        raise ValueError(f"the link is {shown(link)}: expected a text that rnnviz made")
    if len(link) > MAX_LINK:
        raise ValueError(f"the link has {len(link)} characters: expected at most {MAX_LINK}")
    if link[0] != VERSION:
        raise ValueError(
            f"the link {shown(link, 24)} begins with {shown(link[0])}: expected {VERSION}, "
            "the version that this rnnviz can read"
        )
    try:
        body = link[1:]
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars="-_", validate=True)
        unzip = zlib.decompressobj()
        text = unzip.decompress(packed, MAX_TEXT)
        if not unzip.eof:
            raise ValueError
        data = parse(text.decode("utf-8"))
        if not isinstance(data.get("document", data.get("source")), dict):
            raise ValueError
    except (ValueError, binascii.Error, zlib.error):
        raise ValueError(
            f"the link {shown(link, 24)} is damaged: expected it whole, as it was copied"
        ) from None
    if "document" in data:
        document: dict[str, Any] = data["document"]
        return document
    source = check(Source, data["source"])
    original = sources.document_of(source)
    if data.get("check") != sources.checksum(source):
        raise ValueError(
            f"the link was made from another version of the {_named(source)}: "
            "expected the one that ships with this rnnviz"
        )
    changed: dict[str, Any] = with_changes(original, data.get("changes"))
    return changed


def _named(source: Source) -> str:
    seed = "" if source.random is None else f"random weights of seed {source.random.seed}"
    return seed if source.preset is None else f"preset {shown(source.preset)}"


def differences(old: Any, new: Any) -> Any:
    """Return the changes that lead from one JSON value to another.

    A change to an object or to a list of the same length is an object of changes
    by key or by index, empty where nothing changed; anything else is [the new
    value], and so is a list of which half the items are new. A key that is gone is
    null. 1 and 1.0 are the same, 1 and true are not.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        changes: dict[str, Any] = {key: None for key in old if key not in new}
        for key, value in new.items():
            change = differences(old[key], value) if key in old else [value]
            if change != {}:
                changes[key] = change
        return changes
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        every = enumerate(map(differences, old, new))
        changes = {str(i): change for i, change in every if change != {}}
        num_new = sum(isinstance(change, list) for change in changes.values())
        return [new] if 2 * num_new >= len(new) > 0 else changes
    is_same = old == new and isinstance(old, bool) == isinstance(new, bool)
    return {} if is_same else [new]


def with_changes(old: Any, changes: Any) -> Any:
    """Return a JSON value with the changes of `differences` made.

    Raises:
        ValueError: the changes do not fit the value.
    """
    if isinstance(changes, list) and len(changes) == 1:
        return changes[0]
    if changes == {}:
        return old
    if not isinstance(changes, dict) or not isinstance(old, dict | list):
        raise ValueError(f"the change {shown(changes)} does not fit {shown(old)}")
    if isinstance(old, dict):
        kept = {key: value for key, value in old.items() if key not in changes}
        new = {
            key: with_changes(old.get(key), change)
            for key, change in changes.items()
            if change is not None
        }
        return {**kept, **new}
    if not set(changes) <= {str(i) for i in range(len(old))}:
        raise ValueError(f"the change {shown(changes)} does not fit {shown(old)}")
    return [
        with_changes(item, changes[str(i)]) if str(i) in changes else item
        for i, item in enumerate(old)
    ]


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
