"""Servers for the tests that need the running app."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its address, and the file that holds what it said."""

    url: str
    log_file: Path

    @property
    def log(self) -> str:
        """All that the server has said so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """A function that starts a server: `serve([command, …], cwd=folder)`.

    It is told its port by the environment, as `make run` and `rnnviz` promise to
    heed, and it is stopped when the tests end.
    """
    running: list[subprocess.Popen[bytes]] = []

    def start(command: Sequence[str | Path], cwd: Path = ROOT) -> Server:
        port = _free_port()
        server = Server(
            url=f"http://127.0.0.1:{port}",
            log_file=tmp_path_factory.mktemp("server") / "log.txt",
        )
        environment = _environment() | {
            "STREAMLIT_SERVER_PORT": str(port),
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "STREAMLIT_SERVER_HEADLESS": "true",
        }
        with server.log_file.open("wb") as log:
            process = subprocess.Popen(
                command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        running.append(process)
        _wait_until_healthy(server, process)
        return server

    yield start
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def app(serve: Callable[..., Server]) -> Server:
    """The app of this checkout, running."""
    return serve([sys.executable, "-m", "streamlit", "run", "app.py"])


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a virtual environment with rnnviz installed from its wheel.

    It shares the tests' dependencies, but not this checkout.
    """
    folder = tmp_path_factory.mktemp("installed")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT)
    (wheel,) = folder.glob("rnnviz-*.whl")
    environment = folder / "environment"
    _run([sys.executable, "-m", "venv", environment], cwd=folder)
    commands = environment / ("Scripts" if os.name == "nt" else "bin")
    python = commands / "python"
    _run([python, "-m", "pip", "install", "--no-index", "--no-deps", wheel], cwd=folder)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site_packages = Path(_run([python, "-c", asked], cwd=folder).strip())
    # Paths in a .pth file are searched, but a .pth file found there, such as that of
    # an editable rnnviz, is not read.
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "dependencies.pth").write_text("\n".join(sorted(dependencies)))
    return commands


@pytest.fixture(scope="session")
def app_url(app: Server) -> str:
    """The address of the running app, without a slash at its end."""
    return app.url


def _environment() -> dict[str, str]:
    """Return the environment without PYTHONPATH: an installed rnnviz must not see the checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _run(command: Sequence[str | Path], cwd: Path) -> str:
    """Return what a command printed; if it failed, so does the test, with all that it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))}\n{done.stdout}", pytrace=False)
    return done.stdout


@pytest.fixture(scope="session")
def run_command() -> Callable[..., str]:
    """A function that runs a command to its end, and returns what it printed."""
    return _run


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
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start; it said:\n{server.log}")
