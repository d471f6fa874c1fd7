"""Department names in running print: "総務課 / 財政課", "市民課及び全課", "企画政策課 経営改革推進室"."""

from __future__ import annotations

import re
from functools import cache

from keikaku.ground.text.folding import fold, tidy
from keikaku.reading.words import words

_BETWEEN = re.compile(r"[/、,,;]|及び|並びに")
_DOT = re.compile(r"・")


@cache
def _name_ends() -> tuple[str, ...]:
    return tuple(words()["department_ends"])


def split_departments(text: str) -> list[str]:
    """Return the department names of a printed list, in order, each once.

    A space or a dot parts two names only where a name ends before it and another ends after it; elsewhere layout
    put the space inside a name ("税務 課"), and the dot joins two words ("商工・観光課").
    """
    names: list[str] = []
    start = 0
    folded = fold(text)
    cuts = [*((m.start(), m.end()) for m in _BETWEEN.finditer(folded)), (len(folded), len(folded))]
    for at, after in cuts:
        names.extend(name for part in _dotted(text[start:at]) for name in _spaced(part))
        start = after
    return list(dict.fromkeys(name for name in names if name))


def is_department(name: str) -> bool:
    """Tell whether a name ends as those of departments do.

    >>> is_department("健康課"), is_department("経営改革推進")
    (True, False)
    """
    return name.endswith(_name_ends())


def _dotted(text: str) -> list[str]:
    parts = _DOT.split(text)
    return parts if all(tidy(part).endswith(_name_ends()) for part in parts) else [text]


def _spaced(text: str) -> list[str]:
    names = [""]
    for word in fold(text).replace("\t", " ").split():
        ends = _name_ends()
        start_new = names[-1].endswith(ends) and word.endswith(ends) and word not in ends
        if start_new:
            names.append(word)
        else:
            names[-1] += word
    return [tidy(name) for name in names]
