"""A series that nobody wrote: a document's own draft, by which it is read and stored as proposed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import RecognitionError, UnownedError
from keikaku.ground.messages import Words, say
from keikaku.reading import families, reader
from keikaku.reading.drafting.draft import draft
from keikaku.reading.drafting.writing import as_yaml, refusal
from keikaku.reading.planfile import SeriesSettings
from keikaku.reading.series import DRAFTED, Series
from keikaku.reading.settings import check


def series_for(document: Document, municipality: str = "", loaders: Iterable[Series] = ()) -> Series:
    """Return the series that a document's draft makes.

    Its name holds the municipality, the kind of plan and a piece of the document's hash, so that the same bytes always
    have the same name.

    Args:
        document: The document.
        municipality: Code of its municipality, where its name is not printed.
        loaders: Those that people wrote, for what they say of its town's other documents.

    Raises:
        RecognitionError: It does not look like a plan.
        UnownedError: Whose it is is not sure.
    """
    found = draft(document, municipality=municipality, loaders=loaders)
    if not found.is_plan:
        raise RecognitionError(
            "reading.no-plan", path=document.path, why=Words(refusal(found, "en"), refusal(found, "ja"))
        )
    if found.whose:
        raise UnownedError(
            "reading.no-plan",
            path=document.path,
            why=say("reading.give-code-municipality", whose=found.whose[0], whose_2=found.whose[1]),
        )
    path = Path("draft") / "plan.yml"
    settings = check(SeriesSettings, families.with_defaults(found.settings), path, None)
    code, plan = settings.municipality.code, settings.plans[0].id
    name = f"{DRAFTED}{code}-{plan}-{document.sha256[:8]}"
    version = hashlib.sha256(as_yaml(found, "en").encode()).hexdigest()
    return Series(name, path, settings, reader.read, version, proposed=True)
