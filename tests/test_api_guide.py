"""The guide to the Python API: every public name has an example, and every result is true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
import pytest

import rnnviz as rv

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/api.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

FENCED = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)

# What rollouts, sweeps, gradients and the app are made of: who studies a network calls those.
MACHINERY = {
    rv.RNN: {
        "contribution", "input_jacobians", "parameter_gradients", "pull_back",
        "pull_back_truncated", "push_forward", "read_out", "slopes", "state_jacobians",
    },
    rv.Knob: {"changed", "neutral", "range", "turn", "versions", "why_undefined"},
}  # fmt: skip


class Section(NamedTuple):
    """A heading of a guide, the names in it, and what stands below it."""

    heading: str
    names: list[str]
    line: int
    text: str

    @property
    def code(self):
        """The sources of its examples."""
        return "".join(example.source for example in examples(self).examples)


def sections(guide):
    """Return what a guide says before its first heading, and a section for each heading."""
    found, line = [], 0
    for text in re.split(r"^(?=##)", guide, flags=re.MULTILINE):
        heading = text.partition("\n")[0].lstrip("#").strip()
        found.append(Section(heading, re.findall(r"`(rv\.[\w.]+)`", heading), line, text))
        line += text.count("\n")
    return found[0], found[1:]


def examples(section, namespace=None):
    """Return the examples of a section as a doctest, with the guide's own line numbers."""
    lines = [""] * section.text.count("\n")
    for block in FENCED.finditer(section.text):
        first = section.text.count("\n", 0, block.start())
        inside = block[0].splitlines()
        lines[first : first + len(inside)] = inside
    parser = doctest.DocTestParser()
    text = "\n".join([*lines, ""])
    return parser.get_doctest(text, namespace or {}, section.heading, "docs/api.md", section.line)


def run(guide, section):
    """Run a section's examples, after those that the guide begins with.

    Returns:
        What a failure has to say, and the names that the examples have made.
    """
    said, namespace = [], {}
    for part in (sections(guide)[0], section):
        test = examples(part, namespace)
        doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
        namespace = test.globs
    return "".join(said), namespace


def public_names():
    """Return what each public name stands for, read from the modules themselves.

    Those are `rnnviz.__all__`, the methods of its classes, the functions and classes of its
    modules, and those of every package in rnnviz that has an `__all__`.
    """
    found, modules = {}, {}
    for name in rv.__all__:
        thing = getattr(rv, name)
        if inspect.ismodule(thing):
            modules[name] = thing
        else:
            found[f"rv.{name}"] = thing
    for child in pkgutil.iter_modules(rv.__path__):
        module = importlib.import_module(f"rnnviz.{child.name}")
        if hasattr(module, "__all__"):
            modules[child.name] = module
    for owner in [thing for thing in found.values() if inspect.isclass(thing)]:
        methods = {
            name: getattr(owner, name)
            for name, kept in vars(owner).items()
            if not name.startswith("_")
            and isinstance(kept, FunctionType | classmethod | staticmethod)
        }
        for name in methods.keys() - MACHINERY.get(owner, set()):
            found[f"rv.{owner.__name__}.{name}"] = methods[name]
    for name, module in modules.items():
        for member in members(module):
            thing = getattr(module, member)
            if (inspect.isclass(thing) or inspect.isroutine(thing)) and not is_at_the_top(thing):
                found[f"rv.{name}.{member}"] = thing
    return found


def members(module):
    """Return the public names of a module."""
    own = [
        name
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__ and not name.startswith("_")
    ]
    return getattr(module, "__all__", own)


def is_at_the_top(thing):
    """Return whether rnnviz itself has a thing, under its own name."""
    return getattr(rv, thing.__name__, None) is thing


def without_example(guide, names):
    """Return the names that no section, or more than one, of a guide has in its heading."""
    counts = Counter(name for section in sections(guide)[1] for name in section.names)
    return sorted(name for name in names if counts[name] != 1)


def is_shown(name, thing, code, made):
    """Return whether examples call a function, or make an instance of a class."""
    if inspect.isclass(thing):
        return any(isinstance(value, thing) for value in made)
    owner, own = name.split(".")[-2:]
    is_method = owner[0].isupper() and not inspect.ismethod(thing)  # of instances
    called = f".{own}(" if is_method else f"{owner}.{own}("
    return called in code


def slug(heading):
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


NAMES = public_names()
OPENING, SECTIONS = sections(GUIDE)
SHOWN = [section for section in SECTIONS if section.names]


@pytest.mark.parametrize("section", SHOWN, ids=lambda section: section.heading)
def test_the_examples_are_true_and_show_what_their_heading_names(section):
    """A section alone gives the results it states, and calls or makes each name of its heading."""
    said, made = run(GUIDE, section)

    assert not said, said
    assert any(example.want for example in examples(section).examples)
    for name in section.names:
        assert name in NAMES, f"{name} is not public"
        assert is_shown(name, NAMES[name], section.code, made.values()), name


