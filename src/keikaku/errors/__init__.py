"""Every error that keikaku raises on purpose.

    KeikakuError
    ├── InputError            a document that cannot be read
    │   ├── MissingPathError
    │   ├── NotAFileError
    │   ├── UnreadableError
    │   ├── NoDocumentError
    │   ├── EmptyDocumentError
    │   ├── BinaryDocumentError
    │   ├── UndecodableError
    │   ├── UnsafeTextError
    │   ├── LockedDocumentError
    │   ├── DamagedDocumentError
    │   ├── BombError
    │   ├── UnsafePackageError
    │   ├── OverrunError
    │   └── TooLargeError
    ├── RecognitionError      no loader, or more than one, for a document
    │   ├── UnrecognisedError
    │   ├── AmbiguousError
    │   └── UnknownLoaderError
    ├── SeriesError           a plan.yml or load.py that does not say what it must
    ├── ReadingError          a document that a loader could not read well enough
    │   ├── UnknownTermError
    │   ├── BelowYieldError
    │   ├── UnreadLinesError
    │   ├── DoesNotConformError
    │   └── TwoDocumentsError
    ├── BuildingError         a document whose reading did not come to an end
    │   ├── SlowDocumentError
    │   ├── LostWorkerError
    │   ├── MemoryDocumentError
    │   ├── BrokenLoaderError
    │   └── NoWorkerError
    ├── StoreError            a store that cannot be opened or written
    │   ├── NotAStoreError
    │   ├── UnreadableStoreError
    │   ├── EmptyStoreError
    │   ├── NewerStoreError
    │   ├── OlderStoreError
    │   ├── LockedStoreError
    │   ├── DamagedStoreError
    │   ├── StaleIndexError
    │   └── UnwritableStoreError
    ├── MappingsError         a table of links that cannot be taken back
    │   ├── MappingTableError
    │   ├── RefusedMappingsError
    │   ├── LostDecisionsError
    │   ├── NoDecisionError
    │   └── NoReviewerError
    ├── OutputError           a file that cannot be written
    │   └── OccupiedFolderError
    ├── ServerError           a server that does not do what it is asked for
    │   ├── AddressError
    │   ├── UnreachableServerError
    │   ├── SlowServerError
    │   ├── UntrustedServerError
    │   ├── RedirectedError
    │   ├── LoginError
    │   ├── NetrcError
    │   ├── RefusedError
    │   ├── BusyServerError
    │   ├── WrongAnswerError
    │   ├── BrokenAnswerError
    │   ├── TooLongAnswerError
    │   ├── CutAnswerError
    │   ├── DifferentGraphError
    │   ├── NothingToPullError
    │   ├── StoppedPushError
    │   └── NoServerAnsweredError
    ├── ServingError          a server that cannot start
    │   ├── PortInUseError
    │   ├── CannotListenError
    │   ├── SiteBaseError
    │   └── WithdrawnListError
    ├── RequestError          a request that the server cannot meet
    │   ├── MalformedAddressError
    │   ├── NothingHereError
    │   ├── WithdrawnError
    │   ├── NotAcceptableError
    │   ├── MethodError
    │   ├── SlowRequestError
    │   ├── LargeRequestError
    │   ├── LongAddressError
    │   ├── RepeatedParameterError
    │   ├── NeedsParameterError
    │   ├── FormatParameterError
    │   ├── BusyError
    │   └── BrokenServerError
    ├── ShapesError           shapes that nothing can be validated against
    │   ├── UnsupportedShapesError
    │   ├── RecursiveShapesError
    │   ├── IllFormedShapesError
    │   ├── UnsafePatternError
    │   ├── OutwardShapesError
    │   ├── NotAGraphError
    │   └── FailedValidationError
    ├── AuditError            an audit of something that is not there
    │   ├── UnknownPlanError
    │   ├── UnknownMunicipalityError
    │   ├── AuditDateError
    │   └── OutsidePeriodError
    ├── EndpointError         a request that the SPARQL endpoint does not answer
    │   ├── BadRequestError
    │   ├── BadQueryError
    │   ├── UnknownGraphError
    │   ├── UpdateRefusedError
    │   ├── ServiceRefusedError
    │   ├── HiddenWordError
    │   ├── MethodRefusedError
    │   ├── NoFormatError
    │   ├── QueryTooLongError
    │   ├── MediaTypeRefusedError
    │   ├── AnswerTooLongError
    │   ├── EvaluationError
    │   ├── TooDeepError
    │   ├── ManyQueriesError
    │   ├── BusyEndpointError
    │   ├── TimeLimitError
    │   ├── GaveWayError
    │   ├── MemoryLimitError
    │   └── LostQueryError
    ├── GuardStartError       a guard whose processes do not start
    ├── PublishingError       a site that cannot be published
    │   ├── BaseIriError
    │   ├── SiteEndpointError
    │   ├── SiteLicenceError
    │   ├── NotASiteError
    │   ├── UnwritableSiteError
    │   └── LostWriterError
    ├── ClusterError          a cluster, or a place of its files, that does not do what it must
    │   ├── UnreachableSchedulerError
    │   ├── NoClusterWorkersError
    │   ├── LostSchedulerError
    │   ├── DifferentSoftwareError
    │   ├── PlaceError
    │   └── ChangedPlaceError
    ├── MissingExtraError     a part of keikaku that needs further packages
    └── QuestionError         a question that has no single answer
        ├── NoMatchError
        ├── SeveralMatchesError
        ├── UnknownQueryError
        ├── UnknownParameterError
        ├── MissingParameterError
        ├── ParameterValueError
        ├── QueryHeaderError
        ├── QuerySyntaxError
        ├── NotAQueryError
        ├── ReachesOutsideError
        ├── WrongFormatError
        └── AnswerTakenError

A leaf is a name and a sentence in English and in Japanese; the values that the sentence names are given
when it is raised. Only the command line turns an error into text and an exit code.
"""

