"""One change to a plan.yml, of every kind and at every place: a sentence with file, line and key, or a reading."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from keikaku.building.pipeline import Options, check, load
from keikaku.building.report import DocumentReport
from keikaku.ground.errors import KeikakuError, ReadingError, SeriesError, UnrecognisedError
from keikaku.reading.loaders import Loaders
from tests.support import ROOT

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/plan.yml"))
EVERY = int(os.environ.get("KEIKAKU_MUTATIONS_EVERY", "11"))
"""One mutation of so many is tried; 1 tries all, which takes minutes."""
GROUP = re.compile(r"\(\?P<(\w+)>")
Keys = tuple[str | int, ...]


def places(value: Any, at: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    """Yield every place of a plan.yml and what stands there."""
    yield at, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from places(part, (*at, key))


Change = Callable[[Any, str | int], object]


def put(value: Any) -> Change:
    return lambda holder, key: holder.__setitem__(key, value)


def renamed(holder: Any, key: str | int) -> None:
    holder[f"{key}x"] = holder.pop(key)


OTHERS: tuple[object, ...] = ([], {}, "", None, 7, ["x"], {"x": "y"}, "no-such-thing")


def changes(at: Keys, value: Any) -> Iterator[tuple[str, Change]]:
    """Yield each change of what stands at a place, with its name."""
    yield "gone", lambda holder, key: holder.__delitem__(key)
    for other in OTHERS:
        yield f"= {other!r}", put(other)
    if isinstance(at[-1], str):
        yield "misspelt", renamed
    if isinstance(value, str):
        yield "+ x", put(f"{value}x")
        for group in GROUP.findall(value):
            yield f"without {group}", put(value.replace(f"(?P<{group}>", "(", 1))
            yield f"with {group}x", put(value.replace(f"(?P<{group}>", f"(?P<{group}x>", 1))


def mutations(raw: Any, every: int) -> Iterator[tuple[str, str]]:
    """Yield single mutations of a plan.yml, one of some, each with its name and as text."""
    number = 0
    for at, value in places(raw):
        for name, change in changes(at, value) if at else ():
            number += 1
            if number % every == 0:
                copy = holder = deepcopy(raw)
                for key in at[:-1]:
                    holder = holder[key]
                change(holder, at[-1])
                yield f"{'.'.join(map(str, at))} {name}", json.dumps(copy, ensure_ascii=False, indent=1)


def complaint(error: KeikakuError, yml: Path, plan: Path) -> str:
    """Return what is wrong with an error, "" where it names its place in both languages."""
    if isinstance(error, SeriesError):
        is_placed = error.values["path"] == yml and int(str(error.values["line"])) >= 1
        text = yml.read_text(encoding="utf-8").splitlines()
        is_there = int(str(error.values["line"])) <= len(text)
        speaks = re.search("[ぁ-んァ-ヶ]", error.message("ja"))
        return "" if is_placed and is_there and error.values["key"] and speaks else error.message("ja")
    if isinstance(error, ReadingError | UnrecognisedError):
        return "" if error.values["path"] == plan else error.message()
    return f"{type(error).__name__}: {error}"


def mutated(example: str, folder: Path, every: int) -> Iterator[tuple[str, Path]]:
    """Write an example with each of its mutations in turn, and yield name and folder."""
    shutil.copytree(ROOT / "examples" / example, folder, dirs_exist_ok=True)
    raw = yaml.load((folder / "plan.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    for name, text in mutations(raw, every):
        (folder / "plan.yml").write_text(text, encoding="utf-8")
        yield name, folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_mutation_is_read_or_named(example: str, tmp_path: Path) -> None:
    none = Loaders({})
    wrong, told = [], Counter[str]()
    for name, folder in mutated(example, tmp_path / example, EVERY):
        try:
            load(folder / "plan.txt", Options(), none)
        except KeikakuError as error:
            told[type(error).__name__] += 1
            said = complaint(error, folder / "plan.yml", folder / "plan.txt")
            wrong += [f"{name}: {said}"] if said else []
    assert wrong == []
    assert told["SeriesError"] > 250 // EVERY


def test_no_mutation_ends_a_process(tmp_path: Path) -> None:
    """Each mutation beside its document, built by processes and in this one: the same said of each."""
    folders = [
        shutil.copytree(folder, tmp_path / "all" / f"{example}-{number}")
        for example in EXAMPLES
        for number, (_name, folder) in enumerate(mutated(example, tmp_path / example, 16 * EVERY))
    ]
    said = [[_said(report) for report in check(tmp_path / "all", Options(jobs=jobs))] for jobs in (0, 2)]
    assert len(said[0]) == len(folders) > 20
    assert said[0] == said[1]
    assert not any("Worker" in one or "BrokenLoader" in one for one in said[0])


def _said(report: DocumentReport) -> str:
    return f"{type(report.error).__name__}: {report.error}"
