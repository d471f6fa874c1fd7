"""The text of a plan.yml, changed in one place: comments, order and style of the rest stay as somebody wrote them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from keikaku.ground.errors import ReviewError
from keikaku.ground.messages import say
from keikaku.ground.yamlfile import parse_yaml
from keikaku.reading import families
from keikaku.reading.planfile import SeriesSettings
from keikaku.reading.settings import check

_WIDTH = 1_000_000
"""Columns after which YAML may break a line: never, since a pattern that is broken cannot be read."""

Keys = Sequence[str]


@dataclass(frozen=True, slots=True)
class PlanText:
    """The text of a plan.yml.

    Attributes:
        text: The text.
        path: What errors call it.
    """

    text: str
    path: Path = Path("plan.yml")

    @property
    def raw(self) -> dict[str, Any]:
        """What the text says, without what its family says.

        Raises:
            SeriesError: It is no YAML.
        """
        raw = parse_yaml(self.text, self.path)[1]
        return raw if isinstance(raw, dict) else {}

    @property
    def whole(self) -> Mapping[str, Any]:
        """What the text says over what its family says."""
        whole = families.with_defaults(self.raw)
        return whole if isinstance(whole, dict) else {}

    def checked(self) -> SeriesSettings:
        """Return what the text says, checked.

        Raises:
            SeriesError: It does not say what a plan.yml must; names line and key.
        """
        node, raw = parse_yaml(self.text, self.path)
        return check(SeriesSettings, families.with_defaults(raw), self.path, node)

    def difference(self, after: PlanText) -> str:
        """Return what another text changes, as a unified difference."""
        lines = difflib.unified_diff(
            self.text.splitlines(), after.text.splitlines(), self.path.name, self.path.name, lineterm="", n=2
        )
        return "".join(f"{line}\n" for line in lines)

    def set(self, keys: Keys, value: Any, *, before: str = "") -> PlanText:
        """Return the text with a value under a path of keys, in the place of what stands there.

        Args:
            keys: The keys that lead there; maps that are missing are made.
            value: What YAML can say.
            before: The key of the same map before which a new one stands; at its end otherwise.

        Raises:
            ReviewError: Something else than a map is in the way, or the text uses aliases there.
        """
        wanted = _copied(self.raw)
        _set(wanted, keys, value, before)
        return self._proved(_Editor(self.text).set(keys, value, before), wanted)

    def append(self, keys: Keys, value: Any) -> PlanText:
        """Return the text with a value at the end of a list under a path of keys; a list that is missing is made."""
        wanted, held = _copied(self.raw), self.raw
        for key in keys:
            held = held.get(key) if isinstance(held, dict) else None  # type: ignore[assignment]
        if not held:
            _set(wanted, keys, [value], "")
            return self._proved(_Editor(self.text).set(keys, [value], ""), wanted)
        if not isinstance(held, list):
            raise _in_the_way(keys)
        _set(wanted, keys, [*held, value], "")
        return self._proved(_Editor(self.text).append(keys, value), wanted)

    def _proved(self, text: str, wanted: Mapping[str, Any]) -> PlanText:
        """Return a changed text that says what it should and nothing else; no other is ever written."""
        after = PlanText(text, self.path)
        if after.raw != wanted or [*after.raw] != [*wanted]:
            raise ReviewError(
                "reviewing.refused-edit",
                detail=say("reviewing.cannot-changed-one-place"),
            )
        return after


def _copied(value: Any) -> Any:
    """Return a value in which nothing stands for two: what an alias names is a value of its own."""
    if isinstance(value, dict):
        return {key: _copied(said) for key, said in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _set(raw: dict[str, Any], keys: Keys, value: Any, before: str) -> None:
    *above, last = keys
    for at, key in enumerate(above, start=1):
        if raw.get(key) is None:
            raw[key] = {}
        if not isinstance(raw[key], dict):
            raise _in_the_way(keys[:at])
        raw = raw[key]
    later = {}
    if last not in raw and before in raw:
        names = list(raw)
        later = {name: raw.pop(name) for name in names[names.index(before) :]}
    raw[last] = value
    raw.update(later)


def _in_the_way(keys: Keys) -> ReviewError:
    name = ".".join(keys)
    return ReviewError(
        "reviewing.refused-edit",
        detail=say("reviewing.holds-something-else-there", name=name),
    )


class _Editor:
    """Finds the places of a text's values and changes them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = yaml.compose(text, yaml.SafeLoader)

    def set(self, keys: Keys, value: Any, before: str) -> str:
        node = self._root
        for at, key in enumerate(keys):
            if not isinstance(node, yaml.MappingNode):
                return self._instead(node, _nested(keys[at:], value))
            pair = _pair(node, key)
            if pair is None:
                return self._into(node, key, _nested(keys[at + 1 :], value), before)
            node = pair[1]
        return self._instead(node, value)

    def append(self, keys: Keys, value: Any) -> str:
        node = self._root
        for key in keys:
            pair = _pair(node, key)
            node = pair[1] if pair else None
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise _in_the_way(keys)
        end = self._end(node.value[-1])
        if node.flow_style:
            return f"{self._text[:end]}, {_flow(value)}{self._text[end:]}"
        return self._line_after(end, f"{' ' * node.start_mark.column}- {_flow(value)}")

    def _instead(self, node: yaml.Node | None, value: Any) -> str:
        """Return the text with a value in the place of another."""
        if node is None or node is self._root:
            return f"{self._text}{_block(value) if isinstance(value, dict) else _flow(value)}"
        start, end = node.start_mark.index, self._end(node)
        between = "" if start != end or self._text[start - 1 : start].isspace() else " "
        if self._text[start:end].startswith(("- ", "-\n")):
            return f"{self._text[:start].rstrip()} {_flow(value)}{self._text[end:]}"
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            return f"{self._text[:start].rstrip()} {_flow(value)}{self._text[end:]}"
        return f"{self._text[:start]}{between}{_flow(value)}{self._text[end:]}"

    def _into(self, node: yaml.MappingNode, key: str, value: Any, before: str) -> str:
        """Return the text with a new key in a map."""
        if node.flow_style:
            pair = _pair(node, before)
            entry = f"{_flow(key)}: {_flow(value)}"
            if pair:
                at = pair[0].start_mark.index
                return f"{self._text[:at]}{entry}, {self._text[at:]}"
            at = self._end(node.value[-1][1]) if node.value else node.start_mark.index + 1
            return f"{self._text[:at]}{', ' if node.value else ''}{entry}{self._text[at:]}"
        indent = " " * node.start_mark.column
        lines = _entry(key, value, is_top=node is self._root)
        text = "\n".join(f"{indent}{line}" for line in lines)
        pair = _pair(node, before)
        if pair:
            at = self._line_start(pair[0].start_mark.index)
            return f"{self._text[:at]}{text}\n{self._text[at:]}"
        return self._line_after(self._end(node.value[-1][1], node.value[-1][0]), text)

    def _line_start(self, index: int) -> int:
        """Return where the line begins, with the comments right above it that speak of it."""
        start = self._text.rfind("\n", 0, index) + 1
        while start and self._text[self._text.rfind("\n", 0, start - 1) + 1 : start].lstrip().startswith("#"):
            start = self._text.rfind("\n", 0, start - 1) + 1
        return start

    def _line_after(self, end: int, text: str) -> str:
        stop = self._text.find("\n", end)
        stop = len(self._text) if stop < 0 else stop
        return f"{self._text[:stop]}\n{text}{self._text[stop:] or chr(10)}"

    def _end(self, node: yaml.Node, key: yaml.Node | None = None) -> int:
        """Return where a value ends, without the comments and empty lines behind it that YAML counts to it."""
        if key is not None and node.start_mark.index < key.end_mark.index:  # an alias: it ends with its line
            stop = self._text.find("\n", key.end_mark.index)
            return stop if stop >= 0 else len(self._text)
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1], last[0]) if isinstance(last, tuple) else self._end(last)
        end: int = node.end_mark.index
        return node.start_mark.index + len(self._text[node.start_mark.index : end].rstrip())


def _pair(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((pair for pair in pairs if pair[0].value == key), None)


def _nested(keys: Keys, value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _flow(value: Any) -> str:
    """Return a value on one line, as it may stand among others in brackets too."""
    text = yaml.safe_dump([value], allow_unicode=True, sort_keys=False, default_flow_style=True, width=_WIDTH)
    return text.rstrip("\n")[1:-1]


def _entry(key: str, value: Any, *, is_top: bool) -> list[str]:
    """Return a key with its value: the parts of a plan.yml with a line for each of their entries, all else on one line."""
    if is_top and isinstance(value, dict) and value:
        return [f"{_flow(key)}:", *(f"  {_flow(name)}: {_flow(said)}" for name, said in value.items())]
    if is_top and isinstance(value, list) and value:
        return [f"{_flow(key)}:", *(f"  - {_flow(said)}" for said in value)]
    return [f"{_flow(key)}: {_flow(value)}"]


def _block(value: Mapping[str, Any]) -> str:
    return "".join(f"{line}\n" for key, said in value.items() for line in _entry(key, said, is_top=True))
