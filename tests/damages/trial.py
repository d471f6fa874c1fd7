"""Damaged documents read, and what became of each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keikaku.building.pipeline import Loaded, Options, judged, load
from keikaku.building.report import DocumentReport
from keikaku.ground.errors import KeikakuError
from keikaku.ground.text.folding import key
from keikaku.reading.loaders import Loaders
from keikaku.reading.model import TEXT_FACTS, Finding
from tests.claims import Claim, claims
from tests.damages import characters, figures, neutral, structure
from tests.damages.kinds import KINDS
from tests.damages.source import Damage, Source
from tests.support import PLANS, ROOT, load_plan, load_text, plan_text

OUTCOMES = ("right", "refused", "reported", "silent", "text")
NAMES = [
    *PLANS,
    *sorted(f"examples/{folder.name}" for folder in (ROOT / "examples").iterdir() if folder.is_dir()),
]
GROUPS = (characters, figures, structure, neutral)  # importing them fills the list of kinds


@dataclass(frozen=True)
class Trial:
    """One damaged document and what became of it.

    Attributes:
        kind: Name of the kind.
        source: Name of the series.
        damage: What was done.
        outcome: "right" (the records of the sound document), "refused" (kept out of the store), "reported"
            (other records, and a finding there), "text" (only running text is another, no finding),
            "silent" (other records, no finding).
        wrong: What only the damaged document says.
    """

    kind: str
    source: str
    damage: Damage
    outcome: str
    wrong: tuple[Claim, ...] = ()


@cache
def _source(name: str, folder: Path) -> Source:
    if not name.startswith("examples/"):
        return Source(name, plan_text(name).split("\n"), load_plan(name))
    text = (ROOT / name / "plan.txt").read_text(encoding="utf-8")
    return Source(name, text.split("\n"), load_text(name, text, folder))


@cache
def _options(name: str) -> Options:
    folder = ROOT / name if name.startswith("examples/") else ROOT / "loaders" / name
    return Options(loader=folder.name, loaders=(folder,) if name.startswith("examples/") else ())


@cache
def _loaders(name: str) -> Loaders:
    return Loaders.of(_options(name).loaders)


Told = Counter[tuple[str, tuple[int, ...], str]]


def _told(findings: list[Finding], moved: Damage | None = None) -> Told:
    return Counter(
        (one.rule, tuple(moved.moved(line) if moved else line for line in one.lines), one.en)
        for one in findings
    )


@cache
def _sound(name: str, folder: Path) -> tuple[frozenset[Claim], tuple[Finding, ...]]:
    source = _source(name, folder)
    path = folder / "sound.txt"
    path.write_text("\n".join(source.lines), encoding="utf-8")
    _loaded, report = _read(name, path)
    assert report.error is None, report.error
    return frozenset(claims(source.reading)), tuple(report.findings)


def _read(name: str, path: Path) -> tuple[Loaded, DocumentReport]:
    """Read and judge a document as a build does."""
    loaded = load(path, _options(name), _loaders(name))
    return loaded, judged(loaded, _options(name))


def attempt(name: str, kind: str, damage: Damage, folder: Path) -> Trial:
    """Read a damaged document and tell what became of it."""
    sound, findings = _sound(name, folder)
    path = folder / "damaged.txt"
    path.write_text("\n".join(damage.apply(_source(name, folder).lines)), encoding="utf-8")
    try:
        loaded, report = _read(name, path)
    except KeikakuError:
        return Trial(kind, name, damage, "refused")
    if report.error is not None:
        return Trial(kind, name, damage, "refused")
    said = claims(loaded.reading)
    if said.keys() == sound or (KINDS[kind].neutral and _prints_aside(said) == _prints_aside(sound)):
        return Trial(kind, name, damage, "right")
    wrong = tuple(said.keys() - sound)
    new = _told(report.findings) - _told(list(findings), damage)
    places = damage.places | {line for claim in wrong for line in said[claim]}
    if any(places.intersection(lines) for _rule, lines, _sentence in new):
        return Trial(kind, name, damage, "reported", wrong)
    differing = said.keys() ^ sound
    only_text = all(claim[0] == "statement" and claim[1] in _TEXTS for claim in differing)
    return Trial(kind, name, damage, "text" if only_text else "silent", wrong)


def _prints_aside(said: Iterable[Claim]) -> set[Claim]:
    """Return claims without what is the print's own: spaces, and the width of letters and marks."""
    return {tuple(key(part) if isinstance(part, str) else part for part in claim) for claim in said}


_TEXTS = {fact.value for fact in TEXT_FACTS}


def drawn(each: int, folder: Path, seed: str = "1") -> Iterator[tuple[str, str, Damage]]:
    """Yield so many damages of each kind, spread over the documents that can suffer it; the same for a seed."""
    for kind, about in KINDS.items():
        dice = random.Random(f"{seed}/{kind}")  # noqa: S311 - no secret
        pools = []
        for name in NAMES:
            damages = list(about.places(_source(name, folder)))
            dice.shuffle(damages)
            pools.append([(name, kind, damage) for damage in damages])
        dice.shuffle(pools)
        taken = 0
        while taken < each and any(pools):
            for pool in pools:
                if pool and taken < each:
                    yield pool.pop()
                    taken += 1


def trials(each: int, folder: Path, seed: str = "1") -> list[Trial]:
    """Return what became of so many damages of each kind."""
    return [attempt(name, kind, damage, folder) for name, kind, damage in drawn(each, folder, seed)]
