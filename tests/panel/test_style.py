"""The panel's style sheet: many files as one."""

from __future__ import annotations

from rnnviz.panel.handout import to_handout
from rnnviz.panel.style import ORDER, PARTS, panel_style
from rnnviz.presets import load


def test_every_file_is_in_it_once() -> None:
    """No file of the folder is dead, and none comes twice."""
    assert sorted(ORDER) == sorted(path.stem for path in PARTS.iterdir())


def test_each_file_stands_alone() -> None:
    """No block is left open, so that none of a file's rules ends up in the next file's."""
    for name in ORDER:
        text = (PARTS / f"{name}.css").read_text(encoding="utf-8")
        assert text.count("{") == text.count("}"), name
        assert text.endswith("}\n"), name


def test_rules_that_change_parts_come_after_them() -> None:
    """Of two rules that weigh the same the later one wins: a narrow page's, a lock's, a room's."""
    text = panel_style()
    for part, change in (
        ("\n.hand {\n  display: grid", "@container (max-width: 700px)"),
        ('\ninput[type="range"] {\n', '\n.ribbon input[type="range"] {\n'),
        ("\n.transport .scrub {\n  flex: 1", "@media (max-width: 760px)"),
        ("\n.equation {", ".rnnviz[data-hide"),
        ("@media (max-width: 760px)", '.rnnviz[data-view="projector"] {'),
        ("\n.flash {", "@media (prefers-reduced-motion: reduce)"),
    ):
        assert text.count(part) == 1, part
        assert text.index(part) < text.index(change), change


def test_a_handout_has_all_of_it() -> None:
    """The file that one takes home is styled as the page is."""
    assert f"<style>{panel_style()}</style>" in to_handout(load("latch"))
