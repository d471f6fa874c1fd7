"""Department names in running print: "総務課 / 財政課", "市民課及び全課", "企画政策課 経営改革推進室"."""

from __future__ import annotations

import re

from keikaku.read.folding import fold, tidy

_BETWEEN = re.compile(r"[/、,,;]|及び|並びに")
_NAME_ENDS = ("課", "室", "局", "部", "所", "館", "署", "係", "センター", "事務局", "委員会", "支所")


def split_departments(text: str) -> list[str]:
    """Return the department names of a printed list, in order, each once.

    A space parts two names only where a name ends before it and another ends after it; elsewhere layout put
    it inside a name ("税務 課").
    """
    names: list[str] = []
    start = 0
    folded = fold(text)
    cuts = [*((m.start(), m.end()) for m in _BETWEEN.finditer(folded)), (len(folded), len(folded))]
    for at, after in cuts:
        names.extend(_spaced(text[start:at]))
        start = after
    return list(dict.fromkeys(name for name in names if name))


def _spaced(text: str) -> list[str]:
    names = [""]
    for word in fold(text).replace("\t", " ").split():
        start_new = names[-1].endswith(_NAME_ENDS) and word.endswith(_NAME_ENDS) and word not in _NAME_ENDS
        if start_new:
            names.append(word)
        else:
            names[-1] += word
    return [tidy(name) for name in names]
