"""How a process ended: what the system says of it, asked before anybody tells it to end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass

from keikaku.ground.messages import Message, say
from keikaku.ground.processes.memory import times_out_of_memory

_WAIT = 10.0  # seconds for a process that has closed its pipe to end
_LOOK = 0.01


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended.

    Attributes:
        status: Its exit status; minus the number of the signal that ended it.
        peak: The most memory that it had, in bytes; 0 where that is not known.
        no_memory: Whether the system ended processes for want of memory in the meantime.
        hung: Whether it did not end by itself.
    """

    status: int
    peak: int = 0
    no_memory: bool = False
    hung: bool = False

    @property
    def said(self) -> Message:
        """What happened."""
        peak = say("processes.had", mib=self.peak // 2**20) if self.peak else ""
        if self.hung:
            return say("processes.hung")
        if self.status >= 0:
            return say("processes.left", status=self.status, peak=peak)
        if self.status == -signal.SIGKILL:
            return say("processes.no-memory" if self.no_memory else "processes.killed", peak=peak)
        return say("processes.failed", signal=signal.Signals(-self.status).name, peak=peak)


def end_of(popen: subprocess.Popen[bytes], kills: int) -> End:
    """Wait for a process that has stopped answering, and return how it ended.

    Args:
        popen: The process.
        kills: How often the system had run out of memory before (:func:`times_out_of_memory`).
    """
    end = _ended(popen, _WAIT)
    if end is None:
        popen.kill()
        popen.wait()
        return End(popen.returncode, hung=True)
    status, peak = end
    return End(status, peak, no_memory=times_out_of_memory() > kills)


def _ended(popen: subprocess.Popen[bytes], seconds: float) -> tuple[int, int] | None:
    """Return exit status and most memory of a process, None where it does not end by itself."""
    until = time.monotonic() + seconds
    with contextlib.suppress(ChildProcessError):  # another thread has waited for it
        while popen.returncode is None and time.monotonic() < until:
            pid, status, usage = os.wait4(popen.pid, os.WNOHANG)
            if pid:
                popen.returncode = os.waitstatus_to_exitcode(status)
                return popen.returncode, usage.ru_maxrss * 1024
            time.sleep(_LOOK)
    return None if popen.poll() is None else (popen.returncode, 0)
