"""The public names of rnnviz."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import rnnviz as rv

ROOT = Path(__file__).parents[1]

# Names that users rely on: they stay as they are.
FIXED = {
    rv.RNN: [
        "activation", "hidden_size", "input_size", "num_parameters", "output", "output_size",
        "parameters", "random", "replace", "rollout", "spectral_radius", "state_size",
    ],
    rv.Trace: ["a", "gates", "h", "initial_state", "state", "x", "y", "z"],
    rv.Gradients: ["dL_dh", "initial_state", "loss", "per_step"],
    rv.Memory: ["input_norms", "jacobian", "norms", "step_norms"],
    rv.Knob: ["entry", "gain", "initial_state", "input", "shift", "spectral_radius"],
    rv.Experiment: [
        "base", "from_json", "from_link", "initial_state", "net", "select", "to_json", "to_link",
        "trace", "turn", "x",
    ],
    rv.presets: ["load", "names"],
    rv.sequences: ["parse_numbers", "parse_text"],
    rv.exports: ["to_csv", "to_notebook", "to_npz", "to_script", "to_torch"],
}  # fmt: skip


@pytest.mark.parametrize("name", rv.__all__)
def test_every_public_name_exists_and_says_what_it_is(name):
    """Each name of `__all__` is there, with a docstring."""
    assert inspect.getdoc(getattr(rv, name))


def test_no_name_is_public_by_accident():
    """What rnnviz defines and shows at its top is in `__all__`."""
    found = {
        name
        for name, value in vars(rv).items()
        if getattr(value, "__module__", "").startswith("rnnviz") and not name.startswith("_")
    }
    assert found <= set(rv.__all__)
    assert {"RNN", "Experiment", "Knob", "Trace", "presets"} <= set(rv.__all__)


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in FIXED.items() for name in names]
)
def test_the_fixed_names_are_there_and_documented(owner, name):
    """Every name that users rely on exists, and each function and property is documented."""
    fields = getattr(owner, "__dataclass_fields__", {})
    assert name in fields or inspect.getdoc(getattr(owner, name))


@pytest.mark.parametrize("name", rv.__all__)
def test_every_public_method_is_documented(name):
    """Each public method and property of the public classes has a docstring of its own."""
    owner = getattr(rv, name)
    if inspect.isclass(owner):
        fields = getattr(owner, "__dataclass_fields__", {})
        for attribute, value in vars(owner).items():
            if not attribute.startswith("_") and attribute not in fields:
                assert inspect.getdoc(value), f"{name}.{attribute}"


def run(code):
    """Return what Python printed for a piece of code, in a process of its own."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_rnnviz_brings_neither_plotly_nor_streamlit():
    """`import rnnviz` is quick and light: figures and the app load what they need themselves."""
    code = "import sys, rnnviz; print({'plotly', 'streamlit', 'pandas'} & set(sys.modules))"

    assert run(code) == "set()"


def test_figures_are_reached_by_attribute():
    """After `import rnnviz as rv`, rv.figures is there, and brings Plotly when it is asked for."""
    code = "import sys, rnnviz as rv; rv.figures; print('plotly' in sys.modules)"

    assert run(code) == "True"
    assert run("import rnnviz as rv; print(rv.figures.__name__)") == "rnnviz.figures"
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        rv.nothing  # noqa: B018  # the look-up is what raises
