"""What a reader finds on a page: its texts with their languages, its links, its anchors, its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import join, normpath
from urllib.parse import unquote

_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle", "polyline"}
_UNSEEN = {"script", "style"}
_NO_PROSE = {"title", "code", "pre"}


@dataclass
class Link:
    """A link with its text and the element ids that it stands in."""

    href: str
    text: str = ""
    inside: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """A page, read.

    Attributes:
        ids: Its anchors in order.
        links: Its links in order.
        texts: Its visible texts, each with the language that it is in.
        prose: Those of them that are neither codes nor names of the page or of a picture.
        title: What stands in its head as its title.
        headings: Level and text of its headings.
        tags: Names and attributes of all elements.
        maps: Attributes of the pictures that hold links.
    """

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[Link] = []
        self.texts: list[tuple[str, str]] = []
        self.prose: list[tuple[str, str]] = []
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.maps: list[dict[str, str]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._within: dict[str, list[str]] = {}
        self.feed(html.decode())
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag in _VOID:
            return
        self._open.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.maps += [one for opened, one in self._open if opened == "svg"]
            inside = tuple(one["id"] for _tag, one in self._open if "id" in one)
            self.links.append(Link(attributes["href"], inside=inside, attributes=attributes))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert tag not in _VOID
        opened, _attributes = self._open.pop()
        assert opened == tag, f"<{opened}> closed as </{tag}>"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _attributes in self._open]
        if tags[1:] == ["head", "title"]:
            self.title += data
        if "a" in tags:
            self.links[-1].text += data
        if {"h1", "h2", "h3", "h4"} & set(tags):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        hidden = any("popover" in attributes for _tag, attributes in self._open)
        if hidden or _UNSEEN & set(tags) or not data.strip():
            return
        languages = [attributes["lang"] for _tag, attributes in self._open if "lang" in attributes]
        self.texts.append((data.strip(), languages[-1]))
        if not _NO_PROSE & set(tags):
            self.prose.append(self.texts[-1])
        for _tag, attributes in self._open:
            if "id" in attributes:
                self._within.setdefault(attributes["id"], []).append(data.strip())

    @property
    def text(self) -> str:
        """All that the page says."""
        return " ".join(text for text, _language in self.texts)

    def within(self, anchor: str) -> str:
        """Return what the page says at an anchor."""
        return " ".join(self._within[anchor])

    def to(self, text: str) -> list[Link]:
        """Return the links with a text."""
        return [link for link in self.links if link.text.strip() == text]


def target(path: str, href: str) -> tuple[str, str]:
    """Return the file and anchor that a link on a page leads to, decoded."""
    file, _mark, anchor = href.partition("#")
    if not file:
        return path, unquote(anchor)
    return normpath(join(path.rpartition("/")[0], unquote(file))), unquote(anchor)
