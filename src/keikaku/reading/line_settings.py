"""What plan.yml says of lines, whatever they print: which are one, which are two, which are no part of the plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from keikaku.ground.messages import say
from keikaku.reading.settings import NotAllowedError, Plain, Settings


class Joined(Settings):
    """Two lines that print one thing, as a person says.

    Attributes:
        line: The first; of three, the first two together are the first of the second pair.
        below: What goes on with it in the next line.
    """

    line: Plain
    below: Plain


class Split(Settings):
    """A line that prints two things, as a person says.

    Attributes:
        line: The line.
        at: The print with which the second begins.
    """

    line: Plain
    at: Annotated[str, Field(min_length=1)]


class Outside(Settings):
    """A stretch of the document that is no part of the plan.

    Attributes:
        start: First line of it; the document's first unless given.
        end: The line before which it ends; it goes on to the document's end unless given.
        because: What it is.
    """

    start: Plain | None = None
    end: Plain | None = None
    because: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _bounded(self) -> Outside:
        if self.start is None and self.end is None:
            raise NotAllowedError(say("planfile.stretch-outside-plan-start"))
        return self
