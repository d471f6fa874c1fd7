"""The options that several commands take.

Nothing here loads more than typer: ``keikaku --help`` reads the signatures of all commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[list[Path], typer.Argument(help="Documents, or folders that hold them.", metavar="PATH…")]
StoreOption = Annotated[
    Path, typer.Option("--store", envvar="KEIKAKU_STORE", help="Folder of the store.", show_default=True)
]
ProposedOption = Annotated[
    bool,
    typer.Option("--proposed", help="Take also what was read with drafts that nobody accepted yet."),
]
LoadersOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--loaders", envvar="KEIKAKU_LOADERS", help="A further folder of loaders; its load.py may run."
    ),
]
LoaderOption = Annotated[
    str, typer.Option("--loader", help="The loader to use, whatever recognises the document.")
]
BaseOption = Annotated[
    str, typer.Option("--base", envvar="KEIKAKU_BASE", help="IRI under which the data lives.")
]
AcceptOption = Annotated[
    bool,
    typer.Option("--accept", help="Store also what is below its expected yield, unread in part, or invalid."),
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write a report of every document as JSON.")
]
LimitOption = Annotated[int, typer.Option("--max-mib", min=1, help="Largest file to read, in MiB.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show every finding, not the first few.")
]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang", envvar="KEIKAKU_LANG", help="Language of messages: ja or en; by the locale otherwise."
    ),
]
ValidatorOption = Annotated[
    str,
    typer.Option("--validator", help="What validates: keikaku, or for a second opinion pyshacl or pyrudof."),
]
EndpointOption = Annotated[
    list[str] | None,
    typer.Option(
        "--endpoint",
        help="Ask a SPARQL server at this address and not the store; may be given several times.",
        metavar="URL",
    ),
]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", min=0.1, help="Seconds to wait for a server.", metavar="SECONDS")
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        envvar="KEIKAKU_JOBS",
        min=0,
        help="Processes that read documents; one a core otherwise. 0: only this one, without limits of time and memory.",
    ),
]
SecondsOption = Annotated[
    float,
    typer.Option("--document-timeout", min=0.01, help="Seconds that reading one document may take."),
]
MemoryOption = Annotated[
    int | None,
    typer.Option(
        "--document-memory",
        min=64,
        help="MiB that a process may take for reading a document of any form (Linux); by its form otherwise: 768 to 2048.",
        show_default=False,
    ),
]
TitleJaOption = Annotated[str, typer.Option("--title-ja", help="Name of the site in Japanese.")]
TitleEnOption = Annotated[str, typer.Option("--title-en", help="Name of the site in English.")]
EvidenceOption = Annotated[
    bool | None,
    typer.Option(
        "--evidence/--no-evidence",
        help="Show the print that facts were read from: of all documents in --sources (you answer for it), or of none; of those whose licence lets anyone otherwise.",
    ),
]
DEFAULT_STORE = Path("keikaku.store")
InventedOption = Annotated[
    bool,
    typer.Option("--invented", help="Take the municipality as an invented one, by its name or 'CODE NAME'."),
]
"""Whether ``--municipality`` names one that does not exist."""


def names_of_queries(begun: str) -> list[str]:
    """Return the names of the library's queries that begin so, for the completion of shells: their files are not read."""
    from keikaku.ground import content

    return sorted(file.stem for file in content.folder("queries").glob("*.rq") if file.stem.startswith(begun))
