"""What is usual in plans: ``ontology/usual.yml``."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from keikaku.ground import content
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.model import Kind
from keikaku.reading.settings import Settings, check


class Length(Settings):
    """How many years plans of a kind cover.

    Attributes:
        kind: Japanese label of the plan kind.
        least: The fewest years.
        most: The most.
        because: Why.
    """

    kind: str
    least: int = Field(alias="from")
    most: int = Field(alias="to")
    because: str


class Counted(Settings):
    """What a document counts.

    Attributes:
        noun: The word behind the number.
        kinds: The classes of elements that the word means.
    """

    noun: str
    kinds: list[Kind]


class Usual(Settings):
    """The whole of usual.yml.

    Attributes:
        years: How many years plans cover, a kind each.
        shares: Words in an indicator's name that tell a part of a whole.
        counted: What a document counts when it announces a number.
        steady: Kinds of indicators whose figures neither double nor halve within a plan.
        editions: Patterns of what in a title tells editions of a plan apart.
    """

    years: list[Length]
    shares: list[str]
    counted: list[Counted]
    steady: list[str]
    editions: list[str]


@cache
def usual() -> Usual:
    """Return what is usual."""
    path = content.folder("ontology") / "usual.yml"
    node, raw = read_yaml(path)
    return check(Usual, raw, path, node)
