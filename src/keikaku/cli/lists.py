"""Lists of loaders and of terms on a terminal."""

from __future__ import annotations

import difflib

from rich.table import Table
from rich.text import Text

from keikaku.cli.show import console_for, tell
from keikaku.ground import vocab
from keikaku.ground.errors import QuestionError
from keikaku.ground.messages import Language, pair
from keikaku.reading.loaders import Loaders

_HEADS: dict[str, tuple[str, str]] = {
    "family": pair("cli.family"),
    "kind": pair("cli.kind"),
    "label": pair("cli.label"),
    "definition": pair("cli.definition"),
    "term": pair("cli.term"),
}


def _head(name: str, language: Language) -> str:
    return _HEADS[name][language == "ja"]


def loaders(known: Loaders, language: Language) -> None:
    """List the series that keikaku can read."""
    console = console_for()
    for series in known.known.values():
        settings = series.settings
        body = vocab.municipality(settings.municipality.code)
        name = settings.municipality.name or (body.name if body else "")
        family = f"{_head('family', language)} {settings.family}"
        console.print(Text(series.id, "bold"), soft_wrap=True)
        tell(console, 2, f"{settings.municipality.code} {name}, {family}", "dim")
        for plan in settings.plans:
            tell(console, 2, f"{plan.kind}: {plan.title}")


def vocabulary(name: str, language: Language) -> int:
    """List the ontology's terms and codes, or those of a name; or the municipalities of a name or code."""
    bodies = [body] if (body := vocab.municipality(name)) else vocab.find_municipalities(name) if name else []
    table = Table(box=None, header_style="bold", pad_edge=False)
    if bodies:
        table.show_header = False
        for body in bodies:
            table.add_row(body.code, f"{body.prefecture}{body.name}", body.kana, body.estat)
        console_for().print(table)
        return 0
    chosen = [term for term in vocab.terms() if not name or name in (_local(term.iri), *term.labels.values())]
    if not chosen:
        known = [_local(term.iri) for term in vocab.terms()] + [
            one for t in vocab.terms() for one in t.labels.values()
        ]
        near = difflib.get_close_matches(name, sorted(set(known)), n=5, cutoff=0.4)
        raise QuestionError("asking.no-match", name=name, nearest=", ".join(near) or "-")
    for word in ("term", "kind", "label", "definition"):
        table.add_column(_head(word, language), overflow="fold")
    for term in chosen:
        label = term.labels.get(language) or next(iter(term.labels.values()), "")
        text = term.definitions.get(language) or next(iter(term.definitions.values()), "")
        table.add_row(f"kei:{_local(term.iri)}", term.kind, label, text)
    console_for().print(table)
    return 0


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]
