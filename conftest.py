"""Lets the tests import scripts/ and tests/, and says which rnnviz they test.

The checkout is searched last: where rnnviz is installed from a wheel, the tests are of that one
(`python -P -m pytest`, since `python -m` alone searches the working directory first).
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

sys.path.append(str(Path(__file__).parent))


def pytest_report_header() -> str:
    """Return a line for the head of pytest's report."""
    spec = find_spec("rnnviz")
    return f"rnnviz: {spec.origin if spec else 'not installed'}"
