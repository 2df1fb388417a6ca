"""The linker: many modules as one script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnnviz.panel import linker

NAMES = sorted(path.stem for path in linker.MODULES.glob("*.js"))

# Modules that use no document, and calls whose results tell whether they work.
CALLS = {
    "format": "[signed(-0.25), plain(3), spoken(0.5), subscript(-1), printable('a b'), exact(0.1)]",
    "color": "[valueColor(0.3, 1, 'dark'), inkOn(-1, 1, 'light'), contrast('#000000', '#ffffff')]",
    "payload": "[shapeOf({I: 2, H: 3, O: 4}, 'W_hy'), keyOf({kind: 'input', index: [2, 0]})]",
    "geometry": "[layout({width: 700, sizes: {I: 2, H: 3, O: 1, T: 9}, numShown: 9, step: 4, "
    "mode: 'unrolled', first: 0}), edgesOf({I: 2, H: 3, O: 1})]",
}


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A function that writes modules of the test's own: `modules(name="text", …)`."""

    def write(**texts: str) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")

    monkeypatch.setattr(linker, "MODULES", tmp_path)
    _forget()
    yield write
    _forget()


def _forget() -> None:
    linker.linked.cache_clear()
    linker.program.cache_clear()
    linker._text.cache_clear()


def test_the_linked_script_stands_alone() -> None:
    """Linked, the panel needs no import; a handout's gives no export, either."""
    page, handout = linker.linked("streamlit"), linker.program("handout")
    assert not re.search(r"^\s*import\b", page, re.MULTILINE)
    assert re.findall(r"^export\b.*", page, re.MULTILINE) == [
        "export const { show } = $_streamlit;"
    ]
    assert not re.search(r"^\s*(import|export)\b", handout, re.MULTILINE)


