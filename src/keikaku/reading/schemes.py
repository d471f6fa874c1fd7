"""Vocabularies that a publisher adds as files named in plan.yml: a newer SDG framework, a strategy of the nation, local indicators.

A file stands beside plan.yml or, for several series, in the folder above. Turtle says what it is by the class of its scheme
(``kei:SdgFramework``, ``kei:NationalStrategy``, ``kei:LocalIndicators``); a table (CSV) is local indicators. What a scheme lacks is
said with file and line; nothing of it is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox
import yaml

from keikaku.ground.files import read_regular
from keikaku.ground.messages import Said, say
from keikaku.ground.text.folding import key, tidy
from keikaku.ground.vocab.names import PREFIXES
from keikaku.ground.vocab.schemes import (
    IN_SCHEME,
    LOCAL,
    NATIONAL,
    NOTATION,
    SDG,
    STRATEGY,
    TYPE,
    VERSION,
    Scheme,
    Statement,
    named,
    schemes_of,
    shipped,
    shipped_triples,
    statements,
)
from keikaku.ground.yamlfile import error_at
from keikaku.reading.planfile import PlanSettings
from keikaku.reading.settings import line_of
from keikaku.reading.words import words

_KEI, _SKOS, _DCT, _UN = PREFIXES["kei"], PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["sdg"]
_LABEL, _MATCH = ox.NamedNode(f"{_SKOS}prefLabel"), ox.NamedNode(f"{_SKOS}broadMatch")
_ISSUED = ox.NamedNode(f"{_DCT}issued")
_START, _END = (ox.NamedNode(f"{_KEI}{name}FiscalYear") for name in ("start", "end"))
_COUNT, _UNIT = ox.NamedNode(f"{_KEI}indicatorCount"), ox.NamedNode(f"{_KEI}unitLabel")
_UN_KINDS = {ox.NamedNode(PREFIXES["sdgo"] + name) for name in ("Goal", "Target", "Indicator")}
_INDICATOR = ox.NamedNode(PREFIXES["sdgo"] + "Indicator")
_LARGEST = 2**23  # bytes; the UN's own file with all its languages has some six million
TOWN = "town:"
"""With what IRIs of a table begin until the municipality's is known."""


def read_schemes(plan: Path, names: Iterable[str], line: int) -> tuple[Scheme, ...]:
    """Return the schemes of the files that a plan.yml names, each once.

    Args:
        plan: The plan.yml.
        names: Names of files beside it, or in the folder above.
        line: Where it names them.

    Raises:
        SeriesError: A file is not there or does not say what it must; names file and line.
    """
    found: list[Scheme] = []
    for name in names:
        file = scheme_file(plan, name)
        if file is None:
            raise error_at(plan, line, "schemes", say("schemes.no-file", name=name))
        scheme = _table(file) if file.suffix == ".csv" else _turtle(file)
        if any((one.kind, one.name) == (scheme.kind, scheme.name) for one in (*shipped(), *found)):
            raise error_at(file, 1, scheme.name, say("schemes.known-already", name=scheme.name))
        found.append(scheme)
    _check_targets(plan, found)
    return tuple(found)


def scheme_file(plan: Path, name: str) -> Path | None:
    """Return the file of a name beside a plan.yml or in the folder above, None where there is none."""
    folder = plan.resolve().parent
    return next((file for one in (folder, folder.parent) if (file := one / name).is_file()), None)


