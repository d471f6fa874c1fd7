"""Tables in running text whose two columns extraction has put into one: names, and what is said of each.

A name stands before its texts, beside the first or above it, over one line or more. What tells a name from the end of a
wrapped text is the layout, never the words: the marks, a gap above it, how wide the lines are, what follows. Where these
contradict each other, the lines are left over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from keikaku.ground.messages import Message, say
from keikaku.ground.text.folding import LOST, fold, join, key, tidy
from keikaku.reading import facts
from keikaku.reading.blocks import Open
from keikaku.reading.grammar import Block
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan, Record
from keikaku.reading.records import Reading
from keikaku.reading.stream import Piece, Strip, width
from keikaku.reading.tree import Tree
from keikaku.reading.values.endings import is_cut_within, is_wrapped

_FULL = 0.85
"""A line that goes on in the next one has at least this share of the usual width of such lines."""
_NAME = 0.6
"""A line of a name has at most this share of it: names stand in the narrow column."""
_MUCH = 4
"""A name so many times shorter than the usual one is the end of one whose beginning is lost."""
_UNFINISHED = re.compile(r"[のをにとがやへ、・]$")
_ROLE_END = re.compile(r"(?:ます|です|。)$")
_WITHIN_WORDS = "・-"
"""Marks that stand in words, too: only behind a space they begin an item."""


@dataclass(slots=True, eq=False)
class _Token:
    """A line: what stands before its first mark, the texts behind each mark, and whether a gap stands above it.

    Of a line without a mark all stands before it.
    """

    strip: Strip
    before: str
    texts: list[str]
    apart: bool

    @property
    def is_garbled(self) -> bool:
        """Whether it begins with a lost character, which may have been its mark."""
        return not self.texts and self.strip.text.startswith(LOST)


@dataclass(slots=True, eq=False)
class _Text:
    """What is said of a name, in the lines that print it."""

    parts: list[str]
    lines: list[int]
    after_gap: bool = False


@dataclass(slots=True, eq=False)
class _Item:
    """A name, in the lines that print it, and its texts; ``placed`` where it stood apart from them."""

    name: list[str]
    lines: list[int]
    texts: list[_Text] = field(default_factory=list)
    placed: bool = False


def _cut(text: str, marks: str) -> list[str]:
    """Return a line cut at its marks."""
    folded, wanted = fold(text), set(fold(marks))
    cuts = [
        at
        for at, char in enumerate(folded)
        if char in wanted and (char not in _WITHIN_WORDS or not folded[:at].strip() or folded[at - 1] == " ")
    ]
    return [
        text[start:end].strip(f" \t\u3000{LOST}") if start else text[start:end]
        for start, end in zip([0, *(at + 1 for at in cuts)], [*cuts, len(text)], strict=True)
    ]


def before_mark(text: str, marks: str) -> str:
    """Return what a line prints before its first mark, "" where it has none."""
    pieces = _cut(text, marks)
    return pieces[0].strip(f" \t\u3000{LOST}") if len(pieces) > 1 else ""


def _token(text: str, strip: Strip, marks: str) -> _Token:
    first, *texts = _cut(text, marks)
    return _Token(strip, first.strip(f" \t\u3000{LOST}") if texts else text, texts, strip.apart)


def _usual_width(printed: Iterable[Piece], block: Block, *, gaps: bool) -> float:
    """Return the usual width of a block's lines that go on in the next line, 0 where there is none.

    In a document without gaps a name may stand directly below a line, too: there the widest goes on.
    """
    widths: list[int] = []
    above: _Token | None = None
    for piece in printed:
        token = _token(piece.text, piece, block.marks) if isinstance(piece, Strip) else None
        if above and above.texts and token and not token.texts and not token.apart:
            widths.append(width(tidy(above.texts[-1])))
        above = token
    return (median(widths) if gaps else max(widths)) if widths else 0.0


def _set_apart(tokens: Sequence[_Token], usual: float) -> list[int]:
    """Set names apart in a document that keeps no gaps: nothing goes on behind a line that is not full.

    Returns:
        The numbers of lines that were taken for what goes on of a text, and may as well be names.
    """
    text, untold = "", []
    for token, below in zip(tokens, [*tokens[1:], None], strict=False):
        if token.texts:
            text = token.texts[-1]
        elif text:
            token.apart = width(tidy(text)) < _FULL * usual
            narrow = width(tidy(token.before)) <= _NAME * usual
            if not token.apart and narrow and below and below.texts and not below.before:
                untold += [] if _continues(text, token.before) else [token.strip.number]
            text = "" if token.apart else token.before
    return untold


def _paragraphs(tokens: Iterable[_Token]) -> Iterator[list[_Token]]:
    """Yield runs of lines without a gap between them."""
    run: list[_Token] = []
    for token in tokens:
        if run and token.apart:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


class NamedLists:
    """Makes the elements and texts of such tables.

    Args:
        reading: Where the records go.
        tree: Where the reader is.
    """

    def __init__(self, reading: Reading, tree: Tree) -> None:
        self._reading = reading
        self._tree = tree
        self._gaps = True
        self._widths: dict[int, float] = {}
        self._last: Element | None = None
        self._named: dict[tuple[int, int, str], Element] = {}
        self._rows: dict[int, tuple[Element | Plan, list[str], dict[str, int]]] = {}

    def measure(self, printed: Sequence[Piece], blocks: Iterable[Block]) -> None:
        """Note the usual width of the lines of each such table that go on in the next."""
        self._gaps = any(isinstance(piece, Strip) and piece.apart for piece in printed)
        named = (block for block in blocks if block.named)
        self._widths = {id(block): _usual_width(printed, block, gaps=self._gaps) for block in named}

    def read(self, open_: Open) -> set[int]:
        """Make the records of a table; return the numbers of the lines that they were read from."""
        tokens = [_token(text, strip, open_.block.marks) for text, strip in open_.strips]
        usual = self._widths.get(id(open_.block), 0.0)
        if not self._gaps:
            self._tell_untold(_set_apart(tokens, usual))
        if open_.block.who:
            return self._roles(open_, [token.strip for token in tokens])
        items = _boxed(open_, tokens) if open_.count is not None else _Splitter(usual).items(tokens)
        return {line for item in items for line in self._item(open_, item)}

    def report(self) -> None:
        """Report what the tables say of each other: a row that one lacks, names far shorter than their like."""
        for of, who, seen in self._rows.values():
            if missing := [each for each in who if each not in seen]:
                label = of.label if isinstance(of, Element) else of.title
                self._tell(
                    say(
                        "rules.role-missing",
                        label=label,
                        missing=tuple(missing),
                    ),
                    (of.lines[:1] or [*seen.values()]),
                )
        alike: dict[int, list[int]] = {}
        for (block, *_), element in self._named.items():
            alike.setdefault(block, []).append(len(element.label))
        for (block, *_), element in self._named.items():
            if len(element.label) * _MUCH <= median(alike[block]):
                element.confidence = Confidence.DOUBTFUL
                self._tell(
                    say("rules.short-name", label=element.label),
                    element.lines,
                )

    def _tell_untold(self, lines: Sequence[int]) -> None:
        if lines:
            self._tell(
                say("rules.name-or-text"),
                lines,
            )

    # -- names with texts

    def _item(self, open_: Open, item: _Item) -> list[int]:
        kind, says = open_.block.is_, open_.block.says
        if not isinstance(kind, Kind) or says is None:
            return []
        label = join(item.name)
        place = (id(open_.block), id(open_.of), key(label))
        known = self._named.get(place)
        element = self._tree.element(kind, label, open_.of, item.lines, plan=open_.block.plan)
        if known and known is not self._last:
            self._tell(
                say("rules.item-twice", label=label),
                item.lines,
            )
        self._last = self._named[place] = element
        self._doubt(element, label, item.lines, item.name)
        for text in item.texts:
            self._state(element, says, text, Confidence.REPAIRED if item.placed else Confidence.CERTAIN)
        return [*item.lines, *(line for text in item.texts for line in text.lines)]

    def _state(self, of: Element, fact: Fact, text: _Text, sure: Confidence) -> None:
        value = join(text.parts)
        facts.state(self._reading, of, fact, value, text.lines)
        said = next((one for one in of.statements if (one.fact, one.value) == (fact, value)), None)
        if said:
            said.confidence = sure if said.confidence is Confidence.CERTAIN else said.confidence
            self._doubt(said, value, text.lines, text.parts)
        if text.after_gap:
            self._tell(
                say("rules.gap-in-item"),
                text.lines,
            )

    def _doubt(self, record: Record, text: str, lines: Sequence[int], parts: Sequence[str]) -> None:
        """Doubt what begins or ends inside a phrase, or holds a line twice."""
        if any(key(one) == key(other) for one, other in pairwise(parts)):
            record.confidence = Confidence.DOUBTFUL
            self._tell(
                say("rules.line-twice", text=text[:24]),
                lines,
            )
        if is_cut_within(text):
            record.confidence = Confidence.DOUBTFUL
            self._tell(
                say("rules.text-cut.line", text=text[:12], beside=text[-12:]),
                lines,
            )

    def _tell(self, said: Message, lines: Iterable[int]) -> None:
        self._reading.report(said, *lines)

    # -- roles

    def _roles(self, open_: Open, strips: Sequence[Strip]) -> set[int]:
        """Read rows that begin with who; each sentence of one is a text of its own, and begins with a line."""
        _of, _who, seen = self._rows.setdefault(id(open_.of), (open_.of, open_.block.who, {}))
        done: set[int] = set()
        here: set[str] = set()
        who, text, head = "", _Text([], []), 0
        for strip in [*strips, None]:
            found = _begins(open_.block.who, strip.text) if strip else None
            if strip is None or found or strip.apart or _ROLE_END.search(join(text.parts)):
                done |= self._role(open_.of, who, text, head)
                text = _Text([], [])
            if strip is None or (strip.apart and not found):
                who = ""
            elif found:
                who, head = found[0], strip.number
                if who in here:
                    self._tell(
                        say("rules.row-twice.role", who=who),
                        [strip.number],
                    )
                here.add(who)
                seen.setdefault(who, strip.number)
            if strip and who and (rest := found[1] if found else strip.text):
                text.parts.append(rest)
                text.lines.append(strip.number)
        return done

    def _role(self, of: Element | Plan, who: str, text: _Text, head: int) -> set[int]:
        if not text.parts:
            return set()
        lines = list(dict.fromkeys([head, *text.lines]))
        value = join(text.parts)
        said = self._reading.state(of, Fact.STAKEHOLDER_ROLE, value, lines, stakeholder=who)
        self._doubt(said, value if _ROLE_END.search(value) else f"{value}、", lines, text.parts)
        return set(lines)


def _begins(who: Sequence[str], text: str) -> tuple[str, str] | None:
    """Return whose row a line begins, and the rest of it; the letters of the name may be set apart."""
    for name in who:
        spaced = r"\s*".join(map(re.escape, fold(name)))
        if match := re.match(rf"\s*{spaced}(?:\s+|$)", fold(text)):
            return name, text[match.end() :]
    return None


def _boxed(open_: Open, tokens: Sequence[_Token]) -> list[_Item]:
    """Return the items of a box whose head counts them, none where they do not add up.

    A name stands beside or directly above its texts. Names that stand apart are taken in order; where they stand above
    the head of the box, which is printed on top, they were read from the bottom up.
    """
    found: list[_Item] = []
    loose: list[_Item] = []
    for run in _paragraphs(tokens):
        first = next((at for at, token in enumerate(run) if token.texts), len(run))
        named = [*run[:first], *(run[first : first + 1] if run[first:] and run[first].before else [])]
        item = _Item([token.before for token in named], [token.strip.number for token in named])
        item.texts = _texts(run[first:])
        (found if item.texts else loose).append(item)
    free = [item for item in found if not item.name]
    upward = {item.lines[0] < open_.head for item in loose}
    if len(found) != open_.count or len(free) != len(loose) or len(upward) > 1:
        return []
    if not all(is_wrapped([width(tidy(part)) for part in item.name]) for item in loose):
        return []
    for item, name in zip(free, loose[::-1] if True in upward else loose, strict=True):
        item.name, item.lines, item.placed = name.name, name.lines, True
    return found


def _texts(tokens: Sequence[_Token]) -> list[_Text]:
    """Return the texts of lines that stand directly below each other."""
    texts: list[_Text] = []
    for token in tokens:
        if token.texts:
            texts += [_Text([text], [token.strip.number]) for text in token.texts]
        else:
            texts[-1].parts.append(token.before)
            texts[-1].lines.append(token.strip.number)
    return texts


class _Splitter:
    """Parts lines into names, their texts, and lines that neither takes.

    Args:
        usual: The usual width of a line that goes on in the next one.
    """

    def __init__(self, usual: float) -> None:
        self._usual = usual
        self._item: _Item | None = None
        self._found: list[_Item] = []

    def items(self, tokens: Sequence[_Token]) -> list[_Item]:
        """Return the items, in order."""
        plain: list[_Token] = []
        below = False
        for token in tokens:
            if not token.texts:
                plain.append(token)
                continue
            self._bullets(token, self._plain(plain, token, below=below) if plain else None)
            plain, below = [], True
        if plain:
            self._plain(plain, None, below=below)
        return [item for item in self._found if item.texts]

    def _plain(self, lines: list[_Token], after: _Token | None, *, below: bool) -> list[_Token] | None:
        """Take the lines between two texts, or above the first; return those that name the next item."""
        runs = list(_paragraphs(lines))
        if any(line.is_garbled for line in lines):
            self._item = None
            return None
        if below and not lines[0].apart:
            if not self._go_on(runs[0], after if len(runs) == 1 else None):
                self._item = None
            runs = runs[1:]
        if not runs:
            return None
        unfinished = self._item and _UNFINISHED.search(tidy(self._item.texts[-1].parts[-1]))
        self._item = None
        if len(runs) > 1 or after is None or unfinished or not self._is_name(runs[0]):
            return None
        return runs[0]

    def _go_on(self, lines: list[_Token], after: _Token | None) -> bool:
        """Add the lines directly below a text to it; tell whether they are its end without doubt."""
        text = self._item.texts[-1] if self._item else None
        if text is None:
            return False
        above = [text.parts[-1], *(line.before for line in lines[:-1])]
        if not all(width(tidy(part)) >= _FULL * self._usual for part in above):
            return False
        if after and after.apart and not after.before and not _continues(text.parts[-1], lines[0].before):
            return False
        text.parts += [line.before for line in lines]
        text.lines += [line.strip.number for line in lines]
        return True

    def _is_name(self, lines: list[_Token]) -> bool:
        widths = [width(tidy(line.before)) for line in lines]
        narrow = not self._usual or all(one <= _NAME * self._usual for one in widths)
        return narrow and is_wrapped(widths)

    def _bullets(self, token: _Token, name: list[_Token] | None) -> None:
        """Take a line with texts, and perhaps a name or the end of one before them."""
        if token.before:
            joined = name if name and not token.apart else []
            self._open([*joined, token])
        elif name:
            self._open(name)
        elif self._item is None:
            return
        after_gap = bool(token.apart and self._item and self._item.texts)
        if after_gap and self._item and len(self._item.texts[-1].lines) == 1:
            self._item = None  # behind a gap goes on only what was wrapped before it
        if self._item:
            number = token.strip.number
            self._item.texts += [_Text([text], [number], after_gap) for text in token.texts]

    def _open(self, name: list[_Token]) -> None:
        self._item = _Item([token.before for token in name], [token.strip.number for token in name])
        self._found.append(self._item)


def _continues(before: str, after: str) -> bool:
    """Tell whether a line begins inside a word or phrase of the line before it: with hiragana or within katakana."""
    last, first = tidy(before)[-1:], tidy(after)[:1]
    scripts = [unicodedata.name(char, "").split(" ")[0] for char in (last, first)]
    return scripts[1] == "HIRAGANA" or scripts[0] == scripts[1] == "KATAKANA" or (last + first).isascii()
