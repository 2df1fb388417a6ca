"""What the app does with a request, without Streamlit: `rnnviz.app.state` and `panel` in small.

`tests/app/test_bench.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rnnviz.experiment import Experiment
from rnnviz.panel import request as requests
from rnnviz.panel.locks import Lock, check_locked
from rnnviz.panel.payload import to_payload
from rnnviz.pasted.refusal import Refusal


@dataclass
class Session:
    """What Python holds for one panel; the fields are those of `rnnviz.app.state.Session`.

    Attributes:
        options: what the address and the page say, as `to_payload` takes it.
    """

    experiment: Experiment
    generation: int = 1
    ack: int = 0
    notice: str = ""
    ways: tuple[str, ...] = ()
    cached: Sequence[str] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def lock(self) -> Lock:
        """Which numbers are locked."""
        lock: Lock = self.options.get("lock", "")
        return lock

    def payload(self) -> bytes:
        """Return what the panel is to show now."""
        payload = to_payload(
            self.experiment,
            generation=self.generation,
            ack=self.ack,
            notice=self.notice,
            ways=self.ways,
            cached=self.cached,
            **self.options,
        )
        self.cached = ()  # only the panel that spoke is known to have it
        return payload

    def take(self, data: Mapping[str, Any]) -> None:
        """Do what a panel asked for."""
        try:
            request = requests.read(data)
        except ValueError as error:
            self.notice = _sentence(error)
            return
        answered, self.ack = self.ack, request.seq
        self.ways = ()
        self.cached = request.cached
        if request.generation != self.generation:
            return  # it was meant for a set-up that is no longer shown
        try:
            changed = requests.apply(self.experiment, request, answered=answered)
            check_locked(self.experiment, changed, self.lock)
            self.show(changed)
        except ValueError as error:
            self.notice = _sentence(error)
            if isinstance(error, Refusal):
                self.ways = tuple(offer.action for offer in error.offers)

    def show(self, experiment: Experiment) -> None:
        """Show an experiment; where it fits no link, the app says so."""
        self.experiment = experiment
        self.notice = ""
        try:
            experiment.to_link()
        except ValueError as error:
            self.notice = _sentence(error)


def _sentence(error: ValueError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
