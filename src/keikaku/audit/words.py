"""The words of the paper in two languages, and the names and colours of the 17 goals."""

from __future__ import annotations

from functools import cache

from rdflib import SKOS, Graph, Literal, URIRef

from keikaku.audit.model import GOALS
from keikaku.ground import content
from keikaku.ground.messages import Language
from keikaku.ground.vocab import SDG

COLOURS = (
    "#E5243B", "#DDA63A", "#4C9F38", "#C5192D", "#FF3A21", "#26BDE2", "#FCC30B", "#A21942", "#FD6925", "#DD1367",
    "#FD9D24", "#BF8B2E", "#3F7E44", "#0A97D9", "#56C02B", "#00689D", "#19486A",
)  # fmt: skip
"""The UN's colours of the goals, from 1 to 17."""

SEVERITIES = {
    "Violation": ("違反", "violation"),
    "Warning": ("警告", "warning"),
    "Info": ("情報", "information"),
}

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("SDGs・総合戦略 監査調書", "SDG and strategy audit: working paper"),
    "summary": ("概要", "Summary"),
    "goals": ("ゴール別の集計", "Goals"),
    "matrix": ("施策×ゴール", "Matrix"),
    "cells": ("升目の内訳", "Behind each cell"),
    "gaps": ("欠落", "Gaps"),
    "findings": ("指摘事項", "Findings"),
    "prints": ("指摘事項の印刷", "Findings beside the print"),
    "evidence": ("根拠", "Evidence"),
    "strategy": ("総合戦略", "Strategy"),
    "comparison": ("比較", "Comparison"),
    "distribution": ("比較の分布", "Spread of the comparison"),
    "queries": ("クエリ", "Queries"),
    "provenance": ("作成情報", "Provenance"),
    "item": ("項目", "item"),
    "value": ("値", "value"),
    "goal": ("ゴール", "goal"),
    "name": ("名称", "name"),
    "projects": ("事業数", "projects"),
    "indicators": ("指標数", "indicators"),
    "yen": ("事業費(円)", "money (yen)"),
    "share": ("均等割り(円)", "divided evenly (yen)"),
    "municipality": ("自治体", "municipality"),
    "plan": ("計画", "plan"),
    "heading": ("目標・章", "heading"),
    "number": ("番号", "number"),
    "measure": ("施策", "measure"),
    "status": ("状態", "status"),
    "source": ("出典", "source"),
    "severity": ("重要度", "severity"),
    "rule": ("規則", "rule"),
    "sentence": ("内容", "finding"),
    "elements": ("要素", "elements"),
    "query": ("クエリ", "query"),
    "stated": ("記載", "stated"),
    "holder": ("記載した要素", "stated by"),
    "kind": ("種別", "kind"),
    "printed": ("印刷のまま", "as printed"),
    "how": ("記載・提案・確認の根拠", "how"),
    "code": ("コード・基本目標", "code or goal"),
    "links": ("関連の数", "links"),
    "target": ("関連先", "linked to"),
    "unit": ("対象", "unit"),
    "measures": ("施策数", "measures"),
    "covered": ("対応ゴール数", "goals covered"),
    "linked_share": ("関連のある施策の割合", "share of measures with a link"),
    "min": ("最小", "smallest"),
    "median": ("中央値", "median"),
    "max": ("最大", "largest"),
    "command": ("再実行のコマンド", "command to find it again"),
    "text": ("本文", "text"),
    "question": ("問い", "question"),
    "all": ("合計(重複なし)", "all, each yen once"),
    "period": ("期間", "period"),
    "none": ("該当なし", "none"),
    "as_of": ("基準日", "as of"),
    "iri": ("IRI", "IRI"),
}


def say(word: str, language: Language) -> str:
    """Return a word of the paper in one language."""
    ja, en = _WORDS[word]
    return ja if language == "ja" else en


def pick(pair: tuple[str, str], language: Language) -> str:
    """Return the Japanese or the English one of a pair."""
    return pair[0] if language == "ja" else pair[1]


@cache
def goal_names(language: Language) -> dict[int, str]:
    """Return the short names of the 17 goals."""
    graph = Graph().parse(content.folder("ontology") / "sdg.ttl")
    predicate = SKOS.prefLabel if language == "ja" else SKOS.altLabel
    return {
        goal: min(
            str(label)
            for label in graph.objects(URIRef(SDG[str(goal)]), predicate)
            if isinstance(label, Literal) and label.language == language
        )
        for goal in GOALS
    }


def text_colour(colour: str) -> str:
    """Return black or white, whichever stands out more from a colour.

    >>> text_colour("#FCC30B"), text_colour("#19486A")
    ('#000000', '#ffffff')
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#ffffff"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
