"""The link by which a visitor says that a reading is wrong: no server stands behind it."""

from __future__ import annotations

from urllib.parse import quote

from keikaku.ground.defaults import FACT, REASON, SHOULD
from keikaku.ground.messages import Language, sentence


def report_link(reports: str, address: str, language: Language) -> str:
    """Return the link by which a visitor says that a page is wrong: a prepared mail, or a prepared issue.

    Args:
        reports: Where reports go: ``mailto:…``, or the address where an issue is begun.
        address: Of the page.
        language: Of the subject.
    """
    title = sentence("pages.this-reading-wrong", language)
    body = "\n".join((f"{FACT}: {address}", f"{SHOULD}: ", f"{REASON}: ", ""))
    subject = "subject" if reports.startswith("mailto:") else "title"
    begun = "&" if "?" in reports else "?"
    line = body.replace("\n", "\r\n") if subject == "subject" else body  # RFC 6068, section 5
    return f"{reports}{begun}{subject}={quote(title, safe='')}&body={quote(line, safe='')}"
