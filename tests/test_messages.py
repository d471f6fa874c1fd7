"""The catalogue of messages: every id is there, used, in every language, and given its values."""

from __future__ import annotations

import ast
import json
import runpy
import string
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from keikaku.ground import errors
from keikaku.ground.messages import LANGUAGES, Language, Words, packed, say, sentence, sentences, unpacked
from tests.support import ROOT

SOURCE = ROOT / "src" / "keikaku"
FILES = sorted(file.stem for file in (SOURCE / "ground" / "messages" / "en").glob("*.yml"))
KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.KeikakuError)
}
"""The classes that are called with an id."""
SAYERS = KINDS | {"say", "pair", "both", "sentence", "worded"}
HOMES = ("keikaku.ground.errors", "keikaku.ground.messages", "keikaku.web.pages.words")
HOUSE = runpy.run_path(str(ROOT / "tools" / "house.py"))


class Use(NamedTuple):
    """A place in the code that names messages.

    Attributes:
        where: File and line.
        name: The id, or with ``prefix`` what the ids begin with.
        prefix: Whether the rest is known only when it runs.
        given: The names of the values, or None where they are known only when it runs.
    """

    where: str
    name: str
    prefix: bool
    given: frozenset[str] | None


@cache
def ids(language: Language = "en") -> frozenset[str]:
    """Return every id that a language has a sentence for."""
    return frozenset(f"{file}.{name}" for file in FILES for name in sentences(language, file))


def named(text: str) -> set[str]:
    """Return the values that a sentence names."""
    return {name for _said, name, _format, _conversion in string.Formatter().parse(text) if name}


@cache
def uses() -> tuple[Use, ...]:
    """Return each place in the code that names messages."""
    return tuple(use for file in sorted(SOURCE.rglob("*.py")) for use in uses_in(file))


def uses_in(file: Path) -> Iterator[Use]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    sayers = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in HOMES
        for alias in node.names
        if alias.name in SAYERS
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args and called(node.func) in sayers):
            continue
        names = [keyword.arg for keyword in node.keywords]
        given = None if None in names else frozenset(name for name in names if name)
        where = f"{file.relative_to(SOURCE)}:{node.lineno}"
        for name, prefix in told(node.args[0]):
            yield Use(where, name, prefix, given)


def called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def told(argument: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield the ids that an argument can be: a text, a choice of two, a text that ends with something else."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value, False
    elif isinstance(argument, ast.IfExp):
        yield from told(argument.body)
        yield from told(argument.orelse)
    elif isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        yield str(argument.values[0].value), True


def meant(use: Use) -> set[str]:
    """Return the ids of the catalogue that a place can mean."""
    return {one for one in ids() if one == use.name or (use.prefix and one.startswith(use.name))}


def test_every_message_is_there() -> None:
    assert [use for use in uses() if not meant(use)] == []


def test_every_message_is_used() -> None:
    """An id may also stand in the code by itself, as that of an audit's rule does, and be said elsewhere."""
    texts = {
        node.value
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    remedies = {
        name for name in ids() if name.startswith("remedies.")
    }  # those of the register (tests/test_rules.py)
    assert ids() - texts - remedies - {name for use in uses() for name in meant(use)} == set()


def test_no_sentence_to_users_stands_in_python(tmp_path: Path) -> None:
    assert HOUSE["sentences"](SOURCE) == []
    texts = HOUSE["japanese"](SOURCE)
    assert [path for path in HOUSE["CONTENT"] if not any(one.startswith(path) for one in texts)] == []
    (tmp_path / "new.py").write_text('print(f"{1} 件を保存しました。")\n', encoding="utf-8")
    assert HOUSE["sentences"](tmp_path) == ["new.py:1: {} 件を保存しました。"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_message(language: Language) -> None:
    assert ids(language) == ids("en")
    assert sorted(file.stem for file in (SOURCE / "ground" / "messages" / language).iterdir()) == FILES
    assert [name for name in ids(language) if not isinstance(sentence(name, language), str)] == []


def test_every_message_is_given_its_values() -> None:
    missing = [
        (use.where, name, language, lacking)
        for use in uses()
        if use.given is not None
        for name in sorted(meant(use))
        for language in LANGUAGES
        if (lacking := named(sentence(name, language)) - use.given)
    ]
    assert missing == []


def test_a_message_is_filled_in_each_language() -> None:
    inner = say("processes.none", why=Words("it ended", "終了しました"))
    assert "(it ended)" in inner.text()
    assert "(終了しました)" in inner.text("ja")
    outer = say("planfile.fault", path="plan.yml", line=3, key="levels", detail=inner)
    assert outer.text("ja") == f"plan.yml:3: levels: {inner.text('ja')}"
    assert "PDF, CSV" in say("documents.bad-limit", variable="V", value="x", forms=("PDF", "CSV")).text("en")
    assert "PDF、CSV" in say("documents.bad-limit", variable="V", value="x", forms=("PDF", "CSV")).text("ja")


def test_a_message_goes_through_json_in_no_language() -> None:
    inner = say("processes.none", why=Words("it ended", "終了しました"))
    said = say("planfile.fault", path="plan.yml", line=3, key="levels", detail=(inner, "more"))
    again = unpacked(json.loads(json.dumps(packed(said))))
    assert [again.text(one) for one in LANGUAGES] == [said.text(one) for one in LANGUAGES]
    figure = say(
        "rules.figure-comma", label="x", value=Decimal("1.5"), size=Decimal(9), meant=Decimal("1500.0")
    )
    assert unpacked(json.loads(json.dumps(packed(figure)))).text() == figure.text()


def test_what_is_not_there_is_no_message() -> None:
    for name in ("building.nothing-of-that-name", "nowhere.none"):
        with pytest.raises(KeyError):
            say(name).text()
