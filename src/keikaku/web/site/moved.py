"""Pages at old addresses, for hosts that cannot be told to answer them with 308."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from keikaku.graph.addresses import file_stem, place
from keikaku.ground.messages import Language, sentence
from keikaku.store.dataset import Dataset

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={target}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{target}">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text} <a href="{target}">{name}</a></p>
</main>
</body>
</html>
"""
_SUFFIXES: dict[Language, str] = {"ja": ".html", "en": ".en.html"}


def moved_documents(dataset: Dataset) -> dict[str, str]:
    """Return the documents that are called otherwise now, old local name to new one, their parts left out."""
    return {
        old: place(new).document
        for old, new in dataset.replaced.items()
        if not place(old).anchor and old not in dataset.documents
    }


def moved_pages(base: str, moved: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages at old addresses: path, bytes.

    Args:
        base: IRI of the site.
        moved: Old local name of a document to its new one.
    """
    for old, new in moved.items():
        for language, suffix in _SUFFIXES.items():
            target = base + quote(f"doc/{file_stem(new)}{suffix}", safe="/")
            title, text = sentence("site.moved", language), sentence("site.described-at", language)
            page = _PAGE.format(
                language=language, target=escape(target), title=title, text=text, name=escape(new)
            )
            yield f"doc/{file_stem(old)}{suffix}", page.encode()
