"""What people wrote, made harmless where a file would take it for more than words."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import Final

_WIDTH: Final = 86  # of what stands in a line of a comment

# Tools read some comments: "%" and "!" may begin a command of a notebook, "/// script" begins
# the list of what is to be installed (PEP 723), and others begin a cell.
_COMMANDS: Final = ("%", "!", "?", "+", "-", "<", ">", "|", "#", "/", ":")

# Of ASCII's punctuation all but , ; ? ' and a full stop that ends a word not of digits.
_MARKUP: Final = re.compile(r"[!-&(-+\-/:<=>@\[-`{-~]|\.(?=\S)|(?<=\d)\.")

# What a spreadsheet computes, where a cell begins, or where it may think that one does.
_FORMULA: Final = re.compile(r"(?:^|(?<=[,;|\t\r\n\"]))(?=[\s\0-\x1f]*[=+\-@＝＋－＠])")

_MOST_OF_NAME: Final = 50  # characters: with four bytes each, a file's name still has room


def file_stem(title: str) -> str:
    """Return what a file is called that holds what is called so: "rnnviz-one-cell".

    Only letters and digits of the title stay, in any script: no path, no dot, no name that a
    system keeps for itself.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).lower())
    stem = "-".join(words)[:_MOST_OF_NAME].strip("-")
    return f"rnnviz-{stem}" if stem else "rnnviz"


def one_line(text: str) -> str:
    """Return a text on one line: without what does not print, a space for each white space."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something, each as `one_line` gives it."""
    return [line for line in map(one_line, text.splitlines()) if line]


def as_comment(text: str) -> str:
    """Return a text as the lines of a Python comment, wrapped; nothing in it can end the comment.

    A line that a tool could take for a command gets a "·" in front.
    """
    blocks = [
        "\n".join(
            f"# · {line}" if line.startswith(_COMMANDS) else f"# {line}"
            for line in textwrap.wrap(
                paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False
            )
        )
        for paragraph in paragraphs(text)
    ]
    return "\n#\n".join(blocks)


def as_markdown(text: str) -> str:
    """Return a text as Markdown that shows it as it is: no markup, HTML, link or formula.

    Marks become entities. A dollar and a backslash stand in a span of their own besides,
    since MathJax looks for formulas in what is shown.
    """
    return "\n\n".join(_MARKUP.sub(_entity, paragraph) for paragraph in paragraphs(text))


def _entity(mark: re.Match[str]) -> str:
    entity = f"&#{ord(mark[0])};"
    return f"<span>{entity}</span>" if mark[0] in "$\\" else entity


def as_cell(text: str) -> str:
    """Return a text as a cell of a spreadsheet, an apostrophe before what it would compute."""
    return _FORMULA.sub("'", text)