from __future__ import annotations

from keikaku.errors.base import KeikakuError, Language, MissingExtraError, OccupiedFolderError, OutputError
from keikaku.errors.building import (
    BrokenLoaderError,
    BuildingError,
    LostWorkerError,
    MemoryDocumentError,
    NoWorkerError,
    SlowDocumentError,
)
from keikaku.errors.cluster import (
    ChangedPlaceError,
    ClusterError,
    DifferentSoftwareError,
    LostSchedulerError,
    NoClusterWorkersError,
    PlaceError,
    UnreachableSchedulerError,
)
from keikaku.errors.documents import (
    AmbiguousError,
    BelowYieldError,
    BinaryDocumentError,
    BombError,
    DamagedDocumentError,
    DoesNotConformError,
    EmptyDocumentError,
    InputError,
    LockedDocumentError,
    MissingPathError,
    NoDocumentError,
    NotAFileError,
    OverrunError,
    ReadingError,
    RecognitionError,
    SeriesError,
    TooLargeError,
    TwoDocumentsError,
    UndecodableError,
    UnknownLoaderError,
    UnknownTermError,
    UnreadableError,
    UnreadLinesError,
    UnrecognisedError,
    UnsafePackageError,
    UnsafeTextError,
)
from keikaku.errors.guard import (
    AnswerTooLongError,
    BadQueryError,
    BadRequestError,
    BusyEndpointError,
    EndpointError,
    EvaluationError,
    GaveWayError,
    GuardStartError,
    HiddenWordError,
    LostQueryError,
    ManyQueriesError,
    MediaTypeRefusedError,
    MemoryLimitError,
    MethodRefusedError,
    NoFormatError,
    QueryTooLongError,
    ServiceRefusedError,
    TimeLimitError,
    TooDeepError,
    UnknownGraphError,
    UpdateRefusedError,
)
from keikaku.errors.publishing import (
    BaseIriError,
    LostWriterError,
    NotASiteError,
    PublishingError,
    SiteEndpointError,
    SiteLicenceError,
    UnwritableSiteError,
)
from keikaku.errors.questions import (
    AnswerTakenError,
    AuditDateError,
    AuditError,
    MissingParameterError,
    NoMatchError,
    NotAQueryError,
    OutsidePeriodError,
    ParameterValueError,
    QueryHeaderError,
    QuerySyntaxError,
    QuestionError,
    ReachesOutsideError,
    SeveralMatchesError,
    UncombinedError,
    UnknownMunicipalityError,
    UnknownParameterError,
    UnknownPlanError,
    UnknownQueryError,
    WrongFormatError,
)
from keikaku.errors.servers import (
    AddressError,
    BrokenAnswerError,
    BusyServerError,
    CutAnswerError,
    DifferentGraphError,
    LoginError,
    NetrcError,
    NoServerAnsweredError,
    NothingToPullError,
    RedirectedError,
    RefusedError,
    ServerError,
    SlowServerError,
    StoppedPushError,
    TooLongAnswerError,
    UnreachableServerError,
    UntrustedServerError,
    WrongAnswerError,
)
from keikaku.errors.serving import (
    BrokenServerError,
    BusyError,
    CannotListenError,
    FormatParameterError,
    LargeRequestError,
    LongAddressError,
    MalformedAddressError,
    MethodError,
    NeedsParameterError,
    NotAcceptableError,
    NothingHereError,
    PortInUseError,
    RepeatedParameterError,
    RequestError,
    ServingError,
    SiteBaseError,
    SlowRequestError,
    WithdrawnError,
    WithdrawnListError,
)
from keikaku.errors.shapes import (
    FailedValidationError,
    IllFormedShapesError,
    NotAGraphError,
    OutwardShapesError,
    RecursiveShapesError,
    ShapesError,
    UnsafePatternError,
    UnsupportedShapesError,
)
from keikaku.errors.stores import (
    DamagedStoreError,
    EmptyStoreError,
    LockedStoreError,
    LostDecisionsError,
    MappingsError,
    MappingTableError,
    NewerStoreError,
    NoDecisionError,
    NoReviewerError,
    NotAStoreError,
    OlderStoreError,
    RefusedMappingsError,
    StaleIndexError,
    StoreError,
    UnreadableStoreError,
    UnwritableStoreError,
)

