"""Reports from outside, “this reading is wrong”: a mail, a table or JSON becomes something to be decided.

Of a report only what its form asks for is taken: the address of the fact, what it should be, and one line of reason.
Who sent it, and what else stands in a mail, stays out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from keikaku.building.review import Review
from keikaku.graph.mint import nodes
from keikaku.ground.defaults import FACT
from keikaku.ground.errors import ReviewError
from keikaku.ground.files import read_json, read_regular, why
from keikaku.ground.messages import Said, Words, say
from keikaku.reading.decisions.claims import Claim
from keikaku.reading.decisions.decision import Act, Decision
from keikaku.reading.decisions.register import HEAD, Register
from keikaku.reading.decisions.reviewers import Reviewer

OUTSIDE = Reviewer("outside", "外部からの指摘")
"""Who reports: nobody by name."""
_FIELDS = ("fact", "should", "reason")
_LABELLED = re.compile(
    r"^[>\s]*(?:(?P<fact>事実(?:\s*Fact)?|Fact)|(?P<should>正しくは(?:\s*Should be)?|Should be)|(?P<reason>理由(?:\s*Reason)?|Reason))"
    r"\s*[:：](?P<value>.*)$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:\.en)?\.html(?=#|$)")
_LONGEST = 2_000
"""Characters of a reported value or reason: more is no correction of a fact."""
_LARGEST = 4 * 2**20  # bytes of a file of reports: some ten thousand


@dataclass(frozen=True, slots=True)
class Report:
    """A report from outside.

    Attributes:
        address: Address of the fact, as the site shows it.
        should: What it should be, "" where nothing is said.
        reason: Why, in a line.
    """

    address: str
    should: str = ""
    reason: str = ""


def read_reports(path: Path) -> list[Report]:
    """Return the reports of a file: mails, a table with the columns fact, should and reason, or JSON with those keys.

    Raises:
        ReviewError: It cannot be read, or names no fact.
    """
    text = _text(path)
    if text.lstrip()[:1] in ("[", "{"):
        found = _of_json(text, path)
    elif "\t" in text.split("\n", 1)[0]:
        found = _of_table(text, path)
    else:
        found = list(_of_mail(text))
    if not found:
        raise _refused(
            path,
            say("building.names-no-fact-line", fact=FACT),
        )
    return found


def is_decisions(path: Path) -> bool:
    """Tell whether a file holds decisions that others exported."""
    return _text(path).removeprefix("\ufeff").startswith(HEAD)


def adopt(review: Review, path: Path) -> int:
    """Take in what others decided about a document, as they decided it; return how many decisions were new.

    Raises:
        DecisionsError: A line does not say what it must.
    """
    return review.register.adopt(Register(path.parent, path.name).read())


def take(review: Review, reports: list[Report]) -> list[Decision]:
    """Put reports about the facts of a document into its queue; return those that were new.

    A report of a fact that the document has not is left out: it is another document's.
    """
    by_address = _addresses(review)
    held = {(one.fact, one.after, one.note) for one in review.decisions if one.act is Act.REPORT}
    new = []
    for report in reports:
        claim = by_address.get(local_name(report.address)) or review.claim(report.address)
        if claim and (claim.key, report.should, report.reason) not in held:
            new.append(
                Decision(
                    at="",
                    reviewer="",
                    role="",
                    act=Act.REPORT,
                    document=review.loaded.document.name,
                    fact=claim.key,
                    place=review.place(claim.record.lines),
                    before=claim.value,
                    after=report.should,
                    hash=claim.hash,
                    note=report.reason,
                )
            )
    return review.register.add(OUTSIDE, new)


def local_name(address: str) -> str:
    """Return what the address of a fact is called in any publication, by the address of its page or its IRI.

    >>> local_name("https://example.jp/plan/doc/07205/p/project/道路.en.html#budget/2020")
    '07205/p/project/道路/budget/2020'
    >>> local_name("https://w3id.org/keikaku/id/07205/p/project/%E9%81%93%E8%B7%AF/budget/2020")
    '07205/p/project/道路/budget/2020'
    """
    plain = _PAGE.sub("", unquote(address.strip().strip("<>")))
    whole = re.split(r"/(?:id|doc)/", plain, maxsplit=1)[-1]
    return whole.removesuffix("#it").replace("#", "/")


def _addresses(review: Review) -> dict[str, Claim]:
    """Return the claims of a document by the local names of what says them."""
    by_record: dict[int, Claim] = {}
    for claim in review.reviewed.claims.values():
        by_record.setdefault(id(claim.record), claim)
    found = nodes(review.reading, review.loaded.series, review.options.base)
    return {
        local_name(iri): by_record[id(record)] for iri, record in found.items() if id(record) in by_record
    }


def _text(path: Path) -> str:
    try:
        data = read_regular(path)
    except OSError as error:
        raise _refused(path, Words(why(error), why(error))) from error
    if len(data) > _LARGEST:
        raise _refused(path, say("building.larger-than-mib"))
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _of_json(text: str, path: Path) -> list[Report]:
    try:
        held = read_json(text)
    except ValueError as error:
        raise _refused(path, say("building.no-json", error=error)) from None
    rows = held if isinstance(held, list) else [held]
    return [_report(row, path) for row in rows]


def _of_table(text: str, path: Path) -> list[Report]:
    rows = csv.DictReader(io.StringIO(text), delimiter="\t")
    return [_report(row, path) for row in rows if any(row.values())]


def _report(row: Any, path: Path) -> Report:
    if not isinstance(row, Mapping) or not isinstance(row.get("fact"), str) or not row["fact"].strip():
        raise _refused(path, say("building.report-names-fact-fact"))
    return Report(*(_tidy(row.get(name)) for name in _FIELDS))


def _of_mail(text: str) -> Iterator[Report]:
    said: dict[str, str] = {}
    for line in text.split("\n"):
        match = _LABELLED.match(line)
        if not match:
            continue
        name = next(name for name in _FIELDS if match[name])
        if name == "fact" and said.get("fact"):
            yield Report(*(said.get(one, "") for one in _FIELDS))
            said = {}
        said[name] = _tidy(match["value"])
    if said.get("fact"):
        yield Report(*(said.get(one, "") for one in _FIELDS))


def _tidy(value: object) -> str:
    return " ".join(str(value or "").split())[:_LONGEST]


def _refused(path: Path, detail: Said) -> ReviewError:
    return ReviewError("reviewing.reports", path=path, detail=detail)
