"""The handout: one file with the panel, the sweeps, and nothing that is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

import rnnviz as rv
from rnnviz.panel import offers
from rnnviz.panel.handout import MOST_BYTES, to_handout
from rnnviz.panel.payload import STANDARD_KNOBS
from tests.hostile import HOSTILE
from tests.packed import unpacked


class Elements(HTMLParser):
    """The elements of a page, in order: (name, attributes, the text right within it)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element; what follows is in it."""
        self.all.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        """What follows is in no element that is looked at."""
        self.all.append(("", {}, []))

    def handle_data(self, data: str) -> None:
        """Keep a text with the element that it is in."""
        if self.all:
            self.all[-1][2].append(data)

    def named(self, name: str) -> list[tuple[dict[str, str | None], str]]:
        """Return the attributes and the text of each element of a name."""
        return [(given, "".join(texts)) for tag, given, texts in self.all if tag == name]


def stored(page: str) -> dict[str, Any]:
    """Return what the file holds of the experiment, unpacked apart from rnnviz."""
    ((_, text),) = [one for one in Elements(page).named("script") if one[0].get("id") == "data"]
    return unpacked(zlib.decompress(base64.b64decode(text, validate=True)))


def footer(page: str) -> str:
    """Return the words at the end of the page."""
    found = re.search(r"<footer><p>(.*)</p></footer>", page)
    assert found
    return found[1]


def small(I: int = 2, H: int = 3, O: int = 1, T: int = 8, **more: Any) -> rv.Experiment:
    """A random network with a random sequence, in which no number is round."""
    draw = np.random.default_rng(5)
    net = rv.RNN.random(input_size=I, hidden_size=H, output_size=O, seed=5)
    net = net.replace(b_h=draw.normal(size=H), b_y=draw.normal(size=O))
    x, state = draw.normal(size=(T, I)), draw.normal(size=H)
    return rv.Experiment(net=net, x=x, initial_state=state, **more)


def names(page: str) -> list[str]:
    """Return the names of all that can be turned."""
    return [offer["name"] for offer in stored(page)["offers"]]


@pytest.mark.parametrize("I", [1, 2])
def test_three_units_and_eight_steps_with_all_knobs_stay_below_half_a_megabyte(I: int) -> None:
    """The file that a class takes home has every knob, 41 values each, in at most 500 kB."""
    page = to_handout(small(I=I))
    assert len(page.encode()) <= 500_000
    data = stored(page)
    num_entries = 3 * I + 9 + 3 + 3 + 1
    assert len(data["offers"]) == len(STANDARD_KNOBS) + num_entries + 3 + 8 * I
    assert all(data["arrays"][f"{i}.values"].size >= 41 for i in range(len(data["offers"])))
    assert "Every number of the network, every input and the initial state" in footer(page)
    assert "Left out" not in footer(page)


def test_every_number_is_the_core_s_to_the_last_bit_of_float32() -> None:
    """Base, values, h and y of each knob are those of Experiment.sweep."""
    e = small(O=2)
    data = stored(to_handout(e))
    arrays = data["arrays"]
    for name in ("x", "h", "y", "initial_state"):
        np.testing.assert_array_equal(arrays[name], getattr(e.trace, name).ravel().astype("f4"))
    for i, offer in enumerate(data["offers"]):
        turned = e.select(rv.Knob.from_dict(offer["knob"]))
        sweep = turned.sweep(turned.knob_values(41))
        assert offer["target"] == sweep.knob.target
        assert offer["neutral"] == sweep.knob.neutral(e.base_setup)
        assert (offer["low"], offer["high"]) == sweep.knob.range(e.base_setup)
        np.testing.assert_array_equal(arrays[f"{i}.values"], sweep.values.astype("f4"))
        np.testing.assert_array_equal(arrays[f"{i}.y"], sweep.y.ravel().astype("f4"))
        if f"{i}.h" in arrays:
            np.testing.assert_array_equal(arrays[f"{i}.h"], sweep.h.ravel().astype("f4"))
        else:
            for h in sweep.h:
                np.testing.assert_allclose(h, e.trace.h, atol=1e-15)
    without_h = [o["name"] for i, o in enumerate(data["offers"]) if f"{i}.h" not in arrays]
    assert sorted({name[:3] for name in without_h}) == ["W_h", "b_y"]
    assert len(without_h) == 3 * 2 + 2


def test_the_view_and_the_knob_in_hand_are_those_of_the_experiment() -> None:
    """The file opens as the page was: knob, value, cursor, pins, texts."""
    knob, pin = rv.Knob.entry("W_hh", 2, 0), rv.Knob.input(3, 1)
    e = small(title="a title", labels=list("abcdefgh")).select(knob).turn(0.625)
    explore = {"folded": True, "pinned": [pin.to_dict(), knob.to_dict()]}
    e = e.look(step=4, unit=2, explore=explore)
    data = stored(to_handout(e))
    assert data["first"] == {"knob": knob.to_dict(), "value": 0.625}
    assert data["view"] == {"step": 4, "unit": 2, "output": 0, "folded": True, "opened": False}
    assert data["pinned"] == [pin.to_dict(), knob.to_dict()]
    assert (data["title"], data["labels"]) == ("a title", list("abcdefgh"))
    assert data["knob"] is None
    np.testing.assert_array_equal(data["arrays"]["W_hh"], e.base.W_hh.ravel().astype("f4"))
    offers = {offer["name"]: i for i, offer in enumerate(data["offers"])}
    assert 0.625 in data["arrays"][f"{offers[knob.name]}.values"]


def test_chosen_knobs_are_all_that_can_be_turned_and_all_listed() -> None:
    """With knobs given there are no others; what was in hand besides is let go as it is."""
    knobs = [rv.Knob.input(2, 0), rv.Knob.gain("W_hy")]
    e = small().select(rv.Knob.gain("W_hh")).turn(0.5)
    page = to_handout(e, knobs=knobs, num_values=5)
    data = stored(page)
    assert names(page) == [knob.name for knob in knobs]
    assert all(offer["is_listed"] for offer in data["offers"])
    assert data["first"] is None
    np.testing.assert_array_equal(data["arrays"]["W_hh"], e.net.W_hh.ravel().astype("f4"))
    assert data["arrays"]["1.values"].tolist() == [0, 0.5, 1, 1.5, 2]
    assert "Numbers that can be turned here: input[2, 0] and gain of W_hy." in footer(page)
    assert "No number can be turned here." in footer(to_handout(e, knobs=[]))


def test_a_large_network_stays_below_two_megabytes_and_says_what_is_left_out() -> None:
    """Groups are kept in order while they fit; the file names those that do not."""
    page = to_handout(small(I=4, H=32, O=4, T=50))
    assert len(page.encode()) <= MOST_BYTES
    kept = names(page)
    assert kept[:4] == [knob.name for knob in STANDARD_KNOBS]
    assert "W_hh[0, 0]" not in kept
    assert "gain of W_xh" in footer(page)
    assert re.search(r"Left out, to keep the file small: .*every number of W_hh", footer(page))
    largest = to_handout(small(I=16, H=32, O=16, T=200))
    assert len(largest.encode()) <= MOST_BYTES
    assert names(largest)


def test_what_all_fits_with_fewer_values_has_fewer() -> None:
    """Rather than leaving numbers out, the file divides their ranges more coarsely."""
    page = to_handout(small(I=2, H=5, O=2, T=24))
    assert "Left out" not in footer(page)
    assert 21 <= stored(page)["arrays"]["0.values"].size < 41


def silent(I: int, H: int, O: int, T: int) -> rv.Experiment:
    """A network whose states are all zero: its sweeps are as good as nothing once compressed."""
    zeros = (np.zeros(shape) for shape in ((H, I), (H, H), (O, H)))
    return rv.Experiment(net=rv.RNN(*zeros), x=np.zeros((T, I)))


@pytest.mark.parametrize(
    "experiment",
    [
        silent(I=16, H=32, O=15, T=200),
        silent(I=16, H=31, O=1, T=1),
        silent(I=16, H=1, O=2, T=200),
        small(I=16, H=32, O=15, T=200).look(
            explore={"pinned": [rv.Knob.entry("W_hh", i, 1).to_dict() for i in range(32)]}
        ),
    ],
    ids=["many steps", "many weights", "many inputs", "many pins"],
)
def test_the_work_of_a_handout_is_bounded(
    experiment: rv.Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much there is to turn, so many sweeps are made, of so many bytes, and no more."""
    made = []
    offer_of = offers.offer_of

    def counting(*arguments: Any) -> offers.Offer | None:
        offer = offer_of(*arguments)
        made.append(
            0 if offer is None else sum(map(np.size, offers.arrays_of(offer.sweep).values()))
        )
        return offer

    monkeypatch.setattr(offers, "offer_of", counting)
    page = to_handout(experiment)

    assert len(page.encode()) <= MOST_BYTES
    assert "Left out, to keep the file small" in footer(page)
    # With 41 values, with 21, and with 41 again what is left then.
    assert 0 < len(made) <= 3 * 300
    assert 4 * sum(made) <= 3 * 12_500_000  # the values themselves, and the base's own, come on top


