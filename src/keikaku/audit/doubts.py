"""What a finding rests on: how sure the reading of its figures is, and what the same sheet says of them in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from keikaku.audit.graph import KEI, Graph
from keikaku.ground.messages import Words, pair, say
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import PREFIXES, terms

Pair = tuple[str, str]
"""English and Japanese."""

_LABEL = PREFIXES["rdfs"] + "label"
_NAME: Pair = pair("audit.name")
_OTHERS: dict[str, Pair] = {f"{PREFIXES['dcterms']}description": pair("audit.description")}
"""Stated properties that are no terms of the ontology."""
_SENTENCE = re.compile(r"[^。\n]+。?")
_LONGEST = 200  # characters of a quotation


@cache
def _names() -> dict[str, Pair]:
    """Return the labels of the properties and classes by IRI."""
    return _OTHERS | {
        term.iri: (term.labels.get("en", term.iri), term.labels.get("ja", term.iri))
        for term in terms()
        if term.kind in ("class", "object property", "datatype property")
    }


def property_of(graph: Graph, thing: str) -> Pair:
    """Return what a reading is about: a stated property, a figure with its year, or the name of an element."""
    if predicate := graph.one["predicate"].get(thing):
        return _NAME if predicate == _LABEL else _names().get(predicate, (predicate, predicate))
    if graph.owner(thing) == thing:
        return _NAME
    year = graph.one["year"].get(thing, "")
    en, ja = _names().get(f"{KEI}{graph.kinds.get(thing, '')}", pair("audit.figure"))
    return pair("audit.figure-of-year", figure=Words(en, ja), year=year) if year else (en, ja)


def print_of(graph: Graph, thing: str) -> str:
    """Return what the document prints, as far as the graph has it: the print that was repaired, else what was read."""
    one = graph.one
    stated = one["object"].get(thing, "")
    printed = one["printed"].get(thing) or one["label"].get(stated, stated) or one["label"].get(thing)
    return _cut(printed or one["value"].get(thing) or one["amount"].get(thing, ""))


def caveats(graph: Graph, figures: Iterable[str]) -> Pair:
    """Return a sentence on the figures that were not read as they stand, or two empty texts."""
    found = []
    for figure in figures:
        level = graph.one["confidence"].get(figure, "").rpartition("#")[2]
        if level in _LEVELS:
            of, how = Words(*property_of(graph, figure)), Words(*_LEVELS[level])
            found.append(say("audit.not-as-stands", figure=of, level=how, printed=print_of(graph, figure)))
    if not found:
        return "", ""
    english, japanese = ("; ", "、")
    listed = Words(
        english.join(one.text("en") for one in found), japanese.join(one.text("ja") for one in found)
    )
    return pair("audit.rests-on", figures=listed)


_LEVELS: dict[str, Pair] = {"Repaired": pair("audit.repaired"), "Doubtful": pair("audit.doubtful")}


def mentions(graph: Graph, indicator: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the sentences of an indicator's sheet that name it, in two languages, and their lines.

    The sheet is what is stated of the things that the indicator is of. Whether a sentence agrees with the figures is
    the reader's to see: nothing here judges words.
    """
    name = key(graph.one["label"].get(indicator, ""))
    found: dict[str, str] = {}
    for statement in graph.stated_of(graph.many["of"].get(indicator, ())):
        text = graph.one["object"].get(statement, "")
        for sentence in _SENTENCE.findall(text):
            if name and name in key(sentence):
                found.setdefault(_cut(sentence.strip()), statement)
    if not found:
        return "", "", ()
    quoted = " ".join(f"「{sentence}」" for sentence in found)
    return (*pair("audit.same-sheet", quoted=quoted), graph.sources(*found.values()))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
