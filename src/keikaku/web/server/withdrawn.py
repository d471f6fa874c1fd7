"""What was published once and is no longer: a file that the publisher keeps.

The store forgets a document that is taken out; what its IRIs stood for is nobody's to guess. So the publisher
says it: a text file, an IRI a line, ``#`` before a remark. An IRI withdraws the thing and all that is below
it, but never what the store still holds.
"""

from __future__ import annotations

from pathlib import Path

from keikaku.graph.addresses import Addresses
from keikaku.ground.errors import ServingError
from keikaku.ground.messages import say
from keikaku.web.server.paths import canonical

_MOST = 16 * 2**20


class Withdrawn:
    """The things that were withdrawn.

    Args:
        path: The file, or nothing.
        addresses: Which IRIs are the dataset's own.

    Raises:
        ServingError: The file cannot be read, or names something that was never published here.
    """

    def __init__(self, path: Path | None, addresses: Addresses) -> None:
        self._names = frozenset(_names(path, addresses)) if path else frozenset()

    def __contains__(self, local: str) -> bool:
        segments = canonical(local).split("/")
        return bool(self._names) and any(
            "/".join(segments[: end + 1]) in self._names for end in range(len(segments))
        )


def _names(path: Path, addresses: Addresses) -> list[str]:
    try:
        if path.stat().st_size > _MOST:
            raise ServingError("serving.withdrawn-list", path=path, line=1, why=say("serving.too-large"))
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        why = error.strerror or str(error)
        raise ServingError("serving.withdrawn-list", path=path, line=1, why=why) from error
    except UnicodeDecodeError:
        raise ServingError(
            "serving.withdrawn-list", path=path, line=1, why=say("serving.not-utf-8")
        ) from None
    names = []
    for number, line in enumerate(lines, 1):
        iri = line.split(" #")[0].strip()
        if not iri or iri.startswith("#"):
            continue
        local = addresses.local(addresses.published(iri))
        if not local:
            raise ServingError(
                "serving.withdrawn-list",
                path=path,
                line=number,
                why=say("serving.no-iri-site", iri=iri),
            )
        names.append(canonical(local))
    return names
