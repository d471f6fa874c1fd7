"""Records to quads: the one module that makes IRIs and triples.

IRIs are made from what the document prints (municipality code, plan, class, label and the labels above it),
never from a position, so the same document, or its next edition, gives the same IRIs. Quads are written as
N-Quads text at once: building them as objects first costs several times as much (benchmarks/mint.py).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import quote

from keikaku import __version__, vocab
from keikaku.errors import UnknownTermError
from keikaku.model import (
    TEXT_FACTS,
    Budget,
    Confidence,
    Element,
    Evaluation,
    Fact,
    Finding,
    Indicator,
    Observation,
    Plan,
    Record,
    Severity,
    Statement,
)
from keikaku.read.folding import key
from keikaku.reading import Reading
from keikaku.series import Series

_KEI = "https://w3id.org/keikaku/ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PROV = "http://www.w3.org/ns/prov#"
_DCT = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"

_TYPE = f"<{_RDF}type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_DERIVED = f"<{_PROV}wasDerivedFrom>"
_SEARCH_KEY = f"<{_KEI}searchKey>"
_NOTATION = f"<{_SKOS}notation>"
_CONFIDENCE = f"<{_KEI}readingConfidence>"
_YEAR = f"^^<{_XSD}gYear>"
_INTEGER = f"^^<{_XSD}integer>"
_DECIMAL = f"^^<{_XSD}decimal>"
_KEPT = "-._~!$&'()*+,;=@"
_SEGMENT_LIMIT = 60
_TO_ESCAPE = re.compile(r'["\\\n\r\t]').search
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def document_key(series: Series, edition: str) -> str:
    """Return the name of a document among all: its series and, where it prints one, its edition."""
    return f"{series.id}-{segment(edition)}" if edition else series.id


def mint(reading: Reading, series: Series, base: str = vocab.DEFAULT_BASE) -> list[str]:
    """Return the document's quads as sorted lines of N-Quads, each once, without line ends.

    Args:
        reading: What was read.
        series: The document's series.
        base: IRI under which the publisher's data lives, ending in "/".
    """
    return sorted(set(_Minter(reading, series, base).quads()))


def collisions(reading: Reading, series: Series) -> Iterator[Finding]:
    """Yield a violation for each pair of elements that the document prints as two and that have one IRI."""
    minter = _Minter(reading, series, vocab.DEFAULT_BASE)
    seen: dict[str, Element] = {}
    for element in reading.elements:
        other = seen.setdefault(minter.iri(element), element)
        if other is not element:
            yield Finding(
                rule="one-iri",
                severity=Severity.VIOLATION,
                en=f"Two elements called “{element.label}” stand in one place of the plan and have one IRI.",
                ja=f"計画の同じ場所に「{element.label}」という要素が二つあり、IRI が重複しています。",
                lines=(*other.lines[:1], *element.lines[:1]),
                focus=minter.iri(element).strip("<>"),
            )


def graph_iri(series: Series, edition: str, base: str = vocab.DEFAULT_BASE) -> str:
    """Return the IRI of the named graph of a document."""
    return f"{base}graph/{document_key(series, edition)}"


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """Return a printed label as one segment of an IRI: compatibility-normalised, without white space.

    A label that is too long for a file name is cut and ends in a hash of the whole.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if len(plain) > _SEGMENT_LIMIT:
        plain = f"{plain[: _SEGMENT_LIMIT - 9]}-{_digest(plain, 8)}"
    return "".join(char if ord(char) > 0x9F else quote(char, safe=_KEPT) for char in plain)


