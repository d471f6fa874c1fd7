"""Finding the series that reads a document: by folder, by recognition, never by a list."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from keikaku.documents.numbered_lines import Document
from keikaku.ground import content
from keikaku.ground.errors import (
    InputError,
    RecognitionError,
    SeriesError,
    UnrecognisedError,
)
from keikaku.ground.messages import Words, say
from keikaku.reading.series import Series, read_series
from keikaku.reading.values.patterns import together


@dataclass(frozen=True)
class Loaders:
    """The series at hand, by id.

    Attributes:
        known: Those that ship with keikaku and those of folders that the user named.
    """

    known: dict[str, Series]

    @cached_property
    def files(self) -> frozenset[Path]:
        """Their plan.yml, with no link in its path; every document of a country is asked whether its own is among them."""
        return frozenset(series.path.resolve() for series in self.known.values())

    @classmethod
    def of(cls, folders: Iterable[Path] = ()) -> Loaders:
        """Find the series of ``loaders/`` and of further folders.

        Args:
            folders: Folders that hold a folder per series. Their load.py may run: name only folders that
                are trusted.

        Raises:
            SeriesError: A plan.yml does not say what it must, or two series have one name.
            InputError: There is no such folder.
        """
        known: dict[str, Series] = {}
        for folder in (content.folder("loaders"), *folders):
            for file in _plan_files(folder):
                series = read_series(file, trusted=True)
                other = known.setdefault(series.id, series)
                if other.path.resolve() != series.path.resolve():
                    raise _twice(series, other)
        return cls(known)

    def beside(self, document: Document) -> Loaders:
        """Return these series and, where there is one, that of the plan.yml in the document's own folder.

        The own folder of a folder that is one document is that folder itself.

        It takes the place of one of the same name. Its load.py never runs, unless its folder is among those
        that the user named.

        Raises:
            SeriesError: The plan.yml beside the document does not say what it must.
        """
        path = document.path.resolve()
        file = path / "plan.yml" if path.is_dir() else path.with_name("plan.yml")
        if file in self.files or not file.exists():
            return self
        series = read_series(file)
        return Loaders({**self.known, series.id: series})

    def unrun(self, series: Series) -> Path | None:
        """Return the load.py that a series has and that did not run."""
        procedure = series.path.with_name("load.py")
        return procedure if not series.trusted and procedure.is_file() else None

    def named(self, name: str) -> Series:
        """Return a series by its id.

        Raises:
            RecognitionError: There is none of that name.
        """
        if name not in self.known:
            near = difflib.get_close_matches(name, self.known, cutoff=0.3) or sorted(self.known)
            raise RecognitionError("reading.unknown-loader", name=name, nearest=", ".join(near))
        return self.known[name]

    def recognise(self, document: Document) -> Series:
        """Return the one series that recognises a document.

        Raises:
            UnrecognisedError: None does; the nearest are named with what they looked for.
            RecognitionError: Several do.
        """
        lines = [line.text for line in document.lines]
        whole = together(lines)
        answers = [series for series in self.known.values() if series.recognises(lines, whole)]
        if len(answers) == 1:
            return answers[0]
        if answers:
            names = ", ".join(sorted(series.id for series in answers))
            raise RecognitionError("reading.ambiguous", path=document.path, loaders=names)
        missing = [(series, series.missing(document)) for series in self.known.values()]
        raise UnrecognisedError("reading.unrecognised", path=document.path, nearest=_nearest(missing))


def _plan_files(folder: Path) -> list[Path]:
    """Return the plan.yml of a folder, or those of the folders in it.

    Raises:
        InputError: There is no such folder, or no plan.yml in it.
    """
    if (folder / "plan.yml").exists():
        return [folder / "plan.yml"]
    files = sorted(folder.glob("*/plan.yml"))
    if not files:
        raise InputError(
            "documents.missing-path", path=folder if not folder.is_dir() else folder / "*" / "plan.yml"
        )
    return files


def _twice(series: Series, other: Series) -> SeriesError:
    """Return the error for two folders of one name."""
    return SeriesError(
        "planfile.fault",
        path=series.path,
        line=1,
        key=series.id,
        detail=say("planfile.another-loader-name-rename", path=other.path),
    )


def _nearest(missing: Sequence[tuple[Series, list[str]]]) -> Words:
    """Say which series came nearest and which of their patterns no line answers, in both languages."""
    ranked = sorted(
        missing, key=lambda pair: (len(pair[1]) / len(pair[0].settings.document.recognise), pair[0].id)
    )
    near = [(series.id, ", ".join(f"“{pattern}”" for pattern in lacking)) for series, lacking in ranked[:3]]
    return Words(
        "; ".join(say("reading.lacking", name=name, lacking=lacking).text() for name, lacking in near) or "-",
        "、".join(say("reading.lacking", name=name, lacking=lacking).text("ja") for name, lacking in near)
        or "-",
    )
