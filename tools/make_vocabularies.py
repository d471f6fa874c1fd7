#!/usr/bin/env python3
"""Make the vocabulary files that come from elsewhere.

    python tools/make_vocabularies.py SOURCE_FOLDER [OUTPUT_FOLDER]

SOURCE_FOLDER holds municipalities.csv, municipality-changes.csv, sdg-kos-goals-targets-indicators.ttl, sdg_goals_ja.tsv and
national_strategy_goals.json. OUTPUT_FOLDER is ``ontology/`` unless told otherwise; municipalities.ttl,
municipality-changes.ttl, sdg.ttl and national-strategies.ttl are written there, the same bytes from the same sources.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://w3id.org/keikaku/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SDG = "http://metadata.un.org/sdg/"
SDGO = SDG + "ontology#"

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": BASE,
    "kei": "https://w3id.org/keikaku/ns#",
    "org": "http://www.w3.org/ns/org#",
    "change": BASE + "municipality-change/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sac": "http://data.e-stat.go.jp/lod/sac/",
    "sdg": SDG,
    "sdgo": SDGO,
    "schema": "https://schema.org/",
    "skos": SKOS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The source lists municipalities only; these are the prefectures' readings, in the order of their codes.
PREFECTURE_KANA = (
    "ほっかいどう あおもりけん いわてけん みやぎけん あきたけん やまがたけん ふくしまけん いばらきけん "
    "とちぎけん ぐんまけん さいたまけん ちばけん とうきょうと かながわけん にいがたけん とやまけん "
    "いしかわけん ふくいけん やまなしけん ながのけん ぎふけん しずおかけん あいちけん みえけん "
    "しがけん きょうとふ おおさかふ ひょうごけん ならけん わかやまけん とっとりけん しまねけん "
    "おかやまけん ひろしまけん やまぐちけん とくしまけん かがわけん えひめけん こうちけん ふくおかけん "
    "さがけん ながさきけん くまもとけん おおいたけん みやざきけん かごしまけん おきなわけん"
)

STRATEGY_ENGLISH = {
    "mhs1": "National strategy for towns, people and jobs, first period",
    "mhs2": "National strategy for towns, people and jobs, second period",
    "dd": "National strategy for the digital garden city nation",
}


def literal(text: str, language: str = "") -> str:
    """Return a Turtle string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' + (f"@{language}" if language else "")


def block(subject: str, *statements: tuple[str, Iterable[str]]) -> str:
    """Return one subject with its predicates, leaving out predicates without objects."""
    lines = [f"{predicate} {' , '.join(objects)}" for predicate, objects in statements if objects]
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


def head(comment: str, *names: str) -> str:
    """Return the prefixes of a file and the line that says where it comes from."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(names))
    return f"# Made by tools/make_vocabularies.py; do not edit. {comment}\n{prefixes}\n"


# ---------------------------------------------------------------- municipalities


def check_digit(code: str) -> str:
    """Return the sixth digit of a local government code."""
    total = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def body(kind: str, row: dict[str, str], parent: str = "") -> str:
    """Return the Turtle of one prefecture or municipality."""
    return block(
        f"id:{row['jis5']}",
        ("a", [f"kei:{kind}", "org:FormalOrganization"]),
        ("rdfs:label", [literal(row["name"], "ja")]),
        ("kei:kana", [literal(row["kana"], "ja-Hira")]),
        ("dcterms:identifier", [literal(row["jis5"])]),
        ("kei:localGovernmentCode", [literal(row["lgcode6"])]),
        ("dcterms:isPartOf", [parent] if parent else []),
        ("skos:exactMatch", ["sac:" + row["sac_uri"].rpartition("/")[2]]),
        ("foaf:homepage", [f"<{row['url']}>"] if row["url"] else []),
    )


def prefectures(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Derive the prefectures from the municipalities' codes."""
    names = {row["jis5"][:2]: row["pref"] for row in rows}
    for (number, name), kana in zip(sorted(names.items()), PREFECTURE_KANA.split(), strict=True):
        code = number + "000"
        sac = f"{PREFIXES['sac']}C{code}"
        yield {
            "jis5": code,
            "lgcode6": code + check_digit(code),
            "name": name,
            "kana": kana,
            "sac_uri": sac,
            "url": "",
        }


def municipalities(source: Path) -> str:
    """Return municipalities.ttl: prefectures, then municipalities without the wards of designated cities."""
    with (source / "municipalities.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(
            (row for row in csv.DictReader(file) if " " not in row["name"]), key=lambda r: r["jis5"]
        )
    blocks = [body("Prefecture", row) for row in prefectures(rows)]
    blocks += [body("Municipality", row, f"id:{row['jis5'][:2]}000") for row in rows]
    comment = "From code4fukui/localgovjp and geolonia/jisx0402 (CC0)."
    names = ("dcterms", "foaf", "id", "kei", "org", "rdfs", "sac", "skos")
    return head(comment, *names) + "\n".join(blocks)


