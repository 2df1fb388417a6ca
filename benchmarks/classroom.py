"""A class: many visitors on one server process, who turn a knob at a fixed rate in all.

The load is open: the k-th commit is due at start + k / rate, whatever has been answered,
and its latency counts from then, so a slow answer neither lowers the load nor hides the
wait. The visitors take turns. As in a real panel, a visitor has one commit under way at
most: one that falls due meanwhile waits in that visitor's queue, and its latency counts
from when it was due all the same. (The panel would merge those that wait into one; here
each is sent, which is more work.) What has waited in vain when a row is over is "late":
its latency is at least what it has waited, and counts as that.

"MB/user" is what the server's memory has grown by since before the class came, shared out;
it grows with the first hundred commits or so of each, and then stays. "others" is how many
cores were busy with neither the server nor this client: a line is worth what it says only
where there was room for both.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.process import busy_seconds, cpu_seconds, resident_megabytes
from benchmarks.visitor import Knob, TroubleError, Visitor, visiting
from scripts.server import Server, serve

HERE = Path(__file__).parent
QUERY = ""  # the address that the class opens: the app's first page
NUM_USERS = (1, 30, 100)
RATES = (1, 25, 60, 100)  # commits a second, all visitors together
BUDGETS = {60: "95% under 150 ms, under 1 MB/user"}
SECONDS = 8.0  # of a row
GRACE = 1.0  # seconds in which a row's last commits may still be answered

# A visitor turns one knob a few times, then the other; and never to the value it has.
GAIN: Knob = {"kind": "gain", "parameter": "W_hh", "index": []}
ENTRY: Knob = {"kind": "entry", "parameter": "W_hh", "index": [0, 1]}
RANGES = ((GAIN, 0.8, 1.2), (ENTRY, -1.0, 1.0))
NUM_TURNS = 4
GOLDEN = 0.6180339887

NUM_DEPARTED = 1000
WAVE = 25  # sessions at a time
NUM_WAITING = 128  # Streamlit keeps so many ended sessions, each for two minutes
MOST_SECONDS = 75.0  # for the sessions that end

# Entered with the server's address beside its rows; what it gives is asked after each of them
# for a few words on what was seen meanwhile.
Beside = Callable[[str], AbstractContextManager[Callable[[], str]]]


def report(beside: Beside | None = None) -> None:
    """Print a line for each number of visitors and rate, and one for sessions that ended.

    Args:
        beside: runs while the largest class is at work, such as a browser that is dragged.
    """
    print(f"a class: {SECONDS:.0f} s a line, one server process, latency from when a commit is due")
    print(
        f"{'users':>5} {'offered/s':>9} {'achieved/s':>10} {'median ms':>9} {'95% ms':>7}"
        f" {'CPU ms':>6} {'MB/user':>7} {'late':>5} {'errors':>6} {'others':>6}   budget"
    )
    for num_users in NUM_USERS:
        with _app() as server:
            asyncio.run(_lesson(server, num_users, beside if num_users == max(NUM_USERS) else None))
    with _app() as server:
        asyncio.run(_departures(server))


@dataclass
class Row:
    """What came of the commits that were offered at one rate.

    Attributes:
        latencies: seconds, of all commits that were due.
        num_in_time: commits that were answered before the row's time was up.
        num_late: commits that were never sent.
        errors: what went wrong instead of an answer.
        cpu: seconds that the server's process worked.
        others: cores that were busy with neither the server nor this client.
    """

    latencies: list[float] = field(default_factory=list)
    num_in_time: int = 0
    num_late: int = 0
    errors: list[str] = field(default_factory=list)
    cpu: float = 0.0
    others: float = 0.0


class User:
    """A visitor, the queue of when their commits are due, and a hand that varies the value."""

    def __init__(self, visitor: Visitor, number: int) -> None:
        self.visitor = visitor
        self._number = number  # not all change the knob at the same time
        self._num_commits = 0
        self.due: asyncio.Queue[float] = asyncio.Queue()

    async def commit(self) -> None:
        """Turn a knob to another value."""
        count = self._number + self._num_commits
        self._num_commits += 1
        knob, low, high = RANGES[count // NUM_TURNS % len(RANGES)]
        await self.visitor.turn(knob, low + (high - low) * (count * GOLDEN % 1.0))

    async def work(self, row: Row, end: float) -> None:
        """Commit what falls due, until the end of the row's grace."""
        while True:
            due = await self.due.get()
            if time.perf_counter() >= end + GRACE:
                row.num_late += 1
                row.latencies.append(end + GRACE - due)
                self.due.task_done()
                continue
            try:
                await self.commit()
            except TroubleError as error:
                row.errors.append(str(error))
            else:
                now = time.perf_counter()
                row.latencies.append(now - due)
                row.num_in_time += now <= end
            self.due.task_done()


