"""``keikaku audit``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    EndpointOption,
    EvidenceOption,
    LangOption,
    ProposedOption,
    StoreOption,
    TimeoutOption,
)
from keikaku.cli.running import chosen_language, says_errors

PlanOption = Annotated[str, typer.Option("--plan", help="Only this plan: its title, name or IRI.")]
MunicipalityOption = Annotated[
    str, typer.Option("--municipality", help="Only this municipality: its code or name.")
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="Only plans whose period holds this date, 2026-04-01.", metavar="DATE")
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder for the working paper; the terminal else.")
]
FormatOption = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", help="Which papers: html, xlsx, csv, json; all of them otherwise."),
]
SourcesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--sources", help="A folder with the documents: the page shows their print beside findings."
    ),
]
ShapesOption = Annotated[
    bool, typer.Option("--shapes", help="Validate the graphs again and report what does not conform.")
]

ConsistencyOption = Annotated[
    bool,
    typer.Option("--consistency", help="Hold the plans of a municipality against each other instead."),
]
SampleOption = Annotated[
    int,
    typer.Option(
        "--sample", min=0, help="Draw so many figures of each municipality to tick against the print."
    ),
]
SeedOption = Annotated[str, typer.Option("--seed", help="What the draw depends on.")]
EarlierOption = Annotated[
    Path | None,
    typer.Option("--earlier", help="The audit.json of an earlier audit: what became of its findings."),
]
AuthorOption = Annotated[str, typer.Option("--author", help="Who audits, for the working sheet.")]
DateOption = Annotated[str, typer.Option("--date", help="The day of the audit, for the working sheet.")]


@says_errors
def audit_command(
    plan: PlanOption = "",
    municipality: MunicipalityOption = "",
    as_of: AsOfOption = "",
    output: OutputOption = None,
    format_: FormatOption = None,
    shapes: ShapesOption = False,
    consistency: ConsistencyOption = False,
    sample: SampleOption = 0,
    seed: SeedOption = "",
    earlier: EarlierOption = None,
    author: AuthorOption = "",
    date: DateOption = "",
    sources: SourcesOption = None,
    evidence: EvidenceOption = None,
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Audit which measures serve which SDGs and strategy goals, what is missing, and where it says so.

    どの施策がどのSDGs・総合戦略に対応するか、何が欠けているかを、出典の行とともに監査します。

    With --consistency: which plans of a municipality say different things, and what is named and nowhere carried out.

    --consistency では、計画どうしの食い違いと、掲げられて実施されていないものを監査します。

    Example: keikaku audit --municipality 架空町 --output paper
    """
    from keikaku.audit.basis import Signed
    from keikaku.audit.clips import Prints
    from keikaku.audit.model import View
    from keikaku.audit.scope import Scope
    from keikaku.cli import auditing, servers

    with servers.fetched(endpoint, timeout) if endpoint else nullcontext(store) as path:
        return auditing.run(
            path,
            Scope(plan=plan, municipality=municipality, as_of=as_of),
            output=output,
            formats=format_ or [],
            shapes=shapes,
            language=chosen_language(lang),
            endpoints=endpoint or (),
            proposed=proposed,
            prints=Prints(tuple(sources or ()), evidence),
            view=View.CONSISTENCY if consistency else View.SDGS,
            samples=(sample, seed),
            earlier=earlier,
            signed=Signed(author=author, date=date),
        )
