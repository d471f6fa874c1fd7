"""Furniture of pages by repetition: printed page numbers, running heads and feet.

A number at the edge of pages is their page number where it counts up with them. A line that is set apart at the same
place of three pages or more is a running head; it is marked where its text stands in another line too, so that
nothing that is printed becomes furniture alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from keikaku.documents.form import Block, Box, Kind, Leaf, Part, PrintedLine
from keikaku.ground.text.folding import fold

_EDGE = 0.12  # of a page's height or width: margins of plans take 5 to 10 %
_FEWEST = 3  # pages: what two share may be chance
_LEVEL = 4.0  # points by which the same line may stand higher or lower
_SET_APART = (
    0.8  # of its height, between a running head and what follows it: a caption stands nearer to its table
)
_WIDE = "\u3000\u3000"  # what parts the pieces of a line
FOLIO = re.compile(
    r"(?P<before>[^\w]*(?:p\.?|ページ)?\s*)(?P<number>[0-9]{1,4})(?P<after>\s*(?:ページ|頁|/\s*[0-9]{1,4})?[^\w]*)",
    re.IGNORECASE,
)
"""A page number as it is printed: a number, perhaps between dashes or with the word for page; folded."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line at the edge of a page."""

    page: int  # index of the part
    leaf: int  # number of the printed page in the document
    block: int  # index in the part's blocks
    piece: int  # index in the line
    text: str
    edge: str
    distance: float  # of its middle from that edge
    apart: bool


def mark(parts: Sequence[Part]) -> None:
    """Mark the furniture of a document's pages, and note the page numbers that they print.

    Args:
        parts: All parts of the document, in order; those that are no pages stay as they are.
    """
    pieces = list(_pieces(parts))
    folios = _folios(pieces, sum(len(part.leaves) for part in parts))
    furniture = [*folios, *_running(pieces, _texts(parts))]
    for page in {piece.page for piece in furniture}:
        _mark(parts[page], [piece for piece in furniture if piece.page == page])
    numbers = {piece.leaf: number for piece, number in folios.items()}
    leaf = 0
    for part in parts:
        if part.kind is Kind.PAGE:
            part.leaves = tuple(
                Leaf(one.box, str(numbers.get(leaf + index, ""))) for index, one in enumerate(part.leaves)
            )
            leaf += len(part.leaves)


def _pieces(parts: Sequence[Part]) -> Iterator[_Piece]:
    """Yield the pieces of lines that stand at the edges of pages."""
    leaf = 0
    for page, part in enumerate(parts):
        if part.kind is not Kind.PAGE:
            continue
        for index, block in enumerate(part.blocks):
            if isinstance(block, PrintedLine) and block.box is not None and not block.pictured:
                for number, piece in enumerate(split(block)):
                    if piece.box is None:
                        continue
                    for edge, distance in _edges(piece.box, part):
                        yield _Piece(
                            page,
                            leaf + _leaf_of(piece.box, part),
                            index,
                            number,
                            fold(piece.text).strip(),
                            edge,
                            distance,
                            _is_apart(block, part, edge),
                        )
        leaf += len(part.leaves)


def _leaf_of(box: Box, part: Part) -> int:
    x = (box.left + box.right) / 2
    return next(
        (number for number, leaf in enumerate(part.leaves) if leaf.box.left <= x <= leaf.box.right), 0
    )


