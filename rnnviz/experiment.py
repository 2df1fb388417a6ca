"""Experiment: one frozen record of everything a view shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz import document as doc
from rnnviz import link, sources
from rnnviz.document import Document, Source, View
from rnnviz.knobs import Knob, Setup
from rnnviz.memory import Influence, Memory, memory
from rnnviz.memory_view import without_steps
from rnnviz.networks import RNN
from rnnviz.networks.rnn import check_sequence
from rnnviz.sweeps import Sweep, sweep_setup
from rnnviz.trace import Trace
from rnnviz.validation import as_array, as_count, as_instance, as_number, make_read_only, shown
from rnnviz.view_checks import check_dynamics_view, check_memory_view

Array = npt.NDArray[np.float64]

_LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True, init=False, eq=False)
class Experiment:
    """A network, its sequence, the knob in hand, and the view: all that a link restores.

    It keeps the *base* (network, sequence, initial state), the selected knob and
    its value. What is shown (`net`, `x`, `initial_state`) is the base with the knob
    turned. Every number is rounded to float32 on entry, so that a link is exact.

    Args:
        net: the base network; hidden_size at most 32, inputs and outputs at most 16.
        x: (T, I), the base sequence; at most 200 steps.
        initial_state: (H,); None means zero.
        knob: the selected Knob, or None.
        value: its value; None means the one at which the base is unchanged.
        labels: a text for each step (characters, words, dates), or None.
        input_names, output_names: a text for each, or None.
        title: at most 200 characters.
        description: at most 2,000 characters.
        source: what was loaded (see `rnnviz.document.Source`).
        view: the cursor's step, the selected unit and output, a section a page.

    Attributes:
        base_setup: the base as one: what the knob is turned from.
        setup: what is shown: the base with the knob turned, rounded to float32.

    Raises:
        ValueError: something is out of its limits, or does not fit the rest.
    """

    base: RNN
    base_x: Array
    base_initial_state: Array
    knob: Knob | None
    value: float | None
    labels: tuple[str, ...] | None
    input_names: tuple[str, ...] | None
    output_names: tuple[str, ...] | None
    title: str
    description: str
    source: Source
    view: View
    base_setup: Setup = field(repr=False)
    setup: Setup = field(repr=False)

    def __init__(
        self,
        *,
        net: RNN,
        x: npt.ArrayLike,
        initial_state: npt.ArrayLike | None = None,
        knob: Knob | None = None,
        value: float | None = None,
        labels: Sequence[str] | None = None,
        input_names: Sequence[str] | None = None,
        output_names: Sequence[str] | None = None,
        title: str = "",
        description: str = "",
        source: Source | None = None,
        view: View | None = None,
    ) -> None:
        as_instance("net", net, RNN, "an RNN")
        _check_size("hidden_size", net.hidden_size, doc.MAX_HIDDEN)
        _check_size("input_size", net.input_size, doc.MAX_INPUTS)
        _check_size("output_size", net.output_size, doc.MAX_OUTPUTS)
        x, initial_state = check_sequence(net, x, initial_state)
        if x.ndim > 2:
            raise ValueError(f"x has shape {x.shape}: expected one sequence, (steps, inputs)")
        _check_size("the number of steps", len(x), doc.MAX_STEPS)
        self._set_base(_rounded(Setup(net, x, initial_state)))
        self._set_texts(
            labels=labels,
            input_names=input_names,
            output_names=output_names,
            title=title,
            description=description,
        )
        self._set_source(source)
        self._set_knob(knob, value)
        self._set_view(view)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _set_base(self, base: Setup) -> None:
        self._set("base", base.net)
        self._set("base_x", base.x)
        self._set("base_initial_state", base.initial_state)
        self._set("base_setup", base)

    def _set_texts(
        self,
        *,
        labels: Sequence[str] | None,
        input_names: Sequence[str] | None,
        output_names: Sequence[str] | None,
        title: str,
        description: str,
    ) -> None:
        net = self.base
        self._set("labels", _texts("labels", labels, len(self.base_x), "steps"))
        self._set("input_names", _texts("input_names", input_names, net.input_size, "inputs"))
        self._set("output_names", _texts("output_names", output_names, net.output_size, "outputs"))
        self._set("title", _text("title", title, doc.MAX_TITLE))
        self._set("description", _text("description", description, doc.MAX_DESCRIPTION))

    def _set_source(self, source: Source | None) -> None:
        as_instance("source", source, Source | None, "a Source or None")
        if source is not None and source.preset is not None:
            sources.check_preset(source.preset)
        self._set("source", Source() if source is None else source)

    def _set_knob(self, knob: Knob | None, value: float | None) -> None:
        as_instance("knob", knob, Knob | None, "a Knob or None")
        if knob is None and value is not None:
            raise ValueError(f"the value is {shown(value)} without a knob: expected None")
        base = setup = self.base_setup
        if knob is not None:
            neutral = knob.neutral(base)
            value = neutral if value is None else as_number(f"the value of {knob.name}", value)
            value = _float32(f"the value of {knob.name}", value)
            if value != _float32("", neutral):
                turned = knob.versions(base, np.array([value]))[0]
                setup = knob.changed(base, _float32(knob.target, turned))
        self._set("knob", knob)
        self._set("value", value)
        self._set("setup", setup)

    def _set_view(self, view: View | None) -> None:
        as_instance("view", view, View | None, "a View or None")
        net, num_steps = self.base, len(self.base_x)
        self._set("view", View() if view is None else view)
        for name, position, size in (
            ("step", self.view.step, num_steps),
            ("unit", self.view.unit, net.hidden_size),
            ("output", self.view.output, net.output_size),
        ):
            if position >= size:
                raise ValueError(f"view.{name} is {shown(position)}: expected at most {size - 1}")
        base = self.base_setup
        for pinned in self.pinned:
            pinned.why_undefined(base)
        check_memory_view(self.view.memory, net, num_steps)
        check_dynamics_view(self.view.dynamics, net)

    @property
    def net(self) -> RNN:
        """The network shown."""
        return self.setup.net

    @property
    def x(self) -> Array:
        """(T, I), the sequence shown."""
        return self.setup.x

    @property
    def initial_state(self) -> Array:
        """(H,), the state before step 0 that is shown."""
        return self.setup.initial_state

    @cached_property
    def base_trace(self) -> Trace:
        """The rollout of the base."""
        return self.base.rollout(self.base_x, self.base_initial_state)

    @cached_property
    def trace(self) -> Trace:
        """The rollout of what is shown."""
        if self.setup is self.base_setup:
            return self.base_trace
        return self.net.rollout(self.x, self.initial_state)

    @cached_property
    def num_shown(self) -> int:
        """How many steps come before the one at which the network explodes; T if it does not."""
        at = self.trace.exploded_at
        return self.trace.num_steps if at is None else at

    @property
    def shown_step(self) -> int:
        """The cursor's step, or the last one before the network explodes."""
        return min(self.view.step, self.num_shown - 1)

    @cached_property
    def memory(self) -> Memory:
        """What is left of each step in the steps after it, up to where the network explodes.

        Raises:
            ValueError: it explodes at the first step.
        """
        if self.num_shown == 0:
            raise ValueError("the network explodes at step 0: expected a first step to look at")
        return memory(self.net, self.trace.first(self.num_shown))

    @cached_property
    def influence(self) -> Influence:
        """How the past bears on the unit or output that the view has chosen.

        Raises:
            ValueError: as `memory`.
        """
        view = self.view
        if view.memory.of == "output":
            return self.memory.influence(output=view.output)
        return self.memory.influence(unit=view.unit)

    @property
    def pinned(self) -> tuple[Knob, ...]:
        """The knobs that joined the list of numbers to turn, each once."""
        knobs = (Knob.from_dict(dict(data)) for data in self.view.explore.pinned)
        return tuple(dict.fromkeys(knobs))

    def replace(self, **changes: Any) -> Experiment:
        """Return a new Experiment with constructor arguments changed.

        Raises:
            ValueError: an argument is unknown, or does not fit.
        """
        arguments: dict[str, Any] = {
            "net": self.base,
            "x": self.base_x,
            "initial_state": self.base_initial_state,
            **{name: getattr(self, name) for name in _OTHER_ARGUMENTS},
        }
        unknown = sorted(set(changes) - set(arguments))
        if unknown:
            raise ValueError(
                f"{unknown[0]} is not an argument of Experiment: "
                f"expected one of {', '.join(arguments)}"
            )
        if not changes.keys() & {"net", "x", "initial_state"}:
            return self._revised(**changes)
        return Experiment(**{**arguments, **changes})

    def _revised(self, base: Setup | None = None, **changes: Any) -> Experiment:
        """Return a copy with some arguments changed; what is known of the rest is kept.

        Args:
            base: another one, rounded already; None means the same.
            changes: arguments of the constructor, but for net, x and initial_state.
        """
        revised = object.__new__(Experiment)
        known = revised.__dict__
        known.update(self.__dict__)
        if base is not None:
            revised._set_base(base)
            known.pop("base_trace", None)
            if base is self.setup and "trace" in known:
                known["base_trace"] = self.trace
        if changes.keys() & set(_TEXTS):
            revised._set_texts(**{name: changes.get(name, getattr(self, name)) for name in _TEXTS})
        if "source" in changes:
            revised._set_source(changes["source"])
        if base is not None or changes.keys() & {"knob", "value"}:
            revised._set_knob(changes.get("knob", self.knob), changes.get("value", self.value))
            for name in _RESULTS[1:]:
                known.pop(name, None)
        if base is not None or "view" in changes:
            revised._set_view(changes.get("view", self.view))
            known.pop("influence", None)
        return revised

    def without_results(self) -> Experiment:
        """Return the same experiment with nothing computed yet, to be kept in little room."""
        kept = self._revised()
        for name in _RESULTS:
            kept.__dict__.pop(name, None)
        return kept

    def select(self, knob: Knob | None) -> Experiment:
        """Return the experiment with another knob in hand; what is shown becomes the base.

        None lets go of the knob, and keeps what it turned.

        Raises:
            ValueError: the knob does not fit, or is undefined here.
        """
        if knob == self.knob:
            return self
        return self._revised(self.setup, knob=knob, value=None)

    def turn(self, value: float) -> Experiment:
        """Return the experiment with the knob in hand at another value.

        Raises:
            ValueError: no knob is selected, or the value does not fit it.
        """
        if self.knob is None:
            raise ValueError(
                f"no knob is selected to turn to {shown(value)}: expected select() first"
            )
        return self._revised(value=as_number(f"the value of {self.knob.name}", value))

    def knob_values(self, num_values: int = 101) -> Array:
        """Return the values that the slider of the knob in hand stops at, in rising order.

        They are evenly spaced over the knob's range, and besides them the two that must
        not be lost: the base's own, and the present one. All are exact in float32.

        Args:
            num_values: of the even ones, at least 2.

        Raises:
            ValueError: no knob is selected, or there are too few values.
        """
        as_count("num_values", num_values, least=2)
        base, knob, value = self._in_hand()
        low, high = (max(-_LARGEST, min(end, _LARGEST)) for end in knob.range(base, value))
        grain = (high - low) / (num_values - 1)
        kept = np.array([knob.neutral(base), value], dtype=np.float32)
        even = _even(low, grain, num_values)
        with np.errstate(over="ignore"):  # farther apart than any float32 is apart
            is_apart = np.abs(even[:, None] - kept).min(axis=1) > 1e-3 * grain
        return np.unique(np.concatenate([kept, even[is_apart]])).astype(np.float64)

    def sweep(self, values: npt.ArrayLike | None = None) -> Sweep:
        """Return the knob in hand turned through its range: the traces of `turn(value)`.

        What the knob turns is rounded to float32, as `turn` does.

        Args:
            values: (V,), exact in float32; None means `knob_values()`.

        Raises:
            ValueError: no knob is selected, or a value does not fit it.
        """
        base, knob, _ = self._in_hand()
        values = as_array("values", self.knob_values() if values is None else values, (None,))
        # At its own value the base stays just as it is, as for `turn`.
        neutral = knob.neutral(base)
        values = np.where(values == _float32("", neutral), neutral, values)
        return sweep_setup(base, knob, values, _float32)

    def _in_hand(self) -> tuple[Setup, Knob, float]:
        if self.knob is None or self.value is None:
            raise ValueError("no knob is selected: expected select() first")
        return self.base_setup, self.knob, self.value

    def look(self, **changes: Any) -> Experiment:
        """Return the experiment with the view changed: step, unit, output, or a page's section.

        Raises:
            ValueError: a position is out of range.
        """
        return self._revised(view=doc.check(View, {**dict(self.view), **changes}))

    def with_sequence(self, x: npt.ArrayLike, labels: Sequence[str] | None = None) -> Experiment:
        """Return the experiment on another sequence.

        A knob that turned an input of the old one is let go; the cursor stays within
        the new one.

        Args:
            x: (T, I), at most 200 steps.
            labels: a text for each step; None means none, for the old ones do not fit.

        Raises:
            ValueError: the sequence does not fit the network, or the labels the sequence.
        """
        experiment = self
        if self.knob is not None and self.knob.kind == "input":
            experiment = self.select(None)
        num_steps = len(check_sequence(self.base, x, None)[0])
        explore = self.view.explore.model_dump()
        explore["pinned"] = [data for data in explore["pinned"] if data["kind"] != "input"]
        memory = without_steps(self.view.memory).model_dump()
        view = self.view.model_dump() | {"explore": explore, "memory": memory}
        view["step"] = max(0, min(view["step"], num_steps - 1))
        return experiment.replace(x=x, labels=labels, view=doc.check(View, view))

    def to_document(self) -> dict[str, Any]:
        """Return the experiment as JSON data; fields at their defaults are left out."""
        network: dict[str, Any] = {
            name: sources.numbers(array) for name, array in self.base.parameters.items()
        }
        network |= {"activation": self.base.activation, "output": self.base.output}
        optional = {
            "title": self.title,
            "description": self.description,
            "source": self.source.model_dump(exclude_none=True),
            "labels": self.labels and list(self.labels),
            "input_names": self.input_names and list(self.input_names),
            "output_names": self.output_names and list(self.output_names),
            "knob": self.knob and self.knob.to_dict(),
            "value": None if self.value is None else sources.numbers(np.array([self.value]))[0],
            "view": self.view.model_dump(exclude_defaults=True),
        }
        document = {"version": doc.VERSION, "cell": "rnn", "network": network}
        document["x"] = sources.numbers(self.base_x)
        if self.base_initial_state.any():
            document["initial_state"] = sources.numbers(self.base_initial_state)
        absent: tuple[object, ...] = (None, "", {}, ())
        return document | {name: field for name, field in optional.items() if field not in absent}

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Experiment:
        """Return the experiment that JSON data describe.

        Raises:
            ValueError: they do not describe one.
        """
        document: Document = doc.check(Document, data)
        fields = {
            name: getattr(document, name) for name in ("x", "initial_state", *_OTHER_ARGUMENTS)
        }
        if document.knob is not None:
            fields["knob"] = Knob.from_dict(dict(document.knob))
        return cls(net=RNN(**document.network.model_dump()), **fields)

    def to_json(self) -> str:
        """Return the experiment as JSON text, exact and readable."""
        return doc.render(self.to_document())

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """Return the experiment of a JSON text.

        Raises:
            ValueError: the text is not JSON, or does not describe an experiment.
        """
        return cls.from_document(doc.parse(text))

    def to_link(self) -> str:
        """Return the experiment as a text for a URL: open it at `/?s=<link>`.

        Raises:
            ValueError: it would be longer than 8,000 characters.
        """
        return link.pack(self.to_document())

    @classmethod
    def from_link(cls, text: str) -> Experiment:
        """Return the experiment of a link.

        Raises:
            ValueError: it is damaged, of another version, or describes no experiment.
        """
        return cls.from_document(link.unpack(text))


