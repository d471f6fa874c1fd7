"""Figures of indicators stand in data sets of their plans, and figures that documents restate are told apart.

The second is done where a municipality is settled (:mod:`keikaku.store.restated`), whenever its files are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keikaku.graph.cube import data_set, described, within
from keikaku.graph.nquads import QB, TYPE, VOCABULARY, kei
from keikaku.ground import vocab
from keikaku.ground.messages import say
from keikaku.reading.model import Observation, Role
from keikaku.reading.words import value_status
from keikaku.store.migration.characters import literal_text
from keikaku.store.migration.model import Step, Town

_FIGURE = re.compile(r"<((\S+)/[^/>]+)/(baseline|target|actual)/[^/>]+>")
_OBSERVATION = f" {TYPE} <{QB}Observation> "
_FACTS = tuple(kei(name) for name in ("value", "asPrinted", "fiscalYear"))
_INDICATOR = "/indicator"


def _rewrite(_town: Town, _key: str, lines: list[str]) -> list[str]:
    figures = {line.partition(" ")[0]: line.rpartition(" <")[2] for line in lines if _OBSERVATION in line}
    if not figures:
        return lines
    said: dict[str, dict[str, str]] = {node: {} for node in figures}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject in said and predicate in _FACTS:
            said[subject][predicate] = rest.rpartition(" <")[0]
    added = [one for node, graph in figures.items() for one in _added(node, said[node], graph)]
    bare = {node for node in figures if _set_of(node, said[node])[0] == ""}
    kept = (line for line in lines if not (_OBSERVATION in line and line.partition(" ")[0] in bare))
    return sorted({*kept, *added})


def _set_of(node: str, facts: dict[str, str]) -> tuple[str, str]:
    match = _FIGURE.fullmatch(node)
    if match is None or not match[2].endswith(_INDICATOR):
        return "", ""
    value, printed, year = (facts.get(name, "") for name in _FACTS)
    figure = Observation(
        role=Role.ACTUAL,
        fiscal_year=int(year[1:5]) if year else None,
        value=1 if value else None,  # type: ignore[arg-type]  # that there is one is all that is asked
        as_printed=literal_text(printed) if printed else "",
        lines=[],
    )
    return data_set(f"<{match[2].removesuffix(_INDICATOR)}>", figure)


def _added(node: str, facts: dict[str, str], graph: str) -> Iterator[str]:
    match = _FIGURE.fullmatch(node)
    name, structure = _set_of(node, facts)
    if match is None or not name:
        return
    plan = f"<{match[2].removesuffix(_INDICATOR)}>"
    pairs = [(name, *pair) for pair in described(plan, structure)]
    pairs += [(node, *pair) for pair in within(name, f"<{match[1]}>", match[3].title())]
    status = "" if _FACTS[0] in facts else value_status(literal_text(facts.get(_FACTS[1], '""')))
    if status:
        pairs.append((node, kei("valueStatus"), kei(status)))
        for predicate, value in vocab.code_description(kei(status)[1:-1]):
            yield f"{kei(status)} {predicate} {value} <{VOCABULARY}codes> ."
    yield from (f"{subject} {predicate} {value} <{graph}" for subject, predicate, value in pairs)


STEP = Step(version=5, said=say("store.figures-in-data-sets"), rewrite=_rewrite)
