"""What a visitor may have meant: the documents whose names are most like one that is not there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from keikaku.ground.text.folding import key

_LEAST = 45.0  # of 100; below, a name has nothing to do with the one that was asked for
_LONGEST = 200  # characters of a name that are compared


class Near:
    """Finds names that are like another.

    Args:
        documents: Local names of documents.
    """

    def __init__(self, documents: Iterable[str]) -> None:
        self._documents = list(documents)
        self._folded = [_folded(document) for document in self._documents]
        self._last = [folded.rsplit("/", 1)[-1] for folded in self._folded]

    def __call__(self, document: str, count: int = 5) -> list[str]:
        """Return the documents most like one that is not there, best first.

        Spelling variants (full and half width, composed and decomposed characters, case) count as the same. A
        name below the same whole goes before one elsewhere.
        """
        wanted = _folded(document[-_LONGEST:])
        last = wanted.rsplit("/", 1)[-1]
        found = process.extract(last, self._last, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=count * 4)
        ranked = sorted(found, key=lambda one: (-one[1], -fuzz.ratio(wanted, self._folded[one[2]]), one[2]))
        return [self._documents[index] for _name, _score, index in ranked[:count]]


def _folded(document: str) -> str:
    composed = unicodedata.normalize("NFC", document)
    return "/".join(key(segment) for segment in composed.split("/"))
