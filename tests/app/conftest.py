"""The app without a browser: Streamlit's AppTest, and requests as a browser sends them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from rnnviz import Experiment
from rnnviz.app.routes import PAGES
from rnnviz.app.server import SCRIPT
from rnnviz.app.state import PANEL
from tests.packed import plain


class Page:
    """The app in one browser tab."""

    def __init__(self, **address: str) -> None:
        self.app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        self.go(**address)

    def go(self, **address: str) -> Page:
        """Go to an address: another link, Back, or a reload."""
        self.app.query_params = dict(address)
        self.app.run()
        return self

    @property
    def address(self) -> dict[str, Any]:
        """The address's parameters."""
        return dict(self.app.query_params)

    @property
    def linked(self) -> Experiment:
        """The experiment that the address stands for."""
        return Experiment.from_link(self.address["s"])

    @property
    def payload(self) -> dict[str, Any]:
        """What the panel was given to draw."""
        assert not self.app.exception, self.app.exception
        return plain(self._component(PANEL).proto.bytes)

    def request(self, *, seq: int | None = None, **changes: Any) -> Page:
        """Ask for a change, as the panel does; a value turns the knob in hand."""
        shown = self.payload
        pins = [slider["knob"] for slider in shown["sliders"] if slider["pinned"]]
        kept = {key: shown[key] for key in ("generation", "knob", "view")}
        seq = shown["ack"] + 1 if seq is None else seq
        request = {"seq": seq, "turns": [], "pinned": pins[::-1], **kept, **changes}
        if "value" in request:
            request["turns"] = [
                {"seq": seq, "knob": request["knob"], "value": request.pop("value")}
            ]
        return self.send(request)

    def send(self, request: Any) -> Page:
        """Send what may be no request at all."""
        return self.trigger(PANEL, "request", json.dumps(request))

    def trigger(self, key: str, event: str, value: object) -> Page:
        """Send an event of the component of this key."""
        states = self.app._tree.get_widget_states()
        # AppTest has no components' events; this is the message that a browser sends.
        sent = states.widgets.add(
            id=f"$$STREAMLIT_INTERNAL_KEY_{self._component(key).proto.id}__events"
        )
        sent.json_trigger_value = json.dumps([{"event": event, "value": value}])
        self.app._run(states)
        return self

    def click(self, key: str, *place: float) -> Page:
        """Click what has this customdata in the chart of this key."""
        (chart,) = (one for one in self.app.get("plotly_chart") if one.proto.id.endswith(f"-{key}"))
        states = self.app._tree.get_widget_states()
        sent = states.widgets.add(id=chart.proto.id)
        sent.string_value = json.dumps({"selection": {"points": [{"customdata": place}]}})
        self.app._run(states)
        return self

    def press(self, label: str) -> Page:
        """Press the button of this label."""
        if all(button.label != label for button in self.app.button):
            self.whole()
        (button,) = (button for button in self.app.button if button.label == label)
        button.click().run()
        return self

    def whole(self) -> Page:
        """Show the page whole: AppTest forgets what stands beside a fragment that ran alone."""
        self.app.run()
        return self

    def _component(self, key: str) -> Any:
        (component,) = (
            one for one in self.app.get("bidi_component") if one.proto.id.endswith(f"-{key}")
        )
        return component

    @property
    def said(self) -> list[str]:
        """The plain texts on the page, where errors of what was pasted stand."""
        return [text.value for text in self.app.text]


@pytest.fixture(scope="session", autouse=True)
def _packages_are_read_once() -> Iterator[None]:
    """Read what is installed once; each AppTest looks there for components, for 0.2 seconds."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def open_page() -> Callable[..., Page]:
    """A function that opens the app in a new tab: `open_page(preset="latch")`."""
    return Page


@pytest.fixture
def open_asking() -> Callable[..., Page]:
    """A function that opens another page: `open_asking("memory", experiment)`, or an address."""

    def open_one(name: str, experiment: Experiment | None = None, **address: str) -> Page:
        if experiment is not None:
            address = {"s": experiment.to_link()}
        page = Page(**address)
        page.app.switch_page(str(PAGES / f"{name}.py")).run()
        assert not page.app.exception, page.app.exception
        return page

    return open_one
