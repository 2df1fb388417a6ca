"""Handout: the live panel as one HTML file that needs no server and no network."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Final

from rnnviz.alteration import changes_a_step
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.panel.intervention import second_run_of
from rnnviz.panel.linker import program
from rnnviz.panel.offers import NUM_VALUES, Group, Offer, arrays_of, fitting, groups_of, offer_of
from rnnviz.panel.packing import pack
from rnnviz.panel.payload import STANDARD_KNOBS, described
from rnnviz.panel.style import page_style, panel_style
from rnnviz.validation import as_count, as_instance

MOST_BYTES: Final = 2_000_000
_WORDS_BYTES: Final = 20_000  # kept free for texts and for what is said about the numbers

_RULE: Final = "One number at a time: selecting another resets the first."

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{before}
<div>
<p id="waiting">If no network appears here, open this file in a browser of 2024 or later, with \
JavaScript on.</p>
<div id="panel"><template shadowrootmode="open"><style>{panel_style}</style>\
<div class="rnnviz"></div></template></div>
</div>
</main>
<footer><p>{words}</p></footer>
<script type="text/plain" id="data">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def to_handout(
    experiment: Experiment,
    *,
    knobs: Sequence[Knob] | None = None,
    lesson_html: str = "",
    with_intervention: bool = False,
    num_values: int | None = None,
) -> str:
    """Return the experiment as an HTML file whose numbers can still be turned.

    Nothing is loaded and nothing is sent: the file holds the panel, and the sweep of each
    number that can be turned. One number at a time is turned, from the experiment's base.

    Args:
        experiment: what is shown when the file is opened.
        knobs: what can be turned, each in the list from the start. None means all that
            fits: the knob in hand, those in the list of numbers, the standard ones, every
            number of W_hh, W_xh, b_h, W_hy and b_y, the initial state, every input, in this
            order. A group that would take the file beyond 2 MB, or too long to make, is left
            out as a whole, and the file says so; so is a knob that is undefined here.
        lesson_html: stands before the panel, and is trusted: user text in it must be
            escaped already.
        with_intervention: whether a second graph shows the run with the one thing changed that the
            view asks for, while no number is turned.
        num_values: how many values a number's range is divided into; None means 41, or 21
            where that lets more numbers fit.

    Raises:
        ValueError: a knob of `knobs` does not fit, cannot be turned here, or all of them
            together do not fit into 2 MB.
    """
    as_instance("experiment", experiment, Experiment, "an Experiment")
    as_instance("lesson_html", lesson_html, str, "a text")
    counts = NUM_VALUES if num_values is None else (as_count("num_values", num_values, least=2),)
    if knobs is not None:
        knobs = tuple(dict.fromkeys(knobs))
        for knob in knobs:
            as_instance("each of knobs", knob, Knob, "a Knob")
    experiment = _with_a_base_to_turn_from(experiment, knobs, counts[-1])
    if knobs is None:
        groups = groups_of(experiment)
    else:
        groups = (Group(_listed([knob.name for knob in knobs]), knobs),)
    room = (
        MOST_BYTES - _WORDS_BYTES - len(_PAGE) - sum(map(len, _code())) - len(lesson_html.encode())
    )
    offers, kept = fitting(experiment, groups, room * 3 // 4, counts)  # base64 adds a third
    if knobs is not None:
        _check_that_all_are_offered(experiment, knobs, offers, fit=bool(kept))
    listed = STANDARD_KNOBS if knobs is None else knobs
    stored = _stored(experiment, offers, listed, with_intervention=with_intervention)
    script, style, of_panel = _code()
    title = escape(experiment.title or "A recurrent network")
    # The panel shows the title, too; a page without a lesson has its heading for who hears it.
    unseen = f'<h1 class="unseen">{title}</h1>'
    return _PAGE.format(
        policy=_policy(script, style, of_panel),
        title=title,
        style=style,
        before=f'<article class="lesson">\n{lesson_html}\n</article>' if lesson_html else unseen,
        panel_style=of_panel,
        words=escape(_words(groups, kept, offers, is_all=knobs is None)),
        data=base64.b64encode(zlib.compress(stored)).decode("ascii"),
        script=script,
    )


def _with_a_base_to_turn_from(
    experiment: Experiment, knobs: Collection[Knob] | None, num_values: int
) -> Experiment:
    """Return the experiment, with its knob let go where it cannot be turned in the handout."""
    knob = experiment.knob
    if knob is None:
        return experiment
    if (knobs is None or knob in knobs) and offer_of(experiment, knob, num_values):
        return experiment
    return experiment.select(None)


def _check_that_all_are_offered(
    experiment: Experiment, knobs: Collection[Knob], offers: Sequence[Offer], *, fit: bool
) -> None:
    if not fit:
        raise ValueError(
            f"the sweeps of {len(knobs)} knobs are too large: expected fewer knobs or values, "
            f"for a file of at most {MOST_BYTES / 1e6:g} MB"
        )
    offered = {offer.sweep.knob for offer in offers}
    for knob in knobs:
        knob.neutral(experiment.base_setup)  # says why where it is undefined
        if knob not in offered:
            raise ValueError(
                f"the knob {knob.name} cannot be turned here: "
                "expected a range in which every number stays within float32's"
            )


@lru_cache
def _code() -> tuple[str, str, str]:
    """Return the script, the page's style and the panel's."""
    return program("handout"), page_style(), panel_style()


def _policy(script: str, *styles: str) -> str:
    """Return the Content-Security-Policy: nothing but this script and these styles."""
    shown = " ".join(map(_hash, styles))
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {shown}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _stored(
    experiment: Experiment,
    offers: Iterable[Offer],
    listed: Collection[Knob],
    *,
    with_intervention: bool,
) -> bytes:
    """Return what `Stored` in answers.js describes."""
    base = experiment.replace(knob=None, value=None)
    said, arrays = described(base)
    intervention = None
    if with_intervention and changes_a_step(base.view.memory):
        intervention, of_run = second_run_of(base)
        arrays |= of_run
    told = []
    for i, (sweep, low, high) in enumerate(offers):
        arrays |= {f"{i}.{name}": array for name, array in arrays_of(sweep).items()}
        is_whole = bool((sweep.num_shown == len(sweep.base.x)).all())
        told.append(
            {
                "knob": sweep.knob.to_dict(),
                "name": sweep.knob.name,
                "target": sweep.knob.target,
                "neutral": sweep.knob.neutral(sweep.base),
                "low": low,
                "high": high,
                "num_shown": None if is_whole else sweep.num_shown.tolist(),
                "is_listed": sweep.knob in listed,
            }
        )
    knob = experiment.knob
    data = {
        **said,
        "generation": 0,
        "ack": 0,
        "notice": "",
        "ways": [],
        "flash": "",
        "projector": False,
        "hide": [],
        "lock": "",
        "sliders": [],
        "sweep": None,
        "influence": None,
        "intervention": intervention,
        "offers": told,
        "pinned": [one.to_dict() for one in experiment.pinned if one not in listed],
        "rule": _RULE,
        "first": knob and {"knob": knob.to_dict(), "value": experiment.value},
    }
    return pack(data, arrays)


def _words(
    groups: Sequence[Group], kept: Sequence[Group], offers: Sequence[Offer], is_all: bool
) -> str:
    """Return what the reader is told: what can be turned, how finely, and what is left out."""
    offered = {offer.sweep.knob for offer in offers}
    alone = [group for group in kept if len(group.knobs) == 1]
    many = [group for group in kept if group not in alone]
    in_many = {knob for group in many for knob in group.knobs}
    turned = [
        *(group.words for group in alone if offered & {*group.knobs} - in_many),
        *(group.words for group in many if offered & {*group.knobs}),
    ]
    missed = [group.words for group in groups if group not in kept]
    can = (
        f"Numbers that can be turned here: {_listed(turned)}."
        if turned
        else "No number can be turned here."
    )
    if is_all and not missed:
        can = "Every number of the network, every input and the initial state can be turned here."
    sentences = [
        "Made with rnnviz. This file needs neither a server nor the internet.",
        can,
        f"Left out, to keep the file small: {_listed(missed)}." if missed else "",
    ]
    return " ".join(filter(None, sentences))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
