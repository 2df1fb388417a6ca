"""The Share dialog: the link of what is shown, for a room or for a page of one's own."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from rnnviz.app import flags, routes, state, take_home
from rnnviz.app.flags import LOCKS, PARTS, Flags
from rnnviz.experiment import Experiment
from rnnviz.lessons import progress

MAX_QR: Final = 1024  # bytes of a link; a finer code is not read from a seat
_LARGE: Final = "share_large"
_FRAME_HEIGHT: Final = 760  # pixels: the graph and the dock

_STYLE: Final = """
<style>
/* A code is read dark on light, whatever the theme. */
.st-key-qr img { border-radius: 12px; border: 1px solid rgba(128, 128, 128, 0.35); }
/* All of it at once, on a wide screen as on a high one. */
.st-key-qr_large img {
  max-width: max(240px, calc(100vh - 300px)) !important;
}
.st-key-qr_large :has(img) { margin-inline: auto; align-items: center; }
/* Their ends are for copying, not for reading; and no keyboard reaches a scrolling text. */
[data-testid="stDialog"] [data-testid="stCode"] :is(pre, code) {
  display: block; overflow: hidden; text-overflow: ellipsis;
}
</style>
"""


def button(*, in_lesson: bool = False) -> None:
    """Offer the dialog; in a lesson the handout has its text."""
    what = "Link, QR code, frame, and files to take home."
    if st.button("Share", icon=":material/share:", key="share", on_click=_show_all, help=what):
        dialog(in_lesson)


@st.dialog("Share this view", width="medium")
def dialog(in_lesson: bool = False) -> None:
    """Show how to share what is shown: the reader's own answers stay with the reader."""
    st.html(_STYLE)
    experiment = state.arrive().experiment
    others = progress.shared(experiment)
    try:
        named = state.address_of_lesson(others)
    except ValueError as error:
        st.text(f"No link: {error}.")
        take_home.files(experiment, in_lesson)
        return
    if large := st.session_state.get(_LARGE):
        _large(large)
        return
    share, home = st.tabs(["Link", "Take home"])
    with share:
        _link(others, named)
    with home:
        take_home.files(experiment, in_lesson)


def address(named: Mapping[str, str], told: Flags, *, embed: bool = False) -> str:
    """Return the whole address of what is shown with its flags, on the page that is open.

    Args:
        named: the query parameters that name it.
        told: what is hidden and locked.
        embed: whether it is for a frame in another page.
    """
    query = {**named, **told.parameters()} | ({"embed": "true"} if embed else {})
    page = (st.context.url or "").rstrip("/")
    # Without its slash, a server redirects the first page's address; behind a proxy that speaks
    # HTTPS for it, it may redirect to HTTP.
    slash = "" if routes.is_named(page) else "/"
    return f"{page}{slash}?{urlencode(query, safe=',')}"


def frame(source: str, title: str) -> str:
    """Return the line of HTML that shows an address in a frame."""
    return (
        f'<iframe src="{html.escape(source)}" title="{html.escape(title)}" '
        f'width="100%" height="{_FRAME_HEIGHT}" style="border: 0"></iframe>'
    )


def code(text: str) -> str:
    """Return the QR code of a text as the address of an SVG that is in the address itself."""
    made = segno.make_qr(text, error="l")
    picture: str = made.svg_data_uri(border=4, dark="#000000", light="#ffffff", omitsize=True)
    return picture


def _link(experiment: Experiment, named: Mapping[str, str]) -> None:
    picture, words = st.columns([2, 3], gap="large")
    with words:
        above = st.container()
        told = _choose()
    whole = address(named, told)
    with picture:
        _code(whole)
    with above:
        st.markdown("**Link**: every number as it is now")
        st.code(whole, language=None)
        if urlsplit(whole).hostname in ("localhost", "127.0.0.1", "::1"):
            st.caption(
                "This address leads to this machine only. For a class, open rnnviz at an address "
                "that the others reach, and share from there."
            )
    st.markdown("**For a page of your own**: the live panel in a frame")
    st.code(frame(address(named, told, embed=True), experiment.title or "rnnviz"), language=None)


def _choose() -> Flags:
    """Offer what students shall see, and return what was chosen."""
    now = flags.current()
    hidden = st.pills(
        "Hide from students", list(PARTS), selection_mode="multi", default=list(now.hide),
        format_func=PARTS.__getitem__, key="share_hide", wrap=True,
    )  # fmt: skip
    lock = st.segmented_control(
        "Lock numbers", list(LOCKS), default=now.lock,
        format_func=LOCKS.__getitem__, key="share_lock", required=True, wrap=True,
    )  # fmt: skip
    return Flags(hide=tuple(part for part in PARTS if part in hidden), lock=lock or "")


def _code(whole: str) -> None:
    size = len(whole.encode())
    if size > MAX_QR:
        st.text(
            f"No QR code: this link has {size} bytes, and a code of more than {MAX_QR} "
            "would be too fine to be read from a seat."
        )
        return
    _picture(whole, "qr")
    st.button("Large QR", on_click=_show_large, args=(whole,), width="stretch")


def _picture(whole: str, key: str) -> None:
    with st.container(key=key):
        st.image(code(whole), width="stretch", alt="QR code of the link")


def _large(whole: str) -> None:
    _picture(whole, "qr_large")
    st.button("Back to the link", on_click=_show_all, width="stretch")


def _show_large(whole: str) -> None:
    st.session_state[_LARGE] = whole


def _show_all() -> None:
    st.session_state.pop(_LARGE, None)
