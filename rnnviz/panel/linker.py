"""Join the renderer's modules into one script, for the page and for a handout.

A page loads one file sooner than fifty, and a handout has nothing to import from. The
modules stay small files that node and the type checker read as they are; here each becomes
a function that returns its exports, dependencies first; a JSON file that it imports is
written out in it; and comments on lines of their own and indentation are left out.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

MODULES: Final = Path(__file__).parent / "modules"

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
_DATA: Final = re.compile(
    r'^import (\w+) from "((?:\.{1,2}/)+[\w/]+\.json)" with \{ type: "json" \};$', re.MULTILINE
)
# The script travels to every page and in every handout: what is written for people stays here.
_COMMENT: Final = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL
)
_INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (default )?(?=(?:function|const|class) (\w+))", re.MULTILINE)


@lru_cache
def linked(entry: str) -> str:
    """Return the modules that `entry` needs, and itself, as one module with its exports.

    Raises:
        ValueError: a module imports itself by way of others, has an import or export that
            is not written in the one form that this reads, or a text of several lines.
    """
    default = f"export default $_{entry}.default;" if "default" in _exports(entry) else ""
    names = ", ".join(name for name in _exports(entry) if name != "default")
    exported = f"export const {{ {names} }} = $_{entry};" if names else ""
    return "\n".join([_joined(entry), default, exported]) + "\n"


@lru_cache
def program(entry: str) -> str:
    """Return the same as a script that calls the default export of `entry`.

    Raises:
        ValueError: as `linked`.
    """
    return f"{_joined(entry)}\n$_{entry}.default();\n"


def _joined(entry: str) -> str:
    order: list[str] = []
    _collect(entry, order, ())
    return "\n".join(map(_scoped, order))


def _collect(name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"{name}.js imports itself by way of {' → '.join((*above, name))}")
    if name in order:
        return
    for _, needed in _IMPORT.findall(_text(name)):
        _collect(needed, order, (*above, name))
    order.append(name)


def _scoped(name: str) -> str:
    body = _DATA.sub(_written_out, _IMPORT.sub(_destructured, _text(name)))
    returned = ", ".join(f"{key}: {value}" for key, value in _exports(name).items())
    body = _COMMENT.sub("", _EXPORT.sub("", body))
    if re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise ValueError(f"{name}.js has an import or export that the linker does not read")
    if any(line.count("`") % 2 for line in body.splitlines()):
        raise ValueError(f"{name}.js has a text of several lines, which would lose its indentation")
    body = _INDENT.sub("", body)
    return f"const $_{name} = (() => {{\n{body}\nreturn {{ {returned} }};\n}})();"


def _destructured(match: re.Match[str]) -> str:
    names = re.sub(r"\bas\b", ":", match[1])
    return f"const {{{names}}} = $_{match[2]};"


def _written_out(match: re.Match[str]) -> str:
    data = json.loads((MODULES / match[2]).read_text(encoding="utf-8"))
    return f"const {match[1]} = {json.dumps(data, separators=(',', ':'))};"


def _exports(name: str) -> dict[str, str]:
    found = _EXPORT.findall(_text(name))
    return {"default" if default else local: local for default, local in found}


@lru_cache
def _text(name: str) -> str:
    return (MODULES / f"{name}.js").read_text(encoding="utf-8")
