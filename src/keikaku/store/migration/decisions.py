"""Decisions about suggested links: once a row that was only kept was confirmed, in a person's name.

Who decided is an id and a role now; the name goes to the local file, which a person writes (the notes say what into it).
A link that was confirmed by leaving its row as it was is listed, and put back to suggested where that is asked for;
what was rejected or added by hand was marked by somebody and stays decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from keikaku.graph.nquads import DCT, DERIVED, KEI, PROV, TYPE, literal
from keikaku.ground.messages import Said, say
from keikaku.ground.vocab import PREFIXES
from keikaku.store.migration.model import Step, Town

_SSSOM, _OWL = PREFIXES["sssom"], PREFIXES["owl"]
_NAME, _NOT = f"<{_SSSOM}author_label>", f"<{_SSSOM}predicate_modifier>"
_MAPPINGS = f"<{_SSSOM}mappings>"
_ROLE = "不明"


def _decisions(lines: list[str]) -> dict[str, dict[str, str]]:
    """Return the decisions of the old kind, which bear a name: node to predicate to value."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject.endswith("/decision>"):
            found[subject][predicate] = rest.rpartition(" <")[0]
    return {node: facts for node, facts in found.items() if _NAME in facts}


def _unmarked(facts: dict[str, str]) -> bool:
    """Tell whether a decision confirms a suggestion, which took no mark of anybody's."""
    return DERIVED in facts and _NOT not in facts


def _reviewers(town: Town) -> dict[str, str]:
    """Return the ids of those who decided, by their names as N-Quads writes them."""
    files = (lines for key, lines in town.files.items() if town.entries[key].kind == "mappings")
    names = sorted({facts[_NAME] for lines in files for facts in _decisions(lines).values()})
    return {name: f"r{number}" for number, name in enumerate(names, 1)}


def _keep(town: Town, key: str, lines: list[str]) -> list[str]:
    old = _decisions(lines) if town.entries[key].kind == "mappings" else {}
    if not old:
        return lines
    ids = _reviewers(town)
    kept = [line for line in lines if f" {_NAME} " not in line]
    graph = lines[0].rsplit(" ", 2)[1]
    return sorted({*kept, *(f"{triple} {graph} ." for triple in _said(town, old, ids))})


def _said(town: Town, old: dict[str, dict[str, str]], ids: dict[str, str]) -> Iterator[str]:
    """Yield what stands in the place of the names."""
    for node, facts in old.items():
        one = ids[facts[_NAME]]
        reviewer = f"<{town.base}{town.code}/reviewer/{one}>"
        yield f"{node} <{KEI}decision> {literal('rejected' if _NOT in facts else 'confirmed')}"
        yield f"{node} <{DCT}creator> {reviewer}"
        yield f"{reviewer} {TYPE} <{PROV}Agent>"
        yield f"{reviewer} <{DCT}identifier> {literal(one)}"
        yield f"{reviewer} <{KEI}reviewerRole> {literal(_ROLE)}"


def _reopen(town: Town, key: str, lines: list[str]) -> list[str]:
    if town.entries[key].kind != "mappings":
        return lines
    gone = {node for node, facts in _decisions(lines).items() if _unmarked(facts)}
    kept = []
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject not in gone and not (predicate == _MAPPINGS and rest.partition(" ")[0] in gone):
            kept.append(line)
    return _keep(town, key, kept)


def _listed(town: Town) -> list[Said]:
    """Return the links that nobody marked, and the names to keep."""
    notes: list[Said] = []
    for key, lines in town.files.items():
        old = _decisions(lines) if town.entries[key].kind == "mappings" else {}
        for facts in filter(_unmarked, old.values()):
            source, target = (facts.get(f"<{_OWL}annotated{end}>", "") for end in ("Source", "Target"))
            notes.append(say("store.confirmed-leaving-row-was", source=source, target=target))
    for name, one in _reviewers(town).items():
        notes.append(say("store.names-leave-data-keep", one=one, name=name))
    return notes


STEP = Step(
    version=2,
    said=say("store.who-decided-about-suggested"),
    rewrite=_keep,
    notes=_listed,
)
REOPENED = replace(
    STEP,
    said=say("store.links-were-confirmed-leaving"),
    rewrite=_reopen,
)
"""The same, and what nobody marked is put back to suggested."""
