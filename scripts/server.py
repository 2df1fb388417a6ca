"""Start a Streamlit server for the tests and the benchmarks, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen


@dataclass(frozen=True)
class Server:
    """A running server: its address, without a slash at the end, its log's file, its process."""

    url: str
    log_file: Path
    pid: int

    @property
    def log(self) -> str:
        """All that the server has said so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serve(
    command: Sequence[str | Path], cwd: Path, log_file: Path, port: int | None = None
) -> Iterator[Server]:
    """Run a command that starts Streamlit, from its first healthy answer until the block ends.

    The command is told its port and address by Streamlit's environment variables.

    Raises:
        RuntimeError: the server ended, or was not healthy within a minute.
    """
    port = port or _free_port()
    environment = without_checkout() | {
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    server = Server(f"http://127.0.0.1:{port}", log_file, process.pid)
    try:
        _wait_until_healthy(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def without_checkout() -> dict[str, str]:
    """Return the environment without PYTHONPATH: an installed rnnviz must not see the checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start; it said:\n{server.log}")
