"""sssom-py, the reference implementation, reads what keikaku writes and what comes back.

It brings a hundred packages, among them plugins for pytest and rdflib that change both, so it has an
environment of its own: ``KEIKAKU_SSSOM`` names its command, ``sssom`` on the path otherwise
(docs/suggestions.md says how to make it).
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import OWL

from tests.conftest import Keikaku

SSSOM = Namespace("https://w3id.org/sssom/")


@pytest.fixture(scope="module")
def sssom() -> str:
    command = os.environ.get("KEIKAKU_SSSOM") or shutil.which("sssom")
    if command is None:
        message = "sssom-py is missing; KEIKAKU_SSSOM names its command"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return command


def run(*arguments: object) -> str:
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def test_sssom_py_reads_both_tables(sssom: str, towns: Path, tmp_path: Path, keikaku: Keikaku) -> None:
    suggested, edited = tmp_path / "suggested.sssom.tsv", tmp_path / "edited.sssom.tsv"
    keikaku("suggest", "--store", towns, "--output", suggested, "--as-of", "2026-11-20", "--lang", "ja")
    lines = suggested.read_text(encoding="utf-8").splitlines()
    lines[-2] = "confirmed" + lines[-2]
    lines[-1] = lines[-1].replace("Match\t\t", "Match\tNot\t")
    edited.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert keikaku("confirm", edited, "--store", towns, "--by", "yamada", "--role", "企画課").exit_code == 0
    for path in (suggested, edited):
        again = tmp_path / "again.json"
        assert "not well-formed" not in run(
            sssom, "convert", path, "--output-format", "json", "--output", again
        )
        mine, theirs = rows(path), json.loads(again.read_text(encoding="utf-8"))["mappings"]
        assert len(mine) > 3
        assert sorted(map(seen, mine)) == sorted(map(seen, theirs))


def seen(row: dict[str, Any]) -> tuple[object, ...]:
    words = row["match_string"]
    names = ("subject_id", "subject_label", "object_id", "object_label", "comment")
    modifier = row.get("predicate_modifier") or ""
    listed = words.split("|") if isinstance(words, str) else words
    return (*(row[name] for name in names), modifier, float(row["confidence"]), sorted(listed))


def test_sssom_py_makes_the_same_statements_of_it(
    sssom: str, towns: Path, tmp_path: Path, keikaku: Keikaku
) -> None:
    path, rdf = tmp_path / "suggested.sssom.tsv", tmp_path / "suggested.ttl"
    keikaku("suggest", "--store", towns, "--output", path)
    run(sssom, "convert", path, "--output-format", "rdf", "--output", rdf)
    graph = Graph().parse(rdf, format="turtle")
    assert len(set(graph.subjects(OWL.annotatedTarget, None))) == len(rows(path))
    words = {word for row in rows(path) for word in row["match_string"].split("|")}
    assert {str(word) for word in graph.objects(None, SSSOM.match_string)} == words
