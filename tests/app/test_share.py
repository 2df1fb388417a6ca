"""The Share dialog: its link, code, frame and files."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import segno
import streamlit as st
from streamlit.testing.v1 import AppTest

import rnnviz as rv
from rnnviz.app import share, ways
from rnnviz.app.flags import Flags
from rnnviz.lessons.progress import begun, committed
from tests.qr import drawn

GAIN = rv.Knob.gain("W_hh")
HELD = rv.presets.load("latch").select(GAIN).turn(0.5).look(step=3)


@pytest.fixture
def open_dialog() -> Callable[..., AppTest]:
    """A function that opens the dialog on an address: `open_dialog(preset="latch")`."""

    def open_one(**address: str) -> AppTest:
        text = "from rnnviz.app import share\nshare.dialog()"
        app = AppTest.from_string(text, default_timeout=60)
        app.query_params = dict(address)
        app.run()
        assert not app.exception, app.exception
        return app

    return open_one


def group(app: AppTest, key: str) -> Any:
    """The choice of this key."""
    (found,) = (one for one in app.get("button_group") if one.key == key)
    return found


def parameters(address: str) -> dict[str, str]:
    """An address's query parameters."""
    return {name: text for name, (text,) in parse_qs(urlsplit(address).query).items()}


def frames(app: AppTest) -> str:
    """The address in the line that makes a frame."""
    (found,) = re.findall(r'^<iframe src="([^"]*)"', app.code[1].value)
    return html.unescape(found)


def test_the_bar_opens_the_dialog(open_page: Callable[..., Any]) -> None:
    """Share shows a link that restores what is shown now, and not what was opened."""
    page = open_page(preset="latch", lock="knob").request(value=-0.25).press("Share")
    told = parameters(page.app.code[0].value)
    assert told == {"s": page.address["s"], "lock": "knob"}
    assert rv.Experiment.from_link(told["s"]).value == -0.25


def test_the_link_is_exact_and_the_frame_is_the_same(open_dialog: Callable[..., AppTest]) -> None:
    """Link, frame and code all hold the whole view with its flags; the frame is embedded."""
    app = open_dialog(s=HELD.to_link(), hide="setup,charts", lock="numbers")
    told = {"s": HELD.to_link(), "hide": "setup,charts", "lock": "numbers"}
    link = app.code[0].value
    assert parameters(link) == told
    assert parameters(frames(app)) == {**told, "embed": "true"}
    assert coded(app) == segno.make_qr(link, error="l").matrix


def test_a_preset_s_link_holds_its_numbers(open_dialog: Callable[..., AppTest]) -> None:
    """A preset is shared by a link that notices when the preset is another one day."""
    told = parameters(open_dialog(preset="ring").code[0].value)
    assert rv.Experiment.from_link(told["s"]).to_json() == rv.presets.load("ring").to_json()


def test_an_untouched_lesson_is_shared_by_its_name(open_dialog: Callable[..., AppTest]) -> None:
    """Whatever the reader has answered; with another step or part, by the whole view."""
    e = begun("memory-fades")
    for shown in (e, committed(e, "0.5")):
        app = open_dialog(s=shown.to_link(), hide="setup")
        named = {"lesson": "memory-fades", "hide": "setup"}
        assert parameters(app.code[0].value) == named
        assert parameters(frames(app)) == {**named, "embed": "true"}
    for shown in (e.look(step=3), begun("memory-that-sticks", 1)):
        named = parameters(open_dialog(s=shown.to_link()).code[0].value)
        assert rv.Experiment.from_link(named["s"]).to_json() == shown.to_json()


def test_chosen_flags_change_all_three_at_once(open_dialog: Callable[..., AppTest]) -> None:
    """Hiding and locking in the dialog changes link, frame and code, and not the address."""
    app = open_dialog(preset="latch")
    before = coded(app)
    group(app, "share_hide").set_value(["charts", "network"])
    group(app, "share_lock").set_value("knob").run()
    told = parameters(app.code[0].value)
    assert (told["hide"], told["lock"]) == ("network,charts", "knob")
    assert parameters(frames(app)) == {**told, "embed": "true"}
    assert coded(app) == segno.make_qr(app.code[0].value, error="l").matrix != before
    assert dict(app.query_params) == {"preset": "latch"}