async def _lesson(server: Server, num_users: int, beside: Beside | None) -> None:
    """Print the rows of a class of one size."""
    pid = server.pid
    await _come_and_go(server, 1)  # it makes the server import what it needs
    before = resident_megabytes(pid)
    async with _class(server, num_users) as users:
        with _nobody(server.url) if beside is None else beside(server.url) as seen:
            for rate in RATES:
                row = await _measured(pid, users, rate)
                _line(num_users, rate, row, (resident_megabytes(pid) - before) / num_users)
                if words := seen():
                    print(f"{'':>5} meanwhile: {words}", flush=True)


async def _measured(pid: int, users: list[User], rate: int) -> Row:
    def clocks() -> np.ndarray:
        now = time.perf_counter()
        return np.array([now, cpu_seconds(pid), time.process_time(), busy_seconds()])

    start = clocks()
    row = await _offer(users, rate)
    seconds, row.cpu, own, busy = clocks() - start
    row.others = float(np.maximum(0.0, busy - row.cpu - own)) / seconds
    return row


async def _offer(users: list[User], rate: int) -> Row:
    """Return what comes of commits at a rate, shared out among the users in turn."""
    row = Row()
    start = time.perf_counter()
    end = start + SECONDS
    async with asyncio.TaskGroup() as group:
        hands = [group.create_task(user.work(row, end)) for user in users]
        for k in range(round(rate * SECONDS)):
            due = start + k / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            users[k % len(users)].due.put_nowait(due)
        await asyncio.sleep(max(0.0, end - time.perf_counter()))
        for user in users:
            await user.due.join()
        for hand in hands:
            hand.cancel()
    return row


def _line(num_users: int, rate: int, row: Row, memory: float) -> None:
    num_answered = len(row.latencies) - row.num_late
    median, most = np.percentile(row.latencies or [np.nan], [50, 95]) * 1000
    budget = BUDGETS.get(rate, "") if num_users > 1 else ""
    print(
        f"{num_users:>5} {rate:>9} {row.num_in_time / SECONDS:>10.1f} {median:>9.0f} {most:>7.0f}"
        f" {1000 * row.cpu / max(1, num_answered):>6.1f} {memory:>7.2f} {row.num_late:>5}"
        f" {len(row.errors):>6} {row.others:>6.1f}   {budget}",
        flush=True,
    )
    for sentence in sorted(set(row.errors))[:3]:
        print(f"{'':>5} error: {sentence[:200]}")


async def _departures(server: Server) -> None:
    """Print what memory sessions leave behind.

    Ended sessions wait for their visitor to come back. So many end before the first reading
    that the waiting room is full then, as it is at the second: both hold the same number.
    """
    pid = server.pid
    deadline = time.perf_counter() + MOST_SECONDS
    for _ in range(0, NUM_WAITING + WAVE, WAVE):
        await _come_and_go(server, WAVE)
    before = resident_megabytes(pid)
    start, num_departed = time.perf_counter(), 0
    while num_departed < NUM_DEPARTED and time.perf_counter() < deadline:
        await _come_and_go(server, WAVE)
        num_departed += WAVE
    seconds = time.perf_counter() - start
    after = resident_megabytes(pid)
    print(
        f"{num_departed} sessions that opened the page, turned a knob and ended:"
        f" {1000 * seconds / num_departed:.0f} ms each, resident memory {before:.0f} MB before,"
        f" {after:.0f} MB after, {(after - before) / num_departed:.3f} MB a session stay",
        flush=True,
    )


async def _come_and_go(server: Server, num_visitors: int) -> None:
    """Have visitors come together; each turns a knob and leaves."""

    async def visit(number: int) -> None:
        async with visiting(server.url, QUERY) as visitor:
            await User(visitor, number).commit()

    await asyncio.gather(*map(visit, range(num_visitors)))
    await asyncio.sleep(0.1)  # the server notices a closed socket a moment later


@asynccontextmanager
async def _class(server: Server, num_users: int) -> AsyncIterator[list[User]]:
    """Give users whose page is open, and who have turned a knob once."""
    async with AsyncExitStack() as stack:
        users = []
        for number in range(num_users):
            visitor = await stack.enter_async_context(visiting(server.url, QUERY))
            users.append(User(visitor, number))
            await users[-1].commit()
        yield users


@contextmanager
def _app() -> Iterator[Server]:
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(
            [sys.executable, "-m", "streamlit", "run", "app.py"],
            cwd=HERE.parent,
            log_file=Path(folder) / "app.log",
        ) as server,
    ):
        yield server


@contextmanager
def _nobody(url: str) -> Iterator[Callable[[], str]]:
    yield lambda: ""
