"""What the docs site holds beside docs/: pages of the repository's root, and the reference of the library.

Links that lead out of docs/ to files of the repository keep their words and lose their target: the site stands by itself.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import keikaku

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "index.md": "README.md",
    "index.ja.md": "README.ja.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "releasing.md": "RELEASING.md",
    "security.md": "SECURITY.md",
}
"""Pages of the site, and the files of the repository's root that they are."""
_LINK = re.compile(r"(!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)#\s:]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that stand elsewhere."""
    for page, source in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=_from_root(text)))
    files.append(File.generated(config, "reference.md", content=_reference()))
    return files


def on_page_markdown(markdown: str, files: Files, **_: object) -> str:
    """Lead links to where the site has what they name."""
    return _LINK.sub(lambda link: _led(link, files), markdown)


def _from_root(text: str) -> str:
    """Write the links of a page of the root as they would stand in docs/."""
    return re.sub(r"\]\((?!https?:|#|docs/)([^)]+)\)", r"](../\1)", text).replace("](docs/", "](")


def _led(link: re.Match[str], files: Files) -> str:
    target = link["target"]
    inside = {f"../{source}": page for page, source in PAGES.items()}.get(target, target)
    if files.get_file_from_path(str(PurePosixPath(inside))) is not None:
        return f"{link[1]}[{link['words']}]({inside}{link['anchor'] or ''})"
    return link["words"] if target.startswith("../") else link[0]


def _reference() -> str:
    """Return the page of every public name, with what its docstring says."""
    names = [f"::: {getattr(keikaku, name).__module__}.{name}" for name in keikaku.__all__]
    return "\n\n".join(["# The library", "What `import keikaku` gives.", *names]) + "\n"
