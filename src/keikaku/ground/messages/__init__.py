"""The sentences that users read: named in the code, written in a folder of YAML for each language beside this module.

An id is the name of a file and of a sentence in it: ``store.newer`` is ``newer`` in ``store.yml``. A sentence names its
values in braces, as :meth:`str.format` reads them. A file is read when a sentence of it is first shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from keikaku.ground import content

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")
SEPARATORS: dict[Language, str] = {"en": ", ", "ja": "、"}
"""What stands between the parts of a list in a sentence."""
_HOME = Path(__file__).parent


class Said(Protocol):
    """What can be said in each language: a message of the catalogue, or words that content brings itself."""

    def text(self, language: Language = "en") -> str:
        """Return it in one language."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue with its values, in no language yet.

    Attributes:
        id: Its name: ``store.newer``.
        values: What stands in its braces. What is itself said in languages stands there in the same one; the parts of a
            tuple are put side by side.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """Return the sentence in one language.

        Raises:
            KeyError: There is no such sentence, or it names a value that is not given.
        """
        values = {name: _in(value, language) for name, value in self.values.items()}
        return sentence(self.id, language).format_map(values)


@dataclass(frozen=True, slots=True)
class Words:
    """Words that content brings itself, in both languages.

    Attributes:
        en: In English.
        ja: In Japanese.
    """

    en: str
    ja: str

    def __str__(self) -> str:
        return self.en

    def text(self, language: Language = "en") -> str:
        """Return them in one language."""
        return self.ja if language == "ja" else self.en


def say(name: str, /, **values: object) -> Message:
    """Return a message by its id, with its values."""
    return Message(name, values)


def pair(name: str, /, *, first: Language = "en", **values: object) -> tuple[str, str]:
    """Return a message in both languages, in English and Japanese, or in Japanese and English where that is first."""
    said = say(name, **values)
    english, japanese = said.text("en"), said.text("ja")
    return (english, japanese) if first == "en" else (japanese, english)


def both(name: str, /, *, first: Language = "en", **values: object) -> str:
    """Return a message in both languages, for what has room for one text: :func:`pair` with a stroke between."""
    return " / ".join(pair(name, first=first, **values))


def sentence(name: str, language: Language) -> str:
    """Return a sentence as it is written, its values in braces.

    Raises:
        KeyError: There is none of that id.
    """
    file, _dot, rest = name.partition(".")
    return sentences(language, file)[rest]


@cache
def sentences(language: Language, file: str) -> dict[str, str]:
    """Return the sentences of a file by the rest of their ids.

    Raises:
        KeyError: There is no such file.
    """
    path = _HOME / language / f"{file}.yml"
    if not path.is_file():
        raise KeyError(file)
    found: dict[str, str] = content.from_yaml(path)
    return found


def packed(value: object) -> object:
    """Return a value of a message as JSON can hold it; what it cannot hold becomes text."""
    if isinstance(value, Message):
        return {"say": value.id, "values": {name: packed(one) for name, one in value.values.items()}}
    if isinstance(value, Words):
        return {"en": value.en, "ja": value.ja}
    if isinstance(value, tuple):
        return {"parts": [packed(one) for one in value]}
    if isinstance(value, Decimal):  # a sentence may say how many places it shows
        return {"decimal": str(value)}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def unpacked(value: Any) -> Any:
    """Return what :func:`packed` made JSON of."""
    if not isinstance(value, dict):
        return value
    if "decimal" in value:
        return Decimal(value["decimal"])
    if "parts" in value:
        return tuple(unpacked(one) for one in value["parts"])
    if "say" in value:
        return Message(value["say"], {name: unpacked(one) for name, one in value["values"].items()})
    return Words(**value)


def _in(value: object, language: Language) -> object:
    if isinstance(value, Message | Words):
        return value.text(language)
    if isinstance(value, tuple):
        return SEPARATORS[language].join(str(_in(part, language)) for part in value)
    return value
