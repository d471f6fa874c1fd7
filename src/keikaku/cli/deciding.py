"""What ``keikaku decisions`` says and does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keikaku.building.inputs import find_documents
from keikaku.building.model import Options
from keikaku.building.reports import adopt, is_decisions, read_reports, take
from keikaku.building.review import Review
from keikaku.cli.show import console_for
from keikaku.ground import vocab
from keikaku.ground.errors import KeikakuError, OutputError
from keikaku.ground.files import why, write_whole
from keikaku.ground.messages import Language, say
from keikaku.reading.decisions.decision import Act, Decision, undone
from keikaku.reading.decisions.open_items import Kind
from keikaku.reading.decisions.register import HEAD, Register, corrections, row_of
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.reading.decisions.sampling import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked for."""

    path: Path
    undo: tuple[str, ...]
    by: Reviewer | None
    note: str
    export: Path | None
    take: Path | None
    loaders: tuple[Path, ...]
    verbose: bool


def decisions(asked: Asked, language: Language) -> int:
    """Do what was asked for and say what came of it; return the exit status."""
    said = list(_done(asked, language))
    console = console_for()
    for line, _is_wrong in said:
        console.print(line, markup=False, highlight=False)
    return int(any(is_wrong for _line, is_wrong in said))


Said = Iterator[tuple[str, bool]]
"""Lines, and whether each tells of a decision that does not hold any more."""


def _done(asked: Asked, language: Language) -> Said:
    reviews = _reviews(asked)
    if not reviews:
        yield from _folder(asked, language)
    for review in reviews:
        if asked.take:
            yield taken(review, asked.take, language), False
        if asked.by:
            review.undo(asked.by, asked.undo, asked.note)
            yield _word("undone", language, ids=", ".join(asked.undo)), False
            asked = _without_undo(asked)
        review.again()
        if asked.export:
            yield _exported(review.decisions, asked.export, language), False
        yield from _about(review, language, verbose=asked.verbose)


def _without_undo(asked: Asked) -> Asked:
    """Return what is asked of the next document of a folder, whose decisions stand in the same file."""
    return replace(asked, undo=(), by=None)


def _reviews(asked: Asked) -> list[Review]:
    """Return the documents at a path; a folder that holds decisions alone has none."""
    found = find_documents(asked.path)
    documents = [one for one in found if isinstance(one, Path)]
    if not documents and not (asked.path / Register(asked.path).path.name).exists():
        raise next(one for one in found if isinstance(one, KeikakuError))
    return [Review(one, Options(loaders=asked.loaders)) for one in documents]


def _folder(asked: Asked, language: Language) -> Said:
    register = Register(asked.path)
    if asked.by:
        register.undo(asked.by, asked.undo, asked.note)
        yield _word("undone", language, ids=", ".join(asked.undo)), False
    held = register.read()
    if asked.export:
        yield _exported(held, asked.export, language), False
    yield from ((line, False) for line in _list(held, language))


def taken(review: Review, path: Path, language: Language) -> str:
    """Take in reports from outside, or decisions of others, and return a sentence about how many.

    Raises:
        ReviewError: The file holds neither.
    """
    if is_decisions(path):
        return _word("adopted", language, count=adopt(review, path))
    reports = read_reports(path)
    return _word("taken", language, count=len(take(review, reports)), all=len(reports))


def _exported(held: Sequence[Decision], path: Path, language: Language) -> str:
    found = corrections(held)
    try:
        write_whole(path, [f"{HEAD}\n".encode(), *(f"{row_of(one)}\n".encode() for one in found)])
    except OSError as error:
        raise OutputError("ground.unwritable", path=path, why=why(error)) from error
    return _word("exported", language, count=len(found), path=path)


def _about(review: Review, language: Language, *, verbose: bool) -> Said:
    held, stands = review.decisions, review.acceptance
    labels = {code.iri.rpartition("#")[2]: code.labels for code in vocab.codes("readingStates")}
    state = labels[str(stands.state)][language]
    name = review.loaded.document.name
    yield _word("head", language, name=name, state=state, count=len(held)), False
    if held:
        acts = Counter(str(one.act) for one in held)
        yield _word("acts", language, acts=", ".join(f"{act} {count}" for act, count in acts.items())), False
    if stands.rate.checked:
        yield rate_sentence(stands.rate, language), False
    for rate in review.rates[1:] if verbose else ():
        if rate.checked:
            name = rate.rule or f"{rate.about} {rate.said}".rstrip()
            yield f"  {name}:{rate_sentence(rate, language)}", False
    lines = {
        one.id: (register.path.name, line)
        for register in review.registers
        for one, line in register.with_lines()
    }
    for one in review.reviewed.again:
        file, line = lines[one.decision.id]
        said = _word(
            "again",
            language,
            id=one.decision.id,
            act=one.decision.act,
            before=one.decision.after or one.decision.before,
            file=file,
            line=line,
            why=_word(f"why-{one.why}", language),
            now=one.claim.value if one.claim else "-",
        )
        yield said, True
    for fact, standing in review.reviewed.standing.items():
        for other in standing.against if standing.counts else ():
            pair = [
                f"{one.reviewer}: {one.act} {one.after}".rstrip() for one in (standing.counts, other) if one
            ]
            yield _word("differ", language, fact=fact, one=pair[0], other=pair[1]), False
    if kinds := Counter(item.kind for item in review.open()):
        said = ", ".join(f"{_kind(kind, language)} {count}" for kind, count in sorted(kinds.items()))
        yield _word("open", language, kinds=said), False
    if stands.missing:
        missing = "; ".join(one.text(language) for one in stands.missing)
        yield _word("missing", language, missing=missing), False
    if verbose:
        yield from ((line, False) for line in _list(held, language))


def rate_sentence(rate: Rate, language: Language) -> str:
    """Return how good certain facts are, in a sentence."""
    low, high = (100 * bound for bound in rate.interval)
    return _word(
        "rate", language, checked=rate.checked, facts=rate.facts, wrong=rate.wrong, low=low, high=high
    )


def _list(held: Sequence[Decision], language: Language) -> Iterator[str]:
    gone = undone(held)
    for one in held:
        value = f"“{one.before}” → “{one.after}”" if one.after else f"“{one.before}”" if one.before else ""
        taken = _word("gone", language, reviewer=gone[one.id].reviewer) if one.id in gone else ""
        fact = one.undoes if one.act is Act.UNDO else one.fact
        yield _word(
            "line",
            language,
            id=one.id,
            day=one.at[:10],
            reviewer=one.reviewer,
            role=one.role,
            act=one.act,
            fact=fact,
            value=value,
            gone=taken,
        ).rstrip()


def _kind(kind: Kind, language: Language) -> str:
    return _word(f"kind-{kind.name.lower().replace('_', '-')}", language)


def _word(name: str, language: Language, /, **values: object) -> str:
    return say(f"deciding.{name}", **values).text(language)