_TEXTS = ("labels", "input_names", "output_names", "title", "description")
# What is computed when it is asked for; all but the first change with the knob's value.
_RESULTS = ("base_trace", "trace", "num_shown", "memory", "influence")
_OTHER_ARGUMENTS = ("knob", "value", *_TEXTS, "source", "view")


@lru_cache(maxsize=256)  # a range is asked for again and again while its knob is turned
def _even(low: float, grain: float, num_values: int) -> npt.NDArray[np.float32]:
    # Seven digits: 0.06 and not 0.06000000000000005.
    even = [float(f"{low + grain * i:.7g}") for i in range(num_values)]
    return np.array(even, dtype=np.float32)


def _rounded(setup: Setup) -> Setup:
    """Return a setup with every number rounded to float32."""
    arrays = {name: _float32(name, array) for name, array in setup.net.parameters.items()}
    return Setup(
        setup.net.replace(**arrays),
        _float32("x", setup.x),
        _float32("initial_state", setup.initial_state),
    )


def _float32(name: str, value: Any) -> Any:
    with np.errstate(over="ignore"):
        rounded = np.asarray(value, dtype=np.float64).astype(np.float32).astype(np.float64)
    if not np.isfinite(rounded).all():
        worst = np.asarray(value).flat[int(np.argmin(np.isfinite(rounded)))]
        if np.ndim(value) == 0:
            raise ValueError(f"{name} is {worst}: expected at most 3.4e38")
        raise ValueError(f"{name} holds {worst}: expected numbers of at most 3.4e38")
    rounded += 0.0  # −0 becomes 0, which every way of writing a number keeps
    make_read_only(rounded)
    return rounded if rounded.ndim else float(rounded)


def _check_size(name: str, size: int, most: int) -> None:
    if size > most:
        raise ValueError(f"{name} is {size}: expected at most {most}, the most that can be shown")


def _text(name: str, value: object, most: int) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is {shown(value)}: expected a text")
    if len(value) > most:
        raise ValueError(f"{name} has {len(value)} characters: expected at most {most}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{name} is {shown(value)}: expected text that is valid Unicode") from None
    return str(value)  # a plain one, where NumPy's was given


def _texts(name: str, values: Sequence[str] | None, count: int, of: str) -> tuple[str, ...] | None:
    if values is None:
        return None
    as_instance(name, values, Iterable, f"a text for each of the {of}")
    texts = tuple(_text(f"{name}[{i}]", text, doc.MAX_NAME) for i, text in enumerate(values))
    if len(texts) != count:
        raise ValueError(
            f"{name} has {len(texts)} texts: expected {count}, one for each of the {of}"
        )
    return texts
