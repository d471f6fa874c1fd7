"""A file as numbered lines.

Lines are counted as RFC 5147 counts them, so that a line's number is its address in the source: LF, CR LF and
CR end a line and nothing else does. A form feed begins a page. What is read of a line is its print in unified
characters: radicals, decomposed letters and invisible characters are no other text.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from keikaku.documents.form import Origin
from keikaku.ground.errors import (
    EmptyDocumentError,
    InputError,
)
from keikaku.ground.messages import say
from keikaku.ground.text.characters import unify
from keikaku.ground.text.encoding import Decoded, Undecoded, decode, is_garbage
from keikaku.ground.text.folding import fold
from keikaku.ground.text.magic import GARBAGE, recognise, unread

if TYPE_CHECKING:
    from keikaku.documents.document import PublishedDocument

_LITTLE = 10_000  # characters that repairs may add to any text
_LINE_END = re.compile(r"\r\n|\n|\r")
# Controls that no text holds, and the characters that make a text read otherwise than it is stored.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_CONTROL_NAMES = (
    *(
        "NUL",
        "SOH",
        "STX",
        "ETX",
        "EOT",
        "ENQ",
        "ACK",
        "BEL",
        "BS",
        "TAB",
        "LF",
        "VT",
        "FF",
        "CR",
        "SO",
        "SI",
    ),
    *(
        "DLE",
        "DC1",
        "DC2",
        "DC3",
        "DC4",
        "NAK",
        "SYN",
        "ETB",
        "CAN",
        "EM",
        "SUB",
        "ESC",
        "FS",
        "GS",
        "RS",
        "US",
    ),
)
_SPECIAL = (
    (stat.S_ISDIR, "documents.folder"),
    (stat.S_ISFIFO, "documents.pipe"),
    (stat.S_ISSOCK, "documents.socket"),
)


_INVISIBLE = {"Cc", "Cf"}


@lru_cache(maxsize=4096)  # a row is asked for its cells wherever tables are looked for
def _parted(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in text.split("\t"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document.

    Attributes:
        number: Its number, from 1.
        text: What is read: the print in unified characters, with its declared repairs.
        folded: `fold(text)`, for matching.
        printed: What the document prints.
        page: The page, or other part, that it stands on, from 1.
        origin: Where its print comes from.
    """

    number: int
    text: str
    folded: str
    printed: str
    page: int
    origin: Origin = Origin.TEXT

    @classmethod
    def make(cls, number: int, printed: str, page: int = 1, origin: Origin = Origin.TEXT) -> Line:
        """Return a line as printed."""
        text = unify(printed)
        return cls(number, text, fold(text), printed, page, origin)

    @property
    def blank(self) -> bool:
        """Whether it holds nothing but white space and invisible characters."""
        if not self.folded.isspace():  # what is white or invisible is folded to white space
            return not self.folded
        return all(char.isspace() or unicodedata.category(char) in _INVISIBLE for char in self.text)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table's row: the text parted at TABs."""
        return _parted(self.text)

    @property
    def repaired(self) -> bool:
        """Whether a declared repair made the text."""
        return self.text != self.printed and self.text != unify(self.printed)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as numbered lines.

    Attributes:
        path: Where it was read from.
        name: The file's name.
        sha256: The hash of its bytes, in hexadecimal.
        encoding: The encoding it was in, by Python's name; "" for a file that is no text.
        lines: Its lines.
        published: Its pages, sheets or body, of a file that is no text: ``published.lines[number - 1]`` is the print
            of a line and its place, with the cells of a table's row.
    """

    path: Path
    name: str
    sha256: str
    encoding: str
    lines: tuple[Line, ...]
    published: PublishedDocument | None = None

    @property
    def media_type(self) -> str:
        """Its media type."""
        return self.published.media_type if self.published else "text/plain"

    def only(self, numbers: Set[int]) -> tuple[Document, tuple[int, ...]]:
        """Return some of the lines as a document of their own, numbered from 1, and the number that each of them has here.

        Where lines are left out between two, an empty one parts them, whose number here is 0.

        Args:
            numbers: Numbers of the lines.
        """
        kept: list[int] = []
        for number in sorted(numbers):
            kept += [0, number] if kept and kept[-1] != number - 1 else [number]
        lines = tuple(
            replace(self.lines[number - 1], number=at)
            if number
            else Line(at, "", "", "", self.lines[kept[at - 2] - 1].page)
            for at, number in enumerate(kept, start=1)
        )
        return replace(self, lines=lines, published=self.published and self.published.only(kept)), tuple(kept)


def read_document(
    path: Path, *, max_bytes: int = 64 * 2**20, max_line: int = 1_000_000, max_lines: int = 1_000_000
) -> Document:
    """Return the document in a file.

    Args:
        path: The file: plain text in UTF-8, UTF-16 or UTF-32, Shift_JIS (CP932) or EUC-JP.
        max_bytes: The size above which a file is refused, before it is read.
        max_line: The number of characters above which a line is refused.
        max_lines: The number of lines above which a file is refused.

    Raises:
        InputError: One of its leaves, for what cannot be read: no file, nothing in it, no text, an encoding
            that is not known, characters that mislead, or too much.
    """
    data = _read_bytes(path, max_bytes)
    decoded = _decode(path, data)
    refuse_text(path, decoded.text, max_lines)
    lines = tuple(_lines(path, decoded.text, max_line))
    if all(line.blank for line in lines):
        raise EmptyDocumentError("documents.empty", path=path, state=say("documents.blank"))
    return Document(path, path.name, hashlib.sha256(data).hexdigest(), decoded.encoding, lines)


class SwellingRepairError(ValueError):
    """A repair that adds more text than broken characters can have held.

    Args:
        index: Which repair, from 0.
        grown: How many characters longer the text would be.
        limit: How many it may be.
    """

    def __init__(self, index: int, grown: int, limit: int) -> None:
        super().__init__(f"repair {index} makes the text {grown:,} characters longer, above {limit:,}")
        self.index = index
        self.grown = grown
        self.limit = limit


def with_repairs(document: Document, repairs: Iterable[tuple[str, str]]) -> Document:
    """Return the document with misreadings repaired; `Line.printed` keeps the print.

    Args:
        document: The document.
        repairs: Pairs of a print and its reading, applied in this order wherever the print stands in a line.

    Raises:
        ValueError: If a print is empty.
        SwellingRepairError: If the repairs add more than a tenth to the text, and more than is little anyhow;
            found before the memory for it is taken.
    """
    pairs = tuple(repairs)
    if any(not printed for printed, _ in pairs):
        raise ValueError("a repair must say which print it replaces")
    limit = max(_LITTLE, sum(len(line.text) for line in document.lines) // 10)
    texts = [line.text for line in document.lines]
    grown = 0
    for index, pair in enumerate(pairs):
        printed, reading = map(unify, pair)
        if not printed:  # what is invisible is gone
            continue
        grown += (len(reading) - len(printed)) * sum(text.count(printed) for text in texts)
        if grown > limit:
            raise SwellingRepairError(index, grown, limit)
        texts = [text.replace(printed, reading) for text in texts]
    lines = zip(document.lines, texts, strict=True)
    return replace(document, lines=tuple(_with_text(line, text) for line, text in lines))


def _with_text(line: Line, text: str) -> Line:
    return line if text == line.text else replace(line, text=text, folded=fold(text))


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a file that is not larger than the limit."""
    refuse_file(path, max_bytes)
    with opening(path), path.open("rb") as file:
        data = file.read(max_bytes + 1)
    refuse_size(path, len(data), max_bytes)
    if not data:
        raise EmptyDocumentError("documents.empty", path=path, state=say("documents.empty-file"))
    return data


