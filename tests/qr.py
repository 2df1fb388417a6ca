"""What a QR code shows, read from its picture."""

from __future__ import annotations

import re
from urllib.parse import unquote


def drawn(address: str) -> tuple[bytearray, ...]:
    """The modules that an SVG of horizontal strokes draws, without its quiet zone of four."""
    text = unquote(address)
    assert text.startswith("data:image/svg+xml")
    (size,) = re.findall(r"viewBox='0 0 (\d+) \1'", text)
    (strokes,) = re.findall(r"stroke='#000' d='([^']+)'", text)
    rows = [bytearray(int(size)) for _ in range(int(size))]
    x = y = 0.0
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", strokes):
        values = [float(number) for number in numbers.split()]
        if kind == "h":
            rows[int(y)][int(x) : int(x + values[0])] = b"\1" * int(values[0])
            x += values[0]
        else:
            x, y = (values[0], values[1]) if kind == "M" else (x + values[0], y + values[1])
    return tuple(row[4:-4] for row in rows[4:-4])
