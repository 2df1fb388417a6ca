"""Cards: presets as pictures that open them."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from rnnviz import presets
from rnnviz.app import routes
from rnnviz.figures.thumbnail import thumbnail

_COLUMNS: Final = 3


def row(names: Sequence[str]) -> None:
    """Show presets side by side, in as many rows as they need."""
    dark = st.context.theme.type == "dark"
    for first in range(0, len(names), _COLUMNS):
        some = names[first : first + _COLUMNS]
        for column, name in zip(st.columns(_COLUMNS, gap="large"), some, strict=False):
            experiment = presets.load(name)
            with column:
                # The title stands below as text; a reader of the screen needs it once.
                h = experiment.trace.h
                st.image(
                    _address(thumbnail(experiment.trace, dark=dark)),
                    width="stretch",
                    alt=f"{h.shape[1]} hidden units over {h.shape[0]} steps",
                )
                st.page_link(
                    routes.explore(),
                    label=f"**{experiment.title}**",
                    query_params={"preset": name},
                )
                st.caption(experiment.description)


def _address(image: npt.NDArray[np.uint8]) -> str:
    # In the page itself: a picture in a file of its own may be gone when Back asks for it.
    png = io.BytesIO()
    Image.fromarray(image).save(png, "PNG")
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode('ascii')}"
