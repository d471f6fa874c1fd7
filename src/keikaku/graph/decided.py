"""What people decided about a reading, as activities of PROV: who by id and role, when, before and after, on which print."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from keikaku.graph.description import graph_iri
from keikaku.graph.nquads import (
    DCT,
    INTEGER,
    LABEL,
    PROV,
    TYPE,
    XSD,
    japanese,
    kei,
    literal,
)
from keikaku.graph.quads import QuadWriter
from keikaku.reading.decisions.applying import LINK, Reviewed
from keikaku.reading.decisions.decision import Act, Decision
from keikaku.reading.decisions.sampling import Rate, rates

INFLUENCED = f"<{PROV}wasInfluencedBy>"
_AT = f"<{PROV}endedAtTime>"
_TIME = f"^^<{XSD}dateTime>"


class DecisionWriter(QuadWriter):
    """Writes what people decided about one reading."""

    @cached_property
    def _reviewed(self) -> Reviewed:
        return self._reading.reviewed or Reviewed()

    @cached_property
    def _graph_iri(self) -> str:
        return graph_iri(self._series, self._series.edition(self._reading.document), self._base)

    def _activity(self, decision: Decision) -> str:
        return f"<{self._graph_iri}#decision-{decision.id}>"

    def decisions(self) -> None:
        """Write the activities of the decisions that count, the reports from outside, and how good the sample is."""
        reviewed = self._reviewed
        nodes: defaultdict[int, list[str]] = defaultdict(list)
        if reviewed.applied:
            for subject, record in self._sources:
                nodes[id(record)].append(subject)
        for one in reviewed.applied.values():
            self._review(one.decision, one.claim.record.lines)
            for subject in nodes[id(one.claim.record)]:
                self._add(subject, (INFLUENCED, self._activity(one.decision)))
        if reviewed.acceptance and self._series.accepted:
            self._review(reviewed.acceptance, ())
            self._add(f"<{self._graph_iri}>", (INFLUENCED, self._activity(reviewed.acceptance)))
        self._links()
        self._reports()
        if reviewed.applied:  # where nothing was decided, nothing of the sample was
            self._sample(rates(reviewed))

    def _links(self) -> None:
        """Write what was decided of links that were suggested for the things of this document, not for those of another."""
        decided = [
            (fact.removeprefix(LINK).partition(" ")[0], one.counts)
            for fact, one in self._reviewed.standing.items()
            if fact.startswith(LINK) and one.counts and one.counts.act in (Act.ACCEPT, Act.REJECT)
        ]
        for subject, decision in decided:
            if f"<{subject}>" in self._about:
                self._review(decision, ())

    def _review(self, decision: Decision, lines: Sequence[int]) -> None:
        activity, agent = self._activity(decision), f"<{self._root}/reviewer/{decision.reviewer}>"
        self._add(
            activity,
            (TYPE, kei("Review")),
            (TYPE, f"<{PROV}Activity>"),
            (_AT, f'"{decision.at}"{_TIME}'),
            (f"<{PROV}wasAssociatedWith>", agent),
            (kei("decision"), literal(str(decision.act))),
            (kei("factKey"), literal(decision.fact)),
            *self._values(decision),
            *self._used(lines),
        )
        self._add(
            agent,
            (TYPE, f"<{PROV}Agent>"),
            (f"<{DCT}identifier>", literal(decision.reviewer)),
            (kei("reviewerRole"), literal(decision.role)),
            *self._named(decision.reviewer),
        )

    def _values(self, decision: Decision) -> list[tuple[str, str]]:
        found = [(kei("readBefore"), literal(decision.before))] if decision.before else []
        return [*found, (kei("readAfter"), literal(decision.after))] if decision.after else found

    def _named(self, reviewer: str) -> list[tuple[str, str]]:
        """Return the name of a reviewer, where plan.yml says that names are published."""
        name = self._reviewed.names.get(reviewer, "")
        return [(LABEL, japanese(name))] if name else []

    def _used(self, lines: Sequence[int]) -> list[tuple[str, str]]:
        """Return the places that a decision was made on."""
        found = self._locator.places(lines) if lines else iter(())
        return [(f"<{PROV}used>", self._described_place(place)[1]) for place in found]

    def _reports(self) -> None:
        """Write which reports came in and what was decided on each; what they say stays in the file."""
        for stands in self._reviewed.standing.values():
            for report in stands.reports:
                later = [one for one in stands.all if one.act is not Act.REPORT and one.at > report.at]
                answers = [one for one in later if one.id in self._written]
                self._add(
                    self._activity(report),
                    (TYPE, kei("Report")),
                    (TYPE, f"<{PROV}Activity>"),
                    (_AT, f'"{report.at}"{_TIME}'),
                    (kei("factKey"), literal(report.fact)),
                    *((kei("answeredBy"), self._activity(one)) for one in answers[-1:]),
                )

    @cached_property
    def _written(self) -> set[str]:
        """Ids of the decisions that have an activity."""
        return {one.decision.id for one in self._reviewed.applied.values()}

    def _sample(self, found: Iterable[Rate]) -> None:
        for rate in found:
            if not rate.checked:
                continue
            name = "".join(f"-{one}" for one in (rate.about, rate.said, _digest(rate.rule)) if one)
            node = f"<{self._graph_iri}#sample{name}>"
            numbers = (
                ("certainFacts", rate.facts),
                ("checkedFacts", rate.checked),
                ("wrongFacts", rate.wrong),
            )
            self._add(f"<{self._graph_iri}>", (kei("sampleCheck"), node))
            self._add(
                node,
                (TYPE, kei("SampleCheck")),
                *((kei(name), f'"{number}"{INTEGER}') for name, number in numbers),
                *([(kei("sampledClass"), kei(rate.about))] if rate.about else []),
                *([(kei("sampledProperty"), literal(rate.said))] if rate.said else []),
                *([(kei("sampledRule"), literal(rate.rule))] if rate.rule else []),
            )


def _digest(rule: str) -> str:
    """Return what names a rule in an IRI, "" for none."""
    return hashlib.blake2b(rule.encode(), digest_size=6).hexdigest() if rule else ""
