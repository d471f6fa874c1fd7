"""Patterns of plan.yml: regular expressions that run in linear time, on folded text, and answer in print.

RE2 is used because plan.yml may come from a stranger: no pattern can make it hang.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

import re2  # type: ignore[import-untyped]

from keikaku.ground.text.folding import fold, unify

_PROBES = (
    "あ",
    "道路",
    "1,234",
    "施策 1 道路の整備",
    "・安全な道路を整備します。",
    "R6\t12.5",
    "- ①",
    "(1) 2030",
)


_TEXT_ENDS = re.compile(r"\\[Az]")
"""What matches at the ends of a text alone."""


def together(lines: Iterable[str]) -> str:
    """Return lines as one text in which patterns are looked for at once; layout spaces are aside."""
    return "\n".join(fold(line).strip() for line in lines)


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options


@lru_cache(maxsize=4096)
def _stripped(text: str) -> tuple[int, bytes]:
    """Return where folded text begins behind its spaces, and the text as RE2 goes through it; many patterns look at one line."""
    folded = fold(text)
    return len(folded) - len(folded.lstrip()), folded.strip().encode()


class Match:
    """A match on folded text, answering with what is printed there.

    Args:
        match: What RE2 answered.
        coded: The text that it went through; folded text has a character at each place of the print.
        text: The print.
        groups: The pattern's groups.
    """

    __slots__ = ("_coded", "_groups", "_match", "_text")

    def __init__(self, match: Any, coded: bytes, text: str, groups: Mapping[str, int]) -> None:
        self._match = match
        self._coded = coded
        self._text = text
        self._groups = groups

    def __getitem__(self, group: str | int) -> str:
        """Return the print under a group, "" where the group did not take part."""
        start, end = self.span(group)
        return self._text[start:end] if start >= 0 else ""

    def __contains__(self, group: str) -> bool:
        """Tell whether the pattern has such a group."""
        return group in self._groups

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the pattern's groups, whether they took part or not."""
        return tuple(self._groups)

    def span(self, group: str | int = 0) -> tuple[int, int]:
        """Return where a group stands in the text, (-1, -1) where it did not take part."""
        start, end = self._match.span(self._groups[group] if isinstance(group, str) else group)
        if start < 0:
            return -1, -1
        before = len(self._coded[:start].decode())
        return before, before + len(self._coded[start:end].decode())

    def group(self, group: str) -> str:
        """Return the print under a named group, "" where the pattern has no such group."""
        return self[group] if group in self else ""  # noqa: SIM401 - a match has no get


class Pattern:
    """A regular expression (RE2 syntax) over folded text.

    Args:
        source: The expression. It sees folded text, so it is written with half-width letters, digits and
            brackets, "~" for wave dashes and "-" for dashes; ①, Ⅲ and kana are as printed.

    Raises:
        ValueError: The expression is none, or is written with characters that folded text never holds.
    """

    __slots__ = ("_groups", "_re", "_within", "source")

    def __init__(self, source: str) -> None:
        source = unify(source)
        self.source = source
        never = sorted({char for char in source if fold(char) != char})
        if never:
            raise ValueError(
                f"{source!r} holds {', '.join(f'{char!r} (write {fold(char)!r})' for char in never)}: "
                "patterns see folded text"
            )
        try:
            self._re: Any = re2.compile(source, _options())
        except re2.error as error:
            reason = error.args[0]
            detail = reason.decode() if isinstance(reason, bytes) else str(reason)
            raise ValueError(f"{source!r} is no regular expression: {detail}") from None
        self._groups: dict[str, int] = self._re.groupindex  # RE2 makes it anew each time
        self._within: Any = None

    def __repr__(self) -> str:
        return f"Pattern({self.source!r})"

    @property
    def groups(self) -> frozenset[str]:
        """The names of its groups."""
        return frozenset(self._groups)

    def fullmatch(self, text: str) -> Match | None:
        """Match the whole text, layout spaces at both ends aside."""
        return self._answer(self._re.fullmatch, text)

    def match(self, text: str) -> Match | None:
        """Match at the beginning of the text, layout spaces aside."""
        return self._answer(self._re.match, text)

    def search(self, text: str) -> Match | None:
        """Match anywhere in the text."""
        return self._answer(self._re.search, text)

    def is_in(self, lines: Sequence[str], whole: str) -> bool:
        """Tell whether the pattern matches anywhere in some of the lines of a text.

        Args:
            lines: The lines.
            whole: All of them, as `together` joins them: where it matches nowhere in that, no line is asked.
        """
        if self._within is None:
            ends = _TEXT_ENDS.search(self.source)  # which the text has once, and each line for itself
            self._within = True if ends else re2.compile(f"(?m:{self.source})", _options())
        if self._within is not True and not self._within.search(whole):
            return False
        return any(self.search(line) for line in lines)

    def is_narrow(self) -> bool:
        """Tell whether the pattern declines lines of every common form, as a pattern for furniture must."""
        return not any(self._re.fullmatch(probe) for probe in _PROBES)

    def _answer(self, ask: Callable[[bytes], Any], text: str) -> Match | None:
        start, coded = _stripped(text)
        found = ask(coded)
        return Match(found, coded, text[start:], self._groups) if found else None


N = TypeVar("N")
D = TypeVar("D")
_ALWAYS = "(?s:.*)"
"""Fits every text: where it is not in a set's answer, the set has run out of memory, and says nothing."""


class Forms(Generic[N]):
    """Patterns that are asked at once which of them match a text: RE2 goes through it once for all.

    Args:
        forms: Each pattern with the name under which it is found; several may have one name.
        anywhere: Whether a match may stand anywhere in the text; it is the whole of it otherwise.

    Attributes:
        fitting: Returns the names of the patterns that match a text, in the order of the patterns; layout spaces are
            aside. What was answered is kept: a line is asked for its form wherever something may end.
    """

    def __init__(self, forms: Iterable[tuple[N, Pattern]], *, anywhere: bool = False) -> None:
        self._forms = list(forms)
        self._anywhere = anywhere
        self._names = [name for name, _pattern in self._forms]
        self._set = self._together() if self._forms else None
        self.fitting: Callable[[str], tuple[N, ...]] = lru_cache(maxsize=4096)(self._ask)

    def _together(self) -> Any:
        """Return the set that RE2 asks, None where the patterns are too much for one."""
        made: Any = (re2.Set.SearchSet if self._anywhere else re2.Set.FullMatchSet)(_options())
        for source in (*(pattern.source for _name, pattern in self._forms), _ALWAYS):
            made.Add(source)
        try:
            made.Compile()
        except re2.error:
            return None
        return made

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a pattern of this name."""
        return any(name == own for own, _pattern in self._forms)

    def __iter__(self) -> Iterator[N]:
        """Yield the names, each once."""
        return iter(dict.fromkeys(name for name, _pattern in self._forms))

    def first(self, text: str, default: D) -> N | D:
        """Return the name of the first pattern that matches."""
        found = self.fitting(text)
        return found[0] if found else default

    def _ask(self, text: str) -> tuple[N, ...]:
        found = (self._set.Match(_stripped(text)[1]) or ()) if self._set else ()
        if len(self._names) in found:
            return tuple(self._names[at] for at in sorted(found)[:-1]) if len(found) > 1 else ()
        asked = (
            (name, pattern.search if self._anywhere else pattern.fullmatch) for name, pattern in self._forms
        )
        return tuple(name for name, ask in asked if ask(text))


def literal(text: str) -> str:
    """Return an expression that matches the text as folded."""
    return re.escape(fold(unify(text)))
