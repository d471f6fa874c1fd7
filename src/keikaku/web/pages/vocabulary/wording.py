"""What a rule asks for, and how to mend what breaks it, in words of both languages.

The sentences follow from the constraints of SHACL Core that the shapes use (SHACL, 4). A constraint that has no
sentence here raises, so that no rule is published without its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from keikaku.ground.messages import Language
from keikaku.web.pages.vocabulary.rules import Rule, path_text
from keikaku.web.pages.vocabulary.terms import short

_SILENT = {
    RDF.type, SH.path, SH.message, SH.severity, SH.property, SH.sparql, SH.targetClass, SH.targetSubjectsOf,
    SH.targetObjectsOf, SH.targetNode, SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShape,
}  # fmt: skip
_VALUES: dict[URIRef, tuple[str, str]] = {
    SH.datatype: ("値の型は {} です。", "Each value has the datatype {}."),
    SH["class"]: ("値はそれぞれ {} です。", "Each value is a {}."),
    SH.pattern: ("値の文字列は正規表現 {} に合います。", "The text of each value matches the regular expression {}."),
    SH.minInclusive: ("値は {} 以上です。", "Each value is {} or more."),
    SH.maxInclusive: ("値は {} 以下です。", "Each value is {} or less."),
    SH.hasValue: ("値の一つは {} です。", "One of the values is {}."),
    SH.equals: ("値は {} の値と同じです。", "The values are the same as those of {}."),
    SH.lessThanOrEquals: ("値は {} の値以下です。", "Each value is at most that of {}."),
    SH.lessThan: ("値は {} の値より小さいものです。", "Each value is less than that of {}."),
}  # fmt: skip
_NODE_KINDS: dict[str, tuple[str, str]] = {
    "IRI": ("値はIRIです。", "Each value is an IRI."),
    "Literal": ("値はリテラルです。", "Each value is a literal."),
}


def asked(graph: Graph, node: Node, language: Language) -> list[str]:
    """Return what a rule asks for, a sentence for each constraint."""
    sentences = [*_counts(graph, node, language)]
    for predicate in sorted(set(graph.predicates(node)) - _SILENT, key=str):
        for value in sorted(graph.objects(node, predicate), key=str):
            sentences.append(_sentence(graph, URIRef(str(predicate)), value, language))
    return sentences


def _counts(graph: Graph, node: Node, language: Language) -> Iterator[str]:
    least, most = graph.value(node, SH.minCount), graph.value(node, SH.maxCount)
    qualified = graph.value(node, SH.qualifiedMinCount), graph.value(node, SH.qualifiedMaxCount)
    if least is not None or most is not None:
        yield _counted(least, most, language)
    inner = graph.value(node, SH.qualifiedValueShape)
    if inner is not None:
        what = " ".join(asked(graph, inner, language))
        count = _counted(*qualified, language)
        yield (
            f"次を満たす値:{what}{count}"
            if language == "ja"
            else f"Of the values for which this holds: {what} {count}"
        )


def _counted(least: Node | None, most: Node | None, language: Language) -> str:
    low, high = str(least or 0), str(most) if most is not None else ""
    if low == high:
        return f"値はちょうど{low}個です。" if language == "ja" else f"There is exactly {low} value."
    if not high:
        return f"値は{low}個以上です。" if language == "ja" else f"There is at least {low} value."
    if low == "0":
        return f"値は{high}個以下です。" if language == "ja" else f"There is at most {high} value."
    return f"値は{low}個から{high}個です。" if language == "ja" else f"There are {low} to {high} values."


def _sentence(graph: Graph, predicate: URIRef, value: Node, language: Language) -> str:
    pick: Callable[[tuple[str, str]], str] = lambda both: both[0 if language == "ja" else 1]  # noqa: E731
    if predicate == SH.pattern and str(value) == r"\S":
        return pick(("値は空ではありません。", "No value is empty."))
    if predicate in _VALUES:
        return pick(_VALUES[predicate]).format(shown(value))
    if predicate == SH.nodeKind:
        return pick(_NODE_KINDS[str(value).removeprefix(str(SH))])
    if predicate in (SH["in"], SH.languageIn):
        members = (", " if language == "en" else "、").join(map(shown, Collection(graph, value)))
        words = ("値は次のどれかです:{}。", "Each value is one of: {}.")
        tags = ("値の言語タグは次のどれかです:{}。", "The language tag of each value is one of: {}.")
        return pick(tags if predicate == SH.languageIn else words).format(members)
    if predicate == SH["or"]:
        choices = [_inner(graph, one, language) for one in Collection(graph, value)]
        return pick(("次のどれかが成り立ちます:{}", "At least one of these holds: {}")).format(
            " / ".join(choices)
        )
    if predicate in (SH["not"], SH.node):
        words = ("次は成り立ちません:{}", "This does not hold: {}")
        if predicate == SH.node:
            words = ("値について次が成り立ちます:{}", "This holds of each value: {}")
        return pick(words).format(_inner(graph, value, language))
    raise ValueError(f"no words for {short(predicate)}")


def _inner(graph: Graph, node: Node, language: Language) -> str:
    """Return what a nameless shape asks for, beginning with its path."""
    path = graph.value(node, SH.path)
    sentences = " ".join(asked(graph, node, language))
    if path is None:
        return sentences
    return f"{path_text(graph, path)}{'については、' if language == 'ja' else ': '}{sentences}"


def shown(value: Node) -> str:
    """Return a value as Turtle writes it."""
    if isinstance(value, URIRef):
        return short(value)
    if isinstance(value, Literal) and value.datatype is None:
        return f'"{value}"'
    return str(value)


_MENDING: dict[str, tuple[str, str]] = {
    "sparql": (
        "下のクエリが見つけた箇所を出典と照らし合わせます。読み取りの誤りなら plan.yml の読み替え(repairs)か出典の転記を直し、出典どおりなら、その矛盾は計画書そのものにあります。",
        "Hold what the query below finds against the source. Where it was misread, correct the repairs in plan.yml or the transcript; where the document itself says so, the contradiction is the plan's own.",
    ),
    "least": (
        "足りない値を出典から補います。出典にあるのに読まれていないときは、plan.yml の見出しや列の設定を直します。",
        "Add the value from the source. Where the source has it and it was not read, correct the headings or columns in plan.yml.",
    ),
    "most": (
        "余分な値を除きます。一つの欄から二つ読まれたのか、別々のものが同じ名前でまとめられたのかを出典で確かめ、後者なら番号などで区別します。",
        "Remove what is too many. See in the source whether one field was read twice or two things share one name; in the latter case tell them apart, for instance by number.",
    ),
    "form": (
        "値を求められる形に書き直します。印刷が読めないときは値を空けて、印刷のまま(kei:asPrinted)を残します。",
        "Write the value in the form that is asked for. Where the print cannot be read, leave the value out and keep the print (kei:asPrinted).",
    ),
    "link": (
        "リンク先のIRIを確かめ、そのものの記述(rdf:type を含む)を同じデータに加えます。",
        "Check the IRI of what is linked to, and describe it (with its rdf:type) in the same data.",
    ),
    "not": (
        "出典の印刷を見て確かめます。読みが確かなら plan.yml の読み替え(repairs)に書き、確かめられなければそのまま残します。",
        "Look at the print in the source. Where the reading is right, say so in the repairs of plan.yml; where that cannot be told, leave it as it is.",
    ),
    "info": (
        "データの誤りではありません。計画が示していないことの記録で、監査や次の改定で役立ちます。",
        "Nothing is wrong with the data: the plan does not say it. An audit, or the next edition of the plan, may want to know.",
    ),
}  # fmt: skip
_FORMS = (SH.datatype, SH.pattern, SH["in"], SH.languageIn, SH.minInclusive, SH.maxInclusive, SH.hasValue,
          SH.equals, SH.lessThanOrEquals, SH.lessThan)  # fmt: skip


def mending(graph: Graph, rule: Rule, language: Language) -> list[str]:
    """Return how to mend what breaks a rule."""
    node, chosen = rule.node, []
    if rule.severity == "Info":
        chosen.append("info")
    elif rule.select:
        chosen.append("sparql")
    else:
        least = (SH.minCount, SH.qualifiedMinCount, SH["or"])
        most = (SH.maxCount, SH.qualifiedMaxCount)
        tests = {
            "least": least,
            "most": most,
            "form": _FORMS,
            "link": (SH["class"], SH.nodeKind, SH.node),
            "not": (SH["not"],),
        }
        chosen = [name for name, wanted in tests.items() if any((node, one, None) in graph for one in wanted)]
    return [_MENDING[name][0 if language == "ja" else 1] for name in chosen]