__all__ = [
    "AddressError",
    "AmbiguousError",
    "AnswerTakenError",
    "AnswerTooLongError",
    "AuditDateError",
    "AuditError",
    "BadQueryError",
    "BadRequestError",
    "BaseIriError",
    "BelowYieldError",
    "BinaryDocumentError",
    "BombError",
    "BrokenAnswerError",
    "BrokenLoaderError",
    "BrokenServerError",
    "BuildingError",
    "BusyEndpointError",
    "BusyError",
    "BusyServerError",
    "CannotListenError",
    "ChangedPlaceError",
    "ClusterError",
    "CutAnswerError",
    "DamagedDocumentError",
    "DamagedStoreError",
    "DifferentGraphError",
    "DifferentSoftwareError",
    "DoesNotConformError",
    "EmptyDocumentError",
    "EmptyStoreError",
    "EndpointError",
    "EvaluationError",
    "FailedValidationError",
    "FormatParameterError",
    "GaveWayError",
    "GuardStartError",
    "HiddenWordError",
    "IllFormedShapesError",
    "InputError",
    "KeikakuError",
    "Language",
    "LargeRequestError",
    "LockedDocumentError",
    "LockedStoreError",
    "LoginError",
    "LongAddressError",
    "LostDecisionsError",
    "LostQueryError",
    "LostSchedulerError",
    "LostWorkerError",
    "LostWriterError",
    "MalformedAddressError",
    "ManyQueriesError",
    "MappingTableError",
    "MappingsError",
    "MediaTypeRefusedError",
    "MemoryDocumentError",
    "MemoryLimitError",
    "MethodError",
    "MethodRefusedError",
    "MissingExtraError",
    "MissingParameterError",
    "MissingPathError",
    "NeedsParameterError",
    "NetrcError",
    "NewerStoreError",
    "NoClusterWorkersError",
    "NoDecisionError",
    "NoDocumentError",
    "NoFormatError",
    "NoMatchError",
    "NoReviewerError",
    "NoServerAnsweredError",
    "NoWorkerError",
    "NotAFileError",
    "NotAGraphError",
    "NotAQueryError",
    "NotASiteError",
    "NotAStoreError",
    "NotAcceptableError",
    "NothingHereError",
    "NothingToPullError",
    "OccupiedFolderError",
    "OlderStoreError",
    "OutputError",
    "OutsidePeriodError",
    "OutwardShapesError",
    "OverrunError",
    "ParameterValueError",
    "PlaceError",
    "PortInUseError",
    "PublishingError",
    "QueryHeaderError",
    "QuerySyntaxError",
    "QueryTooLongError",
    "QuestionError",
    "ReachesOutsideError",
    "ReadingError",
    "RecognitionError",
    "RecursiveShapesError",
    "RedirectedError",
    "RefusedError",
    "RefusedMappingsError",
    "RepeatedParameterError",
    "RequestError",
    "SeriesError",
    "ServerError",
    "ServiceRefusedError",
    "ServingError",
    "SeveralMatchesError",
    "ShapesError",
    "SiteBaseError",
    "SiteEndpointError",
    "SiteLicenceError",
    "SlowDocumentError",
    "SlowRequestError",
    "SlowServerError",
    "StaleIndexError",
    "StoppedPushError",
    "StoreError",
    "TimeLimitError",
    "TooDeepError",
    "TooLargeError",
    "TooLongAnswerError",
    "TwoDocumentsError",
    "UncombinedError",
    "UndecodableError",
    "UnknownGraphError",
    "UnknownLoaderError",
    "UnknownMunicipalityError",
    "UnknownParameterError",
    "UnknownPlanError",
    "UnknownQueryError",
    "UnknownTermError",
    "UnreachableSchedulerError",
    "UnreachableServerError",
    "UnreadLinesError",
    "UnreadableError",
    "UnreadableStoreError",
    "UnrecognisedError",
    "UnsafePackageError",
    "UnsafePatternError",
    "UnsafeTextError",
    "UnsupportedShapesError",
    "UntrustedServerError",
    "UnwritableSiteError",
    "UnwritableStoreError",
    "UpdateRefusedError",
    "WithdrawnError",
    "WithdrawnListError",
    "WrongAnswerError",
    "WrongFormatError",
]
