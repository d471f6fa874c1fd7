"""Labels, texts and IRIs stand in unified characters; two forms of a department are one.

An IRI is made of labels, its own and those above it, so one radical in the name of a goal renames all that
stands below. Each is made anew out of the store's own labels; one that the old rule does not make stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from keikaku.graph.nquads import (
    DCT,
    KEI,
    LABEL,
    RDF,
    SKOS,
    TYPE,
    department_segment,
    digest,
    kei,
    literal,
    segment,
    shortened,
)
from keikaku.ground.messages import say
from keikaku.ground.text.characters import unify
from keikaku.ground.text.folding import key
from keikaku.reading.model import Kind
from keikaku.store.migration.model import Step, Town

_ALT_LABEL = f"<{SKOS}altLabel>"
_OBJECT, _PREDICATE = f"<{RDF}object>", f"<{RDF}predicate>"
_DESCRIPTION = f"<{DCT}description>"
_KEPT = {kei("asPrinted"), kei("searchKey"), kei("fileName")}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(@\w+|\^\^<[^>]+>)?')
_KINDS = {f"<{KEI}{kind}>" for kind in Kind}


def _old_segment(text: str) -> str:
    """Return a label as the segment that it was before characters were unified."""
    return shortened(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


class _Names:
    """What a town's things are called, and what they were called by the old rule and are by the new."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.facts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.kinds: dict[str, str] = {}
        self.labels: defaultdict[str, set[str]] = defaultdict(set)
        self.meant: Counter[str] = Counter()
        for lines in town.files.values():
            for line in lines:
                self._note(*line.rsplit(" ", 2)[0].split(" ", 2))

    def _note(self, subject: str, predicate: str, value: str) -> None:
        if predicate == TYPE:
            if value in _KINDS:
                self.kinds[subject] = value[1:-1].removeprefix(KEI)
            return
        if predicate == LABEL:
            self.labels[subject].add(literal_text(value))
        if predicate == _OBJECT:
            self.meant[value] += 1
        self.facts[subject][predicate] = value

    def made(self, subject: str, *, old: bool) -> str | None:
        """Return the IRI of an element or an indicator by the old rule or the new, None where neither makes one."""
        facts = self.facts[subject]
        name = facts.get(LABEL)
        owner = facts.get(kei("indicatorOf"))
        if name is None or not (owner or subject in self.kinds):
            return None
        own = _old_segment(literal_text(name)) if old else segment(literal_text(name))
        if owner:
            above = "" if self.facts[owner].get(f"<{DCT}publisher>") else self.new(owner, old=old)
        else:
            above = self._path(facts.get(kei("contributesTo"), ""), old=old, depth=0)
        return f"{subject.rpartition('/')[0]}/{own}{f'-{digest(above, 6)}' if above else ''}>"

    def new(self, subject: str, *, old: bool = False) -> str:
        """Return what a thing is called now; as it was where it is called so by no rule that is known here."""
        if old or self.made(subject, old=True) != subject:
            return subject
        return self.made(subject, old=False) or subject

    def _path(self, subject: str, *, old: bool, depth: int) -> str:
        """Return the labels from the top down to an element, as mint does: plans and visions left out."""
        kind, name = self.kinds.get(subject), self.facts[subject].get(LABEL)
        if kind is None or name is None or depth > 20:
            return ""
        own = _old_segment(literal_text(name)) if old else segment(literal_text(name))
        above = self._path(self.facts[subject].get(kei("contributesTo"), ""), old=old, depth=depth + 1)
        return above if kind == Kind.VISION else f"{above}/{kind}:{own}"

    @cached_property
    def departments(self) -> dict[str, str]:
        """What each department is called now: two forms of one by the form that is meant most often."""
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for subject, labels in self.labels.items():
            if "/department/" in subject:
                forms[key(min(labels))].append(subject)
        names: dict[str, str] = {}
        for subjects in forms.values():
            chosen = min(subjects, key=lambda subject: (-self.meant[subject], subject))
            home = chosen.rpartition("/")[0]
            name = f"{home}/{department_segment(min(self.labels[chosen]))}>"
            names |= dict.fromkeys(subjects, name)
        return names


def literal_text(value: str) -> str:
    """Return the text of a literal of N-Quads, "" for anything else."""
    match = _LITERAL.fullmatch(value)
    return match[1].replace('\\"', '"').replace("\\\\", "\\") if match else ""


def _unified(value: str) -> str:
    """Return a literal of N-Quads in unified characters, anything else as it is."""
    return unify(value) if value.startswith('"') else value


def _renames(town: Town) -> dict[str, str]:
    names = _Names(town)
    things = {subject: names.new(subject) for subject in [*names.facts] if "/statement/" not in subject}
    found = {old: new for old, new in {**things, **names.departments}.items() if old != new}
    for subject, facts in list(names.facts.items()):
        home, part, _ = subject.rpartition("/statement/")
        value = facts.get(_OBJECT, "")
        if part and _unified(value) != value:
            name = digest(f"{facts.get(_PREDICATE, '')} {_unified(value)}", 16)
            found[subject] = f"{found.get(f'{home}>', f'{home}>')[:-1]}/statement/{name}>"
        home, part, own = subject.rpartition("/role/")
        text = literal_text(facts.get(_DESCRIPTION, ""))
        if part and unify(text) != text:
            who = unify(own.rpartition("-")[0])
            found[subject] = f"{found.get(f'{home}>', f'{home}>')[:-1]}/role/{who}-{digest(unify(text), 8)}>"
    return {old[1:-1]: new[1:-1] for old, new in found.items()}


def _rewrite(_town: Town, _key: str, lines: list[str]) -> list[str]:
    """Return the lines with their texts in unified characters; what was printed otherwise stays beside them."""
    out = set()
    printed = {line.split(" ", 1)[0] for line in lines if f" {kei('asPrinted')} " in line}
    main = _main_labels(lines)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        value, graph = rest.rsplit(" ", 2)[0], rest.rsplit(" ", 2)[1]
        new = value if predicate in _KEPT else _unified(value)
        if predicate == LABEL and main.get(subject, new) != new:
            predicate = _ALT_LABEL
        out.add(f"{subject} {predicate} {new} {graph} .")
        if (
            new != value
            and predicate in (LABEL, _OBJECT)
            and subject not in printed
            and "/department/" not in subject
        ):
            out.add(f"{subject} {kei('asPrinted')} {literal(literal_text(value))} {graph} .")
    return sorted(out | set(_printed_departments(lines)))


def _printed_departments(lines: list[str]) -> Iterator[str]:
    """Yield what statements of a department print, where all of a document is one form that was unified."""
    prints: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == LABEL and "/department/" in subject:
            prints[subject].add(literal_text(rest.rsplit(" ", 2)[0]))
    odd = {node: min(one) for node, one in prints.items() if len(one) == 1 and unify(min(one)) not in one}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        node, _space, graph = rest.partition(" ")
        if predicate == _OBJECT and node in odd:
            yield f"{subject} {kei('asPrinted')} {literal(odd[node])} {graph}"


def _main_labels(lines: list[str]) -> dict[str, str]:
    """Return the label of each department of a file that has several: its IRI's own, else the first."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == LABEL and "/department/" in subject:
            found[subject].add(_unified(rest.rsplit(" ", 2)[0]))
    return {
        subject: min(labels, key=lambda label: (f"/{segment(literal_text(label))}>" not in subject, label))
        for subject, labels in found.items()
    }


STEP = Step(
    version=2,
    said=say("store.labels-texts-iris-stand"),
    renames=_renames,
    rewrite=_rewrite,
)
