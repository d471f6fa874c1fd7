"""What a person should look at in a document that was read, and what keeps it out of the store."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.building.model import Loaded
from keikaku.building.report import DocumentReport, class_label
from keikaku.documents import notes
from keikaku.ground.errors import ReadingError
from keikaku.ground.messages import Words, say
from keikaku.ground.rules import Severity, severity_of
from keikaku.reading.model import Finding

_FEW = 10
_REPORTED = notes.LOSSES | {notes.INVISIBLE, "unmapped-font", "no-second-engine"}


def findings_of(report: DocumentReport, loaded: Loaded) -> Iterator[Finding]:
    """Yield what the reading found, what was left over, and what is more than expected."""
    yield from loaded.reading.findings
    yield from _unrun(loaded)
    yield from _noted(loaded)
    yield from _unread(report)
    yield from _above_yield(report, loaded)


def _unrun(loaded: Loaded) -> Iterator[Finding]:
    if loaded.unrun:
        yield Finding.of(
            say("rules.load-py-not-run", unrun=loaded.unrun, parent=loaded.unrun.parent),
        )


def _noted(loaded: Loaded) -> Iterator[Finding]:
    """Yield what a person must know of pages: what of them was not read, or is not what it seems."""
    published = loaded.document.published
    if published is None:
        return
    english, japanese = notes.said(published.parts, "en"), notes.said(published.parts, "ja")
    for note in sorted(_REPORTED & english.keys()):
        en = english[note][:1].upper() + english[note][1:]
        yield Finding(rule=note, severity=severity_of(note), said=Words(f"{en}.", f"{japanese[note]}。"))


def _unread(report: DocumentReport) -> Iterator[Finding]:
    for number, text in report.unread:
        yield Finding.of(
            say("rules.unread-line", text=text.strip()),
            lines=(number,),
        )


def _above_yield(report: DocumentReport, loaded: Loaded) -> Iterator[Finding]:
    for name, bounds in loaded.series.settings.expect.items():
        found = report.elements.get(name, 0)
        if found > bounds.max:
            yield Finding.of(
                say(
                    "rules.above-yield",
                    found=found,
                    name=Words(name, class_label(name, "ja")),
                    max=bounds.max,
                ),
            )


def barred(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    """Return why a document may not be stored, worst first, or None."""
    return _below_yield(report, loaded) or _too_many_unread(report, loaded) or _violates(report)


def _below_yield(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    short = [
        (name, report.elements.get(name, 0), bounds.min)
        for name, bounds in loaded.series.settings.expect.items()
        if report.elements.get(name, 0) < bounds.min
    ]
    if not short:
        return None
    return ReadingError(
        "reading.below-yield",
        path=report.path,
        missing=tuple(
            say("building.below", name=Words(name, class_label(name, "ja")), found=found, floor=floor)
            for name, found, floor in short
        ),
    )


def _too_many_unread(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    allowed = loaded.series.settings.unread
    if len(report.unread) <= allowed:
        return None
    numbers = [str(number) for number, _text in report.unread]
    shown = ", ".join(numbers[:_FEW]) + (" …" if len(numbers) > _FEW else "")
    return ReadingError(
        "reading.unread-lines", path=report.path, count=len(numbers), allowed=allowed, lines=shown
    )


def _violates(report: DocumentReport) -> ReadingError | None:
    violations = [finding for finding in report.findings if finding.severity is Severity.VIOLATION]
    if not violations:
        return None
    first = violations[0]
    return ReadingError(
        "reading.does-not-conform", path=report.path, count=len(violations), first=Words(first.en, first.ja)
    )
