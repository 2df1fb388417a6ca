"""Prose: a lesson's Markdown as a tree of plain data, in which a link is an Action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rnnviz.lessons import symbols
from rnnviz.lessons.action import Action
from rnnviz.lessons.action import parse as parse_action
from rnnviz.validation import shown

# HTML is parsed only so that it can be found and refused; none is ever passed on.
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True})
_MARKDOWN.normalizeLink = lambda url: url  # type: ignore[method-assign]  # no web address
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # parse_action does

# CommonMark ends a link's target at a space; an action's may hold some: input:1 0 0 1.
_TARGET: Final = re.compile(r"\]\(([a-z]+:[^()<>\n]*)\)")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style, perhaps a link."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False
    action: Action | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading, which has runs; or a list, which has items of runs."""

    kind: Literal["paragraph", "heading", "list"]
    runs: Runs = ()
    items: tuple[Runs, ...] = ()
    is_ordered: bool = False


Prose = tuple[Block, ...]


def parse(text: str) -> Prose:
    """Return Markdown as prose: paragraphs, headings, flat lists, **strong**, *em*, `code`, links.

    Raises:
        ValueError: it holds anything else, such as HTML, an image or a link that is no
            action; the sentence begins with the line.
    """
    tokens = _MARKDOWN.parse(_TARGET.sub(r"](<\1>)", text))
    return tuple(_blocks(iter(tokens)))


def to_data(prose: Prose) -> list[dict[str, Any]]:
    """Return prose as JSON data: what is false, empty or None is left out.

    {"kind": "paragraph", "runs": [{"text": ["Look at ", ["h", "t"]], "strong": true}, …]}
    {"kind": "list", "ordered": true, "items": [[run, …], …]}
    a link's run: {"text": ["step 3"], "action": "step:3"}

    A text is in `pieces`: a letter and what stands below it are two.
    """
    return [_block_data(block) for block in prose]


def plain(prose: Prose) -> str:
    """Return prose as text without marks: an empty line between blocks, a line an item."""
    return "\n\n".join(
        "\n".join(_words(runs) for runs in (block.items or (block.runs,))) for block in prose
    )


def to_html(prose: Prose) -> str:
    """Return prose as HTML in which every text is escaped and actions are plain words."""
    return "\n".join(_block_html(block) for block in prose)


def actions(prose: Prose) -> list[Action]:
    """Return the actions of all links, in order."""
    lines = [runs for block in prose for runs in (block.items or (block.runs,))]
    return [run.action for runs in lines for run in runs if run.action is not None]


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.type in ("paragraph_open", "heading_open"):
            kind: Any = token.type.removesuffix("_open")
            yield Block(kind, runs=_runs(next(tokens)))
            next(tokens)  # its end
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            is_ordered = token.type == "ordered_list_open"
            yield Block("list", items=tuple(_items(tokens)), is_ordered=is_ordered)
        else:
            raise _refused(token, token)


_ITEM: Final = ["paragraph_open", "inline", "paragraph_close", "list_item_close"]


def _items(tokens: Iterator[Token]) -> Iterator[Runs]:
    for token in tokens:
        if token.type.endswith("_list_close"):
            return
        inner = list(islice(tokens, len(_ITEM)))
        if [t.type for t in inner] != _ITEM:
            raise ValueError(
                f"{_line(token)}: an item of a list holds more or less than one paragraph: "
                "expected a line of text, without lists in it"
            )
        yield _runs(inner[1])


_NAMES: Final = {
    "html_block": "HTML", "html_inline": "HTML", "image": "an image", "fence": "a block of code",
    "code_block": "a block of code", "blockquote_open": "a quotation", "hr": "a rule",
}  # fmt: skip


def _runs(inline: Token) -> Runs:
    runs: list[Run] = []
    style = Run("")
    for token in inline.children or ():
        kind, _, end = token.type.rpartition("_")
        if token.type == "text":
            runs.append(replace(style, text=token.content))
        elif token.type == "code_inline":
            runs.append(replace(style, text=token.content, code=True))
        elif token.type in ("softbreak", "hardbreak"):
            runs.append(replace(style, text=" "))
        elif kind == "strong":
            style = replace(style, strong=end == "open")
        elif kind == "em":
            style = replace(style, em=end == "open")
        elif token.type == "link_open":
            style = replace(style, action=_action(inline, str(token.attrs["href"])))
        elif token.type == "link_close":
            style = replace(style, action=None)
        else:
            raise _refused(inline, token)
    return _joined(run for run in runs if run.text)


def _joined(runs: Iterator[Run]) -> Runs:
    """Return runs with neighbours of one style put together."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _action(inline: Token, href: str) -> Action:
    try:
        return parse_action(href)
    except ValueError as error:
        raise ValueError(f"{_line(inline)}: {error}") from None


def _refused(at: Token, token: Token) -> ValueError:
    what = _NAMES.get(token.type, token.type)
    quoted = f" ({shown(token.content)})" if token.content else ""
    return ValueError(
        f"{_line(at)} holds {what}{quoted}: expected paragraphs, headings, lists, **strong**, "
        "*em*, `code` and links"
    )


def _line(token: Token) -> str:
    return f"line {token.map[0] + 1 if token.map else 1}"


def _block_data(block: Block) -> dict[str, Any]:
    if block.kind != "list":
        return {"kind": block.kind, "runs": _runs_data(block.runs)}
    return {
        "kind": "list",
        "ordered": block.is_ordered,
        "items": [_runs_data(runs) for runs in block.items],
    }


def _runs_data(runs: Runs) -> list[dict[str, Any]]:
    return [
        {"text": symbols.pieces(run.text)}
        | {mark: True for mark in ("strong", "em", "code") if getattr(run, mark)}
        | ({} if run.action is None else {"action": run.action.text})
        for run in runs
    ]


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _block_html(block: Block) -> str:
    if block.kind == "list":
        tag = "ol" if block.is_ordered else "ul"
        items = "".join(f"<li>{_runs_html(runs)}</li>" for runs in block.items)
        return f"<{tag}>{items}</{tag}>"
    tag = "p" if block.kind == "paragraph" else "h3"
    return f"<{tag}>{_runs_html(block.runs)}</{tag}>"


def _runs_html(runs: Runs) -> str:
    return "".join(_run_html(run) for run in runs)


def _run_html(run: Run) -> str:
    text = symbols.to_html(run.text)
    for mark in ("code", "em", "strong"):
        if getattr(run, mark):
            text = f"<{mark}>{text}</{mark}>"
    return text
