"""What a handout lets its reader turn: as many numbers as its size allows, each with its sweep."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.panel.payload import STANDARD_KNOBS
from rnnviz.panel.swept import finite_states
from rnnviz.sweeps import Sweep

Array = npt.NDArray[np.float64]

NUM_VALUES: Final = (41, 21)  # how finely a range is divided; the first with which all fits
_JSON_BYTES: Final = 60  # of what is said about a number, compressed

# How much is tried with each count of values. Whether a sweep fits is known only once it is made
# and compressed, and one request must not have thousands made: what would pass these is left out.
MOST_TRIED: Final = 300  # knobs
MOST_TRIED_BYTES: Final = 12_000_000  # of their sweeps, before they are compressed
_CHUNK: Final = 1 << 16  # bytes that are compressed before asking whether they are too many


class Offer(NamedTuple):
    """A number that can be turned, and all that the network does at its values."""

    sweep: Sweep
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """Numbers that are taken in or left out together."""

    words: str
    knobs: tuple[Knob, ...]


def groups_of(experiment: Experiment) -> tuple[Group, ...]:
    """Return all that can be turned, the most wanted first; a number may be in two groups."""
    net = experiment.base
    in_hand = () if experiment.knob is None else (experiment.knob,)
    single = dict.fromkeys((*in_hand, *reversed(experiment.pinned), *STANDARD_KNOBS))
    x, state = experiment.base_x, experiment.base_initial_state
    return (
        *(Group(knob.name, (knob,)) for knob in single),
        *(
            Group(
                f"every number of {name}",
                tuple(Knob.entry(name, *i) for i in np.ndindex(net.parameters[name].shape)),
            )
            for name in ("W_hh", "W_xh", "b_h", "W_hy", "b_y")
        ),
        Group("the initial state", tuple(map(Knob.initial_state, range(len(state))))),
        Group("every input", tuple(Knob.input(*i) for i in np.ndindex(x.shape))),
    )


def fitting(
    experiment: Experiment, groups: Sequence[Group], room: int, num_values: Sequence[int]
) -> tuple[list[Offer], list[Group]]:
    """Return what fits, and the groups that it is: see `to_handout` for the rule.

    Args:
        experiment: its base is what is turned.
        groups: what is wanted, the most wanted first.
        room: bytes for all sweeps, compressed.
        num_values: of each number, at least one: the first with which everything fits. If
            none is, the last one says what is left out.
    """
    experiment = experiment.look(explore={})  # each knob in hand has every pin checked again
    for count in num_values:
        offers, kept = _taken(experiment, groups, room, count)
        if len(kept) == len(groups):
            return offers, kept
    # What does not all fit may, without what is left out, fit with more values.
    for count in num_values[:-1]:
        finer, again = _taken(experiment, kept, room, count)
        if len(again) == len(kept):
            return finer, kept
    return offers, kept


def _taken(
    experiment: Experiment, groups: Sequence[Group], room: int, num_values: int
) -> tuple[list[Offer], list[Group]]:
    taken: dict[Knob, Offer] = {}
    kept = []
    tries, unpacked = MOST_TRIED, MOST_TRIED_BYTES
    for group in groups:
        knobs = [knob for knob in group.knobs if knob not in taken]
        sizes = [_unpacked_size(experiment, knob, num_values) for knob in knobs]
        if len(knobs) > tries or sum(sizes) > unpacked:
            continue
        found: dict[Knob, Offer] = {}
        size = 0
        for knob, unpacked_size in zip(knobs, sizes, strict=True):
            tries -= 1
            unpacked -= unpacked_size
            offer = offer_of(experiment, knob, num_values)
            if offer is not None:
                found[knob] = offer
                size += _packed_size(offer, room - size)
            if size > room:
                break
        if size > room:
            continue
        room -= size
        taken |= found
        kept.append(group)
    return list(taken.values()), kept


def offer_of(experiment: Experiment, knob: Knob, num_values: int) -> Offer | None:
    """Return a knob with its sweep, or None where it has none.

    Raises:
        ValueError: the knob does not fit the experiment's arrays.
    """
    base = experiment.base_setup
    if knob.why_undefined(base) is not None:
        return None
    in_hand = experiment if knob == experiment.knob else experiment.replace(knob=knob, value=None)
    try:
        sweep = in_hand.sweep(in_hand.knob_values(num_values))
    except ValueError:  # at one of the values a weight would pass float32's range
        return None
    return Offer(sweep, *knob.range(base, in_hand.value))


def arrays_of(sweep: Sweep) -> dict[str, Array]:
    """Return the arrays of a sweep; without h where the knob leaves every hidden state."""
    h, y = finite_states(sweep)
    arrays = {"values": sweep.values, "y": y}
    return arrays if _leaves_h(sweep.knob) else {**arrays, "h": h}


def _leaves_h(knob: Knob) -> bool:
    return knob.target in ("W_hy", "b_y")


def _unpacked_size(experiment: Experiment, knob: Knob, num_values: int) -> int:
    net = experiment.base
    width = net.output_size if _leaves_h(knob) else net.hidden_size + net.output_size
    return 4 * num_values * len(experiment.base_x) * width


def _packed_size(offer: Offer, room: int) -> int:
    """Return how large an offer is in the file; of one beyond the room, at least so much."""
    packer = zlib.compressobj()
    size = _JSON_BYTES
    for array in arrays_of(offer.sweep).values():
        numbers = memoryview(np.ascontiguousarray(array, "<f4").tobytes())
        for start in range(0, len(numbers), _CHUNK):
            size += len(packer.compress(numbers[start : start + _CHUNK]))
            if size > room:
                return size
    return size + len(packer.flush())