@contextlib.contextmanager
def opening(path: Path) -> Iterator[None]:
    """Say what is wrong with a path where the system refuses it.

    Raises:
        InputError: There is nothing.
        InputError: It may not or cannot be read.
    """
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError("documents.missing-path", path=path) from error
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=path, why=error.strerror or type(error).__name__
        ) from error


def refuse_file(path: Path, max_bytes: int) -> None:
    """Refuse what is no file, and a file above the limit, before it is opened: opening a pipe would wait.

    Raises:
        InputError: There is no file, it is none, or it is too large.
    """
    with opening(path):
        status = path.stat()
    _refuse_special(path, status.st_mode)
    refuse_size(path, status.st_size, max_bytes)


def _refuse_special(path: Path, mode: int) -> None:
    """Refuse what is no file."""
    if stat.S_ISREG(mode):
        return
    for is_kind, what in _SPECIAL:
        if is_kind(mode):
            raise InputError("documents.not-a-file", path=path, what=say(what))
    raise InputError("documents.not-a-file", path=path, what=say("documents.device"))


def refuse_size(path: Path, size: int, max_bytes: int) -> None:
    """Refuse a file above the limit.

    Raises:
        InputError: It is.
    """
    if size > max_bytes:
        raise _too_large(path, "documents.the-file", f"{size:,} B", f"{max_bytes:,} B")


