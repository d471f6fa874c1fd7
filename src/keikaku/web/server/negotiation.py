"""Which of the offered media types and languages a request wants (RFC 9110, section 12.5).

What a header says wrongly is left out, element by element; a header of which nothing is left is as none at
all, and whoever says nothing takes anything. Between media types of the same weight the one that is asked
for by name goes before one that only a wildcard covers, and then the order of the offers decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

_ELEMENT = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*"?)+')
_PART = re.compile(r'(?:[^";]|"(?:[^"\\]|\\.)*"?)+')
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_PARAMETER = re.compile(rf'({_TOKEN.pattern})=({_TOKEN.pattern}|"(?:[^"\\]|\\.)*")')
_WEIGHT = re.compile(r"0?\.\d+|0\.?|1(?:\.0*)?")
_EXACT, _RELATED, _WILD = 3, 2, 1
_LANGUAGE = re.compile(r"\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


class _Type(NamedTuple):
    """A media type, or a range of them."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float

    @property
    def precision(self) -> int:
        """How much it says: the more, the sooner it decides."""
        if self.type == "*":
            return 0
        return 1 if self.subtype == "*" else 2 + len(self.parameters)

    def covers(self, other: _Type) -> bool:
        """Tell whether a media type lies in this range."""
        return (
            self.type in ("*", other.type)
            and self.subtype in ("*", other.subtype)
            and self.parameters <= other.parameters
        )


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type that an ``Accept`` header likes best.

    ``charset=utf-8`` is taken for granted, and a ``profile`` is passed over, as JSON-LD 1.1 (appendix C) asks
    of servers that do not know it.

    Args:
        accept: The header; several of them joined with commas.
        offered: Media types, the server's favourite first.

    Returns:
        One of the offers, or nothing where none is acceptable.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offered[0] if offered else None
    ranked = [(*_liking(ranges, offer), -place) for place, offer in enumerate(offered)]
    weight, _, place = max(ranked, default=(0.0, 0, 0))
    return offered[-place] if weight > 0 else None


def best_language(header: str | None, offered: Sequence[str]) -> str:
    """Return the language that an ``Accept-Language`` header likes best (lookup, RFC 4647, section 3.4).

    Args:
        header: The header; several of them joined with commas.
        offered: Language tags, the server's favourite first.

    Returns:
        One of the offers: the first where none is acceptable, as section 12.5.4 allows.
    """
    wanted = _languages(header or "")
    weights = [_language_weight(wanted, offer.lower()) for offer in offered]
    return offered[weights.index(max(weights))]


def _liking(ranges: Sequence[_Type], offer: str) -> tuple[float, int]:
    """Return the weight of an offer, and how precise the range is that gives it."""
    media_type = _offer(offer)
    found = [one for one in ranges if media_type and one.covers(media_type)]
    decisive = max(found, key=lambda one: (one.precision, one.weight), default=None)
    return (decisive.weight, decisive.precision) if decisive else (0.0, 0)


@lru_cache(maxsize=128)
def _ranges(header: str) -> tuple[_Type, ...]:
    return tuple(one for element in _ELEMENT.findall(header) if (one := _media_type(element)))


def _media_type(text: str) -> _Type | None:
    """Return a media type or range, nothing where the text is none."""
    name, *rest = (part.strip(" \t") for part in _PART.findall(text) or [""])
    kind, slash, subtype = name.lower().partition("/")
    parameters = _parameters(rest)
    if not (slash and _TOKEN.fullmatch(kind) and _TOKEN.fullmatch(subtype)) or parameters is None:
        return None
    weight = _weight(parameters)
    if weight is None or (kind == "*" and subtype != "*"):
        return None
    telling = frozenset(
        (key, value)
        for key, value in parameters.items()
        if key not in ("q", "profile") and (key, value.lower()) != ("charset", "utf-8")
    )
    return _Type(kind, subtype, telling, weight)


_offer = lru_cache(maxsize=128)(_media_type)


def _parameters(parts: Sequence[str]) -> dict[str, str] | None:
    """Return the parameters of a media type, nothing where they are written wrongly."""
    found = {}
    for part in filter(None, parts):
        match = _PARAMETER.fullmatch(part)
        if not match:
            return None
        value = match[2]
        found[match[1].lower()] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value[0] == '"' else value
    return found


def _weight(parameters: Mapping[str, str]) -> float | None:
    """Return the weight, nothing where it is none; ``.2``, as Java's clients write, and more digits are taken."""
    text = parameters.get("q", "1")
    return float(text) if _WEIGHT.fullmatch(text) else None


@lru_cache(maxsize=128)
def _languages(header: str) -> tuple[tuple[str, float], ...]:
    return tuple(_read_languages(header))


def _read_languages(header: str) -> Iterator[tuple[str, float]]:
    for element in header.split(","):
        tag, *rest = (part.strip(" \t") for part in element.split(";"))
        parameters = _parameters(rest)
        weight = None if parameters is None else _weight(parameters)
        if weight is not None and _LANGUAGE.fullmatch(tag):
            yield tag.lower(), weight


def _language_weight(wanted: Sequence[tuple[str, float]], offer: str) -> float:
    """Return the weight of an offered language, as the ranges give it that mean it most closely."""
    found = [(nearness, weight) for tag, weight in wanted if (nearness := _nearness(tag, offer))]
    nearness, weight = max(found, default=(_WILD, 0.0))
    return -1.0 if (nearness, weight) == (_EXACT, 0.0) else weight


def _nearness(tag: str, offer: str) -> int:
    """Return how closely a language range means an offered language; 0 where it does not."""
    if tag == offer:
        return _EXACT
    if tag.startswith(f"{offer}-") or offer.startswith(f"{tag}-"):
        return _RELATED
    return _WILD if tag == "*" else 0