def followed(plan: PlanSettings, schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Return the schemes that plan.yml names for a plan."""
    known = (*shipped(), *schemes)
    return tuple(
        one
        for kind, name in ((SDG, plan.sdgs), (STRATEGY, plan.national))
        if name and (one := named(known, kind, name))
    )


def check_names(
    plans: Iterable[PlanSettings], schemes: Iterable[Scheme], path: Path, node: yaml.Node | None
) -> None:
    """Refuse a version that a plan.yml names for a plan and nothing describes.

    Args:
        plans: Its plans.
        schemes: What it adds.
        path: The file.
        node: Its YAML nodes.

    Raises:
        SeriesError: There is no such version; names file, line and key.
    """
    known = (*shipped(), *schemes)
    for at, plan in enumerate(plans):
        for kind, field, name in ((SDG, "sdgs", plan.sdgs), (STRATEGY, "national", plan.national)):
            if name and not named(known, kind, name):
                names = ", ".join(one.name for one in known if one.kind == kind)
                keys: list[int | str] = ["plans", at, field]
                said = say("schemes.unknown", name=name, known=names)
                raise error_at(path, line_of(node, keys), f"plans.{at}.{field}", said)


def _text(file: Path) -> str:
    data = read_regular(file)
    if len(data) > _LARGEST:
        raise error_at(file, 1, file.name, say("planfile.larger-than-b", limit=f"{_LARGEST:,}"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise error_at(file, row, file.name, say("planfile.not-utf-8")) from None


# ---------------------------------------------------------------- Turtle


def _turtle(file: Path) -> Scheme:
    text = _text(file)
    try:
        triples = [*statements(ox.parse(text, format=ox.RdfFormat.TURTLE))]
    except SyntaxError as error:
        raise error_at(file, error.lineno or 1, file.name, say("schemes.no-turtle", why=str(error))) from None
    found = schemes_of(triples)
    if len(found) != 1:
        raise error_at(file, 1, file.name, say("schemes.not-one", count=len(found)))
    [scheme] = found
    for local, fault in _faults(scheme, triples):
        raise error_at(file, _line_of(text, local), local, fault)
    known = {one.subject for name in ("sdg", "national-strategies") for one in shipped_triples(name)}
    own = [one for one in triples if one.subject not in known or one.predicate == IN_SCHEME]
    return Scheme(scheme.iri, scheme.kind, scheme.name, scheme.concepts, tuple(own))


def _faults(scheme: Scheme, triples: list[Statement]) -> Iterator[tuple[str, Said]]:
    """Yield what a scheme lacks, with the name of what lacks it."""
    iri = ox.NamedNode(scheme.iri)
    said = {one.predicate: one.object.value for one in triples if one.subject == iri}
    members = {one.subject: None for one in triples if one.predicate == IN_SCHEME and one.object == iri}
    needed = {SDG: (VERSION, _COUNT), STRATEGY: (_ISSUED, _START), LOCAL: ()}[scheme.kind]
    for predicate in (_LABEL, *needed):
        if predicate not in said:
            yield scheme.iri, say("schemes.lacks", name=scheme.iri, what=_short(predicate.value))
    if not members:
        yield scheme.iri, say("schemes.no-concepts", name=scheme.iri)
    for number, times in Counter(
        (one.object.value, one.subject)
        for one in triples
        if one.predicate == NOTATION and one.subject in members
    ).items():
        if times > 1 or scheme.concepts[number[0]] != number[1].value:
            yield number[0], say("schemes.number-twice", number=number[0])
    if scheme.kind == SDG:
        yield from _faults_of_framework(said, members, triples)
    if scheme.kind == STRATEGY:
        yield from _faults_of_strategy(scheme, said, members, triples)


def _faults_of_framework(
    said: dict[ox.NamedNode, str], members: dict[ox.NamedNode, None], triples: list[Statement]
) -> Iterator[tuple[str, Said]]:
    types = {one.subject: one.object for one in triples if one.predicate == TYPE and one.object in _UN_KINDS}
    types |= {
        one.subject: one.object
        for one in shipped_triples("sdg")
        if one.predicate == TYPE and one.object in _UN_KINDS and one.subject in members
    }
    for one in members:
        if not one.value.startswith(_UN) or one not in types:
            yield one.value, say("schemes.not-of-the-un", name=one.value)
    count = sum(types.get(one) == _INDICATOR for one in members)
    if str(count) != said.get(_COUNT):
        yield "indicatorCount", say("schemes.count", said=said.get(_COUNT, "-"), count=count)


def _faults_of_strategy(
    scheme: Scheme, said: dict[ox.NamedNode, str], members: dict[ox.NamedNode, None], triples: list[Statement]
) -> Iterator[tuple[str, Said]]:
    if not scheme.iri.startswith(NATIONAL) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", scheme.name):
        yield scheme.iri, say("schemes.not-national", name=scheme.iri, base=NATIONAL)
    if said.get(_END, "9999") < said.get(_START, ""):
        yield scheme.iri, say("planfile.plan-ends-before-starts", end=said[_END], start=said[_START])
    labelled = {one.subject for one in triples if one.predicate == _LABEL}
    for one in members:
        if not one.value.startswith(f"{scheme.iri}/"):
            yield one.value, say("schemes.not-below", name=one.value, base=scheme.iri)
        if one not in labelled:
            yield one.value, say("schemes.lacks", name=one.value, what="skos:prefLabel")


def _short(iri: str) -> str:
    prefix, base = max(
        ((name, base) for name, base in PREFIXES.items() if iri.startswith(base)), key=lambda one: len(one[1])
    )
    return f"{prefix}:{iri.removeprefix(base)}"


def _line_of(text: str, name: str) -> int:
    """Return the line of the last literal of a name, else that on which it is told of, else of its first print; 1 for none."""
    tail = re.escape(re.split(r"[/#:]", name)[-1])
    subject = rf"^\s*(?:<{re.escape(name)}>|[\w-]*:{tail})\s"
    for form in (rf'"{re.escape(name)}"(?!.*"{re.escape(name)}")', subject, rf"(?<![\w.]){tail}(?!\w)"):
        if match := re.search(form, text, re.MULTILINE | (re.DOTALL if form.startswith('"') else 0)):
            return text.count("\n", 0, match.end() - 1) + 1
    return 1


# ---------------------------------------------------------------- tables


def _table(file: Path) -> Scheme:
    """Return local indicators that a table lists: a row each, with number, name and the target that it belongs to."""
    rows = list(csv.reader(io.StringIO(_text(file))))
    heads = words()["local_indicators"]
    at = {
        name: column
        for column, head in enumerate(rows[0] if rows else ())
        for name, forms in heads.items()
        if key(head) in map(key, forms)
    }
    for name in ("number", "name", "target"):
        if name not in at:
            raise error_at(file, 1, file.name, say("schemes.no-column", name=heads[name][0]))
    scheme = ox.NamedNode(f"{TOWN}local-sdg-indicators-{file.stem}")
    label = ox.Literal(file.stem, language="ja")
    triples = [
        Statement(scheme, TYPE, ox.NamedNode(f"{_SKOS}ConceptScheme")),
        Statement(scheme, TYPE, ox.NamedNode(f"{_KEI}{LOCAL}")),
        Statement(scheme, _LABEL, label),
    ]
    concepts: dict[str, str] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(map(str.strip, row)):
            continue
        cells = {name: tidy(row[column]) for name, column in at.items() if column < len(row)}
        for name in ("number", "name", "target"):
            if not cells.get(name):
                raise error_at(file, number, heads[name][0], say("schemes.empty-cell"))
        if cells["number"] in concepts:
            raise error_at(
                file, number, heads["number"][0], say("schemes.number-twice", number=cells["number"])
            )
        target = next((one.concepts.get(cells["target"]) for one in shipped() if one.kind == SDG), None)
        if target is None:
            raise error_at(file, number, heads["target"][0], say("schemes.no-target", name=cells["target"]))
        one = ox.NamedNode(
            f"{TOWN}local-sdg-indicator/{file.stem}/{re.sub(r'[^0-9A-Za-z.-]', '_', cells['number'])}"
        )
        concepts[cells["number"]] = one.value
        triples += [
            Statement(one, TYPE, ox.NamedNode(f"{_SKOS}Concept")),
            Statement(one, IN_SCHEME, scheme),
            Statement(one, NOTATION, ox.Literal(cells["number"])),
            Statement(one, _LABEL, ox.Literal(cells["name"], language="ja")),
            Statement(one, _MATCH, ox.NamedNode(target)),
        ]
        if cells.get("unit"):
            triples.append(Statement(one, _UNIT, ox.Literal(cells["unit"])))
    return Scheme(scheme.value, LOCAL, file.stem, MappingProxyType(concepts), tuple(triples))


def _check_targets(plan: Path, found: list[Scheme]) -> None:
    """Refuse local indicators that belong to no target of a framework that is known."""
    known = {iri for one in (*shipped(), *found) if one.kind == SDG for iri in one.concepts.values()}
    for scheme in found if known else ():
        matched = {
            one.subject.value
            for one in scheme.triples
            if one.predicate == _MATCH and one.object.value in known
        }
        for number, iri in scheme.concepts.items():
            if scheme.kind == LOCAL and iri not in matched:
                raise error_at(plan, 1, "schemes", say("schemes.no-target", name=number))