# ---------------------------------------------------------------- municipalities in time

NAMED = re.compile(r"(?:^|[、がのと])(?P<name>[^\s、（）()]+)[(（](?P<code>[0-9]{5})[)）]")
OF_RANK = re.compile(r"中核市|特例市|区域変更|の廃止|の新設$|再編")


def changes(source: Path) -> Iterator[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]:
    """Yield the day, and code and name of the bodies before and after, of each merger, founding and renaming.

    A change of rank alone, and wards of designated cities, are left out.
    """
    with (source / "municipality-changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    codes = {
        (row["廃置分合等施行年月日"], row["市区町村"] or row["政令市・郡・支庁・振興局等"]): row[
            "標準地域コード"
        ]
        for row in rows
    }
    seen = set()
    for row in rows:
        day = row["廃置分合等施行年月日"]
        for line in row["改正事由"].splitlines():
            if (day, line) in seen or OF_RANK.search(line):
                continue
            seen.add((day, line))
            old, new = _sides(line, {name for _day, name in codes})
            after = [(code or codes.get((day, name), ""), name) for name, code in new]
            before = [(code or codes.get((day, name), ""), name) for name, code in old]
            bodies = [*before, *after]
            if before and after and all(code and not name.endswith("区") for code, name in bodies):
                yield day, before, after


