"""The command `rnnviz`: `streamlit run` on the app that came with the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from rnnviz import __version__
from rnnviz.resources import APP

_EPILOG = """\
Every option of `streamlit run` is passed on (`streamlit run --help` lists them):
  rnnviz --server.port 8600            another port
  rnnviz --server.headless true        opens no browser, on a server for example
  rnnviz --server.address 127.0.0.1    answers this machine only
Each has an environment variable too, such as STREAMLIT_SERVER_PORT.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the app in this process, and end with it.

    Args:
        arguments: options for `streamlit run`; None means the command line's.

    Raises:
        SystemExit: always, with Streamlit's exit code.
    """
    parser = argparse.ArgumentParser(
        prog="rnnviz",
        usage="rnnviz [--help] [--version] [options of streamlit run]",
        description="See a recurrent neural network unrolled through time, in the browser.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"rnnviz {__version__}")
    _, options = parser.parse_known_args(arguments)

    from streamlit.web.cli import main as streamlit  # slow: not needed for --help

    sys.exit(streamlit(["run", str(APP), *options], prog_name="streamlit"))
