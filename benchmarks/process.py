"""What other processes have used, where the system says so in /proc; NaN elsewhere."""

from __future__ import annotations

import math
import os
from pathlib import Path

NUM_BEFORE_TIMES = 11  # fields between a process's name and its user and system time


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and all its threads; see proc_pid_stat(5)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return math.nan
    # The name stands in parentheses, and may hold spaces and parentheses itself.
    user, system = text.rpartition(")")[2].split()[NUM_BEFORE_TIMES : NUM_BEFORE_TIMES + 2]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def busy_seconds() -> float:
    """Return the processor time of all processes, all cores together; see proc_stat(5)."""
    try:
        text = Path("/proc/stat").read_text(encoding="utf-8")
    except OSError:
        return math.nan
    user, nice, system, _idle, _iowait, *interrupts = map(int, text.split()[1:9])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    """Return the memory of a process that is not swapped out; see proc_pid_statm(5)."""
    try:
        text = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8")
    except OSError:
        return math.nan
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
