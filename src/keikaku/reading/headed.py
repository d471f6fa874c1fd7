"""Which levels and blocks a print may head, by its form alone."""

from __future__ import annotations

from keikaku.reading.grammar import Block, Grammar, Level
from keikaku.reading.names import closed_up
from keikaku.reading.values.patterns import Forms


class Headed:
    """Knows the forms of all heads.

    Args:
        grammar: What the series prints.
    """

    def __init__(self, grammar: Grammar) -> None:
        parts: list[tuple[str, Level | Block]] = [*grammar.levels.items(), *grammar.blocks.items()]
        self._forms = Forms(((name, part), part.head) for name, part in parts if part.head)

    def fitting(self, text: str) -> tuple[tuple[str, Level | Block], ...]:
        """Return the levels and blocks whose head a text may be; of a block its letters may be set apart."""
        found = self._forms.fitting(text)
        closed = text if found else closed_up(text)
        if closed is text:
            return found
        return tuple(each for each in self._forms.fitting(closed) if isinstance(each[1], Block))

    def levels(self, text: str) -> set[str]:
        """Return the levels whose heading a text may be."""
        return {name for name, part in self._forms.fitting(text) if isinstance(part, Level)}

    def is_of_table(self, text: str) -> bool:
        """Tell whether a text heads a table or list of named things."""
        return any(isinstance(part, Block) and part.named for _name, part in self.fitting(text))
