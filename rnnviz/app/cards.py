"""Cards: experiments as pictures that open them."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from rnnviz import presets
from rnnviz.app import flags, routes
from rnnviz.experiment import Experiment
from rnnviz.figures.thumbnail import thumbnail
from rnnviz.look.limits import limits_of

_COLUMNS: Final = 3


class Card(NamedTuple):
    """A picture of an experiment, and where its title leads."""

    experiment: Experiment
    title: str
    words: str
    page: st.Page
    address: dict[str, str]


def presets_of(names: Sequence[str]) -> list[Card]:
    """Return the cards of presets, which open them on the first page."""
    loaded = [(name, presets.load(name)) for name in names]
    return [
        Card(e, f"**{e.title}**", e.description, routes.explore(), {"preset": name})
        for name, e in loaded
    ]


def row(cards: Sequence[Card]) -> None:
    """Show cards side by side, in as many rows as they need."""
    dark = st.context.theme.type == "dark"
    for first in range(0, len(cards), _COLUMNS):
        some = cards[first : first + _COLUMNS]
        for column, card in zip(st.columns(_COLUMNS, gap="large"), some, strict=False):
            with column:
                # The title stands below as text; a reader of the screen needs it once.
                trace, limit = card.experiment.trace, limits_of(card.experiment).h
                num_steps, num_units = trace.h.shape
                st.image(
                    _address(thumbnail(trace, limit=limit, dark=dark)),
                    width="stretch",
                    alt=f"{num_units} hidden units over {num_steps} steps",
                )
                st.page_link(
                    card.page,
                    label=card.title,
                    query_params={**card.address, **flags.current().parameters()},
                )
                st.caption(card.words)


def _address(image: npt.NDArray[np.uint8]) -> str:
    # In the page itself: a picture in a file of its own may be gone when Back asks for it.
    png = io.BytesIO()
    Image.fromarray(image).save(png, "PNG")
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode('ascii')}"
