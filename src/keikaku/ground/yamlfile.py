"""YAML files read safely: what is small on disk and endless in memory is refused, and every node knows its line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import yaml

from keikaku.ground.errors import InputError, SeriesError
from keikaku.ground.files import read_regular
from keikaku.ground.messages import Said, say

_LARGEST = 2**20  # bytes of a plan.yml; those at hand have some thousands
_DEEPEST = 50
_MOST = 100_000  # values in a plan.yml, each alias counted as what it stands for
_YamlLoader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def read_yaml(path: Path) -> tuple[yaml.Node | None, object]:
    """Return the nodes of a YAML file, which know their lines, and what they stand for.

    Raises:
        InputError: The file cannot be read.
        SeriesError: It is too large, not UTF-8, no YAML, nested too deep, names a key twice, holds a value
            that is none of its kind, or has aliases that swell or hold themselves; the error names file and line.
    """
    return parse_yaml(_text(path), path)


def error_at(path: Path, line: int, key: str, said: Said) -> SeriesError:
    """Return the error for a fault of a file, with its place and what is wrong."""
    return SeriesError("planfile.fault", path=path, line=line, key=key, detail=said)


def _text(path: Path) -> str:
    """Return the text of a plan.yml."""
    try:
        data = read_regular(path)
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=path, why=error.strerror or type(error).__name__
        ) from error
    if len(data) > _LARGEST:
        limit = f"{_LARGEST:,}"
        raise error_at(path, 1, "plan.yml", say("planfile.larger-than-b", limit=limit))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise error_at(path, line, "plan.yml", say("planfile.not-utf-8")) from None


def parse_yaml(text: str, path: Path) -> tuple[yaml.Node | None, object]:
    """Return the nodes of a YAML text, which know their lines, and what they stand for.

    Args:
        text: The text.
        path: What errors call it.

    Raises:
        SeriesError: As :func:`read_yaml`.
    """
    try:
        _refuse_deep(text, path)
        loader = _loader(path)(text)
        node = loader.get_single_node()
        if node is None:
            return None, None
        _refuse_traps(node, path, {})
        return node, loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, str) else chr(error.character)
        line, why = text[: text.find(char)].count("\n") + 1, f"U+{ord(char):04X}: {error.reason}"
        raise error_at(path, line, "YAML", say("planfile.no-yaml", why=why)) from None
    except yaml.MarkedYAMLError as error:
        line, why = error.problem_mark.line + 1 if error.problem_mark else 1, error.problem or "no YAML"
        raise error_at(path, line, "YAML", say("planfile.no-yaml", why=why)) from None


def _loader(path: Path) -> type[yaml.SafeLoader] | type[yaml.CSafeLoader]:
    """Return a loader that says which value it can make nothing of: a 13th month, a number of 5,000 digits."""

    class Loader(_YamlLoader):  # type: ignore[misc, valid-type]  # which of two it is depends on the system
        def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
            try:
                return super().construct_object(node, deep=deep)
            except (ValueError, KeyError, AttributeError, OverflowError):
                line, shown = node.start_mark.line + 1, str(node.value)[:40]
                wrong = say("planfile.no-such-value", shown=shown, tag=node.tag.rpartition(":")[2])
                raise error_at(path, line, "YAML", wrong) from None

    return Loader


def _refuse_deep(text: str, path: Path) -> None:
    """Refuse what would exhaust the stack of the YAML library, which takes the whole process down."""
    depth, at = 0, 0
    try:
        for event in yaml.parse(text, _YamlLoader):
            depth, at = depth + _step(event), event.end_mark.index if event.end_mark else at
            if depth > _DEEPEST:
                raise _too_deep(path, text, at)
    except yaml.MarkedYAMLError as error:
        # libyaml looks further than what it tells, and newer ones end there with a limit and words of their own.
        mark = error.problem_mark
        if mark and depth + _depth(text[at : mark.index]) > _DEEPEST:
            raise _too_deep(path, text, at) from None
        raise


def _step(event: yaml.Event) -> int:
    return isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


def _depth(text: str) -> int:
    """Return how deep a piece of YAML goes, or a depth above the limit, as far as it is YAML."""
    depth = deepest = 0
    with contextlib.suppress(yaml.MarkedYAMLError):  # the piece ends where it ends
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += _step(event)
            deepest = max(deepest, depth)
            if deepest > _DEEPEST:
                break
    return deepest


def _too_deep(path: Path, text: str, at: int) -> SeriesError:
    """Return the error for a text that nests too deep behind a character."""
    return error_at(path, text[:at].count("\n") + 1, "YAML", say("planfile.nested-too-deep"))


def _refuse_traps(node: yaml.Node, path: Path, known: dict[yaml.Node, tuple[int, int]]) -> tuple[int, int]:
    """Refuse a key that stands twice, of which YAML drops the first, and aliases that swell or hold themselves.

    Args:
        node: Where to look.
        path: The file, for the error.
        known: How many values a node stands for and how deep they go; filled in.
    """
    if isinstance(node, yaml.ScalarNode):
        return 1, 1
    if node in known:
        return known[node]
    known[node] = (_MOST, 0)  # holds for as long as the node is being looked at
    keys = [key for key, _value in node.value] if isinstance(node, yaml.MappingNode) else []
    seen: set[str] = set()
    for key in keys:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name and name in seen:
            raise error_at(path, key.start_mark.line + 1, name, say("planfile.key-stands-twice"))
        seen.add(name)
    inside = [value for _key, value in node.value] if keys else node.value
    parts = [_refuse_traps(part, path, known) for part in inside if isinstance(part, yaml.Node)]
    size = 1 + sum(size for size, _depth in parts)
    depth = 1 + max((depth for _size, depth in parts), default=0)
    if size > _MOST or depth > _DEEPEST:
        line = node.start_mark.line + 1
        raise error_at(path, line, "YAML", say("planfile.aliases-stand-too-much"))
    known[node] = size, depth
    return size, depth
