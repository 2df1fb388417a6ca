"""Before Streamlit's server: the panel's files, a page's hints, and each answer's headers."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import streamlit

from rnnviz.app import preloading, server
from rnnviz.panel import linker, served
from rnnviz.panel.style import panel_style

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
ENTRY = "/_stcore/bidi-components/rnnviz.live/entry.js"
FOLDER = f"/_stcore/bidi-components/rnnviz.live/{served.version()}"
PANEL = Path(served.__file__).parent


class Answer(NamedTuple):
    """What came back, and whether Streamlit was asked for it."""

    status: int
    headers: dict[str, str]
    body: bytes
    passed_on: bool


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own: a browser's loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def ask(path: str, *, method: str = "GET", answer: Any = None, **headers: str) -> Answer:
    """Send a request through everything that stands before Streamlit, which answers as told."""
    status, kind, body = (404, "text/plain", b"streamlit") if answer is None else answer
    sent: list[Any] = []
    seen: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)
        own = [(b"content-type", kind.encode()), (b"etag", b'"1"')]
        own.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": own})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    app: Any = behind
    for layer in reversed(server.middleware()):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    names = {name.replace("_", "-").encode(): text.encode() for name, text in headers.items()}
    scope = {"type": "http", "method": method, "path": path, "headers": list(names.items())}
    run(app(scope, receive, send))
    start, *rest = sent
    told = {name.decode(): text.decode() for name, text in start["headers"]}
    assert len(told) == len(start["headers"]), "a header is there twice"
    whole = b"".join(message.get("body", b"") for message in rest)
    return Answer(start["status"], told, whole, bool(seen))


@pytest.mark.parametrize("name", ["panel.js", "panel.css"])
@pytest.mark.parametrize("base", ["", "/rnnviz", "/a/b"])
def test_a_file_is_sent_to_be_kept_for_ever(name: str, base: str) -> None:
    """Its bytes, plain or compressed, under whichever base path; Streamlit is not asked."""
    plain = ask(f"{base}{FOLDER}/{name}")
    packed = ask(f"{base}{FOLDER}/{name}", accept_encoding="br, gzip")
    for answer in (plain, packed):
        assert answer.status == 200
        assert not answer.passed_on
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "accept-encoding"
        assert int(answer.headers["content-length"]) == len(answer.body)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < 0.6 * len(plain.body)
    text = panel_style() if name == "panel.css" else linker.linked("streamlit")
    assert plain.body.decode() == text


def test_the_entry_is_asked_for_at_each_visit() -> None:
    """Its address does not change with its content."""
    answer = ask(ENTRY)
    assert answer.body == (PANEL / "entry" / "entry.js").read_bytes()
    assert answer.headers["cache-control"] == "no-cache"


def test_head_says_the_same_without_the_file() -> None:
    """A proxy that asks for the headers alone gets them."""
    whole, head = ask(f"{FOLDER}/panel.js"), ask(f"{FOLDER}/panel.js", method="HEAD")
    assert head == whole._replace(body=b"")


@pytest.mark.parametrize(
    "path",
    [
        FOLDER,
        f"{FOLDER}/",
        f"{FOLDER}/nothing.js",
        f"{FOLDER}/../component.py",
        f"{FOLDER}/%2e%2e/component.py",
        f"{FOLDER}/panel.js/",
        FOLDER[:-1] + "/panel.js",
        "/_stcore/bidi-components/rnnviz.live/0000000000000000/panel.js",
        "/_stcore/bidi-components/other/entry.js",
        "/panel.js",
        "/",
    ],
)
def test_what_is_no_file_of_this_version_is_streamlit_s_to_answer(path: str) -> None:
    """Another version's file, another component's, or a way out of the folder is not sent."""
    answer = ask(path)
    assert answer.passed_on
    assert answer.body == b"streamlit"
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_other_files_have_another_version(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """One more space in one file, or the same text under another name, is another folder."""
    request.addfinalizer(served.version.cache_clear)
    files = dict(served.files())
    versions = [served.version()]
    more = files["panel.js"]._replace(plain=files["panel.js"].plain + b" ")
    renamed = {("other.js" if name == "panel.js" else name): file for name, file in files.items()}
    for others in (files | {"panel.js": more}, renamed, files):
        monkeypatch.setattr(served, "files", lambda others=others: others)
        served.version.cache_clear()
        versions.append(served.version())
    assert versions[0] == versions[3]
    assert len(set(versions)) == 3


@pytest.mark.parametrize("path", ["/", "/memory", f"{FOLDER}/panel.js", ENTRY, "/nothing"])
def test_every_answer_says_what_a_browser_may_do_with_it(path: str) -> None:
    """No other host's script, no guessing of types, and no address told to other hosts."""
    headers = ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "*"
    for kind in ("script-src", "connect-src", "img-src", "font-src", "style-src"):
        assert "http" not in policy[kind]
        assert "*" not in policy[kind]
    assert "'unsafe-eval'" not in policy["script-src"]


