"""What changed from one publication to the next, for people and their feed readers: a page, and an Atom feed (RFC 4287).

Both are made of ``dumps/index.json``: which documents' files are new, have other bytes, or are gone. A feed needs days, so it
holds the versions that have one and is not written where none has. It holds the newest; older ones stand in archives that never
change (RFC 5005), so that a reader who asks every minute takes little.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from keikaku.ground.messages import Language, say, sentence
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES, Layout, encoded

PATH = "changes"
FEED = "changes.atom"
_MOST = 50  # entries of a feed or of an archive, and versions on the page
_DOCUMENTS, _SUFFIX = "documents/", ".nq.gz"


@dataclass(frozen=True, slots=True)
class Change:
    """What a version brought.

    Attributes:
        version: Its name: a day, or a hash.
        since: Name of the version before, "" for the first.
        new: Stems of the documents that were not there before.
        changed: Stems of those that say something else.
        gone: Stems of those that are no longer there.
        added: How many statements were added, None where nobody counted.
        removed: How many were removed.
    """

    version: str
    since: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    added: int | None
    removed: int | None

    @property
    def day(self) -> date | None:
        """The day of the version, None where it has none."""
        try:
            return date.fromisoformat(self.version)
        except ValueError:
            return None

    def sentence(self, language: Language) -> str:
        """Return what changed, in a sentence."""
        if not (self.new or self.changed or self.gone):
            return sentence("site.no-document-changed", language)
        said = say(
            "site.documents-changed", new=len(self.new), changed=len(self.changed), gone=len(self.gone)
        )
        return said.text(language)


def changes(index: Mapping[str, Any]) -> list[Change]:
    """Return what each version of an index brought, the newest first."""
    newest = str(index["latest"])
    ordered = sorted(
        index["versions"], key=lambda one: (str(one["version"]) == newest, str(one["version"])), reverse=True
    )
    found = []
    for at, one in enumerate(ordered):
        before = ordered[at + 1] if at + 1 < len(ordered) else None
        here, there = _documents(one), _documents(before) if before else {}
        delta = one.get("delta") or {}
        counts = [delta.get(name, {}).get("quads") for name in ("added", "removed")]
        found.append(
            Change(
                version=str(one["version"]),
                since=str(before["version"]) if before else "",
                new=tuple(sorted(here.keys() - there.keys())),
                changed=tuple(
                    sorted(name for name in here.keys() & there.keys() if here[name] != there[name])
                ),
                gone=tuple(sorted(there.keys() - here.keys())),
                added=counts[0],
                removed=counts[1],
            )
        )
    return found


def _documents(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the hashes of the documents' files by the stems of their names."""
    return {
        str(file["path"])[len(_DOCUMENTS) : -len(_SUFFIX)]: str(file["sha256"])
        for file in entry["files"]
        if str(file["path"]).startswith(_DOCUMENTS) and str(file["path"]).endswith(_SUFFIX)
    }


def change_files(
    layout: Layout, found: Sequence[Change], pages: Container[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of what changed and the feed: path below the base, bytes.

    Args:
        layout: What pages have in common.
        found: What changed, the newest first.
        pages: The pages of the site: whether one has a path.
    """
    for language in LANGUAGES:
        yield (
            PATH + SUFFIXES[language],
            layout.render(
                "changes.html.j2",
                PATH,
                language,
                title=sentence("site.what-changed", language),
                changes=found[:_MOST],
                page_of=lambda stem: path if (path := f"doc/document/{stem}") in pages else "",
            ),
        )
    dated = [one for one in found if one.day]
    if dated:
        yield from _feeds(layout, dated)


def _feeds(layout: Layout, dated: Sequence[Change]) -> Iterator[tuple[str, bytes]]:
    """Yield the feed of the newest versions and the archives, each full, counted from the oldest version."""
    oldest_first = dated[::-1]
    archives = len(dated) // _MOST if len(dated) > _MOST else 0
    yield FEED, _feed(layout, FEED, dated[:_MOST], {"prev-archive": _archive(archives)} if archives else {})
    for number in range(1, archives + 1):
        links = {"current": FEED}
        links |= {"prev-archive": _archive(number - 1)} if number > 1 else {}
        links |= {"next-archive": _archive(number + 1)} if number < archives else {}
        held = oldest_first[(number - 1) * _MOST : number * _MOST]
        yield _archive(number), _feed(layout, _archive(number), held[::-1], links)


def _archive(number: int) -> str:
    return f"changes-{number}.atom"


def _feed(layout: Layout, path: str, found: Sequence[Change], links: Mapping[str, str]) -> bytes:
    base = layout.dataset.addresses.base
    page = base + PATH + SUFFIXES["ja"]
    entries = "".join(
        f"<entry><id>{escape(f'{page}#{encoded(one.version)}')}</id><title>{escape(one.version)}</title>"
        f"<updated>{one.version}T00:00:00Z</updated><link href={quoteattr(f'{page}#{encoded(one.version)}')}/>"
        f"<summary>{escape(one.sentence('ja'))} {escape(one.sentence('en'))}</summary>"
        f'<content type="text">{escape(_list(one))}</content></entry>\n'
        for one in found
    )
    who = layout.publisher or layout.title["ja"]
    others = "".join(f'<link rel="{name}" href={quoteattr(base + to)}/>' for name, to in links.items())
    archive = '<archive xmlns="http://purl.org/syndication/history/1.0"/>' if "current" in links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">'
        f"<id>{escape(base + path)}</id><title>{escape(layout.title['ja'])}</title><updated>{found[0].version}T00:00:00Z</updated>"
        f'<link rel="self" href={quoteattr(base + path)}/>{others}{archive}<link href={quoteattr(page)}/><author><name>{escape(who)}</name></author>\n'
        f"{entries}</feed>\n"
    ).encode("utf-8", "xmlcharrefreplace")


def _list(one: Change) -> str:
    return "\n".join(
        [
            *(f"+ {name}" for name in one.new),
            *(f"* {name}" for name in one.changed),
            *(f"- {name}" for name in one.gone),
        ]
    )