def test_every_public_name_has_a_heading_of_its_own():
    """No public name is without an example, and none has two sections."""
    assert without_example(GUIDE, NAMES) == []


def test_no_heading_stands_twice_and_every_link_within_leads_somewhere():
    """A link to a heading is unique, and there is a heading for it."""
    anchors = [slug(section.heading) for section in SECTIONS]

    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\]\(#([^)]*)\)", GUIDE)) <= set(anchors)
    for section in SECTIONS:
        if section.text.startswith("## "):
            assert f"- [{section.heading}](#{slug(section.heading)})\n" in OPENING.text


def test_no_example_is_left_out():
    """Every prompt of the guide stands where the tests look for it."""
    found = [example for section in (OPENING, *SHOWN) for example in examples(section).examples]

    assert len(found) == len(re.findall(r"^ *>>>", GUIDE, flags=re.MULTILINE))


SMALL = """
```python
>>> import rnnviz as rv
```

## Make

### `rv.RNN`

```python
>>> net = rv.RNN(W_xh=[[1]], W_hh=[[2]], W_hy=[[3]])
>>> net.spectral_radius
2.0
```

### `rv.Knob` and `rv.nudge`

```python
>>> rv.Knob.gain("W_hh").name
'gain of W_hh'
```
"""


def test_a_wrong_result_is_found():
    """Another number, a missing one and an error that nobody expects each fail, at their line."""
    _, (_, first, _) = sections(SMALL)
    wrong = {
        "2.0\n": "2.1\n",
        "net.spectral_radius\n2.0": "net.spectral_radius",
        "net.spectral_radius": "net.radius",
    }
    assert run(SMALL, first)[0] == ""
    for right, other in wrong.items():
        changed = SMALL.replace(right, other)
        said, _ = run(changed, sections(changed)[1][1])
        assert 'File "docs/api.md", line 12' in said
        assert "Failed example" in said


def test_a_name_without_an_example_is_found():
    """A name that no heading has, that two have, or that its section does not use, is not shown."""
    _, (_, first, second) = sections(SMALL)

    assert without_example(SMALL, ["rv.RNN", "rv.Knob", "rv.cut"]) == ["rv.cut"]
    assert without_example(SMALL + first.text, ["rv.RNN", "rv.Knob"]) == ["rv.RNN"]
    assert is_shown("rv.RNN", rv.RNN, first.code, run(SMALL, first)[1].values())
    assert not is_shown("rv.Knob", rv.Knob, second.code, run(SMALL, second)[1].values())
    assert not is_shown("rv.nudge", rv.nudge, second.code, [])
    assert is_shown("rv.Knob.gain", rv.Knob.gain, second.code, [])
    assert not is_shown("rv.RNN.rollout", rv.RNN.rollout, second.code, [])


def test_the_names_are_read_from_the_modules():
    """Functions, classes, constructors, methods and the members of modules are all asked for."""
    some = {
        "rv.sweep", "rv.Sweep", "rv.Knob.shift", "rv.Experiment.turn", "rv.RNN.random",
        "rv.presets.load", "rv.figures.decay", "rv.Memory.decay",
    }  # fmt: skip
    machinery = {f"rv.{owner.__name__}.{name}" for owner in MACHINERY for name in MACHINERY[owner]}

    assert some <= NAMES.keys()
    assert not machinery & NAMES.keys()
    assert all(hasattr(owner, name) for owner in MACHINERY for name in MACHINERY[owner])
    assert "rv.networks.RNN" not in NAMES


def test_the_ten_lines_of_the_readme_do_what_they_say(monkeypatch, capsys):
    """The README's Python runs from top to bottom, and its links, numbers and kinds are true."""
    figures, made = [], {}
    monkeypatch.setattr(go.Figure, "show", lambda figure: figures.append(figure))
    text = README.partition("## In Python, in ten lines")[2].partition("\n## ")[0]
    blocks = FENCED.findall(text)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), made)
    printed = capsys.readouterr().out

    assert len(blocks) == 4
    assert len(figures) == 2
    net, trace, e, points = (made[name] for name in ("net", "trace", "e", "points"))
    assert printed.startswith(str(trace.h.round(3).ravel()))
    link = re.search(r"/\?s=(\S+)", printed)[1]
    assert np.array_equal(rv.Experiment.from_link(link).trace.h, e.trace.h)
    values = np.linspace(0, 2, 101)
    assert rv.sweep(net, rv.Knob.gain("W_hh"), values, trace.x).h.shape == (101, 6, 1)
    assert np.allclose(made["grads"]["W_hh"], made["grads"].per_step["W_hh"].sum(axis=0))
    assert points.kinds == ("stable", "unstable", "stable")
    assert np.allclose(points.points.ravel(), [-0.957504, 0, 0.957504], atol=1e-6)
    assert rv.lyapunov(net).verdict == "forgets"
    assert len(rv.cycles(net, 2).points) == 0
    assert np.array_equal(made["pasted"], [[1, 0.5], [0, 2]])
    assert printed.endswith("""["Read '0,5' as 0.5"]\n""")
