"""Packing: JSON data and arrays as the bytes that the browser reads (`decode` in payload.js)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt


def pack(data: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[np.float64]]) -> bytes:
    """Return data and arrays as bytes.

    Four bytes with the length of the JSON that follows, the JSON with spaces at its
    end, so that the float32s behind it begin at a multiple of four; all little-endian.
    In the JSON, "arrays" says of each how many float32s come before it, and how many
    it has.

    Raises:
        ValueError: the data hold NaN or infinity.
    """
    places: dict[str, tuple[int, int]] = {}
    size = 0
    for name, array in arrays.items():
        places[name] = (size, array.size)
        size += array.size
    text = json.dumps({**data, "arrays": places}, allow_nan=False, separators=(",", ":"))
    encoded = text.encode("utf-8")
    encoded += b" " * (-len(encoded) % 4)
    numbers = (np.ascontiguousarray(array, "<f4").tobytes() for array in arrays.values())
    return b"".join((len(encoded).to_bytes(4, "little"), encoded, *numbers))
