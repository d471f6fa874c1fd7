"""An invented document: markup in labels, figures that nobody can read, circles, links that a program suggests."""

from __future__ import annotations

from itertools import pairwise

from keikaku.graph.nquads import DERIVED, KEI, LABEL, PLACE, TYPE

ORIGIN = "https://w3id.org/keikaku/id/"
DEPTH = 120
EVIL = '<script>alert("x")</script>'
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_OWL = "http://www.w3.org/2002/07/owl#"
_SSSOM = "https://w3id.org/sssom/"


def odd_lines() -> list[str]:
    """Return the statements of the document, without their graph."""
    lines = [*_plan(), *_figures(), *_links(), *_codes(), *_deep()]
    return [*lines, *(line.replace(DERIVED, PLACE) for line in lines if DERIVED in line and "#line=" in line)]


def iri(local: str) -> str:
    """Return a thing of the document as N-Quads writes it."""
    return f"<{ORIGIN}{local}>"


TOWN, PLAN, DOCUMENT = iri("99999"), iri("99999/odd"), iri("document/odd")
MEASURE, PROJECT, INDICATOR = (iri(f"99999/odd/{name}") for name in ("measure/M", "project/P", "indicator/I"))
ROUND = (iri("99999/odd/action/A"), iri("99999/odd/action/B"))


def line(number: int) -> str:
    """Return the fragment of a line."""
    return iri(f"document/odd#line={number - 1},{number}")


def _text(text: str, tag: str = "@ja") -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"{tag}'


def _plan() -> list[str]:
    return [
        f"{TOWN} {TYPE} <{KEI}Municipality>",
        f"{TOWN} {LABEL} {_text('架空町')}",
        f'{TOWN} <{_DCT}identifier> "99999"',
        f"{PLAN} {TYPE} <{KEI}Plan>",
        f"{PLAN} {LABEL} {_text(EVIL)}",
        f"{PLAN} <{_DCT}publisher> {TOWN}",
        f'{PLAN} <{KEI}startFiscalYear> "2024"^^<{_XSD}gYear>',
        f"{MEASURE} {TYPE} <{KEI}Measure>",
        f"{MEASURE} {LABEL} {_text(EVIL)}",
        f"{MEASURE} <{KEI}inPlan> {PLAN}",
        f"{MEASURE} <{KEI}contributesTo> {PLAN}",
        f"{MEASURE} <{KEI}unreadableProperty> <{KEI}sdg>",
        f"{MEASURE} <{KEI}content> {_text(EVIL)}",
        f"{MEASURE} {DERIVED} {line(1)}",
        *(f"{one} {TYPE} <{KEI}Action>" for one in ROUND),
        *(f"{one} <{KEI}inPlan> {PLAN}" for one in ROUND),
        f"{ROUND[0]} <{KEI}contributesTo> {ROUND[1]}",
        f"{ROUND[1]} <{KEI}contributesTo> {ROUND[0]}",
        f"{DOCUMENT} {TYPE} <{KEI}SourceDocument>",
        f"{DOCUMENT} <{_DCT}source> <javascript:alert(1)>",
        f"{DOCUMENT} <{_DCT}license> <https://example.jp/licence>",
        f"{DOCUMENT} <{_DCT}title> {_text(EVIL, '')}",
        *(f"{line(number)} <{_DCT}isPartOf> {DOCUMENT}" for number in (1, 2)),
        f"{line(1)} {TYPE} <{KEI}SourceFragment>",
        f"{line(2)} {TYPE} <{KEI}SourceFragment>",
    ]


def _figures() -> list[str]:
    budget, target, bare = (
        f"{PROJECT[:-1]}/budget/2024>",
        f"{INDICATOR[:-1]}/target/2027>",
        f"{INDICATOR[:-1]}/baseline/undated>",
    )
    return [
        f"{PROJECT} {TYPE} <{KEI}Project>",
        f"{PROJECT} {LABEL} {_text('事業')}",
        f"{PROJECT} <{KEI}inPlan> {PLAN}",
        f"{PROJECT} <{KEI}contributesTo> {MEASURE}",
        f"{PROJECT} <{KEI}budget> {budget}",
        f"{budget} {TYPE} <{KEI}Budget>",
        f'{budget} <{KEI}fiscalYear> "2024"^^<{_XSD}gYear>',
        f'{budget} <{KEI}totalAmount> "1234567000"^^<{_XSD}integer>',
        f'{budget} <{KEI}generalRevenue> "many"^^<{_XSD}string>',
        f"{budget} <{KEI}readingConfidence> <{KEI}Doubtful>",
        f"{budget} <{KEI}asPrinted> {_text('1,234,5G7 <千円>', '')}",
        f"{budget} {DERIVED} {line(2)}",
        f"{INDICATOR} {TYPE} <{KEI}Indicator>",
        f"{INDICATOR} {LABEL} {_text('指標')}",
        f"{INDICATOR} <{KEI}inPlan> {PLAN}",
        f"{INDICATOR} <{KEI}indicatorOf> {MEASURE}",
        f"{INDICATOR} <{KEI}observation> {target}",
        f"{INDICATOR} <{KEI}observation> {bare}",
        f"{target} {TYPE} <{KEI}Target>",
        f'{target} <{KEI}fiscalYear> "2027"^^<{_XSD}gYear>',
        f'{target} <{KEI}value> "9.5"^^<{_XSD}decimal>',
        f'{target} <{KEI}comparator> "lt"',
        f"{bare} {TYPE} <{KEI}Baseline>",
        f"{bare} <{KEI}asPrinted> {_text('Q.5', '')}",
        f"{bare} <{KEI}readingConfidence> <{KEI}Doubtful>",
    ]