def test_an_operator_says_who_may_frame_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the pages; none by 'none'."""
    monkeypatch.setenv("RNNVIZ_FRAME_ANCESTORS", "'self' https://school.example")
    policy = ask("/").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://school.example")


def test_a_page_names_the_scripts_that_it_will_want() -> None:
    """Each once, of this version, and each of them can be had."""
    page = (200, "text/html; charset=utf-8", INDEX)
    answer = ask("/memory", answer=page, accept="text/html,*/*")
    hint = r'<link rel="(?:modulepreload" crossorigin|preload" as="style") href="\.(/[^"]+)">'
    hinted = re.findall(hint, answer.body.decode())
    assert len(hinted) == len(set(hinted))
    mine = [path for path in hinted if "bidi-components" in path]
    assert mine == [ENTRY, f"{FOLDER}/panel.js", f"{FOLDER}/panel.css"]
    for path in mine:
        assert ask(path).status == 200
    chunks = [Path(path).name for path in hinted if path.startswith("/static/js/")]
    assert any(name.startswith("BidiComponent.") for name in chunks)
    for name in chunks:
        assert (preloading._CHUNKS / name).is_file()
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert re.sub(hint, "", answer.body.decode()) == re.sub(hint, "", INDEX.decode())


def test_a_browser_gets_each_page_anew() -> None:
    """One that it kept could name the scripts of an older version."""
    answer = ask(
        "/", answer=(200, "text/html", INDEX), accept="text/html", if_none_match='"1"',
        accept_encoding="gzip",
    )  # fmt: skip
    assert "etag" not in answer.headers
    assert b"</html>" in answer.body


@pytest.mark.parametrize(
    ("answer", "accept"),
    [
        ((200, "text/html", b"<head></head>"), "*/*"),
        ((200, "text/plain", b"<head></head>"), "text/html"),
        ((404, "text/html", b"<head></head>"), "text/html"),
    ],
)
def test_nothing_else_is_changed(answer: Any, accept: str) -> None:
    """A file, an error, or what no reader opens goes through as it is."""
    assert ask("/x", answer=answer, accept=accept).body == answer[2]


@pytest.mark.parametrize(("headless", "opened"), [(False, ["http://here:8600/a"]), (True, [])])
def test_the_start_opens_the_browser(
    headless: bool, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does so once, at the address that the settings name, and on no headless machine."""
    options = {
        "server.headless": headless,
        "browser.serverAddress": "here",
        "browser.serverPort": 8600,
        "server.baseUrlPath": "/a/",
        "server.sslCertFile": None,
        "global.developmentMode": False,
    }
    asked: list[str] = []
    monkeypatch.setattr(server.st, "get_option", options.__getitem__)
    monkeypatch.setattr("streamlit.config.get_option", options.__getitem__)
    monkeypatch.setattr(
        "streamlit.config.is_manually_set", lambda name: name == "browser.serverPort"
    )
    monkeypatch.setattr(server, "open_browser", asked.append)
    monkeypatch.setattr(server, "_LISTENS_WITHIN", 0.0)

    async def start() -> None:
        async with server.lifespan(None):  # type: ignore[arg-type]  # it asks nothing of the app
            await asyncio.sleep(0)
            await asyncio.sleep(0.01)

    run(start())
    assert asked == opened


def test_no_page_is_run_without_the_frame_around_it() -> None:
    """Streamlit would take a folder "pages" beside the script for its pages, until it has run."""
    assert server.SCRIPT.is_file()
    assert not (server.SCRIPT.parent / "pages").exists()
