"""The files of a published site, as a table made once: only what was there then, under its own name, is served."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from keikaku.ground.errors import PublishingError
from keikaku.ground.messages import say
from keikaku.web.site.folder import MARK, mark_of

_CONFIGURATION = "hosting"  # the folder of what tells hosts how to serve a site


def table(site: Path) -> dict[str, Path]:
    """Return the files of a published site by their names: decoded paths below the base.

    Args:
        site: Folder of the site.

    Raises:
        PublishingError: The folder is no site of keikaku's.
    """
    if mark_of(site) is None:
        raise PublishingError("publishing.not-a-site", path=site, why=say("publishing.unmarked", mark=MARK))
    return files(site)


def files(folder: Path) -> dict[str, Path]:
    """Return what is to be served of a folder.

    Links are left out, hidden files, and what configures a host: they are no part of what is published.
    """
    return {file.relative_to(folder).as_posix(): file for file in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        if parent == str(folder) and _CONFIGURATION in folders:
            folders.remove(_CONFIGURATION)
        for name in sorted(names):
            file = Path(parent, name)
            ours = not name.startswith((".", "_")) and name != MARK
            if ours and file.is_file() and not file.is_symlink():
                yield file
