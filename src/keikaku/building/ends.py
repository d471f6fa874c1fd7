"""How a process ended: what the system says of it, asked before anybody tells it to end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass

from keikaku.building.memory import times_out_of_memory

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
    def en(self) -> str:
        """What happened, in English."""
        if self.hung:
            return "it closed its answers and went on; it was ended"
        if self.status >= 0:
            return f"exit status {self.status}{self._peak(' (it had {} MiB of memory)')}"
        if self.status == -signal.SIGKILL and self.no_memory:
            return f"the system's memory ran out{self._peak(' (the process had {} MiB)')}; fewer --jobs take less"
        if self.status == -signal.SIGKILL:
            return f"SIGKILL by another program{self._peak(' (the process had {} MiB of memory)')}"
        return f"{_name(self.status)}, as when code outside Python fails{self._peak(' (it had {} MiB of memory)')}"

    @property
    def ja(self) -> str:
        """What happened, in Japanese."""
        peak = self._peak("(使用メモリー {} MiB)")
        if self.hung:
            return "応答を閉じたまま終わらないため終了させました"
        if self.status >= 0:
            return f"終了ステータス {self.status}{peak}"
        if self.status == -signal.SIGKILL and self.no_memory:
            return f"システムのメモリー不足{peak}。--jobs を減らすと使用量が減ります"
        if self.status == -signal.SIGKILL:
            return f"他のプログラムによる SIGKILL{peak}"
        return f"{_name(self.status)}(Python の外のコードの失敗など){peak}"

    def _peak(self, words: str) -> str:
        return words.format(f"{self.peak // 2**20:,}") if self.peak else ""


def _name(status: int) -> str:
    return signal.Signals(-status).name


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
