"""The address: it says what is shown, and follows what is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.link import MAX_LINK
from tests.hostile import link_of

GAIN = rv.Knob.gain("W_hh")
START = rv.presets.load(rv.presets.START)


def turned(name: str = "latch", value: float = 0.5) -> rv.Experiment:
    """A preset with the gain of W_hh turned."""
    return rv.presets.load(name).select(GAIN).turn(value)


def test_without_an_address_the_start_preset_opens(open_page: Callable[..., Any]) -> None:
    """The bare page shows the start preset, and writes nothing into the address."""
    page = open_page()
    assert page.payload["title"] == START.title
    assert (page.payload["notice"], page.address) == ("", {})


@pytest.mark.parametrize("name", rv.presets.names())
def test_a_preset_opens_at_its_address(name: str, open_page: Callable[..., Any]) -> None:
    """`?preset=` shows that preset as it is, and stays."""
    page = open_page(preset=name)
    e = rv.presets.load(name)
    assert page.payload["title"] == e.title
    assert page.payload["num_shown"] == len(e.x)
    assert page.payload["view"]["step"] == e.view.step
    assert (page.payload["notice"], page.address) == ("", {"preset": name})


def test_a_link_opens_at_its_address(open_page: Callable[..., Any]) -> None:
    """`?s=` shows what the link was made of, the knob in hand included."""
    e = turned().look(step=3)
    page = open_page(s=e.to_link())
    assert (page.payload["knob"], page.payload["value"]) == (GAIN.to_dict(), 0.5)
    assert page.payload["view"]["step"] == 3
    assert (page.payload["notice"], page.address) == ("", {"s": e.to_link()})


BAD = {
    "an unknown preset": ({"preset": "<b>none</b>"}, "there is no preset '<b>none</b>'"),
    "no preset": ({"preset": ""}, "there is no preset ''"),
    "a very long preset": ({"preset": "x" * 9000}, "there is no preset"),
    "an empty link": ({"s": ""}, "the link is ''"),
    "another version": ({"s": "2" + turned().to_link()[1:]}, "expected 1, the version"),
    "half a link": ({"s": turned().to_link()[:40]}, "is damaged"),
    "no link": ({"s": "1$\\href{}"}, "is damaged"),
    "a word": ({"s": "garbage"}, "expected 1, the version"),
    "a link of nothing": ({"s": "1AAAA"}, "is damaged"),
    "a character that is none": ({"s": "\x00💩"}, "expected 1, the version"),
    "no document": (
        {"s": link_of({"document": {"version": 1, "cell": "rnn", "x": "<script>"}})},
        "network is missing",
    ),
    "a path": (
        {"s": link_of({"source": {"preset": "../../etc/passwd"}, "changes": {}})},
        "there is no preset",
    ),
    "too long a link": ({"s": "1" + "A" * (9 * MAX_LINK // 8)}, "the link has 9001 characters"),
}
every_bad_address = pytest.mark.parametrize(("address", "sentence"), BAD.values(), ids=BAD)


@every_bad_address
def test_a_bad_address_opens_the_start_preset_and_says_why(
    address: dict[str, str], sentence: str, open_page: Callable[..., Any]
) -> None:
    """Arriving with a bad address gives the default set-up and a notice, which reset clears."""
    page = open_page(**address)
    assert page.payload["title"] == START.title
    assert page.payload["notice"].startswith("This address could not be opened: ")
    assert sentence in page.payload["notice"]
    page.press("Reset")
    assert page.payload["notice"] == ""
    assert page.payload["title"] == START.title


@every_bad_address
def test_a_bad_address_leaves_the_last_good_view(
    address: dict[str, str], sentence: str, open_page: Callable[..., Any]
) -> None:
    """In an open tab, what was shown stays, with a notice; a good address clears it."""
    page = open_page(s=turned().to_link()).go(**address)
    assert sentence in page.payload["notice"]
    assert page.payload["value"] == 0.5
    page.go(preset="parity")
    assert page.payload["notice"] == ""
    assert page.payload["title"] == rv.presets.load("parity").title


def test_a_request_changes_the_numbers_and_the_address(open_page: Callable[..., Any]) -> None:
    """A turned knob is run by NumPy, answered by its number, and written as a link."""
    page = open_page(preset="latch").request(seq=7, knob=GAIN.to_dict(), value=0.5)
    pins = [rv.presets.load("latch").knob.to_dict()]  # what was in hand stays in the list
    e = turned().look(explore={"pinned": pins})
    assert page.payload["ack"] == 7
    assert page.payload["value"] == 0.5
    assert page.address == {"s": e.to_link()}
    np.testing.assert_array_equal(page.linked.trace.h, e.trace.h)


def test_a_request_keeps_the_address_s_other_parameters(open_page: Callable[..., Any]) -> None:
    """Parameters that are not rnnviz's stay in the address."""
    page = open_page(preset="latch", lang="de").request(knob=GAIN.to_dict(), value=2)
    assert page.address["lang"] == "de"
    assert "preset" not in page.address


def test_requests_follow_each_other(open_page: Callable[..., Any]) -> None:
    """Each request starts from what the one before left; the panel does not start anew."""
    page = open_page(preset="latch")
    generation = page.payload["generation"]
    page.request(seq=1, knob=GAIN.to_dict(), value=0.5)
    page.request(seq=2, value=1.25, view={**page.payload["view"], "step": 1, "folded": True})
    assert (page.payload["ack"], page.payload["generation"]) == (2, generation)
    assert (page.linked.value, page.linked.view.step) == (1.25, 1)
    assert page.linked.view.explore.folded


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("nonsense", "Request"),
        ({}, "Seq is missing"),
        ([1, 2], "Request"),
        ({"seq": -4}, "Seq is -4"),
    ],
)
def test_what_is_no_request_changes_nothing(
    data: Any, sentence: str, open_page: Callable[..., Any]
) -> None:
    """What cannot be read leaves view and address, and says so."""
    page = open_page(preset="latch")
    before = page.payload
    after = page.send(data).payload
    assert after.pop("notice")
    before.pop("notice")
    assert after == before
    assert page.address == {"preset": "latch"}


