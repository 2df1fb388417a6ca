"""Pictures beside the panel: a figure as a chart, and its numbers as a table."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from rnnviz.app import state
from rnnviz.experiment import Experiment
from rnnviz.number_words import or_infinite

_TABLE: Final = """
<style>
.numbers { overflow: auto; max-height: 320px; }
.numbers table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.numbers :is(th, td) { padding: 2px 12px 2px 0; text-align: right; white-space: nowrap;
  border-bottom: 1px solid rgba(128, 128, 128, 0.35); }
</style>
"""

_SAVING: Final = (Path(__file__).parent / "chart_saving.js").read_text(encoding="utf-8")
_SAVE: Final = """
<style>
.save-chart { display: flex; gap: 4px; align-items: baseline; font-size: 0.875rem;
  margin: -0.75rem 0 -0.25rem; }
.save-chart span { opacity: 0.75; }
.save-chart button { min-width: 32px; min-height: 28px; padding: 0 6px; border: 0;
  background: none; color: inherit; font: inherit; text-decoration: underline; cursor: pointer; }
</style>
"""


@dataclass(frozen=True)
class Rows:
    """Rows of numbers that are made when they are read, anew each time.

    A table is seldom opened and a file seldom saved, while every run of a page offers both.
    """

    make: Callable[[], Iterable[Sequence[object]]]

    def __iter__(self) -> Iterator[Sequence[object]]:
        return iter(self.make())


def is_dark() -> bool:
    """Return whether figures stand on a dark ground."""
    return st.context.theme.type == "dark" and not state.is_projected()


def labels_of(experiment: Experiment) -> tuple[str, ...] | None:
    """Return the labels of the steps that are shown."""
    labels = experiment.labels
    return None if labels is None else labels[: experiment.num_shown]


def chart(key: str, figure: Any, alt: str, **options: Any) -> None:
    """Show a figure, larger to a room; elsewhere with buttons to save it as SVG and as PNG.

    Args:
        key: of the chart, its own among all pages.
        figure: of `rv.figures`.
        alt: what it shows, in words.
        options: more of `st.plotly_chart`'s.
    """
    from rnnviz import figures  # late: Plotly is large to load

    if state.is_projected():
        figure = figures.enlarged(figure)
    st.plotly_chart(figure, key=key, theme=None, alt=alt, config=_camera(key), **options)
    if not state.is_projected():
        st.html(_save_buttons(key), unsafe_allow_javascript=True)


def _camera(key: str) -> dict[str, Any]:
    """Return how Plotly saves a chart: as large as it is shown, three pixels for each of them."""
    name = key.replace("_", "-")
    picture = {"format": "png", "filename": name, "scale": 3, "width": None, "height": None}
    return {"toImageButtonOptions": picture, "displaylogo": False}


def _save_buttons(key: str) -> str:
    """Return buttons that save a chart in the browser. No text of a reader's may be in here."""
    buttons = "".join(
        f'<button type="button" data-saves="{name.lower()}" data-chart="{key}" '
        f'aria-label="Save the picture above as {name}">{name}</button>'
        for name in ("SVG", "PNG")
    )
    return (
        f'{_SAVE}<div class="save-chart"><span>Save picture</span>{buttons}</div>'
        f"<script>(() => {{{_SAVING}}})()</script>"
    )


def clicked(key: str) -> list[Any] | None:
    """Return the customdata of what was clicked in a chart, or None; for callbacks."""
    points = st.session_state[key]["selection"]["points"]
    data = points[0].get("customdata") if points else None
    # The browser writes a row of an array of numbers as {"0": …, "1": …}.
    return list(data.values() if isinstance(data, dict) else data) if data else None


def download(what: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Offer numbers as a CSV file, all their digits kept."""
    st.download_button(
        f"Save {what} (CSV)",
        lambda: csv_text(columns, rows),
        file_name=f"{what.replace(' ', '-')}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return numbers as CSV, all their digits kept."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Offer the numbers of a picture as a table, one click away."""
    opened = st.expander("The picture's numbers as a table", on_change="rerun", key="picture_table")
    if not opened.open:
        return
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    with opened:
        st.html(
            f'{_TABLE}<div class="numbers" tabindex="0" role="region" '
            'aria-label="The picture&#39;s numbers">'
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return or_infinite(cell, 6, power_digits=6)  # a table is what one compares with
    return html.escape(str(cell))
