"""Finding the series that reads a document: by folder, by recognition, never by a list."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keikaku import content
from keikaku.errors import AmbiguousError, UnknownLoaderError, UnrecognisedError
from keikaku.read.document import Document
from keikaku.series import Series, read_series


@dataclass(frozen=True, slots=True)
class Loaders:
    """The series at hand, by id.

    Attributes:
        known: Those that ship with keikaku and those of folders that the user named.
    """

    known: dict[str, Series]

    @classmethod
    def of(cls, folders: Iterable[Path] = ()) -> Loaders:
        """Find the series of ``loaders/`` and of further folders.

        Args:
            folders: Folders that hold a folder per series. Their load.py may run: name only folders that
                are trusted.

        Raises:
            SeriesError: A plan.yml does not say what it must.
        """
        files = [file for folder in (content.folder("loaders"), *folders) for file in _plan_files(folder)]
        found = (read_series(file, trusted=True) for file in files)
        return cls({series.id: series for series in found})

    def named(self, name: str) -> Series:
        """Return a series by its id.

        Raises:
            UnknownLoaderError: There is none of that name.
        """
        if name not in self.known:
            near = difflib.get_close_matches(name, self.known, cutoff=0.3) or sorted(self.known)
            raise UnknownLoaderError(name=name, nearest=", ".join(near))
        return self.known[name]

    def recognise(self, document: Document) -> Series:
        """Return the one series that recognises a document.

        A plan.yml in the document's own folder takes part as the others do; a load.py there never runs.

        Raises:
            UnrecognisedError: None does; the nearest are named with what they looked for.
            AmbiguousError: Several do.
            SeriesError: The plan.yml beside the document does not say what it must.
        """
        candidates = {series.path.resolve(): series for series in self.known.values()}
        beside = document.path.resolve().with_name("plan.yml")
        if beside.is_file() and beside not in candidates:
            candidates[beside] = read_series(beside)
        missing = [(series, series.missing(document)) for series in candidates.values()]
        answers = [series for series, lacking in missing if not lacking]
        if len(answers) == 1:
            return answers[0]
        if answers:
            names = ", ".join(sorted(series.id for series in answers))
            raise AmbiguousError(path=document.path, loaders=names)
        raise UnrecognisedError(path=document.path, nearest=_nearest(missing))


def _plan_files(folder: Path) -> list[Path]:
    if (folder / "plan.yml").is_file():
        return [folder / "plan.yml"]
    return sorted(folder.glob("*/plan.yml"))


def _nearest(missing: Sequence[tuple[Series, list[str]]]) -> str:
    """Say which series came nearest and which of their patterns the document does not answer."""
    ranked = sorted(
        missing, key=lambda pair: (len(pair[1]) / len(pair[0].settings.document.recognise), pair[0].id)
    )
    return "; ".join(
        f"{series.id} (no line has {', '.join(map(repr, lacking))})" for series, lacking in ranked[:3]
    )
