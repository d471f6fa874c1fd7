"""Mutated documents given to the reader with every grammar: the answer is a reading or one of keikaku's own errors."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.documents.numbered_lines import read_document
from keikaku.graph.mint import mint
from keikaku.ground.errors import KeikakuError
from keikaku.reading.records import Reading
from tests.support import PLANS, ROOT, plan_text, series

EXAMPLES = sorted(f"examples/{path.parent.name}" for path in ROOT.glob("examples/*/plan.txt"))
NAMES = [*EXAMPLES, *PLANS]
OWN_ROUNDS, OTHER_ROUNDS, MUTATIONS = 20, 1, 6
# Digits that int() takes and the ASCII ones are not, marks, lost and invisible characters, spaces, the beginnings of brackets.
JUNK = [
    *"0159٣²①ⅢⅩ㊿Ｒ年-―～|・★↗△%,.()（「【\ufffd\u200b\u3000\t\f\x00\u202e",
    "9" * 5000,
    "(" * 300,
    "令和99年度",
]

Lines = list[str]
Mutation = Callable[[random.Random, Lines], None]


def delete(chance: random.Random, lines: Lines) -> None:
    start = chance.randrange(len(lines))
    del lines[start : start + chance.choice([1, 1, 2, 10])]


def duplicate(chance: random.Random, lines: Lines) -> None:
    start = chance.randrange(len(lines))
    lines[start:start] = lines[start : start + chance.choice([1, 1, 2, 10])]


def swap(chance: random.Random, lines: Lines) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def split(chance: random.Random, lines: Lines) -> None:
    at = chance.randrange(len(lines))
    cut = chance.randint(0, len(lines[at]))
    lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]


def glue(chance: random.Random, lines: Lines) -> None:
    at = chance.randrange(len(lines))
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def garble(chance: random.Random, lines: Lines) -> None:
    at = chance.randrange(len(lines))
    cut = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:cut] + chance.choice(JUNK) + lines[at][cut + chance.randint(0, 2) :]


def truncate(chance: random.Random, lines: Lines) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][: chance.randint(0, len(lines[at]))]


def behead(chance: random.Random, lines: Lines) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][chance.randint(0, len(lines[at])) :]


def cut_short(chance: random.Random, lines: Lines) -> None:
    del lines[chance.randrange(len(lines)) + 1 :]


KINDS: list[Mutation] = [
    delete,
    duplicate,
    swap,
    split,
    glue,
    garble,
    garble,
    garble,
    truncate,
    behead,
    cut_short,
]


def text_of(name: str) -> str:
    if name.startswith("examples/"):
        return (ROOT / name / "plan.txt").read_text(encoding="utf-8")
    return plan_text(name)


def mutated(text: str, seed: str) -> str:
    """Return a text with a few mutations, always the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made here
    lines = text.splitlines()
    for _ in range(chance.randint(1, MUTATIONS)):
        chance.choice(KINDS)(chance, lines)
        lines = lines or [""]
    return "\n".join(lines)


def answer(name: str, text: str, folder: Path) -> Reading | KeikakuError:
    """Return what a series makes of a text; any other error is for the test to see."""
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    try:
        reading = series(name).load(read_document(path))
        mint(reading, series(name))
    except KeikakuError as error:
        return error
    return reading


def check(given: Reading | KeikakuError) -> None:
    """Check that a reading accounts for every line and names none that is not there."""
    if isinstance(given, KeikakuError):
        assert given.message("ja")
        return
    account = given.account()
    counted = account.read + account.structure + account.furniture + account.blank + account.outside
    counted += len(account.unread)
    assert counted == account.total
    for record in given.records():
        assert all(1 <= line <= account.total for line in record.lines)


@pytest.mark.parametrize("name", NAMES)
def test_its_own_documents_mutated(name: str, tmp_path: Path) -> None:
    text = text_of(name)
    for round_ in range(OWN_ROUNDS):
        check(answer(name, mutated(text, f"{name} {round_}"), tmp_path))


@pytest.mark.parametrize("name", NAMES)
def test_documents_of_other_series_mutated(name: str, tmp_path: Path) -> None:
    for other in NAMES:
        for round_ in range(OTHER_ROUNDS if other != name else 0):
            check(answer(name, mutated(text_of(other), f"{other} for {name} {round_}"), tmp_path))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "junk", ["\t" * 1000, "|" * 1000, "(" * 5000, "9" * 5000, "1,234 " * 2000, "\ufffd" * 5000]
)
def test_long_lines_of_one_thing(name: str, junk: str, tmp_path: Path) -> None:
    lines = text_of(name).splitlines()[:40]
    check(answer(name, "\n".join([*lines[:20], junk, *lines[20:], junk]), tmp_path))