def _codes() -> list[str]:
    """A code of a strategy whose plan prints a goal of that number, and one of which nobody knows the name."""
    scheme, goal = iri("99999/odd/codes"), iri("99999/odd/strategy-goal/G")
    found = [
        f"{scheme} {TYPE} <{_SKOS}ConceptScheme>",
        f"{scheme} <{_DCT}source> {PLAN}",
        f"{goal} {TYPE} <{KEI}StrategyGoal>",
        f"{goal} {LABEL} {_text('しごとをつくる')}",
        f"{goal} <{_SKOS}notation> {_text('Ⅲ', '')}",
        f"{goal} <{KEI}inPlan> {PLAN}",
        f"{goal} <{KEI}contributesTo> {PLAN}",
    ]
    for number in ("Ⅲ", "Ⅳ"):
        code = iri(f"99999/odd/code/{number}")
        found += [
            f"{code} {TYPE} <{KEI}StrategyCode>",
            f"{code} <{_SKOS}notation> {_text(number, '')}",
            f"{code} <{_SKOS}prefLabel> {_text(number)}",
            f"{code} <{_SKOS}inScheme> {scheme}",
        ]
    return found


def _links() -> list[str]:
    suggested, decided = iri("99999/mapping/1"), iri("99999/mapping/1/decision")
    goal, national = "<http://metadata.un.org/sdg/11>", iri("national-strategy/mhs2/1")
    other = iri("99999/mapping/2/decision")
    return [
        f"{other} {TYPE} <{_OWL}Axiom>",
        f"{iri('99999/mapping/3')} <{_OWL}annotatedSource> {MEASURE}",
        f"{iri('99999/mapping/3')} <{_OWL}annotatedTarget> <javascript:alert(2)>",
        f"{other} <{_OWL}annotatedSource> {MEASURE}",
        f"{other} <{_OWL}annotatedTarget> {national}",
        *_decided(other),
        *(f"{one} {TYPE} <{_OWL}Axiom>" for one in (suggested, decided)),
        *(f"{one} <{_OWL}annotatedSource> {MEASURE}" for one in (suggested, decided)),
        *(f"{one} <{_OWL}annotatedTarget> {goal}" for one in (suggested, decided)),
        *_decided(decided),
        f"{_REVIEWER} {TYPE} <http://www.w3.org/ns/prov#Agent>",
        f"{_REVIEWER} <http://purl.org/dc/terms/identifier> {_text('k-yamada', '')}",
        f"{_REVIEWER} <{KEI}reviewerRole> {_text('企画課', '')}",
    ]


_REVIEWER = iri("99999/reviewer/k-yamada")


def _decided(node: str) -> list[str]:
    return [
        f"{node} <{_SSSOM}mapping_justification> <https://w3id.org/semapv/vocab/ManualMappingCuration>",
        f"{node} <http://purl.org/dc/terms/creator> {_REVIEWER}",
    ]


def _deep() -> list[str]:
    plan = iri("99999/deep")
    above = [plan, *(iri(f"99999/deep/action/{number:03}") for number in range(DEPTH))]
    return [
        f"{plan} {TYPE} <{KEI}Plan>",
        f'{plan} <{KEI}planKind> "a text"',
        f'{above[1]} <{KEI}department> "a text"',
        f'{above[1]} <{KEI}sdg> "a text"',
        f'{above[1]} <{KEI}budget> "a text"',
        f'{above[1]} <{KEI}evaluation> "a text"',
        f'{above[1]} <{KEI}unreadableProperty> "a text"',
        *(f"{one} {TYPE} <{KEI}Action>" for one in above[1:]),
        *(f"{one} <{KEI}inPlan> {plan}" for one in above[1:]),
        *(f"{one} <{KEI}contributesTo> {up}" for up, one in pairwise(above)),
    ]
