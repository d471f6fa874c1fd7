"""What ``keikaku doctor`` says: extras, recognition of text, fonts, what pages run, the health of a store.

A line for each, its sign first; the exit status is 1 where something is broken. What is only missing is no fault: nobody needs all.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from keikaku.ground.errors import KeikakuError
from keikaku.ground.messages import Language, Said, say
from keikaku.ground.version import __version__
from keikaku.store.folder import Store
from keikaku.web.pages.bundles import available

OK, MISSING, BROKEN = "ok", "--", "!!"
_PATIENCE = (
    20.0  # seconds for a program that lists fonts or models; the first call of fc-list may build its cache
)

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+).*\bextra == ['\"](?P<extra>[\w-]+)['\"]")

Finding = tuple[str, Said | KeikakuError]
"""A sign, and what was found."""


def examine(store: Path | None, language: Language) -> int:
    """Print what was found; return the exit status."""
    found = [*_system(), *_extras(), *_recognition(), *_pages(), *(_store(store) if store else ())]
    for sign, said in found:
        text = said.message(language) if isinstance(said, KeikakuError) else said.text(language)
        print(f"{sign}  {text}")
    return int(any(sign == BROKEN for sign, _said in found))


def _system() -> Iterator[Finding]:
    yield (
        OK,
        say(
            "cli.doctor-system",
            version=__version__,
            python=platform.python_version(),
            system=platform.system(),
        ),
    )


def _extras() -> Iterator[Finding]:
    """Yield for each extra whether the packages that it names are there."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for text in metadata.requires("keikaku") or ():
        named = _REQUIREMENT.match(text)
        if named and not ("win32" in text and platform.system() == "Windows"):
            wanted[named["extra"]].add(named["name"])
    for extra in sorted(wanted):
        lacking = sorted(name for name in wanted[extra] if not _is_there(name))
        if lacking:
            yield MISSING, say("cli.doctor-extra-missing", extra=extra, what=", ".join(lacking))
        else:
            yield OK, say("cli.doctor-extra", extra=extra)


def _is_there(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _recognition() -> Iterator[Finding]:
    """Yield whether the second engine of text recognition is there with Japanese, and a font for pictures of pages."""
    models = _lines("tesseract", "--list-langs")
    if "jpn" in models:
        yield OK, say("cli.doctor-tesseract")
    else:
        yield MISSING, say("cli.doctor-tesseract-missing")
    fonts = _lines("fc-list", ":lang=ja", "family")
    if fonts:
        yield OK, say("cli.doctor-fonts", font=sorted(fonts)[0])
    else:
        yield MISSING, say("cli.doctor-fonts-missing")


def _lines(program: str, *arguments: str) -> set[str]:
    """Return the lines that a program prints, none where it is not there or fails."""
    place = shutil.which(program)
    if place is None:
        return set()
    try:
        done = subprocess.run(  # noqa: S603 - a program of the path, no word of which comes from outside
            [place, *arguments], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(done.stdout.split("\n")) - {""} if done.returncode == 0 else set()


def _pages() -> Iterator[Finding]:
    if available():
        yield OK, say("cli.doctor-bundles")
    else:
        yield MISSING, say("cli.doctor-bundles-missing")


def _store(path: Path) -> Iterator[Finding]:
    """Yield whether a store can be read whole: each graph file is that which its manifest names."""
    try:
        store = Store(path)
        size = sum(map(len, store.nquads()))
    except KeikakuError as error:
        yield BROKEN, error
        return
    if not store.documents:
        yield MISSING, store.nothing()
        return
    yield OK, say("cli.doctor-store", path=path, count=len(store.documents), mib=f"{size / 2**20:,.1f}")
