"""What data must be like: the page ``shapes`` says every rule in a sentence; the page of each says what it asks for and how to mend what breaks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from keikaku.graph.triples import KEI
from keikaku.ground.messages import Language, pair, say, sentence
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.vocabulary.rules import SHAPES, Rule, RuleFile, Target, rule_files
from keikaku.web.pages.vocabulary.terms import short, terms
from keikaku.web.pages.vocabulary.wording import asked, mending

INDEX = "shapes"
_SEVERITIES = {
    "Violation": pair("pages.violation", first="ja"),
    "Warning": pair("pages.warning", first="ja"),
    "Info": pair("pages.info", first="ja"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A rule as the page shows it.

    Attributes:
        rule: The rule.
        severity: How grave a breach is, in words.
        targets: What it looks at, in words, with the local name of our term or "".
        asked: What it asks for, in words.
        mending: How to mend what breaks it.
        terms: Local name and label of each of our terms that it names.
    """

    rule: Rule
    severity: str
    targets: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    mending: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]


class ShapesPages:
    """The documentation of the shapes.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return [INDEX, *self._rules]

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            return self._index(language)
        file, rule = self._rules[path]
        return self._layout.render(
            "vocabulary-rule.html.j2",
            path,
            language,
            title=rule.name,
            file=file,
            one=_shown(file, rule, language),
        )

    @cached_property
    def _rules(self) -> dict[str, tuple[RuleFile, Rule]]:
        """The rules that say something, with their files, by the paths of their pages."""
        return {
            f"shapes/rule/{rule.name}": (file, rule)
            for file in rule_files()
            for rule in file.rules.values()
            if rule.severity
        }

    def _index(self, language: Language) -> bytes:
        return self._layout.render(
            "vocabulary-shapes.html.j2",
            INDEX,
            language,
            title=sentence("pages.rules-data-must-keep", language),
            files=[(file, list(file.rules.values())) for file in rule_files()],
            severities={name: words[language == "en"] for name, words in _SEVERITIES.items()},
            namespace=SHAPES,
            counted=len(self._rules),
        )


def _shown(file: RuleFile, rule: Rule, language: Language) -> Shown:
    return Shown(
        rule=rule,
        severity=_SEVERITIES[rule.severity][language == "en"],
        targets=tuple(_target(target, language) for target in rule.targets),
        asked=tuple(asked(file.graph, rule.node, language)),
        mending=tuple(mending(file.graph, rule, language)),
        terms=tuple((name, terms()[name].labels[language]) for name in terms() if name in rule.uses),
    )


def _target(target: Target, language: Language) -> tuple[str, str]:
    name = target.iri.removeprefix(KEI)
    known = terms().get(name)
    label = f"{known.labels[language]} ({short(target.iri)})" if known else short(target.iri)
    return say(f"vocabulary.target-{target.kind}", term=label).text(language), name if known else ""
