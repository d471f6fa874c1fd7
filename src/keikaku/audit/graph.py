"""One municipality's graphs as Python dictionaries, and the part of them that the audit's queries need.

The lines of N-Quads are read once: a hundred municipalities are 1.8 million quads, of which an audit needs a
third. Where something stands is kept here, so that the queries need not look it up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from keikaku.audit.model import GOALS, Ref
from keikaku.documents.places import Place, sorted_places
from keikaku.graph.money import once
from keikaku.graph.nquads import VOCABULARY
from keikaku.ground import content
from keikaku.ground.vocab import PREFIXES, SDG, SDGO

KEI = PREFIXES["kei"]
_RDF, _SKOS, _DCT = PREFIXES["rdf"], PREFIXES["skos"], PREFIXES["dcterms"]
_TYPE = f"{_RDF}type"
_LABEL = PREFIXES["rdfs"] + "label"
_SINGLE = {
    _LABEL: "label",
    f"{_SKOS}notation": "notation",
    f"{KEI}inPlan": "plan",
    f"{KEI}totalAmount": "amount",
    f"{_DCT}isReplacedBy": "replaced",
    f"{KEI}countedBy": "counted",
    f"{KEI}fiscalYear": "year",
    f"{KEI}fileName": "file",
    f"{KEI}startFiscalYear": "start",
    f"{KEI}endFiscalYear": "end",
    f"{KEI}planKind": "kind",
    f"{KEI}extentPart": "part",
    f"{KEI}asPrinted": "printed",
    f"{KEI}iconWitness": "icon",
    f"{KEI}value": "value",
    f"{KEI}readingConfidence": "confidence",
    f"{_DCT}publisher": "publisher",
    f"{_DCT}identifier": "identifier",
    f"{_DCT}source": "source",
    f"{_SKOS}inScheme": "scheme",
    f"{_SKOS}broader": "broader",
    f"{_RDF}subject": "subject",
    f"{_RDF}predicate": "predicate",
    f"{_RDF}object": "object",
}
_SEVERAL = {
    f"{KEI}contributesTo": "up",
    f"{KEI}extent": "extent",
    f"{KEI}indicatorOf": "of",
    f"{KEI}sdg": "sdg",
    f"{KEI}sdgCommitment": "commitment",
    f"{KEI}budget": "budget",
    f"{KEI}strategyCode": "code",
    f"{KEI}strategyGoal": "goal",
    f"{KEI}unreadableProperty": "unreadable",
    f"{KEI}observation": "observation",
    f"{KEI}evaluation": "evaluation",
    **dict.fromkeys(
        (f"{KEI}{name}" for name in ("department", "leadDepartment", "relatedDepartment")), "department"
    ),
    f"{KEI}place": "place",
}
_QUERIED = {
    *(KEI + name for name in (
        "inPlan", "contributesTo", "indicatorOf", "sdg", "sdgCommitment", "budget", "totalAmount", "specificRevenue",
        "generalRevenue", "fiscalYear", "department", "leadDepartment", "relatedDepartment", "observation",
        "value", "comparator", "desiredDirection", "unitLabel", "strategyCode", "strategyGoal",
        "unreadableProperty", "readingConfidence", "evaluation",
    )),
    _TYPE,
    _LABEL,
    f"{_SKOS}notation",
    f"{_SKOS}broader",
    f"{_DCT}publisher",
    f"{_DCT}isReplacedBy",
}  # fmt: skip
"""What the queries of the audit look at, but for where things stand."""
_MOSTLY_USELESS = (_TYPE, f"{KEI}readingConfidence")
_USELESS = re.compile(f"<(?:{re.escape(KEI)}(?:Certain|SourceFragment)|{re.escape(_RDF)}Statement)>")
_GOALS = [f"<{SDG[str(goal)]}> <{_TYPE}> <{SDGO.Goal}> ." for goal in GOALS]
"""What the queries take from the vocabularies."""
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_KINDS = frozenset({
    "Plan", "Vision", "Goal", "Field", "Measure", "Action", "Project", "StrategyGoal", "Perspective", "Policy",
    "Indicator", "Municipality", "StrategyCode", "Department", "Budget", "Evaluation", "Baseline", "Target",
    "Actual",
})  # fmt: skip


Standing = tuple[str, tuple[object, ...]]
"""What things are sorted by: the file that they were read from, and where in it."""
NOWHERE: Standing = ("", ())


class Graph:
    """What one municipality's documents say.

    Attributes:
        one: Property by short name to subject to its value.
        many: Property by short name to subject to its values, in the order of the graph.
        kinds: Subject to the local name of its class.
        goals: What was found out of the goals that stand above things.

    Args:
        also: Properties that queries look at besides those of every audit.
    """

    def __init__(self, also: frozenset[str] = frozenset()) -> None:
        self._wanted = _QUERIED | also
        self.one: dict[str, dict[str, str]] = {name: {} for name in _SINGLE.values()}
        self.many: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in _SEVERAL.values()}
        self.kinds: dict[str, str] = {}
        self._queried: list[str] = []
        self._above: dict[str, list[str]] = {}
        self.goals: dict[str, frozenset[int]] = {}
        self._below: dict[str, list[str]] | None = None
        self._indicators: dict[str, list[str]] | None = None
        self._statements: dict[tuple[str, str], list[str]] | None = None
        self._stated: dict[str, list[str]] | None = None
        self._owners: dict[str, str] | None = None
        self._plans: dict[str, frozenset[str]] = {}
        self._found: dict[tuple[str, ...], list[tuple[str, Place]]] = {}

    def read(self, lines: Iterable[str]) -> None:
        """Take in the N-Quads lines of a document."""
        routes = {
            f"<{name}>": (
                _SINGLE.get(name),
                _SEVERAL.get(name),
                name in self._wanted,
                name in _MOSTLY_USELESS,
            )
            for name in {_TYPE, *_SINGLE, *_SEVERAL, *self._wanted}
        }
        kind = f"<{_TYPE}>"
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            route = routes.get(predicate)
            if route is None:  # most lines tell where things stand
                continue
            single, several, wanted, often_useless = route
            useless = often_useless and _USELESS.match(rest)
            if predicate == kind:
                self._type(subject[1:-1], rest)
            elif single and not useless:
                self.one[single].setdefault(subject[1:-1], value_of(rest))
            elif several:
                values = self.many[several][subject[1:-1]]
                if (value := value_of(rest)) not in values:  # two documents may say the same
                    values.append(value)
            if wanted and not useless:
                self._queried.append(line)

    def _type(self, subject: str, rest: str) -> None:
        if rest.startswith(f"<{KEI}"):
            kind = rest[len(KEI) + 1 : rest.index(">")]
            if kind in _KINDS:
                self.kinds[subject] = kind

    def memory(self, *vocabularies: str) -> ox.Store:
        """Return a store with what the queries look at; where things stand is left out.

        Args:
            vocabularies: Stems of the files of the ontology that come too.
        """
        memory = ox.Store()
        memory.bulk_load("\n".join([*self._queried, *_GOALS]).encode(), format=ox.RdfFormat.N_QUADS)
        for stem in vocabularies:
            file, graph = content.folder("ontology") / f"{stem}.ttl", ox.NamedNode(VOCABULARY + stem)
            memory.bulk_load(path=file, format=ox.RdfFormat.TURTLE, to_graph=graph)
        return memory

    # -- the ways up and down

    def above(self, iri: str) -> list[str]:
        """Return everything that a thing contributes to, nearest first; a cycle ends where it began."""
        if iri in self._above:
            return self._above[iri]
        up, of = self.many["up"], self.many["of"]
        found: dict[str, None] = {}
        queue = [iri]
        for here in queue:
            for upper in (*up.get(here, ()), *of.get(here, ())):
                if upper not in found:
                    found[upper] = None
                    queue.append(upper)
        self._above[iri] = list(found)
        return self._above[iri]

    def plans_above(self, iri: str) -> frozenset[str]:
        """Return the plans that a thing, or what it contributes to, is in; what is in none stands for itself."""
        if iri not in self._plans:
            plan_of = self.one["plan"]
            self._plans[iri] = frozenset(plan_of.get(one, one) for one in (iri, *self.above(iri)))
        return self._plans[iri]

    def below(self, iri: str) -> list[str]:
        """Return a thing and everything that contributes to it, indicators left out."""
        if self._below is None:
            self._below = self._turned("up")
        found = {iri: None}
        queue = [iri]
        for here in queue:
            for lower in self._below.get(here, ()):
                if lower not in found:
                    found[lower] = None
                    queue.append(lower)
        return list(found)

    def indicators(self, owners: Iterable[str]) -> list[str]:
        """Return the indicators of some things."""
        if self._indicators is None:
            self._indicators = self._turned("of")
        return list(dict.fromkeys(one for owner in owners for one in self._indicators.get(owner, ())))

    def _turned(self, name: str) -> dict[str, list[str]]:
        turned: dict[str, list[str]] = defaultdict(list)
        for lower, uppers in self.many[name].items():
            for upper in uppers:
                turned[upper].append(lower)
        return turned

    def plan_of(self, iri: str) -> str:
        """Return the plan that a thing is in, the strategy of a code, or the plan itself; "" where it has none."""
        owner = self.owner(iri)
        if self.kinds.get(owner) == "Plan":
            return owner
        if plan := self.one["plan"].get(owner):
            return plan
        scheme = self.one["scheme"].get(owner, "")
        near = scheme.rpartition("/")[0]
        return self.one["source"].get(scheme) or (near if self.kinds.get(near) == "Plan" else "")

    def of_kind(self, *kinds: str) -> Iterator[str]:
        """Yield the things of some classes."""
        return (iri for iri, kind in self.kinds.items() if kind in kinds)

    def amounts(self, projects: Iterable[str]) -> dict[str, int]:
        """Return the budgets of some projects that count in their sum, with their totals, no yen twice."""
        amount, budgets = self.one["amount"], self.many["budget"]
        found = {
            budget: int(amount[budget])
            for project in projects
            for budget in budgets.get(project, ())
            if budget in amount and budget not in self.one["replaced"]
        }
        return once(found, self.one["counted"])

    # -- names and places

    def ref(self, iri: str) -> Ref:
        """Return a thing with its name and its lines."""
        label = self.one["label"].get(iri) or self.one["notation"].get(iri, iri)
        return Ref(iri=iri, label=label, kind=self.kinds.get(iri, ""), sources=self.sources(iri))

    def sources(self, *iris: str) -> tuple[str, ...]:
        """Return where some things stand, as tools name it (:func:`keikaku.documents.places.shown` words it)."""
        return tuple(place.source(file) for file, place in self._places(*iris))

    def standing(self, iri: str) -> Standing:
        """Return where a thing stands first, to sort by."""
        return next(((file, place.position) for file, place in self._places(iri)), NOWHERE)

    def _places(self, *iris: str) -> list[tuple[str, Place]]:
        if iris not in self._found:
            named = (place for iri in iris for place in self.many["place"].get(iri, ()))
            self._found[iris] = sorted_places(named, self.one["file"])
        return self._found[iris]

    def statements(self, subject: str, value: str) -> list[str]:
        """Return the statements that link a thing to an SDG."""
        if self._statements is None:
            self._statements = defaultdict(list)
            for iri, predicate in self.one["predicate"].items():
                if predicate == f"{KEI}sdg":
                    pair = (self.one["subject"].get(iri, ""), self.one["object"].get(iri, ""))
                    self._statements[pair].append(iri)
        return self._statements.get((subject, value), [])

    def stated_of(self, subjects: Iterable[str]) -> list[str]:
        """Return the statements about some things, in the order of the graph."""
        about = self.one["subject"]
        if self._stated is None:
            self._stated = defaultdict(list)
            for iri, subject in about.items():
                self._stated[subject].append(iri)
        wanted = set(subjects)
        if len(wanted) > 1:
            return [iri for iri, subject in about.items() if subject in wanted]
        return [iri for subject in wanted for iri in self._stated.get(subject, ())]

    def owner(self, iri: str) -> str:
        """Return what a figure, a budget, an evaluation or a statement is of; else the thing itself."""
        if iri in self.one["subject"]:
            return self.one["subject"][iri]
        if self._owners is None:
            self._owners = {
                part: whole
                for name in ("observation", "budget", "evaluation")
                for whole, parts in self.many[name].items()
                for part in parts
            }
        return self._owners.get(iri, iri)


def value_of(rest: str) -> str:
    """Return the value of an N-Quads object with what follows it."""
    if rest[0] == "<":
        return rest[1 : rest.index(">")]
    text = rest[1 : rest.rindex('"')]
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}.get(code, code)
