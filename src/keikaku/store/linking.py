"""Links that were decided in front of documents, taken over whenever a store is written: by a build, a cluster, a library."""

from __future__ import annotations

from collections.abc import Mapping

from keikaku.store.manifest import MAPPINGS, OF_DOCUMENTS, Entry
from keikaku.store.shared import Read, Write

_OF_LINK = b'factKey> "link:'
"""What a document's graph holds where a link of its things was decided (:mod:`keikaku.graph.decided`)."""


def linked(
    before: Mapping[str, Entry], now: Mapping[str, Entry], read: Read, write: Write
) -> dict[str, Entry]:
    """Bring the graphs of links up to what was decided in front of the documents that changed.

    Args:
        before: The documents by key, as they were published last.
        now: The documents by key.
        read: Returns the N-Quads of an entry.
        write: Writes N-Quads under a path in the store.

    Returns:
        The entries of the graphs of links that had to be written anew, by key.
    """
    new = {
        key: entry for key, entry in now.items() if entry.kind in OF_DOCUMENTS and before.get(key) != entry
    }
    told = {entry.municipality for entry in now.values() if entry.kind == MAPPINGS} if new else set()
    if not any(one.municipality in told or _OF_LINK in read(one) for one in new.values()):
        return {}  # as nearly all builds
    from keikaku.store.link_graphs import adopted

    return adopted(now, new, read, write)