def test_a_program_calls_its_entry_and_exports_nothing(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """What a page starts by itself is the same script with a call at its end."""
    modules(
        top='import { one } from "./other.js";\nexport default function start() {\n'
        "  console.log(one + 1);\n}\n",
        other="export const one = 1;\n",
    )
    assert "export" not in linker.program("top")
    assert run_module(linker.program("top")).split() == ["2"]


def test_every_module_is_linked() -> None:
    """No file among the modules is dead: the page's script or the handout's holds it, once."""
    all_found = set()
    for entry, text in (
        ("streamlit", linker.linked("streamlit")),
        ("handout", linker.program("handout")),
    ):
        found = re.findall(r"^const \$_(\w+) = ", text, re.MULTILINE)
        assert found[-1] == entry
        assert len(found) == len(set(found))
        all_found |= set(found)
    assert sorted(all_found) == NAMES


def test_linked_modules_do_what_their_files_do(
    tmp_path: Path, run_module: Callable[..., str]
) -> None:
    """Each module has the same exports linked and imported, and pure ones the same results."""
    for name in NAMES:
        (tmp_path / f"{name}.mjs").write_text(linker.linked(name), encoding="utf-8")
    files = {
        name: [(tmp_path / f"{name}.mjs").as_uri(), (linker.MODULES / f"{name}.js").as_uri()]
        for name in NAMES
    }
    outcomes = json.loads(run_module(_COMPARE, json.dumps({"files": files, "calls": CALLS})))
    assert list(outcomes) == NAMES
    for name, (joined, imported) in outcomes.items():
        assert joined == imported, name
        assert joined["exports"], name
        assert bool(joined["results"]) == (name in CALLS), name


_COMPARE = """
import { readFileSync } from "node:fs";
const { files, calls } = JSON.parse(readFileSync(0, "utf8"));
const outcomes = {};
for (const [name, addresses] of Object.entries(files)) {
  outcomes[name] = [];
  for (const address of addresses) {
    const all = await import(address);
    const exports = Object.keys(all).sort();
    const named = exports.filter((key) => key !== "default");
    const call = new Function(...named, `return ${calls[name] ?? null};`);
    outcomes[name].push({ exports, results: call(...named.map((key) => all[key])) });
  }
}
console.log(JSON.stringify(outcomes));
"""


def test_dependencies_come_first_and_once(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """A module that several others need is evaluated once, before them."""
    modules(
        top='import { left } from "./left.js";\nimport { right } from "./right.js";\n'
        "console.log(left, right);\n",
        left='import { count } from "./bottom.js";\nexport const left = count();\n',
        right='import { count } from "./bottom.js";\nexport const right = count();\n',
        bottom="let n = 0;\nexport function count() {\n  n += 1;\n  return n;\n}\n",
    )
    assert run_module(linker.linked("top")).split() == ["1", "2"]


def test_names_of_one_module_do_not_reach_another(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """Modules may use the same names for what they keep to themselves."""
    modules(
        top='import { f } from "./other.js";\nconst hidden = 5;\nconsole.log(f(), hidden);\n',
        other="const hidden = 7;\nexport function f() {\n  return hidden;\n}\n",
    )
    assert run_module(linker.linked("top")).split() == ["7", "5"]


def test_comments_stay_behind_and_text_that_looks_like_one_does_not(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """Lines of comment are left out; slashes within a line of code are kept."""
    modules(
        top="// secret one\n/**\n * secret two\n * @type {string}\n */\n"
        'const address = "https://rnnviz.example/*x*/"; // beside code\n'
        "  // secret three\nconsole.log(address);\n/* secret four */\nconsole.log(6 / 2);\n"
    )
    text = linker.linked("top")
    assert "secret" not in text
    assert run_module(text).split() == ["https://rnnviz.example/*x*/", "3"]


def test_indentation_stays_behind(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """Spaces before a line are left out, those within it kept; a text over lines is refused."""
    modules(top='if (true) {\n    console.log("a    b");\n\tconsole.log(`c  d`);\n}\n')
    text = linker.linked("top")
    assert not re.search(r"^[ \t]", text, re.MULTILINE)
    assert run_module(text).splitlines() == ["a    b", "c  d"]
    modules(lines="console.log(`a\n    b`);\n")
    with pytest.raises(ValueError, match=r"lines\.js has a text of several lines"):
        linker.linked("lines")


def test_an_import_may_stand_on_several_lines_and_rename(
    modules: Callable[..., None], run_module: Callable[..., str]
) -> None:
    """`import {` over several lines is read, and so is `a as b`."""
    modules(
        top='import {\n  one,\n  two as other,\n} from "./numbers.js";\nconsole.log(one, other);\n',
        numbers="export const one = 1;\nexport const two = 2;\n",
    )
    assert run_module(linker.linked("top")).split() == ["1", "2"]


def test_every_kind_of_export_that_is_read_works(
    modules: Callable[..., None], tmp_path: Path, run_module: Callable[..., str]
) -> None:
    """A default function and named functions, constants and classes are exported."""
    modules(
        all="export default function main() {\n  return 1;\n}\nexport const two = 2;\n"
        "export class Three {}\nexport function four() {\n  return 4;\n}\n"
    )
    file = tmp_path / "linked.mjs"
    file.write_text(linker.linked("all"), encoding="utf-8")
    script = (
        f'import main, {{ two, Three, four }} from "{file.as_uri()}"; '
        "console.log(main(), two, new Three().constructor.name, four());"
    )
    assert run_module(script).split() == ["1", "2", "Three", "4"]


def test_modules_that_need_each_other_are_refused(modules: Callable[..., None]) -> None:
    """Circular imports are refused with the way around them."""
    modules(
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { c } from "./c.js";\nexport const b = 1;\n',
        c='import { a } from "./a.js";\nexport const c = 1;\n',
    )
    with pytest.raises(ValueError, match=r"^a\.js imports itself by way of a → b → c → a$"):
        linker.linked("a")


@pytest.mark.parametrize(
    "line",
    [
        'import other from "./other.js";',
        'import * as other from "./other.js";',
        'import "./other.js";',
        "import { one } from './other.js';",
        'import { one } from "https://elsewhere.example/x.js";',
        "export { one };",
        "export let one = 1;",
        "export async function one() {}",
        "export default 1;",
        'export * from "./other.js";',
    ],
)
def test_a_form_that_the_linker_does_not_read_is_refused(
    modules: Callable[..., None], line: str
) -> None:
    """An import or export in any other form is refused, and not passed on broken."""
    modules(entry=f"const before = 1;\n{line}\n", other="export const one = 1;\n")
    with pytest.raises(ValueError, match=r"^entry\.js has an import or export that"):
        linker.linked("entry")


def test_data_is_written_out_where_it_is_imported(
    modules: Callable[..., None], tmp_path: Path, run_module: Callable[..., str]
) -> None:
    """A JSON file that a module imports, from another folder too, is in the linked script."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "here.json").write_text('{\n  "a": [1, "x  y"]\n}\n', encoding="utf-8")
    (tmp_path / "inner" / "there.json").write_text("[2]\n", encoding="utf-8")
    modules(
        top='import HERE from "./here.json" with { type: "json" };\n'
        f'import THERE from "../{tmp_path.name}/inner/there.json" with {{ type: "json" }};\n'
        "console.log(HERE.a[1], THERE[0]);\n",
    )
    assert run_module(linker.linked("top")).strip() == "x  y 2"
