"""What is open between two lines of a document, as the reader goes through it."""

from __future__ import annotations

from dataclasses import dataclass, field

from keikaku.reading import blocks
from keikaku.reading.grammar import Level
from keikaku.reading.reordered import goes_on
from keikaku.reading.stream import Strip

_FULL = 0.5
"""How far over the page a line must reach to be one that goes on in the next."""
_ALIKE = 0.6
"""By how many points the letters of two lines of one heading may differ."""


@dataclass(slots=True)
class Heading:
    """The heading that was read last, whose label may be, or go on, in the next line, or was below its number."""

    name: str
    level: Level
    strip: Strip
    number: str = ""
    complete: bool = True
    below: bool = False

    def goes_on(self, strip: Strip, edge: float) -> bool:
        """Tell whether a line may be the rest of the label above it: sizes tell it from the text below, else the gap."""
        above = self.strip
        if self.below and not strip.size:
            return self.level.wraps and goes_on(above, strip)
        if not self.level.wraps or not above.size or above.right < _FULL * edge:
            return False
        return above.line.page == strip.line.page and abs(above.size - strip.size) < _ALIKE


@dataclass(slots=True)
class State:
    """What is open between two lines, beside the elements.

    Attributes:
        slogan: A heading whose label stands somewhere in the lines of the block below it.
        lost: Name of the level of a heading whose label did not come: what stands below it hangs on nothing.
        loose: Lines without a form since the last that had one.
    """

    block: blocks.Open | None = None
    columns: list[tuple[float, blocks.Open]] = field(default_factory=list)
    slogan: Heading | None = None
    heading: Heading | None = None
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    last: Strip | None = None
    lost: str = ""
    loose: list[Strip] = field(default_factory=list)
