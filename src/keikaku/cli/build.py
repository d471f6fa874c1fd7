"""``keikaku build``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    AcceptOption,
    BaseOption,
    InventedOption,
    JobsOption,
    LangOption,
    LimitOption,
    LoaderOption,
    LoadersOption,
    MemoryOption,
    ReportOption,
    SecondsOption,
    ValidatorOption,
    VerboseOption,
)
from keikaku.cli.running import chosen_language, municipality_code, refuse_unwritable, says_errors
from keikaku.ground.defaults import DEFAULT_BASE

if TYPE_CHECKING:
    from keikaku.building.report import DocumentReport


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
    base: BaseOption = DEFAULT_BASE,
    max_mib: LimitOption = 64,
    jobs: JobsOption = None,
    seconds: SecondsOption = 120.0,
    memory_mib: MemoryOption = None,
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
    draft: Annotated[
        bool,
        typer.Option(
            "--draft/--no-draft",
            help="Read a document that no loader recognises with a draft, stored as proposed: seen with --proposed alone.",
        ),
    ] = True,
    municipality: Annotated[
        str,
        typer.Option(
            "--municipality",
            help="Code or name of the municipality of drafted documents that do not print its name.",
        ),
    ] = "",
    invented: InventedOption = False,
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read documents, validate them and put them into the store.

    文書を読み取り、検証してストアに入れます。

    Example: keikaku build plans/ --report report.json
    """
    from keikaku.building.pipeline import build
    from keikaku.cli import building, show
    from keikaku.cli.validating import validator_of
    from keikaku.store.folder import Store

    refuse_unwritable(report)
    options = building.options_of(
        base,
        jobs,
        loader=loader,
        loaders=tuple(loaders or ()),
        accept=accept,
        max_bytes=max_mib * 2**20,
        seconds=seconds,
        memory=memory_mib and memory_mib * 2**20,
        validator=validator_of(validator),
        force=force,
        draft=draft,
        municipality=municipality_code(municipality, invented=invented),
    )
    with show.progress() as step:
        if scheduler:
            from keikaku.building.cluster.run import build_on_cluster

            reports: Sequence[DocumentReport] = build_on_cluster(scheduler, paths, store, options, step)
        else:
            reports = build(paths, Store(store), options, step, wait=wait)
    return building.tell(reports, report, verbose, chosen_language(lang), store)
