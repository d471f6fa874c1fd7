"""Which written words are read as what: so that としょかん and toshokan find 図書館.

A morphological analyser tells how the words of the names and passages are read; the readings of municipalities are
those of the official list. The words stand in files by the first two kana of their reading, and a browser turns the kana or
romaji that somebody types into the words that the data writes. So the index of the texts itself needs no readings.

SudachiPy with its small dictionary was chosen (extra ``readings``): it is kept up (a dictionary every few months), under
Apache-2.0, and needs no compiler. pykakasi is under the GPL, Janome's and unidic-lite's dictionaries are more than ten years
old. Where it is not installed, the readings of municipalities are all there are.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from keikaku.ground import vocab
from keikaku.ground.text.folding import key
from keikaku.web.pages.search_hash import bucket

if TYPE_CHECKING:
    from sudachipy import Morpheme, Tokenizer

_LONGEST = 16_000  # characters that the analyser takes at a time: its bound is 49,149 bytes
_FILE = 12_000  # bytes that a file of readings is to have, about
_WRITTEN = re.compile("[\u3400-\u9fff々]")
_KANA = re.compile("[\u3041-\u3096ー]+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_O_ROW, _U_ROW = "おこそとのほもよろをごぞどぼぽょ", "うくすつぬふむゆるぐずづぶぷゅ"


@cache
def _tokenizer() -> Tokenizer | None:
    try:
        from sudachipy import Dictionary, SplitMode
    except ImportError:
        return None
    return Dictionary(dict="small").tokenizer(SplitMode.C)


def short(reading: str) -> str:
    """Return a reading without its long vowels, which romaji may leave out: こうつう is kotsu.

    >>> short("こうつう"), short("おおさか"), short("けいかく"), short("くう")
    ('こつ', 'おさか', 'けいかく', 'く')
    """
    kept = ""
    for char in reading:
        before = kept[-1:]
        is_long = char == "ー" or (char in "うお" and before in _O_ROW) or (char == "う" and before in _U_ROW)
        if not (is_long and before):
            kept += char
    return kept


class Readings:
    """Gathers the readings of words."""

    def __init__(self) -> None:
        self._words: Counter[tuple[str, str]] = Counter()

    def add_municipality(self, code: str) -> None:
        """Add the names of a municipality as the official list reads them."""
        known = vocab.municipality(code)
        if known:
            self._words[known.kana, key(known.name)] += 1

    def add(self, texts: Iterable[str]) -> None:
        """Add the words of texts, as the analyser reads them."""
        tokenizer = _tokenizer()
        if tokenizer is None:
            return
        for text in texts:
            for start in range(0, len(text), _LONGEST):
                self._words.update(_words(tokenizer, text[start : start + _LONGEST]))

    def files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files: path, JSON of lists of reading and word by the first two kana, the most frequent first."""
        by_start: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for (reading, word), count in self._words.items():
            by_start[short(reading)[:2]].append((-count, reading, word))
        size = sum(
            len(one[1].encode()) + len(one[2].encode()) + 8 for found in by_start.values() for one in found
        )
        count = max(1, -(-size // _FILE))
        files: list[dict[str, list[list[str]]]] = [{} for _ in range(count)]
        for start, found in by_start.items():
            files[bucket(start, count)][start] = [[reading, word] for _count, reading, word in sorted(found)]
        for at, content in enumerate(files):
            data = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
            yield f"{folder}/r{at}.json", data


def _words(tokenizer: Tokenizer, text: str) -> Iterator[tuple[str, str]]:
    """Yield reading and word: of the words that the analyser finds, of their parts, and of words with what is put to them."""
    from sudachipy import SplitMode

    before = ("", "")
    for token in tokenizer.tokenize(text):
        parts = list(token.split(SplitMode.A)) or [token]
        if len(parts) > 1:
            yield from _word(token)
        for part in parts:
            reading, written = next(_word(part), ("", ""))
            if written:
                yield reading, written
                if before[1] and 1 in (len(written), len(before[1])):  # 図書 and 館, 小 and 学校
                    yield before[0] + reading, before[1] + written
            before = reading, written


def _word(token: Morpheme) -> Iterator[tuple[str, str]]:
    written, reading = token.surface(), token.reading_form().translate(_TO_HIRAGANA)
    if _WRITTEN.search(written) and _KANA.fullmatch(reading):
        yield reading, key(written)
