"""Earlier texts of plan.yml, kept beside it until they are wanted back: git keeps what was committed, this what was tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from keikaku.ground.files import write_whole

FOLDER = ".plan-history"
_BY = "~"  # in the name of a file, between when and who
MOST = 100
"""Texts that are kept, the latest: more than anybody takes back in one sitting; a plan.yml has some 10 kB."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text that plan.yml had.

    Attributes:
        at: Until when, in UTC, as decisions write it.
        by: Id of who put another in its place, "" where nobody said.
        text: The text.
        file: Where it is kept.
    """

    at: str
    by: str
    text: str
    file: Path


class History:
    """The earlier texts of one plan.yml.

    Args:
        folder: Where plan.yml lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def keep(self, text: str, by: str = "") -> None:
        """Keep a text that another is about to take the place of.

        Args:
            text: The text.
            by: Id of who puts another in its place.

        Raises:
            OSError: It cannot be kept.
        """
        self._folder.mkdir(exist_ok=True)
        ignored = self._folder / ".gitignore"
        if not ignored.exists():
            write_whole(ignored, [b"*\n"])
        now = datetime.now(UTC)
        name = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z"
        write_whole(self._folder / f"{name.replace(':', '_')}{_BY}{by}.yml", [text.encode()], durable=True)
        for file in self._files()[:-MOST]:
            file.unlink(missing_ok=True)

    def last(self) -> Earlier | None:
        """Return the text that plan.yml had before the one it has now; None where it is the first."""
        files = self._files()
        if not files:
            return None
        at, _mark, by = files[-1].stem.partition(_BY)
        return Earlier(at.replace("_", ":"), by, files[-1].read_text("utf-8"), files[-1])

    def drop(self, earlier: Earlier) -> None:
        """Forget a text that is there again."""
        earlier.file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.yml")) if self._folder.is_dir() else []
