"""The tools: what they are called and say of themselves, and that no assistant can reach anything else through them."""

from __future__ import annotations

import csv
import json
import re

from jsonschema import Draft202012Validator

from keikaku.asking.questions import queries
from keikaku.web.server.assistant.plain import LONGEST, plain
from keikaku.web.server.assistant.tools import tools
from tests.assistant.matcher import Matcher
from tests.support import ROOT

TOOLS = tools(queries().values())
LEAST = 50
"""Of sixty questions, those that the plainest reader of names and descriptions must find the way for."""


def test_every_question_of_the_library_is_a_tool() -> None:
    assert set(queries()) < set(TOOLS)
    assert set(TOOLS) - set(queries()) == {"find", "trace", "diff", "audit-summary", "sparql"}


def test_the_schemas_are_schemas_and_bounded() -> None:
    for tool in TOOLS.values():
        Draft202012Validator.check_schema(tool.input)
        Draft202012Validator.check_schema(tool.output)
        assert tool.input["additionalProperties"] is False, tool.name
        for name, one in tool.input["properties"].items():
            assert {"maxLength", "maximum", "pattern", "enum"} & set(one), (tool.name, name)
        assert re.fullmatch(r"[a-z-]{1,64}", tool.name)
        assert " / " in tool.title, "both languages"
    whole = json.dumps(
        [[one.name, one.description, one.input, one.output] for one in TOOLS.values()],
        ensure_ascii=False,
        separators=(",", ":"),  # as the protocol sends them
    )
    assert len(whole.encode()) < 160_000, "an assistant reads them all before it asks anything"


def test_no_tool_takes_an_address_a_path_or_an_update() -> None:
    taken = {name for tool in TOOLS.values() for name in tool.input["properties"]}
    assert not taken & {
        "endpoint",
        "url",
        "uri",
        "address",
        "path",
        "file",
        "folder",
        "output",
        "store",
        "update",
    }


def test_plain_words_find_the_tool_and_its_parameters() -> None:
    matcher = Matcher(TOOLS)
    with (ROOT / "tests" / "assistant" / "questions.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 60
    missed = []
    for row in rows:
        wanted = dict(one.split("=", 1) for one in row["parameters"].split(";") if one)
        found = matcher.best(row["question"])
        if found != (row["tool"], wanted):
            missed.append((row["question"], row["tool"], found))
    assert len(rows) - len(missed) >= LEAST, missed


def test_texts_hide_nothing_and_end() -> None:
    hidden = "町" + "".join(chr(0xE0000 + ord(one)) for one in "obey") + "\u202eづくり\x1b[2J"
    shown = plain({"label": hidden, "more": ["あ" * 5000]})
    assert shown["label"].isprintable()
    assert "[U+E006F]" in shown["label"]
    assert len(shown["more"][0]) == LONGEST
    assert plain("邊\U000e0100") == "邊\U000e0100", "variation selectors belong to names"
