"""Writes the tables of docs/open-data.md and docs/open-data.ja.md from the definition; ``--check`` only compares.

What stands between ``<!-- definition -->`` and ``<!-- /definition -->`` is written anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from keikaku.asking.opendata.definition import Column, definition

DOCS = Path(__file__).resolve().parents[1] / "docs"
_PART = re.compile(r"(?<=<!-- definition -->\n).*?(?=<!-- /definition -->)", re.DOTALL)
_WORDS = {
    "en": ("column", "what it is", "holds", "must", "yes", "several, parted by `;`", "codes"),
    "ja": ("項目", "内容", "値", "必須", "必須", "複数は `;` 区切り", "コード"),
}


def lines(language: str) -> Iterator[str]:
    """Yield the lines of the tables."""
    column, what, holds, must, *_rest = _WORDS[language]
    for table in definition().tables.values():
        yield f"### {table.labels[language]} (`{table.id}.csv`)"
        yield ""
        yield f"| {column} | {'id' if language == 'ja' else what} | {holds} | {must} |"
        yield "| --- | --- | --- | --- |"
        for one in table.columns:
            about = one.en if language == "en" else f"`{one.id}`"
            yield f"| {one.ja} | {about} | {_holds(one, language)} | {_WORDS[language][4] if one.required else ''} |"
        yield ""


def _holds(column: Column, language: str) -> str:
    several = f"; {_WORDS[language][5]}" if column.many else ""
    if column.codes:
        said = ", ".join(f"`{code}` {labels[language]}" for code, labels in column.codes.items())
        return f"{_WORDS[language][6]}: {said}{several}"
    pattern = f" `{column.pattern}`".replace("|", "\\|") if column.pattern else ""
    return f"{column.type}{pattern}{several}"


def main() -> int:
    """Write both pages, or tell whether they are as they would be written."""
    status = 0
    for language, name in (("en", "open-data.md"), ("ja", "open-data.ja.md")):
        path = DOCS / name
        text = path.read_text(encoding="utf-8")
        made = _PART.sub(lambda _found, language=language: "\n".join(lines(language)), text)
        if made != text and "--check" in sys.argv:
            status = 1
        elif made != text:
            path.write_text(made, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
