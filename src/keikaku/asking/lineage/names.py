"""Finding a thing by what people call it: a name, part of one, a printed number, an IRI."""

from __future__ import annotations

import difflib
import re
from functools import cache

from pyoxigraph import Store

from keikaku.asking.lineage.things import Reader, Thing
from keikaku.ground.errors import QuestionError
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import PREFIXES, terms

_SHOWN = 30
_ALSO = {
    "目標": "Goal",
    "政策": "Goal",
    "柱": "Goal",
    "章": "Goal",
    "節": "Field",
    "基本施策": "Field",
    "取組": "Action",
    "方策": "Action",
}
_NUMBER = r"(?=[a-z.\-]*[0-9])[0-9a-z][0-9a-z.\-]*|[ivx]+"
_PREFIXED = re.compile(r"(?P<prefix>[a-z]+):(?P<local>[\w.\-]+)")


def find(memory: Store, name: str) -> Thing:
    """Return the one thing that a name, a printed number or an IRI means.

    A thing whose whole label is the name comes before things whose label holds it, and those before things
    that each word of the name fits: a municipality, a plan, a class with a number ("須坂市 施策35"), a part of
    the label. Widths, variant characters and white space do not matter.

    Args:
        memory: A loaded store.
        name: An IRI, a prefixed name such as ``sdg:11``, a label or part of one, or several words.

    Raises:
        QuestionError: Nothing is called that; the nearest names are in the error.
        QuestionError: Several things are; the choice is in the error.
    """
    reader = Reader(memory)
    matches = named(memory, name)
    if len(matches) == 1:
        return matches[0]
    choice = "\n".join(f"  {reader.municipality(one.iri)} {one}" for one in matches[:_SHOWN])
    more = f"\n  … (+{len(matches) - _SHOWN})" if len(matches) > _SHOWN else ""
    raise QuestionError("asking.several-matches", name=name, count=len(matches), choice=choice + more)


def named(memory: Store, name: str) -> list[Thing]:
    """Return everything that a name, a printed number or an IRI may mean; the best kind of match alone, as :func:`find`.

    Raises:
        QuestionError: Nothing is called that; the nearest names are in the error.
    """
    reader = Reader(memory)
    if address := _address(name):
        thing = reader.thing(address)
        if not thing.kind:
            raise QuestionError("asking.no-match", name=name, nearest="-")
        return [thing]
    things = reader.things()
    if matches := _called(things, name) or _fitting(reader, things, name):
        return matches
    labels = sorted({thing.label for thing in things})
    near = difflib.get_close_matches(name, labels, n=5, cutoff=0.3)
    raise QuestionError("asking.no-match", name=name, nearest=", ".join(near) or "-")


def _address(name: str) -> str:
    """Return the IRI that a name is or abbreviates, or ""."""
    short = _PREFIXED.fullmatch(name)
    if short and short["prefix"] in PREFIXES:
        return PREFIXES[short["prefix"]] + short["local"]
    return name if "://" in name else ""


def _called(things: list[Thing], name: str) -> list[Thing]:
    """Return the things whose label is the name, else those whose label holds it."""
    wanted = key(name)
    if not wanted:
        return []
    whole = [thing for thing in things if wanted in (key(thing.label), key(thing.number + thing.label))]
    return whole or [thing for thing in things if wanted in key(thing.number + thing.label)]


def _fitting(reader: Reader, things: list[Thing], name: str) -> list[Thing]:
    """Return the things that every word of a name fits."""
    words = [_Word(word) for word in name.split()]
    if not words:
        return []
    near = [thing for thing in things if all(word.says(thing) or not word.number for word in words)]
    return [
        thing
        for thing in near
        if all(word.says(thing) or word.text in key(reader.municipality(thing.iri)) for word in words)
    ]


class _Word:
    """A word of a name: part of a label, or a class, a number, or both ("施策35", "第1施策")."""

    def __init__(self, word: str) -> None:
        self.text = key(word)
        kinds = "|".join(_kinds())
        match = re.fullmatch(rf"(?P<before>{kinds})?第?(?P<number>{_NUMBER})?(?P<after>{kinds})?", self.text)
        self._kind = _kinds().get(match["before"] or match["after"] or "", "") if match else ""
        self.number = (match["number"] or "") if match else ""

    def says(self, thing: Thing) -> bool:
        """Tell whether the word names what a thing is or is called."""
        if self.number or self._kind:
            kind = not self._kind or self._kind == thing.kind
            return kind and (not self.number or self.number == _bare(thing.number))
        return self.text in key(thing.label)


def _bare(number: str) -> str:
    """Return a printed number without brackets and class: "第1施策" and "（1）" and "①" are "1"."""
    return re.sub(r"[^0-9a-z.\-]", "", key(number))


@cache
def _kinds() -> dict[str, str]:
    """Return the local names of the classes by their Japanese labels and what else plans call them, longest first."""
    found = _ALSO | {
        key(term.labels["ja"]): term.iri.rpartition("#")[2]
        for term in terms()
        if term.kind == "class" and "ja" in term.labels
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))
