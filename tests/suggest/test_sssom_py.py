"""sssom-py, the reference implementation, reads what keikaku writes and what comes back.

It brings a hundred packages, among them plugins for pytest and rdflib that change both, so it has an
environment of its own: ``KEIKAKU_SSSOM`` names its command, ``sssom`` on the path otherwise
(docs/suggestions.md says how to make it).
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import OWL

from tests.conftest import Keikaku
from tests.support import call, missing, tsv

SSSOM = Namespace("https://w3id.org/sssom/")


@pytest.fixture(scope="module")
def sssom() -> str:
    command = os.environ.get("KEIKAKU_SSSOM") or shutil.which("sssom")
    if command is None:
        missing("sssom-py", "sh tools/test-sssom.sh FOLDER, then set KEIKAKU_SSSOM")
    return command


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
        assert "not well-formed" not in call(
            sssom, "convert", path, "--output-format", "json", "--output", again
        )
        mine, theirs = (
            tsv(path.read_text(encoding="utf-8")),
            json.loads(again.read_text(encoding="utf-8"))["mappings"],
        )
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
    call(sssom, "convert", path, "--output-format", "rdf", "--output", rdf)
    graph = Graph().parse(rdf, format="turtle")
    assert len(set(graph.subjects(OWL.annotatedTarget, None))) == len(tsv(path.read_text(encoding="utf-8")))
    words = {word for row in tsv(path.read_text(encoding="utf-8")) for word in row["match_string"].split("|")}
    assert {str(word) for word in graph.objects(None, SSSOM.match_string)} == words