def test_what_cannot_be_turned_here_is_left_out() -> None:
    """A knob that is undefined has no slider; asked for by name, it is refused in a sentence."""
    net = rv.RNN(W_xh=[[1.0], [2.0]], W_hh=np.zeros((2, 2)), W_hy=[[1.0, 1.0]])
    e = rv.Experiment(net=net, x=np.eye(5, 1))
    assert names(to_handout(e))[:2] == ["gain of W_xh", "shift of b_h"]
    for knob, said in (
        (rv.Knob.spectral_radius(), "spectral radius is undefined here: every eigenvalue"),
        (rv.Knob.entry("W_hh", 5, 0), r"W_hh\[5, 0\] is out of range"),
    ):
        with pytest.raises(ValueError, match=said):
            to_handout(e, knobs=[knob])
    vast = rv.Experiment(net=net.replace(W_hh=np.full((2, 2), 3e38)), x=np.eye(5, 1))
    with pytest.raises(ValueError, match=r"^the knob gain of W_hh cannot be turned here"):
        to_handout(vast, knobs=[rv.Knob.gain("W_hh")])
    many = [rv.Knob.entry("W_hh", i, j) for i in range(16) for j in range(32)]
    with pytest.raises(ValueError, match=r"^the sweeps of 512 knobs are too large: .* 2 MB$"):
        to_handout(small(H=32, T=100), knobs=many)


