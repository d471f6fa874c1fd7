"""What a process gives up before it runs a stranger's query."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of sched.h


def cut_network() -> bool:
    """Leave the network for good, where the system allows it: Linux, as root or with user namespaces.

    Returns:
        Whether it did. Nothing depends on it: queries that would reach out are refused before they run.
    """
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def give_back_memory() -> None:
    """Give back to the system what was freed, where the C library can: workers begin with what is left."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def limit_process(memory_mib: int) -> None:
    """Limit what this process can take: memory beyond what it has, no file written, no process made."""
    most = address_space() + memory_mib * 2**20
    for kind, value in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (value, value))


def limit_processor(seconds: float) -> None:
    """Let the system end this process after some more seconds of computing, should nobody else do so."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, hard))


def address_space() -> int:
    """Return the size of this process's address space, in bytes."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except FileNotFoundError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * os.sysconf("SC_PAGE_SIZE")


def own_memory() -> int:
    """Return the memory that this process shares with no other, in bytes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_Dirty:"))
