"""Start the command `rnnviz` that is installed beside this Python, and run its first page once."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT))  # last: an installed rnnviz comes before the checkout's

from scripts.server import serve  # noqa: E402

command = [Path(sys.executable).with_name("rnnviz"), "--server.scriptHealthCheckEnabled", "true"]

with (
    TemporaryDirectory(ignore_cleanup_errors=True) as folder,  # Windows keeps a file that is open
    serve(command, cwd=Path(folder), log_file=Path(folder) / "log.txt") as server,
):
    with urlopen(f"{server.url}/_stcore/script-health-check", timeout=60) as answer:
        text = answer.read()
    if text != b"ok" or "Traceback" in server.log:
        sys.exit(f"the page answered {text!r}; the server said:\n{server.log}")
    print(f"{server.url} answered {text.decode()}")
