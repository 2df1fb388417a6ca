"""Presets: networks worth seeing, each with a sequence and words on what to look for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rnnviz import sources
from rnnviz.document import RandomWeights, Source, check
from rnnviz.experiment import Experiment

START: Final = "sharing"  # what the app opens on


def names() -> list[str]:
    """Return the names of all presets, in the order of a course."""
    return sources.preset_names()


def groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (heading, names) for each group of presets, in the order of a course."""
    return sources.contents()


def load(name: str) -> Experiment:
    """Return a preset as an Experiment.

    Raises:
        ValueError: there is no such preset.
    """
    sources.check_preset(name)
    return _loaded(name)


@lru_cache  # frozen, so that all may share it, and what is known of it
def _loaded(name: str) -> Experiment:
    return Experiment.from_document(sources.document_of(Source(preset=name)))


def random(**weights: Any) -> Experiment:
    """Return an Experiment: a network with random weights, and a few kicks to respond to.

    Args:
        **weights: the arguments of `RNN.random`.

    Raises:
        ValueError: an argument is unknown, out of its range, or beyond what can be shown.
    """
    source = Source(random=check(RandomWeights, weights))
    return Experiment.from_document(sources.document_of(source))


def with_new_weights(experiment: Experiment) -> Experiment:
    """Return an experiment with other random weights, of the next seed.

    Sizes, activations, sequence, names and view stay; the seed is in the title.
    """
    net, before = experiment.base, experiment.source.random
    weights = RandomWeights(
        input_size=net.input_size,
        hidden_size=net.hidden_size,
        output_size=net.output_size,
        activation=net.activation,
        output=net.output,
        spectral_radius=0.9 if before is None else before.spectral_radius,
        seed=0 if before is None else (before.seed + 1) % 2**32,
    )
    source = experiment.source.model_copy(update={"random": weights})
    try:
        fresh = Experiment.from_document(sources.document_of(source))
    except ValueError:  # it began as a preset, and has other sizes since
        source = Source(random=weights)
        fresh = Experiment.from_document(sources.document_of(source))
    has_its_sequence = np.array_equal(fresh.base_x, experiment.base_x)
    made = experiment.select(None).replace(
        net=fresh.base,
        title=fresh.title,
        description=fresh.description if has_its_sequence else sources.SAME_SEQUENCE,
        source=source,
    )
    try:
        return made.select(experiment.knob)  # what is in hand stays there
    except ValueError:  # it is undefined for these weights
        return made


def with_own_sequence(
    experiment: Experiment,
    x: npt.ArrayLike,
    labels: Sequence[str] | None = None,
    *,
    input_names: Sequence[str] | None = None,
) -> Experiment:
    """Return an experiment on a sequence of the reader's own, and with words that fit it.

    Args:
        experiment: its network stays.
        x, labels: as for `Experiment.with_sequence`.
        input_names: a text for each input; None keeps those of the experiment.

    Raises:
        ValueError: the sequence does not fit the network, the labels the sequence, or the names
            the inputs.
    """
    names = experiment.input_names if input_names is None else tuple(input_names)
    own = experiment.with_sequence(x, labels)
    return own.replace(description=sources.OWN_SEQUENCE, input_names=names)


def original(experiment: Experiment) -> Experiment:
    """Return the preset or the seed that an experiment came from, else the experiment itself.

    Random weights on a sequence of one's own came from nothing that could be loaded again.
    """
    source = experiment.source
    if source.preset is not None:
        return load(source.preset)
    if source.random is not None:
        made = random(**source.random.model_dump())
        if np.array_equal(made.base_x, experiment.base_x):
            return made
    return experiment
