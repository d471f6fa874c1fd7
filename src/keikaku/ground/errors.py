"""Every error that keikaku raises on purpose: the kinds that somebody catches; which one it is says its id.

The sentence of an id stands with all others in :mod:`keikaku.ground.messages`; the values that it names are given when
the error is raised. Only the command line turns an error into text and an exit code.
"""

from __future__ import annotations

from typing import Self

from keikaku.ground.messages import Language, Message


class KeikakuError(Exception):
    """Base of every error that keikaku raises on purpose.

    Attributes:
        id: Which error it is: the id of its sentence.
        values: What the sentence names: paths, lines, counts.
    """

    def __init__(self, name: str, /, **values: object) -> None:
        self.id = name
        self.values = values
        super().__init__(name)

    def __str__(self) -> str:
        return self.message("en")

    def message(self, language: Language = "en") -> str:
        """Return the sentence in one language."""
        return Message(self.id, self.values).text(language)

    def over(self, **values: object) -> Self:
        """Return the same error with some values in the place of others."""
        return type(self)(self.id, **{**self.values, **values})

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.id, self.values))


def _rebuild(kind: type[KeikakuError], name: str, values: dict[str, object]) -> KeikakuError:
    """Make an error again on the other side of a process boundary."""
    return kind(name, **values)


class OutputError(KeikakuError):
    """A file that cannot be written."""


class MissingExtraError(KeikakuError):
    """A part of keikaku that needs packages which are not installed."""


class InputError(KeikakuError):
    """A document that cannot be read."""


class EmptyDocumentError(InputError):
    """A file without any character to read."""


class OverrunError(InputError):
    """A document whose reading was ended: it took too long, or too much memory."""


class RecognitionError(KeikakuError):
    """No single loader for a document."""


class UnrecognisedError(RecognitionError):
    """A document that no loader recognises."""


class UnownedError(RecognitionError):
    """A document of which nobody said whose it is, and that does not print it."""


class SeriesError(KeikakuError):
    """A plan.yml or load.py that does not say what it must."""


class ReadingError(KeikakuError):
    """A document that a loader could not read well enough to store."""


class BuildingError(KeikakuError):
    """A document whose reading did not come to an end."""


class BrokenLoaderError(BuildingError):
    """Code that failed on a document: a load.py, or keikaku itself by a fault of its own."""


class RetrievalError(KeikakuError):
    """A document that could not be fetched from where it is published."""


class ClusterError(KeikakuError):
    """A cluster, or a place that it reads or writes, that does not do what it must."""


class StoreError(KeikakuError):
    """A store that cannot be opened or written."""


class DamagedStoreError(StoreError):
    """A store whose files do not agree with its manifest."""


class MappingsError(KeikakuError):
    """A table of links that cannot be taken back."""


class NoReviewerError(MappingsError):
    """A decision that does not say by whom, or says it with a name."""


class ReviewError(KeikakuError):
    """Decisions about readings that cannot be taken."""


class ShapesError(KeikakuError):
    """Shapes that nothing can be validated against."""


class UnsupportedShapesError(ShapesError):
    """Shapes that use what keikaku's own validator does not know."""


class AuditError(KeikakuError):
    """An audit of something that is not there."""


class QuestionError(KeikakuError):
    """A question that has no single answer."""


class MissingParameterError(QuestionError):
    """A parameter that must be given and is not."""


class ParameterValueError(QuestionError):
    """A value that is not of its parameter's type."""


class ServerError(KeikakuError):
    """A server elsewhere that does not do what it is asked for."""


class RefusedError(ServerError):
    """A server that answers with an error."""


class PublishingError(KeikakuError):
    """A site that cannot be published; what was there before is there still."""


class ServingError(KeikakuError):
    """A server of our own that cannot start."""


class RequestError(KeikakuError):
    """A request that our own server cannot meet."""

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return _STATUS.get(self.id, 400)


class UnboundedRequestError(RequestError):
    """A request that is too large, too long or too slow."""


class EndpointError(RequestError):
    """A request that the guarded SPARQL endpoint does not answer."""

    @property
    def limit(self) -> str:
        """The limit that was hit, as ``name=value``, for the header ``Keikaku-Limit``; empty for none."""
        return str(self.values.get("limit", ""))

    @property
    def retry_after(self) -> int:
        """Seconds after which another try makes sense; 0 for never."""
        return int(str(self.values.get("retry_after", 0)))


_STATUS = {
    "endpoint.method-refused": 405,
    "endpoint.no-format": 406,
    "endpoint.query-too-long": 413,
    "endpoint.media-type-refused": 415,
    "endpoint.answer-too-long": 422,
    "endpoint.evaluation": 422,
    "endpoint.too-deep": 422,
    "endpoint.many-queries": 429,
    "endpoint.busy": 503,
    "endpoint.time-limit": 503,
    "endpoint.gave-way": 503,
    "endpoint.memory-limit": 503,
    "endpoint.lost-query": 503,
    "desk.other-host": 421,
    "desk.other-origin": 403,
    "desk.no-session": 401,
    "desk.spent-key": 401,
    "desk.log-in": 401,
    "desk.wrong-password": 401,
    "desk.not-allowed": 403,
    "desk.unknown-person": 403,
    "desk.slow-down": 429,
    "desk.changed-meanwhile": 409,
    "desk.another-print": 409,
    "serving.nothing-here": 404,
    "serving.withdrawn": 410,
    "serving.not-acceptable": 406,
    "serving.method": 405,
    "assisting.foreign-origin": 403,
    "serving.slow-request": 408,
    "serving.large-request": 413,
    "serving.long-address": 414,
    "serving.busy": 503,
    "serving.broken": 500,
}
"""The HTTP statuses of what is not simply a bad request (400)."""
