"""Sources: the documents that ship with rnnviz or follow from a seed."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz.document import VERSION, RandomWeights, Source, parse
from rnnviz.networks import PARAMETERS, RNN
from rnnviz.resources import ASSETS
from rnnviz.validation import shown

NUM_STEPS: Final = 12  # of the sequence that random weights come with

SAME_SEQUENCE: Final = (
    "The same sequence, and weights that learned nothing. What does the state keep of it, and "
    "for how long?"
)

OWN_SEQUENCE: Final = (
    "A sequence of your own. What does the state keep of each step, and for how long?"
)

_NUMBERS: Final = ("network", "x", "initial_state", "knob", "value")
_SEQUENCE: Final = ("x", "initial_state", "labels", "input_names", "output_names", "view")


def numbers(array: npt.NDArray[np.float64]) -> list[Any]:
    """Return an array as nested lists of the shortest numbers that round to its float32s."""
    if array.ndim > 1:
        return [numbers(row) for row in array]
    return list(_shortest(array.astype(np.float32).tobytes()))


@lru_cache(maxsize=1024)  # of rows: turning one number leaves the others as they are
def _shortest(float32s: bytes) -> tuple[float, ...]:
    return tuple(float(str(value)) for value in np.frombuffer(float32s, np.float32))


@lru_cache
def contents() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the presets in the order of a course: (heading, names) pairs."""
    listed = json.loads((ASSETS / "presets" / "contents.json").read_text(encoding="utf-8"))
    return tuple((group["heading"], tuple(group["presets"])) for group in listed)


def preset_names() -> list[str]:
    """Return the names of all presets, in the order of `contents`."""
    return [name for _, names in contents() for name in names]


def document_of(source: Source) -> dict[str, Any]:
    """Return a fresh copy of the document that a source stands for.

    Raises:
        ValueError: there is no such preset, or the source names nothing.
    """
    document: dict[str, Any] = json.loads(_document_text(source))
    return document


@lru_cache(maxsize=64)
def checksum(source: Source) -> int:
    """Return a number that tells when the numbers of a source have changed.

    Its words do not count: a better sentence must not break the links made before it.

    Raises:
        ValueError: as `document_of`.
    """
    document = document_of(source)
    text = json.dumps([document.get(name) for name in _NUMBERS], sort_keys=True)
    return zlib.crc32(text.encode("utf-8"))


def check_preset(name: str) -> None:
    """Raise ValueError unless there is a preset of this name."""
    if name not in preset_names():
        raise ValueError(
            f"there is no preset {shown(name)}: expected one of {', '.join(preset_names())}"
        )


@lru_cache(maxsize=64)
def _document_text(source: Source) -> str:
    if source.random is None:
        if source.preset is None:
            raise ValueError("the source names neither a preset nor random weights")
        document = _preset(source.preset)
    else:
        document = _with_random_weights(source.random)
        if source.preset is not None:
            # A preset that was given random weights keeps its sequence and its names.
            kept = _preset(source.preset)
            document |= {name: kept[name] for name in _SEQUENCE if name in kept}
            document["description"] = SAME_SEQUENCE
    document["source"] = source.model_dump(exclude_none=True)
    return json.dumps(document)


def _preset(name: str) -> dict[str, Any]:
    check_preset(name)
    return parse((ASSETS / "presets" / f"{name}.json").read_text(encoding="utf-8"))


def _with_random_weights(weights: RandomWeights) -> dict[str, Any]:
    net = RNN.random(**weights.model_dump())
    # A few kicks, then silence, so that one sees what the state keeps of them.
    draw = np.random.RandomState(weights.seed)
    kicks = draw.choice([-1.0, 0.0, 0.0, 1.0], (NUM_STEPS, weights.input_size))
    kicks[0, 0] = 1.0
    kicks[NUM_STEPS // 2 :] = 0.0
    return {
        "version": VERSION,
        "cell": "rnn",
        "title": f"Random weights, seed {weights.seed}",
        "description": "A few kicks, then silence. What does the state keep of them, and for "
        "how long? Turn the spectral radius and see.",
        "network": {
            **{name: numbers(net.parameters[name]) for name in PARAMETERS},
            "activation": net.activation,
            "output": net.output,
        },
        "x": numbers(kicks),
        "view": {"step": NUM_STEPS // 2},
    }
