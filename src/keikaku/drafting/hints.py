"""What words mean wherever a plan is printed: the draft's vocabulary, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keikaku.model import Fact, Kind
from keikaku.read.patterns import Pattern
from keikaku.yamlfile import read_yaml

FILE = Path(__file__).with_name("words.yml")


@dataclass(frozen=True, slots=True)
class Hints:
    """The draft's vocabulary.

    Attributes:
        kinds: Of plans, by words of their titles, the surest first.
        others: What is no plan, by words of titles.
        periods: Forms of lines that print a plan's years, the surest first.
        levels: Classes of elements by words of headings.
        facts: What heads and labels say.
        skip: Heads that say nothing of their own.
        lists: Classes of elements by heads of lists.
        item: Form of such an item.
    """

    kinds: dict[str, Pattern]
    others: dict[str, Pattern]
    periods: tuple[Pattern, ...]
    levels: dict[Kind, Pattern]
    facts: dict[Fact, Pattern]
    skip: Pattern
    lists: dict[Kind, Pattern]
    item: str

    def kind_of(self, word: str) -> Kind | None:
        """Return the class of what a word heads."""
        return next((kind for kind, pattern in self.levels.items() if pattern.fullmatch(word)), None)

    def fact_of(self, words: str) -> Fact | None:
        """Return what stands below or beside some words."""
        return next((fact for fact, pattern in self.facts.items() if pattern.fullmatch(words)), None)

    def list_of(self, words: str) -> Kind | None:
        """Return the class of the items below a head."""
        return next((kind for kind, pattern in self.lists.items() if pattern.fullmatch(words)), None)


@cache
def hints() -> Hints:
    """Return the vocabulary that ships with keikaku."""
    _node, raw = read_yaml(FILE)
    words: dict[str, dict[str, str]] = raw  # type: ignore[assignment]
    return Hints(
        kinds={kind: Pattern(form) for kind, form in words["kinds"].items()},
        others={name: Pattern(form) for name, form in words["others"].items()},
        periods=tuple(Pattern(form) for form in words["periods"]),
        levels={Kind(kind): Pattern(form) for kind, form in words["levels"].items()},
        facts={Fact(fact): Pattern(form) for fact, form in words["facts"].items()},
        skip=Pattern(str(words["skip"])),
        lists={Kind(kind): Pattern(form) for kind, form in words["lists"].items()},
        item=str(words["item"]),
    )