def test_exploding_values_end_where_they_explode() -> None:
    """No number in the file is infinite, and each value says how many steps it has."""
    net = rv.RNN(W_xh=[[1.0]], W_hh=[[1.0]], W_hy=[[1.0]], activation="linear")
    e = rv.Experiment(net=net, x=np.eye(40, 1))
    data = stored(to_handout(e))
    assert all(np.isfinite(array).all() for array in data["arrays"].values())
    (offer,) = [one for one in data["offers"] if one["name"] == "W_hh[0, 0]"]
    assert min(offer["num_shown"]) == 26
    assert max(offer["num_shown"]) == 40


def test_nothing_but_the_file_s_own_script_and_styles_may_run() -> None:
    """The policy forbids every source, and names the script and the styles by their hashes."""
    page = to_handout(small(), lesson_html="<p>a lesson</p>")
    elements = Elements(page)
    (policy,) = [
        given["content"] or ""
        for given, _ in elements.named("meta")
        if given.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "base-uri", "form-action", "script-src", "style-src"}
    scripts = [text for given, text in elements.named("script") if given["type"] == "module"]
    styles = [text for _, text in elements.named("style")]
    assert rules["script-src"] == " ".join(map(hash_of, scripts))
    assert rules["style-src"] == " ".join(map(hash_of, styles))
    assert "<p>a lesson</p>" in page
    assert 'name="viewport" content="width=device-width' in page


def hash_of(text: str) -> str:
    """Return a text's hash as a policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_no_address_is_in_the_file() -> None:
    """The only ones are the names of SVG and of its links, which nothing fetches."""
    page = to_handout(small(title="a", description="b"))
    assert set(re.findall(r"\w+://[^\"'\s]*", page)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(
        r"url\((?!#)|@import|\b(src|href)=|\bfetch\(|XMLHttpRequest|(?<!{)import\(", page
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_make_no_element_and_no_attribute(text: str) -> None:
    """Whatever a title, a description, labels and names hold, the page's elements are the same."""
    short = text[:100]
    hostile = to_handout(
        small(
            title=text,
            description=text,
            labels=[short] * 8,
            input_names=[short] * 2,
            output_names=[short],
        ),
        num_values=2,
    )
    tame = to_handout(small(title="t"), num_values=2)
    [(tags, data), (expected, _)] = [
        ([(tag, sorted(given)) for tag, given, _ in Elements(page).all], stored(page))
        for page in (hostile, tame)
    ]
    assert tags == expected
    assert Elements(hostile).named("title")[0][1] == text.replace("\r\n", "\n")
    assert data["title"] == data["description"] == text
    assert data["labels"] == [short] * 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"knobs": ["W_hh"]}, "each of knobs is 'W_hh': expected a Knob"),
        ({"num_values": 1}, "num_values is 1: expected a whole number of at least 2"),
        ({"lesson_html": None}, "lesson_html is None: expected a text"),
    ],
)
def test_a_wrong_argument_is_refused_in_a_sentence(arguments: Any, said: str) -> None:
    """Each wrong argument is named, with what was expected."""
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        to_handout(small(), **arguments)
    with pytest.raises(ValueError, match="expected an Experiment"):
        to_handout(small().net)  # type: ignore[arg-type]
