"""The pictures of the pages that facts were read from, as files of a site."""

from __future__ import annotations

from keikaku.asking.evidence.prints import Prints, path
from keikaku.ground.errors import KeikakuError
from keikaku.web.pages.prints import IMAGE_SUFFIX
from keikaku.web.site.folder import Writer


def write_pictures(writer: Writer, prints: Prints) -> list[KeikakuError]:
    """Write the pictures of a site; return why some pages have none.

    Args:
        writer: Writes the files.
        prints: The print of its documents.

    Raises:
        MissingExtraError: What writes pictures is not installed.
        OSError: No rights, no space.
    """
    failed: list[KeikakuError] = []
    for key in prints.leaves:
        images, errors = prints.draw(key)
        for name, image in images.items():
            writer.write(path(key, name) + IMAGE_SUFFIX, image.data)
        failed += errors
    return failed