def _edges(box: Box, part: Part) -> Iterator[tuple[str, float]]:
    """Yield the edges of its page that a box stands at, with the distance of its middle."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    for edge, distance, length in (
        ("top", y, part.height),
        ("bottom", part.height - y, part.height),
        ("left", x, part.width),
        ("right", part.width - x, part.width),
    ):
        if distance < _EDGE * length:
            yield edge, distance


def _is_apart(line: PrintedLine, part: Part, edge: str) -> bool:
    """Return whether nothing stands between a line and the edge, and a gap between it and the rest."""
    if line.box is None or edge not in {"top", "bottom"}:
        return False
    gap = _SET_APART * line.box.height
    for block in part.blocks:
        if block is line or block.box is None:
            continue
        beside = block.box.top < line.box.bottom and block.box.bottom > line.box.top
        if isinstance(block, PrintedLine) and beside:
            continue
        if edge == "top" and block.box.top < line.box.bottom + gap:
            return False
        if edge == "bottom" and block.box.bottom > line.box.top - gap:
            return False
    return True


def _folios(pieces: Sequence[_Piece], leaves: int) -> dict[_Piece, int]:
    """Return the printed page numbers: alike in form and place, counting up with the printed pages."""
    series: dict[tuple[str, str, str, int], list[tuple[_Piece, int]]] = defaultdict(list)
    numbers = [(piece, match) for piece in pieces if (match := FOLIO.fullmatch(piece.text))]
    beside = Counter(
        (leaf, block) for leaf, block, _ in {(piece.leaf, piece.block, piece.piece) for piece, _ in numbers}
    )
    for piece, match in numbers:
        if beside[piece.leaf, piece.block] == 1:  # several in one line are a scale or a row
            number = int(match["number"])
            after = re.sub("[0-9]+", "0", match["after"])
            series[piece.edge, match["before"], after, number - piece.leaf].append((piece, number))
    found: dict[int, tuple[_Piece, int]] = {}
    longest = sorted(series.items(), key=lambda item: (-len(item[1]), item[0][0] != "bottom"))
    for _, members in longest:
        level = _most_level([piece for piece, _ in members])
        if len({piece.leaf for piece in level}) >= min(_FEWEST, max(leaves, 2)):
            for piece, number in members:
                if piece in level:
                    found.setdefault(piece.leaf, (piece, number))
    return dict(found.values())


def _most_level(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces that stand at the distance from their edge where most stand."""
    counted = Counter(round(piece.distance / _LEVEL) for piece in pieces)
    common = counted.most_common(1)[0][0]
    return [piece for piece in pieces if abs(piece.distance / _LEVEL - common) <= 1]


def _running(pieces: Iterable[_Piece], texts: Counter[str]) -> list[_Piece]:
    """Return the running heads and feet, but for one print of each that is printed nowhere else."""
    alike: dict[tuple[str, str], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.apart and any(char.isalpha() for char in piece.text):  # a figure alone is content
            alike[piece.edge, piece.text].append(piece)
    found = []
    for (_, text), members in alike.items():
        level = _most_level(members)
        if len({piece.leaf for piece in level}) >= _FEWEST:
            found += level if texts[text] > len(level) else level[1:]
    return found


def _texts(parts: Sequence[Part]) -> Counter[str]:
    """Return how often each piece of a line is printed."""
    return Counter(
        fold(piece.text).strip()
        for part in parts
        for block in part.blocks
        if isinstance(block, PrintedLine)
        for piece in split(block)
    )


def split(line: PrintedLine) -> list[PrintedLine]:
    """Return the pieces that a line was joined from."""
    pieces: list[list[int]] = [[]]
    for index, run in enumerate(line.runs):
        if run.text == _WIDE:
            pieces.append([])
        else:
            pieces[-1].append(index)
    if len(pieces) == 1:
        return [line]
    held = [tuple(line.runs[index] for index in piece) for piece in pieces if piece]
    return [
        replace(line, runs=runs, box=Box.around(run.box for run in runs if run.box))
        for runs in held
        if any(run.box for run in runs)
    ]


def _mark(part: Part, furniture: list[_Piece]) -> None:
    """Mark some pieces of a page; a line of which only some are furniture is parted."""
    chosen: dict[int, set[int]] = defaultdict(set)
    for piece in furniture:
        chosen[piece.block].add(piece.piece)
    blocks: list[Block] = []
    for index, block in enumerate(part.blocks):
        marked = chosen.get(index)
        if not marked or not isinstance(block, PrintedLine):
            blocks.append(block)
            continue
        pieces = split(block)
        if len(marked) == len(pieces):
            blocks.append(replace(block, furniture=True))
        else:
            blocks += [replace(piece, furniture=at in marked) for at, piece in enumerate(pieces)]
        letters = sum(not char.isspace() for at in marked for char in pieces[at].text)
        part.counts.furniture += letters
        part.counts.printed -= letters
    part.blocks = blocks
