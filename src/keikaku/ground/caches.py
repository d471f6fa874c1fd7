"""Where keikaku keeps what it can make again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(name: str) -> Path:
    """Return the folder for one kind of what can be made again; it need not be there.

    ``KEIKAKU_CACHE`` names the folder of all of them; else it is ``keikaku`` in the system's place for caches
    (XDG Base Directory Specification; ``LOCALAPPDATA`` on Windows).

    Args:
        name: Of the kind.
    """
    own = os.environ.get("KEIKAKU_CACHE")
    system = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return (Path(own) if own else Path(system, "keikaku")) / name
