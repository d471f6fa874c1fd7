"""How much memory a process may take, and whether the system has run out of it."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource


def bound(size: int) -> None:
    """Bound the memory that this process can take, from now on until it is bounded otherwise.

    Counted is what it has written or may write (``RLIMIT_DATA``: private writable memory), not the address
    space (``RLIMIT_AS``), in which shared libraries, mapped files and reserves that are never touched stand
    too, differently on every machine. Only Linux counts so; elsewhere nothing is bounded.

    Args:
        size: Bytes; a larger bound set from outside cannot be passed.
    """
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = size if hard == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def bound_all(size: int) -> None:
    """Bound all memory of this process and of those that it starts, address space too; it leaves no core.

    For what decodes a stranger's file: a library in C may reserve without end what it never writes.

    Args:
        size: Bytes.
    """
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        # The soft bound of the process which started this one counts no more.
        resource.setrlimit(
            resource.RLIMIT_DATA, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard)
        )
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bounded() -> int | None:
    """Return the bytes that this process may take, None where it is not bounded."""
    if sys.platform == "linux":
        soft = resource.getrlimit(resource.RLIMIT_DATA)[0]
        return None if soft == resource.RLIM_INFINITY else soft
    return None


def times_out_of_memory() -> int:
    """Return how often the system has ended a process for want of memory, 0 where it does not say.

    Linux counts so in ``/proc/vmstat`` (``oom_kill``), those of a container's limit too.
    """
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
