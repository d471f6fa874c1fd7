"""``keikaku check``."""

from __future__ import annotations

from keikaku.cli.options import (
    BaseOption,
    JobsOption,
    LangOption,
    LimitOption,
    LoaderOption,
    LoadersOption,
    MemoryOption,
    Paths,
    ReportOption,
    SecondsOption,
    ValidatorOption,
    VerboseOption,
)
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors
from keikaku.ground.defaults import DEFAULT_BASE


@says_errors
def check_command(
    paths: Paths,
    report: ReportOption = None,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    base: BaseOption = DEFAULT_BASE,
    max_mib: LimitOption = 64,
    jobs: JobsOption = None,
    seconds: SecondsOption = 120.0,
    memory_mib: MemoryOption = None,
    validator: ValidatorOption = "keikaku",
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read and validate documents without storing them.

    保存せずに、読み取りと検証だけを行います。

    A CSV by the open-data definition (docs/open-data.md) is held against the definition; of StratML is said what it holds.
    オープンデータ定義による CSV は、その定義に照らして確かめます。StratML は、何が入っているかを示します。

    Example: keikaku check plan.txt --verbose
    """
    from keikaku.building.pipeline import check
    from keikaku.cli import building, show
    from keikaku.cli.validating import validator_of

    refuse_unwritable(report)
    from keikaku.cli.open_tables import check_tables, is_ours

    tables = [path for path in paths if is_ours(path)]
    if tables:
        status = check_tables(tables, chosen_language(lang))
        paths = [path for path in paths if path not in tables]
        if status or not paths:
            return status
    options = building.options_of(
        base,
        jobs,
        loader=loader,
        loaders=tuple(loaders or ()),
        max_bytes=max_mib * 2**20,
        seconds=seconds,
        memory=memory_mib and memory_mib * 2**20,
        validator=validator_of(validator),
    )
    with show.progress() as step:
        reports = check(paths, options, step)
    return building.tell(reports, report, verbose, chosen_language(lang), None)
