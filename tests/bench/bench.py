"""The bench: the panel on a page without a server, its requests answered by this process."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from rnnviz.experiment import Experiment
from rnnviz.panel.style import panel_style
from tests.bench.answering import Session

ROOT = Path(__file__).parents[2]

_ORIGIN = "http://127.0.0.1"  # nobody listens there: every file is handed out by `_hand_out`
_PAGE = "/tests/bench/page.html"
_TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
_WINDOW = (1440, 900)
_LONGEST = 60_000  # milliseconds after which no timer of a panel that is gone is left

# What becomes of a request: it is answered; it never arrives; it is done, but the answer never
# comes, or not before it is released.
_Line = Literal["good", "loses requests", "loses answers", "holds answers"]


class Bench:
    """The panel of one test after another, on one page.

    Nothing on the page happens by itself: its clock stands still, but for `pass_time` and
    `skip_time`.

    Attributes:
        page: the page, whose locators find what is in the panel.
    """

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_context(
            viewport={"width": _WINDOW[0], "height": _WINDOW[1]}
        ).new_page()
        self.page.set_default_timeout(20_000)
        self.page.route("**/*", _hand_out)
        self.page.expose_function("answer", self._answer)
        self._session: Session | None = None
        self._requests: list[dict[str, Any]] = []
        self._line: _Line = "good"
        self._held: list[bytes] = []

    def load(self) -> None:
        """Load the page; once is enough."""
        self.page.clock.install(time=0)
        self.page.goto(_ORIGIN + _PAGE)
        self.page.add_style_tag(content=_theme())
        self.page.clock.pause_at(60_000)

    def begin(self) -> None:
        """Begin a test: as a new page, with nothing on it."""
        self.page.evaluate("bench.renew()")
        self.page.clock.fast_forward(_LONGEST)
        self._line, self._held, self._requests, self._session = "good", [], [], None
        self.page.mouse.move(0, 0)
        self.resize(*_WINDOW)
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")

    def end(self) -> None:
        """End a test: let go of the mouse, and wait for what is under way."""
        self.page.mouse.up()
        self.settle()

    def show(self, experiment: Experiment, **options: Any) -> Page:
        """Show an experiment as another set-up, and return the page.

        Args:
            experiment: what Python holds from now on.
            options: `projector`, `with_memory`, `hide` and `lock` of `to_payload`.
        """
        before = self._session
        self._session = Session(experiment, options=options)
        if before is not None:
            self._session.generation = before.generation + 1
            self._session.ack = before.ack
        self._session.show(experiment)
        has_bar = not options.get("projector", False)
        self.page.evaluate("has => document.body.classList.toggle('has-bar', has)", has_bar)
        self._draw(self._session.payload())
        return self.page

    def reload(self) -> Page:
        """Show, in a new panel, what the address stands for that the app would have written."""
        experiment = Experiment.from_link(self.experiment.to_link())
        options = self.session.options
        self.page.evaluate("bench.renew()")
        self._session = None
        return self.show(experiment, **options)

    @property
    def session(self) -> Session:
        """What Python holds for the panel."""
        assert self._session is not None, "nothing is shown yet"
        return self._session

    @property
    def experiment(self) -> Experiment:
        """What Python holds, once it has done all that the panel has asked for."""
        self.settle()
        return self.session.experiment

    @property
    def requests(self) -> list[dict[str, Any]]:
        """All that the panel has asked for in this test, with what was lost on the way."""
        self.settle()
        return list(self._requests)

    def settle(self) -> None:
        """Let happen what is due now, and wait until the panel's requests are answered."""
        self.page.clock.run_for(1)
        self.page.evaluate("bench.settled()")

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass on the page, and answer what is asked meanwhile."""
        self.page.clock.run_for(milliseconds)
        self.settle()

    def skip_time(self, milliseconds: int) -> None:
        """Let time pass at once: what moves is drawn where it is then, and nowhere before."""
        self.page.clock.fast_forward(milliseconds)
        self.settle()

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self.page.set_viewport_size({"width": width, "height": height})

    @contextmanager
    def losing_requests(self) -> Iterator[None]:
        """Let no request arrive."""
        with self._on("loses requests"):
            yield

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        """Do what is asked for, but let no answer arrive."""
        with self._on("loses answers"):
            yield

    @contextmanager
    def holding_answers(self) -> Iterator[None]:
        """Do what is asked for, and answer at the end of the block."""
        with self._on("holds answers"):
            yield
        held, self._held = self._held, []
        for payload in held:
            self._draw(payload)

    @contextmanager
    def _on(self, line: _Line) -> Iterator[None]:
        self.settle()
        self._line = line
        yield
        self.settle()
        self._line = "good"

    def _answer(self, request: dict[str, Any]) -> str | None:
        self._requests.append(request)
        if self._line == "loses requests":
            return None
        self.session.take(request)
        payload = self.session.payload()
        if self._line == "holds answers":
            self._held.append(payload)
        return _text(payload) if self._line == "good" else None

    def _draw(self, payload: bytes) -> None:
        self.page.evaluate("payload => bench.show(payload)", _text(payload))
        self.settle()


def _text(payload: bytes) -> str:
    return b64encode(payload).decode("ascii")


def _hand_out(route: Route) -> None:
    file = ROOT / urlsplit(route.request.url).path.lstrip("/")
    if file.name == "all.css":  # of the panel, whose style is a file for each part
        route.fulfill(body=panel_style(), content_type="text/css")
    elif file.suffix in _TYPES and file.is_file():
        route.fulfill(path=file, content_type=_TYPES[file.suffix])
    else:
        route.fulfill(status=404)


def _theme() -> str:
    """Return the variables that Streamlit gives the panel, in its light and its dark theme."""
    themes = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    rules = {
        name: f":root {{ color-scheme: {name}; --st-font: sans-serif; "
        f"--st-background-color: {theme['backgroundColor']}; "
        f"--st-text-color: {theme['textColor']} }}"
        for name, theme in themes.items()
    }
    return f"{rules['light']} @media (prefers-color-scheme: dark) {{ {rules['dark']} }}"
