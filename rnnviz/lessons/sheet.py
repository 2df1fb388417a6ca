"""Sheet: a part of a lesson as HTML for a page that one takes home."""

from __future__ import annotations

from html import escape

from rnnviz.lessons.lesson import Lesson, Part
from rnnviz.lessons.prose import to_html


def sheet_of(lesson: Lesson, part: Part) -> str:
    """Return a part as HTML: its text and question, and its explanation, closed until it is opened.

    Every text is escaped, and links are plain words.
    """
    return (
        f"<h2>{escape(lesson.title)}</h2>\n"
        f"{to_html(part.text)}\n"
        f"<div><strong>{to_html(part.prompt)}</strong></div>\n"
        f"<details><summary>The explanation: first make a guess</summary>\n"
        f"{to_html(part.reveal)}\n</details>"
    )
