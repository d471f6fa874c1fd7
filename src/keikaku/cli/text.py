"""``keikaku text``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors
from keikaku.ground.errors import OutputError
from keikaku.ground.messages import Language, say

if TYPE_CHECKING:
    from keikaku.documents.document import PublishedDocument
    from keikaku.documents.ocr.recognising import Recogniser


@says_errors
def text_command(
    file: Annotated[Path, typer.Argument(help="A document in any form.", metavar="FILE")],
    page: Annotated[int | None, typer.Option("--page", min=1, help="Only this page, sheet or part.")] = None,
    numbers: Annotated[bool, typer.Option("--numbers", help="The number of each line before it.")] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="Parts, lines, cells and boxes as JSON, in points of the page.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    ocr: Annotated[
        bool, typer.Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures.")
    ] = True,
    ocr_seconds: Annotated[
        float | None,
        typer.Option(
            "--ocr-seconds",
            min=0,
            help="Time that the recognition of a page may take: 300 s.",
            show_default=False,
        ),
    ] = None,
    ocr_memory: Annotated[
        int | None,
        typer.Option(
            "--ocr-memory",
            min=1,
            help="MiB that a process that recognises may take: 2048.",
            show_default=False,
        ),
    ] = None,
    recognised: Annotated[
        Path | None,
        typer.Option(
            "--recognised",
            help="File to write recognised pages to, for other machines: FILE.ocr.json beside it; a folder, to have one for each file of a folder or an archive.",
        ),
    ] = None,
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", help="A Dask cluster that recognises, page by page: tcp://host:8786."),
    ] = "",
    lang: LangOption = "",
) -> None:
    """Show a document as it is read: rows of tables as cells parted by TABs, pages by form feeds.

    文書を読み取った形で示します。表の行はタブ区切り、ページは改ページ文字で区切ります。

    PDF, XLSX, XLS, ODS, DOCX, HTML, CSV, TIFF, JPEG, PNG and text; a ZIP archive or a folder of them is one document.
    What cannot be read is said on standard error.

    Example: keikaku text plan.pdf --page 3
    """
    from keikaku.documents.document import read_document
    from keikaku.documents.ocr.model import Settings
    from keikaku.ground.files import write_whole

    refuse_unwritable(output)
    if recognised is None or not recognised.is_dir():
        refuse_unwritable(recognised)
    settings = Settings(seconds=ocr_seconds, memory=ocr_memory and ocr_memory * 2**20)
    document = read_document(file, ocr=settings if ocr else None, recognise=_recogniser(scheduler))
    if page is not None and all(part.number != page for part in document.parts):
        raise typer.BadParameter(f"1-{len(document.parts)}", param_hint="--page")
    chunks = _json(document) if json_ else _text(document, page, numbers=numbers)
    data = (chunk.encode("utf-8", "backslashreplace") for chunk in chunks)
    if output is None:
        sys.stdout.buffer.writelines(data)
    else:
        try:
            write_whole(output, data)
        except OSError as error:
            raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error
    if recognised is not None:
        _record(document, recognised)
    for remark in remarks(document, chosen_language(lang)):
        typer.echo(remark, err=True)


def _recogniser(scheduler: str) -> Recogniser:
    if not scheduler:
        from keikaku.documents.ocr.processes import recognise_pages

        return recognise_pages
    from keikaku.building.cluster.recognition import on_cluster

    return on_cluster(scheduler)


def _record(document: PublishedDocument, path: Path) -> None:
    """Write the recognised pages of a document."""
    try:
        document.keep_recognised(path)
    except LookupError as error:
        several = bool(error.args[0])
        why = (
            f"several engines recognised: give a folder (mkdir {path})"
            if several
            else "no page was recognised"
        )
        raise typer.BadParameter(why, param_hint="--recognised") from error
    except OSError as error:
        raise OutputError("ground.unwritable", path=path, why=error.strerror or str(error)) from error


def _json(document: PublishedDocument) -> Iterator[str]:
    yield json.dumps(document.as_record(), ensure_ascii=False, indent=1)
    yield "\n"


def _text(document: PublishedDocument, page: int | None, *, numbers: bool) -> Iterator[str]:
    before = page or 1
    for number, (text, place) in enumerate(document.lines, start=1):
        if page is None or place.part == page:
            lead = f"{number}\t" if numbers else ""
            yield "\f" * (place.part - before) + f"{lead}{text}\n"
            before = place.part


def remarks(document: PublishedDocument, language: Language) -> Iterator[str]:
    """Yield what a reader of the text must know: pages without it, characters that are not in it.

    Args:
        document: The document.
        language: Of the sentences.
    """
    from keikaku.documents import notes

    for words in notes.said(document.parts, language).values():
        yield f"{document.path}: {words}"
    for kind, name in (
        ("doubled", "cli.printed-twice"),
        ("outside", "cli.outside-page"),
        ("invisible", "cli.hidden"),
        ("unmapped", "cli.without-code"),
    ):
        count = sum(getattr(part.counts, kind) for part in document.parts)
        if count:
            yield f"{document.path}: {say(name, count=count).text(language)}"
