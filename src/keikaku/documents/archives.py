"""ZIP archives and folders: several files as one document, in the order of their names.

Nothing is unpacked under a name that an archive gives: members are written one by one to a file of our own.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from keikaku.documents import files
from keikaku.documents.form import Kind, Part
from keikaku.documents.ocr.recorded import SUFFIX, beside
from keikaku.documents.packages import MOST_BYTES, MOST_MEMBERS, PackageError
from keikaku.documents.texts import read_text
from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import EmptyDocumentError, InputError, MissingExtraError
from keikaku.ground.text.folding import fold

_UTF_8 = 0x800  # general purpose bit 11: the name is in UTF-8 (APPNOTE.TXT, 4.4.4)
_LOCKED = 0x1
_CHUNK = 2**20
_LINK = 0o120000
_NUMBER = re.compile("([0-9]+)")
_LEFT_OUT = re.compile(
    rf"(?:^|/)(?:\.|__MACOSX/|Thumbs\.db$|desktop\.ini$|plan\.yml$|{re.escape(DECISIONS)}$)"
)
_SUFFIXES = (*files.SUFFIXES, *files.TEXT_SUFFIXES, *files.PICTURE_SUFFIXES)


def read_zip(path: Path) -> Iterator[Part]:
    """Yield the parts of the documents in a ZIP archive, numbered over all of them.

    Raises:
        PackageError: "damaged", "locked", "bomb", "path" (a name that leads out of the archive), "nested" (an archive
            within), each with the member.
        InputError: A document in it cannot be read; it is named as a path below that of the archive.
    """
    yield from _numbered(path, _members_of(path, None))


def read_folder(path: Path) -> Iterator[Part]:
    """Yield the parts of the documents in a folder, numbered over all of them.

    Raises:
        PackageError: "bomb": more files than any document has.
        InputError: A document in it cannot be read.
    """
    yield from _numbered(path, iter(documents_in(path)))


def documents_in(folder: Path) -> list[tuple[str, Path]]:
    """Return the files of a folder that are documents, with their names in it, in the order of the names.

    Raises:
        PackageError: "bomb": more files than any document has.
    """
    found = {}
    for number, file in enumerate(folder.rglob("*")):
        if number >= MOST_MEMBERS:
            raise PackageError("bomb", f"{MOST_MEMBERS:,} files")
        if file.is_file():
            found[file.relative_to(folder).as_posix()] = file
    return [(name, found[name]) for name in documents_among(found)]


def documents_among(names: Collection[str]) -> list[str]:
    """Return which names of a folder or an archive are those of documents, in the order in which they are read.

    Beside a page of HTML pictures are its own, else scans. A document that cannot be read is one all the same, unless
    it lies there in another form too.
    """
    held = [name for name in names if name.lower().endswith(_SUFFIXES) and not _LEFT_OUT.search(name)]
    if any(name.lower().endswith(files.HTML_SUFFIXES) for name in held):
        held = [name for name in held if not name.lower().endswith(files.PICTURE_SUFFIXES)]
    named = [name for name in files.named_only(names) if not _LEFT_OUT.search(name)]
    return sorted([*held, *named], key=natural)


def digest(folder: Path, *, with_recognised: bool = False) -> str:
    """Return the hash of a folder that is one document: of the names and hashes of the files that are read.

    Args:
        folder: The folder.
        with_recognised: Whether the recognised pages that lie beside its files count too: they are no part of the
            document, but of what is read of it.

    Raises:
        PackageError: "bomb": more files than any document has.
        OSError: A file cannot be read.
    """
    whole = hashlib.sha256()
    for name, document in documents_in(folder):
        own = {name: document, f"{name}{SUFFIX}": beside(document)}
        for called, file in own.items():
            if file is document or (with_recognised and file.is_file()):
                with file.open("rb") as opened:
                    sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
                whole.update(f"{sha256}  {called}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def is_called(name: str, pattern: str) -> bool:
    """Tell whether a file of an archive is meant by a pattern with * and ?: by its name, alone or with its folders."""
    return fnmatchcase(name, pattern) or fnmatchcase(PurePosixPath(name).name, pattern)


def files_of(path: Path, form: str, names: Collection[str]) -> Iterator[tuple[str, Path]]:
    """Yield files of an archive or a folder with their names; one of an archive is there until the next is asked for.

    Args:
        path: The archive or folder.
        form: The name of its form, "ZIP" or "folder".
        names: The files that are asked for, as parts of the document name them.

    Raises:
        PackageError: As :func:`read_zip` and :func:`read_folder` do.
    """
    if form == files.ZIP.name:
        yield from _members_of(path, names)
    else:
        yield from ((name, file) for name, file in documents_in(path) if name in names)


def _members_of(path: Path, names: Collection[str] | None) -> Iterator[tuple[str, Path]]:
    """Yield members of a ZIP archive as files, the one before gone."""
    try:
        with ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="keikaku-") as folder:
            members = _members(archive)
            wanted = [name for name in documents_among(members) if names is None or name in names]
            yield from _unpacked(archive, members, wanted, Path(folder))
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise PackageError("damaged", str(error)) from error


def natural(name: str) -> tuple[object, ...]:
    """Return what sorts names as people number them: 2 before 10, an index before the pages that it lists."""
    folded = PurePosixPath(fold(name).lower())
    parts = tuple((int(one), "") if one.isdecimal() else (-1, one) for one in _NUMBER.split(folded.name))
    return (str(folded.parent), folded.stem != "index", parts)


def _members(archive: ZipFile) -> dict[str, ZipInfo]:
    """Return what an archive holds by its names; refuse what no archive of documents holds."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise PackageError("bomb", f"{len(infos):,} members")
    found = {}
    for info in infos:
        name = member_name(info)
        if info.flag_bits & _LOCKED:
            raise PackageError("locked", name)
        is_link = info.external_attr >> 16 & 0o170000 == _LINK
        if is_link or ".." in PurePosixPath(name).parts or name.startswith("/") or ":" in name[:2]:
            raise PackageError("path", name)
        if name.lower().endswith((".zip", ".lzh", ".7z", ".rar")):
            raise PackageError("nested", name)
        if not info.is_dir():
            found[name] = info
    return found


