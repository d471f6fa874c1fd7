"""The page ``shapes``: what data must be like, a rule at a time, in words, with how to mend what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.graph.triples import KEI
from keikaku.ground.messages import Language, pair, say, sentence
from keikaku.web.pages.layout import OnePage
from keikaku.web.pages.vocabulary.rules import SHAPES, Rule, RuleFile, Target, rule_files
from keikaku.web.pages.vocabulary.terms import short, terms
from keikaku.web.pages.vocabulary.wording import asked, mending

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


class ShapesPage(OnePage):
    """The documentation of the shapes."""

    PATH = "shapes"

    def html(self, path: str, language: Language) -> bytes:
        """Return the page."""
        files = [
            (file, [_shown(file, rule, language) for rule in file.rules.values()]) for file in rule_files()
        ]
        return self._layout.render(
            "vocabulary-shapes.html.j2",
            path,
            language,
            title=sentence("pages.rules-data-must-keep", language),
            files=files,
            namespace=SHAPES,
            counted=sum(bool(one.rule.severity) for _file, rules in files for one in rules),
        )


def _shown(file: RuleFile, rule: Rule, language: Language) -> Shown:
    at = 0 if language == "ja" else 1
    return Shown(
        rule=rule,
        severity=_SEVERITIES[rule.severity][at] if rule.severity else "",
        targets=tuple(_target(target, language) for target in rule.targets),
        asked=tuple(asked(file.graph, rule.node, language)) if rule.severity else (),
        mending=tuple(mending(file.graph, rule, language)) if rule.severity else (),
        terms=tuple((name, terms()[name].labels[language]) for name in terms() if name in rule.uses),
    )


def _target(target: Target, language: Language) -> tuple[str, str]:
    name = target.iri.removeprefix(KEI)
    known = terms().get(name)
    label = f"{known.labels[language]} ({short(target.iri)})" if known else short(target.iri)
    return say(f"vocabulary.target-{target.kind}", term=label).text(language), name if known else ""
