"""Licences that documents and data are under: ``ontology/licences.yml``."""

from __future__ import annotations

from functools import cache

from keikaku.ground import content
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.settings import Settings, check

_ENDINGS = ("legalcode", "deed", "rdf", "index.html")  # of the addresses of a licence's texts, below its own


class Licence(Settings):
    """A licence.

    Attributes:
        address: Where it stands.
        name: What it is called.
        shows: Whether it lets anyone show a document, or parts of it, for any purpose.
    """

    address: str
    name: str
    shows: bool


class _Licences(Settings):
    licences: list[Licence]


@cache
def _known() -> dict[str, Licence]:
    """The licences by their plain addresses."""
    path = content.folder("ontology") / "licences.yml"
    node, raw = read_yaml(path)
    return {plain(one.address): one for one in check(_Licences, raw, path, node).licences}


def lets_show(licence: str) -> bool:
    """Tell whether a licence lets anyone show the document; words never do, since anyone may mean anything by them.

    >>> lets_show("http://creativecommons.org/licenses/by/4.0/deed.ja"), lets_show("CC BY 4.0")
    (True, False)
    """
    found = _known().get(plain(licence))
    return found is not None and found.shows


def licence_name(licence: str) -> str:
    """Return what a licence is called; its address, or the words that it is named by, where it is none that is known.

    >>> licence_name("http://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    found = _known().get(plain(licence))
    return found.name if found else licence


def plain(address: str) -> str:
    """Return an address of a licence as it is compared: without scheme, language and the name of a text of it.

    >>> plain("https://creativecommons.org/licenses/by/4.0/legalcode.ja")
    'creativecommons.org/licenses/by/4.0'
    """
    bare = address.partition("://")[2].removeprefix("www.").rstrip("/")
    before, _slash, last = bare.rpartition("/")
    return before if last.partition(".")[0] in _ENDINGS or last in _ENDINGS else bare