def member_name(info: ZipInfo) -> str:
    """Return a member's name: in UTF-8 where the archive says so, else as Japanese systems write it (CP932), or UTF-8."""
    if info.flag_bits & _UTF_8:
        return info.filename.replace("\\", "/")
    data = info.orig_filename.encode("cp437", "replace")  # what zipfile decoded it from
    for encoding in ("utf-8", "cp932"):
        try:
            return data.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


def _unpacked(
    archive: ZipFile, members: dict[str, ZipInfo], names: list[str], folder: Path
) -> Iterator[tuple[str, Path]]:
    """Yield members as files, recognised pages beside them, those before gone; count what they inflate to."""
    left = MOST_BYTES
    for name in names:
        file = folder / f"member{PurePosixPath(name).suffix.lower()}"
        own = {name: file, f"{name}{SUFFIX}": beside(file)}
        for held, place in own.items():
            if held in members:
                left = _inflate(archive, members[held], held, place, left)
        yield name, file
        for place in own.values():
            place.unlink(missing_ok=True)


def _inflate(archive: ZipFile, info: ZipInfo, name: str, place: Path, left: int) -> int:
    """Write a member to a place; return how many bytes are left of those that an archive may inflate to."""
    with archive.open(info) as member, place.open("wb") as out:
        while chunk := member.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise PackageError("bomb", name)
            out.write(chunk)
    return left


def _numbered(path: Path, documents: Iterator[tuple[str, Path]]) -> Iterator[Part]:
    number = 0
    for name, file in documents:
        for part in _parts(path, name, file):
            number += 1
            yield replace(part, number=number, file=name)
    if not number:
        raise InputError("documents.none-in-folder", path=path, suffixes=", ".join(_SUFFIXES))


def _parts(path: Path, name: str, file: Path) -> Iterator[Part]:
    """Yield the parts of one document; an error names it by its place in the archive."""
    form = files.form_of(file)
    try:
        if form is files.ZIP:  # an archive under another name
            raise PackageError("nested", name)
        yield from read_text(file) if form is None else files.parts_of(file, form.name)
    except EmptyDocumentError:
        return
    except MissingExtraError:
        if form not in files.IMAGES:
            raise
        yield Part(
            kind=Kind.PAGE, number=1, notes=["no-text"]
        )  # a page that is named, and costs the others nothing
    except InputError as error:
        raise error.over(path=path / name) from error