def test_the_code_can_be_large(open_dialog: Callable[..., AppTest]) -> None:
    """Large shows the same code alone, and leads back."""
    app = open_dialog(preset="latch")
    code = coded(app)
    press(app, "Large QR")
    assert coded(app) == code
    assert len(app.code) == 0
    press(app, "Back to the link")
    assert len(app.code) == 2


def test_a_link_of_more_than_a_kilobyte_has_no_code(open_dialog: Callable[..., AppTest]) -> None:
    """It says why, and nothing is offered that looks like one; the link is still there."""
    e = rv.presets.load("latch")
    long = e.replace(x=np.random.default_rng(0).normal(size=(150, 1)))
    app = open_dialog(s=long.to_link())
    size = len(app.code[0].value)
    assert size > share.MAX_QR
    assert f"No QR code: this link has {size} bytes" in app.text[0].value
    assert len(app.get("image")) == 0
    assert "Large QR" not in [button.label for button in app.button]


def test_a_set_up_that_fits_no_link_offers_files(open_page: Callable[..., Any]) -> None:
    """It says so, shows neither link nor code nor frame, and offers the files."""
    page = open_page(preset="latch")
    net = rv.RNN.random(input_size=1, hidden_size=32, output_size=16, seed=3)
    session = page.app.session_state["rnnviz"]
    session.experiment = rv.Experiment(net=net, x=np.random.default_rng(3).normal(size=(200, 1)))
    session.is_unlinked = True
    session.unlinked = session.experiment
    page.press("Share")
    assert any(text.startswith("No link: this set-up needs a link of") for text in page.said)
    assert len(page.app.code) == len(page.app.get("image")) == 0
    assert "JSON" in [one.proto.label for one in page.app.get("download_button")]


def test_a_title_cannot_leave_the_frame_s_line() -> None:
    """Quotes and angle brackets of a title stay within its attribute."""
    line = share.frame("?s=1&a=2", '"><script>x</script>')
    assert "<script" not in line
    assert line.startswith('<iframe src="?s=1&amp;a=2" title="&quot;&gt;&lt;script')


def test_a_frame_has_the_panel_and_one_way_out(
    open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Embedded, the bar is one link: to the view as it is now, with its flags, without a frame."""
    monkeypatch.setattr(ways, "is_embedded", lambda: True)
    page = open_page(s=HELD.to_link(), hide="charts").request(knob=GAIN.to_dict(), value=0.75)
    assert len(page.app.button) == len(page.app.get("page_link")) == 0
    (link,) = page.app.get("link_button")
    assert parameters(link.proto.url) == {"s": page.address["s"], "hide": "charts"}
    assert page.linked.value == 0.75


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("https://rnn.example.org", "https://rnn.example.org/?s=1abc"),
        ("https://example.org/rnnviz", "https://example.org/rnnviz/?s=1abc"),
        ("https://example.org/rnnviz/", "https://example.org/rnnviz/?s=1abc"),
        ("https://example.org/a/rnn-memory", "https://example.org/a/rnn-memory/?s=1abc"),
        ("https://example.org/rnnviz/memory", "https://example.org/rnnviz/memory?s=1abc"),
        ("https://example.org/rnnviz/lessons", "https://example.org/rnnviz/lessons?s=1abc"),
        ("http://localhost:8501/dynamics", "http://localhost:8501/dynamics?s=1abc"),
    ],
)
def test_an_address_is_one_that_no_server_redirects(
    page: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page's address ends in a slash, under a path, too; a named page's in its name."""
    monkeypatch.setattr(type(st.context), "url", property(lambda _: page))
    assert share.address({"s": "1abc"}, Flags()) == printed


def test_the_address_without_a_page_is_relative() -> None:
    """Flags that say nothing add nothing."""
    assert share.address({"s": "1abc"}, Flags()) == "/?s=1abc"


def press(app: AppTest, label: str) -> None:
    """Press the button of this label."""
    (button,) = (one for one in app.button if one.label == label)
    button.click().run()


def coded(app: AppTest) -> tuple[bytearray, ...]:
    """The modules of the code that the dialog shows."""
    (image,) = app.get("image")
    return drawn(image.proto.imgs[0].url)