def _digest(text: str, length: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()[:length]


def literal(text: str) -> str:
    """Return a plain string as N-Quads."""
    return f'"{text.translate(_ESCAPES)}"' if _TO_ESCAPE(text) else f'"{text}"'


def _japanese(text: str) -> str:
    return f"{literal(text)}@ja"


def _named(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a label, and the key by which it is found whatever its widths and variant characters."""
    return (_LABEL, _japanese(text)), (_SEARCH_KEY, literal(_key(text)))


_key = lru_cache(maxsize=65536)(key)


def _decimal(value: Decimal) -> str:
    return f'"{value.normalize():f}"{_DECIMAL}'


@cache
def _kei(name: str) -> str:
    return f"<{_KEI}{name}>"


def _words(camel: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", camel).lower()


def runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Return stretches of consecutive line numbers as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(lines)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


class _Minter:
    """Writes the quads of one reading."""

    def __init__(self, reading: Reading, series: Series, base: str) -> None:
        self._reading = reading
        self._series = series
        edition = series.edition(reading.document)
        self._base = base
        self._root = f"{base}{series.settings.municipality.code}"
        self._document = f"{base}document/{document_key(series, edition)}"
        self._tail = f" <{graph_iri(series, edition, base)}> ."
        self._graph = f"<{graph_iri(series, edition, base)}>"
        self._iris: dict[Element | Plan, str] = {}
        self._paths: dict[Element | Plan, str] = {}
        self._fragments: dict[tuple[int, int], str] = {}
        self._codes: dict[tuple[str, str], list[int]] = {}
        self._described: set[str] = set()
        self._out: list[str] = []

    def quads(self) -> list[str]:
        self._describe()
        self._municipality()
        for plan in self._plans():
            self._plan(plan)
        for element in self._reading.elements:
            self._element(element)
        for indicator in self._reading.indicators:
            self._indicator(indicator)
        for budget in self._reading.budgets:
            self._budget(budget)
        for evaluation in self._reading.evaluations:
            self._evaluation(evaluation)
        for (plan_id, notation), lines in self._codes.items():
            self._strategy_code(plan_id, notation, lines)
        return self._out

    # -- names

    def iri(self, thing: Element | Plan) -> str:
        """Return the IRI of an element or plan, in angle brackets."""
        found = self._iris.get(thing)
        if found is None:
            found = f"<{self._root}/{thing.id}>" if isinstance(thing, Plan) else self._element_iri(thing)
            self._iris[thing] = found
        return found

    def _element_iri(self, element: Element) -> str:
        above = self._path(element.parent)
        own = segment(element.label)
        suffix = f"-{_digest(above, 6)}" if above else ""
        return f"<{self._root}/{element.plan.id}/{_words(element.kind)}/{own}{suffix}>"

    def _path(self, thing: Element | Plan) -> str:
        """Return the labels from the top down to a thing, plans and visions left out."""
        if isinstance(thing, Plan):
            return ""
        found = self._paths.get(thing)
        if found is None:
            own = "" if thing.kind == "Vision" else f"/{thing.kind}:{segment(thing.label)}"
            found = self._paths[thing] = self._path(thing.parent) + own
        return found

    def _concept(self, scheme: str, name: str, record: Record) -> str:
        """Return the concept of a code list that the document names."""
        iri = vocab.concept(scheme, name)
        if iri is None:
            raise UnknownTermError(
                path=self._reading.document.path,
                lines=", ".join(map(str, record.lines)),
                value=name,
                list=scheme,
            )
        node = f"<{iri}>"
        if self._first(node):
            self._add(node, *vocab.code_description(iri))
        return node

    def _first(self, node: str) -> bool:
        """Tell whether a node that many records name is named for the first time, and must be described."""
        first = node not in self._described
        self._described.add(node)
        return first

    # -- writing

    def _add(self, subject: str, *pairs: tuple[str, str]) -> None:
        tail = self._tail
        self._out.extend([f"{subject} {predicate} {value}{tail}" for predicate, value in pairs])

    def _source(self, subject: str, record: Record) -> None:
        """Write where a record comes from and what had to be done to read it."""
        self._derived(subject, record.lines)
        pairs = [(_CONFIDENCE, _CONFIDENCES[record.confidence])]
        if record.as_printed:
            pairs.append((_kei("asPrinted"), literal(record.as_printed)))
        self._add(subject, *pairs)

    def _derived(self, subject: str, lines: Iterable[int]) -> None:
        tail = self._tail
        for run in runs(lines):
            fragment = self._fragments.get(run) or self._fragment(run)
            self._out.append(f"{subject} {_DERIVED} {fragment}{tail}")

    def _fragment(self, run: tuple[int, int]) -> str:
        """Write a source fragment (RFC 5147: positions between lines, so lines 4 to 6 are ``line=3,6``)."""
        first, last = run
        fragment = self._fragments[run] = f"<{self._document}#line={first - 1},{last}>"
        self._add(
            fragment,
            (_TYPE, _kei("SourceFragment")),
            (f"<{_DCT}isPartOf>", f"<{self._document}>"),
            (_kei("firstLine"), f'"{first}"{_INTEGER}'),
            (_kei("lastLine"), f'"{last}"{_INTEGER}'),
        )
        return fragment

    def _describe(self) -> None:
        """Write what the graph is, what it was made from, and with what."""
        document, settings = self._reading.document, self._series.settings.document
        source, activity = f"<{self._document}>", f"{self._graph[:-1]}#build>"
        agent = "<https://w3id.org/keikaku/software>"
        licence = [(f"<{_DCT}license>", _reference(settings.licence))] if settings.licence else []
        self._add(
            self._graph,
            (_TYPE, _kei("DocumentGraph")),
            (_TYPE, "<http://rdfs.org/ns/void#Dataset>"),
            (_DERIVED, source),
            (f"<{_PROV}wasGeneratedBy>", activity),
            (_kei("loader"), literal(self._series.id)),
            (_kei("loaderVersion"), literal(self._series.version)),
            (_kei("softwareVersion"), literal(__version__)),
            *licence,
        )
        self._add(
            activity,
            (_TYPE, f"<{_PROV}Activity>"),
            (f"<{_PROV}used>", source),
            (f"<{_PROV}wasAssociatedWith>", agent),
        )
        self._add(agent, (_TYPE, f"<{_PROV}SoftwareAgent>"), (_LABEL, '"keikaku"'))
        self._add(
            source,
            (_TYPE, _kei("SourceDocument")),
            (f"<{_DCT}title>", literal(settings.title or document.name)),
            (_kei("fileName"), literal(document.name)),
            (_kei("sha256"), literal(document.sha256)),
            (f"<{_DCT}format>", '"text/plain"'),
            *([(f"<{_DCT}source>", _reference(settings.source))] if settings.source else []),
            *licence,
        )

    def _municipality(self) -> None:
        settings = self._series.settings.municipality
        known = vocab.municipality(settings.code)
        subject = f"<{self._root}>"
        self._add(
            subject,
            (_TYPE, _kei("Municipality")),
            (_TYPE, f"<{_ORG}FormalOrganization>"),
            (_LABEL, _japanese(settings.name or (known.name if known else settings.code))),
            (f"<{_DCT}identifier>", literal(settings.code)),
        )
        if known:
            self._add(subject, (f"<{_SKOS}exactMatch>", f"<{known.estat}>"))

    def _plans(self) -> list[Plan]:
        """Return the plans that the document holds or names."""
        reading = self._reading
        used = {element.plan for element in reading.elements}
        used |= {indicator.of for indicator in reading.indicators if isinstance(indicator.of, Plan)}
        holders: list[Plan | Element] = [*reading.plans.values(), *reading.elements]
        used |= {reading.plans[fact.plan] for holder in holders for fact in holder.statements if fact.plan}
        return [plan for plan in reading.plans.values() if plan in used or plan.lines or plan.statements]

    def _plan(self, plan: Plan) -> None:
        subject = self.iri(plan)
        pairs = [
            (_TYPE, _kei("Plan")),
            (f"<{_DCT}title>", _japanese(plan.title)),
            *_named(plan.title),
            (_kei("planKind"), self._concept("planKinds", plan.kind, plan)),
            (f"<{_DCT}publisher>", f"<{self._root}>"),
        ]
        for name, year in (("startFiscalYear", plan.start), ("endFiscalYear", plan.end)):
            if year:
                pairs.append((_kei(name), f'"{year}"{_YEAR}'))
        if plan.part_of:
            pairs.append((f"<{_DCT}isPartOf>", f"<{self._root}/{plan.part_of}>"))
        if plan.revision_of:
            pairs.append((f"<{_PROV}wasRevisionOf>", f"<{self._root}/{plan.revision_of}>"))
        self._add(subject, *pairs)
        self._source(subject, plan)
        if not plan.lines:  # printed nowhere in so many words: the document as a whole
            self._derived(subject, range(1, len(self._reading.document.lines) + 1))
        self._statements(subject, plan.statements)

    def _element(self, element: Element) -> None:
        subject = self.iri(element)
        pairs = [
            (_TYPE, _kei(element.kind)),
            (_TYPE, _kei("PlanElement")),
            *_named(element.label),
            (_kei("inPlan"), self.iri(element.plan)),
            (_kei("contributesTo"), self.iri(element.parent)),
        ]
        if element.number:
            pairs.append((_NOTATION, literal(element.number)))
        if element.mark:
            pairs.append((_kei("mark"), literal(element.mark)))
        pairs.extend((_kei("unreadableProperty"), _property(fact)) for fact in element.unreadable)
        self._add(subject, *pairs)
        self._source(subject, element)
        self._statements(subject, element.statements)

    # -- statements

    def _statements(self, subject: str, statements: list[Statement]) -> None:
        for statement in statements:
            predicate, value = self._fact(subject, statement)
            self._out.append(f"{subject} {predicate} {value}{self._tail}")
            node = f"<{self._root}/statement/{_digest(f'{subject} {predicate} {value}', 16)}>"
            self._add(
                node,
                (_TYPE, f"<{_RDF}Statement>"),
                (f"<{_RDF}subject>", subject),
                (f"<{_RDF}predicate>", predicate),
                (f"<{_RDF}object>", value),
            )
            if statement.fact in _WORDED:
                self._add(node, (_SEARCH_KEY, literal(_key(statement.value))))
            self._source(node, statement)

    def _fact(self, subject: str, statement: Statement) -> tuple[str, str]:
        """Return predicate and object of a statement, writing what the object needs to be known by."""
        fact, value = statement.fact, statement.value
        predicate = _property(fact)
        if fact in TEXT_FACTS:
            return predicate, _japanese(value)
        if fact in (Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT, Fact.DEPARTMENT):
            return predicate, self._department(value)
        if fact is Fact.SDG:
            return predicate, f"<http://metadata.un.org/sdg/{value}>"
        if fact is Fact.STRATEGY_CODE:
            self._codes.setdefault((statement.plan, value), []).extend(statement.lines)
            return predicate, f"<{self._root}/{statement.plan}/code/{_notation(value)}>"
        if fact is Fact.STRATEGY_GOAL:
            return predicate, self._strategy_goal(statement)
        if fact is Fact.PROJECT_STATUS:
            return predicate, self._concept("projectStatuses", value, statement)
        if fact is Fact.RELATED_PLAN:
            return predicate, self._related_plan(statement)
        return predicate, self._role(subject, statement)

    def _department(self, name: str) -> str:
        node = f"<{self._root}/department/{segment(name)}>"
        if self._first(node):
            self._add(
                node,
                (_TYPE, _kei("Department")),
                (_TYPE, f"<{_ORG}OrganizationalUnit>"),
                *_named(name),
                (f"<{_ORG}unitOf>", f"<{self._root}>"),
            )
        return node

    def _strategy_goal(self, statement: Statement) -> str:
        plan = self.iri(self._reading.plans[statement.plan])
        node = f"{plan[:-1]}/strategy-goal/{segment(statement.value)}>"
        self._add(
            node,
            (_TYPE, _kei("StrategyGoal")),
            (_TYPE, _kei("PlanElement")),
            *_named(statement.value),
            (_kei("inPlan"), plan),
            (_kei("contributesTo"), plan),
        )
        self._source(node, statement)
        return node

    def _related_plan(self, statement: Statement) -> str:
        title = statement.value
        own = next(
            (plan for plan in self._reading.plans.values() if segment(plan.title) == segment(title)), None
        )
        if own:
            return self.iri(own)
        node = f"<{self._root}/plan/{segment(title)}>"
        self._add(
            node,
            (_TYPE, _kei("Plan")),
            (f"<{_DCT}title>", _japanese(title)),
            *_named(title),
            (_kei("planKind"), self._concept("planKinds", "個別計画", statement)),
            (f"<{_DCT}publisher>", f"<{self._root}>"),
        )
        self._source(node, statement)
        return node

    def _role(self, subject: str, statement: Statement) -> str:
        who = statement.stakeholder
        node = f"{subject[:-1]}/role/{segment(who)}-{_digest(statement.value, 8)}>"
        self._add(
            node,
            (_TYPE, _kei("StakeholderRole")),
            (_kei("stakeholder"), literal(who)),
            (f"<{_DCT}description>", _japanese(statement.value)),
        )
        self._source(node, statement)
        return node

    def _strategy_code(self, plan_id: str, notation: str, lines: list[int]) -> None:
        scheme = f"<{self._root}/{plan_id}/codes>"
        self._add(
            scheme,
            (_TYPE, f"<{_SKOS}ConceptScheme>"),
            (f"<{_DCT}source>", f"<{self._root}/{plan_id}>"),
        )
        top = notation.split("(", 1)[0]
        for code in dict.fromkeys((notation, top)):
            node = f"<{self._root}/{plan_id}/code/{_notation(code)}>"
            self._add(
                node,
                (_TYPE, _kei("StrategyCode")),
                (_TYPE, f"<{_SKOS}Concept>"),
                (_NOTATION, literal(code)),
                (f"<{_SKOS}prefLabel>", _japanese(code)),
                (f"<{_SKOS}inScheme>", scheme),
            )
            if code != top:
                self._add(node, (f"<{_SKOS}broader>", f"<{self._root}/{plan_id}/code/{_notation(top)}>"))
            self._derived(node, lines)

    # -- figures

    def _indicator(self, indicator: Indicator) -> None:
        owner = self.iri(indicator.of)
        plan = indicator.of if isinstance(indicator.of, Plan) else indicator.of.plan
        suffix = "" if isinstance(indicator.of, Plan) else f"-{_digest(owner, 6)}"
        root = f"{self._root}/{plan.id}/indicator/{segment(indicator.label)}{suffix}"
        subject = f"<{root}>"
        pairs = [
            (_TYPE, _kei("Indicator")),
            *_named(indicator.label),
            (_kei("inPlan"), self.iri(plan)),
            (_kei("indicatorOf"), owner),
        ]
        for kind in indicator.kinds:
            pairs.append((_kei("indicatorKind"), self._concept("indicatorKinds", kind, indicator)))
        if indicator.unit:
            pairs.append((_kei("unitLabel"), literal(indicator.unit)))
        if indicator.direction:
            pairs.append((_kei("desiredDirection"), _kei(indicator.direction)))
        self._add(subject, *pairs)
        self._source(subject, indicator)
        self._statements(subject, indicator.statements)
        for observation in indicator.observations:
            self._observation(subject, root, observation)

    def _observation(self, indicator: str, root: str, observation: Observation) -> None:
        year = observation.fiscal_year
        node = f"<{root}/{observation.role.lower()}/{year or 'undated'}>"
        pairs = [
            (_TYPE, _kei(observation.role)),
            (_TYPE, _kei("Observation")),
            (_TYPE, "<http://purl.org/linked-data/cube#Observation>"),
        ]
        if year:
            pairs.append((_kei("fiscalYear"), f'"{year}"{_YEAR}'))
        if observation.value is not None:
            pairs.append((_kei("value"), _decimal(observation.value)))
        if observation.comparator:
            pairs.append((_kei("comparator"), literal(observation.comparator)))
        self._add(indicator, (_kei("observation"), node))
        self._add(node, *pairs)
        self._source(node, observation)

    def _budget(self, budget: Budget) -> None:
        project = self.iri(budget.of)
        node = f"{project[:-1]}/budget/{budget.fiscal_year}>"
        amounts = (
            ("totalAmount", budget.total),
            ("specificRevenue", budget.specific),
            ("generalRevenue", budget.general),
        )
        self._add(project, (_kei("budget"), node))
        self._add(
            node,
            (_TYPE, _kei("Budget")),
            (_kei("fiscalYear"), f'"{budget.fiscal_year}"{_YEAR}'),
            *((_kei(name), f'"{yen}"{_INTEGER}') for name, yen in amounts if yen is not None),
        )
        self._source(node, budget)

    def _evaluation(self, evaluation: Evaluation) -> None:
        measure = self.iri(evaluation.of)
        node = f"{measure[:-1]}/evaluation/{evaluation.fiscal_year}>"
        pairs = [(_TYPE, _kei("Evaluation")), (_kei("fiscalYear"), f'"{evaluation.fiscal_year}"{_YEAR}')]
        if evaluation.progress:
            rating = self._concept("progressRatings", evaluation.progress, evaluation)
            pairs.append((_kei("progressRating"), rating))
        if evaluation.review:
            pairs.append(
                (_kei("reviewRating"), self._concept("reviewRatings", evaluation.review, evaluation))
            )
        self._add(measure, (_kei("evaluation"), node))
        self._add(node, *pairs)
        self._source(node, evaluation)
        self._statements(node, evaluation.texts)


_SHARED_PROPERTIES = {Fact.DESCRIPTION: f"<{_DCT}description>", Fact.NOTE: f"<{_SKOS}note>"}
_WORDED = TEXT_FACTS | {Fact.STAKEHOLDER_ROLE}
_CONFIDENCES = {confidence: _kei(confidence) for confidence in Confidence}


def _property(fact: Fact) -> str:
    return _SHARED_PROPERTIES.get(fact) or _kei(fact)


def _reference(text: str) -> str:
    """Return an address as an IRI and anything else as a string."""
    return f"<{text}>" if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) else literal(text)


def _notation(code: str) -> str:
    """Return a strategy code as a segment: its Roman numeral stays one character."""
    return quote(code, safe="()ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ" + _KEPT) if code.isascii() else code.replace(" ", "")
