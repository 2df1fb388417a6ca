"""What the panel is sent, read apart from rnnviz: for the tests that look into it."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np


def unpacked(payload: bytes) -> dict[str, Any]:
    """Return the JSON of a payload, its arrays as float32 in the place of where they stand."""
    (length,) = struct.unpack_from("<I", payload)
    data: dict[str, Any] = json.loads(payload[4 : 4 + length].decode("utf-8"))
    assert length % 4 == 0, "the numbers would begin askew"
    numbers = np.frombuffer(payload, "<f4", offset=4 + length)
    read = 0
    for name, (start, size) in data["arrays"].items():
        assert start == read, f"{name} does not follow what stands before it"
        read = start + size
        data["arrays"][name] = numbers[start:read]
    assert read == len(numbers), "numbers are left over"
    return data


def plain(payload: bytes) -> dict[str, Any]:
    """Return a payload so that two of them can be compared with ==."""
    data = unpacked(payload)
    data["arrays"] = {name: tuple(array.tolist()) for name, array in data["arrays"].items()}
    return data
