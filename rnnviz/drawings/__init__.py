"""Drawings: small vector pictures for lists, each of one experiment's own numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rnnviz.drawings import curve, graph, portrait
from rnnviz.drawings.svg import Drawing as Drawing
from rnnviz.experiment import Experiment
from rnnviz.look.palette import theme
from rnnviz.thumbnail import Curve, Graph, Portrait, Thumbnail, sizes_of

_DRAWN: Final[dict[type, Callable[..., Drawing]]] = {
    Graph: graph.draw,
    Curve: curve.draw,
    Portrait: portrait.draw,
}


def draw(experiment: Experiment, thumbnail: Thumbnail, *, dark: bool = False) -> Drawing:
    """Return the picture that a thumbnail asks for.

    Args:
        experiment: whose numbers it shows.
        thumbnail: a `Graph`, a `Curve` or a `Portrait`.
        dark: for a dark ground.

    Raises:
        ValueError: the thumbnail does not fit the experiment.
    """
    thumbnail.check(experiment.num_shown, sizes_of(experiment.trace))
    return _DRAWN[type(thumbnail)](experiment, thumbnail, theme(dark))
