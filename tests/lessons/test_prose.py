"""Prose: what Markdown becomes, what is refused, and that no text is ever markup."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from rnnviz.lessons.prose import Run, actions, parse, plain, to_data, to_html

TEXT = """
# One head

Look *here*, **there** and at `h_t` in [step 3](step:3),
on the next line.

- first [knob](knob:W_hh[0,1])
- second

1. one
2. two
"""


def test_every_block_and_mark_is_kept():
    """Headings, paragraphs, both lists, the three marks and links; a line's end is a space."""
    assert to_data(parse(TEXT)) == [
        {"kind": "heading", "runs": [{"text": ["One head"]}]},
        {
            "kind": "paragraph",
            "runs": [
                {"text": ["Look "]}, {"text": ["here"], "em": True}, {"text": [", "]},
                {"text": ["there"], "strong": True}, {"text": [" and at "]},
                {"text": [("h", "t")], "code": True}, {"text": [" in "]},
                {"text": ["step 3"], "action": "step:3"}, {"text": [", on the next line."]},
            ],
        },
        {
            "kind": "list", "ordered": False,
            "items": [[{"text": ["first "]}, {"text": ["knob"], "action": "knob:W_hh[0,1]"}],
                      [{"text": ["second"]}]],
        },
        {"kind": "list", "ordered": True, "items": [[{"text": ["one"]}], [{"text": ["two"]}]]},
    ]  # fmt: skip


def test_prose_as_text_and_as_html():
    """As text no mark is left; as HTML an action is plain words, since a handout has no app."""
    prose = parse("Turn **W_hh**, [this one](knob:W_hh[0,1]).\n\n- `a`\n- *b*")

    assert plain(prose) == "Turn W_hh, this one.\n\na\nb"
    assert to_html(prose) == (
        "<p>Turn <strong><i>W</i><sub>hh</sub></strong>, this one.</p>\n"
        "<ul><li><code>a</code></li><li><em>b</em></li></ul>"
    )


@pytest.mark.parametrize(
    "text", ["W_xh and W_hh", "h_t = h_{t−1}", "2 * 3 * 4", "a < b", "x_0 x_1"]
)
def test_formulas_are_not_taken_for_marks(text):
    """Underscores within words, lone stars and signs stay what they are."""
    assert parse(text)[0].runs == (Run(text),)


def test_a_target_may_hold_spaces():
    """Two inputs over two steps, and a knob whose name is several words."""
    prose = parse("[a](input:1 0; 0 1) [b](knob:gain of W_hh) [c](knob:W_hh[0, 1])")

    assert actions(prose)[0].argument == ((1.0, 0.0), (0.0, 1.0))
    assert [action.text for action in actions(prose)][1:] == [
        "knob:gain of W_hh",
        "knob:W_hh[0, 1]",
    ]


REFUSED = [
    ("one\n\n<b>two</b>", "line 3 holds HTML ('<b>')"),
    ("<script>alert(1)</script>", "line 1 holds HTML"),
    ("a <!-- b --> c", "line 1 holds HTML"),
    ("![a](step:1)", "line 1 holds an image"),
    ("a\n\nb\n\n[c](https://example.org)", "line 5: the link 'https://example.org' leads nowhere"),
    ("[a](javascript:alert(1))", "the link 'javascript:alert(1)' leads nowhere here"),
    ("<https://example.org>", "leads nowhere here: expected one that begins with step:"),
    ("[a](/page)", "leads nowhere here"),
    ("[a]()", "the link '' leads nowhere here"),
    ("[a](data:text/html,b)", "leads nowhere here"),
    ("[a][b]\n\n[b]: http://example.org", "leads nowhere here"),
    ("[a](step:x)", "the link 'step:x': 'x' is no position: expected a whole number"),
    ("[a](step:-1)", "'-1' is no position"),
    ("[a](knob:W_hx[0,1])", "there is no knob 'W_hx[0,1]': expected W_hh[0, 1]"),
    ("[a](knob:W_hh[0])", "there is no knob 'W_hh[0]'"),
    ("[a](knob:gain of W)", "there is no knob 'gain of W'"),
    ("[a](value:much)", "'much' is no value: expected a number"),
    ("[a](value:nan)", "'nan' is no value"),
    ("[a](input:)", "'' is no sequence"),
    ("[a](input:1 0; 1)", "'1 0; 1' is no sequence"),
    ("[a](fold:now)", "'now' is too much: expected nothing after the colon"),
    ("[a](preset:latsch)", "there is no preset 'latsch': expected one of sharing"),
    ("[a](page:memry)", "there is no page 'memry': expected one of explore, memory"),
    ("[a](page:memory/copy)", "memory has no part 'copy': expected one of influence"),
    ("> said", "line 1 holds a quotation"),
    ("    code", "line 1 holds a block of code ('code"),
    ("```\ncode\n```", "line 1 holds a block of code"),
    ("a\n\n---", "line 3 holds a rule"),
    ("- a\n  - b", "line 1: an item of a list holds more"),
    ("- a\n\n  b", "line 1: an item of a list holds more"),
    ("- # a", "line 1: an item of a list"),
    ("-\n- a", "an item of a list"),
    ("a\n\n-", "line 3: an item of a list"),
]


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_what_prose_does_not_have_is_refused(text, says):
    """HTML, images, foreign links and other blocks: the sentence names the line and quotes it."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the message is compared below
        parse(text)

    assert says in str(caught.value)


HOSTILE = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<img src=x onerror=alert(1)\\>",
    "`<script>alert(1)</script>`",
    '`"><svg onload=alert(1)>`',
    "[`<b onclick=x>`](step:1)",
    "**`</strong></p><iframe src=//x>`**",
    "&#60;style&#62;*{}&#60;/style&#62;",
    "- `</li></ul><script>`",
    "# `</h3><script>`",
    "`{{7*7}} ${7*7} <%= 7 %>`",
    "\\<!-- `-->` \\<![CDATA[",
]
TAGS = {"p", "strong", "em", "code", "h3", "ul", "ol", "li"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(data)

    def unknown_decl(self, data):
        raise AssertionError(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_html(text):
    """Whatever a text holds, a browser finds the prose's own tags, without attributes, and text."""
    prose = parse(text)
    reader = _Reader()
    reader.feed(to_html(prose))
    reader.close()

    assert {tag for tag, _ in reader.tags} <= TAGS
    assert not any(attrs for _, attrs in reader.tags)
    assert reader.text == plain(prose)
    json.dumps(to_data(prose), allow_nan=False)
