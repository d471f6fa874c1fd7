"""How much of a plan its documents hold, and what an audit may therefore say is missing."""

from __future__ import annotations

from dataclasses import replace

from keikaku.audit.graph import Graph
from keikaku.audit.model import AuditFinding, PlanRow
from keikaku.ground import vocab
from keikaku.ground.messages import Language, Words, say, sentence
from keikaku.ground.rules import Severity

WHOLE, DIGEST, EXCERPT = "WholePlan", "Digest", "Excerpt"
_FULLEST = (WHOLE, DIGEST, EXCERPT)


def extent_of(graph: Graph, plan: str) -> str:
    """Return how much of a plan the documents hold, the fullest where they differ; "" where none says."""
    held = {iri.rpartition("#")[2] for iri in graph.many["extent"].get(plan, ())}
    return next((one for one in _FULLEST if one in held), "")


def qualified(finding: AuditFinding, graph: Graph) -> AuditFinding:
    """Return a finding as it may be said: that a digest or an excerpt lacks something is no fault of the plan."""
    extent = extent_of(graph, finding.plan)
    if not finding.gap or extent not in (DIGEST, EXCERPT):
        return finding
    part = graph.one["part"].get(finding.plan, "")
    which = Words(f" ({part})" if part else "", f"({part})" if part else "")
    said = say("audit.in-digest" if extent == DIGEST else "audit.in-excerpt", said=finding.said, part=which)
    return replace(finding, said=said, severity=Severity.INFO)


def extent_word(extent: str, language: Language) -> str:
    """Return what an extent is called, "" where nobody says."""
    return next(
        (one.labels[language] for one in vocab.codes("extents") if extent and one.iri.endswith(f"#{extent}")),
        "",
    )


def told(plans: list[PlanRow], language: Language) -> str:
    """Return in a few words how much of the plans was read: "digest 5 · excerpt 2 (基本目標7, 施策35)"."""
    labels = {code.iri.rpartition("#")[2]: code.labels[language] for code in vocab.codes("extents")}
    comma = "、" if language == "ja" else ", "
    said = []
    for extent, name in (*labels.items(), ("", sentence("audit.not-said", language))):
        having = [plan for plan in plans if plan.extent == extent]
        parts = comma.join(dict.fromkeys(plan.part for plan in having if plan.part))
        if having:
            said.append(f"{name} {len(having):,}" + (f" ({parts})" if parts else ""))
    return " · ".join(said)
