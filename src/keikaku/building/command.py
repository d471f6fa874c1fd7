"""``keikaku build`` and ``keikaku check``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from keikaku import show, vocab
from keikaku.cluster.run import build_on_cluster
from keikaku.commands import (
    DEFAULT_STORE,
    AcceptOption,
    BaseOption,
    LangOption,
    LimitOption,
    LoaderOption,
    LoadersOption,
    Paths,
    ReportOption,
    VerboseOption,
    chosen_language,
    refuse_unwritable,
    says_errors,
)
from keikaku.errors import Language
from keikaku.pipeline import Options, build, check
from keikaku.report import DocumentReport, write_report
from keikaku.shacl.command import ValidatorOption, validator_of
from keikaku.store import Store

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
    int,
    typer.Option(
        "--document-memory",
        min=64,
        help="MiB that a process may take for reading a document (Linux).",
    ),
]


def _options(base: str, jobs: int | None, **others: object) -> Options:
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise typer.BadParameter("an http(s) IRI that ends in / or #", param_hint="--base")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Options(base=base, jobs=cores if jobs is None else jobs, **others)  # type: ignore[arg-type]


@says_errors
def build_command(
    paths: Annotated[
        list[str],
        typer.Argument(help="Documents, or folders that hold them.", metavar="PATH…", show_default=False),
    ],
    store: Annotated[str, typer.Option("--store", envvar="KEIKAKU_STORE", help="Folder of the store.")] = str(
        DEFAULT_STORE
    ),
    report: ReportOption = None,
    accept: AcceptOption = False,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    base: BaseOption = vocab.DEFAULT_BASE,
    max_mib: LimitOption = 64,
    jobs: JobsOption = None,
    seconds: SecondsOption = 120.0,
    memory_mib: MemoryOption = 1024,
    force: Annotated[bool, typer.Option("--force", help="Read also what has not changed.")] = False,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another build that holds the store.")
    ] = 10.0,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            envvar="KEIKAKU_SCHEDULER",
            help="Read on this Dask cluster; PATH and --store may then be addresses such as s3://bucket/plans.",
            metavar="ADDRESS",
        ),
    ] = "",
    validator: ValidatorOption = "keikaku",
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read documents, validate them and put them into the store.

    文書を読み取り、検証してストアに入れます。

    Example: keikaku build plans/ --report report.json
    """
    refuse_unwritable(report)
    options = _options(
        base,
        jobs,
        loader=loader,
        loaders=tuple(loaders or ()),
        accept=accept,
        max_bytes=max_mib * 2**20,
        seconds=seconds,
        memory=memory_mib * 2**20,
        validator=validator_of(validator),
        force=force,
    )
    with show.progress() as step:
        if scheduler:
            reports: Sequence[DocumentReport] = build_on_cluster(scheduler, paths, store, options, step)
        else:
            reports = build(paths, Store(store), options, step, wait=wait)
    return _tell(reports, report, verbose, chosen_language(lang), store)


@says_errors
def check_command(
    paths: Paths,
    report: ReportOption = None,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    base: BaseOption = vocab.DEFAULT_BASE,
    max_mib: LimitOption = 64,
    jobs: JobsOption = None,
    seconds: SecondsOption = 120.0,
    memory_mib: MemoryOption = 1024,
    validator: ValidatorOption = "keikaku",
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read and validate documents without storing them.

    保存せずに、読み取りと検証だけを行います。

    Example: keikaku check plan.txt --verbose
    """
    refuse_unwritable(report)
    options = _options(
        base,
        jobs,
        loader=loader,
        loaders=tuple(loaders or ()),
        max_bytes=max_mib * 2**20,
        seconds=seconds,
        memory=memory_mib * 2**20,
        validator=validator_of(validator),
    )
    with show.progress() as step:
        reports = check(paths, options, step)
    return _tell(reports, report, verbose, chosen_language(lang), None)


def _tell(
    reports: Sequence[DocumentReport],
    report: Path | None,
    verbose: bool,
    language: Language,
    store: str | None,
) -> int:
    if report:
        write_report(report, reports)
    return show.reports(reports, language, verbose=verbose, store=store)