def _sides(line: str, known: set[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the bodies before and after a change, by name and code; a code may be left out behind 新設."""
    found = [(one["name"], one["code"], one.start()) for one in NAMED.finditer(line)]
    named = [
        (name if name in known else name.rpartition("が")[2], code, at) for name, code, at in found
    ]  # かすみがうら市, but 本栖が富士河口湖町
    if "編入" in line:  # A、BがCに編入: C goes on
        whole = [(name, code) for name, code, _at in named]
        return whole, whole[-1:]
    cut = next(
        (line.index(word) for word in ("が合併し", "が統合し", "から分離し", "を分割し") if word in line), -1
    )
    if cut >= 0:
        old = [(name, code) for name, code, at in named if at < cut]
        new = [(name, code) for name, code, at in named if at > cut]
        bare = re.search(r"、([^、()（）]+)を新設$", line)
        if bare:
            new.append((bare[1], ""))
        return old, [*new, *(old if "分離" in line else [])]
    return [(name, code) for name, code, _at in named[:1]], [(name, code) for name, code, _at in named[1:]]


def municipality_changes(source: Path) -> str:
    """Return municipality-changes.ttl: the events, and the bodies that are gone with the days of their beginning and end."""
    with (source / "municipalities.csv").open(encoding="utf-8-sig", newline="") as file:
        today = {row["jis5"] for row in csv.DictReader(file)}
    with (source / "municipality-changes.csv").open(encoding="utf-8-sig", newline="") as file:
        kana = {
            (row["標準地域コード"], row["市区町村"]): row["市区町村（ふりがな）"]
            for row in csv.DictReader(file)
        }
    events = sorted(changes(source))
    names: dict[str, str] = {}
    ended: dict[str, str] = {}
    begun: dict[str, str] = {}
    blocks = []
    for day, before, after in events:
        kept = {code for code, _name in after}
        for code, name in before:
            names[code] = name
            if code not in kept:
                ended[code] = day
        for code, name in after:
            names[code] = name
            ended.pop(code, None)
            if code not in {one for one, _name in before}:
                begun[code] = day
        first = after[0][0]
        again = sum(one == day and others[0][0] == first for one, _old, others in events[: len(blocks)])
        blocks.append(
            block(
                f"change:{day}-{first}" + (f"-{again + 1}" if again else ""),
                ("a", ["org:ChangeEvent"]),
                (
                    "rdfs:label",
                    [
                        literal(
                            f"{'・'.join(n for _c, n in before)} → {'・'.join(n for _c, n in after)}", "ja"
                        )
                    ],
                ),
                ("dcterms:date", [f'"{day}"^^xsd:date']),
                ("org:originalOrganization", sorted({f"id:{code}" for code, _name in before})),
                ("org:resultingOrganization", sorted({f"id:{code}" for code, _name in after})),
            )
        )
    bodies = []
    for code in sorted({*ended, *begun}):
        gone = code in ended and code not in today
        bodies.append(
            block(
                f"id:{code}",
                ("a", ["kei:Municipality", "org:FormalOrganization"] if gone else []),
                ("rdfs:label", [literal(names[code], "ja")] if gone else []),
                (
                    "kei:kana",
                    [literal(kana[code, names[code]], "ja-Hira")]
                    if gone and kana.get((code, names[code]))
                    else [],
                ),
                ("dcterms:identifier", [literal(code)] if gone else []),
                ("dcterms:isPartOf", [f"id:{code[:2]}000"] if gone else []),
                ("schema:foundingDate", [f'"{begun[code]}"^^xsd:date'] if code in begun else []),
                ("schema:dissolutionDate", [f'"{ended[code]}"^^xsd:date'] if gone else []),
            )
            if gone or code in begun
            else ""
        )
    comment = "From 廃置分合等情報 of e-Stat (政府統計の総合窓口), edited: mergers, foundings and renamings alone, without wards."
    prefixes = ("change", "dcterms", "id", "kei", "org", "rdfs", "schema", "xsd")
    return head(comment, *prefixes) + "\n".join(filter(None, [*blocks, *bodies]))


# ---------------------------------------------------------------- SDGs


def sdg_statements(source: Path) -> dict[str, dict[str, list[Any]]]:
    """Return what the UN's file says of each goal, target and indicator: predicate to objects."""
    found: dict[str, dict[str, list[Any]]] = {}
    path = source / "sdg-kos-goals-targets-indicators.ttl"
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(SDG):
            found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


def sdg_order(iri: str) -> list[tuple[int, str]]:
    """Sort goals and targets by number, indicators by their permanent code after them."""
    name = iri.removeprefix(SDG)
    if name.startswith("C"):
        return [(99, name)]
    return [(int(part), "") if part.isdigit() else (1000, part) for part in name.split(".")]


def sdg_concept(iri: str, facts: dict[str, list[Any]], tagline: str | None) -> str:
    """Return the Turtle of one goal, target or indicator."""
    compact = [o.value for o in facts[SKOS + "notation"] if o.datatype.value == SDGO + "SDGCodeCompact"]
    kind = next(o.value for o in facts[RDF_TYPE] if o.value.startswith(SDGO)).removeprefix(SDGO)

    def english(name: str) -> list[str]:
        found = {" ".join(o.value.split()) for o in facts.get(SKOS + name, []) if o.language == "en"}
        return [literal(text, "en") for text in sorted(found)]

    labels = [literal(tagline, "ja"), *english("prefLabel")] if tagline else []
    broader = sorted({o.value for o in facts.get(SKOS + "broader", [])}, key=sdg_order)
    return block(
        f"sdg:{iri.removeprefix(SDG)}",
        ("a", [f"sdgo:{kind}", "skos:Concept"]),
        ("skos:notation", [literal(code) for code in sorted(set(compact), key=sdg_order)]),
        ("skos:prefLabel", labels),
        ("skos:altLabel", english("altLabel") if tagline else []),
        ("skos:broader", [f"sdg:{parent.removeprefix(SDG)}" for parent in broader]),
        ("skos:topConceptOf", ["<http://metadata.un.org/sdg>"] if tagline else []),
        ("skos:inScheme", ["<http://metadata.un.org/sdg>"]),
    )


def is_a(facts: dict[str, list[Any]], kind: str) -> bool:
    """Tell whether something is a goal, a target or an indicator."""
    return any(one.value == SDGO + kind for one in facts[RDF_TYPE])


def sdgs(source: Path) -> str:
    """Return sdg.ttl: the goals with names, the targets and indicators with their codes."""
    with (source / "sdg_goals_ja.tsv").open(encoding="utf-8", newline="") as file:
        taglines = {SDG + row["code"]: row["tagline_ja"] for row in csv.DictReader(file, delimiter="\t")}
    kinds = {SDGO + kind for kind in ("Goal", "Target", "Indicator")}
    statements = {
        iri: facts
        for iri, facts in sdg_statements(source).items()
        if any(o.value in kinds for o in facts.get(RDF_TYPE, []))
    }
    scheme = block(
        "<http://metadata.un.org/sdg>",
        ("a", ["skos:ConceptScheme", "kei:SdgFramework"]),
        ("owl:versionInfo", [literal("2019")]),
        *(
            (f"kei:{kind.lower()}Count", [str(sum(is_a(facts, kind) for facts in statements.values()))])
            for kind in ("Goal", "Target", "Indicator")
        ),
        ("skos:prefLabel", ['"持続可能な開発目標（SDGs）"@ja', '"Sustainable Development Goals"@en']),
        ("dcterms:source", ["<http://metadata.un.org/sdg/>"]),
        ("dcterms:bibliographicCitation", [literal("Joshi, Gonzalez Morales, Klarman, Helton (2019)")]),
    )
    blocks = [
        sdg_concept(iri, statements[iri], taglines.get(iri)) for iri in sorted(statements, key=sdg_order)
    ]
    comment = "From the UN's SDG knowledge organization system and the UN Information Centre's taglines."
    return head(comment, "dcterms", "kei", "owl", "sdg", "sdgo", "skos") + "\n".join([scheme, *blocks])


# ---------------------------------------------------------------- national strategies


def close_matches(crosswalk: str) -> dict[str, set[str]]:
    """Read "mhs1.1→mhs2.1→dd.1; …" into pairs of neighbours, both ways."""
    matches: dict[str, set[str]] = {}
    for chain in crosswalk.partition("(")[0].split(";"):
        goals = [goal.replace(".", "/") for goal in re.findall(r"\w+\.\w+", chain)]
        for one, other in pairwise(goals):
            matches.setdefault(one, set()).add(other)
            matches.setdefault(other, set()).add(one)
    return matches


def goal_blocks(scheme: str, goal: dict[str, Any], matches: dict[str, set[str]]) -> Iterator[str]:
    """Return the Turtle of one basic goal and of its parts."""
    name = f"{scheme}/{goal['code']}"
    yield block(
        strategy_iri(name),
        ("a", ["skos:Concept"]),
        ("skos:notation", [literal(goal["code"])]),
        ("skos:prefLabel", [literal(goal["label"], "ja")]),
        ("skos:altLabel", [literal(label, "ja") for label in goal.get("alt", [])]),
        (
            "skos:note",
            ['"横断的な目標"@ja', '"A goal that cuts across the others"@en']
            if goal.get("cross_cutting")
            else [],
        ),
        ("skos:closeMatch", [strategy_iri(other) for other in sorted(matches.get(name, ()))]),
        ("skos:topConceptOf", [strategy_iri(scheme)]),
        ("skos:inScheme", [strategy_iri(scheme)]),
    )
    for part in goal.get("parts", []):
        yield block(
            strategy_iri(f"{name}/{part}"),
            ("a", ["skos:Concept"]),
            ("skos:prefLabel", [literal(part, "ja")]),
            ("skos:broader", [strategy_iri(name)]),
            ("skos:inScheme", [strategy_iri(scheme)]),
        )


def strategy_iri(name: str) -> str:
    """Return the IRI of a national strategy or one of its goals."""
    return f"<{BASE}national-strategy/{name}>"


def national_strategies(source: Path) -> str:
    """Return national-strategies.ttl, without the strategies whose list nobody has verified."""
    data = json.loads((source / "national_strategy_goals.json").read_text(encoding="utf-8"))
    matches = close_matches(data["crosswalk"])
    blocks: list[str] = []
    names = [one["id"] for one in data["strategies"] if not one["checked"].startswith("UNVERIFIED")]
    before = {new: [old] for old, new in pairwise(names)}
    for strategy in data["strategies"]:
        if strategy["checked"].startswith("UNVERIFIED"):
            continue
        start, end = strategy["period"]
        scheme = strategy["id"]
        blocks.append(
            block(
                strategy_iri(scheme),
                ("a", ["skos:ConceptScheme", "kei:NationalStrategy"]),
                (
                    "skos:prefLabel",
                    [literal(strategy["name"], "ja"), literal(STRATEGY_ENGLISH[scheme], "en")],
                ),
                ("dcterms:issued", [f'"{strategy["decided"][:10]}"^^xsd:date']),
                ("kei:startFiscalYear", [f'"{start}"^^xsd:gYear']),
                ("kei:endFiscalYear", [f'"{end}"^^xsd:gYear']),
                ("dcterms:replaces", [strategy_iri(one) for one in before.get(scheme, [])]),
                ("dcterms:isReplacedBy", [strategy_iri(one) for one, old in before.items() if scheme in old]),
                ("skos:editorialNote", [literal("Checked: " + strategy["checked"], "en")]),
            )
        )
        for goal in strategy["goals"]:
            blocks += goal_blocks(scheme, goal, matches)
    comment = "Headings of the cabinet's strategies."
    return head(comment, "dcterms", "kei", "skos", "xsd") + "\n".join(blocks)


def main(arguments: list[str]) -> int:
    """Write the three files."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    source = Path(arguments[0])
    output = Path(arguments[1]) if len(arguments) == 2 else ROOT / "ontology"
    for name, make in FILES.items():
        (output / name).write_text(make(source), encoding="utf-8", newline="\n")
    return 0


FILES = {
    "municipalities.ttl": municipalities,
    "municipality-changes.ttl": municipality_changes,
    "national-strategies.ttl": national_strategies,
    "sdg.ttl": sdgs,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
