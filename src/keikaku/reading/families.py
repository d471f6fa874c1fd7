"""Families of documents: files of defaults that a plan.yml names and departs from.

A family may itself name a family that it derives from. Mappings are merged key by key, so that a departure says
only what differs; anything else takes the place of what the family says, and an empty value (``key:``) takes
it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from keikaku.ground.messages import say
from keikaku.ground.yamlfile import error_at, read_yaml
from keikaku.reading.settings import NotAllowedError

FOLDER = Path(__file__).with_name("families")


def names() -> list[str]:
    """Return the names of the families that ship with keikaku, sorted."""
    return sorted(file.stem for file in FOLDER.glob("*.yml"))


def known(name: object) -> object:
    """Return what names a family; what is no text, others refuse.

    Raises:
        NotAllowedError: There is none of that name, or several are named, which may contradict each other; says which there are.
    """
    allowed = ", ".join(names())
    if isinstance(name, list | dict):
        raise NotAllowedError(say("reading.one-family", named=", ".join(map(str, name)), allowed=allowed))
    if isinstance(name, str) and name and name not in names():
        raise NotAllowedError(say("reading.no-family-allowed", name=name, allowed=allowed))
    return name


@cache
def defaults(name: str) -> Mapping[str, Any]:
    """Return what a family says, with what it derives from.

    Raises:
        SeriesError: Its file is no mapping, or derives from a family that is not there or from itself.
    """
    return _defaults(name, ())


def _defaults(name: str, below: tuple[str, ...]) -> dict[str, Any]:
    path = FOLDER / f"{name}.yml"
    _node, read = read_yaml(path)
    raw = {} if read is None else read
    if not isinstance(raw, dict):
        raise error_at(path, 1, name, say("reading.must-mapping-key-value"))
    above = raw.pop("family", "")
    if not above:
        return raw
    if above in (*below, name) or above not in names():
        raise error_at(path, 1, "family", say("reading.cannot-derive-from", above=above))
    return merged(_defaults(above, (*below, name)), raw)


def with_defaults(raw: object) -> object:
    """Return what a plan.yml says over what its family says; as it is where it names no family that there is."""
    name = raw.get("family") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or name not in names():
        return raw
    return merged(defaults(str(name)), raw)


def merged(base: Mapping[str, Any], departure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping with what another says in its place.

    >>> merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"c": 3, "b": None}, "d": [2]})
    {'a': {'c': 3}, 'd': [2]}
    """
    whole = dict(base)
    for key, value in departure.items():
        if value is None:
            whole.pop(key, None)
        elif isinstance(value, dict) and isinstance(whole.get(key), dict):
            whole[key] = merged(whole[key], value)
        else:
            whole[key] = value
    return whole
