"""Writes docs/rules.md and docs/rules.ja.md: every rule with its severity, what it says and what to do.

    python tools/make_rules_docs.py [--check]

The rules stand in src/keikaku/ground/rules.yml, their words in src/keikaku/ground/messages, the shapes in shapes/. With
``--check`` nothing is written; the exit status tells whether the pages are current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from keikaku.documents.notes import NOTES
from keikaku.ground.messages import Language, say, sentence, sentences
from keikaku.ground.rules import Rule, Severity, rules

ROOT = Path(__file__).resolve().parents[1]
PAGES: dict[Language, Path] = {"en": ROOT / "docs" / "rules.md", "ja": ROOT / "docs" / "rules.ja.md"}
_VALUE = re.compile(r"\{[$?]?(\w+)[^}]*\}")
_SH = "http://www.w3.org/ns/shacl#"

WORDS = {
    "en": {
        "Violation": "violation",
        "Warning": "warning",
        "Info": "information",
        "head": "| rule | severity | what it says |",
        "other": "日本語: [rules.ja.md](rules.ja.md)",
        "title": "# Rules",
        "intro": (
            "What `keikaku build`, `check` and `audit` find, by what is to be done about it. This page is made from the rules and their\n"
            "words (`python tools/make_rules_docs.py`); what stands in italics, the finding names. One defect has one rule and one\n"
            "severity, whatever reads it.\n\n"
            "- **violation**: the reading contradicts the print or itself. The document stays out of the store until it is mended, accepted\n"
            "  as printed (`keikaku review`), or let through (`--accept`).\n"
            "- **warning**: somebody should look. What it is about may be marked doubtful in the data.\n"
            "- **information**: told for the record; nothing has to be done. A violation that a person decided about is one, and so is\n"
            "  what a digest or an excerpt lacks.\n"
        ),
        "shapes": "Shapes",
        "shapes-do": "The finished graph breaks a shape of `shapes/` ([validation.md](validation.md)). What leads to it is mostly a finding above, or a value that was written by hand.",
    },
    "ja": {
        "Violation": "違反",
        "Warning": "警告",
        "Info": "情報",
        "head": "| 規則 | 重要度 | 内容 |",
        "other": "English: [rules.md](rules.md)",
        "title": "# 規則",
        "intro": (
            "`keikaku build`・`check`・`audit` が指摘することを、対処のしかたごとにまとめたものです。規則とその文言から作成しています\n"
            "(`python tools/make_rules_docs.py`)。斜体の部分には指摘の対象が入ります。一つの不具合には、読み取り方によらず一つの規則と一つの重要度があります。\n\n"
            "- **違反**: 読み取りが印刷または自身と矛盾しています。直すか、印刷どおりと承認するか(`keikaku review`)、`--accept` で通すまで、文書は格納されません。\n"
            "- **警告**: 人の確認が必要です。対象はデータ上で「疑いあり」となることがあります。\n"
            "- **情報**: 記録のための通知で、対処は不要です。人が判断した違反や、概要版・抜粋版に欠けているものも情報になります。\n"
        ),
        "shapes": "シェイプ",
        "shapes-do": "できあがったグラフが `shapes/` のシェイプに反しています([validation.md](validation.md))。多くは上の指摘か、手で書いた値が原因です。",
    },
}


def page(language: Language) -> str:
    """Return the page in a language."""
    words = WORDS[language]
    parts = [f"{words['title']}\n\n{words['other']}\n\n{words['intro']}"]
    for group in dict.fromkeys(rule.group for rule in rules().values()):
        title, remedy = sentence(f"remedies.{group}.title", language), sentence(f"remedies.{group}", language)
        rows = [
            row(name, rule.severity, said(rule, language), language)
            for name, rule in sorted(rules().items())
            if rule.group == group
        ]
        parts.append(section(title, remedy, rows, language))
    rows = [row(name, severity, text, language) for name, severity, text in shapes(language)]
    parts.append(section(words["shapes"], words["shapes-do"], rows, language))
    return "\n".join(parts)


def section(title: str, remedy: str, rows: list[str], language: Language) -> str:
    """Return a heading, what is to be done, and the rules."""
    return "\n".join(
        [f"## {title}\n", f"{remedy}\n", WORDS[language]["head"], "| --- | --- | --- |", *rows, ""]
    )


def row(name: str, severity: Severity, text: str, language: Language) -> str:
    """Return a row of a table."""
    return f"| `{name}` | {WORDS[language][severity]} | {text.replace('|', '&#124;')} |"


def said(rule: Rule, language: Language) -> str:
    """Return what a rule says, in each of its ways, with a mark for every value."""
    ways = [
        text for name, text in sentences(language, "rules").items() if name.partition(".")[0] == rule.name
    ]
    if not ways and rule.name in NOTES:
        ways.append(say(f"notes.{rule.name}").text(language))
    return "<br>".join(_VALUE.sub(r"*\1*", text).replace("\n", " ") for text in ways)


def shapes(language: Language) -> Iterator[tuple[str, Severity, str]]:
    """Yield the name, the severity and the words of each shape that is no rule of the reading or the audit."""
    graph = ox.Store()
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.load(path=str(file))
    query = f"""SELECT ?shape ?severity ?text {{
        ?shape <{_SH}severity> ?severity ; <{_SH}sparql>?/<{_SH}message> ?text FILTER(lang(?text) = "{language}")
    }} ORDER BY ?shape ?text"""
    for shape, severity, text in graph.query(query):
        name = shape.value.rpartition("#")[2]
        if name not in rules():
            yield name, Severity(severity.value.rpartition("#")[2]), _VALUE.sub(r"*\1*", text.value)


def main() -> int:
    """Write the pages, or tell whether they are current."""
    stale = [
        path
        for language, path in PAGES.items()
        if not path.is_file() or path.read_text("utf-8") != page(language)
    ]
    if "--check" not in sys.argv[1:]:
        for language, path in PAGES.items():
            path.write_text(page(language), "utf-8")
        return 0
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
