"""What lines of N-Quads say of things: the few looks that tables take, over a municipality at a time, in dictionaries.

A table of a country looks at each thing some thirty times; a store in memory answers each in microseconds, a dictionary in
a tenth of that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_SEVERAL = 2  # what is alone needs no order: most things have one value of a property


class Said:
    """What lines say; the graphs are read as one.

    Args:
        lines: N-Quads lines without their line breaks, each whole.
        properties: IRIs of the properties that are looked at; what is said by others is left out.
    """

    def __init__(self, lines: Iterable[str], properties: Collection[str]) -> None:
        self._objects: dict[str, defaultdict[str, list[str]]] = {one: defaultdict(list) for one in properties}
        self._subjects: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._graphs: defaultdict[str, set[str]] = defaultdict(set)
        wanted = {f"<{one}>": (one, self._objects[one]) for one in properties}
        last, subject, among = "", "", ""  # lines of one subject follow each other, mostly of one graph
        for line in lines:
            named, predicate, rest = line.split(" ", 2)
            if (found := wanted.get(predicate)) is None:
                continue
            token, graph, _dot = rest.rsplit(" ", 2)
            if named != last:
                last, subject, among = named, named[1:-1], ""
            if graph != among:
                self._graphs[subject].add(graph)
                among = graph
            found[1][subject].append(token)
            if token[0] == "<":
                self._subjects[found[0], token[1:-1]].append(subject)

    def tokens(self, subject: str, predicate: str) -> Sequence[str]:
        """Return the objects of a thing by a property as N-Quads write them, sorted, each once."""
        held = self._objects[predicate].get(subject, ())
        return held if len(held) < _SEVERAL else sorted(set(held))

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs and texts that a thing is linked to by a property, in the order of their tokens."""
        return [_value(one) for one in self.tokens(subject, predicate)]

    def value(self, subject: str, *predicates: str) -> str:
        """Return the first value of the first property that has one, or ""."""
        for name in predicates:
            if held := self.tokens(subject, name):
                return _value(held[0])
        return ""

    def links(self, subject: str, *predicates: str) -> list[str]:
        """Return the IRIs that a thing is linked to by properties, in their order; a text is no link."""
        return [one[1:-1] for name in predicates for one in self.tokens(subject, name) if one[0] == "<"]

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the IRIs of what is linked to a thing by a property, sorted."""
        return sorted(set(self._subjects.get((predicate, value), ())))

    def text(self, subject: str, language: str, *predicates: str) -> str:
        """Return the text of the first property that has one: in the language, else in any, else ""."""
        for name in predicates:
            texts = [one for one in self.tokens(subject, name) if one[0] == '"']
            chosen = [one for one in texts if one.endswith(f'"@{language}')] or texts
            if chosen:
                return _value(chosen[0])
        return ""

    def graphs(self, subject: str) -> list[str]:
        """Return the graphs in which something that is looked at is said of a thing, sorted."""
        return sorted(one[1:-1] for one in self._graphs.get(subject, ()))


def _value(token: str) -> str:
    """Return the value of a term.

    >>> _value('"水"@ja'), _value("<urn:x>")
    ('水', 'urn:x')
    """
    if token[0] != '"':
        return token[1:-1]
    text = token[1 : token.rindex('"')]
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SIGNS.get(found[3], found[3])