def test_a_request_that_cannot_be_applied_is_answered_with_a_notice(
    open_page: Callable[..., Any],
) -> None:
    """The view stays, the request is acknowledged, and the next good one clears the notice."""
    page = open_page(preset="latch").request(seq=3, knob=GAIN.to_dict(), value=1e39)
    assert page.payload["ack"] == 3
    assert page.payload["notice"].startswith("The value of gain of W_hh is 1e+39")
    assert page.address == {"preset": "latch"}
    assert page.request(seq=4, knob=GAIN.to_dict(), value=2).payload["notice"] == ""


def test_one_pin_too_many_is_answered_with_a_notice(open_page: Callable[..., Any]) -> None:
    """After a pin that no longer fits the panel goes on, for its request was acknowledged."""
    knobs = [rv.Knob.entry("W_hh", i, j).to_dict() for i in range(9) for j in range(8)]
    page = open_page(preset="large").request(seq=8, pinned=knobs[:64])
    assert (page.payload["ack"], page.payload["notice"]) == (8, "")
    page.request(seq=9, pinned=knobs[:65])
    assert page.payload["ack"] == 9
    assert "at most 64" in page.payload["notice"]
    assert sum(slider["pinned"] for slider in page.payload["sliders"]) == 64


def test_a_request_for_what_is_no_longer_shown_is_dropped(open_page: Callable[..., Any]) -> None:
    """A request of an older generation is acknowledged and not carried out."""
    page = open_page(preset="latch")
    old = page.payload["generation"]
    page.press("New random weights")
    address = page.address
    page.request(seq=5, generation=old, knob=GAIN.to_dict(), value=0.25)
    assert page.payload["ack"] == 5
    assert page.payload["generation"] > old
    assert page.address == address


def test_back_and_forward_show_what_their_addresses_say(open_page: Callable[..., Any]) -> None:
    """Going to an earlier address shows the earlier numbers, twice, and starts the panel anew."""
    page = open_page(preset="latch")
    places = [page.address]
    for value in (0.5, 1.5):
        places.append(page.request(knob=GAIN.to_dict(), value=value).address)
    generations = [page.payload["generation"]]
    for i in (1, 0, 1, 2):
        page.go(**places[i])
        assert page.payload["value"] == (0.5 if i == 1 else 1.5 if i == 2 else START_OF_LATCH)
        assert page.address == places[i]
        generations.append(page.payload["generation"])
    assert generations == sorted(set(generations))


START_OF_LATCH = rv.presets.load("latch").value


def test_a_reload_in_a_new_tab_shows_the_same(open_page: Callable[..., Any]) -> None:
    """The address alone restores a view, without the session that wrote it."""
    page = open_page(preset="sunspots").request(knob=GAIN.to_dict(), value=1.75)
    again = open_page(**page.address)
    same = ("arrays", "limits", "sliders", "knob", "value", "view", "title", "labels")
    for key in same:
        assert again.payload[key] == page.payload[key]


def test_an_exploding_network_is_shown_up_to_there(open_page: Callable[..., Any]) -> None:
    """A link to a network that explodes opens, with the steps before it."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1e4]], W_hy=[[1.0]], activation="relu")
    e = rv.Experiment(net=net, x=[[1.0], [0.0], [0.0], [0.0], [0.0]])
    page = open_page(s=e.to_link())
    assert (page.payload["num_shown"], page.payload["notice"]) == (e.trace.exploded_at, "")
    assert 0 < page.payload["num_shown"] < 5


def test_a_set_up_that_fits_no_link_is_shown_and_says_so(open_page: Callable[..., Any]) -> None:
    """What needs too long a link is still done; the address stays at the last that fits."""
    link = rv.presets.random(input_size=16, hidden_size=3, output_size=2, seed=5).to_link()
    page = open_page(s=link)
    x = np.random.default_rng(0).normal(size=(200, 16))
    page.app.text_area(key="numbers").set_value("\n".join(" ".join(map(str, row)) for row in x))
    page.press("Use these numbers")
    assert page.payload["sizes"]["T"] == 200
    assert "save it as a file instead" in page.payload["notice"]
    assert page.address == {"s": link}
    page.request(knob=GAIN.to_dict(), value=0.5)
    assert page.payload["value"] == 0.5
    assert page.press("Reset").payload["notice"] == ""
    assert page.payload["sizes"]["T"] == 12


def test_back_finds_what_fits_no_link_and_a_new_tab_says_it_is_gone(
    open_page: Callable[..., Any],
) -> None:
    """The address of such a set-up opens it while the session lives; elsewhere it says why not."""
    page = open_page(preset="latch")
    rng = np.random.default_rng(3)
    net = rv.RNN.random(input_size=1, hidden_size=32, output_size=16, seed=3)
    session = page.app.session_state["rnnviz"]
    big = rv.Experiment(net=net, x=rng.normal(size=(200, 1)))
    session.unlinked = session.experiment = big
    session.is_unlinked = True
    page.go(kept="1")
    assert page.payload["sizes"]["H"] == 32
    page.go(preset="latch")
    assert page.payload["sizes"]["H"] == 1
    page.go(kept="1")
    assert (page.payload["sizes"]["H"], page.payload["notice"]) == (32, "")
    other = open_page(kept="1")
    assert "gone with the session" in other.payload["notice"]
