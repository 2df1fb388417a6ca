"""One visitor's commits, one after another: what each costs the server, and what it sends."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import numpy as np

from benchmarks.classroom import User
from benchmarks.process import cpu_seconds
from benchmarks.visitor import visiting
from scripts.server import Server, serve

HERE = Path(__file__).parent
SCRIPTS = {"rnnviz": HERE.parent / "app.py", "smallest": HERE / "smallest_component.py"}
NUM_ROUNDS, NUM_COMMITS, NUM_FIRST = 7, 40, 20
PAUSE = 0.05  # seconds between two commits: a hand's, not a flood's


def report() -> None:
    """Print a line: CPU, bytes and messages of a commit, beside the smallest component's."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = {
            name: stack.enter_context(
                serve(
                    [sys.executable, "-m", "streamlit", "run", script],
                    cwd=HERE.parent,
                    log_file=folder / f"{name}.log",
                )
            )
            for name, script in SCRIPTS.items()
        }
        measured = asyncio.run(_measure(servers))
    print("a commit, one visitor, a slider that stops where the panel's does")
    print(f"{'':>10} {'CPU ms':>7} {'kB sent':>8} {'messages':>9} {'answer ms':>10}")
    for name, rows in measured.items():
        cpu, kilobytes, messages, answer = np.median(rows, axis=0)
        budget = "   CPU at most 9 ms, at most 100 kB" if name == "rnnviz" else ""
        print(f"{name:>10} {cpu:>7.1f} {kilobytes:>8.1f} {messages:>9.1f} {answer:>10.1f}{budget}")


async def _measure(servers: dict[str, Server]) -> dict[str, list[tuple[float, ...]]]:
    """Return (CPU ms, kB, messages, ms until all has come) a round, in interleaved rounds."""
    measured: dict[str, list[tuple[float, ...]]] = {name: [] for name in servers}
    async with AsyncExitStack() as stack:
        users = {}
        for name, server in servers.items():
            users[name] = User(await stack.enter_async_context(visiting(server.url)), 0)
            for _ in range(NUM_FIRST):
                await users[name].commit()
        for number in range(NUM_ROUNDS):
            for name in list(users)[:: 1 if number % 2 else -1]:
                measured[name].append(await _round(users[name], servers[name].pid))
    return measured


async def _round(user: User, pid: int) -> tuple[float, ...]:
    visitor = user.visitor
    cpu, num_bytes, num_messages = cpu_seconds(pid), visitor.num_bytes, visitor.num_messages
    waited = 0.0
    for _ in range(NUM_COMMITS):
        await asyncio.sleep(PAUSE)
        start = time.perf_counter()
        await user.commit()
        waited += time.perf_counter() - start
    return (
        1e3 * (cpu_seconds(pid) - cpu) / NUM_COMMITS,
        1e-3 * (visitor.num_bytes - num_bytes) / NUM_COMMITS,
        (visitor.num_messages - num_messages) / NUM_COMMITS,
        1e3 * waited / NUM_COMMITS,
    )
