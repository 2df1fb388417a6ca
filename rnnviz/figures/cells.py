"""Numbers on cells, each shown where its cell is wide enough for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.figures.text import in_cell
from rnnviz.look.palette import Theme

Array = npt.NDArray[np.float64]

NUMBER_SIZE: Final = 12  # pixels, of a number in a cell

# The figure's width is the page's, and unknown here. A bar is the one mark whose text Plotly
# leaves out where it does not fit; of the figure's bars, it asks only those of the last axes.
ONLY_WHERE_IT_FITS: Final[dict[str, Any]] = {
    "barmode": "overlay",
    "uniformtext": {"minsize": NUMBER_SIZE, "mode": "hide"},
}


def cell_numbers(
    values: Array,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    size: tuple[float, float],
    limit: float,
    look: Theme,
) -> dict[str, Any]:
    """Return the numbers of cells on a ±limit scale, as `cell_words` does.

    Args:
        values: (N,), what the cells say.
        x, y: (N,), where their middles are.
        size: how wide and how high each is.
        limit: where their scale of colours ends.
        look: the theme.
    """
    shares = np.clip(values / limit / 2 + 0.5, 0, 1)  # a number may be beyond the scale
    words = [in_cell(value, limit) for value in values]
    return cell_words(words, [look.of(share) for share in shares], x, y, size, look)


def cell_words(
    words: Sequence[str],
    grounds: Sequence[str],
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    size: tuple[float, float],
    look: Theme,
) -> dict[str, Any]:
    """Return what stands in cells as texts of invisible bars.

    The layout needs `ONLY_WHERE_IT_FITS`, and the bars the last pair of the figure's axes.

    Args:
        words: N short texts.
        grounds: N colours, of the cells: each text is black or white, as it stands out.
        x, y: (N,), where the cells' middles are.
        size: how wide and how high each is.
        look: the theme.
    """
    width, height = size
    return {
        "type": "bar",
        "x": np.asarray(x),
        "y": np.full(len(words), height),
        "base": np.asarray(y) - height / 2,
        "width": width,
        "name": "numbers",
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        "text": np.array(words, dtype=str),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {
            "size": NUMBER_SIZE,
            "color": np.array([look.on(ground) for ground in grounds], dtype=str),
        },
        "hoverinfo": "skip",
    }