def _refuse_count(path: Path, text: str, max_lines: int) -> None:
    """Refuse a text with more lines than the limit: each costs memory, however short."""
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    if count > max_lines:
        raise _too_large(path, "documents.number-of-lines", f"{count:,}", f"{max_lines:,}")


def _too_large(path: Path, what: str, size: str, limit: str) -> InputError:
    """Return the error for what splitting the document helps against."""
    return InputError(
        "documents.too-large",
        path=path,
        what=say(what),
        size=size,
        limit=limit,
        way_out=say("documents.split-chapters"),
    )


def _decode(path: Path, data: bytes) -> Decoded:
    """Return the text of the bytes."""
    kind = recognise(data)
    decoded = decode(data) if kind is None else None
    if isinstance(decoded, Decoded) and not is_garbage(decoded.text):
        return decoded
    kind = unread(data, path.suffix)
    if (
        kind is GARBAGE
        and isinstance(decoded, Undecoded)
        and (len(decoded.tried) == 1 or b"\x00" not in data)
    ):
        raise _undecodable(path, data, decoded)
    raise InputError(
        "documents.binary",
        path=path,
        looks_like=kind.said,
        way_out=kind.way_out,
    )


def _undecodable(path: Path, data: bytes, where: Undecoded) -> InputError:
    """Return the error that names the place where decoding fails."""
    before = data[: where.start].decode(where.encoding)
    return InputError(
        "documents.undecodable",
        path=path,
        line=len(_LINE_END.findall(before)) + 1,
        offset=where.start,
        bytes=data[where.start : where.end].hex(" ").upper(),
        encodings=", ".join(where.tried),
    )


def refuse_text(path: Path, text: str, max_lines: int) -> None:
    """Refuse characters that mislead, and too many lines.

    Raises:
        InputError: Names the line and column of the character, or the number of lines.
    """
    _refuse_unsafe(path, text)
    _refuse_count(path, text, max_lines)


def _refuse_unsafe(path: Path, text: str) -> None:
    """Refuse control characters and those that turn the direction of writing."""
    match = _UNSAFE.search(text)
    if match is None:
        return
    before = _LINE_END.split(text[: match.start()])
    raise InputError(
        "documents.unsafe-text",
        path=path,
        line=len(before),
        column=len(before[-1]) + 1,
        character=_name(match.group()),
    )


def _name(char: str) -> str:
    """Return a character's code point and name."""
    code = ord(char)
    control = "DEL" if code == 0x7F else _CONTROL_NAMES[code] if code < 0x20 else ""
    return f"U+{code:04X} {unicodedata.name(char, control)}"


def _lines(path: Path, text: str, max_line: int) -> Iterator[Line]:
    """Yield the lines with their numbers and pages; a form feed at either end of a line is no print."""
    page = 1
    prints = _LINE_END.split(text)
    if not prints[-1]:
        prints.pop()
    for number, printed in enumerate(prints, start=1):
        refuse_length(path, number, len(printed), max_line)
        page += len(printed) - len(printed.lstrip("\f"))
        yield Line.make(number, printed.strip("\f"), page)
        page += printed.lstrip("\f").count("\f")


def refuse_length(path: Path, number: int, length: int, max_line: int) -> None:
    """Refuse a line above the limit.

    Raises:
        InputError: Names the line.
    """
    if length > max_line:
        raise InputError(
            "documents.too-large",
            path=path,
            what=say("documents.line-characters", number=number),
            size=f"{length:,}",
            limit=f"{max_line:,}",
            way_out=say("documents.check-whether-line-ends"),
        )
