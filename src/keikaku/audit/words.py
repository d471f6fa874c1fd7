"""The words of the paper in two languages, and the names and colours of the 17 goals."""

from __future__ import annotations

from functools import cache

from rdflib import SKOS, Graph, Literal, URIRef

from keikaku.audit.model import GOALS
from keikaku.ground import content
from keikaku.ground.messages import Language, pair, say
from keikaku.ground.vocab import SDG

COLOURS = (
    "#E5243B", "#DDA63A", "#4C9F38", "#C5192D", "#FF3A21", "#26BDE2", "#FCC30B", "#A21942", "#FD6925", "#DD1367",
    "#FD9D24", "#BF8B2E", "#3F7E44", "#0A97D9", "#56C02B", "#00689D", "#19486A",
)  # fmt: skip
"""The UN's colours of the goals, from 1 to 17."""

SEVERITIES = {
    "Violation": pair("audit.violation", first="ja"),
    "Warning": pair("audit.warning", first="ja"),
    "Info": pair("audit.information", first="ja"),
}


def word(name: str, language: Language) -> str:
    """Return a word of the paper in one language."""
    return say(f"papers.{name.replace('_', '-')}").text(language)


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
