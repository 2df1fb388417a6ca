"""The live panel in a notebook: a handout within the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import numpy.typing as npt

from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.networks import RNN
from rnnviz.panel.handout import to_handout
from rnnviz.validation import as_count, as_instance

HEIGHT = 1220  # of a small network with all its sliders


@dataclass(frozen=True)
class Live:
    """The live panel, as notebooks show it.

    Attributes:
        html: a whole page, as `rnnviz.panel.handout.to_handout` makes it; written to a
            file, it opens in any browser.
        height: of the place in the notebook, in pixels; what is longer scrolls.
    """

    html: str = field(repr=False)
    height: int = HEIGHT

    def _repr_html_(self) -> str:
        # Without allow-same-origin, so that the page cannot reach the notebook's.
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads" '
            f'title="rnnviz: the live panel" width="100%" height="{self.height}" '
            'style="border: 0; display: block"></iframe>'
        )


def live(
    net: RNN | Experiment,
    x: npt.ArrayLike | None = None,
    *,
    initial_state: npt.ArrayLike | None = None,
    knobs: Sequence[Knob] | None = None,
    labels: Sequence[str] | None = None,
    title: str = "",
    height: int = HEIGHT,
) -> Live:
    """Return the live panel, to be shown in a notebook: its numbers can be turned by hand.

    It needs no server and no network: the sweep of each number that can be turned is in it.
    In the last line of a cell, it shows itself.

    Args:
        net: a network; or an Experiment, which has all of the rest but knobs and height.
        x: (T, I), its sequence.
        initial_state: (H,); None means zero.
        knobs: what can be turned; None means all that fits into 2 MB (see
            `rnnviz.panel.handout.to_handout`).
        labels: a text for each step, or None.
        title: stands above the graph.
        height: pixels of the place in the notebook, at least 100.

    Raises:
        ValueError: an argument does not fit.
    """
    as_instance("net", net, RNN | Experiment, "an RNN or an Experiment")
    as_count("height", height, least=100)
    if isinstance(net, Experiment):
        if x is not None or initial_state is not None or labels is not None or title:
            raise ValueError(
                "x, initial_state, labels or title was given beside an Experiment: "
                "expected them within it"
            )
        shown = net
    elif x is None:
        raise ValueError("x is None: expected a sequence, (steps, inputs)")
    else:
        shown = Experiment(net=net, x=x, initial_state=initial_state, labels=labels, title=title)
    return Live(to_handout(shown, knobs=knobs), height)
